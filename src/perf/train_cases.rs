//! Measured training rows turned into jobs the step-time model can predict, each with its accuracy class.

use super::facts::Facts;
use super::flops::{Recompute, train_per_token};
use super::gpu::GpuPerf;
use super::measured::TrainRow;
use super::model::ModelArch;
use super::precision::Precision;
use super::train_memory::{TrainLayout, Zero};
use super::train_step::{TrainJob, TrainTask};

/// Accuracy class of a training row: within a class errors are comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrainClass {
    /// Dense model, tuned stack, batch and layout published.
    Dense,
    /// Mixture of experts, as above.
    Moe,
    /// Attention mixed with recurrent layers.
    Hybrid,
    /// Batch or layout not published: the layout is inferred.
    LayoutInferred,
    /// A100-era runs (full recompute, 2021 to 2024 software).
    Ampere,
    /// FSDP research stacks (llm-foundry).
    Fsdp,
    /// LoRA.
    Lora,
    /// Full fine-tuning.
    Sft,
}

impl TrainClass {
    /// Name in accuracy tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dense => "training_dense",
            Self::Moe => "training_moe",
            Self::Hybrid => "training_hybrid",
            Self::LayoutInferred => "training_layout_inferred",
            Self::Ampere => "training_a100",
            Self::Fsdp => "training_fsdp_research",
            Self::Lora => "finetune_lora",
            Self::Sft => "finetune_full",
        }
    }
}

/// One measured training row as a job.
#[derive(Debug, Clone)]
pub struct TrainCase {
    /// Model.
    pub model: ModelArch,
    /// GPU.
    pub gpu: GpuPerf,
    /// Precision of the matmuls.
    pub precision: Precision,
    /// Layout, published or inferred.
    pub layout: TrainLayout,
    /// Sequence length.
    pub seq: f64,
    /// Sequences per step.
    pub global_batch: f64,
    /// Task.
    pub task: TrainTask,
    /// Release year of the software.
    pub software_year: f64,
    /// Class.
    pub class: TrainClass,
    /// Tokens/s/GPU measured.
    pub measured: f64,
    /// Where the row comes from.
    pub source: String,
}

impl TrainCase {
    /// The job to time.
    #[must_use]
    pub fn job(&self) -> TrainJob<'_> {
        TrainJob {
            model: &self.model,
            gpu: &self.gpu,
            precision: self.precision,
            layout: self.layout,
            seq: self.seq,
            global_batch: self.global_batch,
            task: self.task,
            software_year: self.software_year,
        }
    }
}

/// Release year (with fraction) that a row's software label stands for; `None` for labels without a date.
#[must_use]
pub fn software_year(source: &str, release: &str) -> Option<f64> {
    let parts: Vec<&str> = release.trim_start_matches("main-").split(['.', '-']).collect();
    let number = |i: usize| parts.get(i).and_then(|p| p.parse::<f64>().ok());
    if source == "mlperf" || source == "mlperf-training" {
        // MLCommons publication months: v4.0 June 2024, v4.1 November 2024, v5.0 June 2025, v5.1 November 2025, v6.0 June 2026.
        let major =
            release.trim_start_matches('v').chars().next().and_then(|c| c.to_digit(10)).map(f64::from)?;
        let second = release.ends_with(".1");
        return Some(2020.0 + major + if second { 0.9 } else { 0.45 });
    }
    match (number(0), number(1)) {
        // Container tags: YY.MM.
        (Some(y), Some(m)) if (20.0..40.0).contains(&y) && (1.0..=12.0).contains(&m) => {
            Some(2000.0 + y + (m - 0.5) / 12.0)
        }
        (Some(y), Some(m)) if (2015.0..2040.0).contains(&y) && (1.0..=12.0).contains(&m) => {
            Some(y + (m - 0.5) / 12.0)
        }
        _ => match source {
            // Recipes 24.11 to 25.07, named by commit.
            "dgxc" => Some(2025.2),
            "megatron-core-readme" => Some(2024.6),
            "llm-foundry" => Some(2024.0),
            _ => None,
        },
    }
}

fn model_of(row: &TrainRow, facts: &Facts) -> Option<ModelArch> {
    facts.model(&row.model).cloned().or_else(|| {
        // Rows with a bare GPT shape: the README's vocabulary of 131,072, untied.
        row.shape.map(|s| {
            ModelArch::dense(
                &row.model,
                s.layers,
                s.hidden,
                s.heads,
                s.heads,
                s.hidden / s.heads,
                4 * s.hidden,
                131_072,
                false,
                false,
            )
        })
    })
}

fn measured_rate(row: &TrainRow, m: &ModelArch, seq: f64) -> Option<f64> {
    row.tok_s_gpu
        .or_else(|| Some(row.tok_s_total? / f64::from(row.gpus)))
        .or_else(|| {
            // Narayanan et al. count recompute and full attention: 4/3 of the model FLOPs.
            let hardware = row.hfu_tflops_gpu?;
            Some(hardware * 1e12 / (train_per_token(m, seq, false) * 4.0 / 3.0))
        })
        .or_else(|| {
            // Sources that print TFLOP/s alone count full attention; Megatron-Bridge and AutoModel count the causal half.
            let causal = ["mbridge", "mbridge-archive", "automodel"].contains(&row.source.as_str());
            let tflops = row.tflops_gpu.filter(|_| row.step_s.is_none() || row.shape.is_some())?;
            Some(tflops * 1e12 / train_per_token(m, seq, causal))
        })
}

/// Turns one row into a case, or says why it cannot be scored.
///
/// # Errors
/// A sentence naming the missing or unusable part of the row.
pub fn train_case(row: &TrainRow, facts: &Facts) -> Result<TrainCase, String> {
    if row.proxy {
        return Err("proxy run with a scaled-down model".into());
    }
    if row.note.as_deref().is_some_and(|n| n.contains("regression")) {
        return Err("the source marks the row as a known regression".into());
    }
    if row.gpus == 0 {
        return Err("no GPU count".into());
    }
    let gpu = facts.gpu(&row.gpu).ok_or_else(|| format!("unknown GPU {:?}", row.gpu))?;
    let model = model_of(row, facts).ok_or_else(|| format!("unknown model {:?}", row.model))?;
    let seq = row.seq.filter(|s| *s > 0.0).ok_or("no sequence length")?;
    let precision = Precision::of_label(&row.precision).map_err(|e| e.to_string())?;
    let measured = measured_rate(row, &model, seq)
        .or_else(|| Some(row.gbs? * seq / row.step_s? / f64::from(row.gpus)))
        .filter(|rate| rate.is_finite() && *rate > 0.0)
        .ok_or("no tokens/s and no step time")?;
    let degree = |n: Option<u32>| n.unwrap_or(1).max(1);
    let (tp, pp, cp) = (degree(row.tp), degree(row.pp), degree(row.cp));
    let group = tp.saturating_mul(pp).saturating_mul(cp);
    if group > row.gpus {
        return Err(format!("{} GPUs for tp x pp x cp = {group}", row.gpus));
    }
    let dp = (row.gpus / group).max(1);
    let mbs = degree(row.mbs);
    let from_step =
        row.step_s.filter(|s| *s > 0.0).map(|s| (measured * f64::from(row.gpus) * s / seq).round());
    let gbs =
        row.gbs.or_else(|| row.ga.map(|g| g * f64::from(dp * mbs))).or(from_step).filter(|gbs| *gbs >= 1.0);
    let foundry = row.source == "llm-foundry";
    let fsdp = row.fsdp.unwrap_or(0) > 1 || foundry || row.scheme.as_deref() == Some("zero3");
    let known = (row.tp.is_some() || fsdp || row.pp.is_some() || row.gpus == 1) && gbs.is_some();
    let task = if row.task == "lora" { TrainTask::Lora } else { TrainTask::Full };
    let recompute = match row.recompute.as_deref() {
        Some("full") => Recompute::Full,
        Some("none") => Recompute::None,
        _ => Recompute::Selective,
    };
    let class = match (row.task.as_str(), gpu.generation) {
        ("lora", _) => TrainClass::Lora,
        ("sft", _) => TrainClass::Sft,
        _ if foundry => TrainClass::Fsdp,
        (_, super::gpu::Generation::Ampere) => TrainClass::Ampere,
        _ if !known => TrainClass::LayoutInferred,
        _ if model.is_hybrid() => TrainClass::Hybrid,
        _ if model.is_moe() => TrainClass::Moe,
        _ => TrainClass::Dense,
    };
    let ep = if model.is_moe() { degree(row.ep) } else { 1 };
    let layout = TrainLayout {
        tp,
        pp,
        cp,
        ep,
        dp,
        micro_batch: mbs,
        virtual_stages: row.vp.unwrap_or(1).max(1),
        zero: if fsdp { Zero::Weights } else { Zero::Optimizer },
        recompute,
        sequence_parallel: tp > 1,
    };
    let gbs = gbs.unwrap_or_else(|| f64::from(dp * mbs) * 8.0);
    let layout = if known || task == TrainTask::Lora {
        layout
    } else {
        infer_layout(&model, gpu, row.gpus, layout, seq, gbs)
    };
    Ok(TrainCase {
        software_year: software_year(&row.source, &row.release)
            .unwrap_or(super::train_step::SOFTWARE_YEAR - 1.0),
        gpu: gpu.clone(),
        model,
        precision,
        layout,
        seq,
        global_batch: gbs,
        task,
        class,
        measured,
        source: format!("{} {}", row.source, row.release),
    })
}

/// Smallest usual model-parallel group that fits the memory, for rows that do not publish theirs.
fn infer_layout(
    m: &ModelArch,
    gpu: &GpuPerf,
    gpus: u32,
    base: TrainLayout,
    seq: f64,
    gbs: f64,
) -> TrainLayout {
    let experts = m.moe.map_or(1, |x| x.experts.min(gpu.scale_up_gpus.max(8)).min(64));
    // Context parallelism is the last resort: published recipes use it where nothing else makes room.
    // Experts are split over ranks, so a mixture of experts goes without tensor parallelism as long as it can.
    let groups = [1, 2].into_iter().flat_map(|cp| {
        [1, 2, 4, 8, 16].into_iter().flat_map(move |outer| {
            [1, 2, 4, 8, 16]
                .into_iter()
                .map(move |inner| if m.is_moe() { (inner, outer, cp) } else { (outer, inner, cp) })
        })
    });
    for (pp, tp, cp) in groups.filter(|(_, tp, _)| *tp <= 8) {
        // A replica without a sequence of its own would idle.
        if !gpus.is_multiple_of(tp * pp * cp)
            || (cp > 1 && seq < 8192.0)
            || f64::from(gpus / (tp * pp * cp)) > gbs.max(1.0)
        {
            continue;
        }
        let dp = gpus / (tp * pp * cp);
        let ranks = tp * cp * dp;
        let ep = if m.is_moe() {
            (1..=experts)
                .rev()
                .find(|e| ranks.is_multiple_of(*e) && m.moe.is_some_and(|x| x.experts % e == 0))
                .unwrap_or(1)
        } else {
            1
        };
        let stage = m.layers / pp;
        let virtual_stages =
            if pp > 1 { [5, 4, 3, 2].into_iter().find(|v| stage.is_multiple_of(*v)).unwrap_or(1) } else { 1 };
        let l = TrainLayout { tp, pp, cp, ep, dp, virtual_stages, sequence_parallel: tp > 1, ..base };
        if l.validate(m).is_err() {
            continue;
        }
        let need = super::train_memory::train_memory_unchecked(
            m,
            &l,
            super::train_memory::StateBytes::ADAM_MIXED,
            seq,
            gbs,
        );
        if need.total() < 0.9 * gpu.memory_bytes {
            return l;
        }
    }
    base
}
