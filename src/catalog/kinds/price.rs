//! Prices and site costs: user data. What ships is an overlay that is off by default, each line dated and sourced,
//! and marked indicative; no price of it is a quotation.

use serde::{Deserialize, Serialize};

use super::{Confidence, Text};

/// What a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum PriceUnit {
    /// One piece.
    Each,
    /// One GPU for an hour, rented.
    GpuHour,
    /// A kilowatt-hour of electricity.
    Kwh,
    /// A critical kilowatt in a colocation site for a month.
    KwMonth,
    /// One GPU for a year of a software licence.
    GpuYear,
    /// A rate of exchange: what one unit of the currency named as `part` costs in `currency` on the date of the line.
    Rate,
    /// Least share of the lines of a bill that must have a price before a total is given, percent; its currency is not read.
    CoverageMin,
}

impl PriceUnit {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::GpuHour => "gpu_hour",
            Self::Kwh => "kwh",
            Self::KwMonth => "kw_month",
            Self::GpuYear => "gpu_year",
            Self::Rate => "rate",
            Self::CoverageMin => "coverage_min",
        }
    }
}

/// A price or site cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Id.
    pub id: Text,
    /// What is priced, in words.
    pub item: Text,
    /// Id of the part in the catalog, when it is one.
    #[serde(default)]
    pub part: Option<Text>,
    /// What the price is for.
    pub unit: PriceUnit,
    /// Currency, ISO 4217.
    pub currency: Text,
    /// Lowest figure.
    pub low: f64,
    /// Highest figure; the same as the lowest when there is one figure.
    pub high: f64,
    /// Who sells or says so.
    #[serde(default)]
    pub seller: Option<Text>,
    /// Term (on-demand, reserved for a year ...), instance or region.
    #[serde(default)]
    pub term: Option<Text>,
    /// Date of the figure: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-H1.
    pub date: Text,
    /// Whether it is for orientation only; a partner's own price book says false.
    pub indicative: bool,
    /// Id of the document, or words for a partner's own list.
    pub source: Text,
    /// How it was read.
    pub confidence: Confidence,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}
