//! What the customer wants done, in the order of the text.

use std::collections::BTreeSet;

use super::{
    item::{Kind, Sheet},
    unit::Unit,
};
use crate::design::Intent;

/// Words that compare what stands around them.
const COMPARING: &[&str] = &[
    "compare",
    "comparison",
    "versus",
    "vs",
    "difference",
    "better",
    "faster",
    "vergleich",
    "vergleiche",
    "unterschied",
    "besser",
    "comparer",
    "comparez",
    "comparar",
    "compara",
];

/// Whether a text sets two GPUs against each other and states no amount of anything.
fn compares_parts(sheet: &Sheet) -> bool {
    let open = || sheet.items.iter().filter(|node| !node.masked);
    let gpus: BTreeSet<&str> = open()
        .filter_map(|node| match &node.kind {
            Kind::Gpu(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    gpus.len() > 1
        && open().any(|node| COMPARING.contains(&node.text.as_str()))
        && !open().any(|node| matches!(&node.kind, Kind::Number(_) | Kind::Model(_)))
}

/// The intents of a text; a design where quantities or products are wanted and nothing else is asked.
pub(super) fn find(sheet: &Sheet) -> Vec<Intent> {
    let mut out: Vec<Intent> = Vec::new();
    let mut push = |intent| {
        if !out.contains(&intent) {
            out.push(intent);
        }
    };
    let patterns = sheet.items.iter().any(|node| matches!(node.kind, Kind::Pattern(_)) && !node.masked);
    let mut wanted = false;
    for at in 0..sheet.items.len() {
        let sentence = sheet.sentence(at);
        let last = sentence.end.saturating_sub(1);
        // A phrase such as "right?" holds the sign itself.
        let asked =
            sheet.is_sign(last, '?') || sheet.items.get(last).is_some_and(|node| node.text.ends_with('?'));
        let item = &sheet.items[at];
        if item.is(&["ask_needs"]) {
            push(Intent::AskForQuestions);
        }
        if item.is(&["no_questions"]) {
            push(Intent::NoQuestions);
        }
        if item.is(&["ask_spec"]) {
            push(Intent::Lookup);
        }
        if item.is(&["ask_fit"]) && asked {
            push(Intent::FitCheck);
        }
        if item.is(&["ask_validate"]) {
            push(Intent::ValidateDesign);
        }
        if item.is(&["ask_pattern"]) && patterns {
            push(Intent::ExplainPattern);
        }
        if item.is(&["ask_proof"]) && asked {
            push(Intent::AskForProof);
        }
        if item.is(&["ask_delivery"]) && (asked || sheet.has(sentence.clone(), &["delivery", "go_live"])) {
            push(Intent::DeliveryPromise);
        }
        if item.is(&["fraud", "attack"]) || item.is(&["evade"]) && sheet.has(sentence, &["law"]) {
            push(Intent::Harm);
        }
        if item.is(&["ask_certify"]) {
            push(Intent::Certification);
        }
        if item.is(&["ask_booking"]) {
            push(Intent::OutOfScope);
        }
        if item.is(&["ask_secret"]) {
            push(Intent::Forbidden);
        }
        if item.is(&["ask_design"]) {
            wanted = true;
        }
        let how_many = sheet.items[at].text == "how"
            && sheet.items.get(at + 1).is_some_and(|next| next.text == "many")
            && asked;
        if how_many {
            // A number is asked for, so none is claimed to fit.
            push(Intent::FitCheck);
            push(Intent::Lookup);
        }
    }
    if compares_parts(sheet) {
        push(Intent::Lookup);
    }
    let asks = out.iter().any(|intent| {
        matches!(
            intent,
            Intent::Lookup
                | Intent::FitCheck
                | Intent::ExplainPattern
                | Intent::AskForProof
                | Intent::ValidateDesign
                | Intent::OutOfScope
                | Intent::Forbidden
                | Intent::Harm
        )
    });
    let material = sheet.items.iter().any(|node| {
        !node.masked
            && match &node.kind {
                Kind::Gpu(_) | Kind::RackScale(_) | Kind::Model(_) => true,
                Kind::Number(quantity) => quantity.unit != Unit::None || quantity.digits,
                _ => false,
            }
    });
    if (wanted || material) && !asks || out.is_empty() {
        out.insert(0, Intent::Design);
    } else if wanted {
        out.push(Intent::Design);
    }
    out
}
