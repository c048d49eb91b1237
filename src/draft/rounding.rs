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

/// A great number by its name: 2 trillion in place of 2,000,000,000,000; the name is one of the fixed words. What is no
/// round number of it stays as it is.
#[must_use]
pub fn large(value: f64) -> (f64, Option<&'static str>) {
    for (unit, name) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        let shown = value / unit;
        if (1.0..1e4).contains(&shown) && (shown * 1000.0).fract() == 0.0 {
            return (shown, Some(name));
        }
    }
    (value, None)
}

/// Money rounded, and whether the figure is in millions.
#[must_use]
pub fn money(value: f64) -> (f64, bool) {
    if value.abs() >= 1e6 { (three_digits(value / 1e6), true) } else { (three_digits(value), false) }
}

/// A text with its figures as this document writes them: no more than three significant digits where a fraction stands,
/// separators of the language. What stands in quotation marks is the customer's and stays, as do names and versions.
#[must_use]
pub fn figures_in(text: &str, write: &dyn Fn(f64) -> String) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut place, mut quoted) = (0, false);
    while let Some(&letter) = letters.get(place) {
        match letter {
            '\u{201c}' | '\u{201e}' => quoted = true,
            '\u{201d}' => quoted = false,
            '"' => quoted = !quoted,
            _ => {}
        }
        let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied();
        let begins = letter.is_ascii_digit()
            && !quoted
            && before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '\u{201c}' | '\u{a0}'));
        if !begins {
            out.push(letter);
            place += 1;
            continue;
        }
        let mut end = place;
        while letters.get(end).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            end += 1;
        }
        while end > place && matches!(letters[end - 1], '.' | ',') {
            end -= 1;
        }
        let number: String = letters[place..end].iter().collect();
        let alone = letters.get(end).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/'));
        let plain = number.replace(',', "");
        let fraction = plain.split_once('.').is_some_and(|(_, rest)| !rest.contains('.'));
        let grouped = number.contains(',')
            && number.split('.').next().is_some_and(|whole| {
                whole.split(',').enumerate().all(|(at, part)| part.len() == 3 || at == 0 && part.len() < 4)
            });
        match plain.parse::<f64>() {
            Ok(value) if alone && fraction => out.push_str(&write(three_digits(value))),
            Ok(value) if alone && grouped => out.push_str(&write(value)),
            _ => out.push_str(&number),
        }
        place = end;
    }
    out
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
        assert_eq!(large(2e12), (2.0, Some("trillion")));
        assert_eq!(large(1.5e9), (1.5, Some("billion")));
        assert_eq!((large(131_072.0), large(1_234_567_891.0)), ((131_072.0, None), (1_234_567_891.0, None)));
        assert_eq!((money(7_376_800.0), money(623_200.0)), ((7.38, true), (623_000.0, false)));
    }

    #[test]
    fn figures_inside_a_sentence_are_written_like_the_others() {
        let comma = |value: f64| value.to_string().replace('.', ",");
        for (text, written) in [
            ("43.297 kW in place of 30.6 kW (lost)", "43,3 kW in place of 30,6 kW (lost)"),
            ("10,240 GB of memory.", "10240 GB of memory."),
            ("version 25.10.2, 2-8-9-400, 1:1, v0.1.0", "version 25.10.2, 2-8-9-400, 1:1, v0.1.0"),
            ("as in \u{201c}12.345 kW\u{201d}", "as in \u{201c}12.345 kW\u{201d}"),
            ("0.8 kW more, 4.5e3 and 16 nodes", "0,8 kW more, 4.5e3 and 16 nodes"),
        ] {
            assert_eq!(figures_in(text, &comma), written);
        }
    }
}
