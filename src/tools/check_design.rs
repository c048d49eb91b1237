//! Judges a design by every rule, whoever made it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, explain};
use crate::{
    catalog::Catalog,
    check::{self, AnswerDocument, RuleVerdict},
    design::{Design, Finding, Requirement, RuleId, Severity},
};

/// Judges a design.
pub struct CheckDesign;

/// What to judge.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// An answer; its design is judged against its own requirement.
    #[serde(default)]
    pub answer: Option<AnswerDocument>,
    /// A design by itself, also written by hand or by another tool.
    #[serde(default)]
    pub design: Option<Design>,
    /// What the design must meet; null judges it by itself.
    #[serde(default)]
    pub requirement: Option<Requirement>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Form of this document: `gcg/verdict/1`.
    pub schema: String,
    /// `pass`, `warn` or `fail`: the worst of the rules that could be judged; `incomplete` where nothing fails and a rule
    /// that matters could not be judged.
    pub verdict: String,
    /// The verdict in a sentence: how many rules were judged, and which that matter were not.
    pub reply: String,
    /// Rules that could be judged.
    pub judged_count: u64,
    /// Rules that pass.
    pub pass_count: u64,
    /// Rules that warn.
    pub warn_count: u64,
    /// Rules that fail.
    pub fail_count: u64,
    /// Rules whose part of the design is not given.
    pub not_judged_count: u64,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Every rule with its verdict.
    pub rules: Vec<RuleVerdict>,
}

impl Tool for CheckDesign {
    const NAME: &'static str = "check_design";
    const DESCRIPTION: &'static str = "Judges the design of the last answer by every rule: reference architecture, electrical and thermal, fabric and optics, completeness and consistency. Use it when the request asks whether a design holds or what is wrong with it. It changes nothing.";
    const SESSION_KEYS: &'static [&'static str] = &["answer", "design", "requirement"];
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let own = input.answer.as_ref().map(|answer| answer.requirement.clone());
        let requirement = input.requirement.or(own).unwrap_or_default();
        let mut edited = input.answer.as_ref().map(check::summary_numbers).unwrap_or_default();
        if input.design.is_none()
            && let Some(answer) = &input.answer
        {
            edited.extend(explain::edited(catalog, answer).into_iter().map(hand_made));
        }
        let design = input.design.or_else(|| input.answer.and_then(|answer| answer.design));
        let Some(design) = design else {
            return Err(ToolError::new(ErrorCode::InputInvalid, "there is no design to judge")
                .hint("give a design document (`gcg schema design`) or an answer that holds one"));
        };
        let (rules, findings) = check::verdicts(&design, &requirement, catalog);
        Ok(output(rules, edited.into_iter().chain(findings).collect()))
    }
}

/// A part of an answer that its statements do not lead to.
fn hand_made(part: &str) -> Finding {
    Finding {
        rule: RuleId::EditedAnswer,
        severity: Severity::Error,
        message: format!("the {part} of the answer are not what its statements lead to"),
        actual: None,
        limit: None,
        at: Some(format!("/{part}")),
        repair: Some("make the answer anew; what is to be changed belongs into the requirement".into()),
    }
}

/// The verdict on a design.
#[must_use]
pub fn judge(catalog: &Catalog, design: &Design, requirement: &Requirement) -> Output {
    let (rules, findings) = check::verdicts(design, requirement, catalog);
    output(rules, findings)
}

fn output(rules: Vec<RuleVerdict>, findings: Vec<Finding>) -> Output {
    let count = |word: &str| rules.iter().filter(|rule| rule.verdict == word).count() as u64;
    let open = check::core_not_judged(&rules);
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    let verdict = if failed {
        "fail"
    } else if !open.is_empty() {
        "incomplete"
    } else if count("warn") > 0 {
        "warn"
    } else {
        "pass"
    };
    let judged = rules.len() as u64 - count("not_judged");
    let mut reply =
        format!("{judged} of {} rules judged: {} fail, {} warn.", rules.len(), count("fail"), count("warn"));
    if !open.is_empty() {
        let names: Vec<&str> = open.iter().map(|rule| rule.name()).collect();
        reply.push_str(&format!(" Not judged, and they matter: {}.", names.join(", ")));
    }
    if let Some(first) = findings.first().filter(|finding| finding.severity != Severity::Info) {
        reply.push_str(&format!(" First: {}.", first.message.trim_end_matches('.')));
    }
    Output {
        schema: "gcg/verdict/1".into(),
        verdict: verdict.into(),
        reply,
        judged_count: judged,
        pass_count: count("pass"),
        warn_count: count("warn"),
        fail_count: count("fail"),
        not_judged_count: count("not_judged"),
        findings,
        rules,
    }
}
