//! The time a generated token takes at the least: memory bandwidth bounds it.

use super::{
    super::{stages::Sized, work::Work},
    memory::{bytes_per_parameter, model, model_params},
};
use crate::{
    design::{RuleId, Severity},
    trace::{FindingDraft, Traced, facts},
};

/// Every generated token reads all active weights once: memory bandwidth bounds the time per token.
pub(super) fn decode_time(work: &mut Work<'_>, sized: &Sized<'_>) {
    let (Some(gpu), Some(gpus)) = (sized.gpu, sized.gpus.clone()) else { return };
    let target = match (&work.asked.e2e_ms, &work.asked.tokens_out, &work.asked.tpot_ms) {
        (Some(total), Some(tokens), _) => {
            let total = Work::stated("e2e_ms", "ms", total);
            let tokens = Work::stated_count("tokens_out", "tokens", tokens);
            Traced::derived(
                total.value / tokens.value,
                "ms per token",
                "e2e_ms / tokens_out",
                &[("e2e_ms", &total), ("tokens_out", &tokens)],
            )
        }
        (_, _, Some(each)) => Work::stated("tpot_ms", "ms per token", each),
        _ => return,
    };
    let active = match (&work.asked.active_params_b, model(work)) {
        (Some(stated), _) => Work::stated("active_params_b", "billion parameters", stated),
        (None, Some(model)) if model.active_b.is_some() && work.asked.model_params_b.is_none() => {
            Traced::new(
                model.active_b.unwrap_or_default(),
                "billion parameters",
                crate::trace::Origin::Catalog {
                    entry: format!("model/{}", model.id),
                    field: "active_b".into(),
                    source: model.source.to_string(),
                    confidence: model.confidence.word().into(),
                },
            )
        }
        _ => match model_params(work) {
            Some(params) => params,
            None => return,
        },
    };
    let Some(precision) = work.asked.precision.clone() else { return };
    let bytes = bytes_per_parameter(precision.value);
    let bytes = Traced::stated(bytes, "bytes per parameter", "precision", &precision.quote);
    let entry = format!("gpu/{}", gpu.id);
    let Some(bandwidth) = facts::number(
        &entry,
        "memory_bandwidth_gbyte_per_s",
        "GB/s",
        gpu.memory_bandwidth_gbyte_per_s.as_ref(),
    ) else {
        return;
    };
    // One model copy spans at most the GPUs of a node here; a larger group adds network time to every token.
    let group = gpus.value.min(sized.gpus_per_node.as_ref().map_or(8.0, |per_node| per_node.value));
    let group = Traced::derived(
        group,
        "GPUs",
        "min(gpus, gpus_per_node)",
        &[("gpus", &gpus), ("gpus_per_node", &sized.gpus_per_node.clone().unwrap_or_else(|| gpus.clone()))],
    );
    let bound = Traced::derived(
        active.value * bytes.value / (group.value * bandwidth.value) * 1000.0,
        "ms per token",
        "params_b * bytes_per_parameter / (gpus * bandwidth_gbyte_per_s) * 1000",
        &[
            ("params_b", &active),
            ("bytes_per_parameter", &bytes),
            ("gpus", &group),
            ("bandwidth_gbyte_per_s", &bandwidth),
        ],
    );
    let fits = bound.value <= target.value;
    let message = format!(
        "memory bandwidth allows no less than {} on {}; {} are asked for",
        bound.words(),
        group.words(),
        target.words()
    );
    let mut finding = FindingDraft::note(
        RuleId::DecodeBandwidth,
        if fits { Severity::Info } else { Severity::Error },
        message,
    )
    .against(bound.clone(), target);
    if !fits {
        finding = finding.repaired_by(
            "a smaller or sparse model, shorter output, speculative decoding within its limit, or a longer time",
        );
    }
    work.find(finding);
    if let Some(tokens) = &work.asked.tokens_out {
        let tokens = Work::stated_count("tokens_out", "tokens", tokens);
        let total = Traced::derived(
            bound.value * tokens.value / 1000.0,
            "s",
            "ms_per_token * tokens_out / 1000",
            &[("ms_per_token", &bound), ("tokens_out", &tokens)],
        );
        let message = format!("{} take at least {}", tokens.words(), total.words());
        work.find(
            FindingDraft::note(RuleId::DecodeBandwidth, Severity::Info, message).against(total, tokens),
        );
    }
}
