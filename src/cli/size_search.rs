//! `gcg size search`: every parallel layout of a training run, with progress and the best so far on Ctrl-C.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{failure::Failure, output, signals};
use crate::{
    perf::{
        ModelArch, Precision, SizeError, catalog_facts,
        search_train::{TRAIN_USABLE_SHARE, TrainQuery, search},
        train_default::unstated_precision,
        train_method::Method,
        train_step::SOFTWARE_YEAR,
    },
    tools::{
        Catalog, ErrorCode, ToolError,
        size_train::{Input, USUAL_BATCH, USUAL_SEQUENCE},
    },
};

/// Time between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(2);

#[allow(clippy::disallowed_methods)] // progress on a terminal follows the clock; the result does not
/// Searches; the document holds the Pareto set of time and memory with what each layout spends its step on.
pub fn run(catalog: &Catalog, input: Input, arch: Option<ModelArch>, prune: bool) -> Result<Value, Failure> {
    let wrong = |error: SizeError| -> Failure {
        let code = match error {
            SizeError::Missing { .. } => ErrorCode::CatalogGap,
            SizeError::DoesNotFit { .. } => ErrorCode::RaNoFit,
            _ => ErrorCode::InputInvalid,
        };
        ToolError::new(code, error.to_string())
            .hint("`gcg size memory` gives the fewest GPUs that hold a model")
            .into()
    };
    let missing = |what: &str| Failure::usage(format!("{what} is not given"), format!("give --{what}"));
    let model = match arch {
        Some(arch) => arch,
        None => {
            let name = input.model.as_deref().ok_or_else(|| missing("model"))?;
            let resolution = catalog.resolve_model(name);
            let found = resolution.id().and_then(|id| catalog.model(id)).ok_or_else(|| -> Failure {
                ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no model `{name}`"))
                    .hint("give --model-config with the published config.json")
                    .into()
            })?;
            catalog_facts::model(found).map_err(wrong)?
        }
    };
    let resolution = catalog.resolve_gpu(&input.gpu);
    let gpu = resolution.id().and_then(|id| catalog.gpu(id)).ok_or_else(|| -> Failure {
        ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no GPU `{}`", input.gpu))
            .hint("`gcg gpu list` prints the GPUs there are")
            .into()
    })?;
    let perf = catalog_facts::gpu(catalog, gpu).map_err(wrong)?;
    let gpus = input.gpus.and_then(|n| u32::try_from(n).ok()).ok_or_else(|| missing("gpus"))?;
    let (unstated, assumed) = unstated_precision(&model, &perf);
    let precision = input.precision.as_deref().map_or(Ok(unstated), Precision::parse).map_err(wrong)?;
    let assumed = assumed.filter(|_| input.precision.is_none()).map(|why| format!("assumed: {why}"));
    let cal = catalog_facts::calibration().map_err(wrong)?;
    let seq = input.sequence_tokens.map_or(USUAL_SEQUENCE, |tokens| tokens as f64);
    let batch = input.batch_tokens.map_or(USUAL_BATCH, |tokens| tokens as f64);
    let method = input.method.as_deref().map_or(Ok(Method::Full), Method::parse).map_err(wrong)?;
    let query = TrainQuery {
        model: &model,
        gpu: &perf,
        gpus,
        precision,
        seq,
        global_batch: (batch / seq).round().max(1.0),
        states: method.states(&model),
        task: method.task(),
        software_year: SOFTWARE_YEAR,
        efficiency: cal.training.efficiency_of(perf.generation, precision).0,
        // Ring attention pays off for long sequences only; published runs go down to 4k tokens a rank (MLPerf 405B).
        max_cp: ((seq / 4096.0).ceil() as u32).clamp(1, 64),
        prune,
    };
    let stop = stop_on_signal();
    let started = Instant::now();
    let mut shown = started;
    let found = search(query, &cal.training.shared, &mut |considered, best| {
        if shown.elapsed() >= PROGRESS {
            shown = Instant::now();
            let best =
                best.map_or_else(|| "none fits yet".into(), |f| format!("best {:.3} s a step", f.step.total));
            output::err(&format!("{considered} layouts, {best}"));
        }
        !stop.load(Ordering::Relaxed)
    })
    .map_err(wrong)?;
    let ways: Vec<Value> = found
        .pareto
        .iter()
        .map(|f| {
            json!({
                "layout": f.layout,
                "step_s": f.step.total,
                "tokens_per_s_gpu": seq / f.seconds_per_sequence / f64::from(gpus),
                "memory_per_gpu_gb": f.memory_bytes / 1e9,
                "bottleneck": f.step.bottleneck(),
                "parts_s": f.step,
            })
        })
        .collect();
    let closed = "closed form without corrections from measured rows; `gcg size train` gives the estimate with its band";
    let notes: Vec<String> = [closed.to_owned()].into_iter().chain(assumed).collect();
    Ok(json!({
        "model": model.name,
        "gpu_id": gpu.id,
        "gpus": gpus,
        "precision": precision.name(),
        "complete": found.complete,
        "considered": found.considered,
        "evaluated": found.evaluated,
        "usable_per_gpu_gb": perf.memory_bytes * TRAIN_USABLE_SHARE / 1e9,
        "pareto": ways,
        "notes": notes,
    }))
}

/// A flag that a signal raises. Without a runtime the search just runs to its end.
fn stop_on_signal() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(signals::Signal::default().wait());
        raised.store(true, Ordering::Relaxed);
    });
    stop
}
