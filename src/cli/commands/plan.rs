//! `gcg plan`.

use super::{
    super::{args, input},
    Done, Failure,
};
use crate::{
    check::{AnswerDocument, Planner},
    design::{Outcome, Reading, Requirement},
    tools::{Catalog, plan},
};

/// Runs `gcg plan`.
pub fn run(catalog: &Catalog, request: &args::Plan) -> Result<Done, Failure> {
    let mut requirement = match &request.file {
        Some(path) => read(path)?,
        None => Requirement::default(),
    };
    for (field, value, quote) in flags(request)? {
        plan::apply(&mut requirement, &plan::Change { field, value, quote })?;
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
    finish(answer.into_document(request.with.has("provenance")), request.shown.text)
}

/// A requirement document, bare or as part of an answer or reading.
pub fn read(path: &str) -> Result<Requirement, Failure> {
    let text = input::text(path, input::TEXT_LIMIT_BYTES)?;
    let document: serde_json::Value = input::parse(&text, path, "requirement")?;
    let inner = document.get("requirement").filter(|inner| inner.is_object()).cloned().unwrap_or(document);
    input::parse(&with_quotes(inner).to_string(), path, "requirement")
}

/// A requirement file may be plain, `gpu_count: 128`: the line is its quote.
fn with_quotes(mut requirement: serde_json::Value) -> serde_json::Value {
    for (name, value) in requirement.as_object_mut().into_iter().flatten() {
        let is_field = crate::design::FIELDS.iter().any(|(field, _)| field == name);
        if is_field && !value.is_null() && value.get("value").is_none() {
            let words = crate::design::Plain::from_json(value).words();
            *value = serde_json::json!({ "value": value.take(), "quote": format!("{name}: {words}") });
        }
    }
    requirement
}

/// The flags as requirement fields, each with the flag as its quote.
fn flags(request: &args::Plan) -> Result<Vec<(String, String, String)>, Failure> {
    let mut fields = Vec::new();
    let mut add = |field: &str, value: Option<String>, flag: &str| {
        if let Some(value) = value {
            fields.push((field.to_string(), value.clone(), format!("{flag} {value}")));
        }
    };
    add("gpu_count", request.gpus.map(|count| count.to_string()), "--gpus");
    add("gpu_models", request.gpu.clone(), "--gpu");
    add("workload", request.workload.clone(), "--workload");
    add("patterns", request.pattern.clone(), "--pattern");
    add("node_count", request.nodes.map(|count| count.to_string()), "--nodes");
    add("power_per_rack_kw", request.rack_kw.map(|power| power.to_string()), "--rack-kw");
    add("cooling", request.cooling.clone(), "--cooling");
    add("fabric", request.fabric.clone(), "--fabric");
    for pair in &request.set {
        let plan::Change { field, value, quote } = self::pair(pair)?;
        fields.push((field, value, quote));
    }
    Ok(fields)
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
pub fn finish(document: AnswerDocument, text: bool) -> Result<Done, Failure> {
    let exit = match document.outcome {
        Outcome::Answer | Outcome::AnswerWithAssumptions | Outcome::AskFirst | Outcome::Partial => 0,
        Outcome::Infeasible => 9,
        Outcome::Refuse => 10,
    };
    Ok(Done::new(document, text)?.with_exit(exit))
}
