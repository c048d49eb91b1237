//! How a conversation ends without an answer: one closed list of codes, each with its exit code.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::tools::{ErrorCode, ToolError};

macro_rules! codes {
    ($($(#[doc = $doc:expr])+ $name:ident => $word:literal, $exit:literal;)*) => {
        /// Why there is no answer. The words may be relied on by scripts; the sentences may change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ #[serde(rename = $word)] $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code in JSON.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The exit code of a command that ends with it.
            #[must_use]
            pub fn exit(self) -> u8 {
                match self { $(Self::$name => $exit,)* }
            }
        }
    };
}

codes! {
    /// A bug of ours.
    Internal => "internal.bug", 1;
    /// A tool broke its own contract.
    ToolContract => "internal.tool_contract", 1;
    /// A tool panicked.
    ToolPanic => "internal.tool_panic", 1;
    /// The text or document given by the user is wrong.
    InputInvalid => "input.invalid", 3;
    /// Configuration is wrong.
    ConfigInvalid => "config.invalid", 3;
    /// The base URL would send the key in the clear.
    InsecureUrl => "config.insecure_url", 3;
    /// A recorded session cannot be replayed.
    SessionCorrupt => "session.corrupt", 3;
    /// A session was stored in a form this edition does not read.
    SessionVersion => "session.version", 3;
    /// Another process writes to the session.
    SessionBusy => "session.busy", 3;
    /// A key is needed and none is set.
    AuthMissing => "auth.missing", 4;
    /// The key holds characters no key has.
    AuthMalformed => "auth.malformed", 4;
    /// The service refused the key.
    AuthRejected => "auth.rejected", 4;
    /// Too many requests.
    RateLimited => "rate.limited", 5;
    /// The account has no credits left.
    QuotaExhausted => "quota.exhausted", 5;
    /// The service answers with server errors.
    ServiceUnavailable => "service.unavailable", 6;
    /// The service took too long.
    ServiceTimeout => "service.timeout", 6;
    /// No connection to the service.
    ServiceUnreachable => "service.unreachable", 6;
    /// The service sends requests elsewhere.
    ServiceRedirected => "service.redirected", 6;
    /// The service accepted the request and has no result yet.
    ServicePending => "service.pending", 6;
    /// What answers is no OpenAI-compatible service.
    ServiceNotApi => "service.not_api", 6;
    /// The service refused the request itself.
    RequestRejected => "request.rejected", 6;
    /// The model's servers are degraded.
    ModelDegraded => "model.degraded", 6;
    /// The stream ended before the turn was complete.
    StreamInterrupted => "stream.interrupted", 6;
    /// The stream holds what cannot be read.
    StreamCorrupt => "stream.corrupt", 6;
    /// The service's certificate is not trusted.
    TlsUntrusted => "tls.untrusted", 6;
    /// The service's certificate is not valid at this machine's time.
    TlsClock => "tls.clock", 6;
    /// The model was withdrawn.
    ModelRetired => "model.retired", 7;
    /// There is no such model, or the base URL is wrong.
    ModelNotFound => "model.not_found", 7;
    /// The account may not use the model.
    ModelNotEntitled => "model.not_entitled", 7;
    /// The conversation does not fit the model's context.
    ContextOverflow => "context.overflow", 8;
    /// The model's output was cut off.
    ModelTruncated => "model.truncated", 8;
    /// The model answered with nothing.
    ModelEmpty => "model.empty", 8;
    /// The model did not stop writing.
    ModelRunaway => "model.runaway", 8;
    /// The model wrote tool calls in a form that must not be carried out.
    ModelMalformedCall => "model.malformed_call", 8;
    /// The model kept calling tools with wrong arguments.
    ToolArguments => "tool.args_invalid", 8;
    /// The model kept calling tools that do not exist.
    ToolUnknown => "tool.unknown", 8;
    /// The model went round in circles.
    Loop => "agent.loop", 8;
    /// The model used up its requests.
    MaxTurns => "agent.max_turns", 8;
    /// The question used up its time.
    MaxTime => "agent.max_time", 8;
    /// The question used up its tokens.
    MaxTokens => "agent.max_tokens", 8;
    /// The model never gave its answer through the tool for it.
    AnswerMissing => "answer.missing", 8;
    /// The model's answer broke its schema.
    AnswerSchema => "answer.schema", 8;
    /// The model's answer held numbers or claims nothing backs.
    AnswerUngrounded => "answer.ungrounded", 8;
    /// The model answered in another language.
    AnswerLanguage => "answer.language", 8;
    /// The model gave no figures that could be true.
    AnswerImplausible => "answer.implausible", 8;
    /// The provider filtered the answer.
    ModelFiltered => "model.filtered", 10;
    /// The user broke off.
    Interrupted => "interrupted", 130;
}

/// Why there is no answer: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AgentError {
    /// Code.
    pub code: Code,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// Seconds after which the service may be asked again, when it said so.
    pub retry_after_s: Option<u64>,
    /// The service's own id of the request, for its support.
    pub request_id: Option<String>,
    /// Results that were reached before the end; null when there are none.
    pub partial: Value,
    /// Particulars for programs; null when there are none.
    pub details: Value,
}

impl AgentError {
    /// An error with a sentence.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hints: Vec::new(),
            retry_after_s: None,
            request_id: None,
            partial: Value::Null,
            details: Value::Null,
        }
    }

    /// The same with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with results that were reached before the end.
    #[must_use]
    pub fn partial(self, partial: Value) -> Self {
        Self { partial, ..self }
    }

    /// The same with the service's id of the request.
    #[must_use]
    pub fn request_id(self, request_id: Option<String>) -> Self {
        Self { request_id, ..self }
    }

    /// The exit code of a command that ends with this error.
    #[must_use]
    pub fn exit(&self) -> u8 {
        self.code.exit()
    }

    /// The error as the one JSON document of a command.
    #[must_use]
    pub fn document(&self) -> Value {
        let mut document = json!({ "error": self.message, "code": self.code.word(), "hints": self.hints });
        if let Some(seconds) = self.retry_after_s {
            document["retry_after_s"] = seconds.into();
        }
        if let Some(id) = &self.request_id {
            document["request_id"] = id.as_str().into();
        }
        if !self.details.is_null() {
            document["details"] = self.details.clone();
        }
        if !self.partial.is_null() {
            document["partial"] = self.partial.clone();
        }
        document
    }
}

impl From<&ToolError> for AgentError {
    /// A tool's error that ends a conversation: a bug, or an input no model can mend.
    fn from(error: &ToolError) -> Self {
        let code = match error.code {
            ErrorCode::ToolContract => Code::ToolContract,
            ErrorCode::Internal => Code::Internal,
            ErrorCode::AuthMissing => Code::AuthMissing,
            ErrorCode::ConfigInvalid | ErrorCode::CatalogInvalid => Code::ConfigInvalid,
            _ => Code::InputInvalid,
        };
        Self {
            hints: error.hints.clone(),
            details: error.details.clone(),
            ..Self::new(code, error.message.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_words_have_an_area() {
        for (place, code) in Code::ALL.iter().enumerate() {
            assert!(code.word() == "interrupted" || code.word().contains('.'), "{code:?}");
            assert!(Code::ALL[..place].iter().all(|other| other.word() != code.word()), "{code:?} twice");
        }
    }

    #[test]
    fn the_document_holds_only_what_is_known() {
        let error = AgentError::new(Code::RateLimited, "busy").hint("wait");
        assert_eq!(
            error.document().to_string(),
            r#"{"error":"busy","code":"rate.limited","hints":["wait"]}"#
        );
        assert_eq!(error.exit(), 5);
    }
}
