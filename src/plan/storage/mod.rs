//! Storage as asked for, the checkpoint arithmetic, the links the reference architecture provisions, and the
//! file-system guidelines. Link provisioning and file-system throughput are kept apart and never compared.

mod appliances;
mod checkpoint;
mod tiers;

use super::{
    stages::{Sized, Stored},
    work::Work,
};
use crate::{
    design::{Storage, words::WorkloadGroup},
    trace::facts,
    units::{Gbps, Gpus, Links, Per},
};

/// Work whose data stands on storage of its own.
pub(super) const STORES_DATA: &[WorkloadGroup] =
    &[WorkloadGroup::Training, WorkloadGroup::Finetuning, WorkloadGroup::Rag, WorkloadGroup::Hpc];

/// Storage as asked for and as the architecture provisions it; none where neither says anything.
pub(super) fn size(work: &mut Work<'_>, sized: &Sized<'_>) -> Stored {
    let asked = work.asked;
    let stated = |field: &str, unit: &str, value: &Option<crate::design::Stated<f64>>| {
        value.as_ref().map(|value| Work::stated(field, unit, value))
    };
    let capacity = stated("storage_capacity_tb", "TB", &asked.storage_capacity_tb);
    let read = stated("storage_read_gbs", "GB/s", &asked.storage_read_gbs);
    let write = stated("storage_write_gbs", "GB/s", &asked.storage_write_gbs);
    let checkpoint = checkpoint::figures(work);
    let links = sized.pattern.zip(sized.gpus.clone()).and_then(|(pattern, gpus)| {
        let each = facts::pattern(pattern, "storage_gbps_per_gpu", "Gb/s", pattern.storage_gbps_per_gpu?);
        Some((gpus.named::<Gpus>("gpus") * each.named::<Per<Gbps, Gpus>>("storage_gbps_per_gpu")).traced())
    });
    let hundreds = links
        .as_ref()
        .map(|links| links.named::<Gbps>("link_provision_gbps").divided::<Links>(100.0).ceil().traced());
    if checkpoint.write.is_some() {
        work.assume(
            "checkpoint_mode",
            "synchronous",
            "the checkpoint is taken to be written to shared storage while training stands still",
            "asynchronous writing or staging on local drives needs a far lower rate on shared storage",
            true,
        );
    }
    let tiers = tiers::guidelines(work, sized);
    let wanted = appliances::Asked {
        capacity: capacity.as_ref(),
        read: read.as_ref(),
        write: write.as_ref().or(checkpoint.write.as_ref()),
    };
    let (appliances, appliance_count) = appliances::choose(work, &wanted).unzip();
    let mut record = work.record("/design/storage");
    let storage = Storage {
        capacity_tb: record.maybe("capacity_tb", capacity.as_ref()),
        read_gbyte_per_s: record.maybe("read_gbyte_per_s", read.as_ref()),
        write_gbyte_per_s: record.maybe("write_gbyte_per_s", write.as_ref()),
        checkpoint_tb: record.maybe("checkpoint_tb", checkpoint.size.as_ref()),
        checkpoint_write_gbyte_per_s: record.maybe("checkpoint_write_gbyte_per_s", checkpoint.write.as_ref()),
        checkpoint_stall_percent: record.maybe("checkpoint_stall_percent", checkpoint.share.as_ref()),
        link_provision_gbps: record.maybe("link_provision_gbps", links.as_ref()),
        link_100g_count: hundreds.as_ref().map(|links| record.count("link_100g_count", links)),
        tiers,
        appliances,
    };
    if capacity.is_none() && work.is_for(STORES_DATA) {
        work.question(
            40,
            "storage_capacity_tb",
            "How much storage, at which read and write rate, does the work need?",
            "Storage is not sized without it; the links are provisioned by the reference architecture's rule.",
        );
    }
    Stored { form: (storage != Storage::default()).then_some(storage), appliances: appliance_count }
}
