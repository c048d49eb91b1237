//! Exhaustive search over training layouts: TP x PP x CP x EP x DP x micro-batch x recompute x ZeRO x virtual stages.
//!
//! Pruning is exact: a branch is cut only when a lower bound of its memory exceeds the GPU, or when lower bounds of its
//! time and memory are both no better than a layout already found. ZeRO off and ZeRO-2 are not enumerated: with one
//! reduction per step they take the time of ZeRO-1 and never less memory than it (ZeRO-1 in place of off) or are covered by
//! ZeRO-3; selective recompute stands for none, because fused attention recomputes the scores anyway.

use serde::Serialize;

use super::error::SizeError;
use super::flops::Recompute;
use super::gpu::GpuPerf;
use super::model::ModelArch;
use super::precision::Precision;
use super::train_memory::{StateBytes, TrainLayout, Zero, train_memory_unchecked};
use super::train_step::{
    ModelTerms, StepTime, TrainConstants, TrainJob, TrainTask, model_terms, step_time_with,
};

/// Share of nameplate memory a training job may plan with; allocators fragment the rest.
pub const TRAIN_USABLE_SHARE: f64 = 0.92;

/// What to search for.
#[derive(Debug, Clone, Copy)]
pub struct TrainQuery<'a> {
    /// Model.
    pub model: &'a ModelArch,
    /// GPU.
    pub gpu: &'a GpuPerf,
    /// GPUs of the job.
    pub gpus: u32,
    /// Matmul precision.
    pub precision: Precision,
    /// Tokens per sequence.
    pub seq: f64,
    /// Sequences per step; rounded up per layout to whole micro-batches.
    pub global_batch: f64,
    /// Bytes per parameter of the model states.
    pub states: StateBytes,
    /// Task.
    pub task: TrainTask,
    /// Release year of the software.
    pub software_year: f64,
    /// Matmul efficiency of the GPU generation and precision.
    pub efficiency: f64,
    /// Largest context-parallel degree to try (1 = none).
    pub max_cp: u32,
    /// Whether to prune; `false` evaluates every possible layout (for tests).
    pub prune: bool,
}

/// One layout with its time and memory.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Found {
    /// Layout.
    pub layout: TrainLayout,
    /// Sequences per step, rounded up to whole micro-batches.
    pub global_batch: f64,
    /// Step time.
    pub step: StepTime,
    /// Seconds per sequence of the whole job: what layouts are ranked by.
    pub seconds_per_sequence: f64,
    /// Bytes on the fullest GPU.
    pub memory_bytes: f64,
}

/// Result of a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainSearch {
    /// Layouts that are not beaten in both time and memory, fastest first.
    pub pareto: Vec<Found>,
    /// Layouts of the space, possible or not.
    pub considered: u64,
    /// Layouts timed.
    pub evaluated: u64,
    /// Least memory any layout of the space needs, bytes (also when nothing fits).
    pub least_memory_bytes: f64,
    /// False if `keep_going` ended the search early.
    pub complete: bool,
}

impl TrainSearch {
    /// The fastest layout.
    #[must_use]
    pub fn best(&self) -> Option<&Found> {
        self.pareto.first()
    }
}

fn divisors(n: u32, up_to: u32) -> Vec<u32> {
    (1..=n.min(up_to)).filter(|d| n.is_multiple_of(*d)).collect()
}

struct State<'q> {
    query: TrainQuery<'q>,
    terms: ModelTerms,
    constants: TrainConstants,
    room: f64,
    /// Compute time of one sequence over all GPUs at the bare matmul rate: nothing is faster.
    floor: f64,
    pareto: Vec<Found>,
    considered: u64,
    evaluated: u64,
    least: f64,
}

impl State<'_> {
    fn dominated(&self, time: f64, memory: f64) -> bool {
        self.pareto.iter().any(|f| f.seconds_per_sequence <= time && f.memory_bytes <= memory)
    }

    fn keep(&mut self, found: Found) {
        if self.dominated(found.seconds_per_sequence, found.memory_bytes) {
            return;
        }
        self.pareto.retain(|f| {
            !(found.seconds_per_sequence <= f.seconds_per_sequence && found.memory_bytes <= f.memory_bytes)
        });
        self.pareto.push(found);
    }

    /// Everything below one choice of tp, pp, cp, ep.
    fn branch(&mut self, tp: u32, pp: u32, cp: u32, ep: u32) {
        let q = self.query;
        let dp = q.gpus / (tp * pp * cp);
        let base = TrainLayout {
            tp,
            pp,
            cp,
            ep,
            dp,
            micro_batch: 1,
            virtual_stages: 1,
            zero: Zero::Optimizer,
            recompute: Recompute::Selective,
            sequence_parallel: tp > 1,
        };
        let per_replica = (q.global_batch / f64::from(dp)).ceil().max(1.0);
        let most = per_replica.min(32.0) as u32;
        let stages: Vec<u32> = if pp == 1 {
            vec![1]
        } else {
            (1..=(q.model.layers / pp).max(1))
                .filter(|v| *v == 1 || q.model.layers.is_multiple_of(pp * v))
                .collect()
        };
        // ZeRO-3 inside a pipeline would gather every stage's weights for every micro-batch; no stack offers it.
        let zeros: &[Zero] = if pp == 1 { &[Zero::Optimizer, Zero::Weights] } else { &[Zero::Optimizer] };
        for &zero in zeros {
            for recompute in [Recompute::Selective, Recompute::Full] {
                let all = u64::from(most) * stages.len() as u64;
                self.considered += all;
                let smallest = TrainLayout { zero, recompute, ..base };
                // Least memory of the branch: one sequence per micro-batch, no interleaving; both only add to it.
                let least =
                    train_memory_unchecked(q.model, &smallest, q.states, q.seq, per_replica * f64::from(dp))
                        .total();
                self.least = self.least.min(least);
                let extra = if recompute == Recompute::Full { 4.0 / 3.0 } else { 1.0 };
                if q.prune && (least > self.room || self.dominated(self.floor * extra, least)) {
                    continue;
                }
                for micro_batch in 1..=most {
                    let micro = (per_replica / f64::from(micro_batch)).ceil();
                    let global_batch = micro * f64::from(micro_batch) * f64::from(dp);
                    for &virtual_stages in &stages {
                        // Interleaving needs as many micro-batches as stages.
                        if virtual_stages > 1 && micro < f64::from(pp) {
                            continue;
                        }
                        let layout = TrainLayout { micro_batch, virtual_stages, zero, recompute, ..base };
                        let memory_bytes =
                            train_memory_unchecked(q.model, &layout, q.states, q.seq, global_batch).total();
                        if memory_bytes > self.room {
                            continue;
                        }
                        let job = TrainJob {
                            model: q.model,
                            gpu: q.gpu,
                            precision: q.precision,
                            layout,
                            seq: q.seq,
                            global_batch,
                            task: q.task,
                            software_year: q.software_year,
                        };
                        self.evaluated += 1;
                        let step = step_time_with(&job, &self.terms, q.efficiency, &self.constants);
                        // Padding of the batch is lost work: count only the sequences that were asked for.
                        let seconds_per_sequence = step.total / q.global_batch.min(global_batch);
                        self.keep(Found { layout, global_batch, step, seconds_per_sequence, memory_bytes });
                    }
                }
            }
        }
    }
}

/// Searches all layouts of `query`. `keep_going(considered, best)` is asked once per (tp, pp, cp, ep); answering `false` ends
/// the search with the best so far.
///
/// # Errors
/// [`SizeError::Invalid`] for zero GPUs or batch, [`SizeError::DoesNotFit`] if no layout fits the memory.
pub fn search(
    query: TrainQuery<'_>,
    constants: &TrainConstants,
    keep_going: &mut dyn FnMut(u64, Option<&Found>) -> bool,
) -> Result<TrainSearch, SizeError> {
    query.model.validate()?;
    query.gpu.validate()?;
    super::error::positive("gpus", f64::from(query.gpus))?;
    super::error::positive("global_batch", query.global_batch)?;
    super::error::positive("seq", query.seq)?;
    let terms = model_terms(query.model, query.seq);
    let rate = query.gpu.matmul_flops(query.precision) * query.efficiency;
    let passes = if query.task == TrainTask::Lora { 4.0 } else { 6.0 };
    let mut state = State {
        query,
        terms,
        constants: *constants,
        room: query.gpu.memory_bytes * TRAIN_USABLE_SHARE,
        floor: passes * (terms.params.matmul - terms.params.routed) / rate * query.seq
            / f64::from(query.gpus),
        pareto: Vec::new(),
        considered: 0,
        evaluated: 0,
        least: f64::INFINITY,
    };
    let mut complete = true;
    let heads = query.model.attention.first().map_or(1, |g| g.heads);
    // Tensor-parallel ranks exchange every layer's activations: no stack splits a layer beyond the NVLink domain, or beyond
    // the server of eight where cards have none.
    let domain = if query.gpu.scale_up_gpus > 1 { query.gpu.scale_up_gpus } else { 8 };
    'all: for tp in divisors(query.gpus, heads.min(domain)).into_iter().filter(|t| heads.is_multiple_of(*t)) {
        for pp in divisors(query.gpus / tp, query.model.layers) {
            for cp in divisors(query.gpus / tp / pp, query.max_cp) {
                let replicas = query.gpus / pp;
                let eps = query.model.moe.map_or_else(
                    || vec![1],
                    |x| {
                        divisors(x.experts, replicas)
                            .into_iter()
                            .filter(|e| replicas.is_multiple_of(*e))
                            .collect()
                    },
                );
                for ep in eps {
                    state.branch(tp, pp, cp, ep);
                    let best = state
                        .pareto
                        .iter()
                        .min_by(|a, b| a.seconds_per_sequence.total_cmp(&b.seconds_per_sequence));
                    if !keep_going(state.considered, best) {
                        complete = false;
                        break 'all;
                    }
                }
            }
        }
    }
    state.pareto.sort_by(|a, b| {
        a.seconds_per_sequence
            .total_cmp(&b.seconds_per_sequence)
            .then(a.memory_bytes.total_cmp(&b.memory_bytes))
    });
    if state.pareto.is_empty() && complete {
        let gpus = query.gpus;
        return Err(SizeError::DoesNotFit {
            subject: format!("training {}", query.model.name),
            needed_gb: state.least * f64::from(gpus) / 1e9,
            usable_gb: state.room * f64::from(gpus) / 1e9,
            gpus,
            remedy: format!(
                "the smallest layout needs {:.0} GB per GPU; use more GPUs, shorter sequences{}",
                state.least / 1e9,
                match query.task {
                    TrainTask::Full => " or adapters (LoRA)",
                    TrainTask::Lora if query.states.weight > 1.5 => " or 4-bit frozen weights (QLoRA)",
                    TrainTask::Lora => "",
                }
            ),
        });
    }
    Ok(TrainSearch {
        pareto: state.pareto,
        considered: state.considered,
        evaluated: state.evaluated,
        least_memory_bytes: state.least,
        complete,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::calibration::Calibration;
    use super::super::gpu::samples::h100;
    use super::*;

    fn query<'a>(model: &'a ModelArch, gpu: &'a GpuPerf, gpus: u32, prune: bool) -> TrainQuery<'a> {
        TrainQuery {
            model,
            gpu,
            gpus,
            precision: Precision::Bf16,
            seq: 4096.0,
            global_batch: 128.0,
            states: StateBytes::ADAM_MIXED,
            task: TrainTask::Full,
            software_year: 2026.5,
            efficiency: 0.7,
            max_cp: 4,
            prune,
        }
    }

    #[test]
    fn pruning_changes_nothing_but_the_work() {
        let cal = Calibration::shipped().unwrap();
        let gpu = h100();
        let dense = ModelArch::dense("8b", 32, 4096, 32, 8, 128, 14336, 128_256, true, false);
        let mut moe = ModelArch::dense("moe", 32, 4096, 32, 8, 128, 0, 32000, true, false);
        moe.dense_mlp_layers = 0;
        moe.moe = Some(super::super::model::Moe {
            layers: 32,
            experts: 8,
            topk: 2,
            expert_ffn: 14336,
            shared_ffn: 0,
            latent: None,
        });
        for m in [&dense, &moe] {
            for gpus in [16, 24, 64] {
                let run = |prune| search(query(m, &gpu, gpus, prune), &cal.training.shared, &mut |_, _| true);
                match (run(true), run(false)) {
                    (Ok(a), Ok(b)) => {
                        assert_eq!(a.pareto, b.pareto, "{} on {gpus}", m.name);
                        assert_eq!(a.considered, b.considered);
                        assert!(a.evaluated <= b.evaluated);
                    }
                    (a, b) => assert_eq!(a.is_err(), b.is_err()),
                }
            }
        }
    }

    #[test]
    fn tensor_parallelism_stays_in_the_nvlink_domain_and_divides_the_heads() {
        let cal = Calibration::shipped().unwrap();
        let gpu = h100();
        let wide = ModelArch::dense("wide", 64, 12288, 96, 8, 128, 28672, 32768, true, false);
        for gpus in [32, 64, 96] {
            let found =
                search(query(&wide, &gpu, gpus, true), &cal.training.shared, &mut |_, _| true).unwrap();
            for f in &found.pareto {
                assert!(f.layout.tp <= gpu.scale_up_gpus && 96 % f.layout.tp == 0, "{:?}", f.layout);
            }
        }
    }

    #[test]
    fn a_model_that_cannot_fit_gets_a_bound_and_no_time() {
        let gpu = h100();
        let m = ModelArch::dense("405b", 126, 16384, 128, 8, 128, 53248, 128_256, true, false);
        let cal = Calibration::shipped().unwrap();
        let e = search(query(&m, &gpu, 8, true), &cal.training.shared, &mut |_, _| true).unwrap_err();
        assert!(matches!(e, SizeError::DoesNotFit { .. }) && e.to_string().contains("GB per GPU"), "{e}");
    }

    #[test]
    fn stopping_gives_the_best_so_far() {
        let gpu = h100();
        let m = ModelArch::dense("8b", 32, 4096, 32, 8, 128, 14336, 128_256, true, false);
        let cal = Calibration::shipped().unwrap();
        let mut asked = 0;
        let r = search(query(&m, &gpu, 64, true), &cal.training.shared, &mut |_, _| {
            asked += 1;
            asked < 8
        })
        .unwrap();
        assert!(!r.complete && r.best().is_some());
    }
}
