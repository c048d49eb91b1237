//! The time a training run takes at the least, and the GPUs a deadline asks for.

use super::super::{estimate, size::FIRST_MFU, stages::Sized, work::Work};
use crate::{
    catalog::Gpu,
    design::{Alternative, RuleId, Severity},
    trace::{FindingDraft, Traced, facts},
};

/// What a training run needs, when parameters, tokens and a GPU are known: work, rate of one GPU, utilization.
fn training_terms(work: &Work<'_>, gpu: &Gpu) -> Option<(Traced, Traced, Traced)> {
    let tokens = Work::stated("train_tokens", "tokens", work.asked.train_tokens.as_ref()?);
    let params = match &work.asked.active_params_b {
        Some(active) => Work::stated("active_params_b", "billion parameters", active),
        None => super::memory::model_params(work)?,
    };
    let flops = Traced::derived(
        6.0 * params.value * 1e9 * tokens.value,
        "FLOPs",
        "6 * params_b * 1e9 * tokens",
        &[("params_b", &params), ("tokens", &tokens)],
    )
    .by_rule("six operations per parameter and token (Kaplan et al. 2020; Narayanan et al. 2021)");
    let rate = facts::number(
        &format!("gpu/{}", gpu.id),
        "bf16_tflops_dense",
        "TFLOPS",
        gpu.bf16_tflops_dense.as_ref(),
    )?;
    let mfu = Traced::assumed(
        FIRST_MFU,
        "",
        "mfu_ratio",
        "vendor runs of dense models in BF16 report about this share",
    );
    Some((flops, rate, mfu))
}

/// GPUs that finish a training run by its deadline; none when something for it is missing.
pub(in crate::plan) fn training_gpus(work: &mut Work<'_>, gpu: &Gpu, per_node: &Traced) -> Option<Traced> {
    let (flops, rate, mfu) = training_terms(work, gpu)?;
    let days = Work::stated("deadline_days", "days", work.asked.deadline_days.as_ref()?);
    // Measured runs where they cover the case, an assumed utilization where they do not.
    if let Some(estimated) = estimate::training_gpus(work, gpu, per_node) {
        return Some(estimated);
    }
    work.assume(
        "mfu_ratio",
        FIRST_MFU,
        "vendor runs of dense models in BF16 report about this share",
        "time and GPU count move in inverse proportion to it",
        true,
    );
    Some(Traced::derived(
        (flops.value / (rate.value * 1e12 * mfu.value * days.value * 86_400.0)).ceil(),
        "GPUs",
        "ceil(flops / (tflops * 1e12 * mfu * days * 86400))",
        &[("flops", &flops), ("tflops", &rate), ("mfu", &mfu), ("days", &days)],
    ))
}

/// The stated GPUs against the stated deadline.
pub(super) fn training_time(work: &mut Work<'_>, sized: &Sized<'_>) {
    let Some(gpu) = sized.gpu else { return };
    let (Some(gpus), Some((flops, rate, mfu))) = (sized.gpus.clone(), training_terms(work, gpu)) else {
        return;
    };
    let days = Traced::derived(
        flops.value / (gpus.value * rate.value * 1e12 * mfu.value * 86_400.0),
        "days",
        "flops / (gpus * tflops * 1e12 * mfu * 86400)",
        &[("flops", &flops), ("gpus", &gpus), ("tflops", &rate), ("mfu", &mfu)],
    );
    let work_message = format!("the training run takes {:.2e} FLOPs", flops.value);
    work.find(FindingDraft {
        actual: Some(flops.clone()),
        ..FindingDraft::note(RuleId::Figure, Severity::Info, work_message)
    });
    let message = format!(
        "{:.2e} FLOPs take about {} days on {} at {} % of the dense BF16 rate",
        flops.value,
        crate::units::plain(days.value.round()),
        gpus.words(),
        crate::units::plain(mfu.value * 100.0)
    );
    let estimated = estimate::training_days(work, gpu, &gpus);
    let Some(deadline) = &work.asked.deadline_days else {
        work.find(FindingDraft::note(RuleId::TrainingTime, Severity::Info, message).against(days, flops));
        return;
    };
    let deadline = Work::stated("deadline_days", "days", deadline);
    // The fixed utilization is a rule of thumb: it refuses no run that measured ones put within the deadline.
    let fits = days.value <= deadline.value
        || estimated.as_ref().is_some_and(|estimated| estimated.low <= deadline.value);
    let mut finding = FindingDraft::note(
        RuleId::TrainingTime,
        if fits { Severity::Info } else { Severity::Error },
        message,
    )
    .against(days, deadline.clone());
    if !fits {
        let needed = Traced::derived(
            (flops.value / (rate.value * 1e12 * mfu.value * deadline.value * 86_400.0)).ceil(),
            "GPUs",
            "ceil(flops / (tflops * 1e12 * mfu * days * 86400))",
            &[("flops", &flops), ("tflops", &rate), ("mfu", &mfu), ("days", &deadline)],
        );
        finding = finding
            .repaired_by(format!("about {} of this kind, fewer tokens, or a smaller model", needed.words()));
        let affordable = Traced::derived(
            gpus.value * rate.value * 1e12 * mfu.value * deadline.value * 86_400.0,
            "FLOPs",
            "gpus * tflops * 1e12 * mfu * days * 86400",
            &[("gpus", &gpus), ("tflops", &rate), ("mfu", &mfu), ("days", &deadline)],
        );
        let optimal = Traced::derived(
            (affordable.value / 120.0).sqrt() / 1e9,
            "billion parameters",
            "sqrt(flops / 120) / 1e9",
            &[("flops", &affordable)],
        )
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
        work.offer(
            Alternative {
                title: "GPUs that meet the deadline".into(),
                gpu_id: Some(gpu.id.to_string()),
                pattern_id: None,
                node_count: None,
                gpu_count: None,
                power_kw: None,
                reason: "the number that keeps model, tokens and deadline".into(),
            },
            None,
            Some(needed),
        );
    }
    work.find(finding);
}
