//! A number that knows its unit as a type and writes its own formula: value, unit, origin and formula come from one
//! expression, so they cannot differ.
//!
//! ```
//! use gpu_cluster_generator::{trace::Traced, units::{KwPerNode, Nodes}};
//! let nodes = Traced::stated(16.0, "nodes", "node_count", "16 nodes");
//! let node_kw = Traced::stated(10.2, "kW", "node_kw", "10.2 kW");
//! let power = (nodes.named::<Nodes>("nodes") * node_kw.named::<KwPerNode>("node_kw")).traced();
//! assert_eq!((power.value, &*power.unit), (163.2, "kW"));
//! ```
//!
//! Power and nodes do not add:
//!
//! ```compile_fail
//! use gpu_cluster_generator::{trace::Traced, units::{Kw, Nodes}};
//! let nodes = Traced::stated(16.0, "nodes", "node_count", "16 nodes");
//! let power = Traced::stated(40.0, "kW", "power_per_rack_kw", "40 kW");
//! let _ = power.named::<Kw>("power") + nodes.named::<Nodes>("nodes");
//! ```

use std::{
    borrow::Cow,
    marker::PhantomData,
    ops::{Add, Div, Mul, Sub},
    sync::Arc,
};

use super::{Origin, Traced};
use crate::units::{self, Money, Over, Per, Ratio, Simple, Times, Unit};

/// A part of a formula.
#[derive(Debug)]
enum Expr {
    /// A named input.
    Input(Cow<'static, str>, Traced),
    /// A number of the formula itself.
    Literal(f64),
    /// Two parts and the sign between them.
    Binary(char, Arc<Expr>, Arc<Expr>),
    /// A function of parts.
    Call(&'static str, Vec<Arc<Expr>>),
}

/// A number in a unit, with the expression it comes from. Cheap to clone.
#[derive(Debug)]
pub struct Num<U> {
    value: f64,
    expr: Arc<Expr>,
    unit: PhantomData<U>,
}

impl<U> Clone for Num<U> {
    fn clone(&self) -> Self {
        Self { value: self.value, expr: self.expr.clone(), unit: PhantomData }
    }
}

impl Traced {
    /// The number as an input of a formula, under the name it has there.
    #[must_use]
    pub fn named<U: Unit>(&self, name: impl Into<Cow<'static, str>>) -> Num<U> {
        let name = name.into();
        debug_assert!(U::takes(&self.unit), "`{name}` is in `{}`, expected `{}`", self.unit, U::word());
        Num::new(self.value, Expr::Input(name, self.clone()))
    }
}

impl<U: Unit> Num<U> {
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

    /// The next whole number at or above. A value that misses a whole number by its last binary digits is that number.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self::new(near(self.value).ceil(), Expr::Call("ceil", vec![self.expr.clone()]))
    }

    /// The next whole number at or below, as [`Num::ceil`].
    #[must_use]
    pub fn floor(&self) -> Self {
        Self::new(near(self.value).floor(), Expr::Call("floor", vec![self.expr.clone()]))
    }

    /// The nearest whole number.
    #[must_use]
    pub fn round(&self) -> Self {
        Self::new(self.value.round(), Expr::Call("round", vec![self.expr.clone()]))
    }

    /// The same number without the noise of binary fractions: `57.199999…` is 57.2.
    #[must_use]
    pub fn clean(&self) -> Self {
        Self { value: units::rounded(self.value, 9), ..self.clone() }
    }

    /// The greater of two numbers.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        Self::new(self.value.max(other.value), Expr::Call("max", vec![self.expr.clone(), other.expr.clone()]))
    }

    /// The number, or this many of the formula itself where that is more; the formula names the least first.
    #[must_use]
    pub fn at_least(&self, least: f64) -> Self {
        Self::literal(least).max(self)
    }

    /// The smaller of two numbers.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self::new(self.value.min(other.value), Expr::Call("min", vec![self.expr.clone(), other.expr.clone()]))
    }

    /// The square root, in the unit the formula says.
    #[must_use]
    pub fn sqrt<V: Unit>(&self) -> Num<V> {
        Num::new(self.value.sqrt(), Expr::Call("sqrt", vec![self.expr.clone()]))
    }

    /// So many for each of the others: nodes by racks are nodes per rack.
    #[must_use]
    pub fn per<B: Simple>(&self, other: &Num<B>) -> Num<Per<U, B>> {
        Num::binary('/', self.value / other.value, self, other)
    }

    /// The same number for each of another thing; the formula stays.
    #[must_use]
    pub fn each<B: Simple>(&self) -> Num<Per<U, B>> {
        self.as_many()
    }

    /// The same number of another thing, one for each of these; the formula stays.
    #[must_use]
    pub fn as_many<V: Unit>(&self) -> Num<V> {
        Num { value: self.value, expr: self.expr.clone(), unit: PhantomData }
    }

    /// A power of the formula itself, such as 2 ^ 30 bytes of a GiB.
    #[must_use]
    pub fn power(base: f64, exponent: i32) -> Self {
        let part = |value: f64| Arc::new(Expr::Literal(value));
        Self::new(base.powi(exponent), Expr::Binary('^', part(base), part(f64::from(exponent))))
    }

    /// The greatest of several numbers; one alone stays as it is, and none gives none.
    #[must_use]
    pub fn greatest(several: &[Self]) -> Option<Self> {
        let (first, rest) = several.split_first()?;
        let value = rest.iter().fold(first.value, |most, next| most.max(next.value));
        let call = || Expr::Call("max", several.iter().map(|one| one.expr.clone()).collect());
        Some(if rest.is_empty() { first.clone() } else { Self::new(value, call()) })
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
        self.written(&U::word())
    }

    /// The number as the formula of its inputs, also where that is the name of one input.
    #[must_use]
    pub fn spelled_out(&self) -> Traced {
        self.derived(&U::word())
    }

    fn written(&self, unit: &str) -> Traced {
        match &*self.expr {
            Expr::Input(_, traced) => traced.clone(),
            _ => self.derived(unit),
        }
    }

    fn derived(&self, unit: &str) -> Traced {
        let mut inputs = Vec::new();
        let formula = self.expr.formula(&mut inputs);
        Traced::new(self.value, unit, Origin::Derived { formula, inputs, rule: None })
    }

    fn new(value: f64, expr: Expr) -> Self {
        Self { value, expr: Arc::new(expr), unit: PhantomData }
    }

    fn binary<V, W>(sign: char, value: f64, a: &Num<V>, b: &Num<W>) -> Self {
        Self::new(value, Expr::Binary(sign, a.expr.clone(), b.expr.clone()))
    }
}

/// A unit of money: an amount, or an amount for each of something.
pub trait OfMoney: Unit {}

impl OfMoney for Money {}

impl<B: Simple> OfMoney for Per<Money, B> {}

impl<U: OfMoney> Num<U> {
    /// The amount with its formula and inputs, in the currency of those inputs that are money.
    #[must_use]
    pub fn traced_in(&self, currency: &str) -> Traced {
        self.written(currency)
    }
}

/// The whole number that a value misses by its last binary digits alone, else the value: 20 × 5.1 does not round up.
fn near(value: f64) -> f64 {
    let whole = value.round();
    if (value - whole).abs() < 1e-9 * whole.abs().max(1.0) { whole } else { value }
}

impl Expr {
    /// The formula, every input noted under the name it has there.
    fn formula(&self, inputs: &mut Vec<(String, Traced)>) -> String {
        match self {
            Self::Input(name, traced) => noted(name, traced, inputs),
            Self::Literal(value) => literal(*value),
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
            Self::Binary('*' | '/', ..) => 1,
            Self::Binary(..) => 2,
            Self::Input(..) | Self::Literal(_) | Self::Call(..) => 3,
        }
    }
}

/// A number of a formula; millions and more as powers of ten where they are one.
fn literal(value: f64) -> String {
    let power = value.abs().log10();
    if power >= 6.0 && power.fract() == 0.0 { format!("1e{power}") } else { value.to_string() }
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

/// Declares the operators for owned and borrowed numbers from that of two borrowed ones.
macro_rules! operators {
    ($($operator:ident $method:ident [$($bounds:tt)*] $a:ty, $b:ty = $out:ty;)*) => {$(
        impl<$($bounds)*> $operator<$b> for $a {
            type Output = $out;
            fn $method(self, other: $b) -> $out {
                (&self).$method(&other)
            }
        }
        impl<$($bounds)*> $operator<&$b> for $a {
            type Output = $out;
            fn $method(self, other: &$b) -> $out {
                (&self).$method(other)
            }
        }
        impl<$($bounds)*> $operator<$b> for &$a {
            type Output = $out;
            fn $method(self, other: $b) -> $out {
                self.$method(&other)
            }
        }
    )*};
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

operators! {
    Add add [U: Unit] Num<U>, Num<U> = Num<U>;
    Sub sub [U: Unit] Num<U>, Num<U> = Num<U>;
    Mul mul [A: Times<B>, B: Unit] Num<A>, Num<B> = Num<A::Out>;
    Div div [A: Over<B>, B: Unit] Num<A>, Num<B> = Num<A::Out>;
}

/// Declares an operator with a number of the formula itself on the right: a factor or divisor, or so many of the unit.
macro_rules! literals {
    ($($operator:ident $method:ident $bound:ident $literal:ident = $out:ty;)*) => {$(
        impl<U: $bound> $operator<f64> for &Num<U> {
            type Output = $out;
            fn $method(self, literal: f64) -> $out {
                self.$method(&Num::<literals!(@ $literal U)>::literal(literal))
            }
        }
        impl<U: $bound> $operator<f64> for Num<U> {
            type Output = $out;
            fn $method(self, literal: f64) -> $out {
                (&self).$method(literal)
            }
        }
    )*};
    (@ Own $unit:ident) => { $unit };
    (@ Plain $unit:ident) => { Ratio };
}

/// A unit that a factor leaves what it is.
pub trait Scaled: Times<Ratio, Out = Self> + Over<Ratio, Out = Self> {}

impl<U: Times<Ratio, Out = Self> + Over<Ratio, Out = Self>> Scaled for U {}

literals! {
    Add add Unit Own = Num<U>;
    Sub sub Unit Own = Num<U>;
    Mul mul Scaled Plain = Num<U>;
    Div div Scaled Plain = Num<U>;
}

/// A factor of the formula itself, on the left.
impl<U: Scaled> Mul<Num<U>> for f64
where
    Ratio: Times<U, Out = U>,
{
    type Output = Num<U>;
    fn mul(self, other: Num<U>) -> Num<U> {
        Num::<Ratio>::literal(self) * other
    }
}

#[cfg(test)]
#[path = "num_cases.rs"]
mod tests;
