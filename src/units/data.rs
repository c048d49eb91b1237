//! Amounts and rates of data: bytes, bytes per second, and bits per second as three kinds.

use std::fmt;

use super::{plain, quantity};

quantity! {
    /// An amount of data. Base unit: byte. GB is 10^9 bytes, GiB is 2^30 bytes.
    Capacity
}
quantity! {
    /// A data rate of memory or storage. Base unit: byte per second.
    Bandwidth
}
quantity! {
    /// The signalling rate of a network link. Base unit: bit per second.
    LinkRate
}

impl Capacity {
    /// From bytes.
    #[must_use]
    pub fn bytes(value: f64) -> Self {
        Self(value)
    }
    /// From decimal gigabytes (10^9 bytes).
    #[must_use]
    pub fn gb(value: f64) -> Self {
        Self(value * 1e9)
    }
    /// From decimal terabytes (10^12 bytes).
    #[must_use]
    pub fn tb(value: f64) -> Self {
        Self(value * 1e12)
    }
    /// From binary gibibytes (2^30 bytes).
    #[must_use]
    pub fn gib(value: f64) -> Self {
        Self(value * 1_073_741_824.0)
    }
    /// From gigabits (10^9 bits): the trap behind "80 Gb of memory".
    #[must_use]
    pub fn gigabits(value: f64) -> Self {
        Self(value * 1e9 / 8.0)
    }
    /// In bytes.
    #[must_use]
    pub fn to_bytes(self) -> f64 {
        self.0
    }
    /// In decimal gigabytes.
    #[must_use]
    pub fn to_gb(self) -> f64 {
        self.0 / 1e9
    }
    /// In decimal terabytes.
    #[must_use]
    pub fn to_tb(self) -> f64 {
        self.0 / 1e12
    }
    /// In binary gibibytes.
    #[must_use]
    pub fn to_gib(self) -> f64 {
        self.0 / 1_073_741_824.0
    }
}

impl Bandwidth {
    /// From gigabytes per second.
    #[must_use]
    pub fn gbyte_per_s(value: f64) -> Self {
        Self(value * 1e9)
    }
    /// From terabytes per second.
    #[must_use]
    pub fn tb_per_s(value: f64) -> Self {
        Self(value * 1e12)
    }
    /// In gigabytes per second.
    #[must_use]
    pub fn to_gbyte_per_s(self) -> f64 {
        self.0 / 1e9
    }
    /// In terabytes per second.
    #[must_use]
    pub fn to_tb_per_s(self) -> f64 {
        self.0 / 1e12
    }
    /// In bytes per second.
    #[must_use]
    pub fn to_bytes_per_s(self) -> f64 {
        self.0
    }
}

impl LinkRate {
    /// From gigabits per second.
    #[must_use]
    pub fn gbit_per_s(value: f64) -> Self {
        Self(value * 1e9)
    }
    /// In gigabits per second.
    #[must_use]
    pub fn to_gbit_per_s(self) -> f64 {
        self.0 / 1e9
    }
    /// The bytes per second a link of this rate carries at most: eight bits make a byte.
    #[must_use]
    pub fn payload(self) -> Bandwidth {
        Bandwidth(self.0 / 8.0)
    }
}

impl From<Bandwidth> for LinkRate {
    /// The link rate that carries this many bytes per second.
    fn from(rate: Bandwidth) -> Self {
        Self(rate.0 * 8.0)
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 1e12 {
            write!(f, "{} TB", plain(self.to_tb()))
        } else {
            write!(f, "{} GB", plain(self.to_gb()))
        }
    }
}
impl fmt::Display for Bandwidth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 1e12 {
            write!(f, "{} TB/s", plain(self.to_tb_per_s()))
        } else {
            write!(f, "{} GB/s", plain(self.to_gbyte_per_s()))
        }
    }
}
impl fmt::Display for LinkRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Gb/s", plain(self.to_gbit_per_s()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_and_bytes_meet_in_one_place_only() {
        assert_eq!(LinkRate::gbit_per_s(400.0).payload(), Bandwidth::gbyte_per_s(50.0));
        assert_eq!(LinkRate::from(Bandwidth::gbyte_per_s(400.0)), LinkRate::gbit_per_s(3200.0));
        assert_eq!(Capacity::gigabits(80.0), Capacity::gb(10.0));
        assert_eq!(Capacity::gib(1.0).to_bytes(), 1_073_741_824.0);
    }

    #[test]
    fn people_see_value_and_unit() {
        assert_eq!(Capacity::gb(141.0).to_string(), "141 GB");
        assert_eq!(Bandwidth::gbyte_per_s(4800.0).to_string(), "4.8 TB/s");
        assert_eq!(LinkRate::gbit_per_s(400.0).to_string(), "400 Gb/s");
    }
}
