//! Serving: time of one decode step and of one prefill on one replica, and what fits into it.
//!
//! Sources: Pope et al. 2022 (arXiv:2211.05102) for the roofline of decode; DeepSeek-V2 (arXiv:2405.04434) for latent attention;
//! expected number of touched experts E(1-(1-k/E)^B) for uniform routing. Efficiencies and latencies are calibration data.

use serde::{Deserialize, Serialize};

use super::error::SizeError;
use super::fit_check::{USABLE_SHARE, plain_bytes_per_weight};
use super::flops::{attention_decode, prefill};
use super::gpu::{Generation, GpuPerf};
use super::kv;
use super::model::ModelArch;
use super::params::{Params, params};
use super::precision::Precision;

/// Calibrated constants of the serving model, one set per generation. Times in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ServeConstants {
    /// Reachable share of HBM bandwidth.
    pub hbm: f64,
    /// Reachable share of the matmul peak in decode.
    pub decode: f64,
    /// Reachable share of the matmul peak in prefill, dense models.
    pub prefill: f64,
    /// The same for MoE models.
    pub prefill_moe: f64,
    /// Fixed time per layer and step.
    pub layer: f64,
    /// Further fixed time per MoE layer and step.
    pub moe_layer: f64,
    /// Latency of one collective.
    pub collective: f64,
    /// Host time per running sequence and step (sampling, scheduling).
    pub sequence: f64,
    /// Fixed part of a request's time to first token.
    pub first: f64,
    /// Burstiness of prefill queueing in a closed loop (0 = prompts spread evenly, 1 = all at once).
    pub burst: f64,
    /// Bytes kept free per GPU.
    pub reserve: f64,
    /// Fixed time per step (scheduler, graph launch).
    pub step: f64,
    /// Factor on the fixed times for the engine at hand (1 = the reference engine).
    pub engine: f64,
}

/// A parallel layout of one serving replica: `tp * dp * pp` GPUs; with `dp > 1` attention is data parallel and experts
/// are spread over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ServeLayout {
    /// Tensor-parallel degree of attention.
    pub tp: u32,
    /// Data-parallel attention groups.
    pub dp: u32,
    /// Expert-parallel degree (1 = experts are tensor parallel).
    pub ep: u32,
    /// Pipeline stages.
    pub pp: u32,
}

impl ServeLayout {
    /// Plain tensor parallelism over `tp` GPUs.
    #[must_use]
    pub const fn tensor(tp: u32) -> Self {
        Self { tp, dp: 1, ep: 1, pp: 1 }
    }

    /// GPUs of the replica.
    #[must_use]
    pub const fn gpus(&self) -> u32 {
        self.tp * self.dp * self.pp
    }

    /// Reads degrees in any order, such as `tp8`, `tp4pp2` or `dp8ep8`; what is not named is 1, and experts follow the
    /// data-parallel groups where only those are named.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] for another form.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let wrong = || SizeError::invalid("layout", text, "degrees such as tp8, tp4pp2 or dp8ep8");
        let mut l = Self { tp: 1, dp: 1, ep: 0, pp: 1 };
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(wrong());
        }
        while !rest.is_empty() {
            let word = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (name, tail) = rest.split_at(word);
            let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, tail) = tail.split_at(digits);
            let degree: u32 = number.parse().ok().filter(|n| (1..=1024).contains(n)).ok_or_else(wrong)?;
            match name.to_ascii_lowercase().as_str() {
                "tp" => l.tp = degree,
                "dp" => l.dp = degree,
                "ep" => l.ep = degree,
                "pp" => l.pp = degree,
                _ => return Err(wrong()),
            }
            rest = tail.trim_start_matches([' ', ',', '-', 'x', '_']);
        }
        if l.ep == 0 {
            l.ep = l.dp;
        }
        Ok(l)
    }
}

/// One replica with everything that does not depend on the batch worked out.
#[derive(Debug, Clone)]
pub struct Replica<'a> {
    /// Model.
    pub model: &'a ModelArch,
    /// GPU.
    pub gpu: &'a GpuPerf,
    /// Weight precision.
    pub precision: Precision,
    /// Layout.
    pub layout: ServeLayout,
    /// Bytes per cached element.
    pub kv_bytes: f64,
    p: Params,
    expert_bytes: f64,
    plain_bytes: f64,
    peak: f64,
    shards: f64,
    /// Tokens of one sequence that one decode step checks: 1, or the drafts and one more.
    checked: f64,
}

impl<'a> Replica<'a> {
    /// Prepares a replica. `kv_bytes` `None` takes the usual cache format of the precision.
    #[must_use]
    pub fn new(
        model: &'a ModelArch,
        gpu: &'a GpuPerf,
        precision: Precision,
        layout: ServeLayout,
        kv_bytes: Option<f64>,
    ) -> Self {
        let p = params(model);
        // A native 4-bit checkpoint (gpt-oss: MXFP4) is served as it is, whatever the label of the run.
        let stored = match (model.native_precision, precision) {
            (Some(Precision::Mxfp4), Precision::Fp4 | Precision::Fp8) => Precision::Mxfp4,
            _ => precision,
        };
        Self {
            model,
            gpu,
            precision,
            layout,
            kv_bytes: kv_bytes.unwrap_or(precision.usual_kv_bytes()),
            p,
            expert_bytes: stored.bytes_per_weight(),
            plain_bytes: plain_bytes_per_weight(model, stored),
            peak: if stored == Precision::Mxfp4 {
                gpu.matmul_flops(Precision::Mxfp4)
            } else {
                gpu.matmul_flops(precision)
            },
            shards: f64::from(model.kv_shards().min(layout.tp)),
            checked: 1.0,
        }
    }

    /// The same replica with `drafts` tokens of every sequence checked in a step beside the one it would make.
    #[must_use]
    pub fn checking(self, drafts: u32) -> Self {
        Self { checked: 1.0 + f64::from(drafts), ..self }
    }

    /// GPUs of the replica.
    #[must_use]
    pub fn gpus(&self) -> f64 {
        f64::from(self.layout.gpus())
    }

    /// Seconds for one decode step with `batch` running sequences at mean context `ctx`. A token passes all pipeline
    /// stages one after the other while the other stages work on other sequences: a step costs what the whole model costs
    /// on the GPUs of one stage with the sequences of one of the `pp` groups. Under speculative decoding matrices, experts
    /// and traffic see every token that is checked; the cache is read once for all of a sequence.
    #[must_use]
    pub fn decode(&self, batch: f64, ctx: f64, c: &ServeConstants) -> f64 {
        let (m, g) = (self.model, self.gpu);
        let pp = f64::from(self.layout.pp);
        let (tp, dp, n) = (f64::from(self.layout.tp), f64::from(self.layout.dp), self.gpus() / pp);
        let batch = (batch / pp).max(1.0);
        let bw = g.hbm_bytes_per_s * c.hbm;
        let local = batch / dp;
        let (layers, h) = (f64::from(m.layers), f64::from(m.hidden));
        // The input embedding is looked up, not read.
        let embedding = f64::from(m.vocab) * h;
        let plain =
            (self.p.total - self.p.experts - if m.tied_embeddings { 0.0 } else { embedding }).max(0.0);
        let mut weights = plain * self.plain_bytes / tp;
        let mut moe_layers = 0.0;
        if let Some(x) = m.moe {
            moe_layers = f64::from(x.layers);
            let (e, k) = (f64::from(x.experts), f64::from(x.topk));
            let touched = 1.0 - (1.0 - k / e).powf(batch * self.checked);
            weights += self.p.experts * touched * self.expert_bytes / n;
        }
        let flops = 2.0 * self.p.matmul * batch * self.checked / n;
        let matmul = (weights / bw).max(flops / (self.peak * c.decode));
        let cache = local * kv::read_bytes(m, ctx, self.kv_bytes) / self.shards;
        let scores = attention_decode(m, ctx) * local * self.checked / tp;
        let moved = local * self.checked;
        let attention = (cache / bw).max(scores / (g.bf16_flops * c.decode));
        let mut fixed = c.step + layers * c.layer + moe_layers * c.moe_layer + local * c.sequence;
        if self.layout.tp > 1 {
            fixed += layers
                * 2.0
                * (c.collective + 2.0 * (tp - 1.0) / tp * moved * h * 2.0 / (0.7 * g.nvlink_bytes_per_s));
        }
        if m.is_moe() && self.layout.dp > 1 {
            let link = if self.layout.gpus() <= g.scale_up_gpus {
                0.6 * g.nvlink_bytes_per_s
            } else {
                0.8 * g.nic_bytes_per_s
            };
            let k = m.moe.map_or(0.0, |x| f64::from(x.topk));
            // Dispatch in 8 bit, combine in 16: 1.5 bytes on average.
            fixed += moe_layers * 2.0 * (c.collective + moved * k * h * 1.5 / link);
        }
        matmul + attention + fixed * c.engine
    }

    /// Seconds of replica time to prefill one prompt of `isl` tokens, all GPUs working.
    #[must_use]
    pub fn prefill(&self, isl: f64, c: &ServeConstants) -> f64 {
        let (m, g) = (self.model, self.gpu);
        let efficiency = if m.is_moe() { c.prefill_moe } else { c.prefill };
        let tp = f64::from(self.layout.tp);
        let mut t = prefill(m, isl) / (self.gpus() * self.peak * efficiency);
        if self.layout.tp > 1 {
            let bytes = f64::from(m.layers) * 4.0 * (tp - 1.0) / tp * isl * f64::from(m.hidden) * 2.0;
            t += bytes / (0.7 * g.nvlink_bytes_per_s) / f64::from(self.layout.dp);
        }
        t
    }

    /// Bytes of weights stored over the replica (plain weights once per attention group).
    #[must_use]
    pub fn stored_weights(&self) -> f64 {
        self.p.experts * self.expert_bytes
            + (self.p.total - self.p.experts) * self.plain_bytes * f64::from(self.layout.dp)
    }

    /// Running sequences that fit beside the weights, at mean context `isl + osl/2`; below 1 nothing can run.
    #[must_use]
    pub fn batch_limit(&self, isl: f64, osl: f64, reserve: f64) -> f64 {
        let free = self.gpus() * (self.gpu.memory_bytes * USABLE_SHARE - reserve) - self.stored_weights();
        let per = kv::elements(self.model, isl + osl / 2.0) * self.kv_bytes;
        let copies = f64::from(self.layout.tp) / self.shards;
        free / (per * copies).max(1.0)
    }
}

/// Closed-loop figures of one replica.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClosedLoop {
    /// Time to first token, seconds.
    pub ttft: f64,
    /// Time per output token after the first, seconds.
    pub tpot: f64,
    /// Output tokens per second of the replica.
    pub tokens_per_s: f64,
    /// Sequences that run at once (the rest waits).
    pub running: f64,
}

/// A closed loop: `concurrency` clients, each sending the next request when the last one ends. Prompts are prefilled
/// between decode steps, so each sequence's tokens also wait for the prefills of the others. `None` if not even one
/// sequence fits.
#[must_use]
pub fn closed_loop(
    r: &Replica<'_>,
    concurrency: f64,
    isl: f64,
    osl: f64,
    c: &ServeConstants,
) -> Option<ClosedLoop> {
    let limit = r.batch_limit(isl, osl, c.reserve);
    if limit < 1.0 {
        return None;
    }
    let running = concurrency.min(limit).max(1.0);
    let step = r.decode(running, isl + osl / 2.0, c);
    let prefill = r.prefill(isl, c);
    let cycle = osl * step + running * prefill;
    // Of the replica's prefill time a lone prompt sees all stages in turn.
    let own = prefill * f64::from(r.layout.pp);
    let ttft = (c.first + step + own + prefill * c.burst * (running - 1.0) / 2.0)
        .min(0.9 * cycle + c.first + own - prefill);
    let tpot = ((cycle - ttft + c.first) / (osl - 1.0).max(1.0)).max(0.98 * step);
    let wait = (concurrency / running - 1.0) * cycle;
    Some(ClosedLoop { ttft: ttft + wait, tpot, tokens_per_s: running * osl / cycle, running })
}

/// Largest offline throughput (output tokens/s of the replica) over batch sizes up to what fits, at most `batch_max`
/// per attention group. `None` if not even one sequence fits.
#[must_use]
pub fn offline_maximum(
    r: &Replica<'_>,
    isl: f64,
    osl: f64,
    batch_max: f64,
    c: &ServeConstants,
) -> Option<f64> {
    let limit = r.batch_limit(isl, osl, c.reserve);
    if limit < 1.0 {
        return None;
    }
    let top = limit.min(batch_max * f64::from(r.layout.dp));
    let prefill = r.prefill(isl, c) / osl;
    [top, top / 2.0, top / 4.0]
        .into_iter()
        .filter(|b| *b >= 1.0)
        .map(|b| b / (r.decode(b, isl + osl / 2.0, c) + b * prefill))
        .max_by(f64::total_cmp)
}

/// Whether a generation has a calibrated serving set of its own.
#[must_use]
pub const fn has_own_calibration(g: Generation) -> bool {
    matches!(g, Generation::Hopper | Generation::Blackwell | Generation::BlackwellUltra)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn layouts_are_read_as_engines_write_them() {
        assert_eq!(ServeLayout::parse("tp8").unwrap(), ServeLayout::tensor(8));
        assert_eq!(ServeLayout::parse("DP8").unwrap(), ServeLayout { tp: 1, dp: 8, ep: 8, pp: 1 });
        assert_eq!(ServeLayout::parse("tp4-pp2").unwrap(), ServeLayout { tp: 4, dp: 1, ep: 1, pp: 2 });
        assert_eq!(ServeLayout::parse("tp8 ep8").unwrap(), ServeLayout { tp: 8, dp: 1, ep: 8, pp: 1 });
        for bad in ["", "8", "tp", "tp0", "zz4", "tp8!"] {
            assert!(ServeLayout::parse(bad).is_err(), "{bad}");
        }
    }
}
