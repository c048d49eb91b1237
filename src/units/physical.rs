//! Power, energy, length and mass. Apparent power (kVA) is a kind of its own, never a kW figure.

use std::fmt;

use super::{plain, quantity};

quantity! {
    /// Real power. Base unit: watt.
    Power
}
quantity! {
    /// Apparent power of an AC feed. Base unit: volt-ampere. Becomes [`Power`] only through a power factor.
    ApparentPower
}
quantity! {
    /// Energy. Base unit: watt-hour.
    Energy
}
quantity! {
    /// Length. Base unit: metre.
    Length
}
quantity! {
    /// Mass. Base unit: kilogram.
    Mass
}

impl Power {
    /// From watts.
    #[must_use]
    pub fn watts(value: f64) -> Self {
        Self(value)
    }
    /// From kilowatts.
    #[must_use]
    pub fn kw(value: f64) -> Self {
        Self(value * 1e3)
    }
    /// From megawatts.
    #[must_use]
    pub fn mw(value: f64) -> Self {
        Self(value * 1e6)
    }
    /// In watts.
    #[must_use]
    pub fn to_watts(self) -> f64 {
        self.0
    }
    /// In kilowatts.
    #[must_use]
    pub fn to_kw(self) -> f64 {
        self.0 / 1e3
    }
    /// Energy over a number of hours.
    #[must_use]
    pub fn over_hours(self, hours: f64) -> Energy {
        Energy(self.0 * hours)
    }
}

impl ApparentPower {
    /// From kilovolt-amperes.
    #[must_use]
    pub fn kva(value: f64) -> Self {
        Self(value * 1e3)
    }
    /// Of one feed: line voltage × current × √3 for three phases, voltage × current for one.
    #[must_use]
    pub fn of_feed(volts: f64, amps: f64, three_phase: bool) -> Self {
        Self(volts * amps * if three_phase { 3f64.sqrt() } else { 1.0 })
    }
    /// In kilovolt-amperes.
    #[must_use]
    pub fn to_kva(self) -> f64 {
        self.0 / 1e3
    }
    /// Real power at a power factor between 0 and 1.
    #[must_use]
    pub fn at_power_factor(self, factor: f64) -> Power {
        Power(self.0 * factor)
    }
}

impl Energy {
    /// In kilowatt-hours.
    #[must_use]
    pub fn to_kwh(self) -> f64 {
        self.0 / 1e3
    }
}

impl Length {
    /// From metres.
    #[must_use]
    pub fn m(value: f64) -> Self {
        Self(value)
    }
    /// From millimetres.
    #[must_use]
    pub fn mm(value: f64) -> Self {
        Self(value / 1e3)
    }
    /// In metres.
    #[must_use]
    pub fn to_m(self) -> f64 {
        self.0
    }
}

impl Mass {
    /// From kilograms.
    #[must_use]
    pub fn kg(value: f64) -> Self {
        Self(value)
    }
    /// In kilograms.
    #[must_use]
    pub fn to_kg(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Power {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 1e6 {
            write!(f, "{} MW", plain(self.0 / 1e6))
        } else if self.0.abs() >= 1e3 {
            write!(f, "{} kW", plain(self.0 / 1e3))
        } else {
            write!(f, "{} W", plain(self.0))
        }
    }
}
impl fmt::Display for ApparentPower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kVA", plain(self.to_kva()))
    }
}
impl fmt::Display for Energy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kWh", plain(self.to_kwh()))
    }
}
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} m", plain(self.0))
    }
}
impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kg", plain(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_apparent_power_until_a_factor_makes_it_real() {
        let feed = ApparentPower::of_feed(208.0, 30.0, true);
        assert!((feed.to_kva() - 10.808).abs() < 0.001);
        assert!((feed.at_power_factor(0.8).to_kw() - 8.646).abs() < 0.001);
        assert_eq!(ApparentPower::of_feed(230.0, 16.0, false).to_string(), "3.68 kVA");
    }

    #[test]
    fn power_sums_without_noise_for_people() {
        let rack: Power = std::iter::repeat_n(Power::kw(14.3), 4).sum();
        assert_eq!(rack.to_string(), "57.2 kW");
        assert_eq!(Power::mw(2.0).to_string(), "2 MW");
    }
}
