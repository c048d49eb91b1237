//! A language model against its own constants: heads, experts, cache per token, parameters.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Attention, Model, ModelKind};

pub(super) const RULES: &[LintRule] = &[
    LintRule { name: "model-heads", about: "Key/value heads fit the attention type.", check: heads },
    LintRule {
        name: "model-active",
        about: "Active parameters do not exceed the total; a dense model uses all.",
        check: active,
    },
    LintRule {
        name: "model-experts",
        about: "A mixture of experts says how many there are and how many work.",
        check: experts,
    },
    LintRule {
        name: "model-cache",
        about: "Cached elements per token follow from layers and heads.",
        check: cache,
    },
    LintRule {
        name: "model-parameters",
        about: "Parameters recomputed from the constants agree with the published total.",
        check: parameters,
    },
];

fn heads(report: &mut Report<'_, '_>) {
    for one in report.entries().models.iter() {
        let fits = match one.attention {
            Attention::Mha => one.kv_heads == one.heads,
            Attention::Gqa => one.kv_heads > 0 && one.heads % one.kv_heads == 0 && one.kv_heads <= one.heads,
            Attention::Mqa => one.kv_heads == 1,
            Attention::Mla => one.mla.is_some(),
            Attention::Hybrid => true,
        };
        if !fits {
            let found = format!("{} heads with {} for keys and values", one.heads, one.kv_heads);
            let expected = "mha: equal; gqa: a divisor; mqa: 1; mla: its ranks".into();
            report.error("models", &one.id, "kv_heads", found, expected);
        }
    }
}

fn active(report: &mut Report<'_, '_>) {
    for one in report.entries().models.iter() {
        let (Some(total), Some(active)) = (one.params_b, one.active_b) else { continue };
        if active > total || (one.kind == ModelKind::Dense && (active - total).abs() > total * 0.01) {
            let found = format!("{} of {} billion active", num(active), num(total));
            let expected = "at most the total; all of it in a dense model".into();
            report.error("models", &one.id, "active_b", found, expected);
        }
    }
}

fn experts(report: &mut Report<'_, '_>) {
    for one in report.entries().models.iter() {
        let wrong = match one.kind {
            ModelKind::Dense => one.experts.is_some_and(|experts| experts > 1),
            ModelKind::Moe => {
                one.experts.is_none() || one.topk.zip(one.experts).is_some_and(|(topk, all)| topk > all)
            }
        };
        if wrong {
            let found = format!("{:?} experts, {:?} per token", one.experts, one.topk);
            let expected =
                "a dense model has none; a mixture says how many, and no more work than exist".into();
            report.error("models", &one.id, "experts", found, expected);
        }
    }
}

/// Elements cached per token: two per key/value head and layer, or the latent of every layer.
fn cached(one: &Model) -> Option<u64> {
    match (one.attention, &one.mla) {
        (Attention::Mla, Some(mla)) => Some(one.layers * (mla.kv_lora + mla.rope)),
        (Attention::Mha | Attention::Gqa, _) => Some(2 * one.layers * one.kv_heads * one.head_dim?),
        _ => None,
    }
}

fn cache(report: &mut Report<'_, '_>) {
    for one in report.entries().models.iter() {
        // Models with layers of another head size say so beside their constants.
        if one.more.iter().any(|more| more.starts_with("global_")) {
            continue;
        }
        let (Some(given), Some(wanted)) = (one.kv_elems_per_token, cached(one)) else { continue };
        if given != wanted {
            let found = format!("{given} elements");
            report.error(
                "models",
                &one.id,
                "kv_elems_per_token",
                found,
                format!("{wanted}, from layers and heads"),
            );
        }
    }
}

/// Parameters in billions: embeddings, attention, and dense or expert layers; norms and routers' biases left out.
/// None where a constant is missing or layers differ in a way these constants do not tell.
fn recomputed(one: &Model) -> Option<f64> {
    if one.attention == Attention::Hybrid || one.attention == Attention::Mqa {
        return None;
    }
    let (h, heads) = (one.hidden as f64, one.heads as f64);
    let attention = match &one.mla {
        Some(mla) => {
            let (q, kv, nope, rope, v) =
                (mla.q_lora as f64, mla.kv_lora as f64, mla.nope as f64, mla.rope as f64, mla.v as f64);
            let query = if q > 0.0 { h * q + q * heads * (nope + rope) } else { h * heads * (nope + rope) };
            query + h * (kv + rope) + kv * heads * (nope + v) + heads * v * h
        }
        None => {
            let size = one.head_dim? as f64;
            2.0 * h * heads * size + 2.0 * h * one.kv_heads as f64 * size
        }
    };
    let gates = if one.mlp.contains("glu") { 3.0 } else { 2.0 };
    let layers = one.layers as f64;
    let rest = match one.kind {
        ModelKind::Dense => layers * gates * h * one.ffn? as f64,
        ModelKind::Moe => {
            let experts = one.experts? as f64;
            let dense = one.dense_layers.unwrap_or(0) as f64;
            let width = one.dense_ffn.or(one.ffn).unwrap_or(0) as f64;
            if dense > 0.0 && width == 0.0 {
                return None;
            }
            let shared = if one.shared_experts.unwrap_or(0) > 0 { one.shared_ffn? as f64 } else { 0.0 };
            let expert = gates * h * one.moe_ffn? as f64 * experts + gates * h * shared + h * experts;
            dense * gates * h * width + (layers - dense) * expert
        }
    };
    let embeddings = if one.tied_embeddings { 1.0 } else { 2.0 } * one.vocab as f64 * h;
    Some((embeddings + layers * attention + rest) / 1e9)
}

fn parameters(report: &mut Report<'_, '_>) {
    for one in report.entries().models.iter() {
        if one.more.iter().any(|more| more.starts_with("global_") || more.starts_with("dense_parallel")) {
            continue;
        }
        let (Some(total), Some(wanted)) = (one.params_b, recomputed(one)) else { continue };
        if (total - wanted).abs() > wanted * 0.03 {
            let found = format!("{} billion", num(total));
            let expected =
                format!("{} billion from its constants, to 3 %", num((wanted * 100.0).round() / 100.0));
            report.error("models", &one.id, "params_b", found, expected);
        }
    }
}
