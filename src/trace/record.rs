//! Writes a number of the design and its origin in one step, so that none goes out without the other.

use crate::{
    trace::{Trace, Traced},
    units,
};

/// A place of the design whose numbers are being written.
pub struct Record<'a> {
    trace: &'a mut Trace,
    at: String,
}

impl<'a> Record<'a> {
    /// The place at a JSON pointer.
    pub fn new(trace: &'a mut Trace, at: impl Into<String>) -> Self {
        Self { trace, at: at.into() }
    }

    /// A place below this one.
    pub fn below(&mut self, key: impl std::fmt::Display) -> Record<'_> {
        Record { at: format!("{}/{key}", self.at), trace: self.trace }
    }

    /// Writes a number.
    pub fn number(&mut self, key: &str, traced: &Traced) -> f64 {
        self.trace.put(format!("{}/{key}", self.at), traced.clone())
    }

    /// Writes a count.
    pub fn count(&mut self, key: &str, traced: &Traced) -> u64 {
        self.number(key, traced);
        traced.count()
    }

    /// Writes a number when there is one.
    pub fn maybe(&mut self, key: &str, traced: Option<&Traced>) -> Option<f64> {
        traced.map(|traced| self.number(key, traced))
    }
}

/// The product of two numbers; without the noise of binary fractions.
#[must_use]
pub fn product(unit: &str, a: (&str, &Traced), b: (&str, &Traced)) -> Traced {
    let value = units::rounded(a.1.value * b.1.value, 9);
    Traced::derived(value, unit, &format!("{} * {}", a.0, b.0), &[a, b])
}

/// The sum of the numbers; one number alone stays as it is, and nothing at all gives none.
#[must_use]
pub fn sum(unit: &str, parts: &[(String, Traced)]) -> Option<Traced> {
    match parts {
        [] => None,
        [(_, only)] => Some(only.clone()),
        parts => {
            let value = units::rounded(parts.iter().map(|(_, part)| part.value).sum(), 9);
            let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
            let inputs: Vec<(&str, &Traced)> =
                parts.iter().map(|(name, part)| (name.as_str(), part)).collect();
            Some(Traced::derived(value, unit, &names.join(" + "), &inputs))
        }
    }
}

/// A name that formulas accept: letters, digits and underscores, a letter first.
#[must_use]
pub fn formula_name(text: &str) -> String {
    let name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("n_{name}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sums_and_products_carry_their_formula() {
        let five = Traced::stated(5.1, "kW", "a", "5.1 kW");
        let four = Traced::stated(4.0, "", "b", "4");
        let both = product("kW", ("node_kw", &five), ("nodes", &four));
        assert_eq!((both.value, both.words().as_str()), (20.4, "20.4 kW"));
        let total = sum("kW", &[("nodes".into(), both), ("switches".into(), five)]).unwrap();
        assert_eq!(total.value, 25.5);
        assert_eq!(sum("kW", &[]), None);
        assert_eq!(formula_name("2-8-9 x"), "n_2_8_9_x");
    }
}
