//! Evaluates the formulas of a trace, so that no answer leaves with a number its own derivation does not give.
//!
//! Grammar: sums, products, parentheses, powers (`^`), numbers, names of inputs, and the functions ceil, floor,
//! round, max, min, sqrt and `even_up(n, d)`, the smallest whole number at or above n that divides d evenly.

use std::collections::BTreeMap;

/// The value of a formula over named inputs.
///
/// # Errors
/// A sentence that says what in the formula could not be read or computed.
pub fn evaluate(formula: &str, inputs: &BTreeMap<&str, f64>) -> Result<f64, String> {
    let mut parser = Parser { text: formula, rest: formula, inputs };
    let value = parser.sum()?;
    parser.skip_space();
    if !parser.rest.is_empty() {
        return Err(format!("formula `{formula}`: cannot read `{}`", parser.rest));
    }
    if value.is_finite() { Ok(value) } else { Err(format!("formula `{formula}` gives no finite number")) }
}

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
    inputs: &'a BTreeMap<&'a str, f64>,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, symbol: char) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.power()?;
        loop {
            if self.take('*') {
                value *= self.power()?;
            } else if self.take('/') {
                value /= self.power()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn power(&mut self) -> Result<f64, String> {
        let base = self.atom()?;
        if self.take('^') { Ok(base.powf(self.power()?)) } else { Ok(base) }
    }

    fn atom(&mut self) -> Result<f64, String> {
        if self.take('(') {
            let value = self.sum()?;
            return if self.take(')') { Ok(value) } else { Err(self.fault("`)` is missing")) };
        }
        if self.take('-') {
            return Ok(-self.power()?);
        }
        let end = |allowed: fn(char) -> bool| {
            move |text: &str| text.find(|c: char| !allowed(c)).unwrap_or(text.len())
        };
        self.skip_space();
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let mut length = end(|c| c.is_ascii_digit() || c == '.')(self.rest);
            if let Some(exponent) = self.rest[length..].strip_prefix('e') {
                length += 1 + end(|c| c.is_ascii_digit())(exponent);
            }
            let (number, rest) = self.rest.split_at(length);
            self.rest = rest;
            return number.parse().map_err(|_| self.fault(&format!("`{number}` is no number")));
        }
        let length = end(|c| c.is_ascii_alphanumeric() || c == '_')(self.rest);
        let (name, rest) = self.rest.split_at(length);
        if name.is_empty() {
            return Err(self.fault("a number or name is missing"));
        }
        self.rest = rest;
        if self.take('(') {
            let mut arguments = vec![self.sum()?];
            while self.take(',') {
                arguments.push(self.sum()?);
            }
            if !self.take(')') {
                return Err(self.fault("`)` is missing"));
            }
            return self.call(name, &arguments);
        }
        self.inputs.get(name).copied().ok_or_else(|| self.fault(&format!("no input is called `{name}`")))
    }

    fn call(&self, name: &str, arguments: &[f64]) -> Result<f64, String> {
        // A product such as 20 × 5.1 must not round up because of its last binary digit.
        let near = |value: f64| {
            let whole = value.round();
            if (value - whole).abs() < 1e-9 * whole.abs().max(1.0) { whole } else { value }
        };
        match (name, arguments) {
            ("ceil", [value]) => Ok(near(*value).ceil()),
            ("floor", [value]) => Ok(near(*value).floor()),
            ("round", [value]) => Ok(value.round()),
            ("sqrt", [value]) => Ok(value.sqrt()),
            ("max", [first, rest @ ..]) => Ok(rest.iter().fold(*first, |most, next| most.max(*next))),
            ("min", [first, rest @ ..]) => Ok(rest.iter().fold(*first, |least, next| least.min(*next))),
            ("even_up", [least, whole]) => {
                let mut count = near(*least).ceil().max(1.0);
                while count <= *whole && whole % count != 0.0 {
                    count += 1.0;
                }
                if whole % count == 0.0 { Ok(count) } else { Err(self.fault("nothing divides it evenly")) }
            }
            _ => Err(self.fault(&format!("`{name}` with {} arguments is no function", arguments.len()))),
        }
    }

    fn fault(&self, what: &str) -> String {
        format!("formula `{}`: {what}", self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn formulas_give_their_value() {
        let inputs = BTreeMap::from([("gpus", 100.0), ("per_node", 8.0), ("kw", 5.1)]);
        for (formula, value) in [
            ("ceil(gpus / per_node)", 13.0),
            ("ceil(20 * kw / 102)", 1.0),
            ("2 + 3 * 4 ^ 2 - -1", 51.0),
            ("max(2, ceil(gpus * 6 / 48))", 13.0),
            ("even_up(ceil(24 * 32 / 64), 32)", 16.0),
            ("6 * 1e12 * 2", 12e12),
            ("floor(25 / 10.2)", 2.0),
        ] {
            assert_eq!(evaluate(formula, &inputs).unwrap(), value, "{formula}");
        }
    }

    #[test]
    fn broken_formulas_say_what_is_wrong() {
        let inputs = BTreeMap::from([("a", 1.0)]);
        for (formula, part) in [
            ("a + b", "no input is called `b`"),
            ("(a", "`)` is missing"),
            ("a a", "cannot read"),
            ("a / 0", "no finite"),
            ("half(a)", "no function"),
            ("", "missing"),
        ] {
            let error = evaluate(formula, &inputs).unwrap_err();
            assert!(error.contains(part), "{formula}: {error}");
        }
    }
}
