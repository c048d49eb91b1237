//! The server the customer names: its power, size and GPUs are then the ones that count.

use super::{gpu, work::Work};
use crate::{
    catalog::{Catalog, Gpu, Resolution, System, kinds::Ambiguity},
    design::{Alternative, RuleId, Severity},
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
