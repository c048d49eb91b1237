//! What stands already, and what the design grows to: which nodes join, and which get a fabric of their own.

use super::{
    amount::{Amount, nodes_of, pattern_of},
    resolve,
    work::Work,
};
use crate::{
    catalog::Gpu,
    design::{Field, Plain, RuleId, Severity, Statement},
    trace::{FindingDraft, Traced},
    units::Nodes,
};

/// Statements about what stands.
fn existing<'a>(work: &Work<'a>) -> impl Iterator<Item = &'a Statement> {
    work.asked.existing.iter().filter(|one| !one.negated)
}

fn number(statement: &Statement) -> Option<f64> {
    match &statement.value {
        Plain::Number(number) => Some(*number),
        _ => None,
    }
}

/// The GPU of what stands.
fn standing_gpu<'a>(work: &Work<'a>) -> Option<(&'a Gpu, &'a str)> {
    let form = work.asked.form_factor.as_ref().map(|stated| stated.value);
    existing(work).filter(|one| one.field == Field::GpuModels).find_map(|one| {
        let name = match &one.value {
            Plain::List(names) => names.first().map(Plain::words)?,
            other => other.words(),
        };
        Some((resolve::gpu(work.catalog, &name, form)?, one.quote.as_str()))
    })
}

/// Nodes that stand, with the words they were read from.
fn standing_nodes(work: &Work<'_>, per_node: &Traced) -> Option<(Traced, String)> {
    let count = |field: Field, unit: &str| {
        existing(work).filter(|one| one.field == field).find_map(|one| {
            let traced = Traced::stated(number(one)?, unit, field.name(), &one.quote);
            Some((traced, one.quote.clone()))
        })
    };
    count(Field::NodeCount, "nodes").or_else(|| {
        let (gpus, quote) = count(Field::GpuCount, "GPUs")?;
        Some((nodes_of(Amount::Gpus(gpus), per_node), quote))
    })
}

/// The GPU of what stands, for nodes that are added to it without a GPU of their own being named.
pub(super) fn same_gpu<'a>(work: &mut Work<'a>) -> Option<&'a Gpu> {
    let (gpu, _) = standing_gpu(work)?;
    work.assume(
        "gpu_models",
        gpu.id.to_string(),
        "no GPU is named for what is added; it is that of the cluster that stands",
        "another GPU needs a fabric of its own where its adapters are faster",
        true,
    );
    Some(gpu)
}

/// The size with the nodes that stand and are joined; and those nodes. What cannot join is said and left out.
pub(super) fn join(
    work: &mut Work<'_>,
    gpu: &Gpu,
    per_node: &Traced,
    stated: Option<Amount>,
) -> (Option<Amount>, Option<Traced>) {
    let Some((standing, quote)) = standing_nodes(work, per_node) else { return (stated, None) };
    match standing_gpu(work) {
        Some((other, _)) if other.id != gpu.id => {
            apart(work, gpu, other, &standing);
            return (stated, None);
        }
        // A GPU that the catalog does not hold stands there; nothing tells that it can join.
        None if existing(work).any(|one| one.field == Field::GpuModels) => return (stated, None),
        _ => {}
    }
    // A text that orders nothing new is about what stands; its count is no order.
    let asked = work.asked;
    let repeated = [asked.node_count.as_ref(), asked.gpu_count.as_ref()];
    let ordered = stated.filter(|_| !repeated.into_iter().flatten().any(|one| one.quote == quote));
    let whole = match (ordered, target(work, per_node)) {
        (Some(amount), _) => {
            let added = nodes_of(amount, per_node);
            (standing.named::<Nodes>("standing") + added.named::<Nodes>("added")).traced()
        }
        (None, Some(target)) if target.value > standing.value => target,
        (None, _) => return (Some(Amount::Nodes(standing)), None),
    };
    work.assume(
        "node_count",
        whole.value,
        "what is added joins the fabric of what stands, so the design is the whole of both",
        "a fabric of its own needs other switches and lets no job span both",
        true,
    );
    (Some(Amount::Nodes(whole)), Some(standing))
}

/// The size after growth.
pub(super) fn target(work: &Work<'_>, per_node: &Traced) -> Option<Traced> {
    if let Some(stated) = &work.asked.growth_node_count {
        return Some(Work::stated_count("growth_node_count", "nodes", stated));
    }
    let stated = work.asked.growth_gpu_count.as_ref()?;
    Some(nodes_of(Amount::Gpus(Work::stated_count("growth_gpu_count", "GPUs", stated)), per_node))
}

/// Says that another GPU gets a fabric of its own, and how the speeds of both compare.
fn apart(work: &mut Work<'_>, gpu: &Gpu, other: &Gpu, standing: &Traced) {
    let rate = |gpu: &Gpu| pattern_of(work, gpu).map(|pattern| pattern.b_gbps_per_gpu);
    let rates = match (rate(gpu), rate(other)) {
        (Some(new), Some(old)) if new != old => {
            format!(": {new} Gb/s per GPU against {old} Gb/s, so either would run at the slower rate")
        }
        (Some(new), Some(_)) => {
            format!(": both at {new} Gb/s per GPU, but a job over both runs at the slower GPU's pace")
        }
        _ => String::new(),
    };
    work.find(
        FindingDraft::note(
            RuleId::ExistingNetwork,
            Severity::Warning,
            format!(
                "{} does not join the {} with {} that stand{rates}; a fabric of its own is planned",
                gpu.name,
                standing.words(),
                other.name
            ),
        )
        .repaired_by(format!("add nodes with {} to extend the fabric that stands", other.name)),
    );
}
