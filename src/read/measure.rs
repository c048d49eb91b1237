//! What a number counts or measures.

/// What a number counts or measures; the value is in the unit named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unit {
    /// A bare number.
    #[default]
    None,
    Kw,
    Kva,
    Volt,
    Amp,
    /// Gigabytes (10^9 bytes).
    Gbyte,
    /// Gigabits.
    Gbit,
    GbytePerS,
    GbitPerS,
    /// Gigabit Ethernet, Gb/s.
    GbitEthernet,
    /// A bare G, or gb/s in lower case: bits or bytes is not said.
    GigaSomething,
    Ms,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Percent,
    Height,
    Kg,
    KgPerM2,
    Mm,
    M2,
    Celsius,
    Bar,
    TokensPerS,
    QueriesPerS,
    /// "tps": tokens or transactions.
    PerS,
    /// Money, by place in the list of currencies.
    Money(usize),
    /// A unit that no field takes (GHz, kWh, TFLOPS).
    Other,
}

impl Unit {
    /// Seconds in a unit of time; a month has 30 days and a year 365.
    pub fn seconds(self) -> Option<f64> {
        Some(match self {
            Self::Ms => 0.001,
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3600.0,
            Self::Day => 86_400.0,
            Self::Week => 7.0 * 86_400.0,
            Self::Month => 30.0 * 86_400.0,
            Self::Year => 365.0 * 86_400.0,
            _ => return None,
        })
    }
}
