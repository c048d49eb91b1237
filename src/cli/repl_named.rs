//! Designs a conversation gave a name to: kept beside each other, taken up again, compared.

use std::collections::BTreeMap;

use super::turn_text;
use crate::{check::AnswerDocument, design::Reading};

/// The named designs of a conversation; they last as long as it does.
#[derive(Debug, Default)]
pub struct Named {
    kept: BTreeMap<String, (Reading, AnswerDocument)>,
}

impl Named {
    /// Keeps a design under a name; what is said about it.
    pub fn keep(&mut self, name: &str, reading: &Reading, answer: Option<&AnswerDocument>) -> String {
        let Some(answer) = answer.filter(|answer| answer.design.is_some()) else {
            return "There is no design to name yet.\n".into();
        };
        if name.is_empty() {
            return "Say a name: /name alpha\n".into();
        }
        self.kept.insert(name.to_lowercase(), (reading.clone(), answer.clone()));
        format!("This design is `{name}` from here on; `use design {name}` takes it up again.\n")
    }

    /// The requirement and the answer of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&(Reading, AnswerDocument)> {
        self.kept.get(&name.to_lowercase())
    }

    /// Whether every name of a comparison is one of a design.
    #[must_use]
    pub fn holds(&self, names: &str) -> bool {
        let mut names = names.split_whitespace().peekable();
        names.peek().is_some() && names.all(|name| self.get(name).is_some())
    }

    /// The names, each with the headline of its design.
    #[must_use]
    pub fn list(&self) -> String {
        if self.kept.is_empty() {
            return "No design has a name yet: say `name it alpha`.\n".into();
        }
        self.kept
            .iter()
            .map(|(name, (_, answer))| {
                format!("{name}: {}\n", answer.reply.split(". ").take(2).collect::<Vec<_>>().join(". "))
            })
            .collect()
    }

    /// What differs between two named designs, the first before the arrow.
    #[must_use]
    pub fn compare(&self, names: &str) -> String {
        let found: Vec<&(Reading, AnswerDocument)> =
            names.split_whitespace().filter_map(|name| self.get(name)).collect();
        match found.as_slice() {
            [one, two] => {
                turn_text::difference(&one.1, &two.1).unwrap_or_else(|| "One of them has no design.\n".into())
            }
            _ => format!("Name two designs; {}", self.list()),
        }
    }
}
