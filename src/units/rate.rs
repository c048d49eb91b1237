//! Arithmetic work, arithmetic rate, and spans of time.

use std::fmt;

use super::{plain, quantity};

quantity! {
    /// An amount of floating-point work. Base unit: one operation.
    Flops
}
quantity! {
    /// A floating-point rate; dense unless a name says sparse. Base unit: operation per second.
    FlopRate
}
quantity! {
    /// A span of time. Base unit: second.
    Span
}

impl Flops {
    /// From a count of operations.
    #[must_use]
    pub fn count(value: f64) -> Self {
        Self(value)
    }
    /// As a count of operations.
    #[must_use]
    pub fn to_count(self) -> f64 {
        self.0
    }
    /// The time this work takes at a rate.
    #[must_use]
    pub fn at(self, rate: FlopRate) -> Span {
        Span(self.0 / rate.0)
    }
}

impl FlopRate {
    /// From teraflops.
    #[must_use]
    pub fn tflops(value: f64) -> Self {
        Self(value * 1e12)
    }
    /// In teraflops.
    #[must_use]
    pub fn to_tflops(self) -> f64 {
        self.0 / 1e12
    }
}

impl Span {
    /// From seconds.
    #[must_use]
    pub fn seconds(value: f64) -> Self {
        Self(value)
    }
    /// From days of 86,400 seconds.
    #[must_use]
    pub fn days(value: f64) -> Self {
        Self(value * 86_400.0)
    }
    /// In seconds.
    #[must_use]
    pub fn to_seconds(self) -> f64 {
        self.0
    }
    /// In milliseconds.
    #[must_use]
    pub fn to_ms(self) -> f64 {
        self.0 * 1e3
    }
    /// In days of 86,400 seconds.
    #[must_use]
    pub fn to_days(self) -> f64 {
        self.0 / 86_400.0
    }
}

impl fmt::Display for FlopRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} TFLOPS", plain(self.to_tflops()))
    }
}
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 86_400.0 {
            write!(f, "{} days", plain(self.to_days()))
        } else if self.0.abs() >= 1.0 {
            write!(f, "{} s", plain(self.0))
        } else {
            write!(f, "{} ms", plain(self.to_ms()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_over_rate_is_time() {
        // 1T parameters on 20T tokens at 64 × 2250 TFLOPS × 0.4: about 24,113 days.
        let work = Flops::count(6.0 * 1e12 * 20e12);
        let days = work.at(FlopRate::tflops(2250.0) * (64.0 * 0.4)).to_days();
        assert!((days - 24_113.0).abs() < 1.0, "{days}");
    }
}
