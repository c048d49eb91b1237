//! A published sizing table: as printed, with corrections for misprints and the limits of our rules.

use serde::{Deserialize, Serialize};

use super::{Confidence, List, Text};

/// A published table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishedTable {
    /// Id.
    pub id: Text,
    /// Architecture, as the publisher names it.
    pub architecture: Text,
    /// Title.
    pub title: Text,
    /// Id of the pattern or architecture the rows are about, when one; rows may name their own.
    #[serde(default)]
    pub about: Option<Text>,
    /// Document number.
    #[serde(default)]
    pub document: Option<Text>,
    /// Address.
    pub source_url: Text,
    /// Through what it was read.
    #[serde(default)]
    pub via: Option<Text>,
    /// How it was read.
    pub confidence: Confidence,
    /// Names of the columns.
    pub columns: List<Text>,
    /// Cells, row by row, as printed.
    pub rows: List<List<Cell>>,
    /// Cells that do not hold, or that a rule does not reproduce.
    #[serde(default)]
    pub errata: List<Erratum>,
    /// Readings worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}

/// A printed cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(from = "CellText")]
pub enum Cell {
    /// Nothing, or a dash.
    Empty,
    /// A whole number.
    Count(u64),
    /// Any other number.
    Number(f64),
    /// Words.
    Words(Text),
    /// Yes or no.
    Flag(bool),
    /// Several numbers.
    Counts(List<u64>),
}

/// A cell as YAML reads it.
#[derive(Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum CellText {
    Flag(bool),
    Count(u64),
    Number(f64),
    Words(Text),
    Counts(List<u64>),
    Empty(()),
}

impl From<CellText> for Cell {
    fn from(text: CellText) -> Self {
        match text {
            CellText::Flag(flag) => Self::Flag(flag),
            CellText::Count(count) => Self::Count(count),
            CellText::Number(number) => Self::Number(number),
            CellText::Words(words) => Self::Words(words),
            CellText::Counts(counts) => Self::Counts(counts),
            CellText::Empty(()) => Self::Empty,
        }
    }
}

/// What kind of disagreement a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum ErratumKind {
    /// The document contradicts itself or arithmetic: the corrected value holds.
    Misprint,
    /// The document rounds.
    Rounding,
    /// The document is right and our rule does not reach it: the printed value holds.
    RuleLimit,
    /// Undecided; the printed value is kept.
    Unresolved,
}

/// A cell that does not hold, or that a rule does not reproduce.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// The row's first cell, as printed.
    pub row: Text,
    /// Column.
    pub column: Text,
    /// Kind.
    pub kind: ErratumKind,
    /// The value that holds, for a misprint; none when the cell should be empty.
    #[serde(default)]
    pub corrected: Option<u64>,
    /// Why.
    pub reason: Text,
}
