//! Money as whole minor units in a named currency; amounts in two currencies never add.

use std::fmt;

/// A currency by its ISO 4217 code, such as `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads an ISO 4217 code; `None` unless it is three ASCII letters.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }
    /// The code, in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

/// An amount of money in hundredths of its currency's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    cents: i64,
    currency: Currency,
}

impl Money {
    /// From hundredths of a unit.
    #[must_use]
    pub fn cents(cents: i64, currency: Currency) -> Self {
        Self { cents, currency }
    }
    /// In units of the currency.
    #[must_use]
    pub fn to_units(self) -> f64 {
        self.cents as f64 / 100.0
    }
    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }
    /// The sum, or `None` when the currencies differ or the sum overflows.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.cents.checked_add(other.cents))
            .flatten()
            .map(|cents| Self { cents, ..self })
    }
    /// This amount a whole number of times; `None` on overflow.
    #[must_use]
    pub fn checked_times(self, count: u64) -> Option<Self> {
        self.cents.checked_mul(i64::try_from(count).ok()?).map(|cents| Self { cents, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency.code(), super::plain(self.to_units()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn currencies_do_not_mix() {
        let eur = Currency::from_code("eur").unwrap();
        let usd = Currency::from_code("USD").unwrap();
        let sum = Money::cents(750, eur).checked_add(Money::cents(250, eur)).unwrap();
        assert_eq!(sum.to_string(), "EUR 10");
        assert_eq!(Money::cents(1, eur).checked_add(Money::cents(1, usd)), None);
        assert_eq!(Currency::from_code("EURO"), None);
    }
}
