//! Training: GPUs for a deadline, days on given GPUs.

use super::{super::work::Work, Subject, Unstated, subject};
use crate::{
    catalog::Gpu,
    design::{Alternative, RuleId, Severity, TrainingFigures, words::WorkloadGroup},
    perf::{
        SizeError,
        campaign::RunShare,
        estimate_train::{TrainEstimate, TrainPlan, train_estimate, train_gpus_for_days},
        train_method::Method,
    },
    trace::{FindingDraft, Traced},
};

/// Name of the training estimator in origins.
const TRAINING: &str = "training step time, fitted on measured runs";
/// Tokens per sequence: the length of the Llama 3 pre-training (arXiv:2407.21783, section 3.4).
const SEQUENCE_TOKENS: f64 = 8192.0;
/// Tokens per step: the largest batch of the Llama 3 405B run (same section).
const BATCH_TOKENS: f64 = 16.0 * 1024.0 * 1024.0;
/// Tokens per sequence and per step of a fine-tune of adapters: the usual figures of published recipes.
const ADAPTER_SEQUENCE_TOKENS: f64 = 4096.0;
const ADAPTER_BATCH_TOKENS: f64 = 128.0 * 4096.0;
/// Largest count tried for a deadline.
const LARGEST_GPUS: u32 = 131_072;

/// The traced terms of a training estimate.
struct Run {
    subject: Subject,
    tokens: Traced,
    batch: Traced,
    sequence: Traced,
    campaign: Traced,
    share: RunShare,
    method: Method,
}

fn run(work: &Work<'_>, gpu: &Gpu) -> Option<Run> {
    let subject = subject(work, gpu, Unstated::AsTrained)?;
    let tokens = Work::stated("train_tokens", "tokens", work.asked.train_tokens.as_ref()?);
    let finetune = work.is_for(&[WorkloadGroup::Finetuning]);
    // Fine-tunes are repeated rather than restarted, so that no campaign speaks for them.
    let share = match subject.cal.training.campaign {
        Some(fitted) if !finetune => fitted.of(&subject.model, subject.perf.generation),
        _ => RunShare::WHOLE,
    };
    let campaign = Traced::constant(
        share.expected,
        "",
        "share of the benchmark rate that a whole run of a model of this size and kind reaches",
        &format!("catalog/calibration/training.yaml, {} published campaigns", share.campaigns),
    );
    let (batch, sequence, method) = if finetune {
        (ADAPTER_BATCH_TOKENS, ADAPTER_SEQUENCE_TOKENS, Method::Lora)
    } else {
        (BATCH_TOKENS, SEQUENCE_TOKENS, Method::Full)
    };
    let batch = Traced::assumed(batch, "tokens", "batch_tokens", "the batch of published runs");
    let sequence = Traced::assumed(sequence, "tokens", "sequence_tokens", "the length of published runs");
    Some(Run { subject, tokens, batch, sequence, campaign, share, method })
}

impl Run {
    fn plan(&self) -> TrainPlan<'_> {
        TrainPlan {
            model: &self.subject.model,
            gpu: &self.subject.perf,
            precision: self.subject.precision,
            seq: self.sequence.value,
            batch_tokens: self.batch.value,
            method: self.method,
            run: self.share,
        }
    }

    fn traced(&self, value: f64, unit: &str, basis: &str, more: &[(&str, &Traced)]) -> Traced {
        let mut inputs: Vec<(&str, &Traced)> = vec![
            ("tokens", &self.tokens),
            ("batch_tokens", &self.batch),
            ("sequence_tokens", &self.sequence),
            ("campaign_share", &self.campaign),
        ];
        inputs.extend_from_slice(more);
        self.subject.traced(value, unit, TRAINING, basis, &inputs)
    }

    fn calibration(&self) -> String {
        let fitted = &self.subject.cal.training.fitted;
        format!("{} measured rows of {} models up to {}", fitted.rows, fitted.models, fitted.as_of)
    }
}

/// GPUs that meet a training deadline by the calibrated estimate; none where it does not cover the case or no count
/// up to 131,072 GPUs is enough.
pub(in crate::plan) fn training_gpus(work: &mut Work<'_>, gpu: &Gpu, per_node: &Traced) -> Option<Traced> {
    let run = run(work, gpu)?;
    let days = Work::stated("deadline_days", "days", work.asked.deadline_days.as_ref()?);
    let step = per_node.count().clamp(1, 72) as u32;
    let size =
        train_gpus_for_days(&run.plan(), run.tokens.value, days.value, step, LARGEST_GPUS, run.subject.cal)
            .ok()?;
    let basis = format!("{}; fitted on {}", size.days.basis, run.calibration());
    work.assume(
        "batch_tokens",
        run.batch.value,
        "no batch is stated; published runs of large models step over about this many tokens",
        "a smaller batch scales to fewer GPUs and lowers the rate of each",
        true,
    );
    if let Some(words) = &run.subject.stand_in {
        work.assume(
            "model_architecture",
            run.subject.model.name.clone(),
            words.trim_start_matches("; "),
            "a mixture of experts computes with fewer parameters per token and needs fewer GPUs",
            true,
        );
    }
    if let Some(enough) = size.conservative_gpus {
        let enough = run.traced(f64::from(enough), "GPUs", &basis, &[("days", &days)]);
        let message =
            format!("{} meet the deadline at the slow end of the band of 80 % as well", enough.words());
        work.find(FindingDraft {
            actual: Some(enough),
            ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
        });
    }
    let bound =
        run.traced(f64::from(size.bound_gpus), "GPUs", "all products at the dense peak", &[("days", &days)]);
    let message = format!("no software meets the deadline on fewer than {}", bound.words());
    work.find(FindingDraft {
        actual: Some(bound),
        ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
    });
    Some(run.traced(f64::from(size.expected.gpus), "GPUs", &basis, &[("days", &days)]))
}

/// Days of the run on the planned GPUs with their band against the deadline, as findings; gives the traced days, or none
/// where there is no estimate. What does not fit is said and gets no days.
pub(in crate::plan) fn training_days(
    work: &mut Work<'_>,
    gpu: &Gpu,
    gpus: &Traced,
    per_node: u64,
) -> Option<Traced> {
    let run = run(work, gpu)?;
    let count = u32::try_from(gpus.count()).ok()?;
    if let Some(words) = &run.subject.precision_assumed {
        work.assume(
            "precision",
            run.subject.precision.name(),
            words,
            "products in another format change the days by up to the ratio of the GPU's dense peaks",
            true,
        );
    }
    let found = train_estimate(&run.plan(), count, run.subject.cal);
    let estimate = match found {
        Ok(estimate) => estimate,
        Err(error @ SizeError::DoesNotFit { .. }) => {
            work.find(FindingDraft::note(RuleId::TrainingMemory, Severity::Warning, error.to_string()));
            return None;
        }
        Err(_) => return None,
    };
    let days = estimate.days(run.tokens.value, run.share);
    let basis = format!("{}; fitted on {}", days.basis, run.calibration());
    let at = |value: f64| run.traced(value, "days", &basis, &[("gpus", gpus)]);
    let layout = layout_words(&estimate);
    let shown = |value: f64| crate::units::plain(value.round());
    let message = format!(
        "estimated: about {} days ({} to {} in 80 % of comparable cases) on {}: days = tokens / (GPUs * {} tokens/s \
         per GPU * campaign share {:.2} * 86,400); {:.0} % of the dense {} peak while training, {layout}, limited by {}; \
         calibration: {}; band: {}{}",
        shown(days.expected),
        shown(days.low),
        shown(days.high),
        gpus.words(),
        shown(estimate.tokens_per_s_gpu.expected),
        run.campaign.value,
        estimate.mfu * 100.0,
        run.subject.precision.name(),
        estimate.bottleneck,
        run.calibration(),
        days.basis,
        run.subject.stand_in.clone().unwrap_or_default(),
    );
    let mut finding = FindingDraft {
        actual: Some(at(days.expected)),
        ..FindingDraft::note(RuleId::TrainingTime, Severity::Info, message)
    };
    if let Some(deadline) = &work.asked.deadline_days {
        // A deadline that even the fast end of the band misses is an error; one inside the band is a risk.
        finding.severity = if days.low > deadline.value {
            Severity::Error
        } else if days.expected > deadline.value {
            Severity::Warning
        } else {
            Severity::Info
        };
        finding.limit = Some(Work::stated("deadline_days", "days", deadline));
        if days.expected > deadline.value {
            let size = train_gpus_for_days(
                &run.plan(),
                run.tokens.value,
                deadline.value,
                per_node.clamp(1, 72) as u32,
                LARGEST_GPUS,
                run.subject.cal,
            );
            finding = finding.repaired_by(match &size {
                Ok(size) => format!(
                    "about {} GPUs of this kind, fewer tokens, or a smaller model",
                    crate::units::plain(f64::from(size.expected.gpus))
                ),
                Err(_) => "more days, fewer tokens, or a smaller model".to_owned(),
            });
            if let Ok(size) = size {
                let needed = run.traced(f64::from(size.expected.gpus), "GPUs", &size.days.basis, &[]);
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
        }
    }
    let expected = at(days.expected);
    work.find(finding);
    let rate = run.traced(estimate.tokens_per_s_gpu.expected, "tokens/s", &basis, &[("gpus", gpus)]);
    let used = run.traced(estimate.mfu * 100.0, "%", &basis, &[("gpus", gpus)]);
    let target = work.asked.deadline_days.as_ref().map(|days| Work::stated("deadline_days", "days", days));
    let mut record = work.record("/design/performance/training");
    let figures = TrainingFigures {
        run_days: record.number("run_days", &expected),
        run_low_days: record.number("run_low_days", &at(days.low)),
        run_high_days: record.number("run_high_days", &at(days.high)),
        target_days: record.maybe("target_days", target.as_ref()),
        gpu_tokens_per_s: record.number("gpu_tokens_per_s", &rate),
        mfu_percent: record.number("mfu_percent", &used),
    };
    work.performance.training = Some(figures);
    for (what, value) in [("fast", days.low), ("slow", days.high)] {
        let message = format!("{what} end of the estimated training time: {} days", shown(value));
        work.find(FindingDraft {
            actual: Some(at(value)),
            ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
        });
    }
    Some(expected)
}

fn layout_words(estimate: &TrainEstimate) -> String {
    let l = &estimate.layout.layout;
    format!(
        "tensor {} x pipeline {} x context {} x data {}, expert {}, micro-batch {}",
        l.tp, l.pp, l.cp, l.dp, l.ep, l.micro_batch
    )
}
