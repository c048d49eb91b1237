//! Facts of the catalog in the form of the sizing formulas: a GPU with its links, a model with its layers. What the
//! catalog lacks is reported as missing, never filled in. Also the shipped calibration, read once.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    GpuPerf, ModelArch, SizeError, calibration::Calibration, gpu::Generation, model_fields::MlaFields,
    model_fields::ModelFields,
};
use crate::catalog::{
    Attention, Catalog, Fact, Gpu, Model, ModelKind, SystemClass,
    kinds::{Generation as Family, GpuForm},
};

/// Bytes/s of PCIe x16 in one direction by generation, as the specifications round them (PCI-SIG: 16 GT/s gives
/// 32 GB/s, 32 GT/s gives 64 GB/s; 128b/130b coding takes 1.5 % of it).
const PCIE_X16: [(&str, f64); 3] = [("Gen4", 32e9), ("Gen5", 64e9), ("Gen6", 128e9)];

/// The calibration that ships with the program, read at the first use.
///
/// # Errors
/// [`SizeError::Invalid`] if an embedded file is damaged.
pub fn calibration() -> Result<&'static Calibration, SizeError> {
    static SHIPPED: OnceLock<Result<Calibration, SizeError>> = OnceLock::new();
    SHIPPED.get_or_init(Calibration::shipped).as_ref().map_err(Clone::clone)
}

fn missing(subject: &str, field: &str) -> SizeError {
    SizeError::missing(subject, field, "the catalog has no published value; add one with --catalog DIR")
}

fn known<T: Copy>(subject: &str, field: &str, fact: Option<&Fact<T>>) -> Result<T, SizeError> {
    fact.and_then(|fact| fact.known().copied()).ok_or_else(|| missing(subject, field))
}

/// The performance figures of a GPU in the node it is sold in. Rates are dense; links are bytes per second in one
/// direction; the adapter's rate is that of the reference node, else of a pattern that allows the GPU.
///
/// # Errors
/// [`SizeError::Missing`] naming the fact the catalog lacks; [`SizeError::Invalid`] if facts contradict each other.
pub fn gpu(catalog: &Catalog, gpu: &Gpu) -> Result<GpuPerf, SizeError> {
    let id: &str = &gpu.id;
    let generation = match (gpu.generation, gpu.form) {
        (Family::Ampere, _) => Generation::Ampere,
        (Family::Ada, _) => Generation::Ada,
        (Family::Hopper, _) => Generation::Hopper,
        (Family::Blackwell, GpuForm::Sxm | GpuForm::Superchip) => Generation::Blackwell,
        (Family::Blackwell, _) => Generation::BlackwellPcie,
        (Family::BlackwellUltra, _) => Generation::BlackwellUltra,
        (Family::Rubin, _) => Generation::Rubin,
        (Family::Volta | Family::Turing, _) => {
            return Err(SizeError::invalid(
                "gpu",
                id,
                "Ampere or later: no row of an older part was measured",
            ));
        }
    };
    let optional = |fact: Option<&Fact<f64>>| fact.and_then(|fact| fact.known()).map(|tflops| tflops * 1e12);
    let found = GpuPerf {
        name: gpu.measured_as.as_deref().unwrap_or(id).to_owned(),
        generation,
        memory_bytes: known(id, "memory_gb", gpu.memory_gb.as_ref())? * 1e9,
        hbm_bytes_per_s: known(
            id,
            "memory_bandwidth_gbyte_per_s",
            gpu.memory_bandwidth_gbyte_per_s.as_ref(),
        )? * 1e9,
        bf16_flops: known(id, "bf16_tflops_dense", gpu.bf16_tflops_dense.as_ref())? * 1e12,
        fp8_flops: optional(gpu.fp8_tflops_dense.as_ref()),
        fp4_flops: optional(gpu.fp4_tflops_dense.as_ref()),
        nvlink_bytes_per_s: scale_up_link(gpu)?,
        nic_bytes_per_s: adapter_gbps(catalog, gpu)
            .map(|rate| rate * 1e9 / 8.0)
            .ok_or_else(|| missing(id, "adapter rate per GPU"))?,
        scale_up_gpus: scale_up_gpus(catalog, gpu)?,
    };
    found.validate()?;
    Ok(found)
}

fn on_board(gpu: &Gpu) -> bool {
    matches!(gpu.form, GpuForm::Sxm | GpuForm::Superchip)
}

fn scale_up_link(gpu: &Gpu) -> Result<f64, SizeError> {
    if on_board(gpu) {
        // The catalog holds the total of both directions.
        return Ok(
            known(&gpu.id, "nvlink_total_gbyte_per_s", gpu.nvlink_total_gbyte_per_s.as_ref())? * 1e9 / 2.0
        );
    }
    // A bridge joins two or four cards of a node only; the host interface joins all of them.
    let printed = gpu.pcie.as_ref().and_then(|fact| fact.known()).ok_or_else(|| missing(&gpu.id, "pcie"))?;
    PCIE_X16
        .iter()
        .find(|(name, _)| printed.contains(name))
        .map(|(_, rate)| *rate)
        .ok_or_else(|| missing(&gpu.id, "pcie generation"))
}

fn scale_up_gpus(catalog: &Catalog, gpu: &Gpu) -> Result<u32, SizeError> {
    let of = |class: SystemClass| {
        let fits = catalog.systems().iter().filter(|s| s.class == class && s.gpus.contains(&gpu.id));
        fits.filter_map(|s| s.gpu_count.as_ref().and_then(Fact::known).copied()).max()
    };
    let count = match gpu.form {
        GpuForm::Sxm => of(SystemClass::SxmNode).or_else(|| of(SystemClass::SxmBaseboard)),
        GpuForm::Superchip => of(SystemClass::RackScale).or_else(|| of(SystemClass::SuperchipNode)),
        _ => Some(1),
    };
    let count = count.ok_or_else(|| missing(&gpu.id, "GPUs in one NVLink domain"))?;
    u32::try_from(count).map_err(|_| SizeError::invalid("gpu_count", count, "a count of GPUs in one system"))
}

/// Gb/s of scale-out adapter per GPU.
fn adapter_gbps(catalog: &Catalog, gpu: &Gpu) -> Option<f64> {
    let of_systems = catalog
        .systems()
        .iter()
        .filter(|system| system.gpus.contains(&gpu.id))
        .filter_map(|system| {
            let nics = *system.compute_nics.as_ref()?.known()? as f64;
            let rate = *system.compute_nic_gbps.as_ref()?.known()? as f64;
            let gpus = *system.gpu_count.as_ref()?.known()? as f64;
            Some((system.vendor != "NVIDIA", nics * rate / gpus))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    of_systems.map(|(_, rate)| rate).or_else(|| {
        let allowed = catalog.patterns().iter().filter(|p| p.gpus_allowed.contains(&gpu.id));
        allowed.map(|pattern| pattern.b_gbps_per_gpu as f64).filter(|rate| *rate > 0.0).min_by(f64::total_cmp)
    })
}

/// The architecture of a model.
///
/// # Errors
/// [`SizeError::Missing`] naming the field a formula needs and the catalog lacks; [`SizeError::Invalid`] for
/// contradictions.
pub fn model(model: &Model) -> Result<ModelArch, SizeError> {
    fields(model)?.to_arch()
}

/// The published fields of a model as the formulas read them.
///
/// # Errors
/// [`SizeError::Invalid`] for a value that is no count.
pub(super) fn fields(model: &Model) -> Result<ModelFields, SizeError> {
    let small = |field: &str, value: u64| {
        u32::try_from(value).map_err(|_| SizeError::invalid(field, value, "a count below 2^32"))
    };
    let optional = |field: &str, value: Option<u64>| value.map(|value| small(field, value)).transpose();
    let more: BTreeMap<&str, &str> = model.more.iter().filter_map(|entry| entry.split_once('=')).collect();
    let extra = |key: &str| match more.get(key) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| SizeError::invalid(key, text, "a whole number")),
    };
    let compress = more.get("compress_ratio_layers").map(|text| {
        let pairs = text.split_whitespace().map(|pair| {
            pair.split_once(':')
                .and_then(|(ratio, layers)| Some((ratio.to_owned(), layers.parse().ok()?)))
                .ok_or_else(|| SizeError::invalid("compress_ratio_layers", pair, "ratio:layers"))
        });
        pairs.collect::<Result<BTreeMap<String, u32>, SizeError>>()
    });
    let kind = match (model.kind, model.attention) {
        (_, Attention::Hybrid) => "hybrid",
        (ModelKind::Dense, _) => "dense",
        (ModelKind::Moe, _) => "moe",
    };
    let mla = model.mla.as_ref().map(|mla| {
        Ok::<_, SizeError>(MlaFields {
            q_lora: small("q_lora", mla.q_lora)?,
            kv_lora: small("kv_lora", mla.kv_lora)?,
            nope: small("nope", mla.nope)?,
            rope: small("rope", mla.rope)?,
            v: small("v", mla.v)?,
        })
    });
    Ok(ModelFields {
        name: model.id.to_string(),
        aliases: Vec::new(),
        kind: kind.into(),
        layers: small("layers", model.layers)?,
        hidden: small("hidden", model.hidden)?,
        heads: small("heads", model.heads)?,
        kv_heads: Some(small("kv_heads", model.kv_heads)?),
        head_dim: optional("head_dim", model.head_dim)?,
        ffn: optional("ffn", model.ffn)?,
        vocab: small("vocab", model.vocab)?,
        mlp: Some(model.mlp.to_string()),
        tied_embeddings: model.tied_embeddings,
        params_b: model.params_b,
        active_b: model.active_b,
        experts: optional("experts", model.experts)?,
        topk: optional("topk", model.topk)?,
        moe_ffn: optional("moe_ffn", model.moe_ffn)?,
        moe_layers: optional("moe_layers", model.moe_layers)?,
        shared_experts: optional("shared_experts", model.shared_experts)?,
        shared_ffn: optional("shared_ffn", model.shared_ffn)?,
        dense_layers: optional("dense_layers", model.dense_layers)?,
        dense_ffn: optional("dense_ffn", model.dense_ffn)?,
        dense_parallel_ffn: extra("dense_parallel_ffn")?,
        mla: mla.transpose()?,
        q_lora: extra("q_lora")?,
        o_lora: extra("o_lora")?,
        sliding_window: optional("sliding_window", model.sliding_window)?,
        sliding_layers: optional("sliding_layers", model.sliding_layers)?,
        attention_chunk: extra("attention_chunk")?,
        global_head_dim: extra("global_head_dim")?,
        global_kv_heads: extra("global_kv_heads")?,
        full_attn_layers: optional("full_attn_layers", model.full_attn_layers)?,
        linear_attn_layers: optional("linear_attn_layers", model.linear_attn_layers)?,
        mamba_layers: optional("mamba_layers", model.mamba_layers)?,
        state_elements: extra("state_elements")?,
        mlp_layers: extra("mlp_layers")?,
        latent_moe_dim: extra("latent_moe_dim")?,
        index_topk: extra("index_topk")?,
        compress_ratio_layers: compress.transpose()?,
        mtp_layers: extra("mtp_layers")?,
        native_precision: model.native_precision.as_deref().map(str::to_owned),
    })
}

/// A dense model of `params` parameters in the proportions of the Llama 3 family (head size 128, eight key/value
/// heads, gated MLP of 3.5 widths; Llama 3 report, arXiv:2407.21783, table 3): a stand-in where the parameters
/// are all that is known. The count is met within a few percent.
///
/// # Errors
/// [`SizeError::Invalid`] below 0.5 or above 5,000 billion parameters.
pub fn dense_of(params: f64) -> Result<ModelArch, SizeError> {
    const VOCAB: u32 = 128_256;
    if !(0.5e9..=5e12).contains(&params) {
        return Err(SizeError::invalid("model_params_b", params / 1e9, "0.5 to 5,000 billion parameters"));
    }
    // Width grows with the cube root: 8,192 at 70 billion.
    let hidden = ((8192.0 * (params / 70e9).cbrt() / 1024.0).round().max(2.0) * 1024.0) as u32;
    let build = |layers: u32| {
        let heads = hidden / 128;
        ModelArch::dense(
            &format!("dense-{}b", crate::units::plain(params / 1e9)),
            layers,
            hidden,
            heads,
            heads.min(8),
            128,
            hidden / 2 * 7,
            VOCAB,
            true,
            false,
        )
    };
    let (one, two) = (super::params::params(&build(1)).total, super::params::params(&build(2)).total);
    let layers = ((params - one) / (two - one)).round().max(0.0) as u32 + 1;
    let arch = build(layers);
    arch.validate()?;
    Ok(arch)
}

/// A mixture of experts of `total` parameters of which `active` work on a token, in the proportions of today's models
/// with narrow experts (Qwen3, DeepSeek-V3: eight experts a token, experts a third of the width): a stand-in where
/// the two counts are all that is known. Both are met within a tenth.
///
/// # Errors
/// [`SizeError::Invalid`] unless `active` is below `total` and the total within 0.5 to 5,000 billion.
pub fn sparse_of(total: f64, active: f64) -> Result<ModelArch, SizeError> {
    const TOPK: u32 = 8;
    if !(active > 0.0 && active < 0.9 * total) {
        return Err(SizeError::invalid(
            "active_params_b",
            active / 1e9,
            &format!("above zero and well below the {} billion in all", total / 1e9),
        ));
    }
    // About a third of the active parameters are attention and embeddings; the rest are eight experts of each layer.
    let mut arch = dense_of(active.max(0.6e9))?;
    let (layers, hidden) = (arch.layers, arch.hidden);
    let matrices = f64::from(layers) * f64::from(arch.mlp_matrices) * f64::from(hidden);
    let mut rest = arch.clone();
    rest.dense_mlp_layers = 0;
    rest.ffn = 0;
    let always = super::params::params(&rest).total;
    let width =
        ((active - always).max(0.1 * active) / matrices / f64::from(TOPK) / 64.0).round().max(1.0) * 64.0;
    let experts = ((total - always) / matrices / width / f64::from(TOPK)).round().max(2.0) * f64::from(TOPK);
    arch = rest;
    arch.name = format!("moe-{}b-a{}b", crate::units::plain(total / 1e9), crate::units::plain(active / 1e9));
    arch.moe = Some(super::model::Moe {
        layers,
        experts: experts as u32,
        topk: TOPK,
        expert_ffn: width as u32,
        shared_ffn: 0,
        latent: None,
    });
    arch.validate()?;
    Ok(arch)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::Precision;
    use super::*;

    #[test]
    fn every_part_with_measured_rows_can_be_sized_under_its_row_name() {
        let catalog = Catalog::embedded();
        let named: Vec<&Gpu> = catalog.gpus().iter().filter(|g| g.measured_as.is_some()).collect();
        assert!(named.len() >= 15);
        for entry in named {
            match gpu(&catalog, entry) {
                Ok(perf) => assert_eq!(Some(perf.name.as_str()), entry.measured_as.as_deref()),
                // A typed gap is said; the parts that most rows are about have none.
                Err(error) => {
                    let common =
                        ["H100", "H200", "B200", "GB200", "B300", "GB300", "A100-80G", "H800", "L40S"];
                    let name = entry.measured_as.as_deref().unwrap();
                    assert!(!common.contains(&name), "{name}: {error}");
                }
            }
        }
    }

    #[test]
    fn a_checkpoint_in_eight_or_four_bits_says_so() {
        let catalog = Catalog::embedded();
        let of = |id: &str| model(catalog.model(id).unwrap()).unwrap().native_precision;
        assert_eq!(of("deepseek-v3"), Some(Precision::Fp8));
        assert_eq!(of("gpt-oss-120b"), Some(Precision::Mxfp4));
        assert_eq!(of("llama-3-70b"), None);
    }

    #[test]
    fn every_model_converts_or_says_what_is_missing() {
        let catalog = Catalog::embedded();
        for entry in catalog.models() {
            match model(entry) {
                Ok(arch) if !arch.is_hybrid() => {
                    let total = super::super::params::params(&arch).total / 1e9;
                    let Some(published) = entry.params_b else { continue };
                    assert!(
                        (total / published - 1.0).abs() < 0.06,
                        "{}: {total:.1} vs {published}",
                        entry.id
                    );
                }
                Ok(_) => {}
                Err(error) => assert!(matches!(error, SizeError::Missing { .. }), "{}: {error}", entry.id),
            }
        }
    }

    #[test]
    fn parameters_alone_give_a_model_of_that_size() {
        for b in [1.0, 8.0, 70.0, 405.0, 1000.0] {
            let arch = dense_of(b * 1e9).unwrap();
            let total = super::super::params::params(&arch).total / 1e9;
            assert!((total / b - 1.0).abs() < 0.06, "{b}: {total}");
        }
        assert!(dense_of(1.0).is_err());
    }

    #[test]
    fn two_counts_give_a_mixture_of_about_that_size() {
        for (total, active) in [(30.0, 3.0), (235.0, 22.0), (671.0, 37.0), (1000.0, 32.0)] {
            let p = super::super::params::params(&sparse_of(total * 1e9, active * 1e9).unwrap());
            assert!((p.total / 1e9 / total - 1.0).abs() < 0.15, "{total}: {}", p.total);
            assert!((p.active / 1e9 / active - 1.0).abs() < 0.15, "{active}: {}", p.active);
        }
        assert!(sparse_of(10e9, 10e9).is_err());
    }

    #[test]
    fn a_part_without_a_published_rate_is_a_typed_gap() {
        let catalog = Catalog::embedded();
        let bare = Gpu { bf16_tflops_dense: None, ..catalog.gpu("h100-sxm").unwrap().clone() };
        let error = gpu(&catalog, &bare).unwrap_err();
        assert!(
            matches!(&error, SizeError::Missing { field, .. } if field == "bf16_tflops_dense"),
            "{error}"
        );
    }
}
