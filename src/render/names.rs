//! Names of products as their makers print them, in place of catalog ids, wherever people read.

use std::collections::BTreeMap;

/// Names by catalog id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Names by id; an id that is its own name changes nothing and is left out.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(names.into_iter().filter(|(id, name)| id != name && !id.is_empty()).collect())
    }

    /// The name of a product; the id where nothing names it.
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        self.0.get(id).map_or(id, String::as_str).to_string()
    }

    /// A sentence of the engine with names in place of the ids in it.
    #[must_use]
    pub fn put(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| !is_id_letter(c)).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end.max(first.len_utf8()));
            let bare = token.trim_end_matches(['.', '-']);
            match self.0.get(bare).filter(|_| looks_like_an_id(bare)) {
                Some(name) => {
                    out.push_str(name);
                    out.push_str(&token[bare.len()..]);
                }
                None => out.push_str(token),
            }
            rest = after;
        }
        out
    }

    /// Whether a word is an id that has another name.
    #[must_use]
    pub fn is_id(&self, word: &str) -> bool {
        looks_like_an_id(word) && self.0.contains_key(word)
    }
}

fn is_id_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

/// Ids are in small letters and hold a digit or a hyphen; a plain word of a sentence is never taken for one.
fn looks_like_an_id(word: &str) -> bool {
    !word.bytes().any(|b| b.is_ascii_uppercase())
        && word.bytes().any(|b| b.is_ascii_digit() || b == b'-')
        && word.bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_and_words_stay() {
        let names = Names::new([
            ("sn5600".to_string(), "SN5600".to_string()),
            ("dgx-h100".to_string(), "DGX H100".to_string()),
            ("air".to_string(), "Air".to_string()),
        ]);
        assert_eq!(names.put("2 x sn5600, 16 x dgx-h100."), "2 x SN5600, 16 x DGX H100.");
        assert_eq!(names.put("cooled by air (sn5600)"), "cooled by air (SN5600)");
        assert_eq!((names.of("sn5600"), names.of("x-1")), ("SN5600".into(), "x-1".into()));
        assert!(names.is_id("dgx-h100") && !names.is_id("air"));
    }
}
