//! The flat form model facts are published and kept in, and its conversion into [`ModelArch`].

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::SizeError;
use super::model::{AttentionGroup, Heads, ModelArch, Moe, Recurrent};
use super::precision::Precision;

/// Latent-attention ranks.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct MlaFields {
    /// Query latent rank.
    pub q_lora: u32,
    /// Key/value latent rank.
    pub kv_lora: u32,
    /// Per-head width without position.
    pub nope: u32,
    /// Rotary width.
    pub rope: u32,
    /// Value width.
    pub v: u32,
}

/// One model as a flat record; unknown keys (sources, notes) are ignored, every gap is reported on conversion.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct ModelFields {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub kind: String,
    pub layers: u32,
    pub hidden: u32,
    pub heads: u32,
    #[serde(default)]
    pub kv_heads: Option<u32>,
    #[serde(default)]
    pub head_dim: Option<u32>,
    #[serde(default)]
    pub ffn: Option<u32>,
    pub vocab: u32,
    #[serde(default)]
    pub mlp: Option<String>,
    #[serde(default)]
    pub tied_embeddings: bool,
    #[serde(default)]
    pub params_b: Option<f64>,
    #[serde(default)]
    pub active_b: Option<f64>,
    #[serde(default)]
    pub experts: Option<u32>,
    #[serde(default)]
    pub topk: Option<u32>,
    #[serde(default)]
    pub moe_ffn: Option<u32>,
    #[serde(default)]
    pub moe_layers: Option<u32>,
    #[serde(default)]
    pub shared_experts: Option<u32>,
    #[serde(default)]
    pub shared_ffn: Option<u32>,
    #[serde(default)]
    pub dense_layers: Option<u32>,
    #[serde(default)]
    pub dense_ffn: Option<u32>,
    #[serde(default)]
    pub dense_parallel_ffn: Option<u32>,
    #[serde(default)]
    pub mla: Option<MlaFields>,
    #[serde(default)]
    pub q_lora: Option<u32>,
    #[serde(default)]
    pub o_lora: Option<u32>,
    #[serde(default)]
    pub sliding_window: Option<u32>,
    #[serde(default)]
    pub sliding_layers: Option<u32>,
    #[serde(default)]
    pub attention_chunk: Option<u32>,
    #[serde(default)]
    pub global_head_dim: Option<u32>,
    #[serde(default)]
    pub global_kv_heads: Option<u32>,
    #[serde(default)]
    pub full_attn_layers: Option<u32>,
    #[serde(default)]
    pub linear_attn_layers: Option<u32>,
    #[serde(default)]
    pub mamba_layers: Option<u32>,
    /// Elements of the constant state of one such layer and sequence.
    #[serde(default)]
    pub state_elements: Option<u32>,
    #[serde(default)]
    pub mlp_layers: Option<u32>,
    #[serde(default)]
    pub latent_moe_dim: Option<u32>,
    #[serde(default)]
    pub index_topk: Option<u32>,
    #[serde(default)]
    pub compress_ratio_layers: Option<BTreeMap<String, u32>>,
    #[serde(default)]
    pub mtp_layers: Option<u32>,
    #[serde(default)]
    pub native_precision: Option<String>,
}

impl ModelFields {
    fn need(&self, field: &str, value: Option<u32>) -> Result<u32, SizeError> {
        value.ok_or_else(|| SizeError::missing(&self.name, field, "add it from the published config"))
    }

    fn attention(&self) -> Result<Vec<AttentionGroup>, SizeError> {
        let group = |layers, layout, window| AttentionGroup {
            layers,
            heads: self.heads,
            layout,
            window,
            sparse_topk: self.index_topk,
            compress: 1,
        };
        if let Some(ratios) = &self.compress_ratio_layers {
            let head_dim = self.need("head_dim", self.head_dim)?;
            let layout = Heads::SharedKv {
                head_dim,
                q_lora: self.need("q_lora", self.q_lora)?,
                o_lora: self.need("o_lora", self.o_lora)?,
            };
            return ratios
                .iter()
                .map(|(ratio, &layers)| {
                    let compress: u32 = ratio.parse().map_err(|_| {
                        SizeError::invalid("compress_ratio_layers", ratio, "whole numbers as keys")
                    })?;
                    // Ratio 0 marks layers that keep the window only; the published list counts the prediction module among them.
                    let (compress, sparse_topk, extra) = if compress == 0 {
                        (1, None, self.mtp_layers.unwrap_or(0))
                    } else {
                        (compress, self.index_topk, 0)
                    };
                    Ok(AttentionGroup {
                        layers: layers.saturating_sub(extra),
                        heads: self.heads,
                        layout,
                        window: self.sliding_window,
                        sparse_topk,
                        compress,
                    })
                })
                .collect();
        }
        if let Some(a) = self.mla {
            let layout =
                Heads::Latent { q_lora: a.q_lora, kv_lora: a.kv_lora, nope: a.nope, rope: a.rope, v: a.v };
            return Ok(vec![group(self.full_attn_layers.unwrap_or(self.layers), layout, None)]);
        }
        let kv_heads = self.need("kv_heads", self.kv_heads)?;
        let head_dim = self.head_dim.unwrap_or(self.hidden / self.heads.max(1));
        let local = Heads::Grouped { kv_heads, head_dim };
        let global = Heads::Grouped {
            kv_heads: self.global_kv_heads.unwrap_or(kv_heads),
            head_dim: self.global_head_dim.unwrap_or(head_dim),
        };
        if let Some(full) = self.full_attn_layers {
            return Ok(vec![group(full, global, None)]);
        }
        if let (Some(window), Some(layers)) = (self.sliding_window, self.sliding_layers)
            && layers > 0
        {
            return Ok(vec![
                group(self.layers.saturating_sub(layers), global, None),
                group(layers, local, Some(window)),
            ]);
        }
        if let Some(chunk) = self.attention_chunk {
            // Chunked local attention on three of four layers (Llama 4).
            let chunked = self.layers - self.layers / 4;
            return Ok(vec![group(self.layers - chunked, local, None), group(chunked, local, Some(chunk))]);
        }
        Ok(vec![group(self.layers, local, None)])
    }

    /// Converts into the form the formulas use.
    ///
    /// # Errors
    /// [`SizeError::Missing`] naming the first field a formula needs and the record lacks; [`SizeError::Invalid`] for
    /// contradictions.
    pub fn to_arch(&self) -> Result<ModelArch, SizeError> {
        let hybrid = self.kind.starts_with("hybrid")
            || self.linear_attn_layers.is_some()
            || self.mamba_layers.is_some();
        let attention = self.attention()?;
        let mlp_matrices = match self.mlp.as_deref() {
            Some("swiglu" | "geglu") => 3,
            Some("gelu" | "relu2" | "relu") => 2,
            Some(other) => {
                return Err(SizeError::invalid("mlp", other, "swiglu, geglu, gelu, relu or relu2"));
            }
            None => return Err(SizeError::missing(&self.name, "mlp", "say swiglu, geglu, gelu or relu2")),
        };
        let recurrent = hybrid.then(|| Recurrent {
            layers: self.linear_attn_layers.or(self.mamba_layers).unwrap_or(0),
            state_elements: self.state_elements.map(f64::from),
        });
        let dense_first = self.dense_layers.unwrap_or(0);
        let moe = match self.experts {
            Some(experts) => {
                let shared = self.shared_experts.unwrap_or(0);
                Some(Moe {
                    layers: self.moe_layers.unwrap_or(self.layers - dense_first.min(self.layers)),
                    experts,
                    topk: self.need("topk", self.topk)?,
                    expert_ffn: self.need("moe_ffn", self.moe_ffn)?,
                    shared_ffn: if shared > 0 {
                        shared * self.shared_ffn.or(self.moe_ffn).unwrap_or(0)
                    } else {
                        self.dense_parallel_ffn.unwrap_or(0)
                    },
                    latent: self.latent_moe_dim,
                })
            }
            None => None,
        };
        let (ffn, dense_mlp_layers) = match (&moe, hybrid) {
            (Some(_), true) => (0, 0),
            (Some(_), false) => (self.dense_ffn.or(self.ffn).unwrap_or(0), dense_first),
            (None, _) => (self.need("ffn", self.ffn)?, self.mlp_layers.unwrap_or(self.layers)),
        };
        // Published totals are rounded; where the fields give every matrix the count is used instead.
        let published = |b: Option<f64>| if hybrid { b.map(|x| x * 1e9) } else { None };
        let arch = ModelArch {
            name: self.name.clone(),
            layers: self.layers,
            hidden: self.hidden,
            vocab: self.vocab,
            tied_embeddings: self.tied_embeddings,
            mlp_matrices,
            ffn,
            dense_mlp_layers,
            attention,
            recurrent,
            moe,
            published_total: published(self.params_b),
            published_active: published(self.active_b),
            mtp_layers: self.mtp_layers.unwrap_or(0),
            native_precision: self.native_precision.as_deref().map(Precision::parse).transpose()?,
        };
        arch.validate()?;
        Ok(arch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{flops, kv, params::params};
    use super::*;

    struct Row {
        fields: ModelFields,
        kv_elems_per_token: Option<f64>,
    }

    fn zoo() -> Vec<Row> {
        let catalog = crate::catalog::Catalog::embedded();
        let row = |m: &crate::catalog::Model| Row {
            fields: super::super::catalog_facts::fields(m).unwrap(),
            kv_elems_per_token: m.kv_elems_per_token.map(|n| n as f64),
        };
        catalog.models().iter().map(row).collect()
    }

    fn arch(name: &str) -> ModelArch {
        zoo().iter().find(|r| r.fields.name == name).unwrap().fields.to_arch().unwrap()
    }

    #[test]
    fn counted_parameters_agree_with_published_totals() {
        let mut checked = 0;
        for r in zoo() {
            let (Some(total), Ok(m)) = (r.fields.params_b, r.fields.to_arch()) else { continue };
            // The shapes of these are not wholly public: DeepSeek-V4 low ranks, Kimi-K3 latent experts, Gemma 4 vision parts.
            if m.is_hybrid() || ["deepseek-v4-flash", "deepseek-v4-pro", "kimi-k3"].contains(&m.name.as_str())
            {
                continue;
            }
            let got = params(&m).total / 1e9;
            assert!((got / total - 1.0).abs() < 0.03, "{}: counted {got:.2} B, published {total} B", m.name);
            checked += 1;
        }
        assert!(checked >= 50, "{checked}");
    }

    #[test]
    fn cache_per_token_agrees_for_every_attention_kind() {
        // Failure F10: grouped, latent, windowed and hybrid caches each have their own formula.
        let mut checked = 0;
        for r in zoo() {
            let (Some(want), Ok(m)) = (r.kv_elems_per_token, r.fields.to_arch()) else { continue };
            // Gemma 4's global layers have their own head shape, which the published per-token figure ignores.
            if r.fields.global_head_dim.is_some() {
                continue;
            }
            assert_eq!(kv::elements_per_token(&m), want, "{}", m.name);
            checked += 1;
        }
        assert!(checked >= 55, "{checked}");
    }

    #[test]
    fn windows_cap_the_cache() {
        let m = arch("gemma-3-27b");
        // 52 local layers keep 1,024 tokens, 10 global layers all 131,072: 2 x 16 x 128 elements each.
        let want = 4096.0 * (52.0 * 1024.0 + 10.0 * 131_072.0);
        assert_eq!(kv::elements(&m, 131_072.0), want);
    }

    #[test]
    fn latent_cache_is_replicated_over_tensor_ranks() {
        let m = arch("deepseek-v3");
        assert_eq!(kv::replicas_over_tp(&m, 8), 8.0);
        assert_eq!(kv::replicas_over_tp(&arch("llama-3-70b"), 8), 1.0);
        assert_eq!(kv::replicas_over_tp(&arch("qwen3-235b-a22b"), 8), 2.0);
        // 70 KB per token in BF16 (DeepSeek-V3 public material).
        assert!((kv::elements_per_token(&m) * 2.0 / 1000.0 - 70.3).abs() < 0.1);
    }

    #[test]
    fn printed_tflops_follow_from_printed_tokens() {
        // Megatron-Bridge performance summary, container 26.06: (model, seq, tok/s/GPU, TFLOP/s/GPU).
        for (name, seq, tok, tflops) in [
            ("llama-3.1-405b", 8192.0, 1048.0, 2646.0),
            ("deepseek-v3", 4096.0, 6338.0, 1648.0),
            ("qwen3-235b-a22b", 4096.0, 7376.0, 1092.0),
            ("kimi-k2", 4096.0, 5372.0, 1099.0),
        ] {
            let got = flops::train_per_token(&arch(name), seq, true) * tok / 1e12;
            assert!((got / tflops - 1.0).abs() < 0.01, "{name}: {got:.0} vs {tflops}");
        }
    }

    #[test]
    fn gaps_are_reported_not_guessed() {
        let row = zoo().into_iter().find(|r| r.fields.name == "gemma-4-26b-a4b").unwrap();
        assert!(row.fields.to_arch().unwrap_err().to_string().contains("topk"));
    }
}
