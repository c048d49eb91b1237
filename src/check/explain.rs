//! The way from a number down to its sources: as a tree for programs and as a sentence for people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    trace::{Origin, Trace, Traced},
};

/// One number and the way it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Place in the answer; null for a number that stands in a derivation only.
    pub pointer: Option<String>,
    /// Name in the formula above; null at the top.
    pub name: Option<String>,
    /// The number.
    pub value: f64,
    /// Its unit; empty for a plain ratio.
    pub unit: String,
    /// stated, catalog, derived, assumed, constant, estimated or measured.
    pub kind: String,
    /// The whole step in a sentence.
    pub sentence: String,
    /// The formula, for a derived number.
    pub formula: Option<String>,
    /// The document, for a catalog number.
    pub source: Option<ExplainedSource>,
    /// The customer's words, for a stated number.
    pub quote: Option<String>,
    /// The numbers that went in.
    pub inputs: Vec<Explanation>,
}

/// The document behind a catalog number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainedSource {
    /// Id in the catalog.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: Option<String>,
    /// Through what it was read, when not directly.
    pub via: Option<String>,
    /// Table, section or edition.
    pub locator: Option<String>,
    /// Day it was read.
    pub read: String,
    /// verbatim, secondary or derived.
    pub confidence: String,
}

/// Explains a number down to its leaves.
#[must_use]
pub fn explain(pointer: &str, trace: &Trace, catalog: &Catalog) -> Option<Explanation> {
    trace.get(pointer).map(|traced| Explanation {
        pointer: Some(pointer.to_string()),
        ..tree(None, traced, trace, catalog, 0)
    })
}

fn tree(name: Option<&str>, traced: &Traced, trace: &Trace, catalog: &Catalog, depth: usize) -> Explanation {
    let mut explanation = Explanation {
        pointer: None,
        name: name.map(ToString::to_string),
        value: traced.value,
        unit: traced.unit.to_string(),
        kind: kind(&traced.origin).into(),
        sentence: sentence(traced),
        formula: None,
        source: None,
        quote: None,
        inputs: Vec::new(),
    };
    let children = |inputs: &[(String, Traced)]| {
        inputs.iter().map(|(name, input)| tree(Some(name), input, trace, catalog, depth + 1)).collect()
    };
    match &*traced.origin {
        Origin::Stated { quote, .. } => explanation.quote = Some(quote.clone()),
        Origin::Catalog { source, confidence, .. } => {
            explanation.source = catalog.source(source).map(|found| ExplainedSource {
                id: found.id.to_string(),
                title: found.title.to_string(),
                url: found.url.as_ref().map(ToString::to_string),
                via: found.via.as_ref().map(ToString::to_string),
                locator: found.locator.as_ref().map(ToString::to_string),
                read: found.read.to_string(),
                confidence: confidence.clone(),
            });
        }
        Origin::Derived { formula, inputs, .. } => {
            explanation.formula = Some(formula.clone());
            explanation.inputs = children(inputs);
        }
        Origin::Estimated { inputs, .. } => explanation.inputs = children(inputs),
        // A pointer is the number of another place: its explanation stands here, with that place named.
        Origin::Pointer(pointer) if depth < 64 => {
            if let Some(target) = trace.get(pointer) {
                return Explanation {
                    pointer: Some(pointer.clone()),
                    unit: traced.unit.to_string(),
                    ..tree(name, target, trace, catalog, depth + 1)
                };
            }
        }
        Origin::Pointer(_) | Origin::Assumed { .. } | Origin::Constant { .. } | Origin::Measured { .. } => {}
    }
    explanation
}

fn kind(origin: &Origin) -> &'static str {
    match origin {
        Origin::Stated { .. } => "stated",
        Origin::Catalog { .. } => "catalog",
        Origin::Derived { .. } => "derived",
        Origin::Assumed { .. } => "assumed",
        Origin::Constant { .. } => "constant",
        Origin::Pointer(_) => "same_as",
        Origin::Estimated { .. } => "estimated",
        Origin::Measured { .. } => "measured",
    }
}

/// One step of a derivation in words.
#[must_use]
pub fn sentence(traced: &Traced) -> String {
    let words = traced.words();
    match &*traced.origin {
        Origin::Stated { field, quote } => format!("{words}: stated for {field}, \"{quote}\""),
        Origin::Catalog { entry, field, source, confidence } => {
            format!("{words}: {field} of {entry}, from {source} ({confidence})")
        }
        Origin::Derived { formula, inputs, rule } => {
            let inputs: Vec<String> =
                inputs.iter().map(|(name, input)| format!("{name} = {}", input.words())).collect();
            let rule = rule.as_ref().map(|rule| format!("; {rule}")).unwrap_or_default();
            format!("{words} = {formula} with {}{rule}", inputs.join(", "))
        }
        Origin::Assumed { field, reason } => format!("{words}: assumed for {field}, {reason}"),
        Origin::Constant { what, source } => format!("{words}: {what} ({source})"),
        Origin::Pointer(pointer) => format!("{words}: as at {pointer}"),
        Origin::Estimated { model, basis, .. } => format!("{words}: estimated by {model} ({basis})"),
        Origin::Measured { given_in } => format!("{words}: measured, given in {given_in}"),
    }
}
