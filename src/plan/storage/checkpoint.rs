//! Checkpoints: size, the write rate a stall allows, and the share of time that training stands still.

use super::super::{limits, work::Work};
use crate::{design::words::WorkloadGroup, perf::checkpoint::TRAIN_CHECKPOINT_BYTES, trace::Traced};

/// What checkpoints ask of storage.
pub(super) struct Figures {
    /// Size of one, TB.
    pub size: Option<Traced>,
    /// Write rate, GB/s.
    pub write: Option<Traced>,
    /// Share of time, percent.
    pub share: Option<Traced>,
}

/// The figures whose inputs are known.
pub(super) fn figures(work: &Work<'_>) -> Figures {
    let asked = work.asked;
    let size = asked
        .checkpoint_tb
        .as_ref()
        .map(|stated| Work::stated("checkpoint_tb", "TB", stated))
        .or_else(|| from_model(work));
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
    let finite = |traced: Option<Traced>| traced.filter(|traced| traced.value.is_finite());
    Figures { size, write: finite(write), share: finite(share) }
}

/// A full training checkpoint of the stated model: weights, FP32 master weights and two moments.
fn from_model(work: &Work<'_>) -> Option<Traced> {
    if !work.is_for(&[WorkloadGroup::Training]) {
        return None;
    }
    let params = limits::model_params(work)?;
    let bytes = Traced::constant(
        TRAIN_CHECKPOINT_BYTES,
        "bytes",
        "bytes per parameter of a full training checkpoint",
        "BF16 weight 2, FP32 master 4, two FP32 Adam moments 8",
    );
    // Billions of parameters times bytes are GB.
    Some(Traced::derived(
        params.value * bytes.value / 1000.0,
        "TB",
        "params_b * bytes / 1000",
        &[("params_b", &params), ("bytes", &bytes)],
    ))
}
