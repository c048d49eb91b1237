//! GPUs for a serving load within latency targets, or the latency and rate of one replica, with bands.

use super::{
    ErrorCode, Tool, ToolError,
    size_crowd::Crowd,
    size_ways::{Way, against_targets, arrive, spread_arrivals},
    size_words,
    sizing::{self, Band, Layout, Misfit, OwnRow, refused},
};
use crate::{
    catalog::Catalog,
    perf::{
        ModelArch,
        calibration::Calibration,
        catalog_facts, catalog_rows,
        estimate_serve::{Draft, ServeEstimate, ServePlan, serve_estimate},
        least_gpus,
        measured::Measured,
        search_serve::{Phases, choose, survey_of},
        serve_layouts::{check_layout, layouts, layouts_of},
        serve_load::{Load, ServeTargets, Users},
        serve_step::ServeLayout,
        serve_targets::complete,
        user_rows::{ServeMatch, conditioned, serving_tpot_ms},
    },
    units::three,
};

pub use super::size_serve_form::{Input, Output};

/// Sizes a serving load.
pub struct SizeServe;

/// Prompt tokens when none are stated: a chat turn with some history.
pub const USUAL_PROMPT: u64 = 1024;
/// Output tokens when none are stated.
pub const USUAL_OUTPUT: u64 = 256;
/// Share of a replica's rate at the targets that is planned with; the rest takes bursts.
pub const UTILISATION: f64 = 0.75;

/// The formula in words.
pub const FORMULA: &str = "replicas = requests per second / (tokens_per_s of a replica / output tokens * 0.75) + 1 spare; step of \
decode = weights and cache read / (memory bandwidth * efficiency) + layers * fixed time + collectives; prefill = prompt FLOPs / \
(dense peak * efficiency); requests per second = requests at a time / (ttft + output tokens * tpot)";

impl Tool for SizeServe {
    const NAME: &'static str = "size_serve";
    const DESCRIPTION: &'static str = "Estimates latency, throughput and the GPUs that serve one model to so many requests within first-token and per-token targets, with error band and layout. Use it when only the serving speed or GPU count of a known model and GPU is asked (\"how fast is X on Y?\"). It designs no cluster, network or racks: plan does.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        run_with(catalog, input, None, None)
    }
}

/// The tool with a model read from its published configuration and with the user's own measured rows.
///
/// # Errors
/// As the tool.
pub fn run_with(
    catalog: &Catalog,
    input: Input,
    arch: Option<ModelArch>,
    rows: Option<&Measured>,
) -> Result<Output, ToolError> {
    let cal = catalog_facts::calibration().map_err(|error| refused(&error))?;
    let Some(rows) = rows else { return run_on(catalog, input, arch, None, cal) };
    // The user's rows speak for neighbouring cases as well.
    let mut facts = catalog_rows::all(catalog);
    if let (Some(arch), Some(name)) = (&arch, &input.model) {
        facts.add_model(name, arch);
    }
    let (own, left_out) = conditioned(cal, rows, &facts);
    let unmoved = run_on(catalog, input.clone(), arch.clone(), Some(rows), cal)?;
    let mut output = run_on(catalog, input, arch, Some(rows), &own)?;
    // A matching row is shown beside the estimate it was made without.
    output.measured = unmoved.measured;
    if !left_out.is_empty() {
        output.notes.push(format!(
            "{} of your rows were not taken in, the first because: {}",
            left_out.len(),
            left_out.first().map_or("", String::as_str)
        ));
    }
    Ok(output)
}

/// The tool with a calibration of one's own: what accuracy on left-out rows is scored with, by the path users take.
///
/// # Errors
/// As the tool.
pub fn run_on(
    catalog: &Catalog,
    input: Input,
    arch: Option<ModelArch>,
    rows: Option<&Measured>,
    cal: &Calibration,
) -> Result<Output, ToolError> {
    let mut notes = Vec::new();
    let by_size = arch.is_none()
        && input.model.as_deref().is_none_or(|name| catalog.resolve_model(name).id().is_none());
    let model = match arch {
        Some(arch) => arch,
        None => sizing::model(catalog, input.model.as_deref(), input.params_b, &mut notes)?,
    };
    let (gpu, perf) = sizing::gpu(catalog, &input.gpu, &mut notes)?;
    let precision = sizing::weights(input.precision.as_deref(), &model, &mut notes)?;
    let engine = input.engine.as_deref().unwrap_or("vllm").to_lowercase();
    if !["vllm", "sglang", "trtllm"].contains(&engine.as_str()) {
        return Err(ToolError::new(
            ErrorCode::InputInvalid,
            format!("engine is `{engine}`; expected vllm, sglang or trtllm"),
        ));
    }
    let tokens = |stated: Option<u64>, usual: u64, what: &str, notes: &mut Vec<String>| {
        stated.unwrap_or_else(|| {
            notes.push(format!("assumed: {usual} {what} tokens per request; none were given"));
            usual
        }) as f64
    };
    let plan = ServePlan {
        model: &model,
        gpu: &perf,
        precision,
        kv_bytes: None,
        engine: &engine,
        isl: tokens(input.context_tokens_in, USUAL_PROMPT, "prompt", &mut notes),
        osl: tokens(input.tokens_out, USUAL_OUTPUT, "output", &mut notes),
        prefix_hit: input.prefix_hit_ratio.unwrap_or(0.0),
        draft: input.spec_decode.as_deref().map_or(Ok(Draft::NONE), Draft::parse).map_err(|e| refused(&e))?,
    };
    let layout = input.layout.as_deref().map(ServeLayout::parse).transpose().map_err(|e| refused(&e))?;
    if let Some(layout) = layout {
        check_layout(&plan, layout).map_err(|e| refused(&e))?;
    }
    if plan.draft != Draft::NONE {
        notes.push(format!(
            "speculative decoding makes {} tokens a step; the bands come from runs without it",
            three(plan.draft.accepted_per_step)
        ));
    }
    let mut output = Output {
        headline: String::new(),
        model: model.name.clone(),
        gpu_id: gpu.id.to_string(),
        precision: precision.name().into(),
        feasible: true,
        misfit: None,
        gpus: None,
        replicas: None,
        spare_replicas: None,
        prefill_workers: None,
        gpus_per_replica: None,
        concurrency_per_replica: None,
        users_concurrent: None,
        queries_per_s: None,
        ttft_target_ms: None,
        tpot_target_ms: None,
        ttft_ms: None,
        tpot_ms: None,
        tokens_per_s: None,
        tpot_bound_ms: None,
        bottleneck: None,
        layout: None,
        open_loop: None,
        pareto: Vec::new(),
        measured: None,
        formula: FORMULA.into(),
        calibration: fitted_on(),
        notes,
    };
    let subject = input.model.clone().unwrap_or_else(|| model.name.clone());
    let targets = |load: Load| ServeTargets {
        load,
        ttft_ms: input.ttft_ms,
        tpot_ms: input.tpot_ms,
        utilisation: UTILISATION,
        spare_replicas: 1,
    };
    let stated = (input.ttft_ms.is_some(), input.tpot_ms.is_some());
    let has_load = input.users_total.is_some() || input.queries_per_s.is_some();
    let one = input.gpus_per_replica.or(layout.filter(|_| !has_load).map(|l| u64::from(l.gpus())));
    if let Some(gpus) = one {
        let gpus = sizing::count("gpus_per_replica", gpus)?;
        if let Some(layout) = layout.filter(|l| l.gpus() != gpus) {
            return Err(ToolError::new(
                ErrorCode::InputInvalid,
                format!("the layout takes {} GPUs and gpus_per_replica is {gpus}", layout.gpus()),
            )
            .hint("leave one of them out"));
        }
        let at = input.users_concurrent.unwrap_or(1) as f64;
        let ways = layout.map_or_else(|| layouts_of(&plan, gpus), |l| vec![l]);
        let mut output = replica(output, &plan, (gpus, ways), at, cal, rows, by_size)?;
        if let (Some(rate), true) = (input.queries_per_s, output.feasible) {
            arrive(&mut output, &plan, rate, &input, cal)?;
        }
        against_targets(&mut output, &input);
        output.headline = size_words::serving(&output, &subject, gpu, &perf, Some(at), None, stated);
        return Ok(output);
    }
    let mut head_count = None;
    let running = match (input.users_concurrent, input.users_total, input.queries_per_s) {
        (Some(n), ..) => Some(n as f64),
        (None, _, Some(_)) => None,
        (None, Some(people), None) => {
            let crowd = Crowd::of(people, input.concurrency_ratio)?;
            output.notes.extend(crowd.assumption());
            let at_once = crowd.at_once;
            head_count = Some(crowd);
            Some(at_once)
        }
        (None, None, None) => {
            return Err(ToolError::new(ErrorCode::InputInvalid, "no load is given").hint(
                "give users_concurrent, users_total or queries_per_s; for the speed of one replica give gpus_per_replica",
            ));
        }
    };
    let load = match running {
        Some(running) => Load::Users(Users::Concurrent(running)),
        None => Load::Rate(input.queries_per_s.unwrap_or_default()),
    };
    let largest = perf.scale_up_gpus.max(8);
    let ways = layout.map_or_else(|| whole_replicas(&plan, largest), |l| vec![l]);
    let phases = match input.disaggregated {
        None => Phases::Either,
        Some(true) => Phases::Apart,
        Some(false) => Phases::Together,
    };
    let found = survey_of(&plan, ways, phases, largest, cal).and_then(|surveyed| {
        let completed = complete(&targets(load), plan.isl, &surveyed);
        for (assumed, what) in [
            (completed.assumed_ttft_ms, "to the first token"),
            (completed.assumed_tpot_ms, "per output token"),
        ] {
            if let Some(ms) = assumed {
                output
                    .notes
                    .push(format!("assumed: at most {} {what}; no target was given", size_words::clock(ms)));
            }
        }
        output.notes.extend(completed.missed.clone());
        output.ttft_target_ms = completed.targets.ttft_ms;
        output.tpot_target_ms = completed.targets.tpot_ms;
        choose(&plan, &completed.targets, &surveyed, cal)
    });
    match found {
        Ok(found) => {
            output.pareto = found.pareto.iter().skip(1).map(Way::from).collect();
            if let Some(best) = found.pareto.first() {
                let queries = best.requests_per_s;
                output.queries_per_s = Some(queries);
                output.users_concurrent = running.map(|n| n as u64);
                output.gpus = Some(best.gpus);
                output.replicas = Some(best.replicas);
                output.spare_replicas = Some(best.spares);
                output.prefill_workers = Some(best.prefill_workers);
                output.bottleneck = Some(best.bottleneck.into());
                fill(&mut output, &plan, &best.replica, rows, by_size);
                if best.prefill_workers == 0 {
                    spread_arrivals(&mut output, &plan, best, &input, cal)?;
                }
            }
        }
        Err(error) => {
            output.feasible = false;
            output.misfit = Some(Misfit::of(error, || least_gpus::for_serving(&plan, 1.0))?);
        }
    }
    output.headline =
        size_words::serving(&output, &subject, gpu, &perf, running, head_count.as_ref(), stated);
    Ok(output)
}

/// Layouts within one NVLink domain; for a model that no such domain holds, those over the fewest whole servers that do, and
/// over twice as many.
fn whole_replicas(plan: &ServePlan<'_>, domain: u32) -> Vec<ServeLayout> {
    match least_gpus::for_serving(plan, 1.0) {
        Some(least) if least > domain => {
            [least, 2 * least].into_iter().flat_map(|gpus| layouts_of(plan, gpus)).collect()
        }
        _ => layouts(plan, domain),
    }
}

fn replica(
    mut output: Output,
    plan: &ServePlan<'_>,
    (gpus, ways): (u32, Vec<ServeLayout>),
    concurrency: f64,
    cal: &Calibration,
    rows: Option<&Measured>,
    by_size: bool,
) -> Result<Output, ToolError> {
    output.gpus_per_replica = Some(gpus);
    if ways.is_empty() {
        return Err(ToolError::new(
            ErrorCode::InputInvalid,
            format!("no layout of {} runs on {gpus} GPUs: tensor degrees divide its heads", plan.model.name),
        )
        .hint("powers of two up to the NVLink domain always work"));
    }
    let mut best: Option<ServeEstimate> = None;
    let mut misfit = None;
    for layout in ways {
        match serve_estimate(plan, layout, concurrency, cal) {
            Ok(e) if best.as_ref().is_none_or(|b| e.tokens_per_s.expected > b.tokens_per_s.expected) => {
                best = Some(e);
            }
            Ok(_) => {}
            Err(error) => misfit = Some(error),
        }
    }
    match (best, misfit) {
        (Some(best), _) => fill(&mut output, plan, &best, rows, by_size),
        (None, Some(error)) => {
            output.feasible = false;
            output.misfit = Some(Misfit::of(error, || least_gpus::for_serving(plan, 1.0))?);
        }
        (None, None) => {}
    }
    Ok(output)
}

fn fill(
    output: &mut Output,
    plan: &ServePlan<'_>,
    e: &ServeEstimate,
    rows: Option<&Measured>,
    by_size: bool,
) {
    let band = |e| {
        let mut band = Band::from(e);
        if by_size {
            sizing::widen(&mut band);
        }
        band
    };
    output.gpus_per_replica = Some(e.gpus);
    output.concurrency_per_replica = Some(e.concurrency.round() as u32);
    output.layout = Some(Layout::from(&e.layout));
    output.ttft_ms = Some(band(&e.ttft_ms));
    output.tpot_ms = Some(band(&e.tpot_ms));
    output.tokens_per_s = Some(band(&e.tokens_per_s));
    output.tpot_bound_ms = Some(e.tpot_bound_ms);
    if e.running + 0.5 < e.concurrency {
        output.notes.push(format!(
            "memory holds {:.0} requests at once; the rest of {:.0} waits",
            e.running, e.concurrency
        ));
    }
    let at = ServeMatch {
        model: &plan.model.name,
        gpu: &plan.gpu.name,
        precision: plan.precision,
        gpus: e.gpus,
        isl: plan.isl,
        osl: plan.osl,
        concurrency: e.concurrency,
    };
    if let Some(own) = rows.and_then(|rows| serving_tpot_ms(rows, &at, &e.tpot_ms)) {
        let basis = format!("measured: {} of your rows", own.rows);
        output.tpot_ms = Some(Band { low: own.measured, expected: own.measured, high: own.measured, basis });
        output.measured = Some(OwnRow::from(&own));
    }
}

/// What the serving constants were fitted on, in a sentence.
#[must_use]
pub fn fitted_on() -> String {
    catalog_facts::calibration().map_or_else(
        |error| error.to_string(),
        |cal| {
            let fitted = &cal.serving.fitted;
            format!(
                "{} measured serving points of {} models up to {}",
                fitted.rows, fitted.models, fitted.as_of
            )
        },
    )
}
