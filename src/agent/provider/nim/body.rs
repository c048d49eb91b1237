//! The JSON of a request: only what every OpenAI-compatible server takes, everything said explicitly.

use serde_json::{Map, Value, json};

use crate::agent::{
    message::{ChatRequest, Choice, Message},
    provider::profile::Profile,
};

/// What of a request the service accepts, as learned so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// `strict` beside each tool. With it, some servers keep the markup of calls well-formed.
    pub strict: bool,
    /// A forced tool.
    pub forced: bool,
    /// Thinking.
    pub thinking: bool,
    /// A stream.
    pub stream: bool,
}

/// The body of a request.
#[must_use]
pub fn of(request: &ChatRequest, profile: &Profile, manner: Manner) -> Value {
    let echo = manner.thinking && profile.echo_reasoning;
    let mut body = Map::new();
    body.insert("model".into(), profile.id.as_str().into());
    body.insert("messages".into(), request.messages.iter().map(|one| message(one, echo)).collect());
    body.insert("max_tokens".into(), request.max_tokens.into());
    body.insert("temperature".into(), 0.into());
    body.insert("stream".into(), manner.stream.into());
    if manner.stream {
        body.insert("stream_options".into(), json!({ "include_usage": true }));
    }
    if !request.tools.is_empty() {
        let tools = request.tools.iter().map(|tool| {
            let mut function =
                json!({ "name": tool.name, "description": tool.description, "parameters": tool.parameters });
            if manner.strict {
                function["strict"] = true.into();
            }
            json!({ "type": "function", "function": function })
        });
        body.insert("tools".into(), tools.collect());
        let choice = match &request.choice {
            // Thinking models reject a forced tool.
            Choice::Forced(name) if manner.forced && !manner.thinking => {
                json!({ "type": "function", "function": { "name": name } })
            }
            _ => "auto".into(),
        };
        body.insert("tool_choice".into(), choice);
    } else if let Some(schema) = &request.shape {
        // Never beside tools: servers that constrain from the first token would never call one.
        let shape = json!({ "name": "final_answer", "schema": schema, "strict": manner.strict });
        body.insert("response_format".into(), json!({ "type": "json_schema", "json_schema": shape }));
    }
    let switch = if manner.thinking { &profile.thinking_on } else { &profile.thinking_off };
    for (key, value) in switch {
        body.insert(key.clone(), value.clone());
    }
    Value::Object(body)
}

fn message(message: &Message, echo: bool) -> Value {
    match message {
        Message::System { content } => json!({ "role": "system", "content": content }),
        Message::User { content } => json!({ "role": "user", "content": content }),
        Message::Tool { call_id, content, .. } => {
            json!({ "role": "tool", "tool_call_id": call_id, "content": content })
        }
        Message::Assistant { content, calls, reasoning } => {
            // An empty string, not null: some routes want a string beside calls.
            let mut value = json!({ "role": "assistant", "content": content });
            if !calls.is_empty() {
                let calls = calls.iter().map(|call| {
                    let arguments = readable(&call.arguments);
                    json!({ "id": call.id, "type": "function", "function": { "name": call.name, "arguments": arguments } })
                });
                value["tool_calls"] = calls.collect();
            }
            if echo && !calls.is_empty() {
                // Wanted back even when it was empty.
                let (field, text) = reasoning
                    .as_ref()
                    .map_or(("reasoning_content", ""), |reasoning| (reasoning.field.as_str(), reasoning.text.as_str()));
                value[field] = text.into();
            }
            value
        }
    }
}

/// Arguments that are no JSON object break the chat templates of some servers; they go back as an empty object, the
/// model learns of its fault from the result beside it.
fn readable(arguments: &str) -> &str {
    let object = serde_json::from_str::<Value>(arguments).is_ok_and(|value| value.is_object());
    if object { arguments } else { "{}" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::message::{Call, Reasoning, ToolSpec};
    use crate::design::Reading;

    fn request() -> ChatRequest {
        let call = Call { id: "c1".into(), name: "plan".into(), arguments: "{oops".into() };
        ChatRequest {
            messages: vec![
                Message::System { content: "s".into() },
                Message::Assistant { content: String::new(), calls: vec![call], reasoning: Some(Reasoning { field: "reasoning".into(), text: "hm".into() }) },
                Message::Tool { call_id: "c1".into(), name: "plan".into(), content: "{}".into() },
            ],
            tools: vec![ToolSpec { name: "plan".into(), description: "d".into(), parameters: json!({ "type": "object" }) }],
            choice: Choice::Forced("plan".into()),
            max_tokens: 7,
            shape: None,
            whole: false,
            reading: Reading::default(),
        }
    }

    const MANNER: Manner = Manner { strict: true, forced: true, thinking: false, stream: true };

    #[test]
    fn everything_is_said_and_content_is_a_string() {
        let profile = Profile { id: "m".into(), thinking_off: Map::from_iter([("reasoning_effort".into(), "none".into())]), ..Profile::default() };
        let body = of(&request(), &profile, MANNER);
        assert_eq!((&body["max_tokens"], &body["temperature"], &body["stream"]), (&json!(7), &json!(0), &json!(true)));
        assert_eq!(body["reasoning_effort"], "none");
        assert_eq!(body["messages"][1]["content"], "");
        assert_eq!(body["messages"][1]["tool_calls"][0]["function"]["arguments"], "{}");
        assert_eq!(body["tools"][0]["function"]["strict"], true);
        assert_eq!(body["tool_choice"]["function"]["name"], "plan");
        assert!(body["messages"][1].get("reasoning").is_none());
    }

    #[test]
    fn h13_h14_thinking_echoes_reasoning_and_forces_nothing() {
        let profile = Profile { id: "m".into(), echo_reasoning: true, ..Profile::default() };
        let body = of(&request(), &profile, Manner { thinking: true, strict: false, ..MANNER });
        assert_eq!((&body["messages"][1]["reasoning"], &body["tool_choice"]), (&json!("hm"), &json!("auto")));
        assert!(body["tools"][0]["function"].get("strict").is_none());
        let mut silent = request();
        if let Message::Assistant { reasoning, .. } = &mut silent.messages[1] {
            *reasoning = None;
        }
        let body = of(&silent, &profile, Manner { thinking: true, ..MANNER });
        assert_eq!(body["messages"][1]["reasoning_content"], "");
    }

    #[test]
    fn a_shape_never_stands_beside_tools() {
        let shaped = ChatRequest { tools: Vec::new(), shape: Some(json!({ "type": "object" })), ..request() };
        let body = of(&shaped, &Profile::default(), MANNER);
        assert!(body.get("tools").is_none() && body.get("tool_choice").is_none());
        assert_eq!(body["response_format"]["type"], "json_schema");
        let both = ChatRequest { shape: Some(json!({})), ..request() };
        assert!(of(&both, &Profile::default(), MANNER).get("response_format").is_none());
    }
}
