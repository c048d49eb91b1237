//! Largest throughput of one replica with no limit on latency: batch work such as scoring or data generation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ToolError,
    size_serve::{USUAL_OUTPUT, USUAL_PROMPT},
    size_words,
    sizing::{self, Band, Layout, Misfit, refused},
};
use crate::{
    catalog::Catalog,
    perf::{
        ModelArch, SizeError,
        bands::{Scored, band},
        catalog_facts,
        estimate_serve::{Draft, ServePlan},
        serve_cases::OfflineCase,
        serve_fit,
        serve_layouts::layouts_of,
    },
    units::three,
};

/// The work.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Model by name.
    pub model: Option<String>,
    /// Parameters in billions, when the model has no name.
    pub params_b: Option<f64>,
    /// GPU by name.
    pub gpu: String,
    /// Precision of the weights; that of the published checkpoint when left out.
    pub precision: Option<String>,
    /// Prompt tokens per request.
    pub context_tokens_in: Option<u64>,
    /// Output tokens per request.
    pub tokens_out: Option<u64>,
    /// GPUs of one replica; the count with the highest rate per GPU when left out.
    pub gpus_per_replica: Option<u64>,
}

/// The rate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was found, in one sentence with units.
    pub headline: String,
    /// Model.
    pub model: String,
    /// GPU, by catalog id.
    pub gpu_id: String,
    /// Precision of the weights.
    pub precision: String,
    /// Whether the model fits.
    pub feasible: bool,
    /// What stands against it; null when feasible.
    pub misfit: Option<Misfit>,
    /// GPUs of one replica.
    pub gpus_per_replica: Option<u32>,
    /// Output tokens per second of the replica.
    pub tokens_per_s: Option<Band>,
    /// Output tokens per second and GPU, expected.
    pub tokens_per_s_gpu: Option<f64>,
    /// Layout of the replica.
    pub layout: Option<Layout>,
    /// What was assumed.
    pub notes: Vec<String>,
}

/// Runs the estimate.
///
/// # Errors
/// Unknown names, values out of range, facts the catalog lacks.
pub fn run_with(catalog: &Catalog, input: &Input, arch: Option<ModelArch>) -> Result<Output, ToolError> {
    let mut notes = Vec::new();
    let model = match arch {
        Some(arch) => arch,
        None => sizing::model(catalog, input.model.as_deref(), input.params_b, &mut notes)?,
    };
    let (gpu, perf) = sizing::gpu(catalog, &input.gpu, &mut notes)?;
    let precision = sizing::weights(input.precision.as_deref(), &model, &mut notes)?;
    let cal = catalog_facts::calibration().map_err(|error| refused(&error))?;
    let isl = input.context_tokens_in.unwrap_or(USUAL_PROMPT) as f64;
    let osl = input.tokens_out.unwrap_or(USUAL_OUTPUT) as f64;
    if input.context_tokens_in.is_none() || input.tokens_out.is_none() {
        notes
            .push(format!("requests of {isl} prompt and {osl} output tokens; what was not given is assumed"));
    }
    let plan = ServePlan {
        model: &model,
        gpu: &perf,
        precision,
        kv_bytes: None,
        engine: "trtllm",
        isl,
        osl,
        prefix_hit: 0.0,
        draft: Draft::NONE,
    };
    let counts: Vec<u32> = match input.gpus_per_replica {
        Some(n) => vec![sizing::count("gpus_per_replica", n)?],
        None => (0..=7).map(|i| 1 << i).filter(|n| *n <= perf.scale_up_gpus.max(8)).collect(),
    };
    let mut best: Option<(f64, OfflineCase)> = None;
    for layout in counts.iter().flat_map(|n| layouts_of(&plan, *n)) {
        let case = OfflineCase {
            model: model.clone(),
            gpu: perf.clone(),
            precision,
            layout,
            isl,
            osl,
            measured: f64::NAN,
            source: String::new(),
        };
        let Some(closed) = serve_fit::offline_closed_form(&cal.offline, &case) else { continue };
        let (mean, _) = cal.offline_rows.predict("rate", &serve_fit::offline_features(&case));
        let rate = closed * mean.exp();
        let per_gpu = rate / f64::from(layout.gpus());
        if best.as_ref().is_none_or(|(b, c)| per_gpu > b / f64::from(c.layout.gpus())) {
            best = Some((rate, case));
        }
    }
    let subject = input.model.clone().unwrap_or_else(|| model.name.clone());
    let mut output = Output {
        headline: String::new(),
        model: model.name.clone(),
        gpu_id: gpu.id.to_string(),
        precision: precision.name().into(),
        feasible: best.is_some(),
        misfit: None,
        gpus_per_replica: None,
        tokens_per_s: None,
        tokens_per_s_gpu: None,
        layout: None,
        notes,
    };
    let Some((rate, case)) = best else {
        let error = SizeError::DoesNotFit {
            subject: format!("{} in {}", model.name, precision.name()),
            needed_gb: crate::perf::fit_check::weight_bytes(&model, precision) / 1e9,
            usable_gb: counts.iter().max().map_or(0.0, |n| f64::from(*n) * perf.memory_bytes / 1e9),
            gpus: counts.iter().max().copied().unwrap_or(1),
            remedy: "use more GPUs per replica or a smaller precision".into(),
        };
        output.headline = format!("{subject} cannot be served so: {error}.");
        output.misfit = Some(Misfit::of(error, || None)?);
        return Ok(output);
    };
    let (_, calibrated) = cal.offline.constants(perf.generation, "");
    let (_, near) = cal.offline_rows.predict("rate", &serve_fit::offline_features(&case));
    let at = Scored {
        class: "offline_maximum".into(),
        model: String::new(),
        generation: perf.generation.name().into(),
        detail: precision.name().into(),
        near,
        residual: 0.0,
    };
    let found = Band::from(&band(&cal.bands, &at, rate, !calibrated));
    let gpus = case.layout.gpus();
    output.headline = format!(
        "One replica of {} makes at most {} output tokens/s of {subject} in {} (80 % band {} to {}), {} per GPU.",
        size_words::many(gpus, gpu, &perf),
        three(found.expected),
        precision.name(),
        three(found.low),
        three(found.high),
        three(found.expected / f64::from(gpus)),
    );
    output.gpus_per_replica = Some(gpus);
    output.tokens_per_s_gpu = Some(found.expected / f64::from(gpus));
    output.tokens_per_s = Some(found);
    output.layout = Some(Layout::from(&case.layout));
    output.notes.push(
        "as in the vendor's offline tables: all requests are there from the start, no limit on any latency"
            .into(),
    );
    Ok(output)
}
