//! Checkpoints: size, the write rate a stall allows, and the share of time that training stands still.

use super::super::{limits, work::Work};
use crate::{
    design::words::WorkloadGroup,
    perf::checkpoint::TRAIN_CHECKPOINT_BYTES,
    trace::Traced,
    units::{BillionParameters, BytesPerParameter, Gb, Minutes, Percent, Seconds, Tb},
};

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
    let stall = stall.as_ref().map(|stall| stall.named::<Seconds>("stall_s"));
    let write = size.as_ref().zip(stall.as_ref()).map(|(size, stall)| {
        let size = size.named::<Tb>("checkpoint_tb").converted::<Gb>(1000.0);
        (size / stall).traced()
    });
    let share = stall.as_ref().zip(interval.as_ref()).map(|(stall, interval)| {
        let interval = interval.named::<Minutes>("interval_min").converted::<Seconds>(60.0);
        (stall / interval).converted::<Percent>(100.0).traced()
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
    let size = params.named::<BillionParameters>("params_b") * bytes.named::<BytesPerParameter>("bytes");
    Some(size.divided::<Tb>(1000.0).traced())
}
