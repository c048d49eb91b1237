//! What a question begins with, what it asks for, and how it ends.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    agent::{
        error::{AgentError, Code},
        final_answer::FinalAnswer,
        limits::Limits,
        message::ChatRequest,
    },
    design::Reading,
};

/// A tool on offer in this question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Name.
    pub name: String,
    /// What it answers and when to use it.
    pub description: String,
    /// Schema of its arguments as the model sees it.
    pub parameters: Value,
    /// Schema of its input as scripts see it, without the keys the session fills in.
    pub input: Value,
}

/// What a question begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Our instructions.
    pub system: String,
    /// The user's message: the fenced text and what was read of it.
    pub user: String,
    /// Tools.
    pub offers: Vec<Offer>,
    /// What was read of the text.
    pub reading: Reading,
    /// The customer's text of the whole session, plain.
    pub customer: String,
    /// Bounds.
    pub limits: Limits,
    /// Whether the service allows a tool to be forced.
    pub forced_choice: bool,
}

/// A call that is to be carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Id within the question.
    pub id: String,
    /// Tool.
    pub name: String,
    /// Arguments that were read; not yet held against the schema.
    pub arguments: Value,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A result; with the reading it rests on, when the call was a plan or stated something.
    Result {
        /// Result.
        value: Value,
        /// The reading as it is from here on.
        planned: Option<Box<Reading>>,
    },
    /// The arguments break the schema: sent back as a repair.
    BadArguments(Value),
    /// The tool cannot do what was asked: an answer like any other.
    Refused(Value),
}

/// A call that was carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Id within the question.
    pub call: String,
    /// Tool.
    pub tool: String,
    /// Arguments.
    pub arguments: Value,
    /// Its result, in full.
    pub reply: Reply,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Ask the model.
    CallModel(Box<ChatRequest>),
    /// Carry out these calls, in this order, and feed all their replies.
    CallTools(Vec<ToolCall>),
    /// The question has ended.
    Done(Outcome),
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// With an answer of the model whose form and values were checked.
    Answered {
        /// The answer, values printed.
        answer: Box<FinalAnswer>,
        /// Parts whose prose was refused twice and that the program has to write.
        replaced: Vec<String>,
    },
    /// Without one; the engines may still have one.
    Exhausted {
        /// Why.
        code: Code,
        /// Why, in a sentence.
        message: String,
    },
    /// Broken off.
    Failed(Box<AgentError>),
}
