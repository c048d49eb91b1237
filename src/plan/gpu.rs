//! The GPU: the one the customer names, or the policy's choice for the workload.

use super::{resolve, work::Work};
use crate::{
    catalog::{
        Catalog, Gpu, Resolution, System,
        kinds::{GpuChoice, GpuForm},
        normalize,
    },
    design::{
        Alternative, Intent, RuleId, Severity,
        words::{FormFactor, WorkloadGroup},
    },
    trace::FindingDraft,
};

/// The GPU the customer names, with the product where its name is a product's; what was brought stays. Further names
/// are offered as alternatives.
pub(super) fn named<'a>(
    work: &mut Work<'a>,
    brought: Option<&'a Gpu>,
    brought_in: Option<&'a System>,
) -> (Option<&'a Gpu>, Option<&'a System>) {
    report_unknown(work);
    let named = work.asked.gpu_models.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let form = work.asked.form_factor.as_ref().map(|stated| stated.value);
    let (mut gpu, mut system) = (brought, brought_in);
    for name in &named {
        if gpu.is_none() {
            if let Some((found, product)) = by_name(work, name, form) {
                (gpu, system) = (Some(found), product.or(system));
            }
        } else if let Some(other) = resolve::gpu(work.catalog, name, form)
            && gpu.is_some_and(|gpu| gpu.id != other.id)
        {
            let alternative = Alternative {
                title: format!("the same with {}", other.name),
                gpu_id: Some(other.id.to_string()),
                pattern_id: None,
                node_count: None,
                gpu_count: None,
                power_kw: None,
                reason: "named as well; plan it with this GPU to compare".into(),
            };
            work.offer(alternative, None, None);
        }
    }
    (gpu, system)
}

/// With no GPU named, a stated size over several nodes picks the pattern first and the pattern's GPU after it.
pub(super) fn by_size<'a>(work: &mut Work<'a>) -> Option<&'a Gpu> {
    let per_node = work.asked.gpus_per_node.as_ref().map_or(8, |stated| stated.value);
    let gpus = work
        .asked
        .gpu_count
        .as_ref()
        .map(|stated| stated.value)
        .or_else(|| work.asked.node_count.as_ref().map(|stated| stated.value * per_node));
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first()).cloned();
    if let Some(pattern) = named.and_then(|id| work.catalog.pattern(&id)) {
        // No document says which GPUs some patterns are for; the policy's choice is shown as an assumption.
        let allowed = Some(pattern.gpus_allowed.as_ref()).filter(|allowed| !allowed.is_empty());
        return by_policy(work, allowed);
    }
    if let (Some(gpus), Some(workload)) = (gpus, super::pattern::workload(work))
        && let Ok(found) = crate::plan::ra::recommend(work.catalog, gpus, workload, None)
        && let Some(pattern) = work.catalog.pattern(&found.pattern_id)
        && let Some(gpu) = by_policy(work, Some(&pattern.gpus_allowed))
    {
        return Some(gpu);
    }
    by_policy(work, None)
}

/// The policy's GPU for the workload, among those a pattern or server allows when one is given; an assumption.
pub(super) fn by_policy<'a>(
    work: &mut Work<'a>,
    allowed: Option<&[crate::catalog::Text]>,
) -> Option<&'a Gpu> {
    let excluded =
        work.asked.gpu_models_excluded.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let excluded: Vec<String> = excluded.iter().map(|name| normalize(name)).collect();
    let least = work.asked.gpu_mem_gb_min.as_ref().map_or(0.0, |stated| stated.value);
    let memory = |gpu: &Gpu| gpu.memory_gb.as_ref().and_then(|fact| fact.known().copied()).unwrap_or(0.0);
    let only = work.only_gpu;
    let suits = |gpu: &Gpu| {
        memory(gpu) >= least
            && only.is_none_or(|id| *gpu.id == *id)
            && !excluded.iter().any(|name| {
                gpu.id.split('-').next() == Some(name)
                    || normalize(&gpu.name).contains(name)
                    || normalize(gpu.generation.word()) == *name
            })
            && allowed.is_none_or(|allowed| allowed.contains(&gpu.id))
    };
    let catalog: &'a Catalog = work.catalog;
    let of = |choice: &GpuChoice| choice.gpus.iter().filter_map(|id| catalog.gpu(id)).find(|gpu| suits(gpu));
    let meant = catalog
        .gpu_choices()
        .iter()
        .filter(|choice| choice.workloads.is_empty() || meant_for(work, choice))
        .find_map(|choice| Some((of(choice)?, choice, "no GPU is named")));
    // What the policy takes for the work is ruled out: the first of all its GPUs that is not.
    let others = || {
        if allowed.is_some() {
            return None;
        }
        let found = catalog.gpu_choices().iter().find_map(|choice| Some((of(choice)?, choice)));
        found.map(|(gpu, choice)| (gpu, choice, "those usually taken are ruled out"))
    };
    if let Some((gpu, choice, why)) = meant.or_else(others) {
        remark(work, gpu);
        let reason = format!("{why}; {}", choice.reason);
        work.assume("gpu_models", gpu.id.to_string(), &reason, &choice.effect_if_wrong, true);
        work.question(
            30,
            "gpu_models",
            "Is a GPU model required or ruled out?",
            "The GPU decides server, pattern, power and cooling.",
        );
        return Some(gpu);
    }
    // A pattern's own list when the policy names none of it.
    let gpu = allowed?.iter().filter_map(|id| catalog.gpu(id)).find(|gpu| suits(gpu))?;
    remark(work, gpu);
    let reason = "no GPU is named; it is the first the pattern is published for";
    work.assume("gpu_models", gpu.id.to_string(), reason, "another GPU changes power and memory", true);
    Some(gpu)
}

/// The GPU of a name, with the product where the name is a product's; a name that means none is reported.
fn by_name<'a>(
    work: &mut Work<'a>,
    name: &str,
    form: Option<FormFactor>,
) -> Option<(&'a Gpu, Option<&'a System>)> {
    let catalog: &'a Catalog = work.catalog;
    match catalog.resolve_gpu(name) {
        Resolution::One(id) => {
            let gpu = catalog.gpu(id)?;
            remark(work, gpu);
            Some((gpu, None))
        }
        Resolution::Several(bare) => {
            let Some(gpu) = resolve::gpu(catalog, name, form) else {
                work.question(
                    5,
                    "gpu_models",
                    &format!("Which {} is meant: {}?", bare.name, bare.candidates.join(", ")),
                    &bare.effect,
                );
                return None;
            };
            remark(work, gpu);
            let by_form = form.is_some() && bare.default.as_deref() != Some(&gpu.id);
            let forms: Vec<GpuForm> =
                bare.candidates.iter().filter_map(|id| catalog.gpu(id)).map(|gpu| gpu.form).collect();
            // HGX and DGX settle the form; so does a name whose candidates are a board part and a rack-scale part,
            // because the rack-scale product has a name of its own.
            // A question about a product is answered for the default, and says so in the notes.
            let question = !work.reading.intents.contains(&Intent::Design)
                && work
                    .reading
                    .intents
                    .iter()
                    .any(|intent| matches!(intent, Intent::FitCheck | Intent::Lookup));
            let settled = by_form
                || question
                || matches!(form, Some(FormFactor::Hgx | FormFactor::Dgx))
                || !forms.contains(&GpuForm::PciePassive);
            if !settled {
                let reason = format!("\"{}\" fits several parts; the documented default is taken", bare.name);
                work.assume("gpu_models", gpu.id.to_string(), &reason, &bare.effect, true);
                work.question(
                    20,
                    "gpu_models",
                    &format!("Which {} is meant: {}?", bare.name, bare.candidates.join(", ")),
                    &bare.effect,
                );
            }
            Some((gpu, None))
        }
        Resolution::NoSuchProduct { why, near } => {
            no_product(work, name, why, &near);
            None
        }
        Resolution::Unknown { near } => match catalog.resolve_system(name) {
            Resolution::One(id) => {
                let system = catalog.system(id);
                let gpu = system.and_then(|system| system.gpus.first()).and_then(|id| catalog.gpu(id))?;
                remark(work, gpu);
                Some((gpu, system))
            }
            _ => {
                no_product(work, name, "it is not in the catalog", &near);
                None
            }
        },
    }
}

/// Says that a chosen GPU's figures are preliminary, when they are.
pub(super) fn remark(work: &mut Work<'_>, gpu: &Gpu) {
    if gpu.preliminary {
        work.find(
            FindingDraft::note(
                RuleId::PreliminaryFigures,
                Severity::Error,
                format!("the figures of {} are preliminary; no design may be defended with them", gpu.name),
            )
            .repaired_by("choose a GPU whose datasheet is published"),
        );
    }
}

/// The GPUs the policy starts from for a group of workloads, the preferred one first.
pub(super) fn choices_for(catalog: &Catalog, group: WorkloadGroup) -> Vec<&Gpu> {
    let mut choices = catalog.gpu_choices().iter();
    let choice = choices.find(|choice| choice.workloads.iter().any(|word| word.parse() == Ok(group)));
    choice.map_or_else(Vec::new, |choice| choice.gpus.iter().filter_map(|id| catalog.gpu(id)).collect())
}

/// Whether a choice of the policy names a group that a stated workload is of.
pub(super) fn meant_for(work: &Work<'_>, choice: &GpuChoice) -> bool {
    choice.workloads.iter().filter_map(|group| group.parse().ok()).any(|group| work.is_for(&[group]))
}

fn report_unknown(work: &mut Work<'_>) {
    let unknown =
        work.asked.gpu_models_unknown.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    for name in unknown {
        let near: Vec<&str> = match work.catalog.resolve_gpu(&name) {
            Resolution::NoSuchProduct { near, .. } | Resolution::Unknown { near } => near,
            Resolution::One(_) | Resolution::Several(_) => Vec::new(),
        };
        no_product(work, &name, "it is not in the catalog", &near);
    }
}

fn no_product(work: &mut Work<'_>, name: &str, why: &str, near: &[&str]) {
    let near = if near.is_empty() {
        "`gcg gpu list` prints the GPUs there are".to_string()
    } else {
        near.join(", ")
    };
    work.find(
        FindingDraft::note(
            RuleId::UnknownProduct,
            Severity::Warning,
            format!("\"{name}\" is no product of the catalog: {why}; no figures are given for it"),
        )
        .repaired_by(format!("near names: {near}")),
    );
    work.question(
        5,
        "gpu_models",
        &format!("Which product is meant by \"{name}\"?"),
        "Nothing can be sized with a product that is not known.",
    );
}

/// The class of server that holds a GPU, in words.
pub(super) fn server_class(gpu: &Gpu, system: Option<&System>) -> String {
    match gpu.form {
        GpuForm::Sxm => "HGX node with an SXM baseboard".into(),
        GpuForm::PciePassive => "PCIe node".into(),
        GpuForm::PcieActive | GpuForm::Desktop => "workstation".into(),
        GpuForm::Superchip => match system {
            Some(system) if system.class == crate::catalog::SystemClass::RackScale => {
                "rack-scale compute tray".into()
            }
            _ => "superchip node".into(),
        },
    }
}
