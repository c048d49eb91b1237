//! A question as words: folded, split where script or kind changes, with the place of each in the original.

use super::{lists::Phrase, spelling::fold_char};

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, without accents and full-width forms.
    pub text: String,
    /// Byte range in the original.
    pub from: usize,
    /// End of the byte range.
    pub to: usize,
    /// Place in [`Words::line`].
    pub at: usize,
}

/// How a French verb ends whose subject stands behind it, and that subject; verb forms that lists name whole
/// ("peut-on") keep their ending.
const INVERTED: &[(&str, &str)] = &[
    ("-t-il", "il"),
    ("-t-elle", "elle"),
    ("-ils", "ils"),
    ("-elles", "elles"),
    ("-il", "il"),
    ("-elle", "elle"),
];

/// A question as words, and as one line of them parted by single spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words in order.
    pub words: Vec<Word>,
    /// The words with a space before, between and behind.
    pub line: String,
}

impl Words {
    /// The words of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut out = Self { words: Vec::new(), line: " ".into() };
        let mut current: Option<(usize, String, Script)> = None;
        let mut end = 0;
        for (at, c) in text.char_indices() {
            let folded = fold_char(c);
            let script = script(&folded, c);
            let joins = match (&current, script) {
                (Some((_, word, Script::Latin)), Script::Joiner) => {
                    // A point or hyphen inside a name or number stays: 3.1, 2-8-9-400, fine-tune. A comma stays
                    // between digits alone: "tokens,64 H100" is two words.
                    let rest = &text[at + c.len_utf8()..];
                    let digits = word.ends_with(|c: char| c.is_ascii_digit())
                        && rest.starts_with(|c: char| c.is_ascii_digit());
                    !word.is_empty()
                        && (c != ',' || digits)
                        && rest.starts_with(|c: char| c.is_alphanumeric() && c.is_ascii())
                }
                (Some((_, _, before)), now) => *before == now && now != Script::Gap,
                (None, _) => false,
            };
            if !joins && let Some((from, word, _)) = current.take() {
                out.push(word, from, end);
            }
            if script == Script::Gap || (script == Script::Joiner && !joins) {
                end = at + c.len_utf8();
                continue;
            }
            match &mut current {
                Some((_, word, _)) => word.push_str(&folded),
                None => current = Some((at, folded, script)),
            }
            end = at + c.len_utf8();
        }
        if let Some((from, word, _)) = current {
            out.push(word, from, end);
        }
        out
    }

    fn push(&mut self, word: String, from: usize, to: usize) {
        // "8xH100" is a count and a name.
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        if digits > 0
            && word[digits..].starts_with('x')
            && word[digits + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
        {
            self.put(word[..digits].to_string(), from, from + digits);
            self.put(word[digits + 1..].to_string(), from + digits + 1, to);
            return;
        }
        // "H200 x8": the sign and the number.
        let times = word.strip_prefix('x').filter(|rest| !rest.is_empty() && rest.len() <= 4);
        if let Some(rest) = times.filter(|rest| rest.chars().all(|c| c.is_ascii_digit())) {
            self.put("x".into(), from, from + 1);
            self.put(rest.to_string(), from + 1, to);
            return;
        }
        // "7B-Modell", "40kW-Rack": an amount and what it is of.
        if digits > 0
            && let Some(hyphen) = word.find('-')
            && word.is_char_boundary(hyphen)
            && to - from == word.len()
            && (1..=3).contains(&(hyphen - digits.min(hyphen)))
            && word[digits..hyphen].chars().all(|c| c.is_ascii_alphabetic())
            && word[hyphen + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
        {
            self.put(word[..hyphen].to_string(), from, from + hyphen);
            self.put(word[hyphen + 1..].to_string(), from + hyphen + 1, to);
            return;
        }
        // "40-kW-Schrank", "80-GB-Karte": number, unit and what it is of.
        let parts: Vec<&str> = word.split('-').collect();
        if let [number, unit, noun] = parts.as_slice()
            && to - from == word.len()
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
            && (1..=4).contains(&unit.len())
            && unit.chars().all(|c| c.is_ascii_alphabetic())
            && noun.len() > 2
            && noun.chars().all(|c| c.is_ascii_alphabetic())
        {
            let (second, third) = (from + number.len() + 1, from + number.len() + unit.len() + 2);
            self.put((*number).to_string(), from, second - 1);
            self.put((*unit).to_string(), second, third - 1);
            self.put((*noun).to_string(), third, to);
            return;
        }
        // "consomme-t-il", "pèsent-elles": a French verb and its subject behind it.
        let stem = INVERTED.iter().find_map(|(ending, subject)| Some((word.strip_suffix(ending)?, *subject)));
        if let Some((stem, subject)) = stem.filter(|(stem, _)| stem.len() > 3 && !stem.contains('-')) {
            let (stem, cut) = (stem.to_string(), to.saturating_sub(subject.len()).max(from));
            self.put(stem, from, cut);
            self.put(subject.to_string(), cut, to);
            return;
        }
        self.put(word, from, to);
    }

    fn put(&mut self, text: String, from: usize, to: usize) {
        let at = self.line.len();
        self.line.push_str(&text);
        self.line.push(' ');
        self.words.push(Word { text, from, to, at });
    }

    /// Where a word or phrase of a list stands in the line, first place; a `*` at its end stands for any ending.
    #[must_use]
    pub fn find(&self, phrase: &str) -> Option<usize> {
        Phrase::new("", phrase).find(&self.line)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Other,
    Joiner,
    Gap,
}

fn script(folded: &str, c: char) -> Script {
    match c {
        '.' | '-' | ',' | '\'' | '’' | '/' => Script::Joiner,
        _ if folded.chars().all(|c| c.is_ascii_alphanumeric()) && !folded.is_empty() => Script::Latin,
        _ if c.is_alphanumeric() => Script::Other,
        _ => Script::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Words::new(text).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_part_at_spaces_scripts_and_counts() {
        assert_eq!(
            words("full fine-tune on ONE 8xH100 box."),
            ["full", "fine-tune", "on", "one", "8", "h100", "box"]
        );
        assert_eq!(words("H200 SXM 和 H200 NVL"), ["h200", "sxm", "和", "h200", "nvl"]);
        assert_eq!(words("L40S 1枚でLlama 3.1 8B"), ["l40s", "1", "枚で", "llama", "3.1", "8b"]);
        assert_eq!(words("2-8-9-400, größe 40kW?"), ["2-8-9-400", "grosse", "40kw"]);
        assert_eq!(words("7B-Modells"), ["7b", "modells"]);
        assert_eq!(
            words("im 40-kW-Schrank mit H200 x8"),
            ["im", "40", "kw", "schrank", "mit", "h200", "x", "8"]
        );
        assert_eq!(words("300B tokens,64 H100, 1,024"), ["300b", "tokens", "64", "h100", "1,024"]);
        assert_eq!(words("Combien consomme-t-il ?"), ["combien", "consomme", "il"]);
    }

    #[test]
    fn phrases_are_found_whole_by_stem_and_in_any_script() {
        let line = Words::new("Wie viele Leaf-Switches brauche ich? 何枚");
        assert!(
            line.find("wie viele").is_some() && line.find("leaf*").is_some() && line.find("何枚").is_some()
        );
        assert!(line.find("viel").is_none() && line.find("ich").is_some());
    }
}
