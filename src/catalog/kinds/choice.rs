//! Which GPU a design starts from when the customer names none: a policy, so it is data that an overlay can change.

use serde::{Deserialize, Serialize};

use super::{List, Text};

/// A GPU for a kind of workload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GpuChoice {
    /// Id; choices are tried in the order of their ids.
    pub id: Text,
    /// Groups of workloads it is for; empty for any.
    #[serde(default)]
    pub workloads: List<Text>,
    /// GPUs, the preferred one first.
    pub gpus: List<Text>,
    /// Why, in a sentence without figures.
    pub reason: Text,
    /// What changes when another is taken.
    pub effect_if_wrong: Text,
}
