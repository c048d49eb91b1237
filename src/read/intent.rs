//! What the customer wants done, in the order of the text.

use std::collections::BTreeSet;

use super::{
    lexicon::C,
    page::{Page, What},
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
fn compares_parts(page: &Page) -> bool {
    let open = || page.nodes.iter().filter(|node| !node.masked);
    let gpus: BTreeSet<&str> = open()
        .filter_map(|node| match &node.what {
            What::Gpu(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    gpus.len() > 1
        && open().any(|node| COMPARING.contains(&node.text.as_str()))
        && !open().any(|node| matches!(&node.what, What::Quantity(_) | What::Model(_)))
}

/// The intents of a text; a design where quantities or products are wanted and nothing else is asked.
pub(super) fn find(page: &Page) -> Vec<Intent> {
    let mut out: Vec<Intent> = Vec::new();
    let mut push = |intent| {
        if !out.contains(&intent) {
            out.push(intent);
        }
    };
    let patterns = page.nodes.iter().any(|node| matches!(node.what, What::Pattern(_)) && !node.masked);
    let mut wanted = false;
    for at in 0..page.nodes.len() {
        let sentence = page.sentence(at);
        let last = sentence.end.saturating_sub(1);
        // A phrase such as "right?" holds the sign itself.
        let asked =
            page.is_sign(last, '?') || page.nodes.get(last).is_some_and(|node| node.text.ends_with('?'));
        match page.concept(at) {
            Some(C::AskNeeds) => push(Intent::AskForQuestions),
            Some(C::NoQuestions) => push(Intent::NoQuestions),
            Some(C::AskSpec) => push(Intent::Lookup),
            Some(C::AskFit) if asked => push(Intent::FitCheck),
            Some(C::AskValidate) => push(Intent::ValidateDesign),
            Some(C::AskPattern) if patterns => push(Intent::ExplainPattern),
            Some(C::AskProof) if asked => push(Intent::AskForProof),
            Some(C::AskDelivery) => push(Intent::DeliveryPromise),
            Some(C::AskCertify) => push(Intent::Certification),
            Some(C::AskBooking) => push(Intent::OutOfScope),
            Some(C::AskSecret) => push(Intent::Forbidden),
            Some(C::AskDesign) => wanted = true,
            _ => {}
        }
        let how_many = page.nodes[at].text == "how"
            && page.nodes.get(at + 1).is_some_and(|next| next.text == "many")
            && asked;
        if how_many {
            // A number is asked for, so none is claimed to fit.
            push(Intent::FitCheck);
            push(Intent::Lookup);
        }
    }
    if compares_parts(page) {
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
        )
    });
    let material = page.nodes.iter().any(|node| {
        !node.masked
            && match &node.what {
                What::Gpu(_) | What::RackScale(_) | What::Model(_) => true,
                What::Quantity(quantity) => quantity.unit != Unit::None || quantity.digits,
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
