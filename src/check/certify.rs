//! Certification: the only way from a planned design to an answer. Every number of the answer must have an origin,
//! and every derivation must give the number it stands for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    answer::{Answer, AnswerDocument, CatalogState, Planner, Provenance, SourceNote},
    findings::same,
    outcome,
};
use crate::{
    catalog::Catalog,
    design::{
        Alternative, Assumption, AssumptionCase, Coverage, Design, Figure, Finding, OpenQuestion, Outcome,
        Plain, Reading, Severity,
    },
    trace::{FindingDraft, Origin, Trace, Traced, formula},
};

/// A judged plan, ready to be certified; the caller may replace the prose and add what a model named.
#[derive(Debug, Clone)]
pub struct AnswerDraft {
    /// What kind of answer it is; certification never makes it better.
    pub outcome: Outcome,
    /// The direct answer; empty where the summary is the answer.
    pub reply: String,
    /// Documents a direct answer rests on, by id.
    pub reply_sources: Vec<String>,
    /// Which planner read the text.
    pub planner: Planner,
    /// What it comes to, in prose.
    pub summary: String,
    /// What was read.
    pub reading: Reading,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// Questions, by effect.
    pub open_questions: Vec<OpenQuestion>,
    /// The design.
    pub design: Option<Design>,
    /// What rules and planning found, gravest first.
    pub findings: Vec<FindingDraft>,
    /// Other ways.
    pub alternatives: Vec<(Alternative, AlternativeTrace)>,
    /// How each statement fared.
    pub coverage: Vec<Coverage>,
    /// Origins of the numbers of the design.
    pub trace: Trace,
}

/// Origins of an alternative's numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AlternativeTrace {
    /// Origin of the node count.
    pub node_count: Option<Traced>,
    /// Origin of the GPU count.
    pub gpu_count: Option<Traced>,
    /// Origin of the power of the nodes.
    pub power_kw: Option<Traced>,
}

/// An answer that must not leave the program: a bug of ours, never the customer's doing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertifyError {
    /// A number of the answer has no origin.
    #[error("the number at `{pointer}` has no origin")]
    NoOrigin {
        /// Where.
        pointer: String,
    },
    /// The origin gives another number.
    #[error("the number at `{pointer}` is {found}, its origin says {expected}")]
    Mismatch {
        /// Where.
        pointer: String,
        /// The number in the answer.
        found: String,
        /// The number its origin gives.
        expected: String,
    },
    /// A derivation cannot be computed, or an origin points nowhere.
    #[error("the origin of `{pointer}` does not hold: {reason}")]
    Broken {
        /// Where.
        pointer: String,
        /// Why.
        reason: String,
    },
    /// The document could not be written.
    #[error("the answer cannot be written as JSON: {0}")]
    Json(String),
}

/// Checks that no finding of a rule is missing and that every number has an origin, and makes the answer.
///
/// # Errors
/// When a number has no origin or its derivation does not give it: a bug of ours.
pub fn certify(draft: AnswerDraft, catalog: &Catalog) -> Result<Answer, CertifyError> {
    let AnswerDraft {
        mut outcome,
        reply,
        reply_sources,
        planner,
        summary,
        reading,
        assumptions,
        open_questions,
        design,
        mut findings,
        alternatives,
        coverage,
        mut trace,
    } = draft;
    if let Some(design) = &design {
        // Whoever changed the draft on its way here: no finding of a rule is lost, and no verdict is better than the findings.
        let judged = super::rules::judge(design, &reading.requirement, catalog);
        let lost = judged.into_iter().filter(|one| !findings.iter().any(|known| same(known, one)));
        findings.extend(lost.collect::<Vec<_>>());
        outcome = outcome::at_least_open(outcome, &reading, &coverage);
        let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
        if broken && matches!(outcome, Outcome::Answer | Outcome::AnswerWithAssumptions | Outcome::Partial) {
            outcome = Outcome::Infeasible;
        }
    }

    let findings =
        findings.into_iter().enumerate().map(|(index, draft)| finding(index, draft, &mut trace)).collect();
    let mut plain_alternatives = Vec::new();
    for (index, (alternative, origins)) in alternatives.into_iter().enumerate() {
        for (key, origin) in [
            ("node_count", origins.node_count),
            ("gpu_count", origins.gpu_count),
            ("power_kw", origins.power_kw),
        ] {
            if let Some(origin) = origin {
                trace.put(format!("/alternatives/{index}/{key}"), origin);
            }
        }
        plain_alternatives.push(alternative);
    }
    trace_reading(&reading, &assumptions, &mut trace);

    let document = AnswerDocument {
        schema: "gcg/answer/1".into(),
        outcome,
        reply: if reply.is_empty() { summary.clone() } else { reply },
        planner,
        summary,
        requirement: reading.requirement,
        statements: reading.statements,
        unread: reading.unread,
        wants: reading.wants,
        intents: reading.intents,
        language: reading.language,
        assumptions,
        conflicts: reading.conflicts,
        clauses: reading.clauses,
        claims: reading.claims,
        notices: reading.notices,
        open_questions: open_questions.into_iter().take(5).collect(),
        design,
        findings,
        alternatives: plain_alternatives,
        coverage,
        provenance: Provenance { sources: sources(&trace, &reply_sources, catalog), derivations: None },
        catalog: CatalogState {
            edition: catalog.edition().into(),
            digest: catalog.digest().into(),
            overlaid: catalog.is_overlaid(),
        },
    };
    verify(&document, &trace)?;
    Ok(Answer::new(document, trace))
}

/// A certified answer with the cases tried for its assumptions, in the order of the assumptions.
///
/// # Errors
/// When a number of a case has no origin or its derivation does not give it: a bug of ours.
pub fn with_cases(
    answer: Answer,
    cases: Vec<Vec<AssumptionCase>>,
    more: &Trace,
) -> Result<Answer, CertifyError> {
    let (mut document, mut trace) = (answer.document().clone(), answer.trace().clone());
    for (assumption, cases) in document.assumptions.iter_mut().zip(cases) {
        assumption.cases = cases;
    }
    for (pointer, origin) in more.iter() {
        trace.put(pointer, origin.clone());
    }
    verify(&document, &trace)?;
    Ok(Answer::new(document, trace))
}

fn finding(index: usize, draft: FindingDraft, trace: &mut Trace) -> Finding {
    let mut bound = |key: &str, traced: Option<Traced>| {
        traced.map(|traced| {
            let unit = traced.unit.to_string();
            Figure { value: trace.put(format!("/findings/{index}/{key}/value"), traced), unit }
        })
    };
    Finding {
        actual: bound("actual", draft.actual),
        limit: bound("limit", draft.limit),
        rule: draft.rule,
        severity: draft.severity,
        message: draft.message,
        at: draft.at,
        repair: draft.repair,
    }
}

/// Records the origins of what was read and assumed: the customer's words and the reasons given.
fn trace_reading(reading: &Reading, assumptions: &[Assumption], trace: &mut Trace) {
    for (field, value, quote) in reading.requirement.stated() {
        numbers(&value, &format!("/requirement/{field}/value"), &mut |pointer, number| {
            trace.put(pointer, Traced::stated(number, "", &field, &quote));
        });
    }
    let own = [("statements", reading.statements.as_slice())];
    let aside = reading.requirement.aside().map(|(list, all)| (format!("requirement/{list}"), all));
    for (list, all) in own.map(|(list, all)| (list.to_string(), all)).into_iter().chain(aside) {
        for (index, statement) in all.iter().enumerate() {
            let value = serde_json::json!(statement.value);
            numbers(&value, &format!("/{list}/{index}/value"), &mut |pointer, number| {
                trace.put(pointer, Traced::stated(number, "", statement.field.name(), &statement.quote));
            });
        }
    }
    for (index, claim) in reading.claims.iter().enumerate() {
        if let Some(value) = claim.value {
            trace.put(
                format!("/claims/{index}/value"),
                Traced::stated(value, "", &claim.subject, &claim.quote),
            );
        }
    }
    for (index, conflict) in reading.conflicts.iter().enumerate() {
        let quote = conflict.quotes.join(" | ");
        let value = serde_json::json!({ "values": conflict.values, "used": conflict.used });
        numbers(&value, &format!("/conflicts/{index}"), &mut |pointer, number| {
            trace.put(pointer, Traced::stated(number, "", &conflict.field, &quote));
        });
    }
    for (index, assumption) in assumptions.iter().enumerate() {
        let pointer = format!("/assumptions/{index}/value");
        if let Plain::Number(number) = assumption.value
            && trace.get(&pointer).is_none()
        {
            trace.put(pointer, Traced::assumed(number, "", &assumption.field, &assumption.reason));
        }
    }
}

/// Every number of the document has an origin, and every origin gives the number.
fn verify(document: &AnswerDocument, trace: &Trace) -> Result<(), CertifyError> {
    let value = serde_json::to_value(document).map_err(|error| CertifyError::Json(error.to_string()))?;
    let mut fault = None;
    numbers(&value, "", &mut |pointer, found| {
        if fault.is_some() {
            return;
        }
        fault = match trace.get(&pointer) {
            None => Some(CertifyError::NoOrigin { pointer }),
            Some(traced) if !close(traced.value, found) => Some(CertifyError::Mismatch {
                pointer,
                found: found.to_string(),
                expected: traced.value.to_string(),
            }),
            Some(traced) => {
                holds(traced, trace, 0).err().map(|reason| CertifyError::Broken { pointer, reason })
            }
        };
    });
    fault.map_or(Ok(()), Err)
}

/// Whether an origin gives its number, all the way down.
fn holds(traced: &Traced, trace: &Trace, depth: usize) -> Result<(), String> {
    if depth > 64 {
        return Err("the derivation runs in a circle".into());
    }
    match &*traced.origin {
        Origin::Derived { formula, inputs, .. } => {
            let mut values = BTreeMap::new();
            for (name, input) in inputs {
                holds(input, trace, depth + 1)?;
                values.insert(name.as_str(), input.value);
            }
            let value = formula::evaluate(formula, &values)?;
            if close(value, traced.value) {
                Ok(())
            } else {
                Err(format!("`{formula}` gives {value}, not {}", traced.value))
            }
        }
        Origin::Pointer(pointer) => {
            let target = trace.get(pointer).ok_or_else(|| format!("nothing is known of `{pointer}`"))?;
            if !close(target.value, traced.value) {
                return Err(format!("`{pointer}` is {}, not {}", target.value, traced.value));
            }
            holds(target, trace, depth + 1)
        }
        Origin::Estimated { inputs, .. } => {
            inputs.iter().try_for_each(|(_, input)| holds(input, trace, depth + 1))
        }
        Origin::Stated { .. }
        | Origin::Catalog { .. }
        | Origin::Assumed { .. }
        | Origin::Constant { .. }
        | Origin::Measured { .. } => Ok(()),
    }
}

/// Equal up to the rounding of a double, or of sums and products to nine decimals.
fn close(a: f64, b: f64) -> bool {
    const HALF_OF_THE_LAST_DECIMAL: f64 = 5.1e-10;
    (a - b).abs() <= HALF_OF_THE_LAST_DECIMAL.max(1e-9 * a.abs().max(b.abs()))
}

/// Visits every number of a JSON value with its pointer.
pub(crate) fn numbers(value: &Value, pointer: &str, visit: &mut impl FnMut(String, f64)) {
    match value {
        Value::Number(number) => visit(pointer.to_string(), number.as_f64().unwrap_or(f64::NAN)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                numbers(item, &format!("{pointer}/{index}"), visit);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                numbers(item, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The documents behind all origins, by id.
fn sources(trace: &Trace, more: &[String], catalog: &Catalog) -> Vec<SourceNote> {
    fn collect<'a>(traced: &'a Traced, ids: &mut BTreeSet<&'a str>) {
        match &*traced.origin {
            Origin::Catalog { source, .. } => {
                ids.insert(source);
            }
            Origin::Derived { inputs, .. } | Origin::Estimated { inputs, .. } => {
                inputs.iter().for_each(|(_, input)| collect(input, ids));
            }
            _ => {}
        }
    }
    let mut ids: BTreeSet<&str> = more.iter().map(String::as_str).collect();
    trace.iter().for_each(|(_, traced)| collect(traced, &mut ids));
    ids.into_iter()
        .filter_map(|id| catalog.source(id))
        .map(|source| SourceNote {
            id: source.id.to_string(),
            title: source.title.to_string(),
            url: source.url.as_ref().map(ToString::to_string),
            via: source.via.as_ref().map(ToString::to_string),
            read: source.read.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn nine_decimals_are_the_same_number() {
        // A headroom of a rack, rounded to nine decimals, as a fuzzed text gave it.
        assert!(close(0.288_213_254_379_461_16, 0.288_213_254));
        assert!(close(0.1 + 0.2, 0.3) && close(0.0, 3.5e-15) && close(4e24, 4e24 * (1.0 + 1e-12)));
        assert!(
            !close(0.288_213_254, 0.288_213_256) && !close(1.0, 1.000_000_01) && !close(1e12, 1e12 + 1e4)
        );
    }
}
