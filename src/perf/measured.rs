//! Measured rows as published: training throughput, serving points, offline maxima. The file forms are those of
//! `catalog/measured/*.yaml`, so a user's own rows can be written the same way.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::SizeError;

/// A layer shape given with a row instead of a model name.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Shape {
    /// Layers.
    pub layers: u32,
    /// Hidden size.
    pub hidden: u32,
    /// Attention heads.
    pub heads: u32,
}

/// One measured training step rate. `None` = the source does not say.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct TrainRow {
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub release: String,
    #[serde(default)]
    pub task: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub gpu: String,
    #[serde(default)]
    pub gpus: u32,
    #[serde(default)]
    pub precision: String,
    #[serde(default)]
    pub seq: Option<f64>,
    #[serde(default)]
    pub gbs: Option<f64>,
    #[serde(default)]
    pub mbs: Option<u32>,
    #[serde(default)]
    pub ga: Option<f64>,
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub cp: Option<u32>,
    #[serde(default)]
    pub vp: Option<u32>,
    #[serde(default)]
    pub ep: Option<u32>,
    #[serde(default)]
    pub fsdp: Option<u32>,
    #[serde(default)]
    pub tok_s_gpu: Option<f64>,
    #[serde(default)]
    pub tok_s_total: Option<f64>,
    #[serde(default)]
    pub tflops_gpu: Option<f64>,
    #[serde(default)]
    pub hfu_tflops_gpu: Option<f64>,
    #[serde(default)]
    pub step_s: Option<f64>,
    #[serde(default)]
    pub recompute: Option<String>,
    #[serde(default)]
    pub scheme: Option<String>,
    #[serde(default)]
    pub framework: Option<String>,
    #[serde(default)]
    pub shape: Option<Shape>,
    #[serde(default)]
    pub proxy: bool,
    #[serde(default)]
    pub note: Option<String>,
}

/// One MLPerf Training result with the throughput from its log.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct MlperfTrainRow {
    #[serde(default)]
    pub round: String,
    #[serde(default)]
    pub benchmark: String,
    #[serde(default)]
    pub submitter: String,
    #[serde(default)]
    pub accelerator: String,
    #[serde(default)]
    pub gpus: Option<u32>,
    #[serde(default)]
    pub gbs: Option<f64>,
    #[serde(default)]
    pub ga: Option<f64>,
    #[serde(default)]
    pub seq: Option<f64>,
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub cp: Option<u32>,
    #[serde(default)]
    pub log_throughput: Option<f64>,
}

/// GPU-hours of a whole published pre-training run.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct CampaignRow {
    pub model: String,
    pub gpu: String,
    pub tokens_t: f64,
    #[serde(default)]
    pub gpu_hours: Option<f64>,
    #[serde(default)]
    pub precision: Option<String>,
    #[serde(default)]
    pub seq: Option<f64>,
    #[serde(default)]
    pub source: String,
}

/// One closed-loop serving measurement.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct ServePoint {
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub gpu: String,
    #[serde(default)]
    pub engine: String,
    #[serde(default)]
    pub engine_ver: Option<String>,
    #[serde(default, alias = "precision")]
    pub prec: String,
    #[serde(default)]
    pub mode: String,
    #[serde(default)]
    pub isl: f64,
    #[serde(default)]
    pub osl: f64,
    #[serde(alias = "concurrency")]
    pub conc: Option<f64>,
    pub tp: Option<u32>,
    pub pp: Option<u32>,
    pub dp: Option<u32>,
    pub moe_tp: Option<u32>,
    pub moe_ep: Option<u32>,
    #[serde(default)]
    pub pf: Option<String>,
    #[serde(default)]
    pub dec: Option<String>,
    pub ttft_ms: Option<f64>,
    pub tpot_ms: Option<f64>,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub origin: Option<String>,
    /// Speculative decoding (`mtp`, `eagle`), if the run used it.
    #[serde(default)]
    pub spec: Option<String>,
    /// Tokens accepted per decode step, where the source publishes them.
    #[serde(default)]
    pub accepted_per_step: Option<f64>,
    /// Share of prompt tokens found in a prefix cache.
    #[serde(default)]
    pub prefix_hit: Option<f64>,
    /// Why the row stands for nothing comparable: superseded, saturated, repeated.
    #[serde(default)]
    pub mark: Option<String>,
}

/// One offline maximum-throughput measurement.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct OfflineRow {
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub gpu: String,
    #[serde(default)]
    pub gpus: Option<u32>,
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub dep: Option<u32>,
    #[serde(default)]
    pub parallel: Option<String>,
    #[serde(default)]
    pub precision: String,
    #[serde(default)]
    pub isl: f64,
    #[serde(default)]
    pub osl: f64,
    #[serde(default)]
    pub out_tok_s_total: Option<f64>,
    #[serde(default)]
    pub out_tok_s_gpu: Option<f64>,
}

/// One MLPerf Inference result.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct MlperfServeRow {
    #[serde(default)]
    pub round: String,
    #[serde(default)]
    pub division: Option<String>,
    #[serde(default)]
    pub system: String,
    #[serde(default)]
    pub accelerator: String,
    #[serde(default)]
    pub gpus: Option<u32>,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub scenario: String,
    #[serde(default)]
    pub tok_s_total: Option<f64>,
    #[serde(default)]
    pub weights: Option<String>,
}

/// Published memory of one GPU, GiB, for a layout of tensor and pipeline parallelism.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct MemoryRow {
    pub model: String,
    pub params_opt_gib: f64,
    pub act_none_gib: f64,
    pub act_selective_sp_gib: f64,
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub vp: Option<u32>,
    #[serde(default)]
    pub mbs: Option<u32>,
    #[serde(default)]
    pub seq: Option<f64>,
}

/// All rows of one or more measured files.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Training step rates, MLPerf logs included as rows of source `mlperf`.
    pub training: Vec<TrainRow>,
    /// Whole runs.
    pub campaigns: Vec<CampaignRow>,
    /// Memory per GPU.
    pub memory: Vec<MemoryRow>,
    /// Serving points.
    pub serving: Vec<ServePoint>,
    /// Offline maxima.
    pub offline: Vec<OfflineRow>,
    /// MLPerf Inference results.
    pub mlperf_serving: Vec<MlperfServeRow>,
    /// Rows that could not be read or stand for nothing that is scored: reason and count.
    pub unreadable: BTreeMap<String, usize>,
}

impl Measured {
    /// Reads a file of the published form, or a bare list of rows; sections that are absent stay empty, rows that cannot be
    /// used are counted in `unreadable`.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] with the parser's message if the text is not of that form or holds no known section.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        super::measured_read::parse(text)
    }

    /// Adds the rows of `other`.
    pub fn extend(&mut self, other: Self) {
        self.training.extend(other.training);
        self.campaigns.extend(other.campaigns);
        self.memory.extend(other.memory);
        self.serving.extend(other.serving);
        self.offline.extend(other.offline);
        self.mlperf_serving.extend(other.mlperf_serving);
        for (why, count) in other.unreadable {
            *self.unreadable.entry(why).or_default() += count;
        }
    }
}

/// An MLPerf Training result as a training row, or why its log gives no rate of a language model.
pub(super) fn mlperf_as_row(o: &MlperfTrainRow) -> Result<TrainRow, String> {
    let (model, task) = match o.benchmark.as_str() {
        "llama31_405b" => ("llama-3.1-405b", "pretrain"),
        "gpt3" => ("gpt3-175b", "pretrain"),
        "llama31_8b" => ("llama-3-8b", "pretrain"),
        "llama2_70b_lora" => ("llama-2-70b", "lora"),
        other => return Err(format!("MLPerf Training benchmark {other:?} without a model of known shape")),
    };
    let rate = o.log_throughput.ok_or("MLPerf Training row without the throughput of its log")?;
    let gpus = o.gpus.filter(|n| *n > 0).ok_or("MLPerf Training row without a GPU count")?;
    let seq = o.seq.unwrap_or(8192.0);
    // The GPT-3 logs count tokens, the others samples.
    let tokens = if model == "gpt3-175b" { rate } else { rate * seq };
    Ok(TrainRow {
        source: "mlperf".into(),
        release: o.round.clone(),
        task: task.into(),
        model: model.into(),
        gpu: o.accelerator.clone(),
        gpus,
        precision: "FP8".into(),
        seq: Some(seq),
        gbs: o.gbs,
        mbs: Some(1),
        ga: o.ga,
        tp: o.tp,
        pp: o.pp,
        cp: o.cp,
        tok_s_gpu: Some(tokens / f64::from(gpus)),
        tok_s_total: Some(tokens),
        ..TrainRow::default()
    })
}
