//! Units as people write them, each kept apart from its look-alikes: Gb is not GB, kVA is not kW.

use super::{
    fold::Folded,
    token::{Kind, Token},
    unit_words::{ANY_CASE, EXACT, HAN, OCTETS, SPOKEN},
};

pub(super) use super::{measure::Unit, unit_words::CURRENCIES};

/// Mass that weighs a kilonewton under standard gravity, kg.
const KILONEWTON_KG: f64 = 1000.0 / 9.806_65;

/// A unit found in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub unit: Unit,
    /// Factor to the unit's own scale.
    pub factor: f64,
    /// Added after the factor (degrees Fahrenheit).
    pub offset: f64,
    /// Tokens used.
    pub length: usize,
}

/// The unit that begins at this token, directly behind a number.
pub(super) fn unit_at(text: &Folded, tokens: &[Token], at: usize, language: &str) -> Option<Found> {
    let token = tokens.get(at)?;
    let found = |unit, factor, length| Some(Found { unit, factor, offset: 0.0, length });
    let word = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
    if token.kind == Kind::Sign {
        return match token.text.as_str() {
            "%" => found(Unit::Percent, 1.0, 1),
            "°" | "º" => match word(1) {
                "c" => found(Unit::Celsius, 1.0, 2),
                "f" => {
                    Some(Found { unit: Unit::Celsius, factor: 5.0 / 9.0, offset: -160.0 / 9.0, length: 2 })
                }
                _ if token.text == "°" => found(Unit::Celsius, 1.0, 1),
                _ => None,
            },
            "℃" => found(Unit::Celsius, 1.0, 1),
            "\"" => None,
            _ => None,
        };
    }
    if token.kind != Kind::Word {
        return None;
    }
    let raw = text.raw(token.span);
    // Words of several tokens.
    match (word(0), word(1), word(2)) {
        ("per" | "por" | "pour", "cent" | "ciento" | "cento", _) => return found(Unit::Percent, 1.0, 2),
        ("degrees" | "degree" | "grad" | "grados" | "gradi" | "graus" | "degres", next, _) => {
            let fahrenheit = matches!(next, "f" | "fahrenheit");
            let length = 1 + usize::from(matches!(next, "c" | "celsius" | "f" | "fahrenheit"));
            return if fahrenheit {
                Some(Found { unit: Unit::Celsius, factor: 5.0 / 9.0, offset: -160.0 / 9.0, length })
            } else {
                found(Unit::Celsius, 1.0, length)
            };
        }
        ("square" | "sq", "metre" | "metres" | "meter" | "meters" | "m", _) => {
            return found(Unit::M2, 1.0, 2);
        }
        ("rack", "units" | "unit", _) => return found(Unit::Height, 1.0, 2),
        ("kn", "/", "m2" | "sqm") => return found(Unit::KgPerM2, KILONEWTON_KG, 3),
        ("req" | "reqs" | "requests" | "queries", "/", "s" | "sec" | "second") => {
            return found(Unit::QueriesPerS, 1.0, 3);
        }
        ("gigabit", "ethernet", _) => return found(Unit::GbitEthernet, 1.0, 2),
        ("毫" | "ミ", _, _)
        | ("分", "钟" | "鐘", _)
        | ("小", "时" | "時", _)
        | ("时" | "時", "间" | "間", _) => {}
        _ => {}
    }
    for (spelling, unit, factor) in SPOKEN {
        let mut words = spelling.split(' ').enumerate();
        if words.all(|(ahead, spoken)| bare(word(ahead)) == spoken) {
            return found(*unit, *factor, spelling.split(' ').count());
        }
    }
    let han = |count: usize| (0..count).map(word).collect::<String>();
    for (spelling, unit, factor) in HAN {
        let count = spelling.chars().count();
        if han(count) == *spelling {
            return found(*unit, *factor, count);
        }
    }
    let mut hit = EXACT
        .iter()
        .find(|(spelling, ..)| *spelling == raw)
        .map(|(_, unit, factor)| (*unit, *factor))
        .or_else(|| {
            OCTETS
                .iter()
                .find(|(spelling, _)| *spelling == raw && language != "en")
                .map(|(_, factor)| (Unit::Gbyte, *factor))
        })
        .or_else(|| {
            ANY_CASE
                .iter()
                .find(|(list, ..)| list.split_whitespace().any(|one| one == token.text))
                .map(|(_, unit, factor)| (*unit, *factor))
        })?;
    // Letters that are words of their own need to touch the number or to be capitals.
    let letters = raw.chars().count() == 1 && raw.is_ascii();
    let follows = tokens.get(at + 1);
    if letters {
        let loose = matches!(raw.as_str(), "v" | "u" | "g" | "d" | "S" | "H" | "D" | "C") && !token.glued
            || raw == "y" && language != "en" && !token.glued;
        let ab_feed = raw == "A" && follows.is_some_and(|next| matches!(next.text.as_str(), "/" | "+" | "&"));
        if loose || ab_feed || (raw == "G" && !token.glued) {
            return None;
        }
    }
    if token.text == "ar" && language != "sv" || token.text == "an" && language != "fr" || token.text == "as"
    {
        return None;
    }
    // "52HE cabinets" are rack units in any language.
    let units = raw == "HE" && token.glued;
    if matches!(token.text.as_str(), "he" | "ue" | "std" | "zoll" | "rs") && language != "de" && !units {
        return None;
    }
    if matches!(token.text.as_str(), "mo" | "ore" | "ora" | "mes" | "lat" | "tag" | "dag" | "pies")
        && language == "en"
    {
        return None;
    }
    let mut length = 1;
    let slash = follows.is_some_and(|next| next.is_sign('/'));
    if slash
        && matches!(
            word(2),
            "s" | "sec" | "second" | "sek" | "seg" | "с" | "сек" | "ث" | "ثانيه" | "秒" | "초" | "sn"
        )
        || word(1) == "ps"
    {
        let rate = match hit.0 {
            Unit::Gbyte if raw.chars().all(char::is_lowercase) => Some(Unit::GigaSomething),
            Unit::Gbyte => Some(Unit::GbytePerS),
            Unit::Gbit => Some(Unit::GbitPerS),
            Unit::GigaSomething => Some(Unit::GbitPerS),
            _ => None,
        };
        if let Some(rate) = rate {
            hit.0 = rate;
            length = if slash { 3 } else { 2 };
        }
    } else if matches!(word(1), "per" | "pro" | "por" | "par" | "al" | "je" | "na" | "za" | "в" | "في")
        && matches!(
            word(2),
            "second"
                | "sekunde"
                | "segundo"
                | "seconde"
                | "secondo"
                | "s"
                | "sec"
                | "sekundu"
                | "секунду"
                | "الثانيه"
        )
    {
        match hit.0 {
            Unit::Gbyte => (hit.0, length) = (Unit::GbytePerS, 3),
            Unit::Gbit => (hit.0, length) = (Unit::GbitPerS, 3),
            _ => {}
        }
    } else if hit.0 == Unit::Kg
        && matches!(token.text.as_str(), "lb" | "lbs")
        && (slash || word(1) == "per")
        && (matches!(word(2), "sq" | "square") && matches!(word(3), "ft" | "foot" | "feet")
            || word(2) == "ft2"
            || word(2) == "sqft")
    {
        hit = (Unit::KgPerM2, 4.882_428);
        length = if matches!(word(2), "sq" | "square") { 4 } else { 3 };
    } else if hit.0 == Unit::Kg {
        let area = |ahead: usize| {
            matches!(word(ahead), "m2" | "sqm" | "qm" | "quadratmeter" | "㎡" | "м2" | "م2")
                || matches!(
                    word(ahead),
                    "square"
                        | "metro"
                        | "metre"
                        | "vierkante"
                        | "metr"
                        | "квадратный"
                        | "متر"
                        | "المتر"
                        | "кв"
                ) && !word(ahead + 1).is_empty()
        };
        if (slash || matches!(word(1), "per" | "pro" | "por" | "par" | "al" | "je" | "na" | "на" | "لكل"))
            && area(2)
        {
            let two_words = !matches!(word(2), "m2" | "sqm" | "qm" | "quadratmeter" | "㎡" | "м2" | "م2");
            (hit.0, length) = (Unit::KgPerM2, if two_words { 4 } else { 3 });
        }
    }
    found(hit.0, hit.1, length)
}

/// A word without the Arabic article.
fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() > 3).unwrap_or(word)
}

/// The currency that begins at this token.
pub(super) fn currency_at(tokens: &[Token], at: usize, language: &str) -> Option<(usize, usize)> {
    let token = tokens.get(at)?;
    let place = |code: &str| CURRENCIES.iter().position(|(one, _)| *one == code);
    if token.text == "¥" || token.text == "￥" {
        return Some((place(if language == "zh" { "CNY" } else { "JPY" })?, 1));
    }
    if token.text == "try" && language != "tr"
        || matches!(token.text.as_str(), "cad" | "sar") && token.kind != Kind::Word
    {
        return None;
    }
    // Two tokens first: US$, A$, 美元, 人民币.
    for count in [3, 2].into_iter().filter(|count| at + count <= tokens.len()) {
        let joined: String = tokens[at..].iter().take(count).map(|token| token.text.as_str()).collect();
        let glued = tokens[at + 1..].iter().take(count - 1).all(|token| token.glued);
        if let Some(found) =
            CURRENCIES.iter().position(|(_, list)| glued && list.split_whitespace().any(|one| one == joined))
        {
            return Some((found, count));
        }
    }
    CURRENCIES
        .iter()
        .position(|(_, list)| list.split_whitespace().any(|one| one == token.text))
        .map(|found| (found, 1))
}

/// A currency code with its magnitude in front, as treasuries write it: MUSD, kEUR, TCHF.
pub(super) fn thousands_of(token: &Token) -> Option<(usize, f64)> {
    let (magnitude, code) = token.text.split_at_checked(1).filter(|(_, code)| code.len() == 3)?;
    let factor = match magnitude {
        "m" => 1e6,
        "k" | "t" => 1e3,
        _ => return None,
    };
    // `mils` is a word, and so is what ends in `try`.
    let place = CURRENCIES.iter().position(|(one, _)| one.eq_ignore_ascii_case(code))?;
    (!matches!(code, "ils" | "try")).then_some((place, factor))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn look_alikes_are_kept_apart() {
        for (text, unit, factor) in [
            ("GB", Unit::Gbyte, 1.0),
            ("Gb", Unit::Gbit, 1.0),
            ("GB/s", Unit::GbytePerS, 1.0),
            ("Gb/s", Unit::GbitPerS, 1.0),
            ("Gbit/s", Unit::GbitPerS, 1.0),
            ("TB/s", Unit::GbytePerS, 1e3),
            ("kVA", Unit::Kva, 1.0),
            ("MW", Unit::Kw, 1000.0),
            ("°C", Unit::Celsius, 1.0),
            ("kg per m²", Unit::KgPerM2, 1.0),
            ("GbE", Unit::GbitEthernet, 1.0),
            ("TiB", Unit::Gbyte, 1_099.511_627_776),
        ] {
            let folded = Folded::new(text);
            let found = unit_at(&folded, &tokens(&folded, false), 0, "en").unwrap();
            assert_eq!((found.unit, found.factor), (unit, factor), "{text}");
        }
    }
}
