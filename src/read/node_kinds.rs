//! Counts of nodes of two kinds, and counts of GPUs that are those of one node.

use super::{item::Sheet, numbers::Claim};
use crate::design::{Bound, Field, Plain, Scope};

/// Nodes for training beside nodes for inference have fields of their own.
pub(super) fn two_kinds(sheet: &Sheet, claims: &mut [Claim]) {
    let kind = |claim: &Claim| {
        let own = sheet.sentence(claim.from);
        let near = |concepts: &[&str]| {
            own.clone()
                .filter(|place| sheet.items[*place].is(concepts))
                .map(|place| claim.from.abs_diff(place))
                .min()
        };
        match (near(&["work_training", "train_words"]), near(&["work_inference"])) {
            (Some(training), Some(inference)) => Some(training <= inference),
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    };
    let nodes: Vec<Option<bool>> = claims
        .iter()
        .filter(|claim| claim.statement.field == Field::NodeCount && claim.statement.scope == Scope::New)
        .map(kind)
        .collect();
    if !(nodes.contains(&Some(true)) && nodes.contains(&Some(false))) {
        return;
    }
    for claim in claims.iter_mut().filter(|claim| claim.statement.scope == Scope::New) {
        claim.statement.field = match (claim.statement.field, kind(claim)) {
            (Field::NodeCount, Some(true)) => Field::TrainingNodes,
            (Field::NodeCount, Some(false)) => Field::InferenceNodes,
            (Field::GpusPerNode, Some(true)) => Field::TrainingGpusPerNode,
            (Field::GpusPerNode, Some(false)) => Field::InferenceGpusPerNode,
            (field, _) => field,
        };
    }
}

/// "24 nodes, 8 GPUs, 3 racks": fewer GPUs than nodes are the GPUs of one node.
pub(super) fn fewer_than_nodes(sheet: &Sheet, claims: &mut [Claim]) {
    let number = |claim: &Claim| match claim.statement.value {
        Plain::Number(value) => Some(value),
        _ => None,
    };
    let nodes: Vec<(usize, f64)> = claims
        .iter()
        .filter(|claim| claim.statement.field == Field::NodeCount && claim.statement.scope == Scope::New)
        .filter_map(|claim| Some((sheet.items[claim.from].sentence, number(claim)?)))
        .collect();
    if claims.iter().any(|claim| claim.statement.field == Field::GpusPerNode) {
        return;
    }
    for claim in claims.iter_mut().filter(|claim| claim.statement.field == Field::GpuCount) {
        let own = sheet.items[claim.from].sentence;
        let few = number(claim).is_some_and(|gpus| {
            matches!(gpus as u64, 2 | 4 | 8)
                && nodes.iter().any(|(sentence, count)| *sentence == own && gpus < *count)
        });
        if few && claim.statement.scope == Scope::New && claim.statement.bound == Bound::Exactly {
            claim.statement.field = Field::GpusPerNode;
        }
    }
}
