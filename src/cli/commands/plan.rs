//! `gcg plan`.

use clap::Args;

use super::{
    super::{
        name_parser::{NameParser, names},
        requirement_file,
        shown::With,
        word_parser::word,
    },
    Done, Failure,
};
use crate::{
    check::{AnswerDocument, Planner},
    design::{
        Outcome, Reading, Requirement,
        words::{Cooling, Technology, Workload},
    },
    tools::{Catalog, plan},
};

/// `gcg plan`.
#[derive(Debug, Default, Args)]
pub struct Plan {
    /// Requirement document (JSON or YAML), or - for standard input.
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// GPUs asked for.
    #[arg(long, allow_negative_numbers = true)]
    pub gpus: Option<String>,
    /// Name of the GPU.
    #[arg(long, value_parser = NameParser(names::gpus))]
    pub gpu: Option<String>,
    /// Name of the server.
    #[arg(long, value_parser = NameParser(names::servers))]
    pub server: Option<String>,
    /// Workloads, with commas.
    #[arg(long, value_name = "WORKLOAD", value_delimiter = ',', value_parser = word::<Workload>())]
    pub workload: Vec<Workload>,
    /// Pattern id.
    #[arg(long, value_parser = NameParser(names::patterns))]
    pub pattern: Option<String>,
    /// Number of nodes.
    #[arg(long, allow_negative_numbers = true)]
    pub nodes: Option<String>,
    /// Scalable units of the reference architecture.
    #[arg(long, value_name = "UNITS", allow_negative_numbers = true)]
    pub scalable_units: Option<String>,
    /// Power per rack, kW.
    #[arg(long, allow_negative_numbers = true)]
    pub rack_kw: Option<String>,
    /// Cooling of the room.
    #[arg(long, value_parser = word::<Cooling>())]
    pub cooling: Option<Cooling>,
    /// Fabrics that will do, the first wanted most, with commas.
    #[arg(long, value_name = "FABRIC", value_delimiter = ',', value_parser = word::<Technology>())]
    pub fabric: Vec<Technology>,
    /// Any requirement field, as FIELD=VALUE with a JSON value; may be given often.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    #[command(flatten)]
    pub with: With,
}

/// Runs `gcg plan`.
pub fn run(catalog: &Catalog, request: &Plan) -> Result<Done, Failure> {
    let mut requirement = match &request.file {
        Some(path) => requirement_file::read(catalog, path)?,
        None => Requirement::default(),
    };
    for (field, value, quote) in flags(request)? {
        plan::apply(catalog, &mut requirement, &plan::Change { field, value, quote })?;
    }
    if requirement.is_empty() {
        return Err(Failure::usage(
            "nothing to plan: no requirement was given",
            "give --file, or flags such as --gpus 128 --gpu h100-sxm --workload training; for free text use `gcg ask`",
        ));
    }
    let reading = Reading { requirement, language: "en".into(), ..Reading::default() };
    let mut answer = plan::answer(catalog, &reading, Planner::none())?;
    if request.with.has("sensitivity") {
        answer = plan::with_sensitivity(answer, catalog)?;
    }
    finish(answer.into_document(request.with.has("provenance")))
}

/// The flags as requirement fields, each with the flag as its quote.
fn flags(request: &Plan) -> Result<Vec<(String, String, String)>, Failure> {
    let mut fields = Vec::new();
    let mut add = |field: &str, value: Option<String>, flag: &str| {
        if let Some(value) = value {
            fields.push((field.to_string(), value.clone(), format!("{flag} {value}")));
        }
    };
    add("gpu_count", request.gpus.clone(), "--gpus");
    add("gpu_models", request.gpu.clone(), "--gpu");
    add("server_models", request.server.clone(), "--server");
    add("workload", words(&request.workload), "--workload");
    add("patterns", request.pattern.clone(), "--pattern");
    add("node_count", request.nodes.clone(), "--nodes");
    add("scalable_units", request.scalable_units.clone(), "--scalable-units");
    add("power_per_rack_kw", request.rack_kw.clone(), "--rack-kw");
    add("cooling", request.cooling.map(|word| word.to_string()), "--cooling");
    add("fabric", words(&request.fabric), "--fabric");
    for pair in &request.set {
        let plan::Change { field, value, quote } = self::pair(pair)?;
        fields.push((field, value, quote));
    }
    Ok(fields)
}

/// Words between commas; none when there are none.
fn words<W: std::fmt::Display>(words: &[W]) -> Option<String> {
    (!words.is_empty()).then(|| words.iter().map(W::to_string).collect::<Vec<_>>().join(","))
}

/// `FIELD=VALUE` of `--set` as a change, the flag as its quote.
pub fn pair(pair: &str) -> Result<plan::Change, Failure> {
    let Some((field, value)) = pair.split_once('=') else {
        return Err(Failure::usage(
            format!("`--set {pair}` has no `=`"),
            "write --set FIELD=VALUE, such as --set power_per_rack_kw=20",
        ));
    };
    let (field, value) = (field.trim().to_string(), value.trim().to_string());
    Ok(plan::Change { field, value, quote: format!("--set {pair}") })
}

/// An answer as the result of a command, with the exit code of its outcome.
pub fn finish(document: AnswerDocument) -> Result<Done, Failure> {
    let exit = match document.outcome {
        Outcome::Answer | Outcome::AnswerWithAssumptions | Outcome::AskFirst | Outcome::Partial => 0,
        Outcome::Infeasible => 9,
        Outcome::Refuse => 10,
    };
    Ok(Done::new(document)?.with_exit(exit))
}
