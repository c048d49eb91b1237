//! A cluster of several parts: pools of different nodes, and sites. Each part is a whole design; the totals are their sums.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Design;

/// Whether a part is a pool of nodes or a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Nodes of one kind beside others.
    Pool,
    /// What stands at one of several places.
    Site,
}

impl PartKind {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Site => "site",
        }
    }
}

/// How a part fares by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartCheck {
    /// No rule and no stage of planning found a fault.
    Pass,
    /// Something is to be looked at.
    Warn,
    /// A bound is broken.
    Fail,
}

impl PartCheck {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// The parts of a cluster and their sums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// The parts, in the order they were stated.
    pub list: Vec<Part>,
    /// The sums over the parts.
    pub totals: PartTotals,
    /// Whether each site carries the whole load, so that what is stated once stands at every site.
    pub each_site_carries_all: bool,
    /// Which fabrics were assumed between the parts.
    pub fabrics: String,
    /// The link between the sites, which others provide; absent at one site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_link: Option<SiteLink>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name, as stated or after its use.
    pub name: String,
    /// A pool or a site.
    pub kind: PartKind,
    /// The site it stands at, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// GPU, for people.
    pub gpu_name: String,
    /// GPUs.
    pub gpu_count: u64,
    /// Nodes.
    pub node_count: u64,
    /// Server product, by catalog id; absent where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Racks, those of switches included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rack_count: Option<u64>,
    /// Power of everything that is counted, kW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub it_power_kw: Option<f64>,
    /// Currency of the cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its priced lines at the low prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced_low: Option<f64>,
    /// The same at the high prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced_high: Option<f64>,
    /// How it fares by itself; absent before the rules have judged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<PartCheck>,
    /// The part, designed whole.
    pub design: Box<Design>,
}

/// The sums over the parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartTotals {
    /// Sites; one where only pools are stated.
    pub site_count: u64,
    /// Nodes.
    pub node_count: u64,
    /// GPUs.
    pub gpu_count: u64,
    /// Racks; absent while a part has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rack_count: Option<u64>,
    /// Power of everything that is counted, kW; absent while a part has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub it_power_kw: Option<f64>,
    /// Currency of the cost; absent where the parts are not all priced in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Priced lines at the low prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced_low: Option<f64>,
    /// The same at the high prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced_high: Option<f64>,
}

/// A link between sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteLink {
    /// The sites it joins.
    pub between: Vec<String>,
    /// Distance as stated, km.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
    /// Who provides it and what is left to be settled.
    pub provided_by: String,
}

impl Parts {
    /// Sites by name, each once, in the order of the parts.
    #[must_use]
    pub fn sites(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.list.iter().filter_map(|part| part.site.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
