//! A turn of the conversation as people read it: the reply, and what changed against the design before, in a few lines.

use crate::{check::AnswerDocument, tools::answers::changed};

/// Columns a reply is wrapped to.
const WIDTH: usize = 96;
/// Questions that are shown with a turn at most.
const QUESTIONS_MAX: usize = 2;

/// Lines of a part of an answer at most.
const PART_LINES: usize = 10;

/// The text of a turn.
#[must_use]
pub fn of(before: Option<&AnswerDocument>, after: &AnswerDocument) -> String {
    let mut out = wrapped(&after.reply, WIDTH);
    if let (Some(design), Some(old)) = (&after.design, before.and_then(|answer| answer.design.as_ref())) {
        let changes = changed(old, design);
        if !changes.is_empty() {
            out.push_str(&wrapped(&format!("Changed: {}", changes.join("; ")), WIDTH));
        }
    }
    if after.design.is_some() {
        for question in after.open_questions.iter().skip(1).take(QUESTIONS_MAX) {
            out.push_str(&wrapped(&format!("? {}", question.question), WIDTH));
        }
        out.push_str("(/show bill, racks, power, switches, assumptions, questions; /json for everything)\n");
    }
    out
}

/// A part of an answer, by its everyday name; the whole of it where the name is none of them.
#[must_use]
pub fn part(answer: &AnswerDocument, what: &str) -> String {
    let lines: Vec<String> = match what.split_whitespace().last().unwrap_or("all") {
        "bill" | "bom" | "parts" | "materials" => answer
            .design
            .iter()
            .filter_map(|design| design.bom.as_ref())
            .flat_map(|bom| &bom.lines)
            .map(|line| format!("{:>7} {}  {}", line.quantity, line.unit, line.item))
            .collect(),
        "cables" | "optics" | "cabling" => answer
            .design
            .iter()
            .filter_map(|design| design.bom.as_ref())
            .flat_map(|bom| &bom.lines)
            .filter(|line| {
                ["cable", "optic", "transceiver", "fibre"].iter().any(|word| line.group.contains(word))
            })
            .map(|line| format!("{:>7} {}  {}", line.quantity, line.unit, line.item))
            .collect(),
        "racks" | "power" | "cooling" => answer
            .design
            .iter()
            .filter_map(|design| design.facility.as_ref())
            .flat_map(|facility| &facility.racks)
            .map(|rack| {
                format!(
                    "{:>4} x {}: {} nodes, {:.1} kW",
                    rack.count, rack.name, rack.node_count, rack.power_kw
                )
            })
            .collect(),
        "assumptions" => answer
            .assumptions
            .iter()
            .map(|one| format!("{} = {}: {}", one.field, one.value.words(), one.reason))
            .collect(),
        "questions" => answer.open_questions.iter().map(|one| one.question.clone()).collect(),
        "switches" | "network" => answer
            .design
            .iter()
            .flat_map(|design| {
                design
                    .fabric
                    .each()
                    .map(|(name, fabric)| {
                        format!("{name}: {} switches, {}", fabric.switch_count, fabric.topology)
                    })
                    .collect::<Vec<_>>()
            })
            .collect(),
        _ => {
            return crate::render::answer::text(answer, crate::render::answer::Detail::WHOLE);
        }
    };
    if lines.is_empty() {
        return "There is nothing of that in the answer.\n".into();
    }
    let mut out = String::new();
    for (shown, line) in lines.iter().enumerate() {
        let line = wrapped(line, WIDTH);
        if shown + 1 < lines.len() && out.lines().count() + line.lines().count() > PART_LINES {
            out.push_str(&format!(
                "... and {} more; /show all, or /save FILE, for every row\n",
                lines.len() - shown
            ));
            break;
        }
        out.push_str(&line);
    }
    out
}

/// What differs between two answers' designs, in a few lines; none where either has no design.
#[must_use]
pub fn difference(one: &AnswerDocument, two: &AnswerDocument) -> Option<String> {
    let changes = changed(one.design.as_ref()?, two.design.as_ref()?);
    Some(if changes.is_empty() {
        "The two designs are the same.\n".into()
    } else {
        wrapped(&changes.join("; "), WIDTH)
    })
}

/// A command that was written as words: "undo", "help", "show me the bill", "what changed?".
#[must_use]
pub fn as_command(entry: &str) -> Option<String> {
    let words: Vec<String> = entry
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(ToString::to_string)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let command = match words.as_slice() {
        _ if entry.starts_with('/') => return None,
        ["undo"] | ["back"] | ["go", "back"] | ["undo", "that"] => "/undo".to_string(),
        ["help"] => "/help".into(),
        ["exit"] | ["quit"] | ["bye"] | ["goodbye"] => "/quit".into(),
        ["reset"] | ["start", "over"] => "/reset".into(),
        ["draft"] | ["draft", "it"] | ["write" | "draft" | "make", "the" | "a", "proposal"] => {
            "/draft".into()
        }
        ["designs"] | ["list", "designs"] | ["list", "the", "designs"] | ["show", "designs"] => {
            "/designs".into()
        }
        ["name" | "call", "it" | "this", rest @ ..] if !rest.is_empty() && rest.len() <= 3 => {
            format!(
                "/name {}",
                rest.iter().filter(|word| **word != "one").copied().collect::<Vec<_>>().join("-")
            )
        }
        // "Back to 40" is about a number that was said, not about a name.
        ["use" | "open" | "take", "design", name] | ["switch" | "back", "to", name]
            if !name.starts_with(|c: char| c.is_ascii_digit()) && *name != "base" =>
        {
            format!("/use {name}")
        }
        ["compare", one, "and" | "with" | "to" | "vs", two] => format!("/compare {one} {two}"),
        ["what", "changed"] | ["what", "has", "changed"] | ["changes"] => "/changed".into(),
        ["show", rest @ ..] | ["give", "me", rest @ ..] if rest.len() <= 4 => {
            const PARTS: &[&str] = &[
                "bill",
                "bom",
                "materials",
                "cables",
                "cabling",
                "optics",
                "racks",
                "power",
                "cooling",
                "assumptions",
                "questions",
                "switches",
                "network",
            ];
            format!("/show {}", rest.iter().rev().find(|word| PARTS.contains(word))?)
        }
        _ => return None,
    };
    Some(command)
}

/// Text broken at spaces, so that no line is longer than so many characters where a space allows it.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut used = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > width {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
        }
        out.push('\n');
    }
    out
}

/// The steps of an explanation, indented.
pub fn steps(one: &crate::check::Explanation, depth: usize, out: &mut String) {
    let place = one.pointer.as_deref().or(one.name.as_deref()).unwrap_or_default();
    out.push_str(&format!("{}{place}: {}\n", "  ".repeat(depth), one.sentence));
    if let Some(source) = &one.source {
        out.push_str(&format!("{}  source: {} (read {})\n", "  ".repeat(depth), source.title, source.read));
    }
    for input in &one.inputs {
        steps(input, depth + 1, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_alone() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree\n");
        assert_eq!(wrapped("a-very-long-word b", 5), "a-very-long-word\nb\n");
    }
}
