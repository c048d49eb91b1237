//! Parts of a kind side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ErrorCode, Tool, ToolError,
    fact_row::{FactRow, from_row},
    part::{self, PartKind},
};
use crate::catalog::Catalog;

/// Compares parts.
pub struct PartCompare;

/// Which parts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Kind of the parts.
    pub kind: PartKind,
    /// Names of two or more parts; ratios are to the first.
    #[schemars(length(min = 2, max = 8))]
    pub names: Vec<String>,
}

/// The parts side by side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Kind of the parts.
    pub kind: PartKind,
    /// Catalog ids, in the order asked for.
    pub ids: Vec<String>,
    /// One row per field.
    pub rows: Vec<Row>,
    /// What the names leave open.
    pub notes: Vec<String>,
}

/// One field of all parts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name of the field.
    pub field: String,
    /// Unit; empty when it has none.
    pub unit: String,
    /// The fact of each part; null where it has none.
    pub facts: Vec<Option<FactRow>>,
    /// Each value over the first; null where there is no such ratio.
    pub to_first_ratio: Vec<Option<f64>>,
    /// Why the ratios mix conditions; null when they do not.
    pub mixed: Option<String>,
}

impl Tool for PartCompare {
    const NAME: &'static str = "part_compare";
    const DESCRIPTION: &'static str = "Compares two or more products of one kind field by field, with ratios. Use it when the request names at least two GPUs, servers, switches or models and asks how they differ. It designs nothing and recommends nothing.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        if input.names.len() < 2 {
            return Err(ToolError::new(
                ErrorCode::InputInvalid,
                format!("{} name; at least 2 are compared", input.names.len()),
            ));
        }
        let mut ids = Vec::new();
        let mut notes = Vec::new();
        for name in &input.names {
            let (id, open) = part::resolve(catalog, input.kind, name)?;
            ids.push(id);
            notes.extend(open);
        }
        let wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
        let compared = catalog
            .compare(input.kind.kind(), &wanted)
            .map_err(|id| ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no `{id}`")))?;
        let rows = compared
            .rows
            .into_iter()
            .map(|row| Row {
                field: row.field,
                unit: row.unit.into(),
                facts: row.cells.into_iter().map(|cell| cell.map(from_row)).collect(),
                to_first_ratio: row.ratios,
                mixed: row.mixed,
            })
            .collect();
        Ok(Output { kind: input.kind, ids, rows, notes })
    }
}
