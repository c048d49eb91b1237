//! A question in any words, answered directly: the same operations that answer `gcg ask` without a model.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ErrorCode, Tool, ToolError,
    answers::{self, Memory},
};
use crate::{catalog::Catalog, design::Outcome};

/// Answers a question.
pub struct AnswerQuestion;

/// The question.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// One question as a person would ask it, with the product names and amounts it is about.
    pub question: String,
}

/// The answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What kind of answer it is.
    pub outcome: Outcome,
    /// The answer, one sentence each, in the language of the question.
    pub sentences: Vec<String>,
    /// Titles of the documents it rests on.
    pub sources: Vec<String>,
}

impl Tool for AnswerQuestion {
    const NAME: &'static str = "answer_question";
    const DESCRIPTION: &'static str = "Answers one question about GPU clusters in whole sentences: figures, differences, node limits, what fits in a power budget, switch and cable counts, indicative prices, terms of the field. Use it when no other tool gives the answer itself. It designs nothing.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let told = answers::answer(catalog, &input.question, None, &Memory::default()).ok_or_else(|| {
            ToolError::new(ErrorCode::InputInvalid, "this states a need, or nothing here answers it")
                .hint("use plan for a need; name a product and a figure in a question")
        })?;
        let sources = told
            .sources
            .iter()
            .filter_map(|id| catalog.source(id))
            .map(|source| source.title.to_string())
            .collect();
        Ok(Output { outcome: told.outcome, sentences: told.sentences, sources })
    }
}
