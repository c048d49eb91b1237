//! Tokens of a folded text: words, numerals and signs, with what stands before them.

use super::fold::{Folded, Span};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, or letters followed by digits (H200, p99); one character in scripts without spaces.
    Word,
    /// A numeral with its separators (1,024 · 14.3 · 2'000).
    Digits,
    /// One sign.
    Sign,
}

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
    pub text: String,
    /// Whether it follows the token before without a space.
    pub glued: bool,
    /// Whether it is the first on its line.
    pub line_start: bool,
}

impl Token {
    /// Whether this is the sign.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign && self.text.starts_with(sign)
    }
}

/// Characters of scripts that put no spaces between words.
pub(super) fn unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Characters that stand alone where every syllable is a token: Korean writes particles together with the word.
pub(super) fn syllable(c: char) -> bool {
    unspaced(c) || matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Splits a folded text, each Korean syllable by itself; digits are grouped by spaces in any language.
pub(super) fn syllables(text: &Folded) -> Vec<Token> {
    split(text, true, syllable)
}

/// Splits a folded text. `spaced_groups` tells whether the language groups digits with spaces.
pub(super) fn tokens(text: &Folded, spaced_groups: bool) -> Vec<Token> {
    split(text, spaced_groups, unspaced)
}

fn split(text: &Folded, spaced_groups: bool, alone: fn(char) -> bool) -> Vec<Token> {
    let chars = &text.chars;
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut glued = false;
    let mut line_start = true;
    while at < chars.len() {
        let c = chars[at];
        if c.is_whitespace() {
            line_start |= c == '\n';
            glued = false;
            at += 1;
            continue;
        }
        let from = at;
        let kind = if c.is_ascii_digit() {
            at = numeral(text, at, spaced_groups);
            Kind::Digits
        } else if alone(c) {
            at += 1;
            Kind::Word
        } else if c.is_alphanumeric() {
            let behind_number = glued && out.last().is_some_and(|last| last.kind == Kind::Digits);
            at = word(text, at, behind_number, alone);
            Kind::Word
        } else {
            at += 1;
            Kind::Sign
        };
        let span = Span { from, to: at };
        out.push(Token { kind, span, text: text.text(span), glued, line_start });
        glued = true;
        line_start = false;
    }
    out
}

/// End of the word that begins here. Behind a numeral the word ends before the next digit (8x7B), and a times sign
/// or an East Asian magnitude stands alone (8xH100, 3만명).
fn word(text: &Folded, from: usize, behind_number: bool, alone: fn(char) -> bool) -> usize {
    let chars = &text.chars;
    let mut at = from;
    if matches!(text.raw[from], '×' | '✕' | '✖') {
        return from + 1;
    }
    if behind_number {
        let next = text.raw.get(from + 1);
        let times = chars[from] == 'x' && next.is_some_and(|c| c.is_ascii_digit() || c.is_uppercase());
        if times || matches!(chars[from], '만' | '억' | '천') {
            return from + 1;
        }
    }
    while at < chars.len()
        && chars[at].is_alphanumeric()
        && !alone(chars[at])
        && !(behind_number && chars[at].is_ascii_digit() && at > from && chars[at - 1] != 'm')
        // Arabic writes "and" and "with" together with the number: و48.
        && !(chars[at].is_ascii_digit() && at == from + 1 && matches!(chars[from], 'و' | 'ب' | 'ل' | 'ف'))
    {
        at += 1;
    }
    at
}

/// End of the numeral that begins here.
fn numeral(text: &Folded, from: usize, spaced_groups: bool) -> usize {
    let chars = &text.chars;
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let group = |at: usize| digit(at) && digit(at + 1) && digit(at + 2) && !digit(at + 3);
    let mut at = from;
    while digit(at) {
        at += 1;
    }
    let lead = at - from;
    loop {
        match chars.get(at) {
            Some('.' | ',' | '\'') if digit(at + 1) => at += 1,
            // Groups of three behind a thin or fixed space anywhere, behind a plain one where the language does so.
            Some(' ')
                if lead <= 3
                    && text.raw[at] != '\t'
                    && text.original.as_bytes()[text.bytes[at].0] != b'\t'
                    && group(at + 1)
                    && (spaced_groups
                        || matches!(text.raw[at], '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')) =>
            {
                at += 1;
            }
            _ => return at,
        }
        while digit(at) {
            at += 1;
        }
    }
}

/// The value of a numeral; `decimal_comma` tells how a single separator before three digits is meant.
/// None for what is no number (1.2.3).
pub(super) fn value(numeral: &str, decimal_comma: bool) -> Option<f64> {
    let plain: String = numeral.chars().filter(|c| *c != ' ' && *c != '\'').collect();
    let dots = plain.matches('.').count();
    let commas = plain.matches(',').count();
    let groups_fit = |sign: char| {
        let mut parts = plain.split(sign);
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let last_is_three = rest.last().is_some_and(|part| part.len() == 3);
        // Indian grouping puts pairs before the last three digits.
        (1..=3).contains(&first.len())
            && last_is_three
            && rest.iter().all(|part| part.len() == 3 || (sign == ',' && part.len() == 2))
    };
    let text = match (dots, commas) {
        (0, 0) => plain,
        (_, 0) | (0, _) => {
            let (sign, count) = if dots > 0 { ('.', dots) } else { (',', commas) };
            let grouped = groups_fit(sign);
            if count > 1 {
                if !grouped {
                    return None;
                }
                plain.replace(sign, "")
            } else if grouped && !plain.starts_with('0') && ((sign == '.') == decimal_comma) {
                plain.replace(sign, "")
            } else {
                plain.replace(sign, ".")
            }
        }
        _ => {
            // Both signs: the last one is the decimal sign.
            let decimal = if plain.rfind('.') > plain.rfind(',') { '.' } else { ',' };
            let other = if decimal == '.' { ',' } else { '.' };
            if plain.matches(decimal).count() > 1 {
                return None;
            }
            plain.replace(other, "").replace(decimal, ".")
        }
    };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numerals_of_several_countries() {
        for (text, decimal_comma, wanted) in [
            ("1,024", false, 1024.0),
            ("950.000", true, 950_000.0),
            ("14.3", true, 14.3),
            ("14,3", false, 14.3),
            ("1.250.000,50", true, 1_250_000.5),
            ("1,250,000.50", false, 1_250_000.5),
            ("12,00,000", false, 1_200_000.0),
            ("1'200'000", false, 1_200_000.0),
            ("1 200 000", true, 1_200_000.0),
            ("0.125", true, 0.125),
            ("3.350", false, 3.35),
        ] {
            assert_eq!(value(text, decimal_comma), Some(wanted), "{text}");
        }
        assert_eq!(value("1.2.3", false), None);
    }

    #[test]
    fn words_numerals_and_signs() {
        let text = Folded::new("8x H200, 42U 12 500 €");
        let list: Vec<String> = tokens(&text, true).into_iter().map(|token| token.text).collect();
        assert_eq!(list, ["8", "x", "h200", ",", "42", "u", "12 500", "€"]);
    }
}
