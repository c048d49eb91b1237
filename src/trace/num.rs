//! A number that knows its unit as a type and writes its own formula: value, unit, origin and formula come from one
//! expression, so they cannot differ.
//!
//! ```
//! use gpu_cluster_generator::{trace::{Num, Traced}, units::{KwPerNode, Nodes}};
//! let nodes = Num::<Nodes>::of("nodes", &Traced::stated(16.0, "nodes", "node_count", "16 nodes"));
//! let node_kw = Num::<KwPerNode>::of("node_kw", &Traced::stated(10.2, "kW per node", "node_kw", "10.2 kW"));
//! let power = (&nodes * &node_kw).traced();
//! assert_eq!((power.value, &*power.unit), (163.2, "kW"));
//! ```
//!
//! Power and nodes do not add:
//!
//! ```compile_fail
//! use gpu_cluster_generator::{trace::{Num, Traced}, units::{Kw, Nodes}};
//! let nodes = Num::<Nodes>::of("nodes", &Traced::stated(16.0, "nodes", "node_count", "16 nodes"));
//! let power = Num::<Kw>::of("power", &Traced::stated(40.0, "kW", "power_per_rack_kw", "40 kW"));
//! let _ = &power + &nodes;
//! ```

use std::{
    marker::PhantomData,
    ops::{Add, Div, Mul, Sub},
    sync::Arc,
};

use super::{Origin, Traced};
use crate::units::{Over, Ratio, Times, Unit};

/// A part of a formula.
#[derive(Debug)]
enum Expr {
    /// A named input.
    Input(&'static str, Traced),
    /// A number of the formula itself.
    Literal(f64),
    /// Two parts and the sign between them.
    Binary(char, Arc<Expr>, Arc<Expr>),
    /// A function of parts.
    Call(&'static str, Vec<Arc<Expr>>),
}

/// A number in a unit, with the expression it comes from.
#[derive(Debug, Clone)]
pub struct Num<U> {
    value: f64,
    expr: Arc<Expr>,
    unit: PhantomData<U>,
}

impl<U: Unit> Num<U> {
    /// A traced number as a named input of a formula. The name stands in the formula; the unit of the number is the
    /// unit of the type.
    #[must_use]
    pub fn of(name: &'static str, traced: &Traced) -> Self {
        debug_assert_eq!(&*traced.unit, U::WORD, "`{name}` is not in the unit of its type");
        Self::new(traced.value, Expr::Input(name, traced.clone()))
    }

    /// A number of the formula itself, such as 24 hours of a day.
    #[must_use]
    pub fn literal(value: f64) -> Self {
        Self::new(value, Expr::Literal(value))
    }

    /// The value in the unit of the type.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The next whole number at or above.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self::new(self.value.ceil(), Expr::Call("ceil", vec![self.expr.clone()]))
    }

    /// The next whole number at or below.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self::new(self.value.floor(), Expr::Call("floor", vec![self.expr.clone()]))
    }

    /// The greater of two numbers.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        Self::new(self.value.max(other.value), Expr::Call("max", vec![self.expr.clone(), other.expr.clone()]))
    }

    /// The smaller of two numbers.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self::new(self.value.min(other.value), Expr::Call("min", vec![self.expr.clone(), other.expr.clone()]))
    }

    /// The number in another unit, by a factor of the formula: `Num::<Ms>` from seconds by 1000.
    #[must_use]
    pub fn converted<V: Unit>(&self, factor: f64) -> Num<V> {
        Num::new(self.value * factor, Expr::Binary('*', self.expr.clone(), Arc::new(Expr::Literal(factor))))
    }

    /// The number in another unit, by a divisor of the formula: `Num::<Tb>` from gigabytes by 1000.
    #[must_use]
    pub fn divided<V: Unit>(&self, divisor: f64) -> Num<V> {
        Num::new(self.value / divisor, Expr::Binary('/', self.expr.clone(), Arc::new(Expr::Literal(divisor))))
    }

    /// The number with its formula and inputs; an input alone stays what it is.
    #[must_use]
    pub fn traced(&self) -> Traced {
        if let Expr::Input(_, traced) = &*self.expr {
            return traced.clone();
        }
        let mut inputs = Vec::new();
        let formula = self.expr.formula(&mut inputs);
        Traced::new(self.value, U::WORD, Origin::Derived { formula, inputs, rule: None })
    }

    fn new(value: f64, expr: Expr) -> Self {
        Self { value, expr: Arc::new(expr), unit: PhantomData }
    }

    fn binary<V, W>(sign: char, value: f64, a: &Num<V>, b: &Num<W>) -> Self {
        Self::new(value, Expr::Binary(sign, a.expr.clone(), b.expr.clone()))
    }
}

impl Expr {
    /// The formula, every input noted under the name it has there.
    fn formula(&self, inputs: &mut Vec<(String, Traced)>) -> String {
        match self {
            Self::Input(name, traced) => noted(name, traced, inputs),
            Self::Literal(value) => value.to_string(),
            Self::Binary(sign, a, b) => {
                let a = bracketed(a, a.rank() < self.rank(), inputs);
                // On the right the same rank is bracketed too: the evaluation keeps its order.
                let b = bracketed(b, b.rank() <= self.rank(), inputs);
                format!("{a} {sign} {b}")
            }
            Self::Call(name, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| part.formula(inputs)).collect();
                format!("{name}({})", parts.join(", "))
            }
        }
    }

    /// How tightly it binds.
    fn rank(&self) -> u8 {
        match self {
            Self::Binary('+' | '-', ..) => 0,
            Self::Binary(..) => 1,
            Self::Input(..) | Self::Literal(_) | Self::Call(..) => 2,
        }
    }
}

fn bracketed(expr: &Expr, bracket: bool, inputs: &mut Vec<(String, Traced)>) -> String {
    let text = expr.formula(inputs);
    if bracket { format!("({text})") } else { text }
}

/// The name an input has in the formula: its own, or with a number where another input has that already.
fn noted(name: &str, traced: &Traced, inputs: &mut Vec<(String, Traced)>) -> String {
    let mut own = name.to_string();
    let mut number = 1;
    while let Some((_, known)) = inputs.iter().find(|(known, _)| *known == own) {
        if known == traced {
            return own;
        }
        number += 1;
        own = format!("{name}_{number}");
    }
    inputs.push((own.clone(), traced.clone()));
    own
}

impl<U: Unit> Add for &Num<U> {
    type Output = Num<U>;
    fn add(self, other: Self) -> Num<U> {
        Num::binary('+', self.value + other.value, self, other)
    }
}

impl<U: Unit> Sub for &Num<U> {
    type Output = Num<U>;
    fn sub(self, other: Self) -> Num<U> {
        Num::binary('-', self.value - other.value, self, other)
    }
}

impl<A: Times<B>, B: Unit> Mul<&Num<B>> for &Num<A> {
    type Output = Num<A::Out>;
    fn mul(self, other: &Num<B>) -> Num<A::Out> {
        Num::binary('*', self.value * other.value, self, other)
    }
}

impl<A: Over<B>, B: Unit> Div<&Num<B>> for &Num<A> {
    type Output = Num<A::Out>;
    fn div(self, other: &Num<B>) -> Num<A::Out> {
        Num::binary('/', self.value / other.value, self, other)
    }
}

/// A factor of the formula itself.
impl<U: Times<Ratio>> Mul<f64> for &Num<U> {
    type Output = Num<U::Out>;
    fn mul(self, factor: f64) -> Num<U::Out> {
        self * &Num::<Ratio>::literal(factor)
    }
}

/// A divisor of the formula itself.
impl<U: Over<Ratio>> Div<f64> for &Num<U> {
    type Output = Num<U::Out>;
    fn div(self, divisor: f64) -> Num<U::Out> {
        self / &Num::<Ratio>::literal(divisor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        trace::formula::evaluate,
        units::{Gb, GbPerGpu, Gpus, GpusPerNode, Kw, KwPerNode, Nodes},
    };

    fn stated<U: Unit>(name: &'static str, value: f64) -> Num<U> {
        Num::of(name, &Traced::stated(value, U::WORD, name, "so stated"))
    }

    /// Formula and value, the formula evaluated independently.
    fn written(traced: &Traced) -> String {
        let Origin::Derived { formula, inputs, .. } = &*traced.origin else { panic!("{traced:?}") };
        let inputs: BTreeMap<&str, f64> =
            inputs.iter().map(|(name, input)| (name.as_str(), input.value)).collect();
        assert!((evaluate(formula, &inputs).unwrap() - traced.value).abs() < 1e-9, "{formula}");
        format!("{formula} = {}", traced.words())
    }

    #[test]
    fn one_expression_gives_value_unit_and_formula() {
        let nodes = stated::<Nodes>("nodes", 16.0);
        let node = stated::<KwPerNode>("node_kw", 10.2);
        let rack = stated::<Kw>("rack_kw", 40.0);
        assert_eq!(written(&(&nodes * &node).traced()), "nodes * node_kw = 163.2 kW");
        assert_eq!(written(&(&rack / &node).floor().traced()), "floor(rack_kw / node_kw) = 3 nodes");
        assert_eq!(
            written(&(&(&nodes * &node) / &(&rack - &(&rack * 0.1))).ceil().traced()),
            "ceil(nodes * node_kw / (rack_kw - rack_kw * 0.1)) = 5"
        );
    }

    #[test]
    fn brackets_keep_the_order_of_evaluation() {
        let memory = stated::<Gb>("memory_gb", 1_280.0);
        let each = stated::<GbPerGpu>("gpu_gb", 80.0);
        let per_node = stated::<GpusPerNode>("gpus_per_node", 8.0);
        let nodes = &(&memory / &each) / &per_node;
        assert_eq!(written(&nodes.traced()), "memory_gb / gpu_gb / gpus_per_node = 2 nodes");
        let gpus: Num<Gpus> = &(&memory / &each) + &(&nodes * &per_node);
        assert_eq!(
            written(&gpus.max(&stated("least", 4.0)).traced()),
            "max(memory_gb / gpu_gb + memory_gb / gpu_gb / gpus_per_node * gpus_per_node, least) = 32 GPUs"
        );
    }

    #[test]
    fn two_inputs_of_one_name_are_told_apart_and_an_input_alone_stays() {
        let (a, b) = (stated::<Kw>("power", 3.0), stated::<Kw>("power", 4.0));
        assert_eq!(written(&(&(&a + &b) + &a).traced()), "power + power_2 + power = 10 kW");
        assert!(matches!(&*a.traced().origin, Origin::Stated { .. }));
    }
}
