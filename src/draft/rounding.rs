//! How numbers are rounded for people: three significant digits; counts stay whole elsewhere.

/// A value rounded to three significant digits.
#[must_use]
pub fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = value.abs().log10().floor() as i32;
    let scale = 10f64.powi(2 - digits);
    let rounded = (value * scale).round() / scale;
    // Dividing by a negative power leaves a tail that nobody should see.
    if digits >= 2 { rounded.round() } else { (rounded * 1e6).round() / 1e6 }
}

/// A quantity as it is written: rounded, and thousands of gigabytes as terabytes, of kilograms as tonnes, of
/// milliseconds as seconds. What people state and set (volts, amperes, rack units, millimetres) is kept whole.
#[must_use]
pub fn legible(value: f64, unit: &str) -> (f64, &str) {
    match unit {
        "V" | "A" | "U" | "mm" | "%" if value.fract() == 0.0 => (value, unit),
        "GB" if value.abs() >= 1000.0 => (three_digits(value / 1000.0), "TB"),
        "ms" if value.abs() >= 1000.0 => (three_digits(value / 1000.0), "s"),
        "kW" if value.abs() >= 10_000.0 => (three_digits(value / 1000.0), "MW"),
        "kVA" if value.abs() >= 10_000.0 => (three_digits(value / 1000.0), "MVA"),
        "kWh" if value.abs() >= 10_000.0 => (three_digits(value / 1000.0), "MWh"),
        _ => (three_digits(value), unit),
    }
}

/// Money rounded, and whether the figure is in millions.
#[must_use]
pub fn money(value: f64) -> (f64, bool) {
    if value.abs() >= 1e6 { (three_digits(value / 1e6), true) } else { (three_digits(value), false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_kept() {
        for (value, text) in
            [(171.704, 172.0), (585_878.43, 586_000.0), (9.4, 9.4), (0.012_345, 0.0123), (-1234.0, -1230.0)]
        {
            assert!((three_digits(value) - text).abs() < 1e-9, "{value}");
        }
        assert_eq!(legible(10_240.0, "GB"), (10.2, "TB"));
        assert_eq!(legible(415.0, "V"), (415.0, "V"));
        assert_eq!(legible(353.128, "ms"), (353.0, "ms"));
        assert_eq!((money(7_376_800.0), money(623_200.0)), ((7.38, true), (623_000.0, false)));
    }
}
