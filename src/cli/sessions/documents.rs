//! What the commands on sessions print.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::agent::{Exchange, verify::Difference};

/// The sessions there are.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Where they are kept.
    pub folder: String,
    /// One a session.
    pub sessions: Vec<Row>,
}

/// A session in the list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name.
    pub name: String,
    /// When it began, UTC; null when it cannot be read.
    pub created: Option<String>,
    /// How many questions it holds; null when it cannot be read.
    pub questions: Option<usize>,
    /// The beginning of the last question.
    pub last: Option<String>,
    /// Why it cannot be read; null when it can.
    pub error: Option<String>,
}

/// A session with its questions.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Name.
    pub name: String,
    /// When it began, UTC.
    pub created: String,
    /// Version of the program it began with.
    pub program: String,
    /// Catalog it began with.
    pub catalog: CatalogThen,
    /// Its questions.
    pub questions: Vec<Question>,
    /// What is required by now, a value a field.
    pub requirement: Map<String, Value>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// The catalog a session began with.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogThen {
    /// Edition.
    pub edition: String,
    /// Digest of its files.
    pub digest: String,
}

/// A question and how it ended.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its number, from 1.
    pub question: usize,
    /// Its beginning.
    pub text: String,
    /// Which planner read it.
    pub planner: String,
    /// The model, when there was one.
    pub model: Option<String>,
    /// Calls of tools.
    pub calls: usize,
    /// Outcome of its answer; null when it has none.
    pub outcome: Option<String>,
    /// Code of its error; null when there was none.
    pub error: Option<String>,
    /// Summary of its answer; null when it has none.
    pub summary: Option<String>,
    /// Whether it was broken off.
    pub interrupted: bool,
}

/// Whether a session comes out again as it was stored.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// Name.
    pub name: String,
    /// Whether everything is equal.
    pub verified: bool,
    /// Questions looked at.
    pub questions: usize,
    /// Calls made again.
    pub calls: usize,
    /// Designs made again.
    pub designs: usize,
    /// What differs.
    #[schemars(with = "Vec<Value>")]
    pub differences: Vec<Difference>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// A whole session.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exported<'a> {
    /// Name.
    pub name: &'a str,
    /// The first line: form, beginning, program, catalog.
    #[schemars(with = "Map<String, Value>")]
    pub head: &'a crate::agent::journal::Head,
    /// Each question with everything it rested on, in the form of the session file.
    #[schemars(with = "Vec<Map<String, Value>>")]
    pub exchanges: Vec<&'a Exchange>,
    /// What a reader should know.
    pub warnings: &'a [String],
}
