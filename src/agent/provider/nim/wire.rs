//! The one module that knows the client library: it builds the request's address and headers, and splits a stream
//! into its events. Everything it would decide by itself is decided in [`guard`](super::guard) or above.

use std::sync::Arc;

use async_openai::{
    Client,
    config::Config,
    error::{OpenAIError, StreamError},
};
use futures::StreamExt;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    accumulator::{self, Accumulator, StreamFault},
    fault::{Fault, in_stream},
    guard::{self, Delivered, Order, Shared},
};
use crate::agent::{error::Code, message::Turn};

/// Address and key; reads nothing from the environment and sends no other header.
#[derive(Clone)]
struct Plain {
    base: String,
    key: SecretString,
}

impl Config for Plain {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let key = self.key.expose_secret();
        if !key.is_empty()
            && let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {key}"))
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        headers
    }
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }
    fn api_base(&self) -> &str {
        &self.base
    }
    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// Sends one request and gives the complete turn.
///
/// # Errors
/// What the guard, the stream or the accumulator found.
pub async fn turn(shared: &Arc<Shared>, body: Value, order: Order) -> Result<Turn, Fault> {
    let key = shared.key.clone().unwrap_or_else(|| SecretString::from(String::new()));
    let config = Plain { base: shared.address.base.clone(), key };
    let (state, ordered) = (Arc::clone(shared), order.clone());
    let service =
        tower::service_fn(move |factory| guard::send(Arc::clone(&state), ordered.clone(), factory));
    let client = Client::build(shared.http.clone(), config).with_http_service(service);
    let chat = client.chat();
    if order.stream {
        let stream = chat.create_stream_byot::<Value, Value>(body).await;
        match stream {
            Ok(stream) => collect(shared, stream, &order).await,
            Err(error) => delivered(error),
        }
    } else {
        // The guard always delivers an answer in one piece by way of an error.
        match chat.create_byot::<Value, Value>(body).await {
            Ok(value) => accumulator::whole(&value).map_err(incomplete),
            Err(error) => delivered(error),
        }
    }
}

async fn collect(
    shared: &Shared,
    mut stream: impl StreamExt<Item = Result<Value, OpenAIError>> + Unpin,
    order: &Order,
) -> Result<Turn, Fault> {
    let mut state = Accumulator::default();
    let mut last = Instant::now();
    loop {
        let next = tokio::time::timeout_at(order.deadline, stream.next()).await;
        let Ok(next) = next else {
            return Err(Fault { silent: true, ..Fault::new(Code::ServiceTimeout, "the turn's time is over") });
        };
        match next {
            None => break,
            Some(Ok(frame)) => {
                last = Instant::now();
                state.fold(&frame).map_err(incomplete)?;
            }
            Some(Err(error)) => {
                // A turn that is complete does not suffer from what comes after it.
                if blank(&error) || state.is_complete() {
                    continue;
                }
                return Err(broken(error, last.elapsed() >= shared.deadlines.idle));
            }
        }
    }
    state.finish().map_err(incomplete)
}

/// `data:` with nothing behind it is no frame.
fn blank(error: &OpenAIError) -> bool {
    matches!(error, OpenAIError::JSONDeserialize(_, content) if content.trim().is_empty())
}

fn broken(error: OpenAIError, idle: bool) -> Fault {
    match error {
        OpenAIError::JSONDeserialize(..) => Fault::new(Code::StreamCorrupt, "the stream holds a frame that is no JSON"),
        OpenAIError::StreamError(error) => match *error {
            StreamError::EventStream(text) if text.starts_with("UTF8") => {
                Fault::new(Code::StreamCorrupt, "the stream holds bytes that are no text")
            }
            _ if idle => Fault { silent: true, ..Fault::new(Code::ServiceTimeout, "the stream stopped coming") },
            _ => Fault::new(Code::StreamInterrupted, "the stream was cut off"),
        },
        other => fault(other),
    }
}

fn delivered(error: OpenAIError) -> Result<Turn, Fault> {
    if let OpenAIError::Boxed(inner) = &error
        && let Some(Delivered(value)) = inner.downcast_ref::<Delivered>()
    {
        return accumulator::whole(value).map_err(incomplete);
    }
    Err(fault(error))
}

fn fault(error: OpenAIError) -> Fault {
    match error {
        OpenAIError::Boxed(inner) => match inner.downcast::<Fault>() {
            Ok(fault) => *fault,
            Err(other) => Fault::new(Code::Internal, format!("the client library: {other}")),
        },
        other => Fault::new(Code::Internal, format!("the client library: {other}")),
    }
}

fn incomplete(found: StreamFault) -> Fault {
    match found {
        StreamFault::Interrupted => Fault::new(Code::StreamInterrupted, "the stream ended before the turn was complete"),
        StreamFault::Server(error) => in_stream(&error),
        StreamFault::Runaway(what) => Fault::new(Code::ModelRunaway, format!("the model did not stop writing ({what})")),
        StreamFault::NotApi(what) => {
            Fault::new(Code::ServiceNotApi, format!("what answers is no chat service: {what}"))
                .hint("check the base URL; it usually ends in /v1")
        }
        StreamFault::NoChoice => Fault::new(Code::ModelEmpty, "the model service answered without a choice"),
    }
}
