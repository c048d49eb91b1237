//! The server the customer names: its power, size and GPUs are then the ones that count.

use super::{gpu, work::Work};
use crate::{
    catalog::{
        Catalog, Fact, Gpu, Resolution, System,
        kinds::{Ambiguity, Cooling as SystemCooling},
    },
    design::{
        Alternative, RuleId, Severity,
        words::{Cooling, FormFactor},
    },
    trace::FindingDraft,
};

/// The first server named that holds the GPU, and the GPU it brings where none is known; the others are offered as
/// alternatives.
pub(super) fn named<'a>(
    work: &mut Work<'a>,
    known: Option<&'a Gpu>,
) -> (Option<&'a Gpu>, Option<&'a System>) {
    let named = work.asked.server_models.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let (mut gpu, mut server) = (known, None);
    for name in &named {
        match found(work.catalog, name) {
            Ok((system, bare)) if server.is_none() => {
                if let Some(bare) = bare {
                    meant(work, system, bare);
                }
                if gpu.is_none() && work.asked.gpu_models_unknown.is_none() {
                    gpu = gpu::by_policy(work, Some(&system.gpus));
                }
                server = gpu.and_then(|gpu| holding(work, system, gpu));
            }
            Ok((system, _)) => work.offer(
                Alternative {
                    title: format!("the same in {}", system.name),
                    gpu_id: gpu.map(|gpu| gpu.id.to_string()),
                    pattern_id: None,
                    node_count: None,
                    gpu_count: None,
                    power_kw: None,
                    reason: "named as well; plan it with this server to compare".into(),
                },
                None,
                None,
            ),
            Err(question) => {
                work.find(
                    FindingDraft::note(RuleId::UnknownProduct, Severity::Warning, question.clone())
                        .repaired_by("`gcg system list` prints the servers there are"),
                );
                work.question(
                    18,
                    "server_models",
                    &format!("Which server is meant by \"{name}\"?"),
                    "The server decides power per node, rack units and adapters.",
                );
            }
        }
    }
    (gpu, server)
}

/// The server, when it is published with the GPU; else a finding.
fn holding<'a>(work: &mut Work<'a>, system: &'a System, gpu: &Gpu) -> Option<&'a System> {
    if system.gpus.contains(&gpu.id) {
        return Some(system);
    }
    work.find(
        FindingDraft::note(
            RuleId::ServerGpu,
            Severity::Warning,
            format!(
                "{} is published with {}, not with {}; its figures are not used",
                system.name,
                system.gpus.join(", "),
                gpu.id
            ),
        )
        .repaired_by("name a server that is published with this GPU, or another GPU"),
    );
    None
}

/// Says that a bare name is taken as its documented default.
fn meant(work: &mut Work<'_>, system: &System, bare: &Ambiguity) {
    let reason = format!("\"{}\" fits several systems; the documented default is taken", bare.name);
    work.assume("server_models", system.id.to_string(), &reason, &bare.effect, true);
    work.question(
        20,
        "server_models",
        &format!("Which {} is meant: {}?", bare.name, bare.candidates.join(", ")),
        &bare.effect,
    );
}

/// The server of a name, with the ambiguity where the name fits several; or what stands in the way.
fn found<'a>(catalog: &'a Catalog, name: &str) -> Result<(&'a System, Option<&'a Ambiguity>), String> {
    match catalog.resolve_system(name) {
        Resolution::One(id) => catalog
            .system(id)
            .map(|system| (system, None))
            .ok_or_else(|| format!("\"{name}\" is not in the catalog")),
        Resolution::Several(bare) => {
            if let Some(system) = bare.default.as_ref().and_then(|id| catalog.system(id)) {
                return Ok((system, Some(bare)));
            }
            Err(format!("\"{name}\" fits several servers: {}; {}", bare.candidates.join(", "), bare.effect))
        }
        Resolution::NoSuchProduct { why, .. } => Err(format!("\"{name}\" is no product: {why}")),
        Resolution::Unknown { near } => Err(format!(
            "\"{name}\" is no server of the catalog{}; the node of the GPU's maker is taken in its place",
            if near.is_empty() { String::new() } else { format!(" (near names: {})", near.join(", ")) }
        )),
    }
}

/// Where liquid is to cool and the node that would be taken is cooled by air: a server of the catalog with the same GPUs
/// that liquid cools, as an assumption. None where air will do as well, the form is a maker's own, or no such server is
/// published.
pub(super) fn liquid_cooled<'a>(
    work: &mut Work<'a>,
    gpu: &Gpu,
    usual: Option<&'a System>,
) -> Option<&'a System> {
    let usual = usual?;
    let cooled = |system: &System| system.cooling.as_ref().and_then(Fact::known).copied();
    let asked = work.asked.cooling.as_ref().is_some_and(|stated| stated.value == Cooling::Liquid);
    let own_form = work.asked.form_factor.as_ref().is_some_and(|stated| stated.value == FormFactor::Dgx);
    if !asked || own_form || cooled(usual) != Some(SystemCooling::Air) {
        return None;
    }
    let count = usual.gpu_count.as_ref().and_then(Fact::known);
    let mut fits: Vec<&System> = work
        .catalog
        .systems()
        .iter()
        .filter(|system| {
            system.class == usual.class
                && system.gpu_count.as_ref().and_then(Fact::known) == count
                && system.gpus.contains(&gpu.id)
                && cooled(system).is_some_and(|form| form != SystemCooling::Air)
        })
        .collect();
    let power = |system: &System| system.power_max_kw.as_ref().and_then(Fact::known).is_some();
    fits.sort_by_key(|system| (!power(system), cooled(system) != Some(SystemCooling::Liquid), &*system.id));
    let taken = fits.into_iter().next()?;
    let reason = format!("liquid is to cool; {} is cooled by air", usual.name);
    work.assume(
        "server_models",
        taken.id.to_string(),
        &reason,
        "another server changes power, height and price",
        true,
    );
    Some(taken)
}
