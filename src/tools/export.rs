//! Cabling and topology files of a plan's fabrics.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, layout, plan};
use crate::{
    catalog::Catalog,
    check::Planner,
    design::{Design, Reading, words::nearest},
    render::export::{self, FORMATS, File},
};

/// A larger file is not put into a reply; the command line writes it whole.
const TEXT_LIMIT_BYTES: usize = 8 * 1024;

/// Writes cabling and topology files.
pub struct Export;

/// Which file of which plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What was read from the customer's text so far.
    #[serde(default)]
    pub reading: Option<Reading>,
    /// Form of the file.
    pub format: FormatName,
}

/// The name of an export format.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormatName(pub String);

impl JsonSchema for FormatName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "FormatName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

/// The files.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Form of the files.
    pub format: FormatName,
    /// Each file.
    pub files: Vec<Written>,
}

/// One file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Name.
    pub name: String,
    /// Length in bytes.
    pub bytes: usize,
    /// Lines.
    pub line_count: usize,
    /// The text; null for a large file, which `gcg export` writes.
    pub text: Option<String>,
}

impl Tool for Export {
    const NAME: &'static str = "export";
    const DESCRIPTION: &'static str = "Writes a cabling or topology file for the fabrics of the plan: cable schedule, simulation topology, scheduler topology, inventory import, picture. Use it when the request asks for such a file or for the cables one by one. For counts of cables and switches use plan.";
    const SESSION_KEYS: &'static [&'static str] = &["reading"];
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let answer = plan::answer(catalog, &input.reading.unwrap_or_default(), Planner::none())?;
        let design = answer.document().design.as_ref();
        let design = design.ok_or_else(|| layout::nothing("the plan holds no design"))?;
        let files = files(catalog, design, &input.format.0)?;
        let written = |(name, text): File| Written {
            name,
            bytes: text.len(),
            line_count: text.lines().count(),
            text: (text.len() <= TEXT_LIMIT_BYTES).then_some(text),
        };
        Ok(Output { format: input.format, files: files.into_iter().map(written).collect() })
    }
}

/// The files of a design in a format, each with its name.
///
/// # Errors
/// `input.invalid` for an unknown format, a design without wiring, or a wiring the format cannot express.
pub fn files(catalog: &Catalog, design: &Design, format: &str) -> Result<Vec<File>, ToolError> {
    let known = export::format(format).ok_or_else(|| {
        let near = nearest(format, FORMATS.iter().map(|format| format.name), 5);
        ToolError::new(ErrorCode::InputInvalid, format!("unknown export format `{format}`"))
            .hint(format!("nearest formats: {}", near.join(", ")))
    })?;
    let (wiring, _) = layout::lay_out(catalog, design)?;
    (known.files)(&wiring).map_err(|error| layout::nothing(&error.to_string()))
}
