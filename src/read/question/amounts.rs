//! Amounts of a question: number, unit, and the noun they count.

use super::{
    amount_words::{CURRENCIES, KWH, MILLION, ONES, WORDS},
    text::Words,
};

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A count without a unit.
    Count,
    /// Kilowatts.
    Kw,
    /// Kilovolt-amperes.
    Kva,
    /// Kilograms.
    Kg,
    /// Gigabytes.
    Gb,
    /// Millimetres.
    Mm,
    /// Days.
    Days,
    /// Billions, of parameters or tokens.
    Billions,
    /// Tokens per second.
    TokensPerS,
    /// Milliseconds.
    Ms,
    /// Money, any currency.
    Money,
    /// Gigabits per second.
    Gbps,
    /// Gigabytes per second.
    GbytesPerS,
    /// Degrees Celsius.
    Celsius,
    /// Money per kilowatt-hour.
    PerKwh,
}

/// One amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The value, in the unit of the measure.
    pub value: f64,
    /// What it is counted in.
    pub measure: Measure,
    /// The word behind the number and its unit; empty at the end of the text.
    pub noun: String,
    /// Currency as written, for money.
    pub currency: Option<&'static str>,
    /// Index of the word with the number.
    pub at: usize,
}

const UNITS: &[(&str, Measure, f64)] = &[
    ("kw", Measure::Kw, 1.0),
    ("mw", Measure::Kw, 1000.0),
    ("w", Measure::Kw, 0.001),
    ("kva", Measure::Kva, 1.0),
    ("mva", Measure::Kva, 1000.0),
    ("千瓦", Measure::Kw, 1.0),
    ("兆瓦", Measure::Kw, 1000.0),
    ("kilowatts", Measure::Kw, 1.0),
    ("kilowatt", Measure::Kw, 1.0),
    ("megawatts", Measure::Kw, 1000.0),
    ("megawatt", Measure::Kw, 1000.0),
    ("kg", Measure::Kg, 1.0),
    ("kilos", Measure::Kg, 1.0),
    ("t", Measure::Kg, 1000.0),
    ("gb", Measure::Gb, 1.0),
    ("tb", Measure::Gb, 1000.0),
    ("mm", Measure::Mm, 1.0),
    ("cm", Measure::Mm, 10.0),
    ("km", Measure::Mm, 1e6),
    ("m", Measure::Mm, 1000.0),
    ("hours", Measure::Days, 1.0 / 24.0),
    ("hour", Measure::Days, 1.0 / 24.0),
    ("h", Measure::Days, 1.0 / 24.0),
    ("stunden", Measure::Days, 1.0 / 24.0),
    ("heures", Measure::Days, 1.0 / 24.0),
    ("horas", Measure::Days, 1.0 / 24.0),
    ("uur", Measure::Days, 1.0 / 24.0),
    ("小时", Measure::Days, 1.0 / 24.0),
    ("時間", Measure::Days, 1.0 / 24.0),
    ("시간", Measure::Days, 1.0 / 24.0),
    ("days", Measure::Days, 1.0),
    ("day", Measure::Days, 1.0),
    ("tage", Measure::Days, 1.0),
    ("tagen", Measure::Days, 1.0),
    ("jours", Measure::Days, 1.0),
    ("dias", Measure::Days, 1.0),
    ("giorni", Measure::Days, 1.0),
    ("dagen", Measure::Days, 1.0),
    ("日", Measure::Days, 1.0),
    ("天", Measure::Days, 1.0),
    ("일", Measure::Days, 1.0),
    ("weeks", Measure::Days, 7.0),
    ("week", Measure::Days, 7.0),
    ("wochen", Measure::Days, 7.0),
    ("semaines", Measure::Days, 7.0),
    ("semanas", Measure::Days, 7.0),
    ("settimane", Measure::Days, 7.0),
    ("weken", Measure::Days, 7.0),
    ("months", Measure::Days, 30.0),
    ("month", Measure::Days, 30.0),
    ("monate", Measure::Days, 30.0),
    ("years", Measure::Days, 365.0),
    ("year", Measure::Days, 365.0),
    ("jahre", Measure::Days, 365.0),
    ("ans", Measure::Days, 365.0),
    ("anos", Measure::Days, 365.0),
    ("anni", Measure::Days, 365.0),
    ("jaar", Measure::Days, 365.0),
    ("b", Measure::Billions, 1.0),
    ("bn", Measure::Billions, 1.0),
    ("billion", Measure::Billions, 1.0),
    ("milliarden", Measure::Billions, 1.0),
    ("milliards", Measure::Billions, 1.0),
    ("trillion", Measure::Billions, 1000.0),
    ("billionen", Measure::Billions, 1000.0),
    ("miliardi", Measure::Billions, 1.0),
    ("bilhoes", Measure::Billions, 1.0),
    ("miljard", Measure::Billions, 1.0),
    ("milliarde", Measure::Billions, 1.0),
    ("亿", Measure::Billions, 0.1),
    ("億", Measure::Billions, 0.1),
    ("억", Measure::Billions, 0.1),
    ("兆", Measure::Billions, 1000.0),
    ("조", Measure::Billions, 1000.0),
    ("tok/s", Measure::TokensPerS, 1.0),
    ("tokens/s", Measure::TokensPerS, 1.0),
    ("tps", Measure::TokensPerS, 1.0),
    ("t/s", Measure::TokensPerS, 1.0),
    ("ms", Measure::Ms, 1.0),
    ("c", Measure::Celsius, 1.0),
    ("degrees", Measure::Celsius, 1.0),
    ("degree", Measure::Celsius, 1.0),
    ("grad", Measure::Celsius, 1.0),
    ("degres", Measure::Celsius, 1.0),
    ("grados", Measure::Celsius, 1.0),
    ("gradi", Measure::Celsius, 1.0),
    ("graus", Measure::Celsius, 1.0),
    ("graden", Measure::Celsius, 1.0),
    ("度", Measure::Celsius, 1.0),
    ("도", Measure::Celsius, 1.0),
    ("gbps", Measure::Gbps, 1.0),
    ("gb/s", Measure::Gbps, 1.0),
    ("gbit/s", Measure::Gbps, 1.0),
    ("tb/s", Measure::GbytesPerS, 1000.0),
    ("gbe", Measure::Gbps, 1.0),
    ("usd", Measure::Money, 1.0),
    ("eur", Measure::Money, 1.0),
    ("euro", Measure::Money, 1.0),
    ("euros", Measure::Money, 1.0),
    ("dollars", Measure::Money, 1.0),
    ("dollar", Measure::Money, 1.0),
];
/// The amounts of a text, in order; words that stand in a product's name are left out.
pub(super) fn find(text: &str, words: &Words, named: &[(usize, usize)]) -> Vec<Amount> {
    let mut out = Vec::new();
    // "EUR/kWh" is one word.
    let begins = |code: &str| words.words.iter().any(|word| word.text.starts_with(code));
    let euro = text.contains('€') || begins("euro") || words.find("eur").is_some() || begins("eur/");
    let money = euro
        || text.contains('$')
        || words.find("usd").is_some()
        || begins("usd/")
        || words.find("dollar*").is_some();
    let other = CURRENCIES
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| text.contains(sign)))
        .map(|(_, code)| *code);
    let money = money || other.is_some();
    let mut at = 0;
    while at < words.words.len() {
        if named.iter().any(|(first, last)| (*first..=*last).contains(&at)) {
            at += 1;
            continue;
        }
        let word = words.words[at].text.as_str();
        let (number, glued) = split(word);
        let Some(mut value) =
            number.or_else(|| WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value))
        else {
            at += 1;
            continue;
        };
        let next = |ahead: usize| words.words.get(at + ahead).map_or("", |word| word.text.as_str());
        let mut used = 0;
        let mut unit = if number.is_some() { glued.to_string() } else { String::new() };
        if unit == "k" {
            value *= 1000.0;
            unit.clear();
        }
        // In scripts without spaces a unit and what follows it are one word: "3000亿个".
        let named = |name: &str, word: &str| name == word || !name.is_ascii() && word.starts_with(name);
        if unit.is_empty()
            && !next(1).is_empty()
            && let Some((name, ..)) = UNITS.iter().find(|(name, ..)| named(name, next(1)))
        {
            unit = (*name).to_string();
            used = 1;
        }
        let million = |word: &str| MILLION.contains(&word);
        if money && (million(&unit) || unit.is_empty() && million(next(1))) {
            value *= 1e6;
            used = usize::from(unit.is_empty());
            unit = "usd".into();
        } else if money
            && unit.is_empty()
            && at > 0
            && value >= 1000.0
            && text[..words.words[at].from].ends_with(['$', '€'])
        {
            unit = "usd".into();
        }
        // "200M tokens", "200 million tokens": neither metres nor a bare count.
        let joined = |words: usize| usize::from(["de", "di", "of"].contains(&next(words)));
        let counted_after = |words: usize| next(words + joined(words)).starts_with("token");
        let word_of_million = unit.is_empty() && million(next(1)) && counted_after(2);
        if million(&unit) && counted_after(used + 1) || word_of_million {
            value *= 1e-3;
            used += usize::from(word_of_million);
            used += joined(used + 1);
            unit = "b".into();
        }
        let (measure, factor) = UNITS
            .iter()
            .find(|(name, ..)| *name == unit)
            .map_or((Measure::Count, 1.0), |(_, measure, factor)| (*measure, *factor));
        // "GB/s" is bytes and "Gb/s" bits: the case of the text tells them apart.
        let written = words.words.get(at + used).and_then(|word| text.get(word.from..word.to)).unwrap_or("");
        let measure =
            if measure == Measure::Gbps && written.contains("GB") { Measure::GbytesPerS } else { measure };
        // "0.15 USD/kWh", "15 ct per kWh", "$0.10/kWh".
        let tail: Vec<&str> =
            (used..used + 4).map(|ahead| if ahead == 0 { glued } else { next(ahead) }).collect();
        let kwh = tail.iter().any(|word| {
            *word == "kwh" || word.ends_with("/kwh") || KWH.iter().any(|one| word.ends_with(one))
        });
        let priced = money || tail.iter().any(|word| word.starts_with("ct") || word.starts_with("cent"));
        let (measure, factor) = if kwh && priced && value < 100.0 {
            let cents = tail.iter().any(|word| word.starts_with("ct") || word.starts_with("cent"));
            (Measure::PerKwh, if cents { 0.01 } else { 1.0 })
        } else {
            (measure, factor)
        };
        // "1T tokens" is a trillion, no tonne.
        let (measure, factor) =
            if measure == Measure::Kg && unit == "t" && next(used + 1).starts_with("token") {
                (Measure::Billions, 1000.0)
            } else {
                (measure, factor)
            };
        out.push(Amount {
            value: value * factor,
            measure,
            noun: next(used + 1).to_string(),
            currency: matches!(measure, Measure::Money | Measure::PerKwh).then_some(match other {
                Some(code) => code,
                None if euro => "EUR",
                None => "USD",
            }),
            at,
        });
        at += 1 + used;
    }
    // "a", "one" count what follows when nothing else does.
    if out.is_empty()
        && let Some(at) = words.words.iter().position(|word| ONES.contains(&word.text.as_str()))
    {
        let noun = words.words.get(at + 1).map_or(String::new(), |word| word.text.clone());
        out.push(Amount { value: 1.0, measure: Measure::Count, noun, currency: None, at });
    }
    out
}

/// The number a word begins with, and what is left of the word.
fn split(word: &str) -> (Option<f64>, &str) {
    let end = word.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(word.len());
    let (digits, rest) = word.split_at(end);
    if digits.is_empty() {
        return (None, word);
    }
    let grouped = digits.split([',', '.']).skip(1).all(|part| part.len() == 3) && digits.contains(',');
    let plain = if grouped { digits.replace([',', '.'], "") } else { digits.replace(',', ".") };
    (plain.parse().ok(), rest.trim_start_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<(f64, Measure)> {
        find(text, &Words::new(text), &[]).into_iter().map(|one| (one.value, one.measure)).collect()
    }

    #[test]
    fn numbers_units_and_money_are_read() {
        assert_eq!(amounts("a 40 kW rack of 1200 mm"), [(40.0, Measure::Kw), (1200.0, Measure::Mm)]);
        assert_eq!(amounts("5 Mio. Euro"), [(5e6, Measure::Money)]);
        assert_eq!(amounts("$2 million"), [(2e6, Measure::Money)]);
        assert_eq!(amounts("70B on 1T tokens"), [(70.0, Measure::Billions), (1000.0, Measure::Billions)]);
        assert_eq!(amounts("1,024 GPUs, 2.5MW"), [(1024.0, Measure::Count), (2500.0, Measure::Kw)]);
        assert_eq!(amounts("two of them"), [(2.0, Measure::Count)]);
        assert_eq!(amounts("12 hours, 50 m"), [(0.5, Measure::Days), (50_000.0, Measure::Mm)]);
        for text in [
            "200M tokens",
            "200 M tokens",
            "200 million tokens",
            "200 Millionen Tokens",
            "200 millones de tokens",
        ] {
            assert_eq!(amounts(text), [(0.2, Measure::Billions)], "{text}");
        }
        assert_eq!(amounts("a run of 30 m"), [(30_000.0, Measure::Mm)]);
    }
}
