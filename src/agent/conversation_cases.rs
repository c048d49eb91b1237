//! Whole conversations over the real catalog and engines, with a scripted reader and scripted models.

#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::panic)]

use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::{
    message::{ChatRequest, Message, Turn},
    provider::{Abilities, offline::Offline, replay::Replay},
    run::Offer,
    *,
};
use crate::{
    check::{AnswerDraft, Planner},
    design::{Intent, Outcome, Reading, Requirement},
    tools::{
        FollowUp, Pending, ToolError,
        state::{Claim, Heard},
    },
};

/// The real engines with a reader that gives what the test says.
struct Scripted {
    catalog: Catalog,
    reading: fn(&str) -> Reading,
}

impl Engines for Scripted {
    fn offers(&self, only: Option<&[&str]>) -> Result<Vec<Offer>, ToolError> {
        self.catalog.offers(only)
    }
    fn session_keys(&self, tool: &str) -> &'static [&'static str] {
        self.catalog.session_keys(tool)
    }
    fn call(&self, tool: &str, input: Value) -> Result<Value, ToolError> {
        self.catalog.call(tool, input)
    }
    fn read(&self, text: &str) -> Reading {
        (self.reading)(text)
    }
    fn state(&self, text: &str, reading: &Reading, claims: &[Claim]) -> Heard {
        self.catalog.state(text, reading, claims)
    }
    fn follow_up(&self, previous: &Requirement, pending: Option<&Pending>, text: &str) -> FollowUp {
        self.catalog.follow_up(previous, pending, text)
    }
    fn draft(&self, reading: &Reading, planner: Planner) -> AnswerDraft {
        self.catalog.draft(reading, planner)
    }
    fn certify(&self, draft: AnswerDraft) -> Result<Answer, ToolError> {
        self.catalog.certify(draft)
    }
}

fn reading(intents: &[Intent], fields: &[(&str, Value, &str)]) -> Reading {
    let mut reading = Reading { intents: intents.to_vec(), language: "en".into(), ..Reading::default() };
    for (field, value, quote) in fields {
        reading.requirement.set(field, value.clone(), quote).unwrap();
    }
    reading
}

const NEED: &str = "We need 128 H100 for training, air cooled.";

fn need(text: &str) -> Reading {
    if text != NEED {
        return Reading::default();
    }
    reading(
        &[Intent::Design],
        &[
            ("workload", json!(["training"]), "for training"),
            ("gpu_count", 128.into(), "128 H100"),
            ("gpu_models", json!(["H100"]), "128 H100"),
            ("cooling", "air".into(), "air cooled"),
        ],
    )
}

fn engines(reading: fn(&str) -> Reading) -> Scripted {
    Scripted { catalog: Catalog::embedded(), reading }
}

async fn ask(
    session: &mut Session,
    engines: &Scripted,
    provider: &mut dyn Provider,
    text: &str,
) -> Result<Answer, AgentError> {
    let limits = Limits::default();
    let mut events = Vec::new();
    let result =
        converse_until(session, text, provider, engines, &limits, &mut events, std::future::pending()).await;
    for event in events.iter().filter(|event| matches!(event, Event::Repair { .. })) {
        eprintln!("{event:?}");
    }
    result
}

/// A model made of a function of the request.
struct Model<F>(F);

impl<F: FnMut(&ChatRequest) -> Turn + Send> Provider for Model<F> {
    fn name(&self) -> &'static str {
        "nim"
    }
    fn model(&self) -> Option<String> {
        Some("scripted".into())
    }
    fn abilities(&self) -> Abilities {
        Abilities { forced_choice: true, context_tokens: None }
    }
    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        _: u64,
        _: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        let turn = (self.0)(request);
        async move { Ok(turn) }.boxed()
    }
}

fn final_answer(kind: &str, summary: &str) -> Turn {
    let stated = ["workload", "gpu_count", "gpu_models", "cooling"];
    let coverage: Vec<Value> =
        stated.iter().map(|field| json!({ "field": field, "status": "met" })).collect();
    Turn::calls(&[(
        "final_answer",
        json!({ "kind": kind, "summary": summary, "rationale": "", "coverage": coverage, "assumptions": [], "open_questions": [], "risks": [] }),
    )])
}

fn planned(request: &ChatRequest) -> bool {
    request.messages.iter().any(|message| matches!(message, Message::Tool { name, .. } if name == "plan"))
}

/// The reference of a value of the plan's result.
fn id_of(request: &ChatRequest, key: &str) -> String {
    let content = request.messages.iter().find_map(|message| match message {
        Message::Tool { content, name, .. } if name == "plan" => Some(content.as_str()),
        _ => None,
    });
    let content = content.unwrap();
    let from = content.find(&format!("\"{key}\":\"")).unwrap_or_else(|| panic!("no {key} in {content}"));
    let from = from + content[from..].find("{{v:").unwrap();
    content[from..from + content[from..].find("}}").unwrap() + 2].to_string()
}

#[tokio::test]
async fn the_built_in_planner_designs() {
    let mut session = Session::new();
    let answer = ask(&mut session, &engines(need), &mut Offline, NEED).await.unwrap();
    let document = answer.document();
    assert!(
        matches!(document.outcome, Outcome::Answer | Outcome::AnswerWithAssumptions),
        "{:?}",
        document.outcome
    );
    let compute = document.design.as_ref().unwrap().compute.as_ref().unwrap();
    assert_eq!((compute.node_count, compute.gpu_count), (16, 128));
    assert!(document.summary.contains("16 nodes"), "{}", document.summary);
    assert_eq!((document.planner.name.as_str(), document.planner.notes.as_slice()), ("offline", &[][..]));
    assert_eq!(session.reading().requirement.gpu_count.as_ref().unwrap().value, 128);
    assert_eq!(session.transcript().len(), 1);
}

#[tokio::test]
async fn the_built_in_planner_looks_up_explains_and_checks() {
    let lookup = |_: &str| reading(&[Intent::Lookup], &[("gpu_models", json!(["H200"]), "H200")]);
    let answer = ask(&mut Session::new(), &engines(lookup), &mut Offline, "How much memory has an H200?")
        .await
        .unwrap();
    let document = answer.document();
    assert!(document.summary.contains("memory 141 GB"), "{}", document.summary);
    assert!(document.design.is_none() && document.planner.notes.is_empty(), "{:?}", document.planner);

    let unknown = |_: &str| reading(&[Intent::Lookup], &[("gpu_models_unknown", json!(["H2000"]), "H2000")]);
    let answer = ask(&mut Session::new(), &engines(unknown), &mut Offline, "H2000 memory?").await.unwrap();
    assert!(answer.document().summary.contains("H2000"), "{}", answer.document().summary);

    let explain =
        |_: &str| reading(&[Intent::ExplainPattern], &[("patterns", json!(["2-8-9-400"]), "2-8-9-400")]);
    let answer =
        ask(&mut Session::new(), &engines(explain), &mut Offline, "What is 2-8-9-400?").await.unwrap();
    assert!(answer.document().summary.contains("Published range"), "{}", answer.document().summary);
    assert!(answer.document().planner.notes.is_empty(), "{:?}", answer.document().planner);

    let check = |_: &str| {
        reading(
            &[Intent::ValidateDesign],
            &[("patterns", json!(["2-8-9-400"]), "2-8-9-400"), ("node_count", 200.into(), "200 nodes")],
        )
    };
    let answer =
        ask(&mut Session::new(), &engines(check), &mut Offline, "2-8-9-400 with 200 nodes?").await.unwrap();
    assert!(answer.document().summary.contains("does not keep within"), "{}", answer.document().summary);
}

#[tokio::test]
async fn nothing_stated_ends_in_questions() {
    let answer =
        ask(&mut Session::new(), &engines(|_| Reading::default()), &mut Offline, "hello").await.unwrap();
    assert!(!answer.document().open_questions.is_empty());
    assert!(answer.document().design.is_none());
}

#[tokio::test]
async fn a_model_words_the_answer_and_the_engine_designs() {
    let mut model = Model(|request: &ChatRequest| {
        if planned(request) {
            let (nodes, gpus) = (id_of(request, "node_count"), id_of(request, "gpu_count"));
            final_answer("answer", &format!("We propose {nodes} with {gpus}."))
        } else {
            Turn::calls(&[("plan", json!({ "changes": [] }))])
        }
    });
    let answer = ask(&mut Session::new(), &engines(need), &mut model, NEED).await.unwrap();
    let document = answer.document();
    assert_eq!(document.summary, "We propose 16 nodes with 128 GPUs.");
    assert_eq!(
        document.planner,
        Planner { name: "nim".into(), model: Some("scripted".into()), notes: Vec::new() }
    );
    let offline = ask(&mut Session::new(), &engines(need), &mut Offline, NEED).await.unwrap();
    assert_eq!(document.design, offline.document().design);
}

#[tokio::test]
async fn bad_models_end_in_the_engines_words_or_a_refusal() {
    let offline = ask(&mut Session::new(), &engines(need), &mut Offline, NEED).await.unwrap();
    type Script = Box<dyn FnMut(&ChatRequest) -> Turn + Send>;
    let after_plan = |then: fn(&ChatRequest) -> Turn| -> Script {
        Box::new(move |request| {
            if planned(request) { then(request) } else { Turn::calls(&[("plan", json!({ "changes": [] }))]) }
        })
    };
    let with_plan: Vec<(&str, Script)> = vec![
        ("types numbers", after_plan(|_| final_answer("answer", "You need 1,024 GPUs."))),
        ("loops", after_plan(|_| Turn::calls(&[("plan", json!({ "changes": [] }))]))),
        ("writes prose", after_plan(|_| Turn::text("You need 17 nodes."))),
        ("wrong verdict", after_plan(|_| final_answer("infeasible", "It cannot be built."))),
        (
            "other enum",
            after_plan(|_| {
                Turn::calls(&[("ra_recommend", json!({ "gpus": 8, "workload": "chatbot", "gpu": null }))])
            }),
        ),
        ("unknown tool", after_plan(|_| Turn::calls(&[("shell", json!({ "cmd": "ls" }))]))),
        ("empty", after_plan(|_| Turn::text(""))),
    ];
    for (name, script) in with_plan {
        let answer = ask(&mut Session::new(), &engines(need), &mut Model(script), NEED).await.unwrap();
        let document = answer.document();
        assert_eq!(document.design, offline.document().design, "{name}");
        assert_eq!(document.summary, offline.document().summary, "{name}");
        assert_eq!(document.planner.notes.len(), 1, "{name}: {:?}", document.planner.notes);
    }
    let without: Vec<(&str, Code, Script)> = vec![
        (
            "wrong enum",
            Code::ToolArguments,
            Box::new(|_| {
                Turn::calls(&[("ra_recommend", json!({ "gpus": 8, "workload": "chatbot", "gpu": null }))])
            }),
        ),
        ("unknown tool", Code::ToolUnknown, Box::new(|_| Turn::calls(&[("shell", json!({}))]))),
        ("no tools", Code::AnswerMissing, Box::new(|_| Turn::text("You need 128 GPUs in 16 nodes."))),
        ("loops", Code::Loop, Box::new(|_| Turn::calls(&[("gpu_spec", json!({ "gpu": "H200" }))]))),
    ];
    for (name, code, script) in without {
        let error = ask(&mut Session::new(), &engines(need), &mut Model(script), NEED).await.unwrap_err();
        assert_eq!((error.code, error.exit()), (code, 8), "{name}");
        assert_eq!(error.partial.is_null(), name != "loops", "{name}");
    }
}

#[tokio::test]
async fn corrections_need_words_of_the_text() {
    let change = |field: &str, value: &str, quote: &str| {
        Turn::calls(&[("plan", json!({ "changes": [{ "field": field, "value": value, "quote": quote }] }))])
    };
    let mut replies = Vec::new();
    for (field, value, quote) in [
        ("gpu_count", "128", "128 H100"),
        ("gpu_count", "1280", "128 H100"),
        ("gpu_count", "256", "256 H100"),
        ("gpu_models", "H200", "128 H100"),
        ("gpu_models", "H100", "128 H100"),
        ("gpus", "128", "128 H100"),
    ] {
        let mut round = 0;
        let mut model = Model(|request: &ChatRequest| {
            round += 1;
            if round == 2
                && let Some(Message::Tool { content, .. }) = request.messages.last()
            {
                replies.push(content.contains("\"ok\":true"));
            }
            if round == 1 { change(field, value, quote) } else { Turn::text("") }
        });
        let _ = ask(&mut Session::new(), &engines(need), &mut model, NEED).await;
    }
    assert_eq!(replies, [true, false, false, false, true, false]);
}

#[tokio::test]
async fn a_question_broken_off_leaves_the_requirement_as_it_was() {
    struct Silence;
    impl Provider for Silence {
        fn name(&self) -> &'static str {
            "nim"
        }
        fn model(&self) -> Option<String> {
            None
        }
        fn chat<'a>(
            &'a mut self,
            _: &'a ChatRequest,
            _: u64,
            _: &'a mut dyn EventSink,
        ) -> BoxFuture<'a, Result<Turn, AgentError>> {
            futures::future::pending().boxed()
        }
    }
    let mut session = Session::new();
    let stop = tokio::time::sleep(std::time::Duration::from_millis(20));
    let limits = Limits::default();
    let ended =
        converse_until(&mut session, NEED, &mut Silence, &engines(need), &limits, &mut Silent, stop).await;
    let error = ended.unwrap_err();
    assert_eq!((error.code, error.exit()), (Code::Interrupted, 130));
    assert!(session.reading().requirement.is_empty() && session.transcript()[0].interrupted);
    // The session goes on.
    let answer = ask(&mut session, &engines(need), &mut Offline, NEED).await.unwrap();
    assert!(answer.document().design.is_some());
}

#[tokio::test]
async fn a_recording_plays_and_its_end_is_an_error() {
    let turn = serde_json::to_string(&Turn::calls(&[("plan", json!({ "changes": [] }))])).unwrap();
    let mut replay = Replay::from_jsonl(&format!("{turn}\n\n")).unwrap();
    let error = ask(&mut Session::new(), &engines(need), &mut replay, NEED).await.unwrap_err();
    assert_eq!(error.code, Code::SessionCorrupt);
    assert!(error.partial["results"][0]["result"]["design"].is_object());
    assert!(Replay::from_jsonl("{}").is_err());
}

#[tokio::test]
async fn texts_out_of_bounds_are_refused_before_anything_runs() {
    let long = "x".repeat(256 * 1024 + 1);
    for text in ["", " \n", long.as_str()] {
        let error = ask(&mut Session::new(), &engines(need), &mut Offline, text).await.unwrap_err();
        assert_eq!(error.code, Code::InputInvalid);
    }
}

#[tokio::test]
async fn a_plan_stands_when_the_words_for_it_do_not_come_in_time() {
    /// Calls these tools, then stays silent.
    struct Late(Vec<Turn>);
    impl Provider for Late {
        fn name(&self) -> &'static str {
            "nim"
        }
        fn model(&self) -> Option<String> {
            None
        }
        fn chat<'a>(
            &'a mut self,
            _: &'a ChatRequest,
            _: u64,
            _: &'a mut dyn EventSink,
        ) -> BoxFuture<'a, Result<Turn, AgentError>> {
            let late = || AgentError::new(Code::ServiceTimeout, "the service did not answer in time");
            std::future::ready(self.0.pop().ok_or_else(late)).boxed()
        }
    }
    let mut planned = Late(vec![Turn::calls(&[("plan", json!({ "changes": [] }))])]);
    let answer = ask(&mut Session::new(), &engines(need), &mut planned, NEED).await.unwrap();
    let document = answer.document();
    assert!(
        document.design.is_some() && document.planner.notes[0].contains("in time"),
        "{:?}",
        document.planner
    );
    let error = ask(&mut Session::new(), &engines(need), &mut Late(Vec::new()), NEED).await.unwrap_err();
    assert_eq!(error.code, Code::ServiceTimeout);
}
