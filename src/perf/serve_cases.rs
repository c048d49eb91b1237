//! Measured serving points and offline maxima turned into replicas the serving model can predict.

use super::facts::Facts;
use super::gpu::GpuPerf;
use super::measured::{MlperfServeRow, OfflineRow, ServePoint};
use super::model::ModelArch;
use super::precision::Precision;
use super::serve_step::{Replica, ServeLayout};

/// One measured serving point.
#[derive(Debug, Clone)]
pub struct ServeCase {
    /// Model.
    pub model: ModelArch,
    /// GPU.
    pub gpu: GpuPerf,
    /// Weight precision.
    pub precision: Precision,
    /// Layout of the replica.
    pub layout: ServeLayout,
    /// Engine name (`vllm`, `sglang`, `trtllm`).
    pub engine: String,
    /// Engine version and date, as published.
    pub source: String,
    /// Concurrent requests.
    pub concurrency: f64,
    /// Prompt tokens.
    pub isl: f64,
    /// Output tokens.
    pub osl: f64,
    /// Measured time to first token, seconds.
    pub ttft: f64,
    /// Measured time per output token, seconds.
    pub tpot: f64,
}

impl ServeCase {
    /// The replica to predict.
    #[must_use]
    pub fn replica(&self) -> Replica<'_> {
        Replica::new(&self.model, &self.gpu, self.precision, self.layout, None)
    }

    /// Output tokens per second of the closed loop, from the two measured times.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.concurrency * self.osl / (self.ttft + (self.osl - 1.0) * self.tpot)
    }
}

/// Recovers the layout of an aggregated point. Published tables multiply parallel degrees on some rows (tp 64 with experts
/// 8 x 8 on an 8-GPU server) or label disaggregated runs as aggregated; the former are repaired, the latter refused.
///
/// # Errors
/// A sentence saying why the labels cannot describe one replica.
pub fn aggregated_layout(p: &ServePoint, gpu: &GpuPerf) -> Result<ServeLayout, String> {
    let (tp, dp) = (p.tp.unwrap_or(1).max(1), p.dp.unwrap_or(1).max(1));
    let (moe_tp, moe_ep) = (p.moe_tp.unwrap_or(1).max(1), p.moe_ep.unwrap_or(1).max(1));
    let pp = p.pp.unwrap_or(1).max(1);
    if gpu.scale_up_gpus > 8 && tp > 8 {
        return Err(format!("tp {tp} on one {} replica: a disaggregated run labelled aggregated", gpu.name));
    }
    let product = moe_tp * moe_ep;
    let layout = if tp > 1 && dp > 1 {
        // Engine flags tp=N dp=N mean N GPUs with data-parallel attention.
        if tp != dp {
            return Err(format!("tp {tp} and dp {dp} do not describe one replica"));
        }
        ServeLayout { tp: 1, dp, ep: dp, pp }
    } else if tp > 8 && product == tp && moe_tp == moe_ep {
        ServeLayout { tp: moe_tp, dp: 1, ep: moe_ep, pp }
    } else if dp > 8 && product == dp && moe_tp == moe_ep {
        ServeLayout { tp: 1, dp: moe_tp, ep: moe_ep, pp }
    } else {
        ServeLayout { tp, dp, ep: moe_ep, pp }
    };
    if layout.gpus() > 16 {
        return Err(format!("{} GPUs in one aggregated replica", layout.gpus()));
    }
    Ok(layout)
}

fn lookup<'a>(model: &str, gpu: &str, facts: &'a Facts) -> Result<(&'a ModelArch, &'a GpuPerf), String> {
    let m = facts.model(model).ok_or_else(|| format!("unknown model {model:?}"))?;
    let g = facts.gpu(gpu).ok_or_else(|| format!("unknown GPU {gpu:?}"))?;
    Ok((m, g))
}

/// Turns an aggregated serving point into a case.
///
/// # Errors
/// A sentence naming the missing or unusable part of the row.
pub fn serve_case(p: &ServePoint, facts: &Facts) -> Result<ServeCase, String> {
    if p.mode != "agg" && !p.mode.is_empty() {
        return Err(format!("{} point", p.mode));
    }
    if let Some(why) = super::serve_labels::not_comparable(p) {
        return Err(why);
    }
    let (model, gpu) = lookup(&p.model, &p.gpu, facts)?;
    let (Some(ttft), Some(tpot), Some(concurrency)) = (p.ttft_ms, p.tpot_ms, p.conc) else {
        return Err("no TTFT, TPOT or concurrency".into());
    };
    if !(ttft > 0.0 && tpot > 0.0 && concurrency > 0.0) {
        return Err("a measured value is not above zero".into());
    }
    if !(p.isl >= 1.0 && p.osl >= 1.0) {
        return Err("no prompt or output length".into());
    }
    Ok(ServeCase {
        model: model.clone(),
        gpu: gpu.clone(),
        precision: Precision::of_label(&p.prec).map_err(|e| e.to_string())?,
        layout: aggregated_layout(p, gpu)?,
        engine: p.engine.clone(),
        source: format!(
            "{} {} {}",
            p.engine,
            p.engine_ver.as_deref().unwrap_or(""),
            p.date.as_deref().unwrap_or("")
        ),
        concurrency,
        isl: p.isl,
        osl: p.osl,
        ttft: ttft / 1e3,
        tpot: tpot / 1e3,
    })
}

/// One measured offline maximum.
#[derive(Debug, Clone)]
pub struct OfflineCase {
    /// Model.
    pub model: ModelArch,
    /// GPU.
    pub gpu: GpuPerf,
    /// Weight precision.
    pub precision: Precision,
    /// Layout.
    pub layout: ServeLayout,
    /// Prompt tokens.
    pub isl: f64,
    /// Output tokens.
    pub osl: f64,
    /// Output tokens/s of the replica, measured.
    pub measured: f64,
    /// Source table.
    pub source: String,
}

impl OfflineCase {
    /// The replica to predict.
    #[must_use]
    pub fn replica(&self) -> Replica<'_> {
        Replica::new(&self.model, &self.gpu, self.precision, self.layout, None)
    }
}

/// Turns an offline row into a case.
///
/// # Errors
/// A sentence naming the missing or unusable part of the row.
pub fn offline_case(r: &OfflineRow, facts: &Facts) -> Result<OfflineCase, String> {
    let (model, gpu) = lookup(&r.model, &r.gpu, facts)?;
    let pp = r.pp.unwrap_or(1).max(1);
    let layout = match r.dep.filter(|n| *n > 0) {
        Some(n) => ServeLayout { tp: 1, dp: n, ep: n, pp: 1 },
        None => {
            let tp = r.tp.or_else(|| r.gpus.map(|n| n / pp)).filter(|tp| *tp > 0);
            ServeLayout { tp: tp.ok_or("no layout and no GPU count")?, dp: 1, ep: 1, pp }
        }
    };
    if layout.gpus() > 1024 {
        return Err(format!("{} GPUs in one replica", layout.gpus()));
    }
    let measured = r
        .out_tok_s_total
        .or_else(|| Some(r.out_tok_s_gpu? * f64::from(layout.gpus())))
        .filter(|rate| rate.is_finite() && *rate > 0.0)
        .ok_or("no throughput")?;
    if !(r.isl >= 1.0 && r.osl >= 1.0) {
        return Err("no prompt or output length".into());
    }
    Ok(OfflineCase {
        model: model.clone(),
        gpu: gpu.clone(),
        precision: Precision::of_label(&r.precision).map_err(|e| e.to_string())?,
        layout,
        isl: r.isl,
        osl: r.osl,
        measured,
        source: r.source.clone(),
    })
}

/// Mean prompt and output tokens of the MLPerf Inference language workloads (dataset statistics of the reference
/// implementations): benchmark prefix, model, prompt, output.
const MLPERF_WORKLOADS: [(&str, &str, f64, f64); 4] = [
    ("llama2-70b", "llama-2-70b", 294.0, 294.0),
    ("llama3.1-405b", "llama-3.1-405b", 9428.0, 685.0),
    ("llama3_1-405b", "llama-3.1-405b", 9428.0, 685.0),
    ("deepseek-r1", "deepseek-v3", 920.0, 3886.0),
];

/// Turns an MLPerf Offline result into one case per plausible replica size (the submitters do not publish theirs); all carry
/// the measured rate of one such replica, so the fastest per GPU is the one to compare.
///
/// # Errors
/// A sentence naming why the row cannot be scored.
pub fn mlperf_cases(r: &MlperfServeRow, facts: &Facts) -> Result<Vec<OfflineCase>, String> {
    if r.scenario != "Offline" {
        return Err(format!("MLPerf {} scenario (latency-bound; only Offline is scored)", r.scenario));
    }
    if r.division.as_deref().is_some_and(|d| d != "closed") {
        return Err("MLPerf open division".into());
    }
    let (_, model, isl, osl) = MLPERF_WORKLOADS
        .into_iter()
        .find(|w| r.model.starts_with(w.0))
        .ok_or_else(|| format!("MLPerf workload {} without known lengths", r.model))?;
    if r.system.contains("MaxQ") {
        return Err("MLPerf system with a power cap".into());
    }
    let gpus = r.gpus.filter(|n| *n > 0).ok_or("no GPU count")?;
    let (model, gpu) = lookup(model, &r.accelerator, facts)?;
    let rate = r.tok_s_total.filter(|rate| *rate > 0.0).ok_or("no throughput")?;
    let precision = match r.weights.as_deref().map(Precision::of_label) {
        Some(Ok(p)) => p,
        _ if gpu.fp4_flops.is_some() => Precision::Fp4,
        _ => Precision::Fp8,
    };
    let per_gpu = rate / f64::from(gpus);
    let mut out = Vec::new();
    for n in [1, 2, 4, 8] {
        let mut layouts = vec![ServeLayout::tensor(n)];
        if model.is_moe() && n > 1 {
            layouts.push(ServeLayout { tp: 1, dp: n, ep: n, pp: 1 });
        }
        for layout in layouts {
            out.push(OfflineCase {
                model: model.clone(),
                gpu: gpu.clone(),
                precision,
                layout,
                isl,
                osl,
                measured: per_gpu * f64::from(n),
                source: format!("mlperf {}", r.round),
            });
        }
    }
    Ok(out)
}
