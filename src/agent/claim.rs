//! A claim of a model: a field, a value as written, and the customer's words for it. The program parses number and unit
//! out of the words, holds the unit's dimension against that of the field, and converts; the model only points.

/// What a number of a text or a field measures. Each dimension has one base unit, that of the first suffix named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// A bare count.
    Count,
    /// Kilowatts.
    Power,
    /// Kilovolt-amperes: never taken for kilowatts.
    Apparent,
    /// Gigabytes.
    Bytes,
    /// Gigabytes a second.
    ByteRate,
    /// Milliseconds.
    Time,
    /// Kilograms.
    Mass,
    /// Metres.
    Length,
    /// Volts.
    Voltage,
    /// Amperes.
    Current,
    /// Money, any currency.
    Money,
    /// A share of one.
    Share,
}

/// Suffixes of fields, the longest first where one ends another: dimension, and the field's unit in base units.
const FIELDS: &[(&str, Dimension, f64)] = &[
    ("_kva", Dimension::Apparent, 1.0),
    ("_kw", Dimension::Power, 1.0),
    ("_gbs", Dimension::ByteRate, 1.0),
    ("_gb", Dimension::Bytes, 1.0),
    ("_gb_min", Dimension::Bytes, 1.0),
    ("_tb", Dimension::Bytes, 1000.0),
    ("_ms", Dimension::Time, 1.0),
    ("_days", Dimension::Time, 86_400_000.0),
    ("_months", Dimension::Time, 2_592_000_000.0),
    ("_kg", Dimension::Mass, 1.0),
    ("_mm", Dimension::Length, 0.001),
    ("_m", Dimension::Length, 1.0),
    ("_amount", Dimension::Money, 1.0),
    ("_ratio", Dimension::Share, 1.0),
    ("volts", Dimension::Voltage, 1.0),
    ("amps", Dimension::Current, 1.0),
];

/// Units as they are written: dimension and size in base units. Gigabits are an eighth of gigabytes.
const UNITS: &[(&str, Dimension, f64)] = &[
    ("kva", Dimension::Apparent, 1.0),
    ("mva", Dimension::Apparent, 1000.0),
    ("kw", Dimension::Power, 1.0),
    ("kilowatt", Dimension::Power, 1.0),
    ("kilowatts", Dimension::Power, 1.0),
    ("千瓦", Dimension::Power, 1.0),
    ("mw", Dimension::Power, 1000.0),
    ("megawatt", Dimension::Power, 1000.0),
    ("megawatts", Dimension::Power, 1000.0),
    ("gb/s", Dimension::ByteRate, 1.0),
    ("gbyte/s", Dimension::ByteRate, 1.0),
    ("tb/s", Dimension::ByteRate, 1000.0),
    ("gbit/s", Dimension::ByteRate, 0.125),
    ("gbps", Dimension::ByteRate, 0.125),
    ("gb", Dimension::Bytes, 1.0),
    ("tb", Dimension::Bytes, 1000.0),
    ("terabytes", Dimension::Bytes, 1000.0),
    ("terabyte", Dimension::Bytes, 1000.0),
    ("pb", Dimension::Bytes, 1e6),
    ("petabyte", Dimension::Bytes, 1e6),
    ("petabytes", Dimension::Bytes, 1e6),
    ("tib", Dimension::Bytes, 1_099.511_627_776),
    ("pib", Dimension::Bytes, 1_125_899.906_842_624),
    ("ms", Dimension::Time, 1.0),
    ("s", Dimension::Time, 1000.0),
    ("sec", Dimension::Time, 1000.0),
    ("second", Dimension::Time, 1000.0),
    ("seconds", Dimension::Time, 1000.0),
    ("秒", Dimension::Time, 1000.0),
    ("초", Dimension::Time, 1000.0),
    ("hours", Dimension::Time, 3_600_000.0),
    ("day", Dimension::Time, 86_400_000.0),
    ("days", Dimension::Time, 86_400_000.0),
    ("week", Dimension::Time, 604_800_000.0),
    ("weeks", Dimension::Time, 604_800_000.0),
    ("months", Dimension::Time, 2_592_000_000.0),
    ("kg", Dimension::Mass, 1.0),
    ("mm", Dimension::Length, 0.001),
    ("m", Dimension::Length, 1.0),
    ("v", Dimension::Voltage, 1.0),
    ("a", Dimension::Current, 1.0),
    ("usd", Dimension::Money, 1.0),
    ("eur", Dimension::Money, 1.0),
    ("euro", Dimension::Money, 1.0),
    ("euros", Dimension::Money, 1.0),
    ("dollars", Dimension::Money, 1.0),
    ("%", Dimension::Share, 0.01),
];

/// Words before a unit that multiply the number.
const SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("thousand", 1e3),
    ("tsd", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("mio", 1e6),
    ("m", 1e6),
    ("billion", 1e9),
    ("万", 1e4),
    ("億", 1e8),
    ("t", 1e12),
    ("trillion", 1e12),
    ("bn", 1e9),
    ("b", 1e9),
];

/// Numbers in words; "half a" and "quarter" take what follows.
const WORDS: &[(&str, f64)] = &[
    ("three quarters of a", 0.75),
    ("two and a half", 2.5),
    ("one and a half", 1.5),
    ("half a", 0.5),
    ("half an", 0.5),
    ("a quarter of a", 0.25),
    ("a couple of", 2.0),
    ("a dozen", 12.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("eight", 8.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("sixteen", 16.0),
    ("twenty", 20.0),
];

/// A number of a text with what it measures, in base units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Written {
    /// The value, in the base unit of the dimension.
    pub value: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// The dimension of a field and its unit in base units, by the suffix of its name.
#[must_use]
pub fn dimension(field: &str) -> (Dimension, f64) {
    FIELDS
        .iter()
        .filter(|(suffix, ..)| field.ends_with(suffix))
        .max_by_key(|(suffix, ..)| suffix.len())
        .map_or((Dimension::Count, 1.0), |(_, dimension, factor)| (*dimension, *factor))
}

/// Whether words state a number for a field: one of their numbers has the field's dimension and, converted, the value.
#[must_use]
pub fn states(field: &str, value: f64, quote: &str) -> bool {
    let (dimension, unit) = dimension(field);
    numbers(quote).iter().any(|written| {
        written.dimension == dimension
            && (written.value - value * unit).abs() <= 1e-6 * written.value.abs().max(1e-9)
    })
}

/// Every reading of every number of a text: a comma may part thousands or decimals, a gigabit is no gigabyte.
#[must_use]
pub fn numbers(text: &str) -> Vec<Written> {
    let mut out = Vec::new();
    let lower = text.to_lowercase();
    for (words, value) in WORDS {
        for (at, _) in lower.match_indices(words) {
            let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            if free(lower[..at].chars().next_back()) && free(lower[at + words.len()..].chars().next()) {
                put(&mut out, *value, &lower[at + words.len()..], text, at);
            }
        }
    }
    let chars: Vec<(usize, char)> = lower.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].1.is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        // A digit inside a name (H100, 3.1-8b) is no number of its own.
        let inside = from > 0 && (chars[from - 1].1.is_ascii_alphabetic() || chars[from - 1].1 == '_');
        while at < chars.len()
            && (chars[at].1.is_ascii_digit()
                || matches!(chars[at].1, '.' | ',' | '\'')
                    && chars.get(at + 1).is_some_and(|(_, c)| c.is_ascii_digit()))
        {
            at += 1;
        }
        if inside {
            continue;
        }
        let end = chars.get(at).map_or(lower.len(), |(place, _)| *place);
        let written = &lower[chars[from].0..end];
        let mut readings: Vec<f64> = Vec::new();
        for plain in [written.replace([',', '\''], ""), written.replace(['.', '\''], "").replace(',', ".")] {
            if let Ok(value) = plain.parse::<f64>()
                && !readings.contains(&value)
            {
                readings.push(value);
            }
        }
        for value in readings {
            put(&mut out, value, &lower[end..], text, chars[from].0);
        }
    }
    out
}

/// Adds a number with the unit that stands behind it, or the currency sign before it.
fn put(out: &mut Vec<Written>, value: f64, behind: &str, original: &str, from: usize) {
    let (mut value, mut rest) = (value, behind.trim_start_matches([' ', '-', '\u{a0}']));
    if let Some((word, factor)) =
        SCALES.iter().filter(|(word, _)| starts(rest, word)).max_by_key(|(word, _)| word.len())
    {
        // "5 m" may be metres: both readings are kept.
        unit(out, value, rest, original, from);
        value *= factor;
        rest = rest[word.len()..].trim_start();
    }
    unit(out, value, rest, original, from);
}

fn unit(out: &mut Vec<Written>, value: f64, rest: &str, original: &str, from: usize) {
    let sign = original.get(..from).is_some_and(|before| before.trim_end().ends_with(['$', '€', '£', '¥']));
    let found = UNITS.iter().filter(|(word, ..)| starts(rest, word)).max_by_key(|(word, ..)| word.len());
    match found {
        Some((word, dimension, factor)) => {
            // "Gb/s" is gigabits, "GB/s" gigabytes: the writing decides.
            let bits = *word == "gb/s"
                && original
                    .get(from..)
                    .is_some_and(|written| written.contains("Gb/s") && !written.contains("GB/s"));
            let factor = if bits { 0.125 } else { *factor };
            out.push(Written { value: value * factor, dimension: *dimension });
        }
        None if sign || rest.starts_with(['$', '€', '£']) => {
            out.push(Written { value, dimension: Dimension::Money });
        }
        None => out.push(Written { value, dimension: Dimension::Count }),
    }
}

/// Whether a text starts with a word that ends there.
fn starts(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !word.is_ascii()
            || rest.chars().next().is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '/' && word.len() < 3))
    })
}

/// Words that show that a clause is about what stands already, is past, or somebody else's.
const NOT_WANTED: &[&str] = &[
    "existing",
    "already",
    "currently",
    "today we",
    "we have",
    "we own",
    "we run",
    "last year",
    "scrapped",
    "competitor",
    "replace our",
    "previous",
    "vorhanden",
    "bestehend",
    "bereits",
    "wir haben",
    "existant",
    "déjà",
    "nous avons",
    "existente",
    "actualmente",
    "tenemos",
    "esistent",
    "attualmente",
    "abbiamo",
    "atualmente",
    "temos",
    "bestaande",
    "既存",
    "現有",
    "现有",
    "기존",
];

/// Whether the sentence a quote stands in speaks of what is not to be built now.
#[must_use]
pub fn about_other_things(quote: &str, customer: &str) -> bool {
    let Some(at) = customer.find(quote) else { return false };
    let ends = |c: char| matches!(c, '.' | ';' | '!' | '?' | '\n' | '。');
    let from = customer[..at]
        .rfind(ends)
        .map_or(0, |place| place + customer[place..].chars().next().map_or(1, char::len_utf8));
    let end =
        customer[at + quote.len()..].find(ends).map_or(customer.len(), |place| at + quote.len() + place);
    let sentence = customer[from..end].to_lowercase();
    NOT_WANTED.iter().any(|word| sentence.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_with_its_unit_alone() {
        for (field, value, quote, holds) in [
            ("power_per_rack_kw", 8.0, "8 kVA per rack", false),
            ("power_per_rack_kva", 8.0, "8 kVA per rack", true),
            ("storage_read_gbs", 500.0, "500 Gb/s", false),
            ("storage_read_gbs", 62.5, "500 Gb/s", true),
            ("storage_read_gbs", 500.0, "500 GB/s", true),
            ("power_per_rack_kw", 128.0, "128 H100", false),
            ("gpu_count", 128.0, "128 H100", true),
            ("gpu_count", 100.0, "128 H100", false),
            ("gpu_count", 40.0, "40 kW per rack", false),
            ("ttft_ms", 2000.0, "最初の文字まで2秒以内", true),
            ("ttft_ms", 500.0, "half a second", true),
            ("storage_capacity_tb", 500.0, "half a petabyte", true),
            ("power_total_kw", 750.0, "three quarters of a megawatt", true),
            ("power_total_kw", 1200.0, "1,2 MW", true),
            ("budget_amount", 2_500_000.0, "two and a half million euros", true),
            ("budget_amount", 400_000.0, "$400k", true),
            ("node_count", 2.0, "a couple of nodes", true),
            ("deadline_days", 21.0, "3 weeks", true),
            ("deadline_days", 3.0, "3 weeks", false),
        ] {
            assert_eq!(
                states(field, value, quote),
                holds,
                "{field} = {value} from {quote:?}: {:?}",
                numbers(quote)
            );
        }
    }

    #[test]
    fn sentences_about_existing_kit_are_seen() {
        let text = "We have 20 V100 today. We need 64 H200.";
        assert!(about_other_things("20 V100", text) && !about_other_things("64 H200", text));
    }
}
