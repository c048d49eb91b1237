//! What a site gives: racks and power feeds. Volt-amperes are not watts; what a breaker carries without end is less
//! than what is stamped on it where the code says so.

use serde::{Deserialize, Serialize};

use super::{Fact, List, NamedFact, Text};

/// A region with its own voltages and plugs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Region {
    /// United States and Canada.
    Na,
    /// European Union.
    Eu,
    /// United Kingdom.
    Uk,
    /// Japan.
    Jp,
    /// India.
    In,
    /// Australia and New Zealand.
    Anz,
}

impl Region {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Na => "na",
            Self::Eu => "eu",
            Self::Uk => "uk",
            Self::Jp => "jp",
            Self::In => "in",
            Self::Anz => "anz",
        }
    }
}

/// A rack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rack {
    /// Id, such as `rack-48u-800`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Spellings that mean this rack.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Whether designs take this rack where none is stated; a policy.
    #[serde(default)]
    pub usual: bool,
    /// Height, rack units.
    pub rack_units: Option<Fact<f64>>,
    /// Width, mm.
    pub width_mm: Option<Fact<f64>>,
    /// Depth, mm.
    pub depth_mm: Option<Fact<f64>>,
    /// Load it carries standing, kg.
    pub static_load_kg: Option<Fact<f64>>,
    /// Standard or profile it follows, as printed.
    pub standard: Option<Fact<Text>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

/// A power feed: one circuit to a rack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PowerFeed {
    /// Id, such as `na-415v-60a`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Regions it is usual in.
    pub regions: Fact<List<Region>>,
    /// Voltage between phases; for one phase, the voltage of the circuit, V.
    pub voltage_v: Option<Fact<f64>>,
    /// Phases: 1 or 3.
    pub phases: Option<Fact<u64>>,
    /// Whether a neutral is led along (wye) or not (delta).
    pub neutral: Option<Fact<bool>>,
    /// Rating of the breaker, A.
    pub breaker_a: Option<Fact<f64>>,
    /// Share of the breaker's rating a load may take without end.
    pub continuous_ratio: Option<Fact<f64>>,
    /// Apparent power a load may take without end, kVA.
    pub continuous_kva: Option<Fact<f64>>,
    /// Plug and socket as printed.
    pub connector: Option<Fact<Text>>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

/// A factor of a site, such as a PUE, that is no price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteFactor {
    /// Id, such as `pue-average`.
    pub id: Text,
    /// What it is.
    pub name: Text,
    /// Date of the figure.
    pub date: Text,
    /// The factor.
    pub ratio: Fact<f64>,
}
