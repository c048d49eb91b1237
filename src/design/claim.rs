//! What a text takes for granted of a product or of a format, to be held against the catalog.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A property a text may take for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// GPUs of a server joined by NVLink.
    Nvlink,
    /// GPUs cut into instances by MIG.
    Mig,
    /// FP64 in all GPUs together, TFLOPS.
    Fp64Tflops,
    /// Bytes of one parameter in a number format.
    BytesPerParameter,
}

/// A claim: subject, property, value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// A GPU by name, or a number format.
    pub subject: String,
    /// What is claimed of it.
    pub property: Property,
    /// The value, in the property's unit; left out where having it is the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Whether the text rests on it; otherwise it asks.
    pub demanded: bool,
    /// The words, verbatim.
    pub quote: String,
}

/// A clause of a tender, in the buyer's own numbering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its number as written.
    pub number: String,
    /// Its full text.
    pub text: String,
}
