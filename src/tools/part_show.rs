//! One part of any kind, fact by fact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ErrorCode, Tool, ToolError,
    fact_row::{FactRow, from_row},
    part::{self, PartKind},
};
use crate::catalog::Catalog;

/// Shows a part.
pub struct PartShow;

/// Which part.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Kind of part.
    pub kind: PartKind,
    /// Name of the part as people write it, such as "SN5600" or "DGX H200".
    pub name: String,
}

/// The part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Kind of part.
    pub kind: PartKind,
    /// Catalog id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Every fact with its document.
    pub facts: Vec<FactRow>,
    /// What the name leaves open, and readings worth knowing.
    pub notes: Vec<String>,
}

impl Tool for PartShow {
    const NAME: &'static str = "part_show";
    const DESCRIPTION: &'static str = "Shows the published facts of one server, switch, network adapter, transceiver, cable or language model, such as the power of a DGX H200 or the ports of an SN5600. Use it when the request asks for figures of such a product. For GPUs use gpu_spec.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let (id, mut notes) = part::resolve(catalog, input.kind, &input.name)?;
        let view = catalog
            .view(input.kind.kind(), &id)
            .ok_or_else(|| ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no `{id}`")))?;
        notes.extend(view.notes);
        Ok(Output {
            kind: input.kind,
            id: view.id,
            name: view.title,
            facts: view.rows.into_iter().map(from_row).collect(),
            notes,
        })
    }
}
