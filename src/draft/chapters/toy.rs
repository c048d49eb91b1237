//! A toy chapter: with its row in `CHAPTERS` it is all a chapter needs, and that is what it shows.

use super::{Gap, paragraph};
use crate::{draft::desk::Desk, render::document::Block};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    vec![paragraph(format!("An answer in `{}`.", desk.answer.language))]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use crate::{
        draft::{Settings, Words, files, proposal},
        render::{document::Part, names::Names},
    };

    #[test]
    fn its_row_numbers_titles_and_writes_it() {
        let answer = json!({
            "schema": "gcg/answer/1", "outcome": "partial", "language": "en", "summary": "", "requirement": {},
            "planner": { "name": "none", "model": null, "notes": [] },
            "intents": [], "assumptions": [], "conflicts": [], "claims": [], "notices": [], "open_questions": [],
            "design": null, "findings": [], "alternatives": [], "coverage": [],
            "provenance": { "sources": [], "derivations": null },
            "catalog": { "edition": "", "digest": "", "overlaid": false },
        });
        let answer = serde_json::from_value(answer).unwrap();
        let (words, names) = (Words::with("en", None).unwrap(), Names::default());
        let source = files::Source {
            answer: &answer,
            explanations: &[],
            words: &words,
            names: &names,
            settings: &Settings::default(),
            cabling: None,
            wired_plan: None,
            no_wiring: "",
            prose: None,
        };
        let document = proposal(source).unwrap();
        let toy = document.sections.iter().find(|section| section.id == "toy").unwrap();
        assert_eq!((toy.part, toy.title.as_str()), (Part::Chapter, "Toy"));
        let last = document.sections.iter().filter(|section| section.part == Part::Chapter).count();
        assert_eq!(toy.number, last.to_string());
        let written = files::make(&document, source, files::Format::Markdown).unwrap();
        let text = String::from_utf8(written[0].bytes.clone()).unwrap();
        assert!(text.contains("Toy") && text.contains("An answer in"), "{text}");
    }
}
