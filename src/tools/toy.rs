//! A toy tool: with its row in `TOOLS` it is all a tool needs, and that is what it shows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError};
use crate::catalog::Catalog;

/// Counts the GPUs of the catalog up to a limit.
pub(super) struct Toy;

/// What to count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Input {
    /// Most that are counted.
    limit: usize,
}

/// The count.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Output {
    /// How many there are.
    count: usize,
}

impl Tool for Toy {
    const NAME: &'static str = "toy";
    const DESCRIPTION: &'static str =
        "Counts the GPUs of the catalog. Use it when the request asks how many there are.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        Ok(Output { count: catalog.gpus().len().min(input.limit) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use crate::{
        catalog::Catalog,
        tools::{self, TOOLS},
    };

    #[test]
    fn its_row_lists_describes_checks_and_calls_it() {
        let catalog = Catalog::embedded();
        assert!(TOOLS.iter().any(|tool| tool.name() == "toy" && tool.description().contains("Use it when")));
        let schemas = tools::schemas("toy").unwrap();
        assert_eq!(schemas.model_input["required"], json!(["limit"]));
        assert_eq!(schemas.input["properties"]["limit"]["description"], "Most that are counted.");
        assert_eq!(tools::call(&catalog, "toy", json!({ "limit": 3 })).unwrap(), json!({ "count": 3 }));
        let error = tools::call(&catalog, "toy", json!({ "limit": "three" })).unwrap_err();
        assert_eq!(error.code, tools::ErrorCode::ToolArguments);
        assert!(tools::find("tooy").err().unwrap().hints[0].contains("toy"));
    }
}
