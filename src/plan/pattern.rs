//! Chooses the pattern: the one named, or the one published for the GPU and the size.

use super::{
    architecture,
    size::Counted,
    stages::{Sized, gpus_of},
    work::Work,
};
use crate::{
    catalog::{Gpu, Pattern},
    design::{
        Alternative, RuleId, Severity,
        words::{Purpose, WorkloadGroup},
    },
    plan::ra::{self, Claim},
    trace::{FindingDraft, Traced, facts},
    units::{GpusPerNode, Nodes},
};

/// The workload of the recommender that the stated workload comes to; none when nothing was stated.
pub(super) fn workload(work: &Work<'_>) -> Option<Purpose> {
    work.asked.workload.as_ref()?;
    Some(if work.is_for(&[WorkloadGroup::Finetuning]) && !work.is_for(&[WorkloadGroup::Pretraining]) {
        Purpose::Finetune
    } else if work.is_for(&[WorkloadGroup::Training]) {
        Purpose::Training
    } else if work.is_for(&[WorkloadGroup::Hpc]) {
        Purpose::Hpc
    } else if work.is_for(&[WorkloadGroup::Rag]) {
        Purpose::Rag
    } else {
        Purpose::Inference
    })
}

/// Fits the size to the architecture or the pattern: whole racks and steps, and what the published range says.
pub(super) fn fit<'a>(work: &mut Work<'a>, counted: Counted<'a>) -> Sized<'a> {
    let Counted { chosen, system, gpus_per_node, nodes, serving, standing } = counted;
    let sized = Sized {
        gpu: chosen.gpu,
        system,
        server: chosen.server,
        architecture: chosen.architecture,
        size_unknown: chosen.size_unknown,
        serving,
        standing,
        ..Sized::default()
    };
    if chosen.architecture.is_none() {
        name_patterns(work);
    }
    let (Some(gpu), Some(nodes), Some(per_node)) = (chosen.gpu, nodes, &gpus_per_node) else {
        return Sized { gpus_per_node, ..sized };
    };
    let known = chosen.architecture.or_else(|| {
        let outside =
            work.asked.patterns.is_none() && published_for(work, &gpu.id, per_node.count(), 0).is_none();
        if outside { architecture::published_for(work, system?) } else { None }
    });
    let (nodes, pattern) = match known {
        Some(known) => (architecture::fit(work, known, nodes, chosen.architecture.is_some()), None),
        None => choose(work, gpu, nodes, per_node),
    };
    let gpus = Some(gpus_of(&nodes, per_node));
    Sized { gpus_per_node, nodes: Some(nodes), gpus, pattern, architecture: known, ..sized }
}

/// The pattern named, or published for the GPU, and the nodes in its whole steps; a size outside its range is found.
fn choose<'a>(
    work: &mut Work<'a>,
    gpu: &Gpu,
    nodes: Traced,
    per_node: &Traced,
) -> (Traced, Option<&'a Pattern>) {
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first().cloned());
    let named_pattern = named.as_ref().and_then(|id| work.catalog.pattern(id));
    let pattern = named_pattern.or_else(|| published_for(work, &gpu.id, per_node.count(), nodes.count()));
    let Some(pattern) = pattern else {
        work.find(
            FindingDraft::note(
                RuleId::RaPattern,
                Severity::Warning,
                format!("no reference-architecture pattern is published for {} with {}", gpu.id, per_node.words()),
            )
            .repaired_by("use a GPU and node form a pattern is published for, or treat the fabric as a design of its own"),
        );
        return (nodes, None);
    };
    let nodes = whole_steps(work, pattern, nodes);
    let claim = Claim {
        nodes: Some(nodes.count()),
        gpus_per_node: Some(per_node.count()),
        gpu_id: Some(gpu.id.to_string()),
        ..Claim::default()
    };
    let verdict = ra::check(work.catalog, pattern, &claim);
    let beyond = nodes.count() > pattern.node_count.max;
    let below = nodes.count() < pattern.node_count.min;
    for finding in verdict.findings {
        // A size outside the range rejects a design that claims the pattern by name; otherwise the design goes on
        // and says that it stands outside the Enterprise range.
        let severity = match (finding.rejects, named_pattern.is_some(), finding.rule) {
            (true, true, _) => Severity::Error,
            (true, false, _) => Severity::Warning,
            (false, ..) => Severity::Info,
        };
        let mut draft =
            FindingDraft::note(finding.rule, severity, finding.message).repaired_by(finding.repair);
        if finding.rule == RuleId::RaNodeRange {
            let bound = if beyond { pattern.node_count.max } else { pattern.node_count.min };
            draft =
                draft.against(nodes.clone(), facts::pattern(pattern, "node_count", "nodes", bound as f64));
        }
        work.find(draft.at("/design/compute/node_count"));
    }
    for (pattern_id, count) in verdict.nearest {
        let Some(near) = work.catalog.pattern(&pattern_id) else { continue };
        let limit = if count == nodes.count() {
            nodes.clone()
        } else {
            facts::pattern(near, "node_count", "nodes", count as f64)
        };
        let g = facts::pattern(near, "g", "GPUs", near.g as f64);
        let total = (limit.named::<Nodes>("nodes") * g.named::<GpusPerNode>("g")).traced();
        let alternative = Alternative {
            title: format!("{count} nodes of {pattern_id}"),
            gpu_id: near.gpus_allowed.first().map(ToString::to_string),
            pattern_id: Some(pattern_id),
            node_count: None,
            gpu_count: None,
            power_kw: None,
            reason: "the nearest size inside a published range".into(),
        };
        work.offer(alternative, Some(limit), Some(total));
    }
    let gpu_fits = pattern.gpus_allowed.is_empty() || pattern.gpus_allowed.contains(&gpu.id);
    if gpu_fits && per_node.count() == pattern.g && !(below && named_pattern.is_none()) {
        return (nodes, Some(pattern));
    }
    if below {
        work.find(FindingDraft::note(
            RuleId::RaPattern,
            Severity::Info,
            format!(
                "{} lie below the smallest published cluster; no cluster pattern is claimed",
                nodes.words()
            ),
        ));
    }
    (nodes, None)
}

/// The pattern published for a GPU and node form; among several, the one whose range holds the size, plain before
/// cabling variants, the greater rate first.
fn published_for<'a>(work: &Work<'a>, gpu_id: &str, per_node: u64, nodes: u64) -> Option<&'a Pattern> {
    let mut fits: Vec<&Pattern> = work
        .catalog
        .patterns()
        .iter()
        .filter(|pattern| pattern.g == per_node && pattern.gpus_allowed.iter().any(|id| *id == gpu_id))
        .collect();
    fits.sort_by_key(|pattern| {
        let range = pattern.node_count;
        (
            !(range.min..=range.max).contains(&nodes),
            !work.catalog.is_own(&pattern.id),
            pattern.variant_of.is_some(),
            !pattern.designable,
            std::cmp::Reverse(pattern.b_gbps_per_gpu),
        )
    });
    fits.into_iter().next()
}

/// Rounds up to whole steps where the product is sold in steps (rack-scale systems).
fn whole_steps(work: &mut Work<'_>, pattern: &Pattern, nodes: Traced) -> Traced {
    let Some(step) = pattern.node_step.filter(|step| *step > 1) else { return nodes };
    let whole = nodes.count().next_multiple_of(step);
    if whole == nodes.count() {
        return nodes;
    }
    let step = facts::pattern(pattern, "node_step", "nodes", step as f64);
    let rounded = {
        let step = step.named::<Nodes>("step");
        ((nodes.named::<Nodes>("nodes") / &step).ceil() * &step).traced()
    };
    work.assume(
        "node_count",
        rounded.value,
        "rack-scale systems are bought whole",
        "the count changes by a whole rack only",
        false,
    );
    rounded
}

/// Says what a named pattern means, and what is not in the catalog.
fn name_patterns(work: &mut Work<'_>) {
    let named = work.asked.patterns.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let none_known = named.iter().all(|id| work.catalog.pattern(id).is_none());
    for id in &named {
        let digits: Vec<&str> = id.split('-').take(4).collect();
        let [cpus, gpus, adapters, rate] = digits.as_slice() else { continue };
        let known = work.catalog.pattern(id);
        let message = format!(
            "{id} reads as {cpus} CPU sockets, {gpus} GPUs and {adapters} network adapters per node with {rate} Gb/s \
             east-west per GPU; the third digit counts all adapters, east-west and north-south{}",
            match known {
                Some(pattern) => format!("; the catalog holds it as {}", pattern.family),
                None => "; the catalog holds no pattern of that name".into(),
            }
        );
        let severity = if none_known { Severity::Warning } else { Severity::Info };
        let mut finding = FindingDraft::note(RuleId::RaPatternName, severity, message);
        if known.is_none() {
            let all: Vec<&str> = work.catalog.patterns().iter().map(|pattern| &*pattern.id).collect();
            finding =
                finding.repaired_by(format!("name one of {}, or leave the pattern out", all.join(", ")));
        }
        work.find(finding);
        if known.is_none() {
            near_pattern(work, id, gpus, rate);
        }
    }
}

/// A pattern of the same GPUs and rate but other adapters: a vendor's variant with more or fewer adapters.
fn near_pattern(work: &mut Work<'_>, id: &str, gpus: &str, rate: &str) {
    let same = work
        .catalog
        .patterns()
        .iter()
        .find(|pattern| pattern.g.to_string() == gpus && pattern.b_gbps_per_gpu.to_string() == rate);
    if let Some(pattern) = same {
        let ew = pattern.ew_nics.as_ref().map_or(0, |adapters| adapters.count);
        let message = format!(
            "{id} differs from {} in the number of adapters only: {} east-west adapters and the rest north-south; \
             neither name is wrong, but the bill of materials and the ports differ",
            pattern.id, ew
        );
        work.find(FindingDraft::note(RuleId::RaPatternName, Severity::Info, message));
    }
}
