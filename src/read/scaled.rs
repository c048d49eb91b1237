//! "Double it", "half of that": what a follow-up multiplies; "air, 30 kW": power without a noun, as the answer to a question.

use serde_json::json;

use super::{
    change::{Change, FollowUp, Scenario},
    item::Sheet,
    unit::Unit,
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
/// Longest what-if question about the power of a rack, in items.
const VARIANT_WORDS: usize = 14;

/// "Double it", "half of that": the count that was stated, multiplied.
pub(super) fn apply(sheet: &Sheet, text: &str, previous: &Requirement, out: &mut FollowUp) {
    if !out.changes.is_empty() || out.pending.is_some() || sheet.items.len() > SCALE_WORDS {
        return;
    }
    let factor = sheet
        .items
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

/// Power in a short answer that nothing else claimed is power per rack, which is what the program asks for.
pub(super) fn bare_power(sheet: &Sheet, text: &str, out: &mut FollowUp) {
    let claimed = out.changes.iter().any(|change| change.field.starts_with("power_"));
    // "What if the racks had 60 kW?" asks for a variant, and says what the power is of.
    let variant = out.scenario == Scenario::WhatIf
        && sheet.has(0..sheet.items.len(), &["rack"])
        && sheet.items.len() <= VARIANT_WORDS;
    let short = sheet.items.len() <= SCALE_WORDS && !text.contains('?');
    if claimed || out.pending.is_some() || !(short || variant) {
        return;
    }
    let Some((_, power)) = sheet.quantities().find(|(_, quantity)| quantity.unit == Unit::Kw) else { return };
    if !(LEAST_RACK_KW..=MOST_RACK_KW).contains(&power.low) {
        return;
    }
    out.changes.push(Change {
        field: "power_per_rack_kw".into(),
        value: json!(power.low),
        quote: text.trim().to_string(),
    });
}

/// Power a rack may have, kW: what is outside is not taken for it unasked.
const LEAST_RACK_KW: f64 = 3.0;
const MOST_RACK_KW: f64 = 200.0;
