//! What a service's refusal means: by status, by content type, and by the form of its body. Services answer errors
//! in at least seven forms; one reader knows them all.

use serde_json::Value;

use crate::agent::error::{AgentError, Code};

/// Characters of a service's message that are kept.
const MESSAGE_KEPT: usize = 2048;
/// Characters of a body that is no message (a page of HTML) that are kept.
const PAGE_KEPT: usize = 300;

/// Something in the request the service objects to and that may be left out once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// `strict`, or a keyword of a schema.
    Strict,
    /// A forced tool.
    ToolChoice,
    /// Reasoning that was not sent back.
    Reasoning,
}

/// A failed request.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Code.
    pub code: Code,
    /// What the service said.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// Seconds the service asks to wait.
    pub retry_after_s: Option<f64>,
    /// What it objects to, when that may be left out.
    pub objection: Option<Objection>,
    /// Whether nothing came at all (as against an answer that says so).
    pub silent: bool,
}

impl Fault {
    /// A fault with a sentence.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hints: Vec::new(),
            request_id: None,
            retry_after_s: None,
            objection: None,
            silent: false,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The error a conversation ends with.
    #[must_use]
    pub fn into_error(self) -> AgentError {
        let mut error = AgentError::new(self.code, self.message).request_id(self.request_id);
        error.hints = self.hints;
        error.retry_after_s = self.retry_after_s.map(|seconds| seconds.max(0.0).ceil() as u64);
        error
    }
}

/// The form of a body.
#[derive(Debug, Clone, PartialEq)]
enum Body {
    Empty,
    Html(String),
    Text(String),
    /// A message in JSON, with the type or code beside it.
    Message { text: String, kind: String },
    /// JSON without a message.
    Json(String),
}

/// Reads a body whatever its form: OpenAI, vLLM, SGLang, problem+json, FastAPI, plain text, HTML, nothing.
fn body(text: &str) -> Body {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if trimmed.is_empty() {
        return Body::Empty;
    }
    if let Ok(value) = serde_json::from_str::<Value>(trimmed) {
        return message(&value);
    }
    let head: String = trimmed.chars().take(200).flat_map(char::to_lowercase).collect();
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.contains("<head") || head.contains("<body") {
        let title = between(trimmed, "<title>", "</title>").unwrap_or_else(|| untagged(trimmed));
        return Body::Html(short(&title, PAGE_KEPT));
    }
    Body::Text(short(trimmed, MESSAGE_KEPT))
}

/// The message of a JSON error, in the order of how specific the forms are.
fn message(value: &Value) -> Body {
    let word = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let inner = match &value["error"] {
        object @ Value::Object(_) => object,
        Value::String(text) => return Body::Message { text: short(text, MESSAGE_KEPT), kind: word(&value["type"]) },
        _ => value,
    };
    let kind = [&inner["type"], &inner["code"]].map(word).join(" ");
    let detail = match &inner["detail"] {
        Value::String(text) => Some(text.clone()),
        // FastAPI lists what it rejects.
        Value::Array(rows) => Some(rows.iter().map(|row| row["msg"].as_str().unwrap_or_default()).collect::<Vec<_>>().join("; ")),
        _ => None,
    };
    let text = inner["message"].as_str().map(ToString::to_string).or(detail).or_else(|| inner["title"].as_str().map(ToString::to_string));
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => {
            let numbers = ["n_prompt_tokens", "n_ctx"].iter().filter_map(|key| Some(format!("{key} {}", inner[*key].as_u64()?)));
            let extra: Vec<String> = numbers.collect();
            let text = if extra.is_empty() { text } else { format!("{text} ({})", extra.join(", ")) };
            Body::Message { text: short(&text, MESSAGE_KEPT), kind }
        }
        None => Body::Json(short(&value.to_string(), PAGE_KEPT)),
    }
}

fn between(text: &str, from: &str, to: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find(from)? + from.len();
    let end = lower[start..].find(to)? + start;
    Some(text[start..end].trim().to_string())
}

fn untagged(text: &str) -> String {
    let mut inside = false;
    let plain: String = text
        .chars()
        .filter(|c| {
            inside = (inside || *c == '<') && *c != '>';
            !inside && *c != '>'
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cut, on one line, without control characters.
fn short(text: &str, most: usize) -> String {
    let plain: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a refusal means.
#[must_use]
pub fn classify(status: u16, text: &str) -> Fault {
    let body = body(text);
    let (said, kind) = match &body {
        Body::Message { text, kind } => (text.clone(), kind.to_lowercase()),
        Body::Text(text) | Body::Json(text) => (text.clone(), String::new()),
        Body::Html(text) => (format!("a web page: {text}"), String::new()),
        Body::Empty => ("no explanation".into(), String::new()),
    };
    let lower = said.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word) || kind.contains(word));
    let fault = |code: Code, what: &str| Fault::new(code, format!("{what} (HTTP {status}): {said}"));
    if says(&["resourceexhausted", "request limit reached", "rate limit", "too many requests"]) && !matches!(status, 401..=403) {
        if says(&["insufficient_quota", "credits"]) {
            return quota(fault(Code::QuotaExhausted, "the account has no credits left"));
        }
        return fault(Code::RateLimited, "the model service limits the rate");
    }
    match status {
        402 => quota(fault(Code::QuotaExhausted, "the account has no credits left")),
        401 | 403 if says(&["credits", "quota", "payment"]) => {
            quota(fault(Code::QuotaExhausted, "the account has no credits left"))
        }
        401 | 403 => fault(Code::AuthRejected, "the model service refused the key"),
        429 if says(&["insufficient_quota", "credits", "billing"]) => {
            quota(fault(Code::QuotaExhausted, "the account has no credits left"))
        }
        429 => fault(Code::RateLimited, "the model service limits the rate"),
        404 if says(&["not found for account", "not authorized"]) => {
            fault(Code::ModelNotEntitled, "the model is listed, but not for this account")
                .hint("choose another model with --model, or ask for access")
        }
        404 => fault(Code::ModelNotFound, "no such model, or the base URL is wrong")
            .hint("`gcg doctor` lists the models of the service; the base URL usually ends in /v1"),
        410 => fault(Code::ModelRetired, "the model was withdrawn").hint("choose another model with --model"),
        405 | 501 => fault(Code::ServiceNotApi, "what answers is no chat service").hint("check the base URL"),
        408 | 409 | 425 => fault(Code::ServiceUnavailable, "the model service asks to try again"),
        504 => fault(Code::ServiceTimeout, "the model service's gateway gave up waiting"),
        500..=599 => fault(Code::ServiceUnavailable, "the model service failed"),
        300..=399 => fault(Code::ServiceRedirected, "the model service sends requests elsewhere"),
        _ => rejected(status, &said, &says),
    }
}

fn quota(fault: Fault) -> Fault {
    fault.hint("add credits, or use a server of your own with --base-url, or --provider offline")
}

/// A 400 or its like: the request itself, or a fault of the service in its clothes.
fn rejected(status: u16, said: &str, says: &dyn Fn(&[&str]) -> bool) -> Fault {
    let fault = |code: Code, what: &str| Fault::new(code, format!("{what} (HTTP {status}): {said}"));
    if says(&["degraded function", "degraded"]) {
        return fault(Code::ModelDegraded, "the model's servers are degraded");
    }
    if says(&["maximum context length", "context length", "exceed_context_size", "context size", "too many tokens", "prompt is too long"]) {
        return fault(Code::ContextOverflow, "the conversation does not fit the model's context")
            .hint("use a model with a larger context, or a shorter text");
    }
    let objection = if says(&["reasoning_content"]) {
        Some(Objection::Reasoning)
    } else if says(&["tool_choice"]) {
        Some(Objection::ToolChoice)
    } else if says(&["strict", "oneof", "anyof", "additionalproperties", "unsupported schema", "grammar", "'format'"]) {
        Some(Objection::Strict)
    } else {
        None
    };
    Fault { objection, ..fault(Code::RequestRejected, "the model service rejected the request") }
}

/// The fault of an error object inside a stream, judged by its own code.
#[must_use]
pub fn in_stream(error: &Value) -> Fault {
    let status = [&error["code"], &error["status"], &error["status_code"]]
        .iter()
        .find_map(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()))
        .and_then(|code| u16::try_from(code).ok())
        .filter(|code| (400..600).contains(code));
    classify(status.unwrap_or(500), &serde_json::json!({ "error": error }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_refusal_is_read() {
        use Code::*;
        for (status, text, code, part) in [
            (401, r#"{"status":401,"title":"Unauthorized","detail":"Authentication failed"}"#, AuthRejected, "Authentication failed"),
            (401, r#"{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}"#, AuthRejected, "Invalid API Key"),
            (402, r#"{"status":402,"title":"Payment Required","detail":"credits expired"}"#, QuotaExhausted, "credits"),
            (403, r#"{"detail":"Your credits are used up"}"#, QuotaExhausted, "credits"),
            (404, "404 page not found", ModelNotFound, "404 page not found"),
            (404, r#"{"status":404,"title":"Not Found","detail":"Function 'x': Not found for account 'y'"}"#, ModelNotEntitled, "not for this account"),
            (410, r#"{"type":"about:blank","title":"Gone","status":410,"detail":"The model has reached its end of life on 2026-08-07"}"#, ModelRetired, "2026-08-07"),
            (429, r#"{"status":429,"title":"Too Many Requests"}"#, RateLimited, "Too Many"),
            (429, r#"{"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":null}}"#, QuotaExhausted, "quota"),
            (503, r#"{"detail":"ResourceExhausted: Worker local total request limit reached (33/32)"}"#, RateLimited, "33/32"),
            (400, r#"{"status":400,"title":"Bad Request","detail":"Function id 'x': DEGRADED function cannot be invoked"}"#, ModelDegraded, "DEGRADED"),
            (400, r#"{"error":{"message":"bad","type":"BadRequestError","param":null,"code":400}}"#, RequestRejected, "bad"),
            (400, r#"{"object":"error","message":"flat","type":"BadRequest","param":null,"code":400}"#, RequestRejected, "flat"),
            (400, r#"{"error":{"message":"This model's maximum context length is 4096 tokens"}}"#, ContextOverflow, "4096"),
            (400, r#"{"error":{"message":"too big","type":"exceed_context_size_error","n_prompt_tokens":6030,"n_ctx":4096}}"#, ContextOverflow, "n_ctx 4096"),
            (422, r#"{"detail":[{"loc":["body","tools"],"msg":"extra fields not permitted","type":"value_error"}]}"#, RequestRejected, "extra fields"),
            (500, r#"{"message":"Internal server error","type":"internal_server_error","code":500}"#, ServiceUnavailable, "Internal"),
            (502, "<html><head><title>502 Bad Gateway</title></head><body>x</body></html>", ServiceUnavailable, "502 Bad Gateway"),
            (503, "", ServiceUnavailable, "no explanation"),
            (504, "", ServiceTimeout, "gave up"),
            (405, r#"{"detail":"Method Not Allowed"}"#, ServiceNotApi, "Method"),
            (400, r#"{"error":"just text"}"#, RequestRejected, "just text"),
            (400, r#"{"code":7}"#, RequestRejected, r#"{"code":7}"#),
        ] {
            let fault = classify(status, text);
            assert_eq!(fault.code, code, "{status} {text}: {fault}");
            assert!(fault.message.contains(part), "{status} {text}: {fault}");
        }
    }

    #[test]
    fn objections_are_named() {
        for (text, objection) in [
            ("The `reasoning_content` in the thinking mode must be passed back to the API.", Objection::Reasoning),
            ("Thinking mode does not support this tool_choice", Objection::ToolChoice),
            ("unknown field `strict`", Objection::Strict),
            ("'oneOf' is not supported in schema", Objection::Strict),
        ] {
            let fault = classify(400, &serde_json::json!({ "error": { "message": text } }).to_string());
            assert_eq!((fault.code, fault.objection), (Code::RequestRejected, Some(objection)), "{text}");
        }
        assert_eq!(classify(400, "nothing known").objection, None);
    }

    #[test]
    fn errors_in_streams_go_by_their_own_code() {
        let error = |code: Value| in_stream(&serde_json::json!({ "message": "EngineDeadError", "code": code })).code;
        assert_eq!(error(500.into()), Code::ServiceUnavailable);
        assert_eq!(error("429".into()), Code::RateLimited);
        assert_eq!(error(Value::Null), Code::ServiceUnavailable);
        assert_eq!(in_stream(&Value::from("broken")).code, Code::ServiceUnavailable);
    }

    #[test]
    fn long_bodies_are_cut_and_flattened() {
        let fault = classify(400, &format!("a\u{1b}[2Jb\n{}", "x".repeat(10_000)));
        assert!(fault.message.chars().count() < 2200 && !fault.message.contains('\u{1b}'));
    }
}
