//! `gcg tools`.

use clap::Subcommand;
use serde_json::json;

use super::{
    super::{
        input,
        name_parser::{NameParser, names},
    },
    Done, Failure,
};
use crate::tools::{self, Catalog, TOOLS};

/// `gcg tools`.
#[derive(Debug, Subcommand)]
pub enum Tools {
    /// List the tools.
    List,
    /// Show a tool with its schemas.
    Show {
        /// Name of the tool.
        #[arg(value_parser = NameParser(names::tools))]
        name: String,
    },
    /// Call a tool.
    Call {
        /// Name of the tool.
        #[arg(value_parser = NameParser(names::tools))]
        name: String,
        /// Arguments as JSON, or - for standard input.
        #[arg(default_value = "{}")]
        arguments: String,
    },
}

/// Runs a tools command.
pub fn run(catalog: &Catalog, command: &Tools) -> Result<Done, Failure> {
    match command {
        Tools::List => {
            let list: Vec<_> = TOOLS
                .iter()
                .map(|tool| json!({ "name": tool.name(), "description": tool.description() }))
                .collect();
            Done::new(json!({ "tools": list }))
        }
        Tools::Show { name } => {
            let tool = tools::find(name)?;
            let schemas = tools::schemas(name)?;
            let document = json!({
                "name": tool.name(),
                "description": tool.description(),
                "session_keys": tool.session_keys(),
                "input_schema": schemas.input,
                "model_input_schema": schemas.model_input,
                "output_schema": schemas.output,
            });
            Done::new(document)
        }
        Tools::Call { name, arguments } => {
            let tool = tools::find(name)?;
            let text = if arguments == "-" {
                input::text("-", input::ANSWER_LIMIT_BYTES)?
            } else {
                arguments.clone()
            };
            let arguments = tools::read_arguments(tool, &text)?;
            Done::new(tools::call(catalog, name, arguments.value)?)
        }
    }
}
