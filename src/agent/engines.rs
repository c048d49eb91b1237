//! What a conversation needs of the rest of the program: the tools, the reader of texts, and the plan of a reading.
//! The turn loop is tested with other tools through the same trait.

use serde_json::Value;

use super::run::Offer;
use crate::{
    check::{Answer, AnswerDraft, Planner},
    design::{Design, Reading, Requirement},
    tools::{
        self, Catalog, FollowUp, Pending, ToolError,
        answers::{self, Command, Memory, Part, Told},
        state::{Claim, Heard},
    },
};

/// The engines of a conversation. All of them are pure and read-only.
pub trait Engines: Sync {
    /// The tools on offer: all, or those of the names that are given.
    ///
    /// # Errors
    /// `internal.tool_contract` when a schema does not compile.
    fn offers(&self, only: Option<&[&str]>) -> Result<Vec<Offer>, ToolError>;

    /// Keys of a tool's input that the session fills in.
    fn session_keys(&self, tool: &str) -> &'static [&'static str];

    /// Calls a tool; input and output are held against their schemas.
    ///
    /// # Errors
    /// As [`tools::call`].
    fn call(&self, tool: &str, input: Value) -> Result<Value, ToolError>;

    /// Reads a customer's text.
    fn read(&self, text: &str) -> Reading;

    /// The reading of a text with a model's claims in it, and the claims that do not hold.
    fn state(&self, text: &str, reading: &Reading, claims: &[Claim]) -> Heard {
        let _ = (text, claims);
        Heard { reading: reading.clone(), refused: Vec::new() }
    }

    /// Reads a message that follows on a requirement, or answers a pending question.
    fn follow_up(&self, previous: &Requirement, pending: Option<&Pending>, text: &str) -> FollowUp;

    /// The direct answer to a message that asks and states no need; none when it is a need.
    fn tell(&self, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
        let _ = (text, design, memory);
        None
    }

    /// The command a message is, with its language; none when it is none.
    fn command(&self, text: &str) -> Option<(Command, &'static str)> {
        let _ = text;
        None
    }

    /// What changed between two designs, as an answer; none where there is nobody to word it.
    fn tell_changed(
        &self,
        old: Option<&Design>,
        new: Option<&Design>,
        language: &'static str,
        memory: &Memory,
    ) -> Option<Told> {
        let _ = (old, new, language, memory);
        None
    }

    /// A part of an answer's document in words; none where there is nobody to word it.
    fn tell_part(&self, part: Part, document: &Value, text: &str, memory: &Memory) -> Option<Told> {
        let _ = (part, document, text, memory);
        None
    }

    /// What is said to a message that changes nothing; none where there is nobody to word it, or it may hold more.
    fn tell_kept(&self, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
        let _ = (text, design, memory);
        None
    }

    /// The plan of a reading, with the engine's own summary.
    fn draft(&self, reading: &Reading, planner: Planner) -> AnswerDraft;

    /// Certifies a draft.
    ///
    /// # Errors
    /// `internal.tool_contract`: a number without an origin.
    fn certify(&self, draft: AnswerDraft) -> Result<Answer, ToolError>;
}

/// Tools that are of no use in a conversation: their input is the session's own, or they repeat what was done.
const NOT_OFFERED: &[&str] = &["explain", "read_requirement"];

/// Takes a key out of the schema of a tool's arguments.
fn without(schema: &mut Value, key: &str) {
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.remove(key);
    }
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|one| one != key);
    }
}

impl Engines for Catalog {
    fn offers(&self, only: Option<&[&str]>) -> Result<Vec<Offer>, ToolError> {
        tools::TOOLS
            .iter()
            .filter(|tool| !NOT_OFFERED.contains(&tool.name()))
            .filter(|tool| only.is_none_or(|only| only.contains(&tool.name())))
            .map(|tool| {
                let schemas = tools::schemas(tool.name())?;
                let mut input = schemas.input.clone();
                for key in tool.session_keys() {
                    if let Some(properties) = input["properties"].as_object_mut() {
                        properties.remove(*key);
                    }
                }
                let mut parameters = schemas.model_input.clone();
                if tool.name() == "plan" {
                    // What the text states is said once, by the tool for it.
                    without(&mut parameters, "changes");
                }
                Ok(Offer {
                    name: tool.name().into(),
                    description: tool.description().into(),
                    parameters,
                    input,
                })
            })
            .collect()
    }

    fn session_keys(&self, tool: &str) -> &'static [&'static str] {
        tools::find(tool).map(|tool| tool.session_keys()).unwrap_or_default()
    }

    fn call(&self, tool: &str, input: Value) -> Result<Value, ToolError> {
        tools::call(self, tool, input)
    }

    fn read(&self, text: &str) -> Reading {
        tools::read(self, text)
    }

    fn state(&self, text: &str, reading: &Reading, claims: &[Claim]) -> Heard {
        tools::state::state(self, text, reading, claims)
    }

    fn follow_up(&self, previous: &Requirement, pending: Option<&Pending>, text: &str) -> FollowUp {
        tools::follow_up(self, previous, pending, text)
    }

    fn tell(&self, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
        answers::answer(self, text, design, memory)
    }

    fn command(&self, text: &str) -> Option<(Command, &'static str)> {
        answers::command(self, text)
    }

    fn tell_changed(
        &self,
        old: Option<&Design>,
        new: Option<&Design>,
        language: &'static str,
        memory: &Memory,
    ) -> Option<Told> {
        Some(answers::tell_changed(self, old, new, language, memory))
    }

    fn tell_part(&self, part: Part, document: &Value, text: &str, memory: &Memory) -> Option<Told> {
        Some(answers::tell_part(self, part, document, text, memory))
    }

    fn tell_kept(&self, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
        answers::tell_kept(self, text, design, memory)
    }

    fn draft(&self, reading: &Reading, planner: Planner) -> AnswerDraft {
        tools::plan::draft(self, reading, planner)
    }

    fn certify(&self, draft: AnswerDraft) -> Result<Answer, ToolError> {
        tools::plan::certified(draft, self)
    }
}
