//! Which assumption flips the choice: every assumed requirement is planned again with other values in its place.

use serde_json::{Value, json};

use super::{Headline, Planned, plan};
use crate::{
    catalog::{Catalog, Resolution},
    design::{Alternative, Assumption, AssumptionCase, Design, FIELDS, Outcome, Plain, Reading},
    trace::{Trace, Traced},
};

/// Other GPUs tried where the GPU was assumed.
const GPUS: usize = 2;
/// Counts that the design follows in proportion; varying them tells nothing.
const IN_PROPORTION: &[&str] = &["gpu_count", "node_count"];

/// The answer whose assumptions are tried.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// What was assumed.
    pub assumptions: &'a [Assumption],
    /// The design that came of it.
    pub design: &'a Design,
    /// Other ways that were offered.
    pub alternatives: &'a [Alternative],
}

/// The cases of every assumption that stands in a requirement's place, in the order of the assumptions, and the
/// origins of their numbers below `/assumptions/{index}/cases/{index}`. A number is halved and doubled; a word takes
/// the other words there are. `judge` says what kind of answer a plan comes to.
#[must_use]
pub fn vary(
    given: &Given<'_>,
    catalog: &Catalog,
    judge: &dyn Fn(&Reading, &Planned) -> Outcome,
) -> (Vec<Vec<AssumptionCase>>, Trace) {
    let mut trace = Trace::default();
    let mut all = Vec::new();
    for (index, assumption) in given.assumptions.iter().enumerate() {
        let mut cases = Vec::new();
        for value in others(assumption, given, catalog) {
            let mut changed = given.reading.clone();
            let field = &assumption.field;
            let quote =
                format!("tried in place of an assumption: {field} = {}", Plain::from_json(&value).words());
            if changed.requirement.set(field, value.clone(), &quote).is_err() {
                continue;
            }
            let at = format!("/assumptions/{index}/cases/{}", cases.len());
            let planned = plan(&changed, catalog);
            let outcome = judge(&changed, &planned);
            cases.push(case(given.design, &planned, outcome, value, &mut trace, &at));
        }
        all.push(cases);
    }
    (all, trace)
}

/// The values to try in an assumption's place, in the form its field takes.
fn others(assumption: &Assumption, given: &Given<'_>, catalog: &Catalog) -> Vec<Value> {
    let field = assumption.field.as_str();
    let requirement = &given.reading.requirement;
    let stated = requirement.stated().iter().any(|(stated, ..)| stated == field);
    if let (Plain::Text(assumed), "gpu_models", true) = (&assumption.value, field, stated) {
        // A name that fits several parts: the parts that were not taken.
        let names = requirement.gpu_models.as_ref().map(|names| names.value.clone()).unwrap_or_default();
        let parts = names.iter().find_map(|name| match catalog.resolve_gpu(name) {
            Resolution::Several(bare) => Some(bare.candidates.clone()),
            _ => None,
        });
        let known = parts.iter().flat_map(|parts| parts.iter());
        return known.filter(|id| **id != assumed.as_str()).take(GPUS).map(|id| json!([id])).collect();
    }
    if !FIELDS.iter().any(|(name, _)| *name == field) || IN_PROPORTION.contains(&field) || stated {
        return Vec::new();
    }
    let words = |all: &[&str], assumed: &str| -> Vec<Value> {
        all.iter().filter(|word| !assumed.contains(**word)).map(|word| json!(word)).collect()
    };
    match (&assumption.value, field) {
        (Plain::Number(number), _) if *number > 0.0 => {
            let count = number.fract() == 0.0;
            [number / 2.0, number * 2.0]
                .into_iter()
                .filter(|value| !count || value.fract() == 0.0)
                .filter(|value| !field.ends_with("_ratio") || *value <= 1.0 || *number > 1.0)
                .map(|value| if count { json!(value as u64) } else { json!(value) })
                .collect()
        }
        (Plain::Text(assumed), "gpu_models") => {
            let mut ids: Vec<&String> =
                given.alternatives.iter().filter_map(|one| one.gpu_id.as_ref()).collect();
            ids.retain(|id| *id != assumed);
            let mut seen: Vec<&String> = Vec::new();
            for id in ids {
                if !seen.contains(&id) {
                    seen.push(id);
                }
            }
            seen.into_iter().take(GPUS).map(|id| json!([id])).collect()
        }
        (Plain::Text(assumed), "precision") => words(&["bf16", "fp8", "fp4"], assumed),
        (Plain::Text(assumed), "cooling") => words(&["air", "liquid"], assumed),
        (Plain::Text(assumed), "fabric") => {
            words(&["ethernet", "infiniband"], assumed).into_iter().map(|word| json!([word])).collect()
        }
        _ => Vec::new(),
    }
}

fn case(
    base: &Design,
    other: &Planned,
    outcome: Outcome,
    value: Value,
    trace: &mut Trace,
    at: &str,
) -> AssumptionCase {
    // A plan that may not be shown before something is asked has no design to compare.
    let may_be_shown = !matches!(outcome, Outcome::AskFirst | Outcome::Refuse);
    let design = other.design.as_ref().filter(|_| may_be_shown);
    let compute = design.and_then(|design| design.compute.as_ref());
    let was = base.compute.as_ref();
    let switch = |design: &Design| design.fabric.compute.as_ref().and_then(|fabric| fabric.switch_id.clone());
    let flips = compute.is_some_and(|now| {
        was.is_none_or(|was| {
            (&was.gpu_id, &was.system_id, &was.pattern_id) != (&now.gpu_id, &now.system_id, &now.pattern_id)
        }) || design.and_then(switch) != switch(base)
    });
    let mut number =
        |key: &str, traced: &Option<Traced>| Some(trace.put(format!("{at}/{key}"), traced.clone()?));
    let mut count = |key: &str, traced: &Option<Traced>| number(key, traced).map(|value| value as u64);
    let nothing = Headline::default();
    let headline = if design.is_some() { &other.headline } else { &nothing };
    let (node_count, gpu_count) = (count("node_count", &headline.nodes), count("gpu_count", &headline.gpus));
    let rack_count = count("rack_count", &headline.racks);
    let shown = match value {
        Value::Array(items) => items.into_iter().next().unwrap_or_default(),
        other => other,
    };
    let shown = Plain::from_json(&shown);
    let it_power_kw = number("it_power_kw", &headline.it_kw);
    let purchase_high = number("purchase_high", &headline.purchase_high);
    if let Plain::Number(value) = shown {
        let quote = "a value tried in place of the assumed one";
        trace.put(format!("{at}/value"), Traced::assumed(value, "", "assumption case", quote));
    }
    AssumptionCase {
        value: shown,
        outcome,
        flips,
        gpu_id: compute.map(|compute| compute.gpu_id.clone()),
        pattern_id: compute.and_then(|compute| compute.pattern_id.clone()),
        node_count,
        gpu_count,
        rack_count,
        it_power_kw,
        purchase_high,
    }
}
