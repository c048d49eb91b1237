//! A model from its published Hugging Face `config.json`. Keys as in transformers' configuration classes; what is not
//! understood is refused with the missing key, never guessed.

use serde_json::Value;

use super::error::SizeError;
use super::model::{AttentionGroup, Heads, ModelArch, Moe, Recurrent};
use super::precision::Precision;

struct Config<'a> {
    name: &'a str,
    v: &'a Value,
}

impl Config<'_> {
    fn opt(&self, keys: &[&str]) -> Option<u32> {
        keys.iter().find_map(|k| self.v.get(*k).and_then(Value::as_u64)).and_then(|n| u32::try_from(n).ok())
    }

    fn need(&self, keys: &[&str]) -> Result<u32, SizeError> {
        self.opt(keys).ok_or_else(|| {
            SizeError::missing(
                self.name,
                keys.first().copied().unwrap_or(""),
                "the config.json must carry it",
            )
        })
    }

    fn flag(&self, key: &str) -> Option<bool> {
        self.v.get(key).and_then(Value::as_bool)
    }

    fn text(&self, key: &str) -> &str {
        self.v.get(key).and_then(Value::as_str).unwrap_or("")
    }
}

/// Refuses a network that does not write text token by token: its work is another, and no measured row covers it.
fn writes_tokens(name: &str, root: &Value) -> Result<(), SizeError> {
    let classes: Vec<&str> = root
        .get("architectures")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let writes = |class: &&str| {
        ["ForCausalLM", "ForConditionalGeneration", "LMHeadModel"].iter().any(|end| class.ends_with(end))
    };
    let encodes = root.get("is_encoder_decoder").and_then(Value::as_bool) == Some(true);
    let diffuses = root.get("_class_name").is_some();
    if encodes || diffuses || !(classes.is_empty() || classes.iter().any(writes)) {
        let class = root.get("_class_name").and_then(Value::as_str).or(classes.first().copied());
        return Err(SizeError::invalid(
            "model",
            class.unwrap_or(name),
            "a causal language model, which writes one token after another; embedding, reranking, diffusion and speech \
             models have no measured rows here: measure requests per second on one GPU and divide the load by it",
        ));
    }
    Ok(())
}

/// Builds the architecture from the text of a `config.json`. `published_total` (parameters) is needed for models with
/// recurrent layers only.
///
/// # Errors
/// [`SizeError::Invalid`] if the text is no JSON object; [`SizeError::Missing`] naming the first key a formula needs.
pub fn model_from_config(
    name: &str,
    json: &str,
    published_total: Option<f64>,
    published_active: Option<f64>,
) -> Result<ModelArch, SizeError> {
    let form = "the config.json of a causal language model";
    let root: Value = serde_json::from_str(json).map_err(|e| SizeError::invalid("model config", e, form))?;
    if !root.is_object() {
        return Err(SizeError::invalid("model config", "no object", form));
    }
    writes_tokens(name, &root)?;
    // Multimodal configs nest the language model; the tie flag may sit outside.
    let text = root.get("text_config").filter(|t| t.is_object()).unwrap_or(&root);
    let c = Config { name, v: text };
    let layers = c.need(&["num_hidden_layers", "n_layer"])?;
    let hidden = c.need(&["hidden_size", "n_embd"])?;
    let heads = c.need(&["num_attention_heads", "n_head"])?;
    let tied = c.flag("tie_word_embeddings").or(root.get("tie_word_embeddings").and_then(Value::as_bool));
    let kinds: Vec<&str> = text
        .get("layer_types")
        .and_then(Value::as_array)
        .map(|a| a.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let attention = attention_groups(&c, layers, hidden, heads, &kinds)?;
    let linear = kinds
        .iter()
        .filter(|k| k.contains("linear") || k.contains("mamba") || k.contains("recurrent"))
        .count();
    let experts = c.opt(&["num_experts", "n_routed_experts", "num_local_experts", "num_routed_experts"]);
    let gated = !matches!(c.text("hidden_act"), "gelu_new" | "relu2" | "relu")
        && !matches!(c.text("model_type"), "gpt2" | "opt" | "bloom" | "falcon" | "gpt_neox" | "phi");
    let ffn = c.opt(&["intermediate_size", "n_inner", "ffn_hidden_size"]);
    let dense_first = c.opt(&["first_k_dense_replace"]).unwrap_or(0);
    let moe = match experts.filter(|e| *e > 1) {
        Some(experts) => {
            let step = c
                .opt(&["interleave_moe_layer_step", "decoder_sparse_step", "moe_layer_freq"])
                .unwrap_or(1)
                .max(1);
            let layers_moe = (layers - dense_first.min(layers)) / step;
            let expert_ffn = match c.opt(&["moe_intermediate_size"]) {
                Some(f) => f,
                None => ffn.ok_or_else(|| {
                    SizeError::missing(name, "moe_intermediate_size", "the config.json must carry it")
                })?,
            };
            let shared = c.opt(&["n_shared_experts", "num_shared_experts"]).unwrap_or(0) * expert_ffn;
            let shared_ffn = c.opt(&["shared_expert_intermediate_size"]).unwrap_or(shared);
            // Llama 4 runs one shared expert beside the routed one without naming it.
            let shared_ffn = if c.text("model_type").starts_with("llama4") && shared_ffn == 0 {
                expert_ffn
            } else {
                shared_ffn
            };
            Some(Moe {
                layers: layers_moe,
                experts,
                topk: c.need(&["num_experts_per_tok", "moe_topk", "experts_per_token"])?,
                expert_ffn,
                shared_ffn,
                latent: c.opt(&["moe_latent_size"]),
            })
        }
        None => None,
    };
    let dense_mlp_layers = moe.map_or(layers, |m| layers - m.layers.min(layers));
    let dense_ffn = match (moe, dense_mlp_layers) {
        (Some(_), 0) => 0,
        (Some(_), _) => c.opt(&["intermediate_size_mlp"]).or(ffn).unwrap_or(0),
        (None, _) => match ffn {
            Some(f) => f,
            // GPT-2's convention: four times the hidden size when not given.
            None if c.text("model_type") == "gpt2" => 4 * hidden,
            None => {
                return Err(SizeError::missing(name, "intermediate_size", "the config.json must carry it"));
            }
        },
    };
    let quantised = text.get("quantization_config").or(root.get("quantization_config"));
    let arch = ModelArch {
        name: name.to_owned(),
        layers,
        hidden,
        vocab: c.need(&["vocab_size"])?,
        // transformers' default where the key is absent.
        tied_embeddings: tied.unwrap_or(true),
        mlp_matrices: if gated { 3 } else { 2 },
        ffn: dense_ffn,
        dense_mlp_layers,
        attention,
        recurrent: (linear > 0)
            .then(|| Recurrent { layers: linear as u32, state_elements: state_elements(&c) }),
        moe,
        published_total: published_total.filter(|_| linear > 0),
        published_active: published_active.filter(|_| linear > 0),
        mtp_layers: c.opt(&["num_nextn_predict_layers"]).unwrap_or(0),
        native_precision: quantised
            .and_then(|q| q.get("quant_method"))
            .and_then(Value::as_str)
            .and_then(|m| Precision::parse(m).ok()),
    };
    arch.validate()?;
    Ok(arch)
}

/// Elements of the constant state of a recurrent layer, with the inputs its short convolution keeps: gated delta rule
/// (Qwen3-Next: value heads x key size x value size) or Mamba 2 (heads x head size x state size, arXiv:2405.21060).
fn state_elements(c: &Config<'_>) -> Option<f64> {
    let get = |key: &str| c.opt(&[key]).map(f64::from);
    let linear = || {
        let (heads, key, value) =
            (get("linear_num_value_heads")?, get("linear_key_head_dim")?, get("linear_value_head_dim")?);
        let keys = get("linear_num_key_heads").unwrap_or(heads);
        let kept = get("linear_conv_kernel_dim").map_or(0.0, |width| width - 1.0);
        Some(heads * key * value + (2.0 * keys * key + heads * value) * kept)
    };
    let mamba = || {
        let (heads, size, state) = (
            get("mamba_num_heads")?,
            get("mamba_head_dim")?,
            get("ssm_state_size").or(get("mamba_d_state"))?,
        );
        let groups = get("n_groups").unwrap_or(1.0);
        let kept = get("conv_kernel").map_or(0.0, |width| width - 1.0);
        Some(heads * size * state + (heads * size + 2.0 * groups * state) * kept)
    };
    linear().or_else(mamba)
}

fn attention_groups(
    c: &Config<'_>,
    layers: u32,
    hidden: u32,
    heads: u32,
    kinds: &[&str],
) -> Result<Vec<AttentionGroup>, SizeError> {
    let sparse_topk = c.opt(&["index_topk"]);
    let group =
        |layers, layout, window| AttentionGroup { layers, heads, layout, window, sparse_topk, compress: 1 };
    if let Some(kv_lora) = c.opt(&["kv_lora_rank"]) {
        let layout = Heads::Latent {
            q_lora: c.opt(&["q_lora_rank"]).unwrap_or(hidden),
            kv_lora,
            nope: c.need(&["qk_nope_head_dim"])?,
            rope: c.need(&["qk_rope_head_dim"])?,
            v: c.need(&["v_head_dim"])?,
        };
        let full = if kinds.is_empty() { layers } else { count(kinds, "full") };
        return Ok(vec![group(full, layout, None)]);
    }
    let kv_heads = c.opt(&["num_key_value_heads", "num_kv_heads"]).unwrap_or(heads);
    let head_dim = c.opt(&["head_dim"]).unwrap_or(hidden / heads.max(1));
    let layout = Heads::Grouped { kv_heads, head_dim };
    if !kinds.is_empty() {
        let (full, sliding, chunked) =
            (count(kinds, "full"), count(kinds, "sliding"), count(kinds, "chunked"));
        let mut out = vec![group(full, layout, None)];
        if sliding > 0 {
            out.push(group(sliding, layout, Some(c.need(&["sliding_window"])?)));
        }
        if chunked > 0 {
            out.push(group(chunked, layout, Some(c.need(&["attention_chunk_size"])?)));
        }
        return Ok(out.into_iter().filter(|g| g.layers > 0).collect());
    }
    if let Some(window) = c.opt(&["sliding_window"]).filter(|_| c.flag("use_sliding_window") != Some(false)) {
        // One pattern key says how many layers in a row are local; without it all of them are (Mistral 7B v0.1).
        let pattern = c.opt(&["sliding_window_pattern", "_sliding_window_pattern"]);
        let full = pattern.map_or(0, |p| layers / p.max(1));
        return Ok([group(full, layout, None), group(layers - full, layout, Some(window))]
            .into_iter()
            .filter(|g| g.layers > 0)
            .collect());
    }
    Ok(vec![group(layers, layout, None)])
}

fn count(kinds: &[&str], what: &str) -> u32 {
    kinds.iter().filter(|k| k.contains(what)).count() as u32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{kv, params::params};
    use super::*;

    #[test]
    fn networks_that_write_no_tokens_are_refused() {
        let with = |more: &str| {
            format!(
                r#"{{"hidden_size":1024,"num_hidden_layers":24,"num_attention_heads":16,"intermediate_size":4096,"vocab_size":250002{more}}}"#
            )
        };
        for more in [
            r#","architectures":["XLMRobertaModel"]"#,
            r#","architectures":["BertForSequenceClassification"]"#,
            r#","architectures":["WhisperForConditionalGeneration"],"is_encoder_decoder":true"#,
            r#","_class_name":"FluxTransformer2DModel""#,
        ] {
            let error = model_from_config("x", &with(more), None, None).unwrap_err().to_string();
            assert!(error.contains("no measured rows"), "{error}");
        }
        assert!(
            model_from_config("x", &with(r#","architectures":["LlamaForCausalLM"]"#), None, None).is_ok()
        );
    }

    #[test]
    fn llama_3_1_8b() {
        let json = r#"{"model_type":"llama","hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,
            "num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"vocab_size":128256,"tie_word_embeddings":false}"#;
        let m = model_from_config("x", json, None, None).unwrap();
        assert!((params(&m).total / 8.03e9 - 1.0).abs() < 0.002);
        assert_eq!(kv::elements_per_token(&m), 65_536.0);
    }

    #[test]
    fn deepseek_v3() {
        let json = r#"{"model_type":"deepseek_v3","hidden_act":"silu","hidden_size":7168,"intermediate_size":18432,
            "moe_intermediate_size":2048,"num_attention_heads":128,"num_key_value_heads":128,"num_hidden_layers":61,
            "first_k_dense_replace":3,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"moe_layer_freq":1,
            "q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,
            "vocab_size":129280,"tie_word_embeddings":false,"num_nextn_predict_layers":1,"quantization_config":{"quant_method":"fp8"}}"#;
        let m = model_from_config("x", json, None, None).unwrap();
        assert!(
            (params(&m).total / 671.0e9 - 1.0).abs() < 0.002
                && (params(&m).active / 37.5e9 - 1.0).abs() < 0.01
        );
        assert_eq!(kv::elements_per_token(&m), 35_136.0);
        assert_eq!(m.native_precision, Some(Precision::Fp8));
    }

    #[test]
    fn gpt_oss_20b_with_layer_types() {
        let kinds: Vec<String> = (0..24)
            .map(|i| if i % 2 == 0 { "\"sliding_attention\"".into() } else { "\"full_attention\"".into() })
            .collect();
        let json = format!(
            r#"{{"model_type":"gpt_oss","hidden_act":"silu","hidden_size":2880,"intermediate_size":2880,"head_dim":64,
            "num_attention_heads":64,"num_key_value_heads":8,"num_hidden_layers":24,"num_local_experts":32,"num_experts_per_tok":4,
            "sliding_window":128,"layer_types":[{}],"vocab_size":201088,"tie_word_embeddings":false,
            "quantization_config":{{"quant_method":"mxfp4"}}}}"#,
            kinds.join(",")
        );
        let m = model_from_config("x", &json, None, None).unwrap();
        assert!((params(&m).total / 20.9e9 - 1.0).abs() < 0.01, "{}", params(&m).total);
        assert_eq!(kv::elements(&m, 10_000.0), 12.0 * 1024.0 * (10_000.0 + 128.0));
    }

    #[test]
    fn unknown_shapes_are_refused_by_key() {
        let e = model_from_config("x", r#"{"hidden_size":4096}"#, None, None).unwrap_err().to_string();
        assert!(e.contains("num_hidden_layers"), "{e}");
        assert!(model_from_config("x", "[1]", None, None).is_err());
        let hybrid = r#"{"hidden_size":2048,"intermediate_size":8192,"num_attention_heads":16,"num_hidden_layers":2,
            "vocab_size":1000,"layer_types":["linear_attention","full_attention"]}"#;
        assert!(model_from_config("x", hybrid, None, None).unwrap_err().to_string().contains("published"));
        assert!(model_from_config("x", hybrid, Some(1e9), Some(1e9)).is_ok());
    }

    #[test]
    fn a_recurrent_layer_keeps_a_state_of_constant_size() {
        // The shape of Qwen3-Next's linear layers: 32 value heads of 128 x 128, convolution of 4 over keys and values.
        let hybrid = r#"{"hidden_size":2048,"intermediate_size":8192,"num_attention_heads":16,"num_key_value_heads":2,
            "head_dim":256,"num_hidden_layers":4,"vocab_size":1000,"linear_num_value_heads":32,"linear_num_key_heads":16,
            "linear_key_head_dim":128,"linear_value_head_dim":128,"linear_conv_kernel_dim":4,
            "layer_types":["linear_attention","linear_attention","linear_attention","full_attention"]}"#;
        let m = model_from_config("x", hybrid, Some(1e9), Some(1e9)).unwrap();
        let state = 3.0 * (32.0 * 128.0 * 128.0 + 3.0 * (2.0 * 16.0 * 128.0 + 32.0 * 128.0));
        let growing = |ctx: f64| 2.0 * 2.0 * 256.0 * ctx;
        assert_eq!(kv::elements(&m, 1000.0), growing(1000.0) + state);
        assert_eq!(kv::elements(&m, 2000.0) - kv::elements(&m, 1000.0), growing(1000.0));
    }
}
