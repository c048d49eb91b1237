//! What was read from a customer's text: the requirement, its conflicts, what the customer wants done, and
//! what in the text must not be obeyed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    claim::{Claim, Clause},
    requirement::Requirement,
    stated::Plain,
    statement::{Statement, Unread, Want},
};

/// The reading of a customer's text; the one input of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// Every claim of the text, one a row, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// Numbers and product-like words that nothing explains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// What the writer wants back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<Want>,
    /// What is to be built: the fold of the statements.
    pub requirement: Requirement,
    /// Statements that disagree with each other, with a later one, with the catalog, or with common sense.
    pub conflicts: Vec<Conflict>,
    /// What the customer wants done, in the order of the text.
    pub intents: Vec<Intent>,
    /// Clauses of a tender with their full text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
    /// What the text takes for granted of products and formats.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Passages that must not be obeyed or that a person should see.
    pub notices: Vec<Notice>,
    /// Language of the text, ISO 639-1.
    pub language: String,
}

/// How statements disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Two statements disagree.
    Conflict,
    /// A later statement replaces an earlier one.
    Superseded,
    /// The unit or size of a statement is most likely a slip.
    Suspected,
    /// A statement about a product disagrees with the catalog; the catalog stands.
    Disputed,
}

/// One disagreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// How the statements disagree.
    pub kind: ConflictKind,
    /// Field of the requirement, or of a product for a disputed figure.
    pub field: String,
    /// What was stated, as words of the text.
    pub quotes: Vec<String>,
    /// The values, in the order of the quotes; for a suspected slip the literal value and the likely one.
    pub values: Vec<Plain>,
    /// The value that is used; null when none may be used without asking.
    pub used: Option<Plain>,
    /// Why that one.
    pub reason: String,
}

/// What the customer wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// A design for a requirement.
    Design,
    /// To know what we need to know.
    AskForQuestions,
    /// Not to be asked anything back.
    NoQuestions,
    /// Figures of a product.
    Lookup,
    /// Whether something fits or works.
    FitCheck,
    /// A design of theirs judged.
    ValidateDesign,
    /// What a pattern name means or why two differ.
    ExplainPattern,
    /// Where a figure comes from.
    AskForProof,
    /// A promise of delivery.
    DeliveryPromise,
    /// A certificate, warranty or statement the tool cannot give.
    Certification,
    /// Something outside the tool (booking, ordering, sending).
    OutOfScope,
    /// Secrets.
    Forbidden,
    /// A breach of law or harm to others: evading export control, fraud in a tender, attacks.
    Harm,
}

/// Why a passage is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The text gives orders to the reader's tools.
    Instruction,
    /// The text carries something that looks like a tool's result.
    PastedResult,
    /// The text carries hidden or look-alike characters, markup comments, links or images.
    HiddenText,
    /// A passage the reader may want to judge (a correction, an exclusion clause).
    Remark,
}

/// A passage that is reported, never obeyed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Why it is reported.
    pub kind: NoticeKind,
    /// The passage, verbatim.
    pub quote: String,
    /// What was done about it.
    pub note: String,
}
