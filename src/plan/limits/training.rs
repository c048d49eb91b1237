//! What a training run computes, the time it takes by the estimate of measured runs, and the GPUs a deadline asks for.

use super::super::{estimate, stages::Sized, work::Work};
use crate::{
    catalog::Gpu,
    design::{RuleId, Severity, words},
    trace::{FindingDraft, Traced, facts},
    units::{
        BillionParameters, Days, Flops, FlopsPerDay, FlopsPerS, Gpus, Parameters, Per, Ratio, Tflops, Tokens,
    },
};

/// Work of a training run, when parameters and tokens are known.
fn training_flops(work: &Work<'_>) -> Option<Traced> {
    let tokens = Work::stated("train_tokens", "tokens", work.asked.train_tokens.as_ref()?);
    let params = match &work.asked.active_params_b {
        Some(active) => Work::stated("active_params_b", "billion parameters", active),
        None => super::memory::model_params(work)?,
    };
    let flops = ((6.0 * params.named::<BillionParameters>("params_b")).converted::<Parameters>(1e9)
        * tokens.named::<Tokens>("tokens"))
    .traced();
    Some(flops.by_rule("six operations per parameter and token (Kaplan et al. 2020; Narayanan et al. 2021)"))
}

/// GPUs that finish a training run by its deadline; none when something for it is missing.
pub(in crate::plan) fn training_gpus(work: &mut Work<'_>, gpu: &Gpu, per_node: &Traced) -> Option<Traced> {
    estimate::training_gpus(work, gpu, per_node)
}

/// A run that has no estimate against its deadline: the days that the GPUs take at the least, at their dense peak.
fn least_days(work: &mut Work<'_>, gpu: &Gpu, gpus: &Traced, flops: &Traced) {
    let Some(deadline) = &work.asked.deadline_days else { return };
    let deadline = Work::stated("deadline_days", "days", deadline);
    let entry = format!("gpu/{}", gpu.id);
    let fp8 = work.asked.precision.as_ref().is_some_and(|stated| stated.value == words::Precision::Fp8);
    let peak = if fp8 {
        facts::number(&entry, "fp8_tflops_dense", "TFLOPS", gpu.fp8_tflops_dense.as_ref())
    } else {
        facts::number(&entry, "bf16_tflops_dense", "TFLOPS", gpu.bf16_tflops_dense.as_ref())
    };
    let Some(peak) = peak else { return };
    let days = (flops.named::<Flops>("flops")
        / (gpus.named::<Gpus>("gpus") * peak.named::<Per<Tflops, Gpus>>("tflops"))
            .converted::<FlopsPerS>(1e12)
            .converted::<FlopsPerDay>(86_400.0))
    .traced();
    let impossible = days.value > deadline.value;
    let message = format!("at the dense peak, which no run reaches, {} take {}", gpus.words(), days.words());
    let severity = if impossible { Severity::Error } else { Severity::Warning };
    let mut finding =
        FindingDraft::note(RuleId::TrainingTime, severity, message).against(days, deadline.clone());
    if impossible {
        let needed = (flops.named::<Flops>("flops")
            / (peak.named::<Tflops>("tflops").converted::<FlopsPerS>(1e12)
                * deadline.named::<Days>("days").as_many::<Ratio>())
            .converted::<Per<Flops, Gpus>>(86_400.0))
        .ceil()
        .traced();
        finding = finding
            .repaired_by(format!("more than {} of this kind, more days, or fewer tokens", needed.words()));
    }
    work.find(finding);
}

/// The work of the run, and the days the planned GPUs take for it against the stated deadline. There is one method: where
/// it has no figures for the GPU or the model, the time is said to be unknown.
pub(super) fn training_time(work: &mut Work<'_>, sized: &Sized<'_>) {
    let Some(gpu) = sized.gpu else { return };
    let (Some(gpus), Some(flops)) = (sized.gpus.clone(), training_flops(work)) else {
        return;
    };
    let message = format!("the training run takes {:.2e} FLOPs", flops.value);
    work.find(FindingDraft {
        actual: Some(flops.clone()),
        ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
    });
    let per_node = sized.gpus_per_node.as_ref().map_or(8, Traced::count);
    let Some(days) = estimate::training_days(work, gpu, &gpus, per_node) else {
        least_days(work, gpu, &gpus, &flops);
        let said = work.findings.iter().any(|finding| finding.rule == RuleId::TrainingMemory);
        if !said {
            let message = format!(
                "the time of the training run is not known: no measured rate or published peak covers {} with this model",
                gpu.name
            );
            work.find(FindingDraft::note(RuleId::TrainingEstimate, Severity::Warning, message));
        }
        return;
    };
    let Some(deadline) = work.asked.deadline_days.as_ref().filter(|deadline| days.value > deadline.value)
    else {
        return;
    };
    // The same GPUs at the same rate, for as long as the deadline allows.
    let deadline = Work::stated("deadline_days", "days", deadline);
    let affordable = (flops.named::<Flops>("flops") * deadline.named::<Days>("deadline").as_many::<Ratio>()
        / days.named::<Days>("days").as_many::<Ratio>())
    .traced();
    let optimal = (affordable.named::<Flops>("flops") / 120.0)
        .sqrt::<Parameters>()
        .divided::<BillionParameters>(1e9)
        .traced()
        .by_rule("compute-optimal size at twenty tokens per parameter (Hoffmann et al. 2022)");
    work.find(
        FindingDraft::note(
            RuleId::TrainingReach,
            Severity::Info,
            format!(
                "{} do about {:.2e} FLOPs in {}: compute-optimal for about {}",
                gpus.words(),
                affordable.value,
                deadline.words(),
                optimal.words()
            ),
        )
        .against(affordable, optimal),
    );
}
