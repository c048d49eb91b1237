//! A part of a requirement while it is made: the shared values, those that are its own, and its share of what is divided.

use serde_json::{Map, Value, json};

use super::{
    cluster::PartKind,
    field::{Field, Field as F},
    requirement::Requirement,
    words::{Workload, WorkloadGroup},
};

/// One part with everything it must meet by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct PartAsked {
    /// Its name.
    pub name: String,
    /// A pool or a site.
    pub kind: PartKind,
    /// The site it stands at, where there are several.
    pub site: Option<String>,
    /// What it must meet.
    pub requirement: Requirement,
    /// Values that were not stated for it as they stand.
    pub shares: Vec<Share>,
}

/// A value of a part that comes from a stated value of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Field of the part.
    pub field: Field,
    /// Its value.
    pub value: f64,
    /// Field the customer stated.
    pub source: Field,
    /// The value the customer stated.
    pub whole: f64,
    /// The customer's words.
    pub quote: String,
    /// Place of this site, number of sites, and what is dealt out at once (0: any fraction); none where it is not divided.
    pub divided: Option<(u64, u64, u64)>,
}

pub(super) type Document = Map<String, Value>;

/// A part while it is made.
#[derive(Clone)]
pub(super) struct Draft {
    pub name: String,
    pub kind: PartKind,
    pub site: Option<String>,
    pub document: Document,
    pub shares: Vec<Share>,
}

impl Draft {
    pub fn whole(document: &Document) -> Self {
        let (name, document) = (String::new(), document.clone());
        Self { name, kind: PartKind::Site, site: None, document, shares: Vec::new() }
    }

    /// Takes over a stated value under the name of another field.
    pub fn renamed(&mut self, from: &Document, source: Field, field: Field) {
        let Some(stated) = from.get(source.name()).filter(|stated| stated.is_object()) else { return };
        self.document.insert(field.name().into(), stated.clone());
        if let (Some(value), true) = (stated["value"].as_f64(), source != field) {
            let quote = stated["quote"].as_str().unwrap_or_default().to_string();
            self.shares.push(Share { field, value, source, whole: value, quote, divided: None });
        }
    }

    pub fn put(&mut self, field: Field, value: f64, source: Field, quote: &str) {
        let shown = if value.fract() == 0.0 { json!(value as u64) } else { json!(value) };
        self.document.insert(field.name().into(), json!({ "value": shown, "quote": quote }));
        self.shares.push(Share { field, value, source, whole: value, quote: quote.into(), divided: None });
    }

    /// The products of this kind of node: those its words name, else those no other kind names.
    pub fn products(&mut self, quotes: &[String], own: usize, understood: &mut Vec<(Field, String)>) {
        for field in [F::GpuModels, F::ServerModels, F::FormFactor, F::Patterns] {
            let Some(Value::Object(stated)) = self.document.get_mut(field.name()) else { continue };
            let Some(value) = stated.get_mut("value") else { continue };
            let listed = value.is_array();
            let all: Vec<Value> = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            let named = |words: &str, value: &Value| {
                let name = value.as_str().map(squeezed).unwrap_or_default();
                !name.is_empty() && words.contains(&name)
            };
            let by_words: Vec<Value> = all.iter().filter(|one| named(&quotes[own], one)).cloned().collect();
            let unclaimed = |one: &&Value| !quotes.iter().any(|words| named(words, one));
            let left: Vec<Value> = all.iter().filter(unclaimed).cloned().collect();
            let kept = match (by_words.is_empty(), left.len()) {
                (false, _) => by_words,
                (true, count) if field == F::GpuModels && count >= 2 && own < count => {
                    let kind = ["training", "inference", "further"][own];
                    let name = left[own].as_str().unwrap_or_default();
                    let reason = format!(
                        "{name} is taken for the {kind} nodes: the GPUs are stated in the order of the kinds of nodes"
                    );
                    understood.push((field, reason));
                    vec![left[own].clone()]
                }
                (true, 0) if field == F::GpuModels && all.len() == 1 => all,
                (true, _) => left,
            };
            match (kept.first(), listed) {
                (None, _) => {
                    self.document.insert(field.name().into(), Value::Null);
                }
                (Some(_), true) => *value = json!(kept),
                (Some(_), false) => {}
            }
        }
    }

    /// The workloads of this kind of node; its own name says what it is for where no other word does.
    pub fn use_of(&mut self, own: usize, words: Option<String>) {
        let stated = self.document.get("workload").cloned().unwrap_or_default();
        let all: Vec<Workload> = serde_json::from_value(stated["value"].clone()).unwrap_or_default();
        let training = |one: &Workload| one.is_any(&[WorkloadGroup::Training, WorkloadGroup::Finetuning]);
        let using = |one: &Workload| {
            one.is_any(&[WorkloadGroup::Inference, WorkloadGroup::Rag, WorkloadGroup::GraphicsLicence])
        };
        let kept: Vec<Workload> = all
            .into_iter()
            .filter(|one| match own {
                0 => training(one),
                1 => using(one),
                _ => !training(one) && !using(one),
            })
            .collect();
        let quote = stated["quote"].as_str().map(str::to_string).or(words).unwrap_or_default();
        let value = match (kept.is_empty(), own) {
            (false, _) => json!({ "value": kept, "quote": quote }),
            (true, 0) => json!({ "value": [Workload::Training], "quote": quote }),
            (true, 1) => json!({ "value": [Workload::Inference], "quote": quote }),
            (true, _) => Value::Null,
        };
        self.document.insert("workload".into(), value);
    }

    /// Deals a count out over the sites, the first ones getting what is over; none where a site would get nothing.
    pub fn deal(&mut self, field: Field, index: u64, sites: u64) -> Option<()> {
        let Some(whole) = self.document.get(field.name()).and_then(|one| one["value"].as_u64()) else {
            return Some(());
        };
        // GPUs come in whole nodes.
        let stated = self.document.get(F::GpusPerNode.name()).and_then(|one| one["value"].as_u64());
        let unit = match field {
            F::GpuCount | F::GpuCountMin => {
                stated.into_iter().chain([8, 4, 2]).find(|unit| *unit > 0 && whole % unit == 0).unwrap_or(1)
            }
            _ => 1,
        };
        let value = unit * ((whole / unit).saturating_sub(index)).div_ceil(sites);
        if value == 0 {
            return None;
        }
        self.share(field, json!(value), whole as f64, (index, sites, unit));
        Some(())
    }

    pub fn divide(&mut self, field: Field, index: u64, sites: u64) {
        let Some(whole) = self.document.get(field.name()).and_then(|one| one["value"].as_f64()) else {
            return;
        };
        self.share(field, json!(whole / sites as f64), whole, (index, sites, 0));
    }

    pub fn share(&mut self, field: Field, value: Value, whole: f64, divided: (u64, u64, u64)) {
        let amount = value.as_f64().unwrap_or_default();
        let Some(stated) = self.document.get_mut(field.name()) else { return };
        let quote = stated["quote"].as_str().unwrap_or_default().to_string();
        stated["value"] = value;
        let renamed = self.shares.iter().position(|share| share.field == field);
        let source = renamed.map_or(field, |at| self.shares.remove(at).source);
        self.shares.push(Share { field, value: amount, source, whole, quote, divided: Some(divided) });
    }

    pub fn finish(mut self) -> Option<PartAsked> {
        for list in ["pools", "existing", "options", "later"] {
            self.document.remove(list);
        }
        let requirement = serde_json::from_value(Value::Object(self.document)).ok()?;
        let Self { name, kind, site, shares, .. } = self;
        Some(PartAsked { name, kind, site, requirement, shares })
    }
}

pub(super) fn drop_all(document: &mut Document, fields: &[Field]) {
    for field in fields {
        document.insert(field.name().into(), Value::Null);
    }
}

/// The words of a stated field.
pub(super) fn quote(document: &Document, field: Field) -> Option<String> {
    document.get(field.name())?.get("quote")?.as_str().map(str::to_string)
}

/// Letters and digits alone, in lower case.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
