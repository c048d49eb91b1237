//! Serving: GPUs for a load within latency targets.

use super::{
    super::{
        stages::{Serving, Sized},
        work::Work,
    },
    Unstated, serving_figures, subject,
};
use crate::{
    catalog::Gpu,
    design::{
        RuleId, Severity,
        words::{Workload, WorkloadGroup},
    },
    perf::{
        SizeError,
        estimate_serve::{Draft, ServePlan},
        search_serve::{choose, survey},
        serve_curve::serve_curve,
        serve_load::{Load, ServeTargets, Users},
        serve_targets::{ACTIVE_SHARE, complete},
    },
    trace::{FindingDraft, Traced},
    units::{People, Per, Ratio, Requests, RequestsAtATime, Tokens, TokensPerS},
};

/// Name of the serving estimator in origins.
const SERVING: &str = "serving closed loop, fitted on measured points";
/// Prompt tokens when none are stated: a chat turn with some history.
const PROMPT_TOKENS: f64 = 1024.0;
/// Output tokens when none are stated.
const OUTPUT_TOKENS: f64 = 256.0;
/// Share of a replica's rate that is planned with; the rest takes bursts.
const UTILISATION: f64 = 0.75;

/// GPUs that carry the stated load within the stated latency targets, without spares; none when no load is known or
/// the case is not covered. Targets that cannot be met are a finding, and an estimate without GPUs.
pub(in crate::plan) fn serving_gpus(work: &mut Work<'_>, gpu: &Gpu) -> Option<Serving> {
    let subject = subject(work, gpu, Unstated::AsPublished)?;
    let asked = work.asked;
    let running = match (&asked.users_concurrent_peak, &asked.users_concurrent) {
        (Some(stated), _) => Some(Work::stated_count("users_concurrent_peak", "requests at a time", stated)),
        (None, Some(stated)) => Some(Work::stated_count("users_concurrent", "requests at a time", stated)),
        (None, None) => from_people(work),
    };
    let tokens = |field: &str, stated: Option<Traced>, usual: f64| {
        stated.unwrap_or_else(|| Traced::assumed(usual, "tokens", field, "none are stated; a chat turn"))
    };
    let stated_in =
        asked.context_tokens_in.as_ref().map(|s| Work::stated_count("context_tokens_in", "tokens", s));
    let stated_out = asked.tokens_out.as_ref().map(|s| Work::stated_count("tokens_out", "tokens", s));
    let prompt = tokens("context_tokens_in", stated_in.clone(), PROMPT_TOKENS);
    let output = tokens("tokens_out", stated_out.clone(), OUTPUT_TOKENS);
    // Tokens a second are the model's own load; requests a second may be those of another service beside it.
    let by_tokens = asked.tokens_per_s.as_ref().map(|stated| {
        let rate = Work::stated("tokens_per_s", "tokens/s", stated);
        (rate.named::<TokensPerS>("tokens_per_s") / output.named::<Per<Tokens, Requests>>("output_tokens"))
            .traced()
    });
    let queries =
        asked.queries_per_s.as_ref().map(|stated| Work::stated("queries_per_s", "requests/s", stated));
    let (load, running) = match (running, by_tokens.or(queries)) {
        (Some(running), _) => (running, true),
        (None, Some(rate)) => (rate, false),
        (None, None) => return None,
    };
    let plan = ServePlan {
        model: &subject.model,
        gpu: &subject.perf,
        precision: subject.precision,
        kv_bytes: None,
        engine: "vllm",
        isl: prompt.value,
        osl: output.value,
        prefix_hit: 0.0,
        draft: Draft::NONE,
    };
    let (ttft_ms, tpot_ms) =
        (asked.ttft_ms.as_ref().map(|s| s.value), asked.tpot_ms.as_ref().map(|s| s.value));
    let stated_load =
        if running { Load::Users(Users::Concurrent(load.value)) } else { Load::Rate(load.value) };
    let targets =
        ServeTargets { load: stated_load, ttft_ms, tpot_ms, utilisation: UTILISATION, spare_replicas: 0 };
    let largest = subject.perf.scale_up_gpus.max(8);
    // A plan states both times against a target; where none is stated a usual one is assumed and shown.
    let mut completed = None;
    let chosen = survey(&plan, largest, subject.cal).and_then(|surveyed| {
        let targets = &completed.insert(complete(&targets, plan.isl, &surveyed)).targets;
        choose(&plan, targets, &surveyed, subject.cal)
    });
    let found = match chosen {
        Ok(found) => found,
        Err(error @ (SizeError::Unreachable { .. } | SizeError::DoesNotFit { .. })) => {
            let message = format!("no layout of {} serves this load: {error}", gpu.name);
            work.find(FindingDraft::note(RuleId::ServingEstimate, Severity::Warning, message));
            return Some(Serving { gpus: None, tokens_per_s: None });
        }
        Err(_) => return None,
    };
    let best = found.pareto.first()?;
    let completed = completed?;
    let rate = best.requests_per_s;
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
    let target = |ms: Option<f64>| ms.map_or_else(|| "no".to_owned(), |ms| format!("{ms:.0} ms"));
    let message = format!(
        "estimated for {} ({rate:.1} requests/s, {} prompt and {} output tokens): {} replicas of {} GPUs with {:.0} requests \
         each, planned at {UTILISATION} of their rate; first token {:.0} ms ({:.0} to {:.0}; target {}), each further token {:.1} ms ({:.1} \
         to {:.1}; target {}), {:.0} output tokens/s per replica; layout tensor {} x pipeline {} x data {} x expert {}{}, limited by {}; replicas = \
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
        target(completed.targets.ttft_ms),
        replica.tpot_ms.expected,
        replica.tpot_ms.low,
        replica.tpot_ms.high,
        target(completed.targets.tpot_ms),
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
        ..FindingDraft::note(RuleId::ServingEstimate, Severity::Info, message)
    };
    if let Some(stated) = &asked.ttft_ms {
        finding.limit = Some(Work::stated("ttft_ms", "ms", stated));
    }
    let gpus = traced(f64::from(best.gpus), "GPUs", &replica.tokens_per_s.basis);
    let tokens_per_s = Some(traced(rate * output.value, "tokens/s", &replica.tokens_per_s.basis));
    let stated = [
        asked.ttft_ms.as_ref().map(|ms| Work::stated("ttft_ms", "ms", ms)),
        asked.tpot_ms.as_ref().map(|ms| Work::stated("tpot_ms", "ms", ms)),
    ];
    let curve = serve_curve(&plan, best, subject.cal).unwrap_or_default();
    let figures = serving_figures::Figures {
        size: best,
        running: running.then_some(&load),
        completed: &completed,
        stated,
        prompt: &prompt,
        output: &output,
        curve,
    };
    work.performance.serving = Some(figures.publish(work, &traced));
    let each = traced(replica.tpot_ms.expected, "ms per output token", &replica.tpot_ms.basis);
    work.find(finding);
    let message = format!("estimated time per output token: {:.1} ms", each.value);
    work.find(FindingDraft {
        actual: Some(each),
        ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
    });
    for (field, assumed, effect) in [
        ("ttft_ms", completed.assumed_ttft_ms, "a shorter time to the first token needs more GPUs"),
        ("tpot_ms", completed.assumed_tpot_ms, "a shorter time per token needs more GPUs"),
    ] {
        if let Some(ms) = assumed {
            let reason = completed.missed.as_deref().unwrap_or(
                "no target is stated; the server scenarios of MLPerf Inference by length of the prompt, and ten tokens a second",
            );
            work.assume(field, ms, reason, effect, true);
        }
    }
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
    Some(Serving { gpus: Some(gpus), tokens_per_s })
}

/// The stated GPUs against those that the stated load needs by the estimate. A size that came from the load itself has its
/// estimate already.
pub(in crate::plan) fn serving_load(work: &mut Work<'_>, sized: &Sized<'_>) -> Option<Serving> {
    let (gpu, have) = (sized.gpu?, sized.gpus.clone()?);
    if sized.serving.is_some() || work.is_for(&[WorkloadGroup::Training]) || work.asks_for(Workload::Vdi) {
        return None;
    }
    let serving = serving_gpus(work, gpu)?;
    let Some(need) = serving.gpus.clone() else { return Some(serving) };
    let fits = need.value <= have.value;
    let message = if fits {
        format!("by the estimate the load needs {}; there are {}", need.words(), have.words())
    } else {
        format!("by the estimate the load needs {}, more than the {} there are", need.words(), have.words())
    };
    let severity = if fits { Severity::Info } else { Severity::Warning };
    let mut finding = FindingDraft::note(RuleId::ServingLoad, severity, message).against(need.clone(), have);
    if !fits {
        finding = finding
            .repaired_by(format!("{} of this kind, longer latency targets or fewer users", need.words()));
    }
    work.find(finding);
    Some(serving)
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
    Some(
        (users.named::<People>("users") * share.named::<Ratio>("share"))
            .ceil()
            .as_many::<RequestsAtATime>()
            .traced(),
    )
}
