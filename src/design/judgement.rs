//! What goes with a design: assumptions, open questions, findings, alternatives, and the coverage of the requirement.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    binding::{Scope, Strength},
    rule_id::RuleId,
    stated::Plain,
};

/// A value that was not stated and is used nevertheless.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Field of the requirement, or the property it is about.
    pub field: String,
    /// The value used.
    pub value: Plain,
    /// Why this value.
    pub reason: String,
    /// How the answer moves when it is wrong.
    pub effect_if_wrong: String,
    /// The same request planned with other values in its place; empty where none was tried.
    #[serde(default)]
    pub cases: Vec<AssumptionCase>,
}

/// What the design would be with another value in an assumption's place, everything else as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionCase {
    /// The value tried.
    pub value: Plain,
    /// What kind of answer it gives.
    pub outcome: Outcome,
    /// Whether it changes the GPU, the server, the pattern or the east-west switch.
    pub flips: bool,
    /// GPU, by catalog id; null when no design results.
    pub gpu_id: Option<String>,
    /// Pattern, by catalog id.
    pub pattern_id: Option<String>,
    /// Nodes.
    pub node_count: Option<u64>,
    /// GPUs.
    pub gpu_count: Option<u64>,
    /// Racks.
    pub rack_count: Option<u64>,
    /// Power of everything counted, kW.
    pub it_power_kw: Option<f64>,
    /// Purchase at the high prices; null without a price book.
    pub purchase_high: Option<f64>,
}

/// A question whose answer could change the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenQuestion {
    /// Field of the requirement it would fill.
    pub field: String,
    /// The question.
    pub question: String,
    /// What its answer changes.
    pub effect: String,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The design breaks a rule or cannot be built.
    Error,
    /// The design stands, and someone must look at this.
    Warning,
    /// Worth knowing.
    Info,
}

/// A value next to a bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Name of the rule.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub message: String,
    /// The value found.
    pub actual: Option<Figure>,
    /// The bound it is held against.
    pub limit: Option<Figure>,
    /// Where in the answer, as a JSON pointer; null when it is about the whole.
    pub at: Option<String>,
    /// The smallest change that repairs it.
    pub repair: Option<String>,
}

/// Another way to meet the requirement, or the nearest one that can be built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// What it is, in a few words.
    pub title: String,
    /// GPU of the alternative, by catalog id.
    pub gpu_id: Option<String>,
    /// Pattern of the alternative.
    pub pattern_id: Option<String>,
    /// Nodes of the alternative.
    pub node_count: Option<u64>,
    /// GPUs of the alternative.
    pub gpu_count: Option<u64>,
    /// Power of its nodes, kW; null where it was not worked out.
    #[serde(default)]
    pub power_kw: Option<f64>,
    /// Why it was not chosen, or what it would change.
    pub reason: String,
}

/// How a statement fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageStatus {
    /// A value of the design meets it.
    Met,
    /// A value of the design meets it if the condition in the note holds: an assumption, an estimate, an order option.
    MetIf,
    /// The design meets a part of it.
    Partly,
    /// A value of the design contradicts it, or the design lacks it.
    NotMet,
    /// Nothing of the answer can be compared with it; the note says why.
    NotJudged,
}

impl CoverageStatus {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::MetIf => "met_if",
            Self::Partly => "partly",
            Self::NotMet => "not_met",
            Self::NotJudged => "not_judged",
        }
    }
}

/// One statement and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Field of the requirement, or `other`.
    pub field: String,
    /// The customer's words.
    pub quote: String,
    /// What is asked for: bound, value and unit.
    #[serde(default)]
    pub asked: String,
    /// The value it was compared with, with its unit; left out where nothing was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// How it fared.
    pub status: CoverageStatus,
    /// Places of the answer that hold the compared value, as JSON pointers.
    pub evidence: Vec<String>,
    /// One sentence.
    pub note: String,
    /// How strongly it is asked for; left out where the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// Which part of the customer's world it is about; left out for what is to be built now.
    #[serde(default, skip_serializing_if = "Scope::is_new")]
    pub scope: Scope,
    /// Number of the clause in the buyer's own numbering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What kind of answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Enough was stated.
    Answer,
    /// A design that rests on listed assumptions.
    AnswerWithAssumptions,
    /// One or two facts decide the class of the design and must be asked for first.
    AskFirst,
    /// A part is answered; the rest is refused or re-scoped.
    Partial,
    /// A bound is broken; the nearest alternatives are listed.
    Infeasible,
    /// The request must not be carried out.
    Refuse,
}

impl Outcome {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::AnswerWithAssumptions => "answer_with_assumptions",
            Self::AskFirst => "ask_first",
            Self::Partial => "partial",
            Self::Infeasible => "infeasible",
            Self::Refuse => "refuse",
        }
    }
}
