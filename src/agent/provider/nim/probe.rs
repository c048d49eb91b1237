//! What a service and its model can do, found out by asking: the list of models, a one-token chat, a forced tool, a
//! stream, strict schemas, an answer in the shape of a schema. A handful of small requests; nothing of a customer.

use std::time::Duration;

use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Nim, body, body::Manner, fault::Fault, guard};
use crate::{
    agent::{
        error::Code,
        event::Silent,
        message::{ChatRequest, Choice, Message, ToolSpec, Turn},
    },
    design::Reading,
};

/// Time for one probe.
const PROBE_TIME: Duration = Duration::from_secs(30);
/// Tokens a probe with a tool may take.
const TOOL_TOKENS: u32 = 200;
/// Models that are named.
const MODELS_NAMED: usize = 8;

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// What was tried.
    pub name: &'static str,
    /// Whether it works.
    pub ok: bool,
    /// What came.
    pub found: String,
    /// Code of the failure.
    pub code: Option<String>,
}

impl Nim {
    /// Tries everything. A service that does not answer at all is not asked on.
    pub async fn probe(&self) -> Vec<Probe> {
        let mut probes = vec![self.models().await];
        let plain = self.manner;
        let chat = self
            .try_one("one-token chat", request("Say yes.", 1), Manner { stream: false, ..plain }, |_| None)
            .await;
        let answers = chat.ok;
        probes.push(chat);
        if !answers {
            return probes;
        }
        let called = |turn: &Turn| {
            let right = turn.calls.iter().any(|call| call.name == "note" && call.arguments.contains('7'));
            (!right).then(|| "no call came, or another one".to_string())
        };
        let mut tool = request("Call the tool note with the number seven (7).", TOOL_TOKENS);
        tool.tools = vec![ToolSpec {
            name: "note".into(),
            description: "Notes a number.".into(),
            parameters: json!({ "type": "object", "properties": { "number": { "type": "integer" } }, "required": ["number"], "additionalProperties": false }),
        }];
        let free = Manner { stream: true, strict: false, ..plain };
        probes.push(self.try_one("tool call, streamed", tool.clone(), free, called).await);
        tool.choice = Choice::Forced("note".into());
        probes.push(
            self.try_one(
                "forced tool",
                tool.clone(),
                Manner { forced: true, thinking: false, ..free },
                called,
            )
            .await,
        );
        tool.choice = Choice::Auto;
        probes.push(self.try_one("strict schemas", tool, Manner { strict: true, ..free }, called).await);
        let mut shaped = request("Answer with the number seven (7) as JSON.", TOOL_TOKENS);
        shaped.shape = Some(
            json!({ "type": "object", "properties": { "number": { "type": "integer" } }, "required": ["number"], "additionalProperties": false }),
        );
        let in_shape = |turn: &Turn| {
            let value: Value = serde_json::from_str(turn.text.trim()).unwrap_or_default();
            (!value["number"].is_i64()).then(|| "the answer has another shape".to_string())
        };
        probes.push(
            self.try_one(
                "answer in the shape of a schema",
                shaped,
                Manner { strict: true, ..free },
                in_shape,
            )
            .await,
        );
        probes
    }

    async fn try_one(
        &self,
        name: &'static str,
        request: ChatRequest,
        manner: Manner,
        wrong: impl Fn(&Turn) -> Option<String>,
    ) -> Probe {
        let began = Instant::now();
        let deadline = began + PROBE_TIME.min(self.shared.deadlines.turn);
        let body = body::of(&request, &self.profiles.of(&self.model), manner);
        match self.once(body, deadline, &mut Silent).await {
            Ok(turn) => {
                let found = format!("{} ms", began.elapsed().as_millis());
                match wrong(&turn) {
                    None => Probe { name, ok: true, found, code: None },
                    Some(what) => Probe { name, ok: false, found: what, code: None },
                }
            }
            Err(fault) => failed(name, fault),
        }
    }

    /// The list of models; it says nothing about the key, and a listed model may still be gone.
    async fn models(&self) -> Probe {
        const NAME: &str = "list of models";
        let deadline = Instant::now() + PROBE_TIME.min(self.shared.deadlines.turn);
        let mut request = self.shared.http.get(format!("{}/models", self.shared.address.base));
        if let Some(key) = &self.shared.key {
            request = request.bearer_auth(key.expose_secret());
        }
        let request = match request.build() {
            Ok(request) => request,
            Err(error) => return failed(NAME, Fault::new(Code::Internal, error.to_string())),
        };
        match guard::document(&self.shared, request, deadline).await {
            Ok(value) => {
                let ids: Vec<&str> = value["data"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|row| row["id"].as_str())
                    .collect();
                let listed = ids.contains(&self.model.as_str());
                let named: Vec<String> =
                    ids.iter().take(MODELS_NAMED).map(|id| id.chars().take(80).collect()).collect();
                let what = if listed { "is listed" } else { "is not listed" };
                let found = format!("{} models ({}); {} {what}", ids.len(), named.join(", "), self.model);
                Probe { name: NAME, ok: listed, found, code: None }
            }
            Err(fault) => failed(NAME, fault),
        }
    }
}

fn failed(name: &'static str, fault: Fault) -> Probe {
    let found = fault.message.chars().take(300).collect();
    Probe { name, ok: false, found, code: Some(fault.code.word().into()) }
}

fn request(text: &str, max_tokens: u32) -> ChatRequest {
    ChatRequest {
        messages: vec![
            Message::System { content: "You answer briefly.".into() },
            Message::User { content: text.into() },
        ],
        tools: Vec::new(),
        choice: Choice::Auto,
        max_tokens,
        shape: None,
        whole: false,
        reading: Reading::default(),
    }
}
