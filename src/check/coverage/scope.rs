//! Statements that are no order: what stands already, what is to be priced beside it, what comes later, and needs of a pool or
//! a site.

use super::{
    judged::{Judged, Scene, names_of, number, range, with_unit, words_of},
    network, service,
};
use crate::design::{CoverageStatus, Extended, Field, Statement};

/// A need of one pool or site. The design is one set of equal nodes in one place, so what it meets as a whole it meets for
/// the part only if the part gets it.
pub(super) fn part(statement: &Statement, judged: Judged) -> Judged {
    let counted = matches!(
        statement.field,
        Field::GpuCount
            | Field::GpuCountMin
            | Field::NodeCount
            | Field::UsersTotal
            | Field::UsersConcurrent
            | Field::VdiUsers
    );
    if counted && judged.status == CoverageStatus::NotMet {
        // The whole holds other parts besides this one: their sum is no contradiction.
        let note = format!("the design counts the whole; what {} gets of it is not planned", statement.scope);
        return Judged { status: CoverageStatus::NotJudged, note, ..judged };
    }
    let condition = format!("met by the whole design; what {} gets of it is not planned", statement.scope);
    judged.if_only(&condition)
}

const STAYS: &str = "stands already; the design does not count it and does not replace it";

/// What stands already is kept and not ordered; said of a network, whether the design can join it.
pub(super) fn existing(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match statement.field {
        Field::FabricExistingGbps | Field::FabricGbpsPerGpu => network::existing_rate(scene, statement),
        Field::Fabric => {
            let Some(built) = scene.design.fabric.compute.as_ref().and_then(|fabric| fabric.technology)
            else {
                return Judged::not_judged("stands already; the design has no fabric that would join it");
            };
            let same = words_of(&statement.value).iter().any(|word| word.contains(built.word()));
            let (status, note) = if same {
                (
                    CoverageStatus::MetIf,
                    "of the same technology; free ports and speeds decide whether it joins",
                )
            } else {
                (CoverageStatus::Partly, "of another technology; the new fabric stands beside it")
            };
            Judged::by(status, built.word(), "/design/fabric/compute/technology", note)
        }
        Field::NodeCount | Field::GpuCount => match (&scene.design.extension, &scene.design.compute) {
            (Some(extension), Some(compute)) if extension.extends == Extended::Existing => {
                let each = if statement.field == Field::GpuCount { compute.gpus_per_node } else { 1 };
                let found = extension.standing_node_count * each;
                let at = "/design/extension/standing_node_count";
                number(statement, Some(found as f64), "that stand", at, "the design extends no cluster")
            }
            _ => Judged::not_judged(STAYS),
        },
        _ => Judged::not_judged(STAYS),
    }
}

/// An option: sized and priced beside the order, or it is said not to be.
pub(super) fn option(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let count = range(&statement.value).map(|(_, high)| high);
    let place = scene.alternatives.iter().position(|one| match statement.field {
        Field::GpuCount | Field::GpuCountMin => one.gpu_count.map(|found| found as f64) == count,
        Field::NodeCount => one.node_count.map(|found| found as f64) == count,
        Field::GpuModels => one.gpu_id.as_deref().is_some_and(|id| {
            names_of(&statement.value).iter().any(|name| scene.catalog.resolve_gpu(name).id() == Some(id))
        }),
        _ => false,
    });
    match place {
        Some(index) => Judged::by(
            CoverageStatus::Partly,
            scene.alternatives[index].title.clone(),
            &format!("/alternatives/{index}"),
            "an alternative of the answer sizes it; it is not priced",
        ),
        None => Judged {
            status: CoverageStatus::NotMet,
            ..Judged::not_judged(format!(
                "the option ({}) is not sized and not priced",
                super::asked(statement)
            ))
        },
    }
}

/// Growth: how far the pattern reaches; of other fields nothing is planned ahead.
pub(super) fn later(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match statement.field {
        Field::NodeCount | Field::GrowthNodeCount => service::growth(scene, statement, true),
        Field::GpuCount | Field::GpuCountMin | Field::GrowthGpuCount => {
            service::growth(scene, statement, false)
        }
        Field::RacksAvailable | Field::RacksRequested | Field::RacksStated => {
            match (scene.facility().and_then(|facility| facility.rack_count), range(&statement.value)) {
                (Some(racks), Some((_, later))) if racks as f64 <= later => Judged::by(
                    CoverageStatus::MetIf,
                    with_unit(racks as f64, "racks now"),
                    "/design/facility/rack_count",
                    "racks stay free for it; it is not in the bill",
                ),
                _ => Judged::not_judged("comes later; racks for it are not planned"),
            }
        }
        _ => Judged::not_judged("comes later; nothing of the design is planned ahead for it"),
    }
}
