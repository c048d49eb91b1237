//! What a language model says about a GPU the catalog does not hold. Never used inside a design; shown only as what
//! it is: unverified, with the model's name.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    error::{AgentError, Code},
    event::EventSink,
    message::{ChatRequest, Choice, Message},
    provider::Provider,
};
use crate::{design::Reading, tools};

/// Our instructions.
const SYSTEM: &str = include_str!("../../prompts/gpu_fallback.md");
/// Tokens of the answer, as in the original prototype.
const ANSWER_TOKENS: u32 = 200;
/// No GPU product has less memory than this or more, GB; the bounds leave room above the 288 GB of the largest
/// accelerator sold when this was written (AMD Instinct MI355X, product page).
const MEMORY_GB: std::ops::RangeInclusive<f64> = 1.0..=2048.0;
/// A longer name is no product's.
const NAME_MAX: usize = 80;
/// Characters of a note that are kept.
const NOTE_KEPT: usize = 200;

/// The look-up's result, with the keys of the original prototype.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GpuGuess {
    /// The name as asked for.
    pub gpu: String,
    /// Memory, GB; unverified.
    pub memory_gb: f64,
    /// Where it comes from, and what the model added.
    pub notes: Vec<String>,
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "gpu": { "type": "string" },
            "memory_gb": { "type": "number" },
            "notes": { "type": "array", "items": { "type": "string" }, "maxItems": 8 },
        },
        "required": ["gpu", "memory_gb", "notes"],
        "additionalProperties": false,
    })
}

/// Asks a model for the memory of a GPU the catalog does not hold.
///
/// # Errors
/// `input.invalid` for a name that is none, `answer.schema` for an answer of another form, `answer.implausible` for
/// one that says it does not know or cannot be true, and everything a model service can fail with.
pub async fn look_up(
    gpu: &str,
    provider: &mut dyn Provider,
    time_ms: u64,
    events: &mut dyn EventSink,
) -> Result<GpuGuess, AgentError> {
    let name = gpu.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        let message = format!("a GPU name has 1 to {NAME_MAX} plain characters");
        return Err(AgentError::new(Code::InputInvalid, message));
    }
    let request = ChatRequest {
        messages: vec![
            Message::System { content: SYSTEM.into() },
            Message::User { content: json!({ "gpu": name }).to_string() },
        ],
        tools: Vec::new(),
        choice: Choice::Auto,
        max_tokens: ANSWER_TOKENS,
        shape: Some(schema()),
        whole: true,
        reading: Reading::default(),
    };
    let turn = provider.chat(&request, time_ms, events).await?;
    let model = turn.model.clone().or_else(|| provider.model()).unwrap_or_else(|| provider.name().into());
    if turn.markup.is_some() {
        return Err(AgentError::new(Code::ModelMalformedCall, format!("{model} wrote tool markup instead of an answer")));
    }
    guess(name, &turn.text, &printable(&model, NAME_MAX))
}

/// Checks an answer.
fn guess(name: &str, text: &str, model: &str) -> Result<GpuGuess, AgentError> {
    let text = text.trim();
    let text = text.strip_prefix("```json").or(text.strip_prefix("```")).unwrap_or(text);
    let text = text.strip_suffix("```").unwrap_or(text).trim();
    let wrong = |what: String| {
        AgentError::new(Code::AnswerSchema, format!("{model} did not answer in the form that was asked for: {what}"))
            .hint("ask again, or name a GPU of `gcg gpu list`")
    };
    let value = tools::strict_json(text).map_err(|error| wrong(error.message))?;
    let said: GpuGuess = serde_json::from_value(value).map_err(|error| wrong(error.to_string()))?;
    let implausible = |what: &str| {
        AgentError::new(Code::AnswerImplausible, format!("{model} {what} for `{name}`; nothing is shown"))
            .hint("name a GPU of `gcg gpu list`, or add the GPU with a catalog overlay")
    };
    if said.memory_gb == 0.0 {
        return Err(implausible("says it does not know the memory"));
    }
    if !MEMORY_GB.contains(&said.memory_gb) {
        return Err(implausible("gave a memory no GPU has"));
    }
    if !same_product(name, &said.gpu) {
        return Err(implausible("answered about another product"));
    }
    let mut notes = vec![format!("unverified: from the language model {model}, not from the catalog")];
    notes.extend(said.notes.iter().take(4).map(|note| format!("the model says: {}", printable(note, NOTE_KEPT))));
    Ok(GpuGuess { gpu: name.into(), memory_gb: said.memory_gb, notes })
}

/// Whether the answer's name has the words with digits of the one asked for: H200 is no H100.
fn same_product(asked: &str, answered: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().any(|c| c.is_ascii_digit()))
            .map(str::to_lowercase)
            .collect()
    };
    let answered = words(answered);
    words(asked).iter().all(|word| answered.contains(word))
}

fn printable(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).take(most).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::agent::{Silent, message::Turn, provider::replay::Replay};

    #[test]
    fn good_answers_are_labelled() {
        let guess = guess("MI300X", r#"{"gpu":"AMD MI300X","memory_gb":192,"notes":["HBM3"]}"#, "m").unwrap();
        assert_eq!((guess.gpu.as_str(), guess.memory_gb), ("MI300X", 192.0));
        assert_eq!(guess.notes, ["unverified: from the language model m, not from the catalog", "the model says: HBM3"]);
    }

    #[test]
    fn other_answers_are_refused() {
        for (text, code) in [
            ("about 192 GB", Code::AnswerSchema),
            (r#"{"gpu":"MI300X","memory_gb":"192","notes":[]}"#, Code::AnswerSchema),
            (r#"{"gpu":"MI300X","memory_gb":192,"notes":[],"price":1}"#, Code::AnswerSchema),
            (r#"{"gpu":"MI300X","memory_gb":192,"memory_gb":1,"notes":[]}"#, Code::AnswerSchema),
            (r#"{"gpu":"MI300X","memory_gb":0,"notes":["unsure"]}"#, Code::AnswerImplausible),
            (r#"{"gpu":"MI300X","memory_gb":-8,"notes":[]}"#, Code::AnswerImplausible),
            (r#"{"gpu":"MI300X","memory_gb":192000,"notes":[]}"#, Code::AnswerImplausible),
            (r#"{"gpu":"MI325X","memory_gb":256,"notes":[]}"#, Code::AnswerImplausible),
        ] {
            assert_eq!(guess("MI300X", text, "m").unwrap_err().code, code, "{text}");
        }
    }

    #[tokio::test]
    async fn a_model_is_asked_once_and_names_that_are_none_not_at_all() {
        let turn = Turn { model: Some("some/model".into()), ..Turn::text("```json\n{\"gpu\":\"MI300X\",\"memory_gb\":192,\"notes\":[]}\n```") };
        let mut replay = Replay::new([turn]);
        let guess = look_up(" MI300X ", &mut replay, 1000, &mut Silent).await.unwrap();
        assert!(guess.notes[0].contains("some/model"));
        for name in ["", "x\u{1b}[2J", &"x".repeat(81)] {
            let error = look_up(name, &mut replay, 1000, &mut Silent).await.unwrap_err();
            assert_eq!(error.code, Code::InputInvalid);
        }
    }
}
