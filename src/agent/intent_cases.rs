//! Conversations in which the model decides what is wanted: verdicts it may raise, needs it may not clear, designs it makes or
//! leaves.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::{
    message::{ChatRequest, Message, Turn},
    provider::{Abilities, Provider},
    *,
};
use crate::design::Outcome;

/// A model that makes these turns; a turn is made from the request.
struct Turns(Vec<fn(&ChatRequest) -> Turn>, Arc<Mutex<Vec<String>>>);

impl Provider for Turns {
    fn name(&self) -> &'static str {
        "scripted"
    }
    fn model(&self) -> Option<String> {
        Some("scripted".into())
    }
    fn abilities(&self) -> Abilities {
        Abilities::default()
    }
    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        _: u64,
        _: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        if let Some(Message::Tool { content, .. }) = request.messages.last() {
            self.1.lock().unwrap().push(content.clone());
        }
        let turn = if self.0.is_empty() { Turn::text("") } else { self.0.remove(0)(request) };
        async move { Ok(turn) }.boxed()
    }
}

/// The answer to a text, and what the tools told the model.
fn run(text: &str, turns: Vec<fn(&ChatRequest) -> Turn>) -> (Answer, Vec<String>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let mut model = Turns(turns, Arc::clone(&told));
    let (mut session, catalog, limits) = (Session::new(), Catalog::embedded(), Limits::default());
    let mut events = Vec::new();
    let asked = converse(&mut session, text, &mut model, &catalog, &limits, &mut events);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let answer = runtime.block_on(asked).unwrap();
    let told = told.lock().unwrap().clone();
    (answer, told)
}

/// A final answer that covers what was stated; `{t}` stands for the first sentence of a result.
fn last(request: &ChatRequest, kind: &str, summary: &str) -> Turn {
    let tool = request.tools.iter().find(|tool| tool.name == "final_answer").unwrap();
    let fields = &tool.parameters["properties"]["coverage"]["items"]["properties"]["field"]["enum"];
    let coverage: Vec<Value> = fields
        .as_array()
        .into_iter()
        .flatten()
        .map(|field| json!({ "field": field, "status": "met" }))
        .collect();
    let sentence = request.messages.iter().rev().find_map(|message| match message {
        Message::Tool { content, .. } => {
            content.find("{{t:").map(|at| content[at..].split("}}").next().unwrap().to_string() + "}}")
        }
        _ => None,
    });
    let summary = summary.replace("{t}", &sentence.unwrap_or_default());
    Turn::calls(&[(
        "final_answer",
        json!({ "kind": kind, "summary": summary, "rationale": "", "coverage": coverage, "assumptions": [],
                "open_questions": [], "risks": [] }),
    )])
}

fn plan(_: &ChatRequest) -> Turn {
    Turn::calls(&[("plan", json!({}))])
}

const NEED: &str = "128 H100 for LLM training, air cooled, 40 kW racks, 10 racks.";

#[test]
fn m11_nothing_is_cleared() {
    let clear = |_: &ChatRequest| {
        Turn::calls(&[(
            "plan",
            json!({ "changes": [{ "field": "power_per_rack_kw", "value": "", "quote": "40 kW racks" }] }),
        )])
    };
    let (answer, told) = run(NEED, vec![clear, plan, |request| last(request, "answer", "{t}")]);
    assert!(told[0].contains("is not cleared"), "{told:?}");
    assert_eq!(answer.document().requirement.power_per_rack_kw.as_ref().unwrap().value, 40.0);
}

#[test]
fn m12_a_verdict_is_raised_with_a_result_and_never_lowered() {
    let outcome = |text: &str, turns| run(text, turns).0.document().outcome;
    let plain = outcome(NEED, vec![plan, |request| last(request, "answer", "The plan is below.")]);
    assert!(matches!(plain, Outcome::Answer | Outcome::AnswerWithAssumptions), "{plain:?}");
    let cited = outcome(NEED, vec![plan, |request| last(request, "infeasible", "It does not work: {t}")]);
    assert_eq!(cited, Outcome::Infeasible);
    let bare = outcome(NEED, vec![plan, |request| last(request, "infeasible", "It does not work.")]);
    assert_eq!(bare, plain);
    let tight = "128 DGX B200 for training in exactly 2 racks of 10 kW, air cooled, no more racks.";
    let engine = outcome(tight, vec![plan, |request| last(request, "infeasible", "{t}")]);
    let milder = outcome(tight, vec![plan, |request| last(request, "answer", "All is well: {t}")]);
    assert_eq!(engine, milder);
    assert!(!matches!(engine, Outcome::Answer | Outcome::AnswerWithAssumptions), "{engine:?}");
}

#[test]
fn m13_the_model_says_whether_a_design_is_wanted() {
    let spec = |_: &ChatRequest| Turn::calls(&[("gpu_spec", json!({ "gpu": "H200" }))]);
    let told = |request: &ChatRequest| last(request, "answer", "It is listed in the result.");
    for question in [
        "How much memory does an H200 have?",
        "Is 40 kW per rack enough for four nodes of eight H200?",
        "H200 or B200 for 70B inference, which draws less?",
    ] {
        let (answer, _) = run(question, vec![spec, told]);
        assert!(answer.document().design.is_none(), "{question}");
    }
    // A need alone is designed, whatever the model looked up.
    let (answer, _) = run(NEED, vec![spec, told]);
    assert!(answer.document().design.is_some());
}

#[test]
fn what_a_model_states_is_planned_with_and_shown_as_its_reading() {
    let text = "We need sixteen boxes with eight H200 each; the hall can give each cabinet forty kilowatts.";
    let state = |_: &ChatRequest| {
        Turn::calls(&[(
            "state",
            json!({ "claims": [
                { "field": "node_count", "as_written": "sixteen boxes", "quote": "sixteen boxes",
                  "bound": null, "strength": null, "scope": null, "negated": null },
                { "field": "power_per_rack_kw", "as_written": "forty kilowatts",
                  "quote": "each cabinet forty kilowatts", "bound": "at_most", "strength": null, "scope": null,
                  "negated": null },
            ] }),
        )])
    };
    let (answer, _) = run(text, vec![state, plan, |request| last(request, "answer", "The plan is below.")]);
    let requirement = &answer.document().requirement;
    assert_eq!(requirement.node_count.as_ref().unwrap().value, 16);
    assert_eq!(requirement.power_per_rack_kw.as_ref().unwrap().value, 40.0);
}
