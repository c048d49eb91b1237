//! A number with its magnitude and unit, a range, or a price, read from tokens.

use super::{
    fold::Folded,
    numeral,
    token::{Kind, Token, value},
    unit::{CURRENCIES, Unit, currency_at, thousands_of, unit_at},
};

/// A number as it was written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Quantity {
    /// The value, in the unit; the lower end of a range.
    pub low: f64,
    /// The upper end of a range, else the same.
    pub high: f64,
    pub unit: Unit,
    /// The unit with its case (GiB, ft).
    pub unit_text: String,
    /// Magnitude letter that stands in place of a unit (B of 70B, T, M, k).
    pub letter: Option<char>,
    /// Only an article (a rack, ein Schrank).
    pub article: bool,
    /// Written in digits.
    pub digits: bool,
    /// Factor of its unit.
    pub scale: f64,
    /// Factor of its magnitude (thousand, million).
    pub factor: f64,
}

impl Quantity {
    /// Factor of its unit to the unit's own scale; 1 for a bare number.
    pub fn unit_scale(&self) -> f64 {
        if self.scale > 0.0 { self.scale } else { 1.0 }
    }
    /// Factor of its magnitude; 1 without one.
    pub fn magnitude(&self) -> f64 {
        if self.factor > 0.0 { self.factor } else { 1.0 }
    }
    /// The value as a count; none for a fraction or a range.
    pub fn count(&self) -> Option<u64> {
        let whole = self.low.fract() == 0.0 && self.low >= 0.0 && self.low < 1e15 && self.low == self.high;
        (whole && self.unit == Unit::None).then_some(self.low as u64)
    }
    /// The currency's code, for money.
    pub fn currency(&self) -> Option<&'static str> {
        match self.unit {
            Unit::Money(place) => CURRENCIES.get(place).map(|(code, _)| *code),
            _ => None,
        }
    }
}

/// What the language of the text decides about numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    pub language: &'static str,
    pub decimal_comma: bool,
}

/// The quantity that begins at this token and how many tokens it takes.
pub(super) fn quantity_at(
    text: &Folded,
    tokens: &[Token],
    at: usize,
    habits: Habits,
) -> Option<(Quantity, usize)> {
    // A currency in front: EUR 750k, $1.5-2 million.
    let currency = currency_at(tokens, at, habits.language).map(|(currency, used)| {
        // Rs. 18,50,000
        let dot = tokens.get(at + used).is_some_and(|token| token.is_sign('.') && token.glued);
        (currency, used + usize::from(dot))
    });
    if let Some((currency, used)) = currency
        && tokens.get(at + used).is_some_and(|token| token.kind == Kind::Digits)
        && tokens.get(at).is_some_and(|token| used > 1 || token.kind == Kind::Sign || token.text.len() >= 2)
    {
        let (mut quantity, more) = number(text, tokens, at + used, habits, true)?;
        if quantity.unit == Unit::None {
            quantity.unit = Unit::Money(currency);
            quantity.letter = None;
            return Some((quantity, used + more));
        }
    }
    if let Some(skip) = percent_before(tokens, at, habits.language)
        && let Some((mut quantity, used)) = number(text, tokens, at + skip, habits, false)
        && quantity.unit == Unit::None
    {
        quantity.unit = Unit::Percent;
        quantity.digits = true;
        return Some((quantity, skip + used));
    }
    number(text, tokens, at, habits, false)
}

/// Tokens that say "percent" before the number: "yüzde 10", 百分之八十.
fn percent_before(tokens: &[Token], at: usize, language: &str) -> Option<usize> {
    let word = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
    match language {
        "tr" if word(0) == "yuzde" => Some(1),
        "zh" | "ja" if word(0) == "百" && word(1) == "分" && word(2) == "之" => Some(3),
        _ => None,
    }
}

/// One number without its range.
struct Part {
    value: f64,
    length: usize,
    letter: Option<char>,
    scaled: bool,
    article: bool,
    digits: bool,
    factor: f64,
}

fn part(text: &Folded, tokens: &[Token], at: usize, habits: Habits, money: bool) -> Option<Part> {
    let token = tokens.get(at)?;
    let (mut number, mut length, article, digits) = if token.kind == Kind::Digits {
        (value(&token.text, habits.decimal_comma)?, 1, false, true)
    } else {
        let spelled = numeral::spelled(tokens, at, habits.language)?;
        (spelled.value, spelled.length, spelled.article, false)
    };
    let mut letter = None;
    let mut scaled = false;
    let mut all = 1.0;
    if digits {
        // Magnitudes may follow each other: 3 hundred thousand, 10 万.
        while let Some(next) = tokens.get(at + length) {
            let raw = text.raw(next.span);
            let single = raw.chars().count() == 1 && raw.is_ascii();
            let currency_next = single && currency_at(tokens, at + length + 1, habits.language).is_some();
            let priced =
                money && single && next.glued && matches!(raw.as_str(), "m" | "M" | "k" | "K" | "b" | "B");
            let factor = if priced || currency_next && matches!(raw.as_str(), "M" | "m" | "k" | "K") {
                match raw.as_str() {
                    "k" | "K" => Some(1e3),
                    "b" | "B" => Some(1e9),
                    _ => Some(1e6),
                }
            } else if (money || currency_at(tokens, at + length + 1, habits.language).is_some())
                && raw == "MM"
            {
                Some(1e6)
            } else if unit_at(text, tokens, at + length, habits.language).is_some_and(|found| {
                // 千瓦 is a kilowatt, not a thousand.
                found.length > 1 || single
            }) {
                None
            } else if next.text == "hundred"
                || next.text == "百"
                || next.text == "백"
                || next.text == "cent" && habits.language == "fr"
            {
                Some(100.0)
            } else {
                numeral::magnitude(next, &raw, habits.language)
            };
            let Some(factor) = factor else { break };
            number *= factor;
            all *= factor;
            scaled = true;
            if single {
                letter = raw.chars().next().map(|c| c.to_ascii_uppercase());
            } else if matches!(
                next.text.as_str(),
                "bn" | "billion" | "milliarden" | "mrd" | "milliards" | "miliardi" | "trillion"
            ) {
                letter = letter.or(Some('w'));
            }
            length += 1;
            if matches!(next.text.as_str(), "mio" | "mrd" | "tsd" | "tys" | "tis" | "mil" | "mln")
                && tokens.get(at + length).is_some_and(|dot| dot.is_sign('.') && dot.glued)
            {
                length += 1;
            }
        }
    }
    // 4億5千万: the smaller part that follows is added.
    if all >= 1e4
        && tokens
            .get(at + length - 1)
            .is_some_and(|last| last.text.chars().next().is_some_and(super::token::syllable))
        && tokens.get(at + length).is_some_and(|next| next.glued && next.kind == Kind::Digits)
        && let Some(more) = part(text, tokens, at + length, habits, money)
        && more.scaled
        && more.factor < all
    {
        number += more.value;
        length += more.length;
    }
    Some(Part { value: number, length, letter, scaled, article, digits, factor: all })
}

fn number(
    text: &Folded,
    tokens: &[Token],
    at: usize,
    habits: Habits,
    money: bool,
) -> Option<(Quantity, usize)> {
    let first = part(text, tokens, at, habits, money)?;
    let mut quantity = Quantity {
        low: first.value,
        high: first.value,
        letter: first.letter,
        article: first.article,
        digits: first.digits,
        factor: first.factor,
        ..Quantity::default()
    };
    let mut length = first.length;
    let mut unit = unit_behind(text, tokens, at + length, habits);
    let after_unit = unit.as_ref().map_or(length, |unit| length + unit.2);
    // A range: 10-12 kW, 1.2 to 1.5 million, 8 kW bis 10 kW.
    if let Some(joint) = joint(tokens, at + after_unit, habits.language)
        && first.digits
        && let Some(second) =
            part(text, tokens, at + after_unit + joint, habits, money).filter(|second| second.digits)
        && second.value > 0.0
    {
        let end = at + after_unit + joint + second.length;
        let later = unit_behind(text, tokens, end, habits);
        let lift = if second.scaled && !first.scaled {
            second.value / part_base(&tokens[at + after_unit + joint], habits)
        } else {
            1.0
        };
        let low = first.value * lift;
        let same = match (&unit, &later) {
            (Some(one), Some(two)) => one.0.unit == two.0.unit,
            (Some(_), None) => false,
            _ => true,
        };
        if same && low < second.value {
            quantity.low = low;
            quantity.high = second.value;
            quantity.letter = second.letter.or(first.letter);
            length = end - at;
            unit = later;
        }
    }
    // "100 CAD users": small sums in a currency whose code is a word are no sums.
    let word_code = unit.as_ref().is_some_and(|(found, _, used)| {
        matches!(found.unit, Unit::Money(_))
            && *used == 1
            && matches!(tokens[at + length].text.as_str(), "cad" | "try" | "rs" | "rand" | "sar")
            && quantity.high < 5000.0
    });
    if let Some((found, text_of_unit, used)) = unit.filter(|_| !word_code) {
        let scale = |value: f64| clean(value * found.factor + found.offset);
        quantity.low = scale(quantity.low);
        quantity.high = scale(quantity.high);
        quantity.unit = found.unit;
        quantity.scale = found.factor;
        quantity.unit_text = text_of_unit;
        length += used;
        quantity.letter = None;
    }
    Some((quantity, length))
}

fn part_base(token: &Token, habits: Habits) -> f64 {
    value(&token.text, habits.decimal_comma).filter(|value| *value > 0.0).unwrap_or(1.0)
}

/// A unit or currency directly behind a number, a hyphen or "of" between them.
fn unit_behind(
    text: &Folded,
    tokens: &[Token],
    at: usize,
    habits: Habits,
) -> Option<(super::unit::Found, String, usize)> {
    let hyphen = usize::from(tokens.get(at).is_some_and(|token| token.is_sign('-') && token.glued));
    if let Some(found) = unit_at(text, tokens, at + hyphen, habits.language) {
        let span = super::names::cover(tokens, at + hyphen, 1);
        return Some((found, text.raw(span), hyphen + found.length));
    }
    // "ninety calendar days".
    let plain_days = tokens.get(at + hyphen).is_some_and(|token| {
        matches!(token.text.as_str(), "calendar" | "consecutive" | "full" | "whole" | "short")
    });
    if let Some(found) = unit_at(text, tokens, at + hyphen + 1, habits.language).filter(|found| {
        plain_days && found.unit.seconds().is_some() && tokens[at + hyphen + 1].text.len() > 2
    }) {
        let span = super::names::cover(tokens, at + hyphen + 1, 1);
        return Some((found, text.raw(span), hyphen + 1 + found.length));
    }
    // 1.2 millones de euros, 3 millions d'euros.
    let mut skip = 0;
    while tokens
        .get(at + skip)
        .is_some_and(|token| matches!(token.text.as_str(), "de" | "d" | "di" | "of" | "'" | "von" | "abd"))
        && skip < 2
    {
        skip += 1;
    }
    // "rs", "try" and the like are words as well; a lone "pounds" may be a weight.
    let (place, used, factor) = currency_at(tokens, at + skip, habits.language)
        .map(|(place, used)| (place, used, 1.0))
        .or_else(|| thousands_of(tokens.get(at + skip)?).map(|(place, factor)| (place, 1, factor)))?;
    let found = super::unit::Found { unit: Unit::Money(place), factor, offset: 0.0, length: used };
    Some((found, String::new(), skip + used))
}

/// The word or sign of a range.
fn joint(tokens: &[Token], at: usize, language: &str) -> Option<usize> {
    let token = tokens.get(at)?;
    let next = tokens.get(at + 1)?;
    match token.text.as_str() {
        "-" | "~" | "…" => {
            // A dash with a space on one side only is no range.
            (next.kind == Kind::Digits && next.glued == token.glued).then_some(1)
        }
        "to" | "bis" | "until" | "tot" | "至" | "到" | "から" | "或" | "ila" | "〜" | "∼" | "부터"
        | "الي" => Some(1),
        "до" if language == "ru" => Some(1),
        "ile" if language == "tr" => Some(1),
        "か" if next.text == "ら" => Some(2),
        "에" if next.text == "서" => Some(2),
        "부" if next.text == "터" => Some(2),
        "az" | "do" if matches!(language, "cs" | "pl") => Some(1),
        "a" | "ate" | "hasta" if matches!(language, "es" | "pt" | "it" | "fr") => Some(1),
        "up" if next.text == "to" => Some(2),
        _ => None,
    }
    .filter(|used| tokens.get(at + used).is_some_and(|token| token.kind == Kind::Digits))
}

/// Removes the dust of a multiplication (0.1 + 0.2).
fn clean(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::token::tokens;
    use super::*;

    fn read(text: &str, language: &'static str) -> Quantity {
        let folded = Folded::new(text);
        let list = tokens(&folded, language == "fr");
        let habits = Habits { language, decimal_comma: matches!(language, "de" | "es" | "fr" | "pt") };
        quantity_at(&folded, &list, 0, habits).unwrap().0
    }

    #[test]
    fn numbers_with_magnitude_unit_and_currency() {
        for (text, language, low, unit) in [
            ("12 kW", "en", 12.0, Unit::Kw),
            ("2 MW", "en", 2000.0, Unit::Kw),
            ("900k", "en", 900_000.0, Unit::None),
            ("12 million pages", "en", 12e6, Unit::None),
            ("20T tokens", "en", 20e12, Unit::None),
            ("8 PB", "en", 8e6, Unit::Gbyte),
            ("3 mil gerentes", "pt", 3000.0, Unit::None),
            ("5万人", "zh", 50_000.0, Unit::None),
            ("8 千瓦", "zh", 8.0, Unit::Kw),
            ("205 cm", "de", 2050.0, Unit::Mm),
            ("90 °F", "en", 32.222_222_222, Unit::Celsius),
        ] {
            let quantity = read(text, language);
            assert_eq!((quantity.low, quantity.unit), (low, unit), "{text}");
        }
        for (text, language, low, high, code) in [
            ("EUR 750k", "en", 750_000.0, 750_000.0, "EUR"),
            ("2.5 MUSD", "en", 2.5e6, 2.5e6, "USD"),
            ("900 TEUR", "de", 900_000.0, 900_000.0, "EUR"),
            ("950.000 €", "es", 950_000.0, 950_000.0, "EUR"),
            ("$1.2-1.5m", "en", 1.2e6, 1.5e6, "USD"),
            ("1,8 Mio. €", "de", 1.8e6, 1.8e6, "EUR"),
            ("3 millions d'euros", "fr", 3e6, 3e6, "EUR"),
            ("2.5 crore rupees", "en", 25e6, 25e6, "INR"),
            ("1,2 M€", "fr", 1.2e6, 1.2e6, "EUR"),
            ("3亿元", "zh", 3e8, 3e8, "CNY"),
        ] {
            let quantity = read(text, language);
            assert_eq!((quantity.low, quantity.high, quantity.currency()), (low, high, Some(code)), "{text}");
        }
        let range = read("1.2 to 1.5 million", "en");
        assert_eq!((range.low, range.high), (1.2e6, 1.5e6));
    }
}
