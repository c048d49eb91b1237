//! `gcg size`: flags to the input of a sizing tool; measured rows and published configurations from files.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{
    super::{
        input,
        size_args::{Finetune, Size, Subject},
        size_search,
    },
    Done, Failure,
};
use crate::{
    perf::{
        ModelArch, accuracy::accuracy, calibration::Calibration, catalog_facts, catalog_rows,
        hf_config::model_from_config, measured::Measured, train_method::Method, user_rows,
    },
    tools::{Catalog, ErrorCode, ToolError, size_memory, size_offline, size_run, size_serve, size_train},
};

/// A file of measured rows may be this large.
const ROWS_LIMIT_BYTES: u64 = 16 * 1024 * 1024;
/// Exit code of a case that does not fit or cannot be reached.
const INFEASIBLE: u8 = 9;

/// Runs `gcg size`.
pub fn run(catalog: &Catalog, command: &Size) -> Result<Done, Failure> {
    match command {
        Size::Train(flags) => {
            let given = Given::read(&flags.subject)?;
            let output = size_train::run_with(catalog, given.input(flags)?, given.arch, given.rows.as_ref())?;
            done(output.feasible, output)
        }
        Size::Serve(flags) => {
            let given = Given::read(&flags.subject)?;
            let output = size_serve::run_with(catalog, given.input(flags)?, given.arch, given.rows.as_ref())?;
            done(output.feasible, output)
        }
        Size::Memory(flags) => {
            let given = Given::read(&flags.subject)?;
            let output = size_memory::run_with(catalog, &given.input(flags)?, given.arch)?;
            done(output.fits != Some(false), output)
        }
        Size::Offline(flags) => {
            let given = Given::read(&flags.subject)?;
            let output = size_offline::run_with(catalog, &given.input(flags)?, given.arch)?;
            done(output.feasible, output)
        }
        Size::Run(flags) => {
            let given = Given::read(&flags.train.subject)?;
            let site = size_run::Site {
                node_kw: flags.node_kw,
                pue: flags.pue,
                stall_s: flags.stall_s,
                restart_s: flags.restart_s,
            };
            let output = size_run::run_with(catalog, given.input(&flags.train)?, site, given.arch)?;
            done(output.run.feasible, output)
        }
        Size::Finetune(flags) => finetune(catalog, flags),
        Size::Search(flags) => {
            let given = Given::read(&flags.train.subject)?;
            let input = given.input(&flags.train)?;
            let document = size_search::run(catalog, input, given.arch, !flags.no_prune)?;
            Done::new(document)
        }
        Size::Accuracy { rows } => accuracy_table(catalog, rows.as_deref()),
    }
}

fn done(feasible: bool, output: impl Serialize) -> Result<Done, Failure> {
    let exit = if feasible { 0 } else { INFEASIBLE };
    Ok(Done::new(output)?.with_exit(exit))
}

/// Memory of the fine-tune, and the time on as many GPUs as were given or are the fewest. Whether it fits is decided by the
/// search over layouts of its own memory: frozen weights and adapters, or all states of a full fine-tune.
fn finetune(catalog: &Catalog, flags: &Finetune) -> Result<Done, Failure> {
    let given = Given::read(&flags.train.subject)?;
    let purpose = flags.held.purpose.as_deref();
    // A fine-tune of all weights is of a trained model, so `full` means sft here; 4-bit weights may be asked for either way.
    let method = match flags.train.method.as_deref().or(purpose.filter(|named| *named == "qlora")) {
        None => Method::Lora,
        Some(name) => match Method::parse(name).map_err(|error| wrong(&error))? {
            Method::Full => Method::Sft,
            named => named,
        },
    };
    // A document may hold what either part asks for; each part takes its own.
    const OF_MEMORY: [&str; 6] =
        ["purpose", "sequences", "context_tokens", "tensor_parallel", "pipeline_parallel", "adapter_rank"];
    const OF_TIME: [&str; 5] = ["tokens_b", "deadline_days", "batch_tokens", "sequence_tokens", "method"];
    let mut memory: size_memory::Input = given.without(&OF_TIME).input(&flags.held)?;
    let subject = &flags.train.subject;
    memory.model = subject.model.clone().or(memory.model);
    memory.params_b = subject.params_b.or(memory.params_b);
    memory.gpu = subject.gpu.clone().or(memory.gpu);
    memory.precision = subject.precision.clone().or(memory.precision);
    memory.gpus = flags.train.gpus.or(memory.gpus);
    memory.purpose = memory
        .purpose
        .or_else(|| Some(if method == Method::Sft { "training" } else { method.name() }.into()));
    let mut memory = size_memory::run_with(catalog, &memory, given.arch.clone())?;
    let mut time: size_train::Input = given.without(&OF_MEMORY).input(&flags.train)?;
    time.method = Some(method.name().into());
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
    let document = json!({
        "headline": time.headline, "feasible": time.feasible, "memory": memory, "time": time,
    });
    done(time.feasible, document)
}

fn accuracy_table(catalog: &Catalog, rows: Option<&str>) -> Result<Done, Failure> {
    let cal = catalog_facts::calibration().map_err(|error| wrong(&error))?;
    let Some(path) = rows else {
        let classes = Calibration::shipped_accuracy().map_err(|error| wrong(&error))?;
        return Done::new(json!({
            "what": "absolute errors of the estimates against measured rows that took no part in the fit",
            "classes": classes,
            "training": size_train::fitted_on(),
            "serving": size_serve::fitted_on(),
        }));
    };
    let rows = measured(path)?;
    let report = accuracy(&rows, &catalog_rows::all(catalog), cal);
    let summary: Vec<String> = report.classes.iter().map(user_rows::summary).collect();
    Done::new(json!({ "classes": report.classes, "not_scored": report.not_scored, "summary": summary }))
}

/// What files gave: a document, a published configuration, measured rows.
struct Given {
    document: Map<String, Value>,
    arch: Option<ModelArch>,
    rows: Option<Measured>,
}

impl Given {
    fn read(subject: &Subject) -> Result<Self, Failure> {
        let document = match &subject.file {
            Some(path) => input::document(path, input::TEXT_LIMIT_BYTES, "input of a sizing tool")?,
            None => Map::new(),
        };
        let arch = match &subject.model_config {
            None => None,
            Some(path) => {
                let text = input::text(path, input::TEXT_LIMIT_BYTES)?;
                let name = subject.model.as_deref().unwrap_or("model of --model-config");
                let total = subject.params_b.map(|b| b * 1e9);
                Some(model_from_config(name, &text, total, None).map_err(|error| wrong(&error))?)
            }
        };
        let rows = subject.measured.as_deref().map(measured).transpose()?;
        Ok(Self { document, arch, rows })
    }

    /// The same without the keys of `others` in the document.
    fn without(&self, others: &[&str]) -> Self {
        let mut document = self.document.clone();
        document.retain(|key, _| !others.contains(&key.as_str()));
        Self { document, arch: None, rows: None }
    }

    /// The input of a tool: the document, and over it the flags that were given.
    fn input<T: DeserializeOwned>(&self, flags: &impl Serialize) -> Result<T, Failure> {
        let mut all = self.document.clone();
        let given = serde_json::to_value(flags).map_err(|error| Failure::bug(&error.to_string()))?;
        for (key, value) in given.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            all.insert(key.clone(), value.clone());
        }
        serde_json::from_value(Value::Object(all)).map_err(|error| {
            Failure::usage(
                format!("this command does not take that: {error}"),
                "--help after the command lists its flags, which are the keys of a document as well",
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
