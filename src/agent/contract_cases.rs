//! Tools that break their contract, panic, or refuse: what a model and a user learn of it.

#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::{Value, json};

use super::{message::Turn, provider::replay::Replay, run::Offer, *};
use crate::{
    check::{AnswerDraft, Planner},
    design::{Reading, Requirement},
    tools::{ErrorCode, FollowUp, Pending, ToolError},
};

/// The real engines, with one tool that does what the test says.
struct Broken {
    catalog: Catalog,
    tool: fn() -> Result<Value, ToolError>,
}

impl Engines for Broken {
    fn offers(&self, only: Option<&[&str]>) -> Result<Vec<Offer>, ToolError> {
        self.catalog.offers(only)
    }
    fn session_keys(&self, tool: &str) -> &'static [&'static str] {
        self.catalog.session_keys(tool)
    }
    fn call(&self, tool: &str, input: Value) -> Result<Value, ToolError> {
        if tool == "gpu_spec" { (self.tool)() } else { self.catalog.call(tool, input) }
    }
    fn read(&self, text: &str) -> Reading {
        self.catalog.read(text)
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

async fn ask(tool: fn() -> Result<Value, ToolError>) -> (AgentError, Session) {
    let engines = Broken { catalog: Catalog::embedded(), tool };
    let mut session = Session::new();
    let mut model = Replay::new([Turn::calls(&[("gpu_spec", json!({ "gpu": "H200" }))])]);
    let limits = Limits::default();
    let error = converse_until(
        &mut session,
        "How much memory has an H200?",
        &mut model,
        &engines,
        &limits,
        &mut Silent,
        std::future::pending(),
    )
    .await
    .unwrap_err();
    (error, session)
}

#[tokio::test]
async fn a11_a12_a_tool_that_breaks_its_contract_or_panics_ends_the_question() {
    let contract = || Err(ToolError::new(ErrorCode::ToolContract, "/memory_gb is no number"));
    let (error, session) = ask(contract).await;
    assert_eq!((error.code, error.exit()), (Code::ToolContract, 1));
    let history = format!("{:?}", session.transcript()[0].history);
    assert!(!history.contains("no number"), "the model was told: {history}");
    let (error, session) = ask(|| panic!("engine with nvapi-secret")).await;
    assert_eq!((error.code, error.exit()), (Code::ToolPanic, 1));
    assert!(error.message.contains("gpu_spec"));
    // The process and the conversation live on.
    assert_eq!(session.transcript().len(), 1);
}

#[tokio::test]
async fn what_a_tool_refuses_is_an_answer_for_the_model() {
    let (error, session) = ask(|| Err(ToolError::new(ErrorCode::InputInvalid, "no such GPU"))).await;
    assert_eq!(error.code, Code::SessionCorrupt, "the recording ends after the refusal: {error}");
    let history = format!("{:?}", session.transcript()[0].history);
    assert!(history.contains("no such GPU"), "{history}");
}
