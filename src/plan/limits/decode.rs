//! The time a generated token takes at the least: memory bandwidth bounds it.

use super::{
    super::{stages::Sized, work::Work},
    memory::{bytes_per_parameter, model, model_params},
};
use crate::{
    design::{RuleId, Severity},
    trace::{FindingDraft, Traced, facts},
    units::{BillionParameters, BytesPerParameter, GbytePerS, Gpus, Ms, MsPerToken, Per, Seconds, Tokens},
};

/// Every generated token reads all active weights once: memory bandwidth bounds the time per token.
pub(super) fn decode_time(work: &mut Work<'_>, sized: &Sized<'_>) {
    let (Some(gpu), Some(gpus)) = (sized.gpu, sized.gpus.clone()) else { return };
    let target = match (&work.asked.e2e_ms, &work.asked.tokens_out, &work.asked.tpot_ms) {
        (Some(total), Some(tokens), _) => {
            let total = Work::stated("e2e_ms", "ms", total);
            let tokens = Work::stated_count("tokens_out", "tokens", tokens);
            (total.named::<Ms>("e2e_ms").per(&tokens.named::<Tokens>("tokens_out"))).traced()
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
    let group = (gpus
        .named::<Gpus>("gpus")
        .min(&sized.gpus_per_node.clone().unwrap_or_else(|| gpus.clone()).named::<Gpus>("gpus_per_node")))
    .traced();
    let bound = (active.named::<BillionParameters>("params_b")
        * bytes.named::<BytesPerParameter>("bytes_per_parameter")
        / (group.named::<Gpus>("gpus") * bandwidth.named::<Per<GbytePerS, Gpus>>("bandwidth_gbyte_per_s")))
    .converted::<MsPerToken>(1000.0)
    .traced();
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
        let total = (bound.named::<MsPerToken>("ms_per_token") * tokens.named::<Tokens>("tokens_out"))
            .divided::<Seconds>(1000.0)
            .traced();
        let message = format!("{} take at least {}", tokens.words(), total.words());
        work.find(
            FindingDraft::note(RuleId::DecodeBandwidth, Severity::Info, message).against(total, tokens),
        );
    }
}
