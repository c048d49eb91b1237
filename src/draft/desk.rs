//! What the author of a document has on the desk: the answer as published, the way each number came about, and the
//! words. Handing out a number notes its derivation, so the list at the end holds what was printed and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    settings::Settings,
    words::{Words, counted, unit},
};
use crate::{
    check::Explanation,
    render::document::{Column, Derivation, Inline, Number, Table},
};

/// The desk.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The answer as JSON.
    pub answer: &'a Value,
    /// Words.
    pub words: &'a Words,
    /// Settings.
    pub settings: &'a Settings,
    /// Every link of the design with both its ends, and what it counts, where the design can be wired.
    pub cabling: Option<&'a super::cabling::Cabling<'a>>,
    /// Why there is no wiring, in the engine's words.
    pub no_wiring: &'a str,
    /// Paragraphs a model worded for a section, checked; by section id.
    pub prose: Option<&'a super::prose::Prose>,
    /// Whether long tables are cut short for reading; the workbook never cuts.
    pub row_limit: usize,
    why: BTreeMap<&'a str, &'a Explanation>,
    noted: Vec<Derivation>,
    places: BTreeMap<String, usize>,
}

impl<'a> Desk<'a> {
    /// A desk with nothing written yet.
    #[must_use]
    pub fn new(
        answer: &'a Value,
        explanations: &'a [Explanation],
        words: &'a Words,
        settings: &'a Settings,
    ) -> Self {
        let why = explanations.iter().filter_map(|one| Some((one.pointer.as_deref()?, one))).collect();
        Self {
            answer,
            words,
            settings,
            cabling: None,
            no_wiring: "",
            prose: None,
            row_limit: if settings.all_rows { usize::MAX } else { 60 },
            why,
            noted: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// The value at a pointer, `None` for null and for nothing.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.answer.pointer(pointer).filter(|value| !is_empty(value))
    }

    /// The items of a list at a pointer.
    #[must_use]
    pub fn list(&self, pointer: &str) -> &'a [Value] {
        self.answer.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The text at a pointer.
    #[must_use]
    pub fn text(&self, pointer: &str) -> &'a str {
        self.answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// The number at a pointer, printed with the unit its key stands for; its derivation is noted.
    pub fn number(&mut self, pointer: &str, with_unit: bool) -> Option<Inline> {
        let value = self.answer.pointer(pointer)?.as_f64()?;
        let unit = self.unit_at(pointer);
        let text = self.settings.numbers.write(legible(value, &unit));
        let unit = if with_unit { unit } else { String::new() };
        Some(Inline::Number(Number { value, text, unit, why: self.note(pointer) }))
    }

    /// Whether power is that of whole racks: the product is powered by the rack and holds many nodes.
    #[must_use]
    pub fn is_rack_scale(&self) -> bool {
        let number = |key: &str| self.at(key).and_then(Value::as_f64);
        let place = |key: &str| number(&format!("/design/facility/{key}"));
        match (place("node_power_kw"), place("node_power_total_kw"), place("node_rack_count")) {
            (Some(each), Some(all), Some(racks)) => {
                let nodes = number("/design/compute/node_count").unwrap_or(racks);
                let near = |units: f64| (units * each - all).abs() <= 1e-6 * all.max(1.0);
                near(racks) && !near(nodes)
            }
            _ => false,
        }
    }

    /// The label of what stands at a pointer.
    #[must_use]
    pub fn label_at(&self, pointer: &str) -> String {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        if pointer == "/design/facility/node_power_kw" && self.is_rack_scale() {
            return self.words.say("rack_scale_power", &[]);
        }
        self.words.label(key)
    }

    /// The unit of the number at a pointer: that of its key, the currency for money, or the one that stands beside a
    /// value.
    #[must_use]
    pub fn unit_at(&self, pointer: &str) -> String {
        let (above, key) = pointer.rsplit_once('/').unwrap_or(("", pointer));
        if pointer.starts_with("/design/cost/") {
            let currency = self.text("/design/cost/currency");
            match key {
                "per_kwh" => return format!("{currency}/kWh"),
                "per_gpu_hour" => return format!("{currency} per GPU and hour"),
                _ if MONEY.contains(&key) => return currency.to_string(),
                _ => {}
            }
        }
        if key == "budget_amount" || pointer == "/requirement/budget_amount/value" {
            return self.text("/requirement/budget_currency/value").to_string();
        }
        match unit(key) {
            // A value with its unit in the field beside it carries that one where both are printed in one cell.
            "" if key == "value" => legible_name(self.text(&format!("{above}/unit"))),
            known => known.to_string(),
        }
    }

    /// Place of the derivation of the number at a pointer.
    fn note(&mut self, pointer: &str) -> Option<usize> {
        if let Some(place) = self.places.get(pointer) {
            return Some(*place);
        }
        let explanation = *self.why.get(pointer)?;
        let mut steps = Vec::new();
        let mut sources = BTreeSet::new();
        gather(explanation, 0, &mut steps, &mut sources);
        let value = self.settings.numbers.write(explanation.value);
        let words = if explanation.unit.is_empty() {
            value
        } else {
            counted(&format!("{value} {}", explanation.unit))
        };
        self.noted.push(Derivation {
            pointer: pointer.to_string(),
            words,
            kind: explanation.kind.clone(),
            sentence: counted(&explanation.sentence),
            steps,
            sources: sources.into_iter().collect(),
        });
        self.places.insert(pointer.to_string(), self.noted.len() - 1);
        Some(self.noted.len() - 1)
    }

    /// What stands at a pointer, as a run of text; a dash for nothing.
    pub fn cell(&mut self, pointer: &str, with_unit: bool) -> Vec<Inline> {
        let Some(value) = self.at(pointer) else { return vec![Inline::Text(self.words.say("none", &[]))] };
        match value {
            Value::Number(_) => self.number(pointer, with_unit).into_iter().collect(),
            Value::Bool(flag) => vec![Inline::Text(self.words.say(if *flag { "yes" } else { "no" }, &[]))],
            Value::String(text) if text.is_empty() => vec![Inline::Text(self.words.say("none", &[]))],
            Value::String(text) => {
                let key = pointer.rsplit('/').next().unwrap_or_default();
                if let Some(item) = self.billed(pointer, text) {
                    vec![Inline::Text(item)]
                } else if key.ends_with("_id") || key == "digest" {
                    vec![Inline::Code(text.clone())]
                } else if key == "unit" {
                    vec![Inline::Text(legible_name(text))]
                } else {
                    vec![Inline::Text(self.words.value(text))]
                }
            }
            Value::Array(items) => {
                let mut run = Vec::new();
                for index in 0..items.len() {
                    if index > 0 {
                        let mark = if pointer.starts_with("/design/cost/") { "; " } else { ", " };
                        run.push(Inline::Text(mark.into()));
                    }
                    run.extend(self.cell(&format!("{pointer}/{index}"), with_unit));
                }
                run
            }
            Value::Object(fields) => {
                let mut run = Vec::new();
                for key in fields.keys() {
                    let below = format!("{pointer}/{}", escaped(key));
                    if self.at(&below).is_none() {
                        continue;
                    }
                    if !run.is_empty() {
                        run.push(Inline::Text("; ".into()));
                    }
                    run.push(Inline::Text(format!("{}: ", self.words.label(key))));
                    run.extend(self.cell(&below, true));
                }
                run
            }
            Value::Null => Vec::new(),
        }
    }

    /// What a line of the bill that the cost names by its id is.
    fn billed(&self, pointer: &str, id: &str) -> Option<String> {
        pointer.strip_prefix("/design/cost/")?;
        let line = self.list("/design/bom/lines").iter().find(|line| line["id"] == id)?;
        line["item"].as_str().map(str::to_string)
    }

    /// A number of the document's own making: a count of rows it shows.
    #[must_use]
    pub fn count(&self, value: usize) -> Inline {
        let value = value as f64;
        Inline::Number(Number {
            value,
            text: self.settings.numbers.write(value),
            unit: String::new(),
            why: None,
        })
    }

    /// A table of items: what each is, and what the answer says.
    pub fn facts(&mut self, caption: &str, pointers: &[String]) -> Option<Table> {
        let rows: Vec<Vec<Vec<Inline>>> = pointers
            .iter()
            .filter(|pointer| self.at(pointer).is_some())
            .cloned()
            .collect::<Vec<_>>()
            .into_iter()
            .map(|pointer| vec![vec![Inline::Text(self.label_at(&pointer))], self.cell(&pointer, true)])
            .collect();
        (!rows.is_empty()).then(|| Table {
            caption: caption.to_string(),
            columns: vec![
                Column::text(&self.words.say("property", &[])),
                Column::text(&self.words.say("value", &[])),
            ],
            rows,
            rest: String::new(),
        })
    }

    /// Numbers of the answer by kind of origin.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<&'a str, usize> {
        let mut kinds = BTreeMap::new();
        for explanation in self.why.values() {
            *kinds.entry(explanation.kind.as_str()).or_default() += 1;
        }
        kinds
    }

    /// The derivations of the numbers that were printed, in the order of printing.
    #[must_use]
    pub fn into_derivations(self) -> Vec<Derivation> {
        self.noted
    }
}

/// Keys of a cost that hold an amount of its currency.
const MONEY: &[&str] = &[
    "purchase_low",
    "purchase_high",
    "priced_low",
    "priced_high",
    "left_at_high",
    "ownership_low",
    "ownership_high",
    "year_cost",
    "amount",
    "left",
    "unit_low",
    "unit_high",
    "low",
    "high",
];

/// A value as people read it: heat, weights, energy and money of hundreds and more have no use for decimals. Power
/// keeps them, since breakers are checked against it.
#[must_use]
pub fn legible(value: f64, unit: &str) -> f64 {
    let whole = ["BTU/h", "kg", "kg/m²", "kWh", "h"];
    let money = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase());
    match value.abs() {
        size if size >= 100.0 && (whole.contains(&unit) || money) => value.round(),
        size if size >= 10.0 && unit.starts_with("kg") => (value * 10.0).round() / 10.0,
        _ => value,
    }
}

/// A unit of the answer as it is written for people.
fn legible_name(unit: &str) -> String {
    unit.replace("m2", "m²")
}

/// Null, an empty list, or an object of nothing.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

/// A key as a part of a JSON pointer.
#[must_use]
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The steps below an explanation and the documents at its leaves.
fn gather(one: &Explanation, depth: usize, steps: &mut Vec<(usize, String)>, sources: &mut BTreeSet<String>) {
    if let Some(source) = &one.source {
        sources.insert(source.id.clone());
    }
    if depth > 0 {
        let name = one.name.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        steps.push((depth, counted(&format!("{name}{}", one.sentence))));
    }
    for input in &one.inputs {
        gather(input, depth + 1, steps, sources);
    }
}
