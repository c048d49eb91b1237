//! Calibrated estimates for a plan: GPUs for a training deadline, days on given GPUs, GPUs for a serving load. Each
//! number carries the inputs, the calibration and the measured rows its band rests on. Where model, GPU or precision
//! are not covered there is no estimate, and the caller keeps its assumption.

use super::work::Work;
use crate::{
    catalog::Gpu,
    design::{FindingDraft, Origin, Severity, Traced},
    engine::{
        facts,
        size::{
            GpuPerf, ModelArch, Precision, SizeError,
            bands::Estimate,
            calibration::Calibration,
            estimate_serve::ServePlan,
            estimate_train::{TrainEstimate, TrainPlan, train_estimate, train_gpus_for_days},
            params::params,
            search_serve::{ServeTargets, Users},
            train_step::TrainTask,
        },
        size_facts, size_load,
    },
};

/// Name of the training estimator in origins.
const TRAINING: &str = "training step time, fitted on measured runs";
/// Name of the serving estimator in origins.
const SERVING: &str = "serving closed loop, fitted on measured points";
/// Tokens per sequence: the length of the Llama 3 pre-training (arXiv:2407.21783, section 3.4).
const SEQUENCE_TOKENS: f64 = 8192.0;
/// Tokens per step: the largest batch of the Llama 3 405B run (same section).
const BATCH_TOKENS: f64 = 16.0 * 1024.0 * 1024.0;
/// Largest count tried for a deadline.
const LARGEST_GPUS: u32 = 131_072;
/// Prompt tokens when none are stated: a chat turn with some history.
const PROMPT_TOKENS: f64 = 1024.0;
/// Output tokens when none are stated.
const OUTPUT_TOKENS: f64 = 256.0;
/// Share of a head-count with a request running, when none is stated; the first of the shares the figures show.
const ACTIVE_SHARE: f64 = 0.02;
/// Share of a replica's rate that is planned with; the rest takes bursts.
const UTILISATION: f64 = 0.75;

/// What an estimate needs of the model and the GPU, and how both are told.
struct Subject {
    model: ModelArch,
    perf: GpuPerf,
    precision: Precision,
    cal: &'static Calibration,
    inputs: Vec<(String, Traced)>,
    /// Words for a model of which only the parameters are known.
    stand_in: Option<String>,
}

fn subject(work: &Work<'_>, gpu: &Gpu) -> Option<Subject> {
    let cal = size_facts::calibration().ok()?;
    let perf = size_facts::gpu(work.catalog, gpu).ok()?;
    let stated = work.asked.model_params_b.as_ref().map(|stated| stated.value);
    let named = work.asked.model_name.as_ref().and_then(|name| {
        let resolution = work.catalog.resolve_model(&name.value);
        resolution.id().and_then(|id| work.catalog.model(id))
    });
    let named = named.and_then(|entry| size_facts::model(entry).ok());
    // A name and a size that disagree by more than rounding are two models; the stated size is the customer's word.
    let named =
        named.filter(|arch| stated.is_none_or(|b| (params(arch).total / (b * 1e9) - 1.0).abs() < 0.15));
    let resolved = named.is_some();
    let (model, stand_in) = match (named.or_else(|| family_member(work)), stated) {
        (Some(arch), _) if resolved => (arch, None),
        (Some(arch), _) => {
            let words =
                format!("; the name fits several models and is taken as {}, the nearest in size", arch.name);
            (arch, Some(words))
        }
        (None, Some(b)) if work.asked.active_params_b.is_none() => {
            let arch = size_facts::dense_of(b * 1e9).ok()?;
            let words = format!(
                "; the architecture is not stated and taken as dense with {} layers of width {}",
                arch.layers, arch.hidden
            );
            (arch, Some(words))
        }
        _ => return None,
    };
    let precision = match &work.asked.precision {
        Some(stated) => Precision::parse(&stated.value).ok()?,
        None => Precision::Bf16,
    };
    let entry = format!("gpu/{}", gpu.id);
    let mut inputs = Vec::new();
    let mut put = |name: &str, traced: Option<Traced>| {
        if let Some(traced) = traced {
            inputs.push((name.to_string(), traced));
        }
    };
    put("params_b", super::limits::model_params(work));
    put("bf16_tflops", facts::number(&entry, "bf16_tflops_dense", "TFLOPS", gpu.bf16_tflops_dense.as_ref()));
    if precision == Precision::Fp8 {
        put("fp8_tflops", facts::number(&entry, "fp8_tflops_dense", "TFLOPS", gpu.fp8_tflops_dense.as_ref()));
    }
    put("memory_gb", facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref()));
    put(
        "bandwidth_gbyte_per_s",
        facts::number(
            &entry,
            "memory_bandwidth_gbyte_per_s",
            "GB/s",
            gpu.memory_bandwidth_gbyte_per_s.as_ref(),
        ),
    );
    Some(Subject { model, perf, precision, cal, inputs, stand_in })
}

/// The model nearest in size among those a loose name such as "Llama 70B" is near to, within a tenth of the stated size.
fn family_member(work: &Work<'_>) -> Option<ModelArch> {
    let name = &work.asked.model_name.as_ref()?.value;
    let wanted = work.asked.model_params_b.as_ref()?.value * 1e9;
    let crate::catalog::Resolution::Unknown { near } = work.catalog.resolve_model(name) else { return None };
    let family =
        |text: &str| text.to_lowercase().chars().take_while(char::is_ascii_alphabetic).collect::<String>();
    let off = |arch: &ModelArch| (params(arch).total / wanted - 1.0).abs();
    near.into_iter()
        .filter(|id| family(id) == family(name.trim()))
        .filter_map(|id| size_facts::model(work.catalog.model(id)?).ok())
        .filter(|arch| off(arch) < 0.1)
        .min_by(|a, b| off(a).total_cmp(&off(b)))
}

impl Subject {
    fn traced(&self, value: f64, unit: &str, model: &str, basis: &str, more: &[(&str, &Traced)]) -> Traced {
        let mut inputs = self.inputs.clone();
        inputs.extend(more.iter().map(|(name, traced)| ((*name).to_string(), (*traced).clone())));
        Traced::new(value, unit, Origin::Estimated { model: model.into(), inputs, basis: basis.into() })
    }
}

/// The traced terms of a training estimate.
struct Run {
    subject: Subject,
    tokens: Traced,
    batch: Traced,
    sequence: Traced,
    campaign: Traced,
}

fn run(work: &Work<'_>, gpu: &Gpu) -> Option<Run> {
    let subject = subject(work, gpu)?;
    let tokens = Work::stated("train_tokens", "tokens", work.asked.train_tokens.as_ref()?);
    if work.has_workload(&["finetune"])
        || !subject.cal.training.efficiency_of(subject.perf.generation, subject.precision).1
    {
        return None;
    }
    let share = subject.cal.training.campaign?;
    let campaign = Traced::constant(
        share.expected,
        "",
        "share of the benchmark rate that whole training campaigns reached, median",
        &format!("catalog/calibration/training.yaml, {} published campaigns", share.rows),
    );
    let batch = Traced::assumed(
        BATCH_TOKENS,
        "tokens",
        "batch_tokens",
        "the batch of published runs of large models",
    );
    let sequence = Traced::assumed(
        SEQUENCE_TOKENS,
        "tokens",
        "sequence_tokens",
        "the length of published pre-training runs",
    );
    Some(Run { subject, tokens, batch, sequence, campaign })
}

impl Run {
    fn plan(&self) -> TrainPlan<'_> {
        TrainPlan {
            model: &self.subject.model,
            gpu: &self.subject.perf,
            precision: self.subject.precision,
            seq: self.sequence.value,
            batch_tokens: self.batch.value,
            task: TrainTask::Full,
            goodput: self.campaign.value,
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
pub(super) fn training_gpus(work: &mut Work<'_>, gpu: &Gpu) -> Option<Traced> {
    let run = run(work, gpu)?;
    let days = Work::stated("deadline_days", "days", work.asked.deadline_days.as_ref()?);
    let step = work.gpus_per_node.as_ref().map_or(8, |per_node| per_node.count()).clamp(1, 72) as u32;
    let size =
        train_gpus_for_days(&run.plan(), run.tokens.value, days.value, step, LARGEST_GPUS, run.subject.cal)
            .ok()?;
    let basis = format!("{}; fitted on {}", size.days.basis, run.calibration());
    work.assume(
        "batch_tokens",
        BATCH_TOKENS,
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
            ..FindingDraft::note("figure", Severity::Info, message)
        });
    }
    let bound =
        run.traced(f64::from(size.bound_gpus), "GPUs", "all products at the dense peak", &[("days", &days)]);
    let message = format!("no software meets the deadline on fewer than {}", bound.words());
    work.find(FindingDraft { actual: Some(bound), ..FindingDraft::note("figure", Severity::Info, message) });
    Some(run.traced(f64::from(size.expected.gpus), "GPUs", &basis, &[("days", &days)]))
}

/// Days of the run on the planned GPUs with their band, as findings; gives the days, or none where there is no
/// estimate. What does not fit is said and gets no days.
pub(super) fn training_days(work: &mut Work<'_>, gpu: &Gpu, gpus: &Traced) -> Option<Estimate> {
    let run = run(work, gpu)?;
    let count = u32::try_from(gpus.count()).ok()?;
    let found = train_estimate(&run.plan(), count, run.subject.cal);
    let estimate = match found {
        Ok(estimate) => estimate,
        Err(error @ SizeError::DoesNotFit { .. }) => {
            work.find(FindingDraft::note("training_memory", Severity::Warning, error.to_string()));
            return None;
        }
        Err(_) => return None,
    };
    let days = estimate.days(run.tokens.value, run.campaign.value);
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
        ..FindingDraft::note("training_estimate", Severity::Info, message)
    };
    if let Some(deadline) = &work.asked.deadline_days {
        if days.expected > deadline.value {
            finding.severity = Severity::Warning;
        }
        finding.limit = Some(Work::stated("deadline_days", "days", deadline));
    }
    work.find(finding);
    for (what, value) in [("fast", days.low), ("slow", days.high)] {
        let message = format!("{what} end of the estimated training time: {} days", shown(value));
        work.find(FindingDraft {
            actual: Some(at(value)),
            ..FindingDraft::note("figure", Severity::Info, message)
        });
    }
    Some(days)
}

fn layout_words(estimate: &TrainEstimate) -> String {
    let l = &estimate.layout.layout;
    format!(
        "tensor {} x pipeline {} x context {} x data {}, expert {}, micro-batch {}",
        l.tp, l.pp, l.cp, l.dp, l.ep, l.micro_batch
    )
}

/// GPUs that carry the stated load within the stated latency targets, without spares; none when no load is known or
/// the case is not covered. Targets that cannot be met are a finding.
pub(super) fn serving_gpus(work: &mut Work<'_>, gpu: &Gpu) -> Option<Traced> {
    let subject = subject(work, gpu)?;
    let asked = work.asked;
    let running = match (&asked.users_concurrent_peak, &asked.users_concurrent) {
        (Some(stated), _) => Some(Work::stated_count("users_concurrent_peak", "requests at a time", stated)),
        (None, Some(stated)) => Some(Work::stated_count("users_concurrent", "requests at a time", stated)),
        (None, None) => from_people(work),
    };
    let queries =
        asked.queries_per_s.as_ref().map(|stated| Work::stated("queries_per_s", "requests/s", stated));
    let (load, running) = match (running, queries) {
        (Some(running), _) => (running, true),
        (None, Some(queries)) => (queries, false),
        (None, None) => return None,
    };
    let tokens = |field: &str, stated: Option<Traced>, usual: f64| {
        stated.unwrap_or_else(|| Traced::assumed(usual, "tokens", field, "none are stated; a chat turn"))
    };
    let stated_in =
        asked.context_tokens_in.as_ref().map(|s| Work::stated_count("context_tokens_in", "tokens", s));
    let stated_out = asked.tokens_out.as_ref().map(|s| Work::stated_count("tokens_out", "tokens", s));
    let prompt = tokens("context_tokens_in", stated_in.clone(), PROMPT_TOKENS);
    let output = tokens("tokens_out", stated_out.clone(), OUTPUT_TOKENS);
    let plan = ServePlan {
        model: &subject.model,
        gpu: &subject.perf,
        precision: subject.precision,
        kv_bytes: None,
        engine: "vllm",
        isl: prompt.value,
        osl: output.value,
        prefix_hit: 0.0,
        accepted_per_step: 1.0,
    };
    let (ttft_ms, tpot_ms) =
        (asked.ttft_ms.as_ref().map(|s| s.value), asked.tpot_ms.as_ref().map(|s| s.value));
    let targets = |requests_per_s: f64| ServeTargets {
        requests_per_s,
        ttft_ms,
        tpot_ms,
        utilisation: UTILISATION,
        spare_replicas: 0,
    };
    let found = if running {
        size_load::search_for_users(&plan, Users::Concurrent(load.value), &targets, subject.cal)
    } else {
        let largest = subject.perf.scale_up_gpus.max(8);
        crate::engine::size::search_serve::search(&plan, &targets(load.value), largest, subject.cal)
            .map(|found| (found, load.value))
    };
    let (found, rate) = match found {
        Ok(found) => found,
        Err(error @ (SizeError::Unreachable { .. } | SizeError::DoesNotFit { .. })) => {
            let message = format!("no layout of {} serves this load: {error}", gpu.name);
            work.find(FindingDraft::note("serving_estimate", Severity::Warning, message));
            return None;
        }
        Err(_) => return None,
    };
    let best = found.pareto.first()?;
    let fitted = &subject.cal.serving.fitted;
    let calibration =
        format!("{} measured points of {} models up to {}", fitted.rows, fitted.models, fitted.as_of);
    let mut inputs: Vec<(&str, Traced)> =
        vec![("load", load.clone()), ("prompt_tokens", prompt.clone()), ("output_tokens", output.clone())];
    if let Some(stated) = &asked.ttft_ms {
        inputs.push(("ttft_target_ms", Work::stated("ttft_ms", "ms", stated)));
    }
    if let Some(stated) = &asked.tpot_ms {
        inputs.push(("tpot_target_ms", Work::stated("tpot_ms", "ms", stated)));
    }
    let inputs: Vec<(&str, &Traced)> = inputs.iter().map(|(name, traced)| (*name, traced)).collect();
    let traced = |value: f64, unit: &str, basis: &str| {
        subject.traced(value, unit, SERVING, &format!("{basis}; fitted on {calibration}"), &inputs)
    };
    let replica = &best.replica;
    let message = format!(
        "estimated for {} ({rate:.1} requests/s, {} prompt and {} output tokens): {} replicas of {} GPUs with {:.0} requests \
         each, planned at {UTILISATION} of their rate; first token {:.0} ms ({:.0} to {:.0}), each further token {:.1} ms ({:.1} \
         to {:.1}), {:.0} output tokens/s per replica; layout tensor {} x pipeline {} x data {} x expert {}{}, limited by {}; replicas = \
         requests/s * output tokens / (tokens/s * share); calibration: {calibration}; band of 80 %: {}{}",
        load.words(),
        prompt.value,
        output.value,
        best.replicas,
        replica.gpus,
        replica.concurrency,
        replica.ttft_ms.expected,
        replica.ttft_ms.low,
        replica.ttft_ms.high,
        replica.tpot_ms.expected,
        replica.tpot_ms.low,
        replica.tpot_ms.high,
        replica.tokens_per_s.expected,
        replica.layout.tp,
        replica.layout.pp,
        replica.layout.dp,
        replica.layout.ep,
        if best.prefill_workers > 0 {
            format!(", with {} prefill workers beside them", best.prefill_workers)
        } else {
            String::new()
        },
        best.bottleneck,
        replica.ttft_ms.basis,
        subject.stand_in.clone().unwrap_or_default(),
    );
    let mut finding = FindingDraft {
        actual: Some(traced(replica.ttft_ms.expected, "ms to the first token", &replica.ttft_ms.basis)),
        ..FindingDraft::note("serving_estimate", Severity::Info, message)
    };
    if let Some(stated) = &asked.ttft_ms {
        finding.limit = Some(Work::stated("ttft_ms", "ms", stated));
    }
    let gpus = traced(f64::from(best.gpus), "GPUs", &replica.tokens_per_s.basis);
    let each = traced(replica.tpot_ms.expected, "ms per output token", &replica.tpot_ms.basis);
    work.find(finding);
    let message = format!("estimated time per output token: {:.1} ms", each.value);
    work.find(FindingDraft { actual: Some(each), ..FindingDraft::note("figure", Severity::Info, message) });
    for (field, stated, value) in
        [("context_tokens_in", stated_in, prompt.value), ("tokens_out", stated_out, output.value)]
    {
        if stated.is_none() {
            work.assume(
                field,
                value,
                "none are stated; a chat turn",
                "longer prompts lengthen the first token, longer answers need more GPUs",
                true,
            );
        }
    }
    Some(gpus)
}

/// Requests at a time from a head-count: a stated share, else the usual one, which the figures show as assumed.
fn from_people(work: &Work<'_>) -> Option<Traced> {
    let users = Work::stated_count("users_total", "users", work.asked.users_total.as_ref()?);
    let share = match &work.asked.concurrency_ratio {
        Some(stated) => Work::stated("concurrency_ratio", "", stated),
        None => Traced::assumed(
            ACTIVE_SHARE,
            "",
            "concurrency_ratio",
            "a common share of active users; none is stated",
        ),
    };
    Some(Traced::derived(
        (users.value * share.value).ceil(),
        "requests at a time",
        "ceil(users * share)",
        &[("users", &users), ("share", &share)],
    ))
}
