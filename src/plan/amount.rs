//! A size before it is nodes, and the pattern that tells how many GPUs a node holds.

use super::work::Work;
use crate::{
    catalog::{Gpu, Pattern},
    trace::Traced,
    units::{Gpus, GpusPerNode},
};

/// A size as it was first found: nodes or GPUs; the other follows.
pub(super) enum Amount {
    Nodes(Traced),
    Gpus(Traced),
}

/// Whole nodes of a size.
pub(super) fn nodes_of(amount: Amount, per_node: &Traced) -> Traced {
    match amount {
        Amount::Nodes(nodes) => nodes,
        Amount::Gpus(gpus) => {
            (gpus.named::<Gpus>("gpus") / per_node.named::<GpusPerNode>("gpus_per_node")).ceil().traced()
        }
    }
}

/// The pattern that is named, else the one of the most GPUs a node that is published for the GPU.
pub(super) fn pattern_of<'a>(work: &Work<'a>, gpu: &Gpu) -> Option<&'a Pattern> {
    named_pattern(work).or_else(|| {
        let patterns = work.catalog.patterns().iter();
        patterns.filter(|pattern| pattern.gpus_allowed.contains(&gpu.id)).max_by_key(|pattern| pattern.g)
    })
}

/// The pattern the customer names, where the catalog holds it.
pub(super) fn named_pattern<'a>(work: &Work<'a>) -> Option<&'a Pattern> {
    work.asked.patterns.as_ref()?.value.first().and_then(|id| work.catalog.pattern(id))
}
