//! Judges of servers and GPUs: counts, products, forms, patterns.

use super::judged::{Judged, Scene, names_of, number, range, with_unit, words_of};
use crate::{
    catalog::{GpuForm, Resolution, SystemClass},
    design::{Compute, CoverageStatus, Extended, Extension, Field, Statement},
};

const GPU: &str = "/design/compute/gpu_id";
const NO_COMPUTE: &str = "the design holds no servers";

fn compute<'a>(scene: &Scene<'a>) -> Option<&'a Compute> {
    scene.design.compute.as_ref()
}

/// GPUs of the whole design. Servers are bought whole, so a few more than were asked for is a part of the truth, not a
/// match.
pub(super) fn gpu_count(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    if let Some(added) = added(scene) {
        let found = added.added_gpu_count as f64;
        return number(statement, Some(found), "GPUs", "/design/extension/added_gpu_count", NO_COMPUTE);
    }
    let found = compute.gpu_count as f64;
    let judged = number(statement, Some(found), "GPUs", "/design/compute/gpu_count", NO_COMPUTE);
    let whole_servers = range(&statement.value).is_some_and(|(low, _)| {
        found > low && found - low < compute.gpus_per_node as f64 && low % compute.gpus_per_node as f64 != 0.0
    });
    if judged.status == CoverageStatus::NotMet && whole_servers && !statement.negated {
        let note = format!(
            "{} fill whole servers of {} GPUs",
            with_unit(found, "GPUs"),
            with_unit(compute.gpus_per_node as f64, "")
        );
        return Judged { status: CoverageStatus::Partly, note, ..judged };
    }
    judged
}

/// What is added to a cluster that stands, where the design is the whole of both.
fn added<'a>(scene: &Scene<'a>) -> Option<&'a Extension> {
    scene.design.extension.as_ref().filter(|extension| extension.extends == Extended::Existing)
}

/// Nodes of the whole design; where a part of it stands already, those that are added.
pub(super) fn node_count(scene: &Scene<'_>, statement: &Statement) -> Judged {
    if let Some(added) = added(scene) {
        let found = added.added_node_count as f64;
        return number(statement, Some(found), "nodes", "/design/extension/added_node_count", NO_COMPUTE);
    }
    let found = compute(scene).map(|compute| compute.node_count as f64);
    number(statement, found, "nodes", "/design/compute/node_count", NO_COMPUTE)
}

/// Scalable units of the design's pattern or architecture.
pub(super) fn scalable_units(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let found = compute.su_count.map(|count| count as f64);
    let missing = "no reference architecture tells how large a scalable unit is";
    number(statement, found, "scalable units", "/design/compute/su_count", missing)
}

/// GPUs of one node.
pub(super) fn gpus_per_node(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = compute(scene).map(|compute| compute.gpus_per_node as f64);
    number(statement, found, "GPUs per node", "/design/compute/gpus_per_node", NO_COMPUTE)
}

/// Memory of one GPU.
pub(super) fn gpu_memory(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = compute(scene).and_then(|compute| compute.gpu_memory_gb);
    number(
        statement,
        found,
        "GB per GPU",
        "/design/compute/gpu_memory_gb",
        "the memory of the GPU is not published",
    )
}

/// Leaf switches of the compute fabric.
pub(super) fn leaf_count(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = scene.design.fabric.compute.as_ref().map(|fabric| fabric.leaf_count as f64);
    number(
        statement,
        found,
        "leaf switches",
        "/design/fabric/compute/leaf_count",
        "no compute fabric is planned",
    )
}

/// Whether a name means the GPU of the design, or the rack-scale system it is built of.
fn means_this(scene: &Scene<'_>, name: &str, compute: &Compute) -> bool {
    let by_gpu = match scene.catalog.resolve_gpu(name) {
        Resolution::One(id) => id == compute.gpu_id,
        Resolution::Several(bare) => bare.candidates.iter().any(|id| *id == compute.gpu_id.as_str()),
        Resolution::NoSuchProduct { .. } | Resolution::Unknown { .. } => false,
    };
    let by_system = match scene.catalog.resolve_system(name) {
        Resolution::One(id) => compute.system_id.as_deref() == Some(id),
        Resolution::Several(bare) => compute
            .system_id
            .as_deref()
            .is_some_and(|id| bare.candidates.iter().any(|known| known.as_ref() == id)),
        Resolution::NoSuchProduct { .. } | Resolution::Unknown { .. } => false,
    };
    by_gpu || by_system
}

/// The GPU of the design against the GPUs named.
pub(super) fn gpu_models(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let names = names_of(&statement.value);
    let used = names.iter().any(|name| means_this(scene, name, compute));
    let found = compute.gpu_name.clone();
    let ruled_out = statement.negated != (statement.field == Field::GpuModelsExcluded);
    if ruled_out {
        return Judged::whether(!used, &found, GPU, format!("the design uses {found}, which is ruled out"));
    }
    if used {
        let judged = Judged::whether(true, &found, GPU, "");
        return match scene.assumed(Field::GpuModels) {
            Some(assumption) => judged.if_only(&format!("if the assumption holds: {}", assumption.reason)),
            None => judged,
        };
    }
    // One of several that were named in sentences of their own: the design has one GPU, the others are not used.
    let another = scene.statements.iter().any(|other| {
        other.field == Field::GpuModels
            && other.scope == statement.scope
            && !other.negated
            && names_of(&other.value).iter().any(|name| means_this(scene, name, compute))
    });
    let note = format!("the design uses {found}, {} is asked for", names.join(" or "));
    let status = if another { CoverageStatus::Partly } else { CoverageStatus::NotMet };
    Judged::by(status, found, GPU, note)
}

/// A product no catalog entry stands for is never delivered by another one.
pub(super) fn gpu_unknown(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let names = names_of(&statement.value).join(", ");
    match compute(scene) {
        Some(compute) => Judged::by(
            CoverageStatus::NotMet,
            &compute.gpu_name,
            GPU,
            format!("{names} is not in the catalog; the design uses {}", compute.gpu_name),
        ),
        None => Judged {
            status: CoverageStatus::NotMet,
            ..Judged::not_judged(format!("{names} is not in the catalog"))
        },
    }
}

/// The server of the design against the servers named.
pub(super) fn server_models(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let names = names_of(&statement.value);
    let Some(system) = scene.system() else {
        return Judged::not_judged(format!(
            "the design names no server product; {} is asked for",
            names.join(" or ")
        ));
    };
    let used = names.iter().any(|name| match scene.catalog.resolve_system(name) {
        Resolution::One(id) => compute.system_id.as_deref() == Some(id),
        Resolution::Several(bare) => bare.candidates.iter().any(|id| *id == *system.id),
        Resolution::NoSuchProduct { .. } | Resolution::Unknown { .. } => false,
    });
    Judged::whether(
        used != statement.negated,
        system.name.to_string(),
        "/design/compute/system_id",
        format!("the design uses {}, the statement says {}", system.name, super::words::asked(statement)),
    )
}

/// HGX, DGX, PCIe, NVL72: by class and maker of the server, or by the form of the GPU where no server is named.
pub(super) fn form_factor(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let system = scene.system();
    let mut forms: Vec<String> = Vec::new();
    if let Some(system) = system {
        let name = system.name.to_lowercase();
        forms.extend(
            ["dgx", "hgx", "mgx"].iter().filter(|form| name.contains(**form)).map(|form| (*form).to_string()),
        );
        match system.class {
            SystemClass::SxmNode | SystemClass::SxmBaseboard => forms.extend(["hgx".into(), "sxm".into()]),
            SystemClass::PcieNode => forms.push("pcie".into()),
            SystemClass::RackScale => forms.extend(["rack_scale".into(), "nvl72".into()]),
            _ => {}
        }
    }
    match scene.gpu().map(|gpu| gpu.form) {
        Some(GpuForm::Sxm) => forms.extend(["sxm".into(), "hgx".into()]),
        Some(GpuForm::PciePassive | GpuForm::PcieActive) => forms.push("pcie".into()),
        _ => {}
    }
    let wanted = words_of(&statement.value);
    let has = wanted
        .iter()
        .any(|word| forms.iter().any(|form| word.contains(form.as_str()) || form.contains(word.as_str())));
    let found = system.map_or_else(|| compute.server_class.clone(), |system| system.name.to_string());
    let note = format!("the design uses {found}, {} is asked for", super::words::asked(statement));
    let at = if system.is_some() { "/design/compute/system_id" } else { "/design/compute/server_class" };
    Judged::whether(has != statement.negated, found, at, note)
}

/// The pattern of the design against the patterns named.
pub(super) fn patterns(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let names = words_of(&statement.value);
    let used = [compute.pattern_id.as_ref(), compute.architecture_id.as_ref()];
    let found = used.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    if found.is_empty() {
        let note = format!("the design follows no published pattern; {} is asked for", names.join(" or "));
        return Judged { status: CoverageStatus::NotMet, ..Judged::not_judged(note) };
    }
    let has = used.into_iter().flatten().any(|id| names.iter().any(|name| name.eq_ignore_ascii_case(id)));
    let at = if compute.pattern_id.is_some() {
        "/design/compute/pattern_id"
    } else {
        "/design/compute/architecture_id"
    };
    let note = format!("the design follows {found}, {} is asked for", super::words::asked(statement));
    Judged::whether(has != statement.negated, found, at, note)
}

/// Nodes of two kinds: the design is one set of equal nodes, so it can hold their sum and no more than that.
pub(super) fn kinds_of_nodes(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(compute) = compute(scene) else { return Judged::not_judged(NO_COMPUTE) };
    let asked = scene.requirement;
    let counts = [asked.training_nodes.as_ref(), asked.inference_nodes.as_ref()];
    let stated: Vec<f64> = counts.into_iter().flatten().map(|stated| stated.value as f64).collect();
    let found = compute.node_count as f64;
    if stated.len() < 2 {
        return number(statement, Some(found), "nodes", "/design/compute/node_count", NO_COMPUTE);
    }
    let shown = with_unit(found, "nodes");
    let (status, note) = if stated.iter().sum::<f64>() == found {
        (CoverageStatus::Partly, "the design holds both kinds as one set of equal nodes")
    } else {
        (CoverageStatus::NotMet, "the design does not hold the nodes of both kinds")
    };
    Judged::by(status, shown, "/design/compute/node_count", note)
}

/// Forms of an inference node that are allowed.
pub(super) fn node_options(scene: &Scene<'_>, _: &Statement) -> Judged {
    let (Some(compute), Some(options)) = (compute(scene), &scene.requirement.inference_options) else {
        return Judged::not_judged(NO_COMPUTE);
    };
    let has = options.value.iter().any(|option| {
        option.gpus_per_node == compute.gpus_per_node
            && compute.gpu_memory_gb.is_some_and(|memory| memory >= option.mem_gb_min)
    });
    let found = format!("{} GPUs per node of {}", compute.gpus_per_node, compute.gpu_name);
    Judged::whether(
        has,
        found,
        "/design/compute/gpus_per_node",
        "none of the allowed forms is the design's node",
    )
}
