//! "Double it", "half of that": what a follow-up multiplies.

use serde_json::json;

use super::{
    follow_up::{Change, FollowUp},
    page::Page,
};
use crate::design::Requirement;

/// Words that multiply what was counted, and by how much.
const SCALES: &[(&str, f64)] = &[
    ("double", 2.0),
    ("doubled", 2.0),
    ("twice", 2.0),
    ("verdoppeln", 2.0),
    ("verdopple", 2.0),
    ("doppelt", 2.0),
    ("duplica", 2.0),
    ("doble", 2.0),
    ("raddoppia", 2.0),
    ("dobro", 2.0),
    ("verdubbel", 2.0),
    ("triple", 3.0),
    ("half", 0.5),
    ("halve", 0.5),
    ("halbiere", 0.5),
    ("halfte", 0.5),
    ("moitie", 0.5),
    ("mitad", 0.5),
    ("meta", 0.5),
    ("metade", 0.5),
    ("helft", 0.5),
];
/// Longest message that is read as a multiple alone, in words.
const SCALE_WORDS: usize = 6;

/// "Double it", "half of that": the count that was stated, multiplied.
pub(super) fn apply(page: &Page, text: &str, previous: &Requirement, out: &mut FollowUp) {
    if !out.changes.is_empty() || out.pending.is_some() || page.nodes.len() > SCALE_WORDS {
        return;
    }
    let factor = page
        .nodes
        .iter()
        .find_map(|node| SCALES.iter().find(|(word, _)| *word == node.text))
        .map(|(_, factor)| *factor);
    let Some(factor) = factor else { return };
    let (field, count) = match (&previous.node_count, &previous.gpu_count) {
        (Some(nodes), gpus) if gpus.as_ref().is_none_or(|gpus| gpus.quote == nodes.quote) => {
            ("node_count", nodes.value)
        }
        (_, Some(gpus)) => ("gpu_count", gpus.value),
        _ => return,
    };
    let count = (count as f64 * factor).round().max(1.0) as u64;
    out.changes.push(Change { field: field.into(), value: json!(count), quote: text.trim().to_string() });
}
