//! Origins of a part's numbers, as they stand in the answer of the whole: pointers lead to the part's place, and a value
//! that was dealt out to the part leads back to what the customer stated.

use std::{collections::BTreeMap, sync::Arc};

use super::{FindingDraft, Origin, Trace, Traced};
use crate::design::{PartAsked, Share};

/// Where the design of a part stands in the design of the whole.
#[must_use]
pub fn place(index: usize) -> String {
    format!("/design/parts/list/{index}/design")
}

/// Moves origins of one part to their place in the whole.
pub struct Reroot<'p> {
    at: String,
    name: &'p str,
    shares: &'p [Share],
    done: BTreeMap<*const Origin, (Traced, Arc<Origin>)>,
}

impl<'p> Reroot<'p> {
    /// For the part at an index; `asked` is what it had to meet, where that is known.
    #[must_use]
    pub fn new(index: usize, name: &'p str, asked: Option<&'p PartAsked>) -> Self {
        let shares = asked.map_or(&[][..], |asked| asked.shares.as_slice());
        Self { at: place(index), name, shares, done: BTreeMap::new() }
    }

    /// A pointer into the part's design as one into the whole; any other stays.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> String {
        match pointer.strip_prefix("/design") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{}{rest}", self.at),
            _ => pointer.to_string(),
        }
    }

    /// A number with its origin moved.
    #[must_use]
    pub fn traced(&mut self, traced: &Traced) -> Traced {
        let key = Arc::as_ptr(&traced.origin);
        if let Some((_, origin)) = self.done.get(&key) {
            return Traced { origin: origin.clone(), ..traced.clone() };
        }
        let origin = match &*traced.origin {
            Origin::Pointer(pointer) => Arc::new(Origin::Pointer(self.pointer(pointer))),
            Origin::Derived { formula, inputs, rule } => Arc::new(Origin::Derived {
                formula: formula.clone(),
                inputs: self.inputs(inputs),
                rule: rule.clone(),
            }),
            Origin::Estimated { model, inputs, basis } => Arc::new(Origin::Estimated {
                model: model.clone(),
                inputs: self.inputs(inputs),
                basis: basis.clone(),
            }),
            Origin::Stated { field, .. } => {
                let share = self.shares.iter().find(|share| {
                    share.field.name() == field
                        && (share.value - traced.value).abs() <= 1e-9 * share.value.abs()
                });
                share.map_or_else(|| traced.origin.clone(), |share| of_share(share, &traced.unit).origin)
            }
            _ => traced.origin.clone(),
        };
        // The number is kept beside its new origin, so that its address stays its own.
        self.done.insert(key, (traced.clone(), origin.clone()));
        Traced { origin, ..traced.clone() }
    }

    fn inputs(&mut self, inputs: &[(String, Traced)]) -> Vec<(String, Traced)> {
        inputs.iter().map(|(name, input)| (name.clone(), self.traced(input))).collect()
    }

    /// A part's origins at their place in the whole.
    #[must_use]
    pub fn trace(&mut self, part: &Trace) -> Trace {
        let mut whole = Trace::default();
        for (pointer, traced) in part.iter() {
            whole.put(self.pointer(pointer), self.traced(traced));
        }
        whole
    }

    /// A finding on the part as one on the whole, which names the part.
    #[must_use]
    pub fn finding(&mut self, finding: FindingDraft) -> FindingDraft {
        FindingDraft {
            message: format!("{}: {}", self.name, finding.message),
            actual: finding.actual.as_ref().map(|traced| self.traced(traced)),
            limit: finding.limit.as_ref().map(|traced| self.traced(traced)),
            at: finding.at.as_ref().map(|at| self.pointer(at)).or_else(|| Some(self.at.clone())),
            ..finding
        }
    }
}

/// The number of a share, from what was stated of the whole.
fn of_share(share: &Share, unit: &str) -> Traced {
    let whole = Traced::stated(share.whole, unit, share.source.name(), &share.quote);
    let Some((index, sites, piece)) = share.divided else { return whole };
    let constant =
        |value: u64, what: &str| Traced::constant(value as f64, "", what, "division over the sites");
    let (index, sites) = (constant(index, "sites before this one"), constant(sites, "sites"));
    if piece == 0 {
        return Traced::derived(share.value, unit, "whole / sites", &[("whole", &whole), ("sites", &sites)]);
    }
    let piece = constant(piece, "dealt out at once");
    Traced::derived(
        share.value,
        unit,
        "piece * ceil((whole / piece - before) / sites)",
        &[("piece", &piece), ("whole", &whole), ("before", &index), ("sites", &sites)],
    )
}

/// The origins of one part, as they stood when it was planned by itself.
#[must_use]
pub fn of_part(whole: &Trace, index: usize) -> Trace {
    let mut part = Trace::default();
    let at = place(index);
    for (pointer, traced) in whole.iter() {
        if let Some(rest) = pointer.strip_prefix(&at) {
            part.put(format!("/design{rest}"), traced.clone());
        }
    }
    part
}
