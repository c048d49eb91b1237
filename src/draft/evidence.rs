//! What an evidence pointer of the coverage shows to people: a number with its label, or a name.

use super::{
    chapters::lower,
    desk::{Desk, capital},
};
use crate::render::document::Inline;

/// The value a requirement was compared with, in words; empty where the place holds nothing to print.
pub(super) fn shown(desk: &mut Desk<'_>, at: &str) -> Vec<Inline> {
    let key = at.rsplit('/').next().unwrap_or_default();
    // How many of a line are billed says nothing of what was asked.
    if at.starts_with("/design/bom/lines/") {
        return Vec::new();
    }
    if let Some(finding) = of_finding(desk, at) {
        return finding;
    }
    if let Some(number) = desk.traced(at) {
        let label = desk.words.label(key);
        let is_count = matches!(&number, Inline::Number(number) if number.unit.is_empty());
        return if is_count {
            // German nouns keep their capital inside a sentence.
            let label = if desk.words.language == "de" { label } else { lower(&label) };
            vec![number, Inline::Text(format!(" {label}"))]
        } else {
            vec![Inline::Text(format!("{label}: ")), number]
        };
    }
    text(desk, at).map(|text| vec![Inline::Text(text)]).unwrap_or_default()
}

/// The figure of a finding, with its unit and, where the finding names it, what it is.
fn of_finding(desk: &mut Desk<'_>, at: &str) -> Option<Vec<Inline>> {
    let place: usize = at.strip_prefix("/findings/")?.strip_suffix("/actual/value")?.parse().ok()?;
    let finding = desk.answer.findings.get(place)?;
    let actual = finding.actual.as_ref()?;
    let unit = desk.words.unit(&actual.unit);
    let number = desk.amount(actual.value, &unit, at);
    let label = finding.message.split_once(": ").map(|(label, _)| label);
    let label = label.filter(|label| {
        label.len() <= 50 && label.contains(' ') && !label.contains(|c: char| c.is_ascii_digit())
    });
    let label = label.map(|label| format!("{}: ", capital(&desk.people(label)))).unwrap_or_default();
    Some(vec![Inline::Text(label), number])
}

/// A name or word of the design.
fn text(desk: &Desk<'_>, at: &str) -> Option<String> {
    let design = desk.design()?;
    let parts: Vec<&str> = at.trim_start_matches('/').split('/').collect();
    let name = |id: &str| desk.names.of(id);
    match parts.as_slice() {
        ["design", "compute", key] => {
            let compute = design.compute.as_ref()?;
            match *key {
                "gpu_id" | "gpu_name" => Some(name(&compute.gpu_id)),
                "system_id" => compute.system_id.as_deref().map(name),
                "server_class" => Some(desk.people(&compute.server_class)),
                "pattern_id" => {
                    compute.pattern_id.as_ref().map(|id| desk.words.say("pattern_named", &[("pattern", id)]))
                }
                "architecture_id" => compute.architecture_id.as_deref().map(name),
                _ => None,
            }
        }
        ["design", "fabric", fabric, key] => {
            let (_, one) = design.fabric.each().find(|(name, _)| name == fabric)?;
            let text = match *key {
                "technology" => desk.technology(one),
                "switch_id" => name(one.switch_id.as_deref()?),
                "oversubscription" => {
                    desk.words.say("ratio_is", &[("ratio", one.oversubscription.as_deref()?)])
                }
                "topology" => desk.words.value(&one.topology),
                _ => return None,
            };
            Some(format!("{}: {text}", desk.say(&format!("fabric_{fabric}"))))
        }
        ["design", "facility", "cooling"] => design
            .facility
            .as_ref()?
            .cooling
            .as_deref()
            .map(|word| format!("{}: {}", desk.words.label("cooling"), desk.words.value(word))),
        ["design", "facility", "racks", ..] => Some(desk.say("see_racks")),
        ["design", "software", ..] => {
            let names: Vec<String> =
                design.software.iter().take(3).map(|one| desk.names.of(&one.id)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        ["design", "bom", ..] => Some(desk.say("see_bill")),
        _ => None,
    }
}
