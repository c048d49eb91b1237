//! Entries side by side, and two catalogs side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::{Catalog, kinds::Kind, rows::Row, view::json_lists};

/// One field of several entries.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareRow {
    /// Name of the field.
    pub field: String,
    /// Unit; empty when it has none.
    pub unit: &'static str,
    /// The fact of each entry, in the order asked for; none where the entry has no such fact.
    pub cells: Vec<Option<Row>>,
    /// Each value over the first; none where either is no number or the first is 0.
    pub ratios: Vec<Option<f64>>,
    /// Why the ratios mix conditions; none when they do not.
    pub mixed: Option<String>,
}

/// Entries of one kind side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Ids, in the order asked for.
    pub ids: Vec<String>,
    /// Fields that at least one entry has.
    pub rows: Vec<CompareRow>,
}

impl Catalog {
    /// Entries of a kind side by side, with ratios to the first.
    ///
    /// # Errors
    /// The first id that the kind does not have.
    pub fn compare(&self, kind: Kind, ids: &[&str]) -> Result<Comparison, String> {
        let views = ids
            .iter()
            .map(|id| self.view(kind, id).ok_or_else(|| (*id).to_string()))
            .collect::<Result<Vec<_>, _>>()?;
        let mut fields: Vec<(String, &'static str)> = Vec::new();
        for row in views.iter().flat_map(|view| view.rows.iter()) {
            if !fields.iter().any(|(field, _)| *field == row.field) {
                fields.push((row.field.clone(), row.unit));
            }
        }
        let preliminary: BTreeSet<&str> = views
            .iter()
            .filter(|view| view.row("preliminary").is_some_and(|row| row.value == Json::Bool(true)))
            .map(|view| view.id.as_str())
            .collect();
        let rows = fields
            .into_iter()
            .map(|(field, unit)| {
                let cells: Vec<Option<Row>> = views.iter().map(|view| view.row(&field).cloned()).collect();
                let number = |cell: &Option<Row>| cell.as_ref().and_then(|row| row.value.as_f64());
                let first = cells.first().and_then(number).filter(|first| *first != 0.0);
                let ratios: Vec<Option<f64>> =
                    cells.iter().map(|cell| Some(number(cell)? / first?)).collect();
                let compared = ratios.iter().flatten().count() > 1;
                let mixed = if compared { mixed(ids, &cells, &preliminary) } else { None };
                CompareRow { field, unit, cells, ratios, mixed }
            })
            .collect();
        Ok(Comparison { ids: ids.iter().map(ToString::to_string).collect(), rows })
    }
}

/// Why numbers of one field do not rest on one condition: preliminary figures, or a condition one of them carries.
fn mixed(ids: &[&str], cells: &[Option<Row>], preliminary: &BTreeSet<&str>) -> Option<String> {
    let with_value: Vec<(&str, &Row)> =
        ids.iter().zip(cells).filter_map(|(id, cell)| Some((*id, cell.as_ref()?))).collect();
    let mut reasons = Vec::new();
    for (id, _) in with_value.iter().filter(|(id, _)| preliminary.contains(id)) {
        reasons.push(format!("{id} is preliminary"));
    }
    let notes: BTreeSet<Option<&str>> = with_value.iter().map(|(_, row)| row.note.as_deref()).collect();
    if notes.len() > 1 {
        for (id, row) in &with_value {
            if let Some(note) = &row.note {
                reasons.push(format!("{id}: {note}"));
            }
        }
    }
    let confidences: BTreeSet<&str> = with_value.iter().map(|(_, row)| row.confidence.as_str()).collect();
    if confidences.contains("derived") && confidences.len() > 1 {
        let derived = with_value.iter().filter(|(_, row)| row.confidence == "derived").map(|(id, _)| *id);
        reasons.push(format!("computed, not printed, for {}", derived.collect::<Vec<_>>().join(", ")));
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// How an entry changed from one catalog to another.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// A field changed: name, before and after; null where there was or is none.
    Field {
        /// Name of the field.
        field: String,
        /// Before.
        before: Json,
        /// After.
        after: Json,
    },
}

/// A change of one entry, and the entries whose results it may move.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogChange {
    /// Name of the list, such as `gpus`.
    pub list: String,
    /// Id, or the bare name.
    pub id: String,
    /// What changed.
    pub change: Change,
    /// Entries that refer to it, as `list/id`: designs with them may come out differently.
    pub moves: Vec<String>,
}

impl Catalog {
    /// What changed from one catalog to another, by list and id.
    #[must_use]
    pub fn diff(before: &Self, after: &Self) -> Vec<CatalogChange> {
        let (old, new) = (by_id(before), by_id(after));
        let keys: BTreeSet<&(String, String)> = old.keys().chain(new.keys()).collect();
        let references = references(&[&old, &new]);
        let mut changes = Vec::new();
        for key in keys {
            let found: Vec<Change> = match (old.get(key), new.get(key)) {
                (None, Some(_)) => vec![Change::Added],
                (Some(_), None) => vec![Change::Removed],
                (Some(a), Some(b)) if a != b => fields_changed(a, b),
                _ => continue,
            };
            let moves: Vec<String> = references.get(&key.1).into_iter().flatten().cloned().collect();
            changes.extend(found.into_iter().map(|change| CatalogChange {
                list: key.0.clone(),
                id: key.1.clone(),
                change,
                moves: moves.clone(),
            }));
        }
        changes
    }
}

type ById = BTreeMap<(String, String), Json>;

fn by_id(catalog: &Catalog) -> ById {
    let mut found = ById::new();
    for (list, items) in json_lists(&catalog.entries) {
        for item in items {
            let key = |key: &str| item.get(key).and_then(Json::as_str).map(ToString::to_string);
            let id = key("id").or_else(|| key("name")).unwrap_or_default();
            found.insert((list.clone(), id), item);
        }
    }
    found
}

fn fields_changed(before: &Json, after: &Json) -> Vec<Change> {
    let (Json::Object(a), Json::Object(b)) = (before, after) else { return Vec::new() };
    let fields: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    fields
        .into_iter()
        .filter(|field| a.get(*field) != b.get(*field))
        .map(|field| Change::Field {
            field: field.clone(),
            before: a.get(field).cloned().unwrap_or(Json::Null),
            after: b.get(field).cloned().unwrap_or(Json::Null),
        })
        .collect()
}

/// For each id, the entries of other lists that name it in a field (`gpus`, `patterns`, `ew_switches`, `part` ...).
fn references(catalogs: &[&ById]) -> BTreeMap<String, BTreeSet<String>> {
    let ids: BTreeSet<&str> =
        catalogs.iter().flat_map(|catalog| catalog.keys().map(|(_, id)| id.as_str())).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for catalog in catalogs {
        for ((list, id), item) in *catalog {
            let mut named = BTreeSet::new();
            names_in(item, "", &ids, &mut named);
            for name in named.into_iter().filter(|name| name != id) {
                found.entry(name).or_default().insert(format!("{list}/{id}"));
            }
        }
    }
    found
}

/// Fields that name other entries; a document or a word of prose is no such reference.
const REFERENCES: &[&str] = &[
    "gpus",
    "patterns",
    "gpus_allowed",
    "ew_switches",
    "ns_switches",
    "oob_switch",
    "ew_switch",
    "nic",
    "variant_of",
    "systems",
    "part",
    "candidates",
    "default",
    "near",
    "entry",
    "source",
    "sources",
];

fn names_in(value: &Json, field: &str, ids: &BTreeSet<&str>, named: &mut BTreeSet<String>) {
    match value {
        Json::String(text) if REFERENCES.contains(&field) && ids.contains(text.as_str()) => {
            named.insert(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| names_in(item, field, ids, named)),
        Json::Object(fields) => fields.iter().for_each(|(field, value)| names_in(value, field, ids, named)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ratios_are_to_the_first_and_marked_where_conditions_mix() {
        let catalog = Catalog::embedded();
        let comparison = catalog.compare(Kind::Gpu, &["h100-sxm", "h200-sxm", "b300-sxm"]).unwrap();
        let row = |field: &str| comparison.rows.iter().find(|row| row.field == field).unwrap();
        let memory = row("memory_gb");
        assert!((memory.ratios[1].unwrap() - 141.0 / 80.0).abs() < 1e-9 && memory.unit == "GB");
        let fp4 = row("fp4_tflops_dense");
        assert!(fp4.ratios.iter().all(Option::is_none), "Hopper has no FP4: no ratio");
        assert!(row("tdp_w").mixed.as_deref().unwrap().contains("b300-sxm"), "notes differ");
        assert_eq!(catalog.compare(Kind::Gpu, &["h100-sxm", "h900"]), Err("h900".to_string()));
        let rubin = catalog.compare(Kind::Gpu, &["h100-sxm", "rubin"]).unwrap();
        let memory = rubin.rows.iter().find(|row| row.field == "memory_gb").unwrap();
        assert!(memory.mixed.as_deref().unwrap().contains("preliminary"));
    }

    #[test]
    fn a_diff_names_what_changed_and_what_it_moves() {
        let before = Catalog::embedded();
        assert!(Catalog::diff(&before, &before).is_empty());
        let text = "gpus:\n  - id: l40s\n    name: L40S\n    architecture: Ada\n    generation: ada\n    form: pcie_passive\n    \
                    form_factor: PCIe\n    status: current\n    memory_gb: {value: 47, source: own-reading, confidence: derived}\n\
                    racks:\n  - {id: rack-x, name: X}\n";
        let after = before.overlaid_with_files(vec![("x.yaml".into(), text.into())]).unwrap();
        let changes = Catalog::diff(&before, &after);
        let memory = changes
            .iter()
            .find(|one| matches!(&one.change, Change::Field { field, .. } if field == "memory_gb"))
            .unwrap();
        assert_eq!((memory.list.as_str(), memory.id.as_str()), ("gpus", "l40s"));
        assert!(memory.moves.contains(&"patterns/2-4-3-200".to_string()), "{:?}", memory.moves);
        assert!(changes.iter().any(|one| one.id == "rack-x" && one.change == Change::Added));
        let back = Catalog::diff(&after, &before);
        assert!(back.iter().any(|one| one.id == "rack-x" && one.change == Change::Removed));
    }
}
