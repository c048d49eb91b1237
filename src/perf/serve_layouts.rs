//! Parallel layouts of one serving replica: which there are, and which an engine can run.

use super::error::SizeError;
use super::estimate_serve::ServePlan;
use super::serve_step::ServeLayout;

/// Layouts of one replica within a scale-up domain: tensor parallel, and for MoE models data-parallel attention with
/// expert parallelism.
#[must_use]
pub fn layouts(plan: &ServePlan<'_>, largest: u32) -> Vec<ServeLayout> {
    let heads = plan.model.attention.first().map_or(1, |g| g.heads);
    let mut out = Vec::new();
    // Cards without a scale-up link run tensor parallel over PCIe within a server of eight.
    let reach = if plan.gpu.scale_up_gpus <= 1 { 8 } else { plan.gpu.scale_up_gpus };
    let top = largest.min(reach);
    let mut n = 1;
    while n <= top {
        if heads.is_multiple_of(n) {
            out.push(ServeLayout { tp: n, dp: 1, ep: 1, pp: 1 });
        }
        if let Some(x) = plan.model.moe
            && n > 1
            && x.experts % n == 0
        {
            if heads.is_multiple_of(n) {
                out.push(ServeLayout { tp: n, dp: 1, ep: n, pp: 1 });
            }
            out.push(ServeLayout { tp: 1, dp: n, ep: n, pp: 1 });
        }
        n *= 2;
    }
    // Without a scale-up link pipeline stages spare the traffic.
    if plan.gpu.scale_up_gpus <= 1 {
        out.extend([2, 4, 8].into_iter().filter(|p| *p <= largest).map(|pp| ServeLayout {
            tp: 1,
            dp: 1,
            ep: 1,
            pp,
        }));
    }
    out
}

/// Whether a layout can be run: tensor-parallel ranks divide the heads and stay in one NVLink domain (a server of eight
/// where cards have none), experts divide over their ranks, stages do not outnumber the layers.
///
/// # Errors
/// [`SizeError::Invalid`] naming the degree and what it must be.
pub fn check_layout(plan: &ServePlan<'_>, l: ServeLayout) -> Result<(), SizeError> {
    let heads = plan.model.attention.first().map_or(1, |g| g.heads);
    let domain = if plan.gpu.scale_up_gpus <= 1 { 8 } else { plan.gpu.scale_up_gpus };
    if l.tp == 0 || l.dp == 0 || l.ep == 0 || l.pp == 0 {
        return Err(SizeError::invalid("layout", "a degree of 0", "degrees of at least 1"));
    }
    if !heads.is_multiple_of(l.tp) {
        return Err(SizeError::invalid(
            "tensor degree",
            l.tp,
            &format!("a divisor of {heads} attention heads"),
        ));
    }
    if l.tp > domain {
        return Err(SizeError::invalid(
            "tensor degree",
            l.tp,
            &format!("at most {domain}, the GPUs of {} on one NVLink domain or server", plan.gpu.name),
        ));
    }
    if l.pp > plan.model.layers {
        return Err(SizeError::invalid(
            "pipeline stages",
            l.pp,
            &format!("at most {} layers", plan.model.layers),
        ));
    }
    match plan.model.moe {
        None if l.ep > 1 || l.dp > 1 => {
            Err(SizeError::invalid("expert or data degree", l.ep.max(l.dp), "1: the model has no experts"))
        }
        Some(x) if !x.experts.is_multiple_of(l.ep) => {
            Err(SizeError::invalid("expert degree", l.ep, &format!("a divisor of {} experts", x.experts)))
        }
        _ => Ok(()),
    }
}

/// Layouts of exactly `gpus` GPUs: those within one domain, else tensor parallel in each of several domains with the
/// pipeline across them, and for mixtures of experts data-parallel attention over all of them.
#[must_use]
pub fn layouts_of(plan: &ServePlan<'_>, gpus: u32) -> Vec<ServeLayout> {
    let mut out: Vec<ServeLayout> = layouts(plan, gpus).into_iter().filter(|l| l.gpus() == gpus).collect();
    if out.is_empty() {
        for tp in (1..=gpus).filter(|tp| gpus.is_multiple_of(*tp)) {
            out.push(ServeLayout { tp, dp: 1, ep: 1, pp: gpus / tp });
            out.push(ServeLayout { tp, dp: gpus / tp, ep: gpus, pp: 1 });
        }
        out.retain(|l| check_layout(plan, *l).is_ok());
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::estimate_serve::Draft;
    use super::super::gpu::{GpuPerf, samples::h100};
    use super::super::model::ModelArch;
    use super::super::precision::Precision;
    use super::*;

    fn m70() -> ModelArch {
        super::super::model::samples::llama_70b()
    }

    fn plan<'a>(m: &'a ModelArch, g: &'a GpuPerf) -> ServePlan<'a> {
        ServePlan {
            model: m,
            gpu: g,
            precision: Precision::Fp8,
            kv_bytes: None,
            engine: "vllm",
            isl: 1024.0,
            osl: 512.0,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        }
    }

    #[test]
    fn layouts_that_no_engine_runs_are_refused() {
        let (m, g) = (m70(), h100());
        let p = plan(&m, &g);
        for (bad, word) in [
            (ServeLayout::tensor(3), "64 attention heads"),
            (ServeLayout::tensor(16), "at most 8"),
            (ServeLayout { tp: 1, dp: 8, ep: 8, pp: 1 }, "no experts"),
        ] {
            assert!(check_layout(&p, bad).unwrap_err().to_string().contains(word), "{bad:?}");
        }
        assert_eq!(
            layouts_of(&p, 16),
            vec![
                ServeLayout { tp: 1, dp: 1, ep: 1, pp: 16 },
                ServeLayout { tp: 2, dp: 1, ep: 1, pp: 8 },
                ServeLayout { tp: 4, dp: 1, ep: 1, pp: 4 },
                ServeLayout { tp: 8, dp: 1, ep: 1, pp: 2 },
            ]
        );
    }
}
