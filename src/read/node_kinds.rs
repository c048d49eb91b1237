//! Counts of nodes of two kinds, and counts of GPUs that are those of one node.

use super::{item::Sheet, numbers::Claim};
use crate::design::{Bound, Field, Plain, Scope};

const TRAINING: &[&str] = &["work_training", "train_words"];
const INFERENCE: &[&str] = &["work_inference"];

/// Nodes for training beside nodes for inference have fields of their own.
pub(super) fn two_kinds(sheet: &Sheet, claims: &mut [Claim]) {
    let now = |claim: &&Claim| claim.statement.scope == Scope::New;
    let counted = |claim: &&Claim| claim.statement.field == Field::NodeCount;
    let nodes: Vec<usize> = claims.iter().filter(now).filter(counted).map(|claim| claim.from).collect();
    let kinds: Vec<(usize, Option<bool>)> = nodes.iter().map(|at| (*at, kind(sheet, *at, &nodes))).collect();
    let says = |kind: bool| kinds.iter().any(|(_, own)| *own == Some(kind));
    if !(says(true) && says(false)) {
        return;
    }
    // What is said of one node is said of the nodes counted before it in the sentence.
    let of = |claim: &Claim| {
        let own = sheet.sentence(claim.from);
        let before = kinds.iter().rev().find(|(at, _)| *at <= claim.from && own.contains(at));
        before.map_or_else(|| nearest(sheet, claim.from), |(_, kind)| *kind)
    };
    for claim in claims.iter_mut().filter(|claim| claim.statement.scope == Scope::New) {
        claim.statement.field = match (claim.statement.field, of(claim)) {
            (Field::NodeCount, Some(true)) => Field::TrainingNodes,
            (Field::NodeCount, Some(false)) => Field::InferenceNodes,
            (Field::GpusPerNode, Some(true)) => Field::TrainingGpusPerNode,
            (Field::GpusPerNode, Some(false)) => Field::InferenceGpusPerNode,
            (field, _) => field,
        };
    }
}

/// Whether counted nodes are for training: by the purpose behind them, where the sentence begins with a count ("8 nodes
/// for training plus 4 for inference"), else by the purpose that stands nearest ("training: 8 nodes").
fn kind(sheet: &Sheet, at: usize, nodes: &[usize]) -> Option<bool> {
    let own = sheet.sentence(at);
    let purpose = |place: &usize| sheet.is(*place, TRAINING) || sheet.is(*place, INFERENCE);
    let first = own.clone().find(purpose)?;
    let counted_first = nodes.iter().any(|node| own.contains(node) && *node < first);
    let behind = (at..own.end).find(purpose).filter(|_| counted_first);
    behind.map_or_else(|| nearest(sheet, at), |place| Some(sheet.is(place, TRAINING)))
}

/// The purpose that stands nearest in the sentence.
fn nearest(sheet: &Sheet, at: usize) -> Option<bool> {
    let near = |concepts: &[&str]| {
        let places = sheet.sentence(at).filter(|place| sheet.is(*place, concepts));
        places.map(|place| at.abs_diff(place)).min()
    };
    match (near(TRAINING), near(INFERENCE)) {
        (Some(training), Some(inference)) => Some(training <= inference),
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (None, None) => None,
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
