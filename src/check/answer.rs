//! The certified answer. [`certify`](super::certify) is its only maker.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    design::{
        Alternative, Assumption, Claim, Clause, Conflict, Coverage, Design, Finding, Intent, Notice,
        OpenQuestion, Outcome, Reading, Requirement, Statement, Unread, Want,
    },
    trace::Trace,
};

/// The answer to a customer's text: the design with everything that is needed to judge it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDocument {
    /// Form of this document: `gcg/answer/1`.
    pub schema: String,
    /// What kind of answer it is.
    pub outcome: Outcome,
    /// What was asked, answered in at most five sentences, in the language of the question; for a design its headline.
    #[serde(default)]
    pub reply: String,
    /// Which planner read the text.
    pub planner: Planner,
    /// What it comes to, in prose; every number placed by the program.
    pub summary: String,
    /// What the customer stated.
    pub requirement: Requirement,
    /// Every claim of the text, one a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// Numbers and product-like words of the text that nothing explains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// What the writer wants back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<Want>,
    /// What the customer wants done.
    pub intents: Vec<Intent>,
    /// Language of the text, ISO 639-1.
    pub language: String,
    /// What was assumed where nothing was stated.
    pub assumptions: Vec<Assumption>,
    /// Statements that disagree.
    pub conflicts: Vec<Conflict>,
    /// Clauses of a tender with their full text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
    /// What the text takes for granted of products and formats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Passages that were not obeyed or that a person should see.
    pub notices: Vec<Notice>,
    /// Questions, the one with the greatest effect first; at most five.
    pub open_questions: Vec<OpenQuestion>,
    /// The design; null when none may be made yet.
    pub design: Option<Design>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// Other ways, or the nearest that can be built.
    pub alternatives: Vec<Alternative>,
    /// Each stated requirement and how it fared.
    pub coverage: Vec<Coverage>,
    /// Documents the numbers rest on.
    pub provenance: Provenance,
    /// The catalog the answer rests on.
    pub catalog: CatalogState,
}

impl AnswerDocument {
    /// What the answer was planned from, so that it can be planned anew.
    #[must_use]
    pub fn reading(&self) -> Reading {
        Reading {
            statements: self.statements.clone(),
            unread: self.unread.clone(),
            wants: self.wants.clone(),
            requirement: self.requirement.clone(),
            conflicts: self.conflicts.clone(),
            clauses: self.clauses.clone(),
            claims: self.claims.clone(),
            intents: self.intents.clone(),
            notices: self.notices.clone(),
            language: self.language.clone(),
        }
    }
}

/// Which planner read the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Planner {
    /// `offline` (built-in rules), `nim` (a model service), `replay` (recorded turns) or `none` (a requirement document).
    pub name: String,
    /// The model that answered; null without one.
    pub model: Option<String>,
    /// What the reader of the answer should know about the planner's run (a substituted model, a replaced text).
    pub notes: Vec<String>,
}

impl Planner {
    /// The planner of a requirement document: none.
    #[must_use]
    pub fn none() -> Self {
        Self { name: "none".into(), model: None, notes: Vec::new() }
    }
}

/// Documents behind the numbers; `gcg explain` prints the way from any number down to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The documents.
    pub sources: Vec<SourceNote>,
    /// Derivations by JSON pointer, when asked for; else null.
    pub derivations: Option<std::collections::BTreeMap<String, String>>,
}

/// A document behind a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceNote {
    /// Id in the catalog.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: Option<String>,
    /// Through what it was read, when not directly.
    pub via: Option<String>,
    /// Day it was read.
    pub read: String,
}

/// The catalog an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogState {
    /// Edition.
    pub edition: String,
    /// Digest of its files.
    pub digest: String,
    /// Whether an overlay was laid over it.
    pub overlaid: bool,
}

impl CatalogState {
    /// The state of a catalog.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        Self {
            edition: catalog.edition().to_string(),
            digest: catalog.digest().to_string(),
            overlaid: catalog.is_overlaid(),
        }
    }
}

/// A certified answer: a document whose every number has an origin that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    document: AnswerDocument,
    trace: Trace,
}

impl Answer {
    /// Only certification makes an answer.
    pub(super) fn new(document: AnswerDocument, trace: Trace) -> Self {
        Self { document, trace }
    }

    /// The published document.
    #[must_use]
    pub fn document(&self) -> &AnswerDocument {
        &self.document
    }

    /// The origin of every number of the document.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The document for publishing, with its derivations spelled out when asked for.
    #[must_use]
    pub fn into_document(self, with_derivations: bool) -> AnswerDocument {
        let mut document = self.document;
        if with_derivations {
            let spelled = self
                .trace
                .iter()
                .map(|(pointer, traced)| (pointer.to_string(), super::explain::sentence(traced)));
            document.provenance.derivations = Some(spelled.collect());
        }
        document
    }
}
