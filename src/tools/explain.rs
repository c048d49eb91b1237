//! Where a number of an answer comes from. The answer is planned anew from what it states, so a changed document or
//! another catalog is noticed.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, plan};
use crate::{
    catalog::Catalog,
    check::{self, Answer, AnswerDocument, Explanation},
    design::Want,
};

/// Explains numbers.
pub struct Explain;

/// Which numbers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The answer.
    pub answer: AnswerDocument,
    /// JSON pointer of the number; null for every number of the answer.
    #[serde(default)]
    pub pointer: Option<String>,
}

/// The explanations.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// One explanation per number, in the order of the answer.
    pub explanations: Vec<Explanation>,
}

impl Tool for Explain {
    const NAME: &'static str = "explain";
    const DESCRIPTION: &'static str = "Explains where a number of the last answer comes from, down to the customer's words and the catalog's documents. Use it when the request asks why, how or from which source a figure came about.";
    const SESSION_KEYS: &'static [&'static str] = &["answer"];
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let catalog = &*catalog_of(catalog, &input.answer);
        let again = recompute(catalog, &input.answer)?;
        let explanations = match &input.pointer {
            Some(pointer) => vec![one(catalog, &input.answer, &again, pointer)?],
            None => {
                let value = serde_json::to_value(&input.answer).unwrap_or_default();
                let mut pointers = Vec::new();
                collect(&value, String::new(), &mut pointers);
                pointers
                    .iter()
                    .filter_map(|pointer| check::explain(pointer, again.trace(), catalog))
                    .collect()
            }
        };
        Ok(Output { explanations })
    }
}

/// The catalog an answer was made with: the one at hand, or with an overlay that ships where the answer's digest is that of
/// both, so that prices for orientation need not be named again.
#[must_use]
pub fn catalog_of<'c>(catalog: &'c Catalog, answer: &AnswerDocument) -> Cow<'c, Catalog> {
    if answer.catalog.digest == catalog.digest() || catalog.is_overlaid() {
        return Cow::Borrowed(catalog);
    }
    Catalog::bundled_overlays()
        .into_iter()
        .filter_map(|name| catalog.with_bundled_overlay(name).ok())
        .find(|overlaid| overlaid.digest() == answer.catalog.digest)
        .map_or(Cow::Borrowed(catalog), Cow::Owned)
}

/// Plans an answer anew and compares.
///
/// # Errors
/// `catalog.mismatch` when the catalog has another digest, `input.invalid` when the document's design is not what
/// its statements lead to.
pub fn recompute(catalog: &Catalog, answer: &AnswerDocument) -> Result<Answer, ToolError> {
    let catalog = &*catalog_of(catalog, answer);
    if answer.catalog.digest != catalog.digest() {
        return Err(ToolError::new(
            ErrorCode::CatalogMismatch,
            format!(
                "the answer was made with catalog {}; this one is {}",
                answer.catalog.digest,
                catalog.digest()
            ),
        )
        .hint("give what it was made with: the price book by --prices, the overlay by --catalog; or make the answer anew"));
    }
    let asked = !answer.wants.is_empty() && !answer.wants.contains(&Want::Design);
    if answer.design.is_none() && asked {
        return Err(ToolError::new(
            ErrorCode::InputInvalid,
            "this answers a question and holds no design, so there is nothing to plan anew",
        )
        .hint("the documents it rests on are listed under `provenance`"));
    }
    let reading = answer.reading();
    let again = plan::answer(catalog, &reading, answer.planner.clone())?;
    let parts = changed(again.document(), answer);
    if parts.is_empty() {
        Ok(again)
    } else {
        Err(ToolError::new(
            ErrorCode::InputInvalid,
            format!(
                "{} of this document are not what its statements lead to; it was changed by hand or made by another version",
                parts.join(", ")
            ),
        )
        .hint("make the answer anew with `gcg plan --file`, or judge the design as it stands with `gcg check`"))
    }
}

/// The parts of an answer that its statements do not lead to, by their keys. What a model words and the tried values
/// of assumptions are made apart and are not compared.
fn changed(again: &AnswerDocument, answer: &AnswerDocument) -> Vec<&'static str> {
    let bare = |document: &AnswerDocument| {
        let mut assumptions = document.assumptions.clone();
        assumptions.iter_mut().for_each(|one| one.cases.clear());
        assumptions
    };
    let by_rules = matches!(answer.planner.name.as_str(), "offline" | "none");
    [
        ("design", again.design == answer.design),
        ("findings", again.findings == answer.findings),
        ("alternatives", again.alternatives == answer.alternatives),
        ("assumptions", bare(again) == bare(answer)),
        ("coverage", again.coverage == answer.coverage),
        ("summary", !by_rules || again.summary == answer.summary),
    ]
    .into_iter()
    .filter(|(_, same)| !same)
    .map(|(part, _)| part)
    .collect()
}

/// The parts of an answer that were changed by hand, its design aside; none where the catalog is another one.
#[must_use]
pub fn edited(catalog: &Catalog, answer: &AnswerDocument) -> Vec<&'static str> {
    if answer.catalog.digest != catalog.digest() || answer.design.is_none() {
        return Vec::new();
    }
    match plan::answer(catalog, &answer.reading(), answer.planner.clone()) {
        Ok(again) if again.document().design == answer.design => changed(again.document(), answer),
        // A design that was changed is judged by itself; what follows from it cannot be told apart.
        _ => Vec::new(),
    }
}

fn one(
    catalog: &Catalog,
    answer: &AnswerDocument,
    again: &Answer,
    pointer: &str,
) -> Result<Explanation, ToolError> {
    let value = serde_json::to_value(answer).unwrap_or_default();
    if let Some(explanation) = check::explain(pointer, again.trace(), catalog) {
        return Ok(explanation);
    }
    let message = match value.pointer(pointer) {
        None => format!("the answer has nothing at `{pointer}`"),
        Some(found) if found.is_number() => format!("the number at `{pointer}` has no recorded origin"),
        Some(_) => format!("what stands at `{pointer}` is no number"),
    };
    let mut pointers = Vec::new();
    collect(&value, String::new(), &mut pointers);
    let below: Vec<&str> =
        pointers.iter().map(String::as_str).filter(|known| known.starts_with(pointer)).take(8).collect();
    let shown = if below.is_empty() { pointers.iter().map(String::as_str).take(8).collect() } else { below };
    Err(ToolError::new(ErrorCode::InputInvalid, message)
        .hint(format!("numbers are at: {}", shown.join(", "))))
}

/// Pointers of all numbers, in the order of the document.
fn collect(value: &serde_json::Value, pointer: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Number(_) => found.push(pointer),
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), found);
            }
        }
        serde_json::Value::Object(fields) => {
            for (key, item) in fields {
                collect(item, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
}
