//! The bill of materials: what is bought, how many, why so many, and how sure that is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A bill of materials.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bom {
    /// Lines, in the order of the groups.
    pub lines: Vec<BomLine>,
    /// Lines whose part is not known.
    pub unknown_part_count: u64,
    /// Whether an offer can be made from it.
    pub quotable: bool,
    /// What stands in the way of an offer.
    pub missing: Vec<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BomLine {
    /// Id that stays the same from one edition of a design to the next.
    pub id: String,
    /// Group: compute, network, optics, management, storage, racks, software, services, spares.
    pub group: String,
    /// What it is, for people.
    pub item: String,
    /// Part, by catalog id; null when it is not known.
    pub part_id: Option<String>,
    /// Maker's ordering number; null when none is known.
    pub part_number: Option<String>,
    /// How many.
    pub quantity: u64,
    /// What one of it is: piece, licence, licence-year.
    pub unit: String,
    /// How the quantity comes about, over named values of the design.
    pub formula: String,
    /// Document or rule the part and its quantity rest on.
    pub source: String,
    /// How sure it is.
    pub confidence: BomConfidence,
}

/// How sure a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BomConfidence {
    /// Part and quantity follow from published facts and stated values.
    Confirmed,
    /// The part or the quantity rests on an assumption.
    Estimate,
    /// The part is not known; its maker or a partner must name it.
    ToBeQuoted,
}

impl BomConfidence {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Estimate => "estimate",
            Self::ToBeQuoted => "to_be_quoted",
        }
    }
}

/// A software product or licence the design needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SoftwareItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What one licence covers: GPU, managed device, node, user.
    pub metric: String,
    /// Licences; null when the metric cannot be counted yet.
    pub count: Option<u64>,
    /// Whether it comes with the hardware of this design; null when no source says so.
    pub bundled: Option<bool>,
    /// Document.
    pub source: String,
    /// What is not known.
    pub note: String,
}
