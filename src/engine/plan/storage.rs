//! Storage as asked for, the checkpoint arithmetic, and the reference architecture's link provisioning.

use super::work::Work;
use crate::{
    design::{Storage, Traced},
    engine::facts,
};

/// Provides for storage.
pub(super) fn provide(work: &mut Work<'_>) {
    let asked = work.asked;
    let capacity =
        asked.storage_capacity_tb.as_ref().map(|stated| Work::stated("storage_capacity_tb", "TB", stated));
    let read = asked.storage_read_gbs.as_ref().map(|stated| Work::stated("storage_read_gbs", "GB/s", stated));
    let size = asked.checkpoint_tb.as_ref().map(|stated| Work::stated("checkpoint_tb", "TB", stated));
    let stall =
        asked.checkpoint_stall_s.as_ref().map(|stated| Work::stated("checkpoint_stall_s", "s", stated));
    let interval = asked
        .checkpoint_interval_min
        .as_ref()
        .map(|stated| Work::stated("checkpoint_interval_min", "min", stated));
    let write = size.as_ref().zip(stall.as_ref()).map(|(size, stall)| {
        Traced::derived(
            size.value * 1000.0 / stall.value,
            "GB/s",
            "checkpoint_tb * 1000 / stall_s",
            &[("checkpoint_tb", size), ("stall_s", stall)],
        )
    });
    let share = stall.as_ref().zip(interval.as_ref()).map(|(stall, interval)| {
        Traced::derived(
            stall.value / (interval.value * 60.0) * 100.0,
            "%",
            "stall_s / (interval_min * 60) * 100",
            &[("stall_s", stall), ("interval_min", interval)],
        )
    });
    let links = work.pattern.zip(work.gpus.clone()).and_then(|(pattern, gpus)| {
        let each = facts::pattern(pattern, "storage_gbps_per_gpu", "Gb/s", pattern.storage_gbps_per_gpu?);
        Some(Traced::derived(
            each.value * gpus.value,
            "Gb/s",
            "gpus * storage_gbps_per_gpu",
            &[("gpus", &gpus), ("storage_gbps_per_gpu", &each)],
        ))
    });
    if write.is_some() {
        work.assume(
            "checkpoint_mode",
            "synchronous",
            "the checkpoint is taken to be written to shared storage while training stands still",
            "asynchronous writing or staging on local drives needs a far lower rate on shared storage",
            true,
        );
    }
    let mut put = |key: &str, traced: Option<Traced>| {
        traced.map(|traced| work.trace.put(format!("/design/storage/{key}"), traced))
    };
    let storage = Storage {
        capacity_tb: put("capacity_tb", capacity.clone()),
        read_gbyte_per_s: put("read_gbyte_per_s", read),
        checkpoint_write_gbyte_per_s: put("checkpoint_write_gbyte_per_s", write),
        checkpoint_stall_percent: put("checkpoint_stall_percent", share),
        link_provision_gbps: put("link_provision_gbps", links),
    };
    let empty = [
        storage.capacity_tb,
        storage.read_gbyte_per_s,
        storage.checkpoint_write_gbyte_per_s,
        storage.checkpoint_stall_percent,
        storage.link_provision_gbps,
    ]
    .iter()
    .all(Option::is_none);
    if !empty {
        work.storage = Some(storage);
    }
    if capacity.is_none() && work.has_workload(&["train", "finetune", "rag", "hpc"]) {
        work.question(
            40,
            "storage_capacity_tb",
            "How much storage, at which read and write rate, does the work need?",
            "Storage is not sized without it; the links are provisioned by the reference architecture's rule.",
        );
    }
}
