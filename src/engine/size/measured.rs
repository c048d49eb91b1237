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
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct TrainRow {
    pub source: String,
    #[serde(default)]
    pub release: String,
    #[serde(default)]
    pub task: String,
    pub model: String,
    pub gpu: String,
    pub gpus: u32,
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
    pub round: String,
    pub benchmark: String,
    #[serde(default)]
    pub submitter: String,
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
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct ServePoint {
    pub model: String,
    pub gpu: String,
    #[serde(default)]
    pub engine: String,
    #[serde(default)]
    pub engine_ver: Option<String>,
    pub prec: String,
    #[serde(default)]
    pub mode: String,
    pub isl: f64,
    pub osl: f64,
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
}

/// One offline maximum-throughput measurement.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct OfflineRow {
    pub source: String,
    pub model: String,
    pub gpu: String,
    pub gpus: u32,
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub dep: Option<u32>,
    #[serde(default)]
    pub parallel: Option<String>,
    pub precision: String,
    pub isl: f64,
    pub osl: f64,
    pub out_tok_s_total: f64,
}

/// One MLPerf Inference result.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct MlperfServeRow {
    pub round: String,
    #[serde(default)]
    pub division: Option<String>,
    pub system: String,
    pub accelerator: String,
    #[serde(default)]
    pub gpus: Option<u32>,
    pub model: String,
    pub scenario: String,
    pub tok_s_total: f64,
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

#[derive(Debug, Deserialize)]
struct PointTable {
    columns: Vec<String>,
    rows: Vec<Vec<serde_yaml::Value>>,
}

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    throughput: Vec<TrainRow>,
    #[serde(default)]
    mlperf_training: Vec<MlperfTrainRow>,
    #[serde(default)]
    campaigns: Vec<CampaignRow>,
    #[serde(default)]
    memory_measured: Vec<MemoryRow>,
    #[serde(default)]
    trtllm_max_throughput: Vec<OfflineRow>,
    #[serde(default)]
    mlperf_inference: Vec<MlperfServeRow>,
    #[serde(default)]
    serving_points: Option<PointTable>,
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
}

impl Measured {
    /// Reads a file of the published form; sections that are absent stay empty.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] with the parser's message if the text is not of that form or holds no known section.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let form =
            "a mapping with `throughput`, `mlperf_training`, `trtllm_max_throughput` or `serving_points`";
        let file: File =
            serde_yaml::from_str(text).map_err(|e| SizeError::invalid("measured rows", e, form))?;
        let mut training = file.throughput;
        training.extend(file.mlperf_training.iter().filter_map(mlperf_as_row));
        let serving = match file.serving_points {
            Some(t) => points(t)?,
            None => Vec::new(),
        };
        let all = Self {
            training,
            campaigns: file.campaigns,
            memory: file.memory_measured,
            serving,
            offline: file.trtllm_max_throughput,
            mlperf_serving: file.mlperf_inference,
        };
        if all.memory.is_empty()
            && all.mlperf_serving.is_empty()
            && all.training.is_empty()
            && all.campaigns.is_empty()
            && all.serving.is_empty()
            && all.offline.is_empty()
        {
            return Err(SizeError::invalid("measured rows", "no rows", form));
        }
        Ok(all)
    }

    /// Adds the rows of `other`.
    pub fn extend(&mut self, other: Self) {
        self.training.extend(other.training);
        self.campaigns.extend(other.campaigns);
        self.memory.extend(other.memory);
        self.serving.extend(other.serving);
        self.offline.extend(other.offline);
        self.mlperf_serving.extend(other.mlperf_serving);
    }
}

fn points(t: PointTable) -> Result<Vec<ServePoint>, SizeError> {
    t.rows
        .into_iter()
        .enumerate()
        .map(|(i, row)| {
            if row.len() != t.columns.len() {
                return Err(SizeError::invalid(
                    "serving_points row",
                    format!("row {i} with {} cells", row.len()),
                    &format!("{} cells", t.columns.len()),
                ));
            }
            let map: BTreeMap<&str, serde_yaml::Value> =
                t.columns.iter().map(String::as_str).zip(row).collect();
            let value = serde_yaml::to_value(map)
                .map_err(|e| SizeError::invalid("serving_points row", e, "plain values"))?;
            serde_yaml::from_value(value).map_err(|e| {
                SizeError::invalid(
                    "serving_points row",
                    format!("row {i}: {e}"),
                    "the columns of the published table",
                )
            })
        })
        .collect()
}

/// Marketing names of accelerators in result lists, mapped to GPU names; longest names first, so GB200 is not B200.
const ACCELERATORS: [&str; 8] = ["GB300", "GB200", "GH200", "B300", "B200", "H200", "H100", "A100"];

/// The GPU an accelerator string names, if it is one of the data-centre parts.
#[must_use]
pub fn gpu_in(accelerator: &str) -> Option<&'static str> {
    ACCELERATORS.into_iter().find(|k| accelerator.contains(k))
}

fn mlperf_as_row(o: &MlperfTrainRow) -> Option<TrainRow> {
    let (model, task) = match o.benchmark.as_str() {
        "llama31_405b" => ("llama-3.1-405b", "pretrain"),
        "gpt3" => ("gpt3-175b", "pretrain"),
        "llama31_8b" => ("llama-3-8b", "pretrain"),
        "llama2_70b_lora" => ("llama-2-70b", "lora"),
        _ => return None,
    };
    let (rate, gpus, gpu) = (o.log_throughput?, o.gpus?, gpu_in(&o.accelerator)?);
    if o.accelerator.contains("NVL") || o.accelerator.contains("PCIe") {
        return None;
    }
    let seq = o.seq.unwrap_or(8192.0);
    // The GPT-3 logs count tokens, the others samples.
    let tokens = if model == "gpt3-175b" { rate } else { rate * seq };
    Some(TrainRow {
        source: "mlperf".into(),
        release: o.round.clone(),
        task: task.into(),
        model: model.into(),
        gpu: gpu.into(),
        gpus,
        precision: "FP8".into(),
        seq: Some(seq),
        gbs: o.gbs,
        mbs: Some(1),
        ga: o.ga,
        tp: o.tp,
        pp: o.pp,
        cp: o.cp,
        vp: None,
        ep: None,
        fsdp: None,
        tok_s_gpu: Some(tokens / f64::from(gpus)),
        tok_s_total: Some(tokens),
        tflops_gpu: None,
        hfu_tflops_gpu: None,
        step_s: None,
        recompute: None,
        scheme: None,
        framework: None,
        shape: None,
        proxy: false,
        note: None,
    })
}
