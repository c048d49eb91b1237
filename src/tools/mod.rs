//! The operations that the model, the command line, MCP and the tests all call. Every tool is a pure, read-only
//! function of the catalog and its input; input and output are checked against the published schemas at run time.

pub mod answer_question;
pub mod answers;
mod arguments;
pub mod check_design;
pub mod check_list;
pub mod diff;
mod error;
pub mod explain;
pub mod export;
mod fact_row;
pub mod gpu_list;
pub mod gpu_spec;
pub mod layout;
mod list_text;
pub mod names;
pub mod part;
pub mod part_compare;
pub mod part_list;
pub mod part_show;
pub mod plan;
pub mod ra_check;
pub mod ra_list;
pub mod ra_recommend;
pub mod ra_show;
pub mod read_requirement;
mod schema;
mod size_crowd;
pub mod size_memory;
mod size_memory_form;
pub mod size_offline;
pub mod size_run;
pub mod size_serve;
mod size_serve_form;
pub mod size_train;
pub mod size_ways;
mod size_words;
mod sizing;
pub mod state;
#[cfg(test)]
mod toy;

pub use arguments::{Arguments, JsonFault, read_arguments, read_arguments_against, strict_json};
pub use error::{ErrorCode, ToolError};
pub use fact_row::{FactRow, fact_rows};
pub use read_requirement::{Change, FollowUp, Pending, Scenario, follow_up, read};
pub use schema::{published as published_schema, strict_view, violations};

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub use crate::catalog::Catalog;

/// An operation with typed input and output.
pub trait Tool: Sync {
    /// Name: verb or noun, snake case.
    const NAME: &'static str;
    /// What it answers, when to use it, what it does not do: three sentences at most, written for a model.
    const DESCRIPTION: &'static str;
    /// Keys of the input that a conversation fills in (the customer's text, the requirement so far). The model
    /// neither sees nor writes them.
    const SESSION_KEYS: &'static [&'static str] = &[];
    /// Typed input.
    type Input: DeserializeOwned + JsonSchema;
    /// Typed output.
    type Output: Serialize + JsonSchema;

    /// Runs the operation.
    ///
    /// # Errors
    /// What the caller can mend, with hints.
    fn run(catalog: &Catalog, input: Self::Input) -> Result<Self::Output, ToolError>;
}

/// Any tool, its types erased.
pub trait AnyTool: Sync {
    /// Name.
    fn name(&self) -> &'static str;
    /// Description, for a model.
    fn description(&self) -> &'static str;
    /// Keys of the input that a conversation fills in.
    fn session_keys(&self) -> &'static [&'static str];
    /// JSON schema of the input, generated anew.
    fn make_input_schema(&self) -> Value;
    /// JSON schema of the output, generated anew.
    fn make_output_schema(&self) -> Value;
    /// The schemas of input and output as they are published, each part once.
    fn published_schemas(&self) -> (Value, Value);
    /// Decodes, runs, encodes. The input has been checked against the schema.
    ///
    /// # Errors
    /// What the caller can mend; an input that does not decode although its schema allowed it is a bug of ours.
    fn run_json(&self, catalog: &Catalog, input: Value) -> Result<Value, ToolError>;
}

impl<T: Tool> AnyTool for T {
    fn name(&self) -> &'static str {
        T::NAME
    }
    fn description(&self) -> &'static str {
        T::DESCRIPTION
    }
    fn session_keys(&self) -> &'static [&'static str] {
        T::SESSION_KEYS
    }
    fn make_input_schema(&self) -> Value {
        schema::of::<T::Input>()
    }
    fn make_output_schema(&self) -> Value {
        schema::of::<T::Output>()
    }
    fn published_schemas(&self) -> (Value, Value) {
        (schema::published::<T::Input>(), schema::published::<T::Output>())
    }
    fn run_json(&self, catalog: &Catalog, input: Value) -> Result<Value, ToolError> {
        let input = serde_json::from_value(input).map_err(|error| {
            ToolError::new(ErrorCode::ToolContract, format!("the input of `{}`: {error}", T::NAME))
        })?;
        let output = T::run(catalog, input)?;
        serde_json::to_value(output).map_err(|error| {
            ToolError::new(ErrorCode::ToolContract, format!("the output of `{}`: {error}", T::NAME))
        })
    }
}

/// Every tool. The one list behind the model, `tools list`, MCP, the documentation and the schema tests.
pub const TOOLS: &[&dyn AnyTool] = &[
    &gpu_spec::GpuSpec,
    &gpu_list::GpuList,
    &part_show::PartShow,
    &part_list::PartList,
    &part_compare::PartCompare,
    &ra_list::RaList,
    &ra_show::RaShow,
    &ra_recommend::RaRecommend,
    &ra_check::RaCheck,
    &read_requirement::ReadRequirement,
    &state::State,
    &plan::Plan,
    &explain::Explain,
    &export::Export,
    &size_train::SizeTrain,
    &size_serve::SizeServe,
    &size_memory::SizeMemory,
    &check_design::CheckDesign,
    &check_list::CheckList,
    &answer_question::AnswerQuestion,
    #[cfg(test)]
    &toy::Toy,
];

/// The schemas of a tool, made once; each is compiled when something is first held against it.
#[derive(Debug)]
pub struct Schemas {
    /// Schema of the input as scripts see it: optional keys may be left out.
    pub input: Value,
    /// Schema of the input as a model sees it: the strict subset, without the keys of the session.
    pub model_input: Value,
    /// Schema of the output.
    pub output: Value,
    input_check: OnceLock<Result<jsonschema::Validator, String>>,
    output_check: OnceLock<Result<jsonschema::Validator, String>>,
}

impl Schemas {
    /// What breaks the input's schema.
    ///
    /// # Errors
    /// `internal.tool_contract` when the schema does not compile.
    fn input_faults(&self, input: &Value) -> Result<Vec<Value>, ToolError> {
        Ok(violations(compiled(&self.input_check, &self.input)?, &self.input, input))
    }

    /// What breaks the output's schema.
    ///
    /// # Errors
    /// As [`Schemas::input_faults`].
    fn output_faults(&self, output: &Value) -> Result<Vec<Value>, ToolError> {
        Ok(violations(compiled(&self.output_check, &self.output)?, &self.output, output))
    }
}

fn compiled<'a>(
    place: &'a OnceLock<Result<jsonschema::Validator, String>>,
    schema: &Value,
) -> Result<&'a jsonschema::Validator, ToolError> {
    place
        .get_or_init(|| jsonschema::validator_for(schema).map_err(|error| error.to_string()))
        .as_ref()
        .map_err(|error| {
            ToolError::new(ErrorCode::ToolContract, format!("a schema does not compile: {error}"))
        })
}

/// The tool with this name.
///
/// # Errors
/// `tool.unknown` with the names there are.
pub fn find(name: &str) -> Result<&'static dyn AnyTool, ToolError> {
    TOOLS.iter().find(|tool| tool.name() == name).copied().ok_or_else(|| {
        let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name()).collect();
        ToolError::new(ErrorCode::ToolUnknown, format!("there is no tool `{name}`"))
            .hint(format!("the tools are: {}", names.join(", ")))
    })
}

/// The schemas of a tool of [`TOOLS`].
///
/// # Errors
/// `tool.unknown` for a tool outside the list, `internal.tool_contract` when there are more tools than places.
pub fn schemas(name: &str) -> Result<&'static Schemas, ToolError> {
    static CACHE: [OnceLock<Schemas>; 32] = [const { OnceLock::new() }; 32];
    let tool = find(name)?;
    let place = TOOLS.iter().position(|other| other.name() == name).and_then(|place| CACHE.get(place));
    let place =
        place.ok_or_else(|| ToolError::new(ErrorCode::ToolContract, "more tools than places for schemas"))?;
    Ok(place.get_or_init(|| {
        let input = tool.make_input_schema();
        Schemas {
            model_input: strict_view(&input, tool.session_keys()),
            output: tool.make_output_schema(),
            input,
            input_check: OnceLock::new(),
            output_check: OnceLock::new(),
        }
    }))
}

/// Calls a tool by name: checks the input against its schema, runs it, checks the output against its schema.
///
/// # Errors
/// `tool.unknown`, `tool.args_invalid` with every violation, what the tool itself reports, or
/// `internal.tool_contract` when the tool breaks its own output schema.
pub fn call(catalog: &Catalog, name: &str, input: Value) -> Result<Value, ToolError> {
    let tool = find(name)?;
    let schemas = schemas(name)?;
    let faults = schemas.input_faults(&input)?;
    if !faults.is_empty() {
        return Err(ToolError::arguments(name, faults));
    }
    let output = tool.run_json(catalog, input)?;
    let faults = schemas.output_faults(&output)?;
    if faults.is_empty() {
        return Ok(output);
    }
    Err(ToolError::new(ErrorCode::ToolContract, format!("the output of `{name}` breaks its own schema"))
        .details(Value::Array(faults)))
}
