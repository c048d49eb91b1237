//! Picks a pattern for a number of GPUs and a workload, with the reasons for and against every pattern.

use crate::{
    catalog::{Catalog, Pattern},
    design::words::Purpose,
};

/// The east-west rate a workload needs, Gb/s per GPU.
///
/// Training, fine-tuning over several nodes and HPC exchange data all the time: NVIDIA gives such nodes one 400G
/// adapter per GPU. Inference and retrieval mostly stay within a node, and the PCIe patterns give them 200G
/// (Enterprise RA overview, pattern table).
fn needed_gbps(purpose: Purpose) -> u64 {
    match purpose {
        Purpose::Training | Purpose::Finetune | Purpose::Hpc => 400,
        Purpose::Inference | Purpose::Rag => 200,
    }
}

/// One part of a candidate's score; a smaller value is better, and parts are compared in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorePart {
    /// What is judged.
    pub name: &'static str,
    /// The penalty.
    pub penalty: u64,
}

/// A pattern held against the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Pattern id.
    pub pattern_id: String,
    /// Nodes the request needs with it.
    pub nodes: u64,
    /// GPUs in those nodes.
    pub gpus: u64,
    /// Whether it fits.
    pub fits: bool,
    /// What speaks for it.
    pub reasons_for: Vec<String>,
    /// What speaks against it.
    pub reasons_against: Vec<String>,
    /// Score, compared part by part.
    pub score: Vec<ScorePart>,
}

/// The chosen pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Pattern id.
    pub pattern_id: String,
    /// Nodes.
    pub nodes: u64,
    /// GPUs per node.
    pub gpus_per_node: u64,
    /// East-west Gb/s per GPU.
    pub b_gbps_per_gpu: u64,
    /// Fabric technology.
    pub fabric: String,
    /// Network platform.
    pub platform: String,
    /// Notes, in the words of the original prototype.
    pub notes: Vec<String>,
    /// Every pattern, best first.
    pub candidates: Vec<Candidate>,
}

/// No pattern fits: why, pattern by pattern, and the nearest legal sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFit {
    /// Every pattern with what speaks against it.
    pub candidates: Vec<Candidate>,
    /// Greatest legal GPU count below the request: pattern, nodes, GPUs.
    pub below: Option<(String, u64, u64)>,
    /// Smallest legal GPU count above the request: pattern, nodes, GPUs.
    pub above: Option<(String, u64, u64)>,
}

/// Picks the pattern for a number of GPUs, a workload and, if named, a GPU by catalog id.
///
/// Rounding: nodes up; rack-scale systems to whole racks.
///
/// # Errors
/// When no pattern fits.
pub fn recommend(
    catalog: &Catalog,
    gpus: u64,
    workload: Purpose,
    gpu_id: Option<&str>,
) -> Result<Recommendation, NoFit> {
    let mut candidates: Vec<Candidate> =
        catalog.patterns().iter().map(|pattern| judge(pattern, gpus, workload, gpu_id)).collect();
    candidates.sort_by(|a, b| {
        let penalties = |one: &Candidate| one.score.iter().map(|part| part.penalty).collect::<Vec<_>>();
        (!a.fits, penalties(a), &a.pattern_id).cmp(&(!b.fits, penalties(b), &b.pattern_id))
    });
    let best = candidates.first().filter(|best| best.fits);
    let Some((best, pattern)) = best.and_then(|best| Some((best, catalog.pattern(&best.pattern_id)?))) else {
        let (below, above) = nearest_sizes(catalog, gpus, workload, gpu_id);
        return Err(NoFit { candidates, below, above });
    };
    let mut notes =
        vec!["Selected pattern supports computed node count within its declared node range.".to_string()];
    if best.gpus != gpus {
        notes.push(format!(
            "Rounding up nodes: {} nodes * {} GPUs/node = {} GPUs capacity.",
            best.nodes, pattern.g, best.gpus
        ));
    }
    Ok(Recommendation {
        pattern_id: pattern.id.to_string(),
        nodes: best.nodes,
        gpus_per_node: pattern.g,
        b_gbps_per_gpu: pattern.b_gbps_per_gpu,
        fabric: pattern.fabric.to_string(),
        platform: pattern.platform.to_string(),
        notes,
        candidates,
    })
}

/// Nodes for a number of GPUs: whole nodes, and whole steps where the product is sold in steps.
fn nodes_for(pattern: &Pattern, gpus: u64) -> u64 {
    gpus.div_ceil(pattern.g).next_multiple_of(pattern.node_step.unwrap_or(1).max(1))
}

fn judge(pattern: &Pattern, gpus: u64, workload: Purpose, gpu_id: Option<&str>) -> Candidate {
    let nodes = nodes_for(pattern, gpus);
    let range = pattern.node_count;
    let mut reasons_for = Vec::new();
    let mut reasons_against = Vec::new();
    let mut fits = true;
    let mut hold = |good: bool, yes: String, no: String| {
        if good {
            reasons_for.push(yes)
        } else {
            reasons_against.push(no)
        }
        good
    };

    let unit = pattern.node_unit.as_deref().unwrap_or("node");
    // Rounding to whole steps serves a size that lies in the range, not one far below it.
    let in_range = (range.min..=range.max).contains(&gpus.div_ceil(pattern.g)) && nodes <= range.max;
    fits &= hold(
        in_range,
        format!("{nodes} {unit}s lie within {} to {}", range.min, range.max),
        format!("{nodes} {unit}s lie outside {} to {}", range.min, range.max),
    );
    fits &= hold(
        workload_fits(pattern, workload),
        format!("published for {workload}"),
        if pattern.workload_fit.is_empty() {
            "no workload is published for it".into()
        } else {
            format!("published for {}, not for {workload}", pattern.workload_fit.join(", "))
        },
    );
    if let Some(gpu_id) = gpu_id {
        fits &= hold(
            pattern.gpus_allowed.iter().any(|allowed| allowed == gpu_id),
            format!("published for {gpu_id}"),
            format!("published for {}, not for {gpu_id}", pattern.gpus_allowed.join(", ")),
        );
    }
    let needed = needed_gbps(workload);
    let rate = pattern.b_gbps_per_gpu;
    hold(
        rate >= needed,
        format!("{rate} Gb/s per GPU reach the {needed} Gb/s that {workload} needs"),
        format!("{rate} Gb/s per GPU stay below the {needed} Gb/s that {workload} needs"),
    );
    // Without a named GPU the patterns of the overview come first: the newer ones are tied to one GPU each.
    if gpu_id.is_none() {
        hold(
            pattern.in_overview,
            "listed in the Enterprise RA overview".into(),
            if pattern.gpus_allowed.is_empty() {
                "no GPU is published for it".into()
            } else {
                format!("tied to {}; name the GPU to choose it", pattern.gpus_allowed.join(", "))
            },
        );
    }
    if let Some(base) = &pattern.variant_of {
        hold(false, String::new(), format!("a cabling variant of {base}"));
    }
    let score = vec![
        ScorePart { name: "east_west_shortfall_gbps", penalty: needed.saturating_sub(rate) },
        ScorePart { name: "outside_overview", penalty: u64::from(gpu_id.is_none() && !pattern.in_overview) },
        ScorePart { name: "cabling_variant", penalty: u64::from(pattern.variant_of.is_some()) },
        ScorePart { name: "not_designable", penalty: u64::from(!pattern.designable) },
        ScorePart { name: "east_west_surplus_gbps", penalty: rate.saturating_sub(needed) },
        ScorePart { name: "nodes", penalty: nodes },
    ];
    Candidate {
        pattern_id: pattern.id.to_string(),
        nodes,
        gpus: nodes * pattern.g,
        fits,
        reasons_for,
        reasons_against,
        score,
    }
}

/// A workload fits when it, or a form of it such as reasoning-inference, is published.
fn workload_fits(pattern: &Pattern, workload: Purpose) -> bool {
    pattern.workload_fit.iter().any(|fit| fit.split('-').next_back() == Some(workload.word()))
}

/// The nearest legal GPU counts below and above a request.
#[allow(clippy::type_complexity)] // two optional rows of pattern, nodes and GPUs
fn nearest_sizes(
    catalog: &Catalog,
    gpus: u64,
    workload: Purpose,
    gpu_id: Option<&str>,
) -> (Option<(String, u64, u64)>, Option<(String, u64, u64)>) {
    let mut below: Option<(String, u64, u64)> = None;
    let mut above: Option<(String, u64, u64)> = None;
    for pattern in catalog.patterns() {
        let allowed =
            gpu_id.is_none_or(|gpu_id| pattern.gpus_allowed.iter().any(|allowed| allowed == gpu_id));
        if !allowed || pattern.variant_of.is_some() || !workload_fits(pattern, workload) {
            continue;
        }
        let range = pattern.node_count;
        let step = pattern.node_step.unwrap_or(1).max(1);
        let down = (gpus / pattern.g / step * step).min(range.max);
        let up = nodes_for(pattern, gpus).max(range.min.next_multiple_of(step));
        if down >= range.min && below.as_ref().is_none_or(|(.., most)| down * pattern.g > *most) {
            below = Some((pattern.id.to_string(), down, down * pattern.g));
        }
        if up <= range.max && above.as_ref().is_none_or(|(.., least)| up * pattern.g < *least) {
            above = Some((pattern.id.to_string(), up, up * pattern.g));
        }
    }
    (below, above)
}
