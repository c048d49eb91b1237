//! What a long run costs beside its time: energy, checkpoints, and the share lost to failures.

use schemars::JsonSchema;
use serde::Serialize;

use super::{ErrorCode, ToolError, size_train, size_words, sizing, sizing::refused};
use crate::{
    catalog::{Catalog, Fact},
    perf::{ModelArch, checkpoint, power},
    trace::facts,
    units::three,
};

/// Power usage effectiveness when none is given: between liquid-cooled sites and older halls.
pub const USUAL_PUE: f64 = 1.3;
/// Seconds that training stands still for a checkpoint when none are given.
const USUAL_STALL_S: f64 = 30.0;
/// Seconds to restart after a failure when none are given.
const USUAL_RESTART_S: f64 = 600.0;

/// What is known of the site and the software.
#[derive(Debug, Clone, Copy, Default)]
pub struct Site {
    /// Power of one node at its nameplate, kW.
    pub node_kw: Option<f64>,
    /// Power usage effectiveness.
    pub pue: Option<f64>,
    /// Seconds of a stall for a checkpoint.
    pub stall_s: Option<f64>,
    /// Seconds of a restart.
    pub restart_s: Option<f64>,
}

/// The figures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was found, in one sentence with units.
    pub headline: String,
    /// The run itself, as of size_train.
    pub run: size_train::Output,
    /// Energy at the low end of measured training power, kWh.
    pub energy_low_kwh: Option<f64>,
    /// Expected energy with cooling, kWh.
    pub energy_kwh: Option<f64>,
    /// Energy at the high end, kWh.
    pub energy_high_kwh: Option<f64>,
    /// Full checkpoint: weights, master copy and moments, TB.
    pub checkpoint_tb: f64,
    /// Write rate that stores it within the stall, GB/s.
    pub checkpoint_write_gbyte_per_s: f64,
    /// Time between two checkpoints that loses least, minutes.
    pub checkpoint_interval_minutes: f64,
    /// Mean time between interruptions of the job, hours.
    pub mtbf_hours: f64,
    /// Share of the time that trains with this interval.
    pub goodput_ratio: f64,
    /// The formulas.
    pub formula: String,
    /// What was assumed.
    pub notes: Vec<String>,
}

const FORMULA: &str = "energy = nodes * nameplate * 0.67 (0.65 to 0.75, MLPerf power logs) * hours * PUE; checkpoint = 14 bytes * \
parameters; MTBF = 50,677 GPU-hours / GPUs (Llama 3 report, table 5); interval = sqrt(2 * stall * MTBF) (Young 1974); share = 1 - stall / \
interval - (interval / 2 + restart) / MTBF";

/// Runs the estimate.
///
/// # Errors
/// As size_train; values that are not above zero.
pub fn run_with(
    catalog: &Catalog,
    input: size_train::Input,
    site: Site,
    arch: Option<ModelArch>,
) -> Result<Output, ToolError> {
    let deadline = input.deadline_days;
    let subject = input.model.clone().unwrap_or_else(|| "the model".into());
    let mut ignored = Vec::new();
    let model = match &arch {
        Some(arch) => arch.clone(),
        None => sizing::model(catalog, input.model.as_deref(), input.params_b, &mut ignored)?,
    };
    let (gpu, perf) = sizing::gpu(catalog, &input.gpu, &mut ignored)?;
    let run = size_train::run_with(catalog, input, arch, None)?;
    let gpus = run.gpus.ok_or_else(|| {
        ToolError::new(ErrorCode::InputInvalid, "no GPU count is known for the run")
            .hint("give gpus, or tokens_b with deadline_days")
    })?;
    let mut notes = Vec::new();
    let mut usual = |given: Option<f64>, usual: f64, what: &str| {
        given.unwrap_or_else(|| {
            notes.push(format!("assumed: {what} of {usual}"));
            usual
        })
    };
    let stall = usual(site.stall_s, USUAL_STALL_S, "a stall for each checkpoint, in seconds,");
    let restart = usual(site.restart_s, USUAL_RESTART_S, "a restart, in seconds,");
    let pue = usual(site.pue, USUAL_PUE, "a power usage effectiveness");
    let per_node = perf.scale_up_gpus.max(8);
    let node_kw = site.node_kw.or_else(|| {
        let system = facts::node_system(catalog, &gpu.id, u64::from(per_node), None)?;
        let kw = system.power_max_kw.as_ref().and_then(Fact::known).copied()?;
        notes.push(format!("nameplate of {}: {kw} kW", system.name));
        Some(kw)
    });
    let days = run.days.as_ref().map(|d| d.expected).or(deadline);
    let energy = match (node_kw, days) {
        (Some(kw), Some(days)) => Some(
            power::run_energy((f64::from(gpus) / f64::from(per_node)).ceil(), kw, days * 24.0, pue)
                .map_err(|e| refused(&e))?,
        ),
        (None, _) => {
            notes.push(
                "no energy: the power of a node with this GPU is not in the catalog; give node_kw".into(),
            );
            None
        }
        (_, None) => {
            notes.push("no energy: give tokens_b or deadline_days for the length of the run".into());
            None
        }
    };
    // The length of the run is as uncertain as its power; both are independent, so squares of the log widths add.
    let energy = match (energy, &run.days) {
        (Some(e), Some(d)) => {
            let width = |of_power: f64, of_time: f64| of_power.ln().hypot(of_time.ln()).exp();
            let low_kwh = e.expected_kwh / width(e.expected_kwh / e.low_kwh, d.expected / d.low);
            let high_kwh = e.expected_kwh * width(e.high_kwh / e.expected_kwh, d.high / d.expected);
            Some(power::RunEnergy { low_kwh, high_kwh, ..e })
        }
        (energy, _) => energy,
    };
    let bytes = checkpoint::checkpoint_bytes(crate::perf::params::params(&model).total);
    let mtbf = checkpoint::job_mtbf_s(gpus, checkpoint::GPU_HOURS_PER_FAILURE).map_err(|e| refused(&e))?;
    let write = checkpoint::write_bytes_per_s(bytes, stall).map_err(|e| refused(&e))?;
    let share = checkpoint::goodput(gpus, checkpoint::GPU_HOURS_PER_FAILURE, stall, restart)
        .map_err(|e| refused(&e))?;
    let interval = checkpoint::young_interval_s(stall, mtbf);
    let used = energy.as_ref().map_or_else(String::new, |e| {
        format!(
            " takes {} MWh with cooling ({} to {}),",
            three(e.expected_kwh / 1e3),
            three(e.low_kwh / 1e3),
            three(e.high_kwh / 1e3)
        )
    });
    let headline = format!(
        "Training {subject} on {}{used} writes checkpoints of {} TB every {} minutes, meets a failure every {} hours and trains \
         {} % of the time.",
        size_words::many(gpus, gpu, &perf),
        three(bytes / 1e12),
        three(interval / 60.0),
        three(mtbf / 3600.0),
        three(100.0 * share),
    );
    Ok(Output {
        headline,
        run,
        energy_low_kwh: energy.as_ref().map(|e| e.low_kwh),
        energy_kwh: energy.as_ref().map(|e| e.expected_kwh),
        energy_high_kwh: energy.as_ref().map(|e| e.high_kwh),
        checkpoint_tb: bytes / 1e12,
        checkpoint_write_gbyte_per_s: write / 1e9,
        checkpoint_interval_minutes: interval / 60.0,
        mtbf_hours: mtbf / 3600.0,
        goodput_ratio: share,
        formula: FORMULA.into(),
        notes,
    })
}
