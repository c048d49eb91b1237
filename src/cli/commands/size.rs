//! `gcg size`: flags to the input of a sizing tool; measured rows and published configurations from files.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{
    super::{
        input,
        size_args::{Run, Size},
        size_search,
    },
    Done, Failure,
};
use crate::{
    perf::{
        ModelArch, accuracy::accuracy, calibration::Calibration, catalog_facts, catalog_rows,
        hf_config::model_from_config, measured::Measured, user_rows,
    },
    tools::{Catalog, ErrorCode, ToolError, size_memory, size_serve, size_train},
};

/// A file of measured rows may be this large.
const ROWS_LIMIT_BYTES: u64 = 16 * 1024 * 1024;
/// Exit code of a case that does not fit or cannot be reached.
const INFEASIBLE: u8 = 9;

/// Runs `gcg size`.
pub fn run(catalog: &Catalog, command: &Size) -> Result<Done, Failure> {
    match command {
        Size::Train(flags) => {
            let given = Given::read(flags)?;
            let output =
                size_train::run_with(catalog, given.input(flags, &[])?, given.arch, given.rows.as_ref())?;
            let exit = if output.feasible { 0 } else { INFEASIBLE };
            Ok(Done::new(output, flags.shown.text)?.with_exit(exit))
        }
        Size::Serve(flags) => {
            let given = Given::read(flags)?;
            let output =
                size_serve::run_with(catalog, given.input(flags, &[])?, given.arch, given.rows.as_ref())?;
            let exit = if output.feasible { 0 } else { INFEASIBLE };
            Ok(Done::new(output, flags.shown.text)?.with_exit(exit))
        }
        Size::Memory(flags) => {
            let given = Given::read(flags)?;
            let output = size_memory::run_with(catalog, &given.input(flags, &[])?, given.arch)?;
            let exit = if output.fits == Some(false) { INFEASIBLE } else { 0 };
            Ok(Done::new(output, flags.shown.text)?.with_exit(exit))
        }
        Size::Finetune(flags) => finetune(catalog, flags),
        Size::Search(flags) => {
            let given = Given::read(flags)?;
            let document = size_search::run(catalog, given.input(flags, &[])?, given.arch, !flags.no_prune)?;
            Done::new(document, flags.shown.text)
        }
        Size::Accuracy { rows, shown } => accuracy_table(catalog, rows.as_deref(), shown.text),
    }
}

/// Memory of the fine-tune, and the time on as many GPUs as were given or are the fewest. Whether it fits is decided by the
/// search over layouts of its own memory: frozen weights and adapters, or all states of a full fine-tune.
fn finetune(catalog: &Catalog, flags: &Run) -> Result<Done, Failure> {
    const OF_TIME: [&str; 5] = ["tokens_b", "deadline_days", "batch_tokens", "sequence_tokens", "method"];
    const OF_MEMORY: [&str; 6] =
        ["purpose", "sequences", "context_tokens", "tensor_parallel", "pipeline_parallel", "adapter_rank"];
    let given = Given::read(flags)?;
    let full = match flags.method.as_deref().map(str::to_lowercase).as_deref() {
        None | Some("lora") => false,
        Some("full" | "sft") => true,
        Some(other) => {
            return Err(Failure::usage(
                format!("--method is `{other}`; expected lora or full"),
                "a fine-tune trains adapters (lora) or all weights (full)",
            ));
        }
    };
    let mut memory: size_memory::Input = given.input(flags, &OF_TIME)?;
    memory.purpose = memory.purpose.or_else(|| Some(if full { "training" } else { "lora" }.into()));
    let mut memory = size_memory::run_with(catalog, &memory, given.arch.clone())?;
    let mut time: size_train::Input = given.input(flags, &OF_MEMORY)?;
    time.method = Some(if full { "sft" } else { "lora" }.into());
    if let Some(count) = flags.finetunes_per_week {
        if !(count > 0.0 && count.is_finite()) {
            return Err(Failure::usage(
                format!("--finetunes-per-week is {count}; expected a number above zero"),
                "give the fine-tunes of --tokens-b each that one week must hold",
            ));
        }
        // One after the other, each has its share of the week.
        time.deadline_days = Some(7.0 / count);
    } else if time.tokens_b.is_none() || time.deadline_days.is_none() {
        time.gpus = time.gpus.or(memory.least_gpus.map(u64::from));
    }
    let time = size_train::run_with(catalog, time, given.arch, given.rows.as_ref())?;
    if time.layout.is_some() && memory.fits == Some(false) {
        memory.fits = Some(true);
        memory.misfit = None;
        memory.notes.push("the weights are spread over more GPUs than one tensor-parallel group".into());
    }
    let feasible = time.feasible;
    let exit = if feasible { 0 } else { INFEASIBLE };
    let headline = time.headline.clone();
    Ok(Done::new(
        json!({ "headline": headline, "feasible": feasible, "memory": memory, "time": time }),
        flags.shown.text,
    )?
    .with_exit(exit))
}

fn accuracy_table(catalog: &Catalog, rows: Option<&str>, text: bool) -> Result<Done, Failure> {
    let cal = catalog_facts::calibration().map_err(|error| wrong(&error))?;
    let Some(path) = rows else {
        let classes = Calibration::shipped_accuracy().map_err(|error| wrong(&error))?;
        return Done::new(
            json!({
                "what": "absolute errors of the estimates against measured rows that took no part in the fit",
                "classes": classes,
                "training": size_train::fitted_on(),
                "serving": size_serve::fitted_on(),
            }),
            text,
        );
    };
    let rows = measured(path)?;
    let report = accuracy(&rows, &catalog_rows::all(catalog), cal);
    let summary: Vec<String> = report.classes.iter().map(user_rows::summary).collect();
    Done::new(json!({ "classes": report.classes, "not_scored": report.not_scored, "summary": summary }), text)
}

/// What files gave: a document, a published configuration, measured rows.
struct Given {
    document: Map<String, Value>,
    arch: Option<ModelArch>,
    rows: Option<Measured>,
}

impl Given {
    fn read(flags: &Run) -> Result<Self, Failure> {
        let document = match &flags.file {
            Some(path) => input::document(path, input::TEXT_LIMIT_BYTES, "input of a sizing tool")?,
            None => Map::new(),
        };
        let arch = match &flags.model_config {
            None => None,
            Some(path) => {
                let text = input::text(path, input::TEXT_LIMIT_BYTES)?;
                let name = flags.model.as_deref().unwrap_or("model of --model-config");
                let total = flags.params_b.map(|b| b * 1e9);
                Some(model_from_config(name, &text, total, None).map_err(|error| wrong(&error))?)
            }
        };
        let rows = flags.measured.as_deref().map(measured).transpose()?;
        Ok(Self { document, arch, rows })
    }

    /// The input of a tool from the document and the flags but for those of `others`.
    fn input<T: DeserializeOwned>(&self, flags: &Run, others: &[&str]) -> Result<T, Failure> {
        let mut all = self.document.clone();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() && !others.contains(&key) {
                all.insert(key.into(), value);
            }
        };
        put("model", json!(flags.model));
        put("params_b", json!(flags.params_b));
        put("gpu", json!(flags.gpu));
        put("gpus", json!(flags.gpus));
        put("tokens_b", json!(flags.tokens_b));
        put("deadline_days", json!(flags.deadline_days));
        put("precision", json!(flags.precision));
        put("sequence_tokens", json!(flags.sequence_tokens));
        put("batch_tokens", json!(flags.batch_tokens));
        put("method", json!(flags.method));
        put("context_tokens_in", json!(flags.context_tokens_in));
        put("tokens_out", json!(flags.tokens_out));
        put("users_concurrent", json!(flags.users_concurrent));
        put("users_total", json!(flags.users_total));
        put("queries_per_s", json!(flags.queries_per_s));
        put("arrival_cv2", json!(flags.arrival_cv2));
        put("ttft_ms", json!(flags.ttft_ms));
        put("tpot_ms", json!(flags.tpot_ms));
        put("gpus_per_replica", json!(flags.gpus_per_replica));
        put("engine", json!(flags.engine));
        put("purpose", json!(flags.purpose));
        put("sequences", json!(flags.sequences));
        put("context_tokens", json!(flags.context_tokens));
        put("tensor_parallel", json!(flags.tensor_parallel));
        put("pipeline_parallel", json!(flags.pipeline_parallel));
        put("adapter_rank", json!(flags.adapter_rank));
        for key in others {
            all.remove(*key);
        }
        serde_json::from_value(Value::Object(all)).map_err(|error| {
            Failure::usage(
                format!("this command does not take that: {error}"),
                "--help after the command lists the flags; each belongs to some of the commands",
            )
        })
    }
}

fn measured(path: &str) -> Result<Measured, Failure> {
    let text = input::text(path, ROWS_LIMIT_BYTES)?;
    Measured::parse(&text).map_err(|error| {
        ToolError::new(ErrorCode::InputInvalid, format!("{path}: {error}"))
            .hint("the form is that of catalog/measured/training.yaml and serving.yaml of the project")
            .into()
    })
}

fn wrong(error: &crate::perf::SizeError) -> Failure {
    let code = if matches!(error, crate::perf::SizeError::Missing { .. }) {
        ErrorCode::CatalogGap
    } else {
        ErrorCode::InputInvalid
    };
    ToolError::new(code, error.to_string()).hint("--help after the command lists what can be given").into()
}
