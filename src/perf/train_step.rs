//! Time of one training step: matmuls, attention, HBM-bound work, collectives per link, pipeline bubble, data-parallel tail.
//!
//! Sources: Narayanan et al. 2021 (arXiv:2104.04473) section 3 for bubble and tensor-parallel traffic; Korthikanti et al.
//! 2022 for sequence parallelism; DeepSeek-V3 (arXiv:2412.19437) section 3.2 for expert traffic across nodes. Efficiencies
//! and exposed shares are calibration data, see [`TrainConstants`].

use serde::{Deserialize, Serialize};

use super::flops::{Recompute, attention_forward};
use super::gpu::GpuPerf;
use super::model::{Heads, ModelArch};
use super::params::{Params, mtp_matmul, params};
use super::precision::Precision;
use super::train_memory::{TrainLayout, Zero};

/// What the job computes per token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrainTask {
    /// Pre-training or full fine-tuning: forward, activation and weight gradients.
    Full,
    /// LoRA: no weight gradients of the frozen matrices.
    Lora,
}

/// Calibrated constants of the step-time model. All are positive; times in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainConstants {
    /// Hidden size at which matmuls reach half of their asymptotic rate.
    pub half_width: f64,
    /// Attention rate as a share of the dense 16-bit peak.
    pub attention: f64,
    /// Unfused HBM traffic per layer and token, in hidden-size tensors of 2 bytes.
    pub traffic: f64,
    /// The same per routed expert copy.
    pub traffic_expert: f64,
    /// Rate of routed-expert matmuls relative to plain ones.
    pub expert: f64,
    /// Expert width at which that rate is halved.
    pub expert_half_width: f64,
    /// Tokens per local expert and micro-batch at which that rate is halved (small groups waste tiles).
    pub expert_half_rows: f64,
    /// Exposed share of tensor- and context-parallel traffic at nominal link rate.
    pub tensor_exposed: f64,
    /// Exposed share of expert traffic inside the scale-up domain, at nominal link rate.
    pub expert_exposed: f64,
    /// Exposed share of expert traffic over the NIC, at nominal rate.
    pub expert_nic_exposed: f64,
    /// Fixed time per layer and micro-batch (launches, synchronisation), forward and backward together.
    pub launch: f64,
    /// The same per MoE layer (routing, permutation).
    pub launch_moe: f64,
    /// Weight of the ideal pipeline bubble.
    pub bubble: f64,
    /// Weight of the last stage's extra work (output head) when all stages hold the same number of layers.
    pub head_imbalance: f64,
    /// Share of the compute time that can hide data-parallel traffic.
    pub data_hidden: f64,
    /// Share of data-parallel traffic that is never hidden.
    pub data_tail: f64,
    /// Yearly speed-up of dense training software (natural logarithm).
    pub yearly_dense: f64,
    /// Yearly speed-up of MoE training software (natural logarithm).
    pub yearly_moe: f64,
    /// Slow-down per doubling of the GPU count beyond one scale-up domain (stragglers, congestion).
    pub scale_loss: f64,
}

/// Year (with fraction) that software ages are counted from.
pub const SOFTWARE_YEAR: f64 = 2026.5;

/// Expert width at which half of the MoE software gains apply.
const NARROW_EXPERT: f64 = 4096.0;

/// A training job to be timed.
#[derive(Debug, Clone, Copy)]
pub struct TrainJob<'a> {
    /// Model.
    pub model: &'a ModelArch,
    /// GPU.
    pub gpu: &'a GpuPerf,
    /// Matmul precision.
    pub precision: Precision,
    /// Parallel layout.
    pub layout: TrainLayout,
    /// Tokens per sequence.
    pub seq: f64,
    /// Sequences per step over all GPUs.
    pub global_batch: f64,
    /// What is computed.
    pub task: TrainTask,
    /// Release year of the software stack, with fraction.
    pub software_year: f64,
}

/// Where a step's time goes, seconds per step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StepTime {
    /// Plain and expert matmuls.
    pub matmul: f64,
    /// Attention.
    pub attention: f64,
    /// HBM-bound work.
    pub memory: f64,
    /// Launch and routing overhead.
    pub launch: f64,
    /// Exposed tensor- and context-parallel traffic.
    pub tensor: f64,
    /// Exposed expert traffic.
    pub expert: f64,
    /// Pipeline bubble and stage imbalance.
    pub bubble: f64,
    /// Exposed data-parallel traffic.
    pub data: f64,
    /// Whole step, software age and scale loss included.
    pub total: f64,
}

impl StepTime {
    /// The largest part, by name.
    #[must_use]
    pub fn bottleneck(&self) -> &'static str {
        let parts = [
            (self.matmul, "matmul rate"),
            (self.attention, "attention"),
            (self.memory, "memory bandwidth"),
            (self.launch, "launch overhead"),
            (self.tensor, "tensor-parallel traffic"),
            (self.expert, "expert traffic"),
            (self.bubble, "pipeline bubble"),
            (self.data, "data-parallel traffic"),
        ];
        parts.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |p| p.1)
    }
}

/// Facts of a model that do not change over a search.
#[derive(Debug, Clone, Copy)]
pub struct ModelTerms {
    /// Parameter counts.
    pub params: Params,
    /// Matmul parameters of multi-token prediction.
    pub mtp: f64,
    /// Forward attention FLOPs per token at half the sequence.
    pub attention: f64,
    /// Elements of K and V per token and layer that context-parallel ranks exchange.
    pub kv_width: f64,
}

/// Computes the terms of [`ModelTerms`] at sequence length `seq`.
#[must_use]
pub fn model_terms(m: &ModelArch, seq: f64) -> ModelTerms {
    let kv_width = m.attention.first().map_or(0.0, |g| match g.layout {
        Heads::Grouped { kv_heads, head_dim } => 2.0 * f64::from(kv_heads * head_dim),
        // Training expands the latent before attention.
        Heads::Latent { nope, rope, v, .. } => f64::from(g.heads * (nope + rope + v)),
        Heads::SharedKv { head_dim, .. } => f64::from(head_dim),
    });
    let mtp_share = 1.0 + f64::from(m.mtp_layers) / f64::from(m.layers);
    ModelTerms {
        params: params(m),
        mtp: mtp_matmul(m),
        attention: attention_forward(m, seq / 2.0) * mtp_share,
        kv_width,
    }
}

/// Slow-down by the fullest pipeline stage when layers do not divide evenly: layers of the fullest stage over the mean.
/// Stacks may count embedding, head and a prediction module as layers of their own (126 + 2 layers on 8 stages), so the best
/// of these splits is taken.
fn stage_imbalance(layers: u32, pp: u32) -> f64 {
    if pp <= 1 {
        return 1.0;
    }
    let split = |n: u32| f64::from(n.div_ceil(pp) * pp) / f64::from(n);
    (layers..=layers + 3).map(split).fold(f64::INFINITY, f64::min)
}

/// Times one step. `efficiency` is the asymptotic matmul rate as a share of the dense peak at the job's precision.
#[must_use]
pub fn step_time(job: &TrainJob<'_>, efficiency: f64, c: &TrainConstants) -> StepTime {
    step_time_with(job, &model_terms(job.model, job.seq), efficiency, c)
}

/// [`step_time`] with precomputed model terms: for search loops.
#[must_use]
pub fn step_time_with(
    job: &TrainJob<'_>,
    terms: &ModelTerms,
    efficiency: f64,
    c: &TrainConstants,
) -> StepTime {
    let (m, g, l) = (job.model, job.gpu, &job.layout);
    let p = &terms.params;
    let n = f64::from(l.gpus());
    let (tp, pp, cp, ep, dp) =
        (f64::from(l.tp), f64::from(l.pp), f64::from(l.cp), f64::from(l.ep), f64::from(l.dp));
    let dom = f64::from(g.scale_up_gpus);
    let (layers, h) = (f64::from(m.layers), f64::from(m.hidden));
    let lora = job.task == TrainTask::Lora;
    // Everything up to the bubble is in GPU-seconds per token.
    let passes = if lora { 4.0 } else { 6.0 };
    let again = if l.recompute == Recompute::Full { 2.0 } else { 0.0 };
    let width = h / tp.sqrt();
    let rate = g.matmul_flops(job.precision) * efficiency * width / (width + c.half_width);
    let (moe_layers, expert_rate, topk) = m.moe.map_or((0.0, rate, 0.0), |x| {
        let (f, k) = (f64::from(x.expert_ffn), f64::from(x.topk));
        // Balanced routing: the tokens of a rank, times top-k, over the experts it holds.
        let rows = f64::from(l.micro_batch) * job.seq / (tp * cp) * k * ep / f64::from(x.experts);
        let filled = f / (f + c.expert_half_width) * rows / (rows + c.expert_half_rows);
        (f64::from(x.layers), rate * c.expert * filled, k)
    });
    let matmul = (passes + again) * ((p.matmul - p.routed + terms.mtp) / rate + p.routed / expert_rate);
    let attention = (if again > 0.0 { 4.0 } else { 3.0 }) * terms.attention / (g.bf16_flops * c.attention);
    let memory = h * 2.0 * (layers * c.traffic + moe_layers * topk * c.traffic_expert) / g.hbm_bytes_per_s
        * (if lora { 0.8 } else { 1.0 });
    let group = tp * cp;
    let launch =
        (layers * c.launch + moe_layers * c.launch_moe) * group / (f64::from(l.micro_batch) * job.seq);
    let link = |inside: bool| if inside { g.nvlink_bytes_per_s } else { g.nic_bytes_per_s };
    // 4 all-gathers and 4 reduce-scatters of [token, h] per layer; every rank of the group waits.
    let tensor_bytes = if l.tp > 1 { 8.0 * (tp - 1.0) * h * 2.0 * layers / link(tp <= dom) } else { 0.0 };
    // K and V travel round the ring in the forward pass and twice in the backward pass.
    let context_bytes =
        if l.cp > 1 { 3.0 * (cp - 1.0) * terms.kv_width * 2.0 * layers / link(group <= dom) } else { 0.0 };
    let tensor = c.tensor_exposed * (tensor_bytes + context_bytes);
    let expert = if l.ep > 1 {
        let latent = m.moe.and_then(|x| x.latent).map_or(h, f64::from);
        let copy = 4.0 * latent * 2.0 * moe_layers;
        let inside = topk * (ep.min(dom) - 1.0) / ep.min(dom) * copy / g.nvlink_bytes_per_s;
        // Copies for one remote node travel once and fan out there.
        let nodes = ep / dom;
        let outside =
            if nodes > 1.0 { topk.min(nodes) * (1.0 - 1.0 / nodes) * copy / g.nic_bytes_per_s } else { 0.0 };
        c.expert_exposed * inside + c.expert_nic_exposed * outside
    } else {
        0.0
    };
    // The output head sits on the last stage; stacks that balance it give the ends fewer layers (layers not divisible).
    let head = if l.pp > 1 && m.layers % (l.pp * l.virtual_stages) == 0 {
        c.head_imbalance * passes * f64::from(m.vocab) * h / rate * (pp - 1.0)
    } else {
        0.0
    };
    let tokens = job.global_batch * job.seq;
    let to_step = tokens / n;
    let busy = (matmul + attention + memory + launch + tensor + expert + head) * to_step;
    let micro = l.micro_batches(job.global_batch);
    let busy = busy * stage_imbalance(m.layers, l.pp);
    let bubble = c.bubble * busy * (pp - 1.0) / (f64::from(l.virtual_stages) * micro);
    // Data parallel: gather weights, reduce gradients, once per step; hierarchical where several replicas share a domain.
    let data = if lora {
        0.0
    } else {
        let plain = (p.total - p.experts) / (tp * pp);
        let experts = p.experts / (ep * pp);
        let inside = (dom / group).max(1.0).min(dp);
        let expert_inside = (dom / ep).max(1.0).min((dp * group / ep).max(1.0));
        // FSDP gathers the weights for the forward and the backward pass of every micro-batch.
        let bytes = if l.zero == Zero::Weights { 4.0 * micro + 4.0 } else { 6.0 };
        let over = |size: f64, inside: f64, replicas: f64| {
            if replicas <= 1.0 {
                return 0.0;
            }
            let near = if inside > 1.0 { size * bytes / (0.6 * g.nvlink_bytes_per_s) } else { 0.0 };
            let far = if replicas > inside { size * bytes / inside / (0.8 * g.nic_bytes_per_s) } else { 0.0 };
            near + far
        };
        let t = over(plain, inside, dp * cp) + over(experts, expert_inside, dp * group / ep);
        (t - c.data_hidden * (busy + bubble)).max(0.0) + c.data_tail * t
    };
    // Grouped kernels for narrow experts are what improves from year to year; wide experts run like dense matmuls.
    let yearly = m.moe.map_or(c.yearly_dense, |x| {
        let narrow = NARROW_EXPERT / (NARROW_EXPERT + f64::from(x.expert_ffn));
        c.yearly_dense + (c.yearly_moe - c.yearly_dense).max(0.0) * narrow
    });
    let age = (yearly * (SOFTWARE_YEAR - job.software_year)).exp();
    let scale = 1.0 + c.scale_loss * (n / dom).log2().max(0.0);
    StepTime {
        matmul: matmul * to_step,
        attention: attention * to_step,
        memory: memory * to_step,
        launch: launch * to_step,
        tensor: tensor * to_step,
        expert: expert * to_step,
        bubble: bubble + head * to_step,
        data,
        total: (busy + bubble + data) * age * scale,
    }
}

/// Tokens per second and GPU of a job.
#[must_use]
pub fn tokens_per_s_gpu(job: &TrainJob<'_>, step: &StepTime) -> f64 {
    job.global_batch * job.seq / step.total / f64::from(job.layout.gpus())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn uneven_pipelines_wait_for_their_fullest_stage() {
        // Published layouts: 126 layers on 8 stages, 61 on 16, 94 on 8, 80 on 4.
        for (layers, pp) in [(126, 8), (61, 16), (94, 8), (80, 4), (61, 1)] {
            assert_eq!(stage_imbalance(layers, pp), 1.0, "{layers} on {pp}");
        }
        // 61 layers on 41 stages: two on the fullest, one and a half on the mean.
        assert!(stage_imbalance(61, 41) > 1.25);
    }
}
