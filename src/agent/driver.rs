//! Drives a question: the only part of a conversation with a clock. It asks the model, carries out the calls, and
//! stops when the caller says so.

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    briefing, changes, compose,
    direct::{OFFLINE, answered_directly, commanded},
    engines::Engines,
    error::{AgentError, Code},
    event::{Event, EventSink},
    limits::Limits,
    message::ChatRequest,
    provider::Provider,
    run::{AgentRun, Offer, Outcome, Reply, Start, Step, ToolCall},
    session::{Exchange, Session},
};
use crate::{
    check::{Answer, Planner},
    design::Reading,
    tools::{ErrorCode, ToolError},
};

/// The tools a small model is offered: one for each kind of request. With the whole list it mixes up names.
const CORE_TOOLS: &[&str] =
    &["plan", "gpu_spec", "gpu_list", "ra_list", "ra_show", "ra_check", "ra_recommend"];
/// The schemas of all tools may take this part of a context, 1/n; a smaller context gets the core tools alone.
const CONTEXT_PER_SCHEMAS: u64 = 4;
/// A model whose id says that it has fewer parameters than this, in billions, is small.
const SMALL_MODEL_B: f64 = 9.0;
/// The tool that takes in what the text states.
const STATE: &str = "state";
/// Bytes of a token, about.
const BYTES_PER_TOKEN: u64 = 4;

/// Answers one text within a conversation, until `stop` is ready.
///
/// The session is changed only at the end: broken off at any moment, it is what it was before, with a note.
///
/// # Errors
/// Every code of [`Code`]; `interrupted` when `stop` was ready first.
pub async fn converse_until(
    session: &mut Session,
    text: &str,
    provider: &mut dyn Provider,
    engines: &dyn Engines,
    limits: &Limits,
    events: &mut dyn EventSink,
    stop: impl Future<Output = ()>,
) -> Result<Answer, AgentError> {
    compose::check_text(text, limits.input_bytes)?;
    if let Some(answer) = commanded(session, text, engines)? {
        return Ok(answer);
    }
    if provider.name() == OFFLINE
        && let Some(told) = engines.tell(text, session.design().as_ref(), session.memory())
    {
        return answered_directly(session, text, engines, &told);
    }
    let (reading, changes_session) = session.take_in(engines, text);
    if provider.name() == OFFLINE
        && changes_session
        && !session.text().is_empty()
        && reading.requirement == session.reading().requirement
        && engines.read(text).requirement.is_empty()
        && let Some(told) = engines.tell_kept(text, session.design().as_ref(), session.memory())
    {
        return answered_directly(session, text, engines, &told);
    }
    let abilities = provider.abilities();
    let limits = match abilities.context_tokens {
        Some(context) => limits.clone().for_context(context),
        None => limits.clone(),
    };
    let shown = usize::try_from(limits.prompt_tokens * BYTES_PER_TOKEN / 3).unwrap_or(usize::MAX);
    let customer =
        if session.text().is_empty() { text.to_string() } else { format!("{}\n\n{text}", session.text()) };
    let mut run = AgentRun::new(Start {
        system: briefing::SYSTEM.into(),
        user: briefing::user_message(text, &reading, session.transcript(), shown),
        offers: if provider.name() == OFFLINE {
            // The program itself calls no others, and their schemas are for a model to read.
            engines.offers(Some(CORE_TOOLS)).map_err(|error| AgentError::from(&error))?
        } else {
            offers(engines, abilities.context_tokens, provider.model().as_deref())?
        },
        reading: reading.clone(),
        customer: customer.clone(),
        limits: limits.clone(),
        forced_choice: abilities.forced_choice,
    });
    let ended = {
        let mut stop = pin!(stop);
        let work = pin!(drive(&mut run, provider, engines, &customer, limits.time_ms, events));
        tokio::select! {
            biased;
            () = &mut stop => Err(AgentError::new(Code::Interrupted, "the question was broken off")),
            ended = work => ended,
        }
    };
    let interrupted = ended.as_ref().is_err_and(|error| error.code == Code::Interrupted);
    let planner =
        Planner { name: provider.name().into(), model: provider.model(), notes: provider.take_notes() };
    let model = planner.model.clone();
    let result = ended.and_then(|outcome| compose::answer(engines, &run, outcome, planner));
    let document = match &result {
        Ok(answer) => serde_json::to_value(answer.document()).unwrap_or_default(),
        Err(error) => error.document(),
    };
    // What a plan corrected stays corrected; a text that failed is kept, so that the next one may refer to it.
    let kept = (changes_session && !interrupted).then(|| run.reading().clone());
    session.commit(Exchange {
        text: text.into(),
        reading,
        planner: provider.name().into(),
        model,
        history: run.history().to_vec(),
        records: run.records().to_vec(),
        result: document,
        interrupted,
        kept,
        base: None,
        pending: None,
        memory: None,
    });
    result
}

/// The tools on offer. A small model is offered the core tools alone, and is not asked for corrections of what was
/// read: it fills the list until its output is cut.
fn offers(
    engines: &dyn Engines,
    context_tokens: Option<u64>,
    model: Option<&str>,
) -> Result<Vec<Offer>, AgentError> {
    let mut offers = engines.offers(None).map_err(|error| AgentError::from(&error))?;
    let bytes: usize =
        offers.iter().map(|offer| offer.parameters.to_string().len() + offer.description.len()).sum();
    let tokens = u64::try_from(bytes).unwrap_or(u64::MAX) / BYTES_PER_TOKEN;
    let tight = context_tokens.is_some_and(|context| tokens > context / CONTEXT_PER_SCHEMAS);
    if tight || model.and_then(parameters_b).is_some_and(|size| size < SMALL_MODEL_B) {
        offers.retain(|offer| CORE_TOOLS.contains(&offer.name.as_str()));
    }
    Ok(offers)
}

/// Billions of parameters, where a model's id tells them: `qwen2.5-coder-1.5b-instruct`, `llama-3.1-8B`. Of a
/// mixture (`30b-a3b`) the whole counts.
fn parameters_b(model: &str) -> Option<f64> {
    model
        .to_ascii_lowercase()
        .split(['-', '_', '/', ':', ' '])
        .filter_map(|part| part.strip_suffix('b')?.parse::<f64>().ok().filter(|size| *size > 0.0))
        .reduce(f64::max)
}

async fn drive(
    run: &mut AgentRun,
    provider: &mut dyn Provider,
    engines: &dyn Engines,
    customer: &str,
    time_ms: u64,
    events: &mut dyn EventSink,
) -> Result<Outcome, AgentError> {
    let began = Instant::now();
    loop {
        let elapsed = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let step = run.step(elapsed);
        for event in run.take_events() {
            events.emit(event);
        }
        match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::CallModel(request) => {
                events.emit(Event::TurnStarted { request: run.requests(), model: provider.model() });
                ask(run, provider, &request, time_ms.saturating_sub(elapsed), events).await;
            }
            Step::CallTools(calls) => {
                let mut replies = Vec::new();
                for call in calls {
                    events.emit(Event::ToolStarted {
                        call: call.id.clone(),
                        tool: call.name.clone(),
                        arguments: call.arguments.clone(),
                    });
                    let reply = carry_out(engines, &call, run.reading(), customer)?;
                    let code = match &reply {
                        Reply::Result { .. } => None,
                        Reply::BadArguments(told) | Reply::Refused(told) => {
                            told["code"].as_str().map(ToString::to_string)
                        }
                    };
                    events.emit(Event::ToolCompleted {
                        call: call.id.clone(),
                        tool: call.name.clone(),
                        ok: code.is_none(),
                        code,
                    });
                    replies.push((call.id, reply));
                    // Engines do not wait; this lets a cancellation through between them.
                    tokio::task::yield_now().await;
                }
                run.feed_results(replies);
            }
        }
    }
}

async fn ask(
    run: &mut AgentRun,
    provider: &mut dyn Provider,
    request: &ChatRequest,
    left_ms: u64,
    events: &mut dyn EventSink,
) {
    match provider.chat(request, left_ms, events).await {
        Ok(turn) => {
            events.emit(Event::Usage(turn.usage));
            run.feed_turn(turn);
        }
        Err(error) => run.feed_failure(error),
    }
}

/// Carries out one call: fills in what the session knows, checks corrections, calls the engine.
pub(super) fn carry_out(
    engines: &dyn Engines,
    call: &ToolCall,
    reading: &Reading,
    customer: &str,
) -> Result<Reply, AgentError> {
    let mut input = call.arguments.clone();
    let mut planned = None;
    if call.name == STATE {
        planned = Some(Box::new(changes::taken_in(engines, reading, &input["claims"], customer)));
    }
    for key in engines.session_keys(&call.name) {
        match *key {
            "reading" if call.name == STATE => {
                input[*key] = serde_json::to_value(reading).unwrap_or_default();
            }
            "reading" => {
                let changed = match changes::apply(engines, reading, &input["changes"], customer) {
                    Ok(changed) => changed,
                    Err(faults) => {
                        let message =
                            faults.first().and_then(|fault| fault["message"].as_str()).unwrap_or_default();
                        return Ok(Reply::BadArguments(json!({
                            "code": ErrorCode::ToolArguments.word(), "message": message, "errors": faults,
                        })));
                    }
                };
                // The corrections are in the reading now; they are not made twice.
                if input.get("changes").is_some() {
                    input["changes"] = json!([]);
                }
                input[*key] = serde_json::to_value(&changed).unwrap_or_default();
                planned = Some(Box::new(changed));
            }
            "text" => input[*key] = customer.into(),
            _ => {}
        }
    }
    let caught = catch_unwind(AssertUnwindSafe(|| engines.call(&call.name, input)));
    let result = caught.map_err(|_| {
        AgentError::new(Code::ToolPanic, format!("the tool `{}` panicked", call.name))
            .hint("this is a bug of gcg; please report it with the text that led to it")
    })?;
    match result {
        Ok(value) => Ok(Reply::Result { value, planned }),
        Err(error) => refused(&error),
    }
}

fn refused(error: &ToolError) -> Result<Reply, AgentError> {
    let mut told: Value = json!({ "code": error.code.word(), "message": error.message });
    if !error.hints.is_empty() {
        told["hints"] = json!(error.hints);
    }
    match error.code {
        // Never shown to a model: it could not mend it, and would believe it.
        ErrorCode::ToolContract | ErrorCode::Internal => Err(AgentError::from(error)),
        ErrorCode::ToolArguments => {
            told["errors"] = error.details.clone();
            Ok(Reply::BadArguments(told))
        }
        _ => Ok(Reply::Refused(told)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tools::Catalog;

    #[test]
    fn small_models_get_the_core_tools_and_no_corrections() {
        let catalog = Catalog::embedded();
        let all = offers(&catalog, None, None).unwrap();
        assert!(CORE_TOOLS.iter().all(|core| all.iter().any(|offer| offer.name == *core)));
        for (context, model, core) in [
            (None, Some("deepseek-ai/deepseek-v3.1-terminus"), false),
            (None, Some("nvidia/nemotron-3-super-120b-a12b"), false),
            (None, Some("local"), false),
            (None, Some("Qwen/Qwen2.5-Coder-1.5B-Instruct"), true),
            (None, Some("meta/llama-3.1-8b-instruct"), true),
            (Some(8192), Some("local"), true),
            (Some(1_000_000), Some("local"), false),
        ] {
            let offered = offers(&catalog, context, model).unwrap();
            assert_eq!(offered.len() == CORE_TOOLS.len(), core, "{context:?} {model:?}");
            assert_eq!(offered.iter().all(|offer| offer.name != STATE), core);
            assert!(offered.iter().all(|offer| offer.parameters["properties"]["changes"].is_null()));
        }
    }

    #[test]
    fn sizes_are_read_off_a_models_id() {
        for (model, size) in [
            ("qwen2.5-coder-1.5b", Some(1.5)),
            ("org/qwen3-30b-a3b", Some(30.0)),
            ("mixtral-8x7b", None),
            ("web", None),
            ("deepseek-v3.1", None),
        ] {
            assert_eq!(parameters_b(model), size, "{model}");
        }
    }
}
