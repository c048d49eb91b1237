//! Numbers as people and JSON readers see them: no float noise, thousands kept readable.

/// Rounds to at most `decimals` places; removes the noise of binary fractions (`57.199999…` becomes 57.2).
#[must_use]
pub fn rounded(value: f64, decimals: u32) -> f64 {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    (value * scale).round() / scale
}

/// A number for people: thousands separated by commas, up to three decimals, no trailing zeros.
#[must_use]
pub fn plain(value: f64) -> String {
    // Digits beyond the fifteenth are not those of the value any more.
    if value.is_finite() && value.abs() >= 1e15 {
        let text = format!("{value:.3e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'));
    }
    let text = format!("{:.3}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && (grouped != "0" || !fraction.is_empty()) { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// A measured or estimated quantity for people: three significant digits, thousands separated by commas.
#[must_use]
pub fn three(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return plain(value);
    }
    let scale = 10f64.powi(2 - value.abs().log10().floor() as i32);
    let shown = (value * scale).round() / scale;
    // Below a thousandth `plain` would leave digits out.
    if shown.abs() < 0.001 { format!("{shown:.2e}") } else { plain(shown) }
}

#[cfg(test)]
mod tests {
    use super::{plain, rounded, three};

    #[test]
    fn three_digits_are_shown() {
        for (value, text) in [
            (0.0, "0"),
            (446.038, "446"),
            (31.26, "31.3"),
            (0.8973, "0.897"),
            (16_435.0, "16,400"),
            (999.6, "1,000"),
        ] {
            assert_eq!(three(value), text);
        }
    }

    #[test]
    fn numbers_read_well() {
        for (value, text) in [
            (0.0, "0"),
            (57.199_999_999, "57.2"),
            (1_024.0, "1,024"),
            (1_250_000.5, "1,250,000.5"),
            (-1234.0, "-1,234"),
            (-0.0001, "0"),
        ] {
            assert_eq!(plain(value), text);
        }
        assert_eq!(rounded(4.0 * 14.3, 6), 57.2);
    }
}
