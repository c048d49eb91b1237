//! The parts of a kind, filtered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, part::PartKind};
use crate::catalog::{Catalog, Filter};

/// Lists parts.
pub struct PartList;

/// Which parts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Kind of part.
    pub kind: PartKind,
    /// Conditions such as "memory_gb>=140" or "generation=blackwell"; empty for all.
    #[serde(default)]
    pub conditions: Vec<String>,
}

/// The parts found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Kind of part.
    pub kind: PartKind,
    /// Parts that pass every condition.
    pub parts: Vec<Row>,
    /// Ids of parts that lack a value a condition asks for: nobody can tell.
    pub not_known: Vec<String>,
}

/// One part in short.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Catalog id.
    pub id: String,
    /// Name.
    pub name: String,
}

impl Tool for PartList {
    const NAME: &'static str = "part_list";
    const DESCRIPTION: &'static str = "Lists the parts of one kind in the catalog (system, switch, nic, optic, cable, model, gpu), optionally by conditions on their facts. Use it when the request asks which such products there are. It shows no figures; use part_show for those.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let wrong = |error: &dyn std::fmt::Display| {
            ToolError::new(ErrorCode::InputInvalid, error.to_string())
                .hint("conditions are written field>=number, field<=number or field=word")
        };
        let filters = input
            .conditions
            .iter()
            .map(|text| Filter::parse(text))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| wrong(&error))?;
        let found = catalog.filter(input.kind.kind(), &filters).map_err(|error| wrong(&error))?;
        let parts = found.found.into_iter().map(|view| Row { id: view.id, name: view.title }).collect();
        Ok(Output { kind: input.kind, parts, not_known: found.untold })
    }
}
