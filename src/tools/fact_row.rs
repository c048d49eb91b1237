//! A fact of the catalog as tools show it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Row, rows},
    design::Plain,
};

/// One fact: value, unit, and the document it was read in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactRow {
    /// Name of the field.
    pub field: String,
    /// The value; null when there is none.
    pub value: Plain,
    /// Unit; empty when it has none.
    pub unit: String,
    /// `value`, `none` (known to be absent) or `not_published`.
    pub state: String,
    /// Id of the document.
    pub source: String,
    /// verbatim, secondary or derived.
    pub confidence: String,
    /// Condition, reading or rule that belongs to the value.
    pub note: Option<String>,
}

/// Every fact of a catalog entry.
#[must_use]
pub fn fact_rows<T: Serialize>(entry: &T) -> Vec<FactRow> {
    rows(entry).into_iter().map(from_row).collect()
}

/// A row of the catalog as tools show it.
#[must_use]
pub fn from_row(row: Row) -> FactRow {
    FactRow {
        field: row.field,
        value: Plain::from_json(&row.value),
        unit: row.unit.into(),
        state: row.state.into(),
        source: row.source,
        confidence: row.confidence,
        note: row.note,
    }
}
