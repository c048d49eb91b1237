//! Judges a design by every rule, whoever made it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError};
use crate::{
    catalog::Catalog,
    check::{self, AnswerDocument, RuleVerdict},
    design::{Design, Finding, Requirement},
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
    /// `pass`, `warn` or `fail`: the worst of the rules that could be judged.
    pub verdict: String,
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
        let design = input.design.or_else(|| input.answer.and_then(|answer| answer.design));
        let Some(design) = design else {
            return Err(ToolError::new(ErrorCode::InputInvalid, "there is no design to judge")
                .hint("give a design document (`gcg schema design`) or an answer that holds one"));
        };
        Ok(judge(catalog, &design, &requirement))
    }
}

/// The verdict on a design.
#[must_use]
pub fn judge(catalog: &Catalog, design: &Design, requirement: &Requirement) -> Output {
    let (rules, findings) = check::verdicts(design, requirement, catalog);
    let count = |word: &str| rules.iter().filter(|rule| rule.verdict == word).count() as u64;
    let verdict = if count("fail") > 0 {
        "fail"
    } else if count("warn") > 0 {
        "warn"
    } else {
        "pass"
    };
    Output {
        schema: "gcg/verdict/1".into(),
        verdict: verdict.into(),
        pass_count: count("pass"),
        warn_count: count("warn"),
        fail_count: count("fail"),
        not_judged_count: count("not_judged"),
        findings,
        rules,
    }
}
