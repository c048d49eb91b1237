//! Values of the requirement that have parts of their own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One allowed form of a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeOption {
    /// GPUs per node.
    pub gpus_per_node: u64,
    /// Least memory per GPU, GB.
    pub mem_gb_min: f64,
}

/// Acceptance tests a tender asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Acceptance {
    /// Burn-in, hours.
    pub burn_in_hours: Option<f64>,
    /// Message size of the all-reduce test, GiB.
    pub allreduce_message_gib: Option<f64>,
    /// Least share of the stated all-reduce bandwidth.
    pub allreduce_min_ratio: Option<f64>,
}

/// Weights of an evaluation, percent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Evaluation {
    /// Weight of the technical part.
    pub technical: Option<f64>,
    /// Weight of the price.
    pub price: Option<f64>,
}

/// A figure whose origin the customer asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questioned {
    /// The figure.
    pub value: f64,
    /// Its unit as written.
    pub unit: String,
}

/// A wish that fits no field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherWish {
    /// What it is about, in a word or two.
    pub about: String,
    /// The customer's words, verbatim.
    pub quote: String,
}
