//! Number words of eleven languages and the magnitudes that follow a number.

use super::{
    numeral_words::{ARTICLES, INFLECTED_MAGNITUDES, MAGNITUDES, WORDS},
    token::{Kind, Token},
};

/// What a word multiplies by, whatever its ending.
fn inflected_magnitude(word: &str, language: &str) -> Option<f64> {
    let (_, list) = INFLECTED_MAGNITUDES.iter().find(|(own, _)| *own == language)?;
    let (_, factor) = list
        .iter()
        .find(|(begin, _)| word.strip_prefix(begin).is_some_and(|ending| ending.chars().count() <= 3))?;
    Some(*factor)
}

/// The value of a number word in English or the language of the text.
fn word_value(word: &str, language: &str) -> Option<f64> {
    // Arabic writes "with" and "and" together with the number.
    if language == "ar"
        && let Some(rest) = word.strip_prefix('ب').or_else(|| word.strip_prefix('ل'))
        && rest.chars().count() > 2
        && let Some(value) = word_value(rest, language)
    {
        return Some(value);
    }
    own_value(word, language).or_else(|| own_value(word, "en"))
}

fn own_value(word: &str, wanted: &str) -> Option<f64> {
    WORDS.iter().filter(|(language, _)| *language == wanted).find_map(|(_, list)| {
        list.split_whitespace().find_map(|pair| {
            let (spelling, value) = pair.split_once('=')?;
            (spelling == word).then(|| value.parse().ok()).flatten()
        })
    })
}

/// Whether a word is a number of this language, English aside.
pub(super) fn number_word(word: &str, language: &str) -> bool {
    language != "en" && (own_value(word, language).is_some() || inflected_magnitude(word, language).is_some())
}

/// The parts of a number word written as one (vierundzwanzig, trentadue, twenty-four is three tokens).
fn compound(word: &str, language: &str) -> Option<Vec<f64>> {
    if !matches!(language, "de" | "it" | "nl") || word.len() < 6 {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        if let Some(shorter) = rest.strip_prefix(if language == "nl" { "en" } else { "und" })
            && !parts.is_empty()
        {
            rest = shorter;
            continue;
        }
        let cut = (2..=rest.len()).rev().filter(|end| rest.is_char_boundary(*end)).find_map(|end| {
            let head = &rest[..end];
            let thousand = matches!(head, "tausend" | "mila" | "mille" | "duizend").then_some(1000.0);
            // Italian drops the last vowel of the tens before a vowel (ventotto).
            let clipped = (language == "it" && end < rest.len())
                .then(|| {
                    word_value(&format!("{head}i"), language)
                        .or_else(|| word_value(&format!("{head}a"), language))
                })
                .flatten()
                .filter(|value| *value >= 20.0);
            thousand.or_else(|| word_value(head, language)).or(clipped).map(|value| (value, end))
        });
        let (value, end) = cut?;
        parts.push(value);
        rest = &rest[end..];
    }
    (parts.len() > 1).then_some(parts)
}

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spelled {
    pub value: f64,
    /// Tokens used.
    pub length: usize,
    /// Whether it is only an article (a, ein, una).
    pub article: bool,
}

/// The number words that begin at this token.
pub(super) fn spelled(tokens: &[Token], at: usize, language: &str) -> Option<Spelled> {
    let first = tokens.get(at)?;
    if first.kind != Kind::Word {
        return None;
    }
    if let Some(chinese) = han(tokens, at) {
        return Some(chinese);
    }
    if language == "ko" {
        return korean(tokens, at);
    }
    let mut sum = 0.0;
    let mut group = 0.0;
    let mut length = 0;
    let mut words = 0;
    while let Some(token) = tokens.get(at + length) {
        let text = token.text.as_str();
        let bare =
            text.strip_prefix('و').filter(|rest| words > 0 && rest.chars().count() > 1).unwrap_or(text);
        if let Some(parts) = compound(bare, language) {
            for part in parts {
                (sum, group) = add(sum, group, part);
            }
        } else if let Some(value) = word_value(bare, language) {
            let tens_follow =
                value < 10.0 && group % 100.0 >= 1.0 && (group % 100.0 < 20.0 || group % 10.0 >= 1.0);
            if tens_follow && !(bare.starts_with("vingt")) {
                break;
            }
            // quatre-vingt
            (sum, group) = if bare.starts_with("vingt") && group % 100.0 == 4.0 {
                (sum, group + 76.0)
            } else {
                add(sum, group, value)
            };
        } else if let Some(value) =
            magnitude_word(text).or_else(|| inflected_magnitude(text, language)).filter(|_| words > 0)
        {
            (sum, group) = add(sum, group, value);
        } else if matches!(text, "and" | "y" | "e" | "et" | "und" | "و" | "-") && words > 0 {
            let next = tokens.get(at + length + 1);
            let joins = next.is_some_and(|next| {
                word_value(&next.text, language).is_some_and(|value| value < 100.0 && value < group.max(sum))
            }) && (group >= 20.0 || sum > 0.0)
                && (text != "and" || group >= 100.0 || sum > 0.0);
            let four_twenty = group == 4.0 && next.is_some_and(|next| next.text.starts_with("vingt"));
            if !joins && !four_twenty {
                break;
            }
            length += 1;
            continue;
        } else {
            break;
        }
        words += 1;
        length += 1;
    }
    if words > 0 {
        return Some(Spelled { value: sum + group, length, article: false });
    }
    if let Some(part) = quarters(tokens, at) {
        return Some(part);
    }
    if ARTICLES.contains(&format!(" {} ", first.text)) {
        // "a hundred", "half a million" are numbers; a bare article is not.
        let value = tokens.get(at + 1).and_then(|next| {
            word_value(&next.text, language)
                .filter(|value| *value >= 12.0)
                .or_else(|| magnitude_word(&next.text))
        });
        return Some(match value {
            Some(value) => Spelled { value, length: 2, article: false },
            None => Spelled { value: 1.0, length: 1, article: true },
        });
    }
    let text = first.text.as_str();
    if matches!(text, "half" | "media" | "medio" | "meio" | "meia" | "demi" | "mezzo" | "halbe") {
        let skip = usize::from(
            tokens.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "a" | "of" | "-")),
        );
        let value = tokens.get(at + 1 + skip).and_then(|next| magnitude_word(&next.text))?;
        return Some(Spelled { value: value / 2.0, length: 2 + skip, article: false });
    }
    None
}

/// "a quarter of a million", "quarter of a million".
fn quarters(tokens: &[Token], at: usize) -> Option<Spelled> {
    let word = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
    let article = usize::from(word(0) == "a");
    if word(article) != "quarter" || word(article + 1) != "of" || word(article + 2) != "a" {
        return None;
    }
    let whole = magnitude_word(word(article + 3))?;
    Some(Spelled { value: whole / 4.0, length: article + 4, article: false })
}

/// Korean number words, which count only before a counter (두 대, 스물네 장); each syllable is a token.
fn korean(tokens: &[Token], at: usize) -> Option<Spelled> {
    const COUNTERS: &str = "대장개명곳기본년달주회배번차세노서랙단사";
    let joined = |from: usize, count: usize| -> String {
        tokens[from..].iter().take(count).map(|token| token.text.as_str()).collect()
    };
    // 차세대 is a generation and no three of anything.
    let inside = at > 0 && tokens[at].glued && tokens[at - 1].text.chars().all(super::token::syllable);
    let generation = joined(at, 2) == "세대" && tokens[at + 1].glued;
    if inside || generation {
        return None;
    }
    let (mut value, mut length) = (0.0, 0);
    while let Some((part, used)) = (1..=3)
        .rev()
        .filter(|count| at + length + count <= tokens.len())
        .find_map(|count| Some((word_value(&joined(at + length, count), "ko")?, count)))
    {
        value += part;
        length += used;
    }
    // 두 번째 is the second.
    let ordinal = at + length + 2 <= tokens.len() && joined(at + length, 2) == "번째";
    let counted = !ordinal
        && tokens
            .get(at + length)
            .is_some_and(|next| next.text.chars().next().is_some_and(|c| COUNTERS.contains(c)));
    (length > 0 && counted).then_some(Spelled { value, length, article: false })
}

/// Adds a part to a number that is being read.
fn add(sum: f64, group: f64, part: f64) -> (f64, f64) {
    if part >= 1000.0 {
        (sum + group.max(1.0) * part, 0.0)
    } else if part == 100.0 && (1.0..10.0).contains(&group) {
        (sum, group * 100.0)
    } else if part == 100.0 && group > 100.0 && (1.0..10.0).contains(&(group % 100.0)) {
        (sum, group)
    } else if part == 12.0 && (1.0..=20.0).contains(&group) {
        // two dozen
        (sum, group * 12.0)
    } else {
        (sum, group + part)
    }
}

/// Whole-word magnitudes, for number words.
fn magnitude_word(word: &str) -> Option<f64> {
    MAGNITUDES
        .iter()
        .find(|(list, _)| word.chars().count() > 2 && list.split_whitespace().any(|one| one == word))
        .map(|(_, factor)| *factor)
}

/// The magnitude in a token that follows a number; single letters only when they touch it.
pub(super) fn magnitude(token: &Token, raw: &str, language: &str) -> Option<f64> {
    let text = token.text.as_str();
    let letter = text.chars().count() == 1 && text.is_ascii();
    if letter && (!token.glued || text == "m" && raw == "m" || text == "t" && raw == "t") {
        return None;
    }
    match (text, language) {
        ("mm", _) if raw == "MM" => return Some(1e6),
        ("mm" | "cr", _) => return None,
        // The long scale: a French billion, a Spanish billón is a million millions.
        ("billion" | "billions", "fr" | "de" | "es" | "it") => return Some(1e12),
        ("mil" | "mille", "en") => return None,
        ("mil", "cs") => return Some(1e6),
        ("bin", _) if language != "tr" => return None,
        ("m", _) if raw != "M" => return None,
        _ => {}
    }
    if let Some(factor) = inflected_magnitude(text, language) {
        return Some(factor);
    }
    MAGNITUDES
        .iter()
        .find(|(list, _)| list.split_whitespace().any(|one| one == text))
        .map(|(_, factor)| *factor)
}

/// Chinese and Japanese numerals (三百二十, 两).
fn han(tokens: &[Token], at: usize) -> Option<Spelled> {
    let digit = |text: &str| {
        "零一二三四五六七八九"
            .chars()
            .position(|c| text.starts_with(c))
            .or(text.starts_with('两').then_some(2))
    };
    let unit = |text: &str| match text {
        "十" => Some(10.0),
        "百" => Some(100.0),
        "千" => Some(1000.0),
        _ => None,
    };
    let mut sum = 0.0;
    let mut group = 0.0;
    let mut pending: Option<f64> = None;
    let mut length = 0;
    while let Some(token) = tokens.get(at + length) {
        let text = token.text.as_str();
        if let Some(value) = digit(text) {
            if pending.is_some() {
                return None;
            }
            pending = Some(value as f64);
        } else if let Some(factor) = unit(text) {
            group += pending.take().unwrap_or(1.0) * factor;
        } else if let Some(factor) =
            [("万", 1e4), ("億", 1e8), ("亿", 1e8)].iter().find(|(c, _)| *c == text).map(|(_, f)| *f)
        {
            if length == 0 {
                return None;
            }
            sum += (group + pending.take().unwrap_or(0.0)) * factor;
            group = 0.0;
        } else {
            break;
        }
        length += 1;
    }
    let value = sum + group + pending.unwrap_or(0.0);
    // 一 alone is mostly part of a word, 十分 and the like as well.
    (length > 0 && value > 0.0).then_some(Spelled {
        value,
        length,
        article: length == 1 && (value == 1.0 || value >= 10.0),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{fold::Folded, token::tokens};
    use super::*;

    #[test]
    fn number_words_of_several_languages() {
        for (text, language, value) in [
            ("eight", "en", 8.0),
            ("twenty-four", "en", 24.0),
            ("two hundred and fifty", "en", 250.0),
            ("three thousand", "en", 3000.0),
            ("half a million", "en", 500_000.0),
            ("a quarter of a million", "en", 250_000.0),
            ("two dozen", "en", 24.0),
            ("a hundred", "en", 100.0),
            ("vierundzwanzig", "de", 24.0),
            ("zweihundertfünfzig", "de", 250.0),
            ("zwölf", "de", 12.0),
            ("quatre-vingt-seize", "fr", 96.0),
            ("soixante-quatre", "fr", 64.0),
            ("treinta y dos", "es", 32.0),
            ("sessenta e quatro", "pt", 64.0),
            ("trentadue", "it", 32.0),
            ("ventotto", "it", 28.0),
            ("三百二十", "zh", 320.0),
            ("两", "zh", 2.0),
            ("三万", "zh", 30_000.0),
        ] {
            let folded = Folded::new(text);
            let tokens = tokens(&folded, false);
            let found = spelled(&tokens, 0, language).unwrap();
            assert_eq!((found.value, found.length), (value, tokens.len()), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_numbers() {
        for (text, language) in
            [("once", "en"), ("achtung", "de"), ("dos", "pt"), ("sei", "de"), ("tres", "fr")]
        {
            let folded = Folded::new(text);
            assert_eq!(spelled(&tokens(&folded, false), 0, language), None, "{text}");
        }
        let folded = Folded::new("one and two");
        assert_eq!(spelled(&tokens(&folded, false), 0, "en").unwrap().value, 1.0);
    }
}
