//! A cheap look at a YAML text before the YAML reader sees it: size, nesting, anchors, tags and non-numbers.
//!
//! Catalog files are plain lists of records. Anchors and aliases (which can grow without bound), tags, deep nesting
//! (which costs the reader time squared) and `.nan` or `.inf` have no place in them, so they are refused unread.

/// A larger file is refused: a flood of brackets costs the YAML reader seconds per megabyte.
pub(crate) const FILE_LIMIT_BYTES: u64 = 256 * 1024;
/// Deepest nesting of brackets. The deepest published entry nests four.
const DEPTH_LIMIT: usize = 16;
/// Deepest indentation, in spaces.
const INDENT_LIMIT: usize = 64;

/// What the look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Objection {
    /// Name of the lint rule.
    pub rule: &'static str,
    /// Line, from 1; none when the whole text is meant.
    pub line: Option<usize>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// The first objection to a text, if any. Takes time linear in the text's length.
pub(crate) fn objection(text: &str) -> Option<Objection> {
    if text.len() as u64 > FILE_LIMIT_BYTES {
        return Some(Objection {
            rule: "too-large",
            line: None,
            found: format!("{} bytes", text.len()),
            expected: format!("at most {FILE_LIMIT_BYTES} bytes; split the file"),
        });
    }
    let mut scan = Scan { depth: 0, quote: None, block: None };
    text.lines().enumerate().find_map(|(at, line)| scan.line(line, at + 1))
}

/// State that runs on from line to line.
struct Scan {
    depth: usize,
    quote: Option<char>,
    /// Indentation of the key that opened a block of text; deeper lines belong to the text.
    block: Option<usize>,
}

impl Scan {
    fn line(&mut self, line: &str, number: usize) -> Option<Objection> {
        let object = |rule, found: String, expected: &str| {
            Some(Objection { rule, line: Some(number), found, expected: expected.into() })
        };
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(opened) = self.block {
            if line.trim().is_empty() || indent > opened {
                return None;
            }
            self.block = None;
        }
        if self.quote.is_none() && indent > INDENT_LIMIT && !line.trim().is_empty() {
            return object("too-deep", format!("an indentation of {indent} spaces"), "at most 64 spaces");
        }
        let mut before = ' ';
        let mut fresh = true; // whether a value may begin here
        let mut word = String::new();
        for c in line.chars() {
            if let Some(quote) = self.quote {
                if c == quote && (quote == '\'' || before != '\\') {
                    self.quote = None;
                }
                before = if before == '\\' && c == '\\' { ' ' } else { c };
                continue;
            }
            if matches!(c, ' ' | '\t') {
                fresh |= before == ':';
                before = c;
                word.clear();
                continue;
            }
            match c {
                '#' if matches!(before, ' ' | '\t') => break,
                '"' | '\'' if fresh => self.quote = Some(c),
                '[' | '{' if fresh => {
                    self.depth += 1;
                    if self.depth > DEPTH_LIMIT {
                        return object("too-deep", format!("{} open brackets", self.depth), "at most 16");
                    }
                }
                ']' | '}' => self.depth = self.depth.saturating_sub(1),
                '&' | '*' if fresh => {
                    return object("anchor", format!("an anchor or alias (`{c}`)"), "the value itself");
                }
                '!' if fresh => return object("tag", "a tag (`!`)".into(), "a value without a tag"),
                _ => {}
            }
            if c.is_alphanumeric() || matches!(c, '.' | '+' | '-') {
                word.push(c.to_ascii_lowercase());
            } else {
                word.clear();
            }
            if matches!(word.trim_start_matches(['+', '-']), ".nan" | ".inf") {
                return object("not-a-number", format!("`{word}`"), "a number, or `state: not_published`");
            }
            fresh = match c {
                '[' | '{' | '-' => fresh,
                ',' => self.depth > 0,
                _ => false,
            };
            before = c;
        }
        let rest = line.trim_end();
        let opens = [": |", ": >", "- |", "- >", ": |-", ": >-", "- |-", "- >-"];
        if self.quote.is_none() && self.depth == 0 && opens.iter().any(|mark| rest.ends_with(mark)) {
            self.block = Some(indent);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<&'static str> {
        objection(text).map(|found| found.rule)
    }

    #[test]
    fn hostile_texts_are_named() {
        for (text, expected) in [
            ("a: &x 1\nb: *x\n", "anchor"),
            ("b: [*x, *x]\n", "anchor"),
            ("a: !!python/object 1\n", "tag"),
            ("a: .nan\n", "not-a-number"),
            ("a: {value: -.INF}\n", "not-a-number"),
        ] {
            assert_eq!(rule(text), Some(expected), "{text}");
        }
        assert_eq!(rule(&"[".repeat(100_000)), Some("too-deep"));
        assert_eq!(rule(&format!("{}x: 1\n", " ".repeat(100))), Some("too-deep"));
        assert_eq!(rule(&"x".repeat(300_000)), Some("too-large"));
    }

    #[test]
    fn plain_texts_pass() {
        for text in [
            "note: \"2 * 3 & more! [[[[[[[[[[[[[[[[[[[[[[\"\n",
            "note: 8 x 14.3 kW & 2 * 5 (A&B)\n",
            "- text: |\n    * a bullet\n    ! and this\n  other: 1\n",
            "a: 'it''s & fine' # *comment*\n",
            "b: [1, 2, {c: \"x\\\"*y\"}]\n",
        ] {
            assert_eq!(rule(text), None, "{text}");
        }
        for (name, text) in crate::catalog::FILES {
            assert_eq!(objection(text), None, "{name}");
        }
    }
}
