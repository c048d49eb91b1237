//! The HTTP layer below the client library: deadlines, retries, the rate, redirects, the key's host, and what an
//! answer is before anything parses it. The library would lose the status, follow redirects and wait for ever.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_openai::{error::OpenAIError, middleware::HttpRequestFactory};
use reqwest::{Request, Response, StatusCode, Url, header::HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{
    config::{Address, Deadlines},
    fault::{Fault, classify},
    pace::{self, Bucket, RETRY_AFTER_MAX_S},
    transport::{silence, transport},
};
use crate::agent::{error::Code, event::Event};

/// Bytes of an answer in one piece; a longer one is no chat answer.
const WHOLE_LIMIT_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of a refusal that are read.
const REFUSAL_LIMIT_BYTES: usize = 64 * 1024;
/// How long an accepted request (202) is asked about.
const PENDING_LIMIT: Duration = Duration::from_secs(60);

/// What all requests of a provider share.
#[derive(Debug)]
pub struct Shared {
    /// The HTTP client: redirects off, timeouts on.
    pub http: reqwest::Client,
    /// The service.
    pub address: Address,
    /// The key, bound to the host of the address.
    pub key: Option<SecretString>,
    /// Deadlines.
    pub deadlines: Deadlines,
    /// Where accepted requests are asked about; none for services that do not accept in advance.
    pub pending_url: Option<Url>,
    /// The rate; none for a service on this machine.
    pub bucket: Option<Mutex<Bucket>>,
}

/// What the guard let through.
#[derive(Debug)]
pub enum Answer {
    /// An event stream, its head read.
    Stream(Response),
    /// An answer in one piece.
    Whole(Value),
}

/// One turn's request.
#[derive(Debug, Clone)]
pub struct Order {
    /// When the turn must be over.
    pub deadline: Instant,
    /// Takes events.
    pub events: UnboundedSender<Event>,
    /// Takes the answer. It does not pass through the client library: that would read bodies without bound, and its
    /// splitter of streams panics on a byte-order mark.
    pub answer: Arc<Mutex<Option<Answer>>>,
}

/// What the client library is told when the answer was put into the order.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the answer was delivered")]
pub struct Delivered;

/// How often a failure is tried again within one request.
fn retries(code: Code) -> u32 {
    match code {
        Code::RateLimited | Code::ServiceUnavailable => 4,
        Code::ServiceUnreachable => 3,
        Code::ModelDegraded => 2,
        Code::ServiceTimeout => 1,
        _ => 0,
    }
}

/// Sends a request, again where that helps, until the turn's deadline.
///
/// # Errors
/// Always: a [`Fault`], or [`Delivered`] when the order has its answer.
pub async fn send(
    shared: Arc<Shared>,
    order: Order,
    factory: HttpRequestFactory,
) -> Result<Response, OpenAIError> {
    let mut failed: BTreeMap<Code, u32> = BTreeMap::new();
    let mut attempt = 0;
    loop {
        attempt += 1;
        shared.wait_for_turn(order.deadline).await?;
        let fault = match once(&shared, &order, &factory).await {
            Ok(answer) => {
                *order.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
                return Err(boxed(Delivered));
            }
            Err(fault) => shared.scrubbed(fault),
        };
        if fault.code == Code::RateLimited {
            shared.with_bucket(|bucket| bucket.drain(Instant::now()));
        }
        let times = failed.entry(fault.code).or_default();
        *times += 1;
        // Silence is asked about again by the caller, who may know another model.
        if *times > retries(fault.code) || fault.silent {
            return Err(boxed(fault));
        }
        let delay = match fault.retry_after_s {
            Some(seconds) if seconds > RETRY_AFTER_MAX_S => {
                let message = format!("{}; it asks to wait {seconds:.0} s", fault.message);
                return Err(boxed(Fault { message, ..fault }));
            }
            Some(seconds) => Duration::from_secs_f64(seconds),
            None => pace::jitter(attempt, shared.deadlines.backoff),
        };
        if Instant::now() + delay >= order.deadline {
            return Err(boxed(fault));
        }
        let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        let reason = fault.code.word().to_string();
        // Nobody listening is no reason to stop.
        let _ = order.events.send(Event::Retrying { attempt, delay_ms, reason });
        tokio::time::sleep(delay).await;
    }
}

fn boxed(error: impl Error + Send + Sync + 'static) -> OpenAIError {
    OpenAIError::Boxed(Box::new(error))
}

async fn once(shared: &Shared, order: &Order, factory: &HttpRequestFactory) -> Result<Answer, Fault> {
    let request =
        factory.build().await.map_err(|error| Fault::new(Code::Internal, format!("the request: {error}")))?;
    if request.url().host_str().is_none_or(|host| !host.eq_ignore_ascii_case(&shared.address.host)) {
        return Err(Fault::new(Code::Internal, "the request would go to another host than the key is for"));
    }
    let response = shared.execute(request, order.deadline).await?;
    judge(shared, order, response).await
}

/// What an answer is: by status, then by content type, then by its body.
async fn judge(shared: &Shared, order: &Order, response: Response) -> Result<Answer, Fault> {
    let status = response.status();
    let request_id = request_id(response.headers());
    let known = |fault: Fault| Fault { request_id: request_id.clone(), ..fault };
    if status.is_redirection() {
        let target = response.headers().get("location").and_then(|value| value.to_str().ok());
        let host = target.and_then(|target| Url::parse(target).ok()?.host_str().map(ToString::to_string));
        let message = format!(
            "the model service sends requests elsewhere (HTTP {}{}); they are not followed, the key is for {} alone",
            status.as_u16(),
            host.map(|host| format!(", to {host}")).unwrap_or_default(),
            shared.address.host
        );
        return Err(known(
            Fault::new(Code::ServiceRedirected, message).hint("give the final address as the base URL"),
        ));
    }
    if status == StatusCode::ACCEPTED {
        return pending(shared, order, &response).await.map_err(known);
    }
    let retry_after = retry_after(response.headers());
    let kind = content_type(&response);
    if !status.is_success() {
        let text = read(response, REFUSAL_LIMIT_BYTES, order.deadline)
            .await
            .map(|(text, _)| text)
            .unwrap_or_default();
        let fault = classify(status.as_u16(), &text);
        return Err(known(Fault { retry_after_s: retry_after, ..fault }));
    }
    let encoding = response.headers().get("content-encoding").and_then(|value| value.to_str().ok());
    if let Some(encoding) = encoding.filter(|word| !word.trim().eq_ignore_ascii_case("identity")) {
        let encoding: String = encoding.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
        let message = format!("the answer is compressed ({encoding}), which was not asked for");
        return Err(known(Fault::new(Code::ServiceNotApi, message).hint(
            "something between here and the service changes its answers; give the service's own address",
        )));
    }
    if kind == "text/event-stream" {
        return Ok(Answer::Stream(response));
    }
    let (text, cut) = read(response, WHOLE_LIMIT_BYTES, order.deadline).await.map_err(known)?;
    if cut {
        return Err(known(Fault::new(Code::ModelRunaway, "the answer is longer than any chat answer")));
    }
    whole(&text, &kind).map(Answer::Whole).map_err(known)
}

/// An answer in one piece, whether it was asked for or not.
fn whole(text: &str, kind: &str) -> Result<Value, Fault> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Fault::new(Code::StreamInterrupted, "the model service answered with an empty body"));
    }
    let not_api = |what: &str| {
        Fault::new(Code::ServiceNotApi, format!("what answers is no chat service: {what}"))
            .hint("check the base URL; it usually ends in /v1")
    };
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        let head: String = text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect();
        return Err(not_api(&format!("it sends {}: {head}", if kind.is_empty() { "text" } else { kind })));
    };
    if value.get("choices").is_none() {
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            return Err(super::fault::in_stream(error));
        }
        return Err(not_api("its answer has no `choices`"));
    }
    Ok(value)
}

/// A document of the service that is no chat answer, asked for once.
///
/// # Errors
/// What a refusal means, or `service.not_api` for what is no JSON.
pub async fn document(shared: &Shared, request: Request, deadline: Instant) -> Result<Value, Fault> {
    let response = shared.execute(request, deadline).await?;
    let status = response.status();
    let (text, _) = read(response, WHOLE_LIMIT_BYTES, deadline).await?;
    if !status.is_success() {
        return Err(shared.scrubbed(classify(status.as_u16(), &text)));
    }
    serde_json::from_str(&text)
        .map_err(|_| Fault::new(Code::ServiceNotApi, "the answer is no JSON").hint("check the base URL"))
}

/// Asks about an accepted request until it has an answer.
async fn pending(shared: &Shared, order: &Order, response: &Response) -> Result<Answer, Fault> {
    let id =
        response.headers().get("nvcf-reqid").and_then(|value| value.to_str().ok()).map(ToString::to_string);
    let nothing_yet =
        || Fault::new(Code::ServicePending, "the model service accepted the request and has no answer yet");
    let (Some(base), Some(id)) = (&shared.pending_url, id) else { return Err(nothing_yet()) };
    if !id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return Err(nothing_yet());
    }
    let until = order.deadline.min(Instant::now() + PENDING_LIMIT);
    let pause = shared.deadlines.backoff;
    loop {
        if Instant::now() + pause >= until {
            return Err(nothing_yet());
        }
        tokio::time::sleep(pause).await;
        let url = format!("{}/{id}", base.as_str().trim_end_matches('/'));
        let mut request = shared.http.get(url);
        if let Some(key) = &shared.key {
            request = request.bearer_auth(key.expose_secret());
        }
        let request = request.build().map_err(|error| Fault::new(Code::Internal, error.to_string()))?;
        let response = shared.execute(request, until).await?;
        match response.status() {
            StatusCode::ACCEPTED => {}
            StatusCode::OK => {
                let kind = content_type(&response);
                if kind == "text/event-stream" {
                    return Ok(Answer::Stream(response));
                }
                let (text, _) = read(response, WHOLE_LIMIT_BYTES, until).await?;
                return whole(&text, &kind).map(Answer::Whole);
            }
            status => {
                let (text, _) = read(response, REFUSAL_LIMIT_BYTES, until).await?;
                return Err(classify(status.as_u16(), &text));
            }
        }
    }
}

impl Shared {
    async fn execute(&self, request: Request, deadline: Instant) -> Result<Response, Fault> {
        let until = deadline.min(Instant::now() + self.deadlines.first_byte);
        match tokio::time::timeout_at(until, self.http.execute(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(transport(&error, &self.address)),
            Err(_) => Err(silence(&self.address)),
        }
    }

    async fn wait_for_turn(&self, deadline: Instant) -> Result<(), OpenAIError> {
        let wait = self.with_bucket(|bucket| bucket.take(Instant::now())).unwrap_or_default();
        if wait.is_zero() {
            return Ok(());
        }
        if Instant::now() + wait >= deadline {
            let message = "our own request rate leaves no time within the deadline";
            return Err(boxed(Fault::new(Code::RateLimited, message)));
        }
        tokio::time::sleep(wait).await;
        Ok(())
    }

    fn with_bucket<T>(&self, with: impl FnOnce(&mut Bucket) -> T) -> Option<T> {
        let bucket = self.bucket.as_ref()?;
        Some(with(&mut bucket.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// A service may echo what it was sent; the key is taken out of whatever it said.
    fn scrubbed(&self, fault: Fault) -> Fault {
        let Some(key) = &self.key else { return fault };
        Fault { message: fault.message.replace(key.expose_secret(), "[key]"), ..fault }
    }
}

fn content_type(response: &Response) -> String {
    let value =
        response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    ["nvcf-reqid", "x-request-id"].iter().find_map(|name| {
        let text = headers.get(*name)?.to_str().ok()?;
        Some(text.chars().filter(|c| c.is_ascii_graphic()).take(80).collect())
    })
}

fn retry_after(headers: &HeaderMap) -> Option<f64> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    if let Some(ms) = text("retry-after-ms").and_then(|value| value.trim().parse::<f64>().ok()) {
        return (ms.is_finite() && ms >= 0.0).then_some(ms / 1000.0);
    }
    // The service's own clock where it tells it: ours may be wrong.
    let now = text("date").and_then(pace::http_date).unwrap_or_else(unix_now);
    pace::retry_after(text("retry-after")?, now)
}

#[allow(clippy::disallowed_methods)] // only to turn a date of the service into a pause
fn unix_now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

/// The next bytes of a body; none at its end.
pub(super) async fn next(response: &mut Response, deadline: Instant) -> Result<Option<Vec<u8>>, Fault> {
    let silent = |what: &str| Fault { silent: true, ..Fault::new(Code::ServiceTimeout, what) };
    match tokio::time::timeout_at(deadline, response.chunk()).await {
        Ok(Ok(bytes)) => Ok(bytes.map(|bytes| bytes.to_vec())),
        Ok(Err(error)) if error.is_timeout() => Err(silent("the answer stopped coming")),
        Ok(Err(_)) => Err(Fault::new(Code::StreamInterrupted, "the answer broke off")),
        Err(_) => Err(silent("the turn's time is over")),
    }
}

/// A body up to a limit, and whether it was longer.
async fn read(mut response: Response, limit: usize, deadline: Instant) -> Result<(String, bool), Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut response, deadline).await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > limit {
            bytes.truncate(limit);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), true));
        }
    }
    Ok((String::from_utf8_lossy(&bytes).into_owned(), false))
}
