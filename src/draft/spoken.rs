//! Sentences of the engine in another language: a sentence fits a template with values in it, and the template's
//! translation is said with the same values.

use std::collections::BTreeMap;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Fixed(String),
    Value(String),
}

/// The templates of a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    templates: Vec<(Vec<Piece>, String)>,
}

impl Spoken {
    /// The templates of a file: the engine's sentence with `{names}`, and what is said for it.
    pub fn new(file: BTreeMap<String, String>) -> Self {
        let mut templates: Vec<_> = file.into_iter().map(|(said, other)| (pieces(&said), other)).collect();
        // The template with the most fixed text fits best.
        let fixed = |template: &[Piece]| -> usize {
            template.iter().map(|piece| if let Piece::Fixed(text) = piece { text.len() } else { 0 }).sum()
        };
        templates.sort_by_key(|(template, _)| std::cmp::Reverse(fixed(template)));
        Self { templates }
    }

    /// The sentence in this language, its values passed through `value`; none where no template fits. Clauses that are
    /// joined by semicolons are said one by one.
    pub fn say(&self, text: &str, value: &dyn Fn(&str) -> String) -> Option<String> {
        let bare = text.trim().trim_end_matches('.');
        if let Some(said) = self.whole(text.trim(), value).or_else(|| self.whole(bare, value)) {
            return Some(said);
        }
        let parts: Vec<&str> = bare.split("; ").collect();
        if parts.len() < 2 {
            return None;
        }
        let said: Option<Vec<String>> = parts.into_iter().map(|part| self.whole(part, value)).collect();
        said.map(|said| said.join("; "))
    }

    fn whole(&self, text: &str, value: &dyn Fn(&str) -> String) -> Option<String> {
        // A sentence of its own begins with a capital, and inside another one without.
        let mut letters = text.chars();
        let inside: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
        self.fitting(text, value).or_else(|| self.fitting(&inside, value))
    }

    fn fitting(&self, text: &str, value: &dyn Fn(&str) -> String) -> Option<String> {
        self.templates.iter().find_map(|(template, said)| {
            let found = fitted(template, text)?;
            Some(found.into_iter().fold(said.clone(), |said, (name, found)| {
                said.replace(&format!("{{{name}}}"), &value(found))
            }))
        })
    }
}

fn pieces(template: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            found.push(Piece::Fixed(before.to_string()));
        }
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        found.push(Piece::Value(name.to_string()));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Fixed(rest.to_string()));
    }
    found
}

/// The values of a text that fits a template whole, the shortest first.
fn fitted<'t>(template: &'t [Piece], text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    match template {
        [] => text.is_empty().then(Vec::new),
        [Piece::Fixed(fixed), rest @ ..] => fitted(rest, text.strip_prefix(fixed.as_str())?),
        [Piece::Value(name)] => (!text.is_empty()).then(|| vec![(name.as_str(), text)]),
        [Piece::Value(name), rest @ ..] => {
            let Some(Piece::Fixed(next)) = rest.first() else { return None };
            text.match_indices(next.as_str()).filter(|(at, _)| *at > 0).find_map(|(at, _)| {
                let mut found = fitted(rest, &text[at..])?;
                found.push((name.as_str(), &text[..at]));
                Some(found)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken() -> Spoken {
        let pairs = [
            ("use {nodes} nodes", "{nodes} Server"),
            ("{what} limits {where}", "{where}: {what}"),
            ("done", "fertig"),
        ];
        Spoken::new(pairs.into_iter().map(|(one, other)| (one.to_string(), other.to_string())).collect())
    }

    #[test]
    fn values_go_over_and_what_does_not_fit_stays() {
        let plain = |text: &str| text.to_string();
        assert_eq!(spoken().say("use 16 nodes.", &plain).as_deref(), Some("16 Server"));
        assert_eq!(
            spoken().say("power limits the racks", &|text| text.to_uppercase()).as_deref(),
            Some("THE RACKS: POWER")
        );
        assert_eq!(spoken().say("done; use 3 nodes", &plain).as_deref(), Some("fertig; 3 Server"));
        assert_eq!(spoken().say("done; nobody knows", &plain), None);
    }
}
