//! The fewest GPUs on which a training run or one serving replica fits, in counts that are bought and layouts that run.

use super::calibration::Calibration;
use super::estimate_serve::ServePlan;
use super::estimate_train::{TrainEstimate, TrainPlan, train_estimate};
use super::fit_check::{RESERVE_BYTES, USABLE_SHARE, min_gpus_for_memory, serve_memory};
use super::gpu::GpuPerf;
use super::params::params;
use super::search_train::TRAIN_USABLE_SHARE;
use super::serve_layouts::layouts_of;

/// GPUs of a server, or of a rack with one NVLink domain: what larger jobs are made of.
fn node(gpu: &GpuPerf) -> u32 {
    gpu.scale_up_gpus.max(8)
}

/// Counts worth trying from `least` up to `most`: parts of a server by powers of two, then whole servers about an eighth apart.
fn counts(gpu: &GpuPerf, least: u32, most: u32) -> impl Iterator<Item = u32> {
    let whole = node(gpu);
    let parts = (0..7).map(|i| 1_u32 << i).filter(move |n| *n < whole && *n >= least);
    let first = least.div_ceil(whole).max(1) * whole;
    let servers =
        std::iter::successors(Some(first), move |n| Some(n + (n / 8).div_ceil(whole).max(1) * whole));
    parts.chain(servers).take_while(move |n| *n <= most).take(40)
}

/// The fewest GPUs of at least `from` on which some layout of the run fits with its activations; `None` if none up to `most` does.
#[must_use]
pub fn for_training(plan: &TrainPlan<'_>, from: u32, most: u32, cal: &Calibration) -> Option<TrainEstimate> {
    let states = params(plan.model).total * plan.states().total();
    let by_states = (states / (plan.gpu.memory_bytes * TRAIN_USABLE_SHARE)).ceil() as u32;
    counts(plan.gpu, by_states.max(from).max(1), most).find_map(|n| train_estimate(plan, n, cal).ok())
}

/// The fewest GPUs of one replica that holds the weights and `sequences` requests in a layout that engines run: whole tensor
/// groups that divide the heads, part of a server or whole ones. `None` if none up to 64 servers does.
#[must_use]
pub fn for_serving(plan: &ServePlan<'_>, sequences: f64) -> Option<u32> {
    let element = plan.kv_bytes.unwrap_or_else(|| plan.precision.usual_kv_bytes());
    let need = serve_memory(plan.model, plan.precision, element, sequences, plan.isl + plan.osl).ok()?;
    let by_bytes =
        min_gpus_for_memory(need.weights + need.cache, plan.gpu.memory_bytes, USABLE_SHARE, RESERVE_BYTES)
            .ok()?;
    counts(plan.gpu, by_bytes, 64 * node(plan.gpu)).find(|n| {
        layouts_of(plan, *n)
            .into_iter()
            .any(|layout| plan.replica(layout).batch_limit(plan.isl, plan.osl, RESERVE_BYTES) >= sequences)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::campaign::RunShare;
    use super::super::estimate_serve::Draft;
    use super::super::gpu::samples::h100;
    use super::super::model::ModelArch;
    use super::super::precision::Precision;
    use super::super::train_method::Method;
    use super::*;

    fn m70() -> ModelArch {
        super::super::model::samples::llama_70b()
    }

    #[test]
    fn training_counts_hold_the_activations_in_whole_servers() {
        let (m, gpu, cal) = (m70(), h100(), Calibration::shipped().unwrap());
        let plan = TrainPlan {
            model: &m,
            gpu: &gpu,
            precision: Precision::Bf16,
            seq: 8192.0,
            batch_tokens: 4e6,
            method: Method::Full,
            run: RunShare::WHOLE,
        };
        let least = for_training(&plan, 1, 4096, &cal).unwrap();
        // 1,270 GB of states are 18 GPUs of 73.6 GB, which no layout can use; the activations come on top.
        assert!(least.gpus > 18 && least.gpus.is_multiple_of(8), "{}", least.gpus);
        assert!(least.layout.memory_bytes <= gpu.memory_bytes * TRAIN_USABLE_SHARE);
        assert!(train_estimate(&plan, 16, &cal).is_err());
        let four_bit = TrainPlan { method: Method::Qlora, seq: 2048.0, batch_tokens: 2048.0 * 8.0, ..plan };
        assert_eq!(for_training(&four_bit, 1, 64, &cal).unwrap().gpus, 1);
    }

    #[test]
    fn a_replica_is_a_tensor_group_that_divides_the_heads() {
        let (m, gpu) = (m70(), h100());
        let plan = ServePlan {
            model: &m,
            gpu: &gpu,
            precision: Precision::Bf16,
            kv_bytes: None,
            engine: "vllm",
            isl: 8000.0,
            osl: 192.0,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        };
        // 144 GB are three GPUs by bytes; three do not divide 64 heads.
        assert_eq!(for_serving(&plan, 1.0), Some(4));
        assert!(for_serving(&plan, 400.0).unwrap().is_multiple_of(8));
    }
}
