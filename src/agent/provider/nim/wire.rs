//! The one module that knows the client library: it builds the request with its address, headers and body. What
//! comes back is judged in [`guard`](super::guard), split and put together here; the library never reads it.

use std::sync::{Arc, PoisonError};

use async_openai::{Client, config::Config, error::OpenAIError};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{
    accumulator::{self, Accumulator, StreamFault},
    fault::{Fault, in_stream},
    guard::{self, Answer, Order, Shared},
    sse::{Splitter, SseFault},
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
    let service = tower::service_fn(move |factory| guard::send(Arc::clone(&state), ordered.clone(), factory));
    let client = Client::build(shared.http.clone(), config).with_http_service(service);
    // The guard ends every request by an error: a fault, or the note that the answer lies in the order.
    let told = client.chat().create_byot::<Value, Value>(body).await;
    let answer = order.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (told, answer) {
        (_, Some(Answer::Whole(value))) => accumulator::whole(&value).map_err(incomplete),
        (_, Some(Answer::Stream(response))) => collect(response, &order).await,
        (Err(error), None) => Err(fault(error)),
        (Ok(_), None) => Err(Fault::new(Code::Internal, "the client library answered by itself")),
    }
}

async fn collect(mut response: reqwest::Response, order: &Order) -> Result<Turn, Fault> {
    let mut splitter = Splitter::default();
    let mut state = Accumulator::default();
    let unreadable = |found: SseFault| match found {
        SseFault::NoText => Fault::new(Code::StreamCorrupt, "the stream holds bytes that are no text"),
        SseFault::TooLong => Fault::new(Code::ModelRunaway, "the stream holds an event without end"),
    };
    loop {
        let bytes = match guard::next(&mut response, order.deadline).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => break,
            // A turn that is complete does not suffer from what comes after it.
            Err(_) if state.is_complete() => return state.finish().map_err(incomplete),
            Err(fault) => return Err(fault),
        };
        for data in splitter.feed(&bytes).map_err(unreadable)? {
            if data.trim() == "[DONE]" {
                return state.finish().map_err(incomplete);
            }
            take(&mut state, &data)?;
        }
    }
    if let Some(data) = splitter.finish().map_err(unreadable)?
        && data.trim() != "[DONE]"
        && !state.is_complete()
    {
        take(&mut state, &data)?;
    }
    state.finish().map_err(incomplete)
}

/// Folds in one event; `data:` with nothing behind it is none.
fn take(state: &mut Accumulator, data: &str) -> Result<(), Fault> {
    if data.trim().is_empty() {
        return Ok(());
    }
    let frame: Value = serde_json::from_str(data)
        .map_err(|_| Fault::new(Code::StreamCorrupt, "the stream holds a frame that is no JSON"))?;
    if !frame.is_object() {
        return Err(Fault::new(Code::StreamCorrupt, "the stream holds a frame that is no JSON object"));
    }
    state.fold(&frame).map_err(incomplete)
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
        StreamFault::Interrupted => {
            Fault::new(Code::StreamInterrupted, "the stream ended before the turn was complete")
        }
        StreamFault::Server(error) => in_stream(&error),
        StreamFault::Runaway(what) => {
            Fault::new(Code::ModelRunaway, format!("the model did not stop writing ({what})"))
        }
        StreamFault::NotApi(what) => {
            Fault::new(Code::ServiceNotApi, format!("what answers is no chat service: {what}"))
                .hint("check the base URL; it usually ends in /v1")
        }
        StreamFault::NoChoice => Fault::new(Code::ModelEmpty, "the model service answered without a choice"),
    }
}
