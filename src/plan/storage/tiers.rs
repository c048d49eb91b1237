//! File-system guidelines of the SuperPOD publications, scaled linearly from a scalable unit to all GPUs.

use super::super::{stages::Sized, work::Work};
use crate::{
    catalog::{StorageGuideline, StorageMeaning},
    design::{StorageTier, words::WorkloadGroup},
    trace::{Traced, facts},
    units::{GbytePerS, Gpus, Ratio},
};

/// The guidelines for a scalable unit of the GPU's generation, scaled to the GPUs of the design.
pub(super) fn guidelines(work: &mut Work<'_>, sized: &Sized<'_>) -> Vec<StorageTier> {
    let (Some(gpu), Some(gpus)) = (sized.gpu, sized.gpus.clone()) else { return Vec::new() };
    if !work.is_for(&[WorkloadGroup::Training, WorkloadGroup::Finetuning]) && sized.architecture.is_none() {
        return Vec::new();
    }
    // Scalable-unit rows only: node rows are what one client may draw, four-unit rows round.
    let rows: Vec<&StorageGuideline> = work
        .catalog
        .storage_guidelines()
        .iter()
        .filter(|row| row.scales.contains(&gpu.generation) && row.meaning == StorageMeaning::Throughput)
        .collect();
    let mut tiers = Vec::new();
    for row in rows {
        let entry = format!("storage_guideline/{}", row.id);
        let (Some(unit), Some(read)) = (
            facts::number(&entry, "gpus", "GPUs", row.gpus.as_ref()),
            facts::number(&entry, "read_gbyte_per_s", "GB/s", row.read_gbyte_per_s.as_ref()),
        ) else {
            continue;
        };
        let scaled = |rate: &Traced| {
            (rate.named::<GbytePerS>("rate") * gpus.named::<Gpus>("gpus").as_many::<Ratio>()
                / unit.named::<Gpus>("unit_gpus").as_many::<Ratio>())
            .traced()
        };
        let write = facts::number(&entry, "write_gbyte_per_s", "GB/s", row.write_gbyte_per_s.as_ref());
        let write = write.as_ref().map(scaled);
        let mut record = work.record(format!("/design/storage/tiers/{}", tiers.len()));
        tiers.push(StorageTier {
            level: row.level.as_ref().map(ToString::to_string).unwrap_or_default(),
            guideline: row.name.to_string(),
            read_gbyte_per_s: record.number("read_gbyte_per_s", &scaled(&read)),
            write_gbyte_per_s: record.maybe("write_gbyte_per_s", write.as_ref()),
        });
    }
    tiers
}
