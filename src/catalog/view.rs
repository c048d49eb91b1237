//! Entries as people read them: title, rows with unit, state, document and confidence; and which documents the facts
//! rest on.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    Catalog,
    kinds::{Entries, Kind},
    rows::{self, Row},
};

/// An entry of any kind as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryView {
    /// Id.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Facts in the order of the kind's fields, then what is published beside them.
    pub rows: Vec<Row>,
    /// Traps and readings worth knowing.
    pub notes: Vec<String>,
}

impl EntryView {
    /// The row of a field.
    #[must_use]
    pub fn row(&self, field: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.field == field)
    }
}

/// A document and what rests on it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct SourceUse {
    /// Id of the document.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address, when it has one.
    pub url: Option<String>,
    /// Through what it was read, when not directly.
    pub via: Option<String>,
    /// Day it was read.
    pub read: String,
    /// Number of facts that rest on it.
    pub facts: usize,
}

/// How many facts a kind has, by confidence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct KindCount {
    /// Name of the list, such as `gpus`.
    pub list: String,
    /// Entries.
    pub entries: usize,
    /// Facts read in the named document itself.
    pub verbatim: usize,
    /// Facts read through another publication.
    pub secondary: usize,
    /// Facts computed from others.
    pub derived: usize,
    /// Facts known to be absent or not published, counted in the three above as well.
    pub without_value: usize,
}

/// Keys that are no facts of an entry.
const NO_FACTS: &[&str] =
    &["id", "name", "aliases", "notes", "note", "source", "sources", "confidence", "more"];

/// An entry as rows: facts with their document, plain fields with the entry's own.
pub(super) fn view<T: Serialize>(entry: &T) -> Option<EntryView> {
    let Ok(Json::Object(fields)) = serde_json::to_value(entry) else { return None };
    let text = |key: &str| fields.get(key).and_then(Json::as_str).map(ToString::to_string);
    let id = text("id")?;
    let variant = text("variant").map_or_else(String::new, |variant| format!(" ({variant})"));
    let title = text("name").or_else(|| text("model").map(|model| model + &variant));
    let title = title.or_else(|| text("hf")).or_else(|| text("item")).unwrap_or_else(|| id.clone());
    let source = text("source").unwrap_or_default();
    let confidence = text("confidence").unwrap_or_default().to_lowercase();
    let facts = rows::rows(entry);
    let mut found = Vec::new();
    for (field, value) in &fields {
        if let Some(row) = facts.iter().find(|row| row.field == *field) {
            found.push(row.clone());
        } else if !NO_FACTS.contains(&field.as_str()) && !value.is_null() && value.get("source").is_none() {
            found.push(Row {
                unit: rows::unit_of(field),
                field: field.clone(),
                value: rows::words(value),
                state: "value",
                source: source.clone(),
                confidence: confidence.clone(),
                note: None,
            });
        }
    }
    found.extend(facts.into_iter().filter(|row| !fields.contains_key(&row.field)));
    let notes = fields.get("notes").and_then(Json::as_array).into_iter().flatten();
    let notes = notes.filter_map(Json::as_str).map(ToString::to_string).chain(text("note")).collect();
    Some(EntryView { id, title, rows: found, notes })
}

impl Catalog {
    /// An entry by its id; none when the kind has no such id.
    #[must_use]
    pub fn view(&self, kind: Kind, id: &str) -> Option<EntryView> {
        match kind {
            Kind::Gpu => view(self.gpu(id)?),
            Kind::System => view(self.system(id)?),
            Kind::Model => view(self.model(id)?),
            Kind::Switch => view(self.switch(id)?),
            Kind::Nic => view(self.nic(id)?),
            Kind::Transceiver => view(self.transceiver(id)?),
            Kind::Cable => view(self.cable(id)?),
            Kind::Rack => view(self.rack(id)?),
            Kind::Storage => view(self.storage_block(id)?),
        }
    }

    /// All entries of a kind, by id.
    #[must_use]
    pub fn views(&self, kind: Kind) -> Vec<EntryView> {
        macro_rules! all {
            ($list:ident) => {
                self.$list().iter().filter_map(view).collect()
            };
        }
        match kind {
            Kind::Gpu => all!(gpus),
            Kind::System => all!(systems),
            Kind::Model => all!(models),
            Kind::Switch => all!(switches),
            Kind::Nic => all!(nics),
            Kind::Transceiver => all!(transceivers),
            Kind::Cable => all!(cables),
            Kind::Rack => all!(racks),
            Kind::Storage => all!(storage_blocks),
        }
    }

    /// A licence as rows; none when there is no such id.
    #[must_use]
    pub fn licence_view(&self, id: &str) -> Option<EntryView> {
        view(self.licence(id)?)
    }

    /// A published DGX architecture as rows; none when there is no such id.
    #[must_use]
    pub fn architecture_view(&self, id: &str) -> Option<EntryView> {
        view(self.architecture(id)?)
    }

    /// Every document with the number of facts that rest on it, oldest reading first.
    #[must_use]
    pub fn source_uses(&self) -> Vec<SourceUse> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (_, items) in json_lists(&self.entries) {
            items.iter().for_each(|item| count_sources(item, &mut counts));
        }
        let mut uses: Vec<SourceUse> = self
            .sources()
            .iter()
            .map(|source| SourceUse {
                id: source.id.to_string(),
                title: source.title.to_string(),
                url: source.url.as_ref().map(ToString::to_string),
                via: source.via.as_ref().map(ToString::to_string),
                read: source.read.to_string(),
                facts: counts.get(source.id.as_ref()).copied().unwrap_or(0),
            })
            .collect();
        uses.sort_by(|a, b| (&a.read, &a.id).cmp(&(&b.read, &b.id)));
        uses
    }

    /// Entries and facts of every kind, by confidence.
    #[must_use]
    pub fn kind_counts(&self) -> Vec<KindCount> {
        json_lists(&self.entries)
            .into_iter()
            .map(|(list, items)| {
                let mut count = KindCount {
                    list,
                    entries: items.len(),
                    verbatim: 0,
                    secondary: 0,
                    derived: 0,
                    without_value: 0,
                };
                items.iter().for_each(|item| count_confidences(item, &mut count));
                count
            })
            .collect()
    }
}

/// Every list of the entries as JSON.
pub(super) fn json_lists(entries: &Entries) -> Vec<(String, Vec<Json>)> {
    let Ok(Json::Object(fields)) = serde_json::to_value(entries) else { return Vec::new() };
    fields
        .into_iter()
        .filter_map(|(list, items)| match items {
            Json::Array(items) => Some((list, items)),
            _ => None,
        })
        .collect()
}

fn count_sources(value: &Json, counts: &mut BTreeMap<String, usize>) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("source", Json::String(id)) => *counts.entry(id.clone()).or_default() += 1,
                    ("sources", Json::Array(ids)) if ids.iter().all(Json::is_string) => {
                        for id in ids.iter().filter_map(Json::as_str) {
                            *counts.entry(id.to_string()).or_default() += 1;
                        }
                    }
                    _ => count_sources(value, counts),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| count_sources(item, counts)),
        _ => {}
    }
}

fn count_confidences(value: &Json, count: &mut KindCount) {
    match value {
        Json::Object(fields) => {
            if let Some(confidence) = fields.get("confidence").and_then(Json::as_str) {
                match confidence {
                    "Verbatim" => count.verbatim += 1,
                    "Secondary" => count.secondary += 1,
                    _ => count.derived += 1,
                }
                if fields.get("value").is_some_and(Json::is_string) {
                    count.without_value += 1;
                }
            }
            fields.values().for_each(|value| count_confidences(value, count));
        }
        Json::Array(items) => items.iter().for_each(|item| count_confidences(item, count)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_kind_has_views_whose_sources_exist() {
        let catalog = Catalog::embedded();
        for kind in [
            Kind::Gpu,
            Kind::System,
            Kind::Model,
            Kind::Switch,
            Kind::Nic,
            Kind::Transceiver,
            Kind::Cable,
            Kind::Rack,
            Kind::Storage,
        ] {
            let views = catalog.views(kind);
            assert!(!views.is_empty(), "{kind:?}");
            for view in views {
                assert!(!view.rows.is_empty() && !view.title.is_empty(), "{kind:?} {}", view.id);
                for row in view.rows.iter().filter(|row| !row.source.is_empty()) {
                    assert!(catalog.source(&row.source).is_some(), "{} {}", view.id, row.field);
                }
                assert_eq!(catalog.view(kind, &view.id).as_ref(), Some(&view));
            }
        }
    }

    #[test]
    fn documents_and_confidences_are_counted() {
        let catalog = Catalog::embedded();
        let uses = catalog.source_uses();
        assert_eq!(uses.len(), catalog.sources().len());
        assert!(uses.iter().map(|one| one.facts).sum::<usize>() > 1500);
        let gpus = catalog.kind_counts().into_iter().find(|count| count.list == "gpus").unwrap();
        assert!(gpus.entries >= 39 && gpus.verbatim > 100 && gpus.without_value > 10, "{gpus:?}");
    }
}
