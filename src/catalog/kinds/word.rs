//! Words of people's languages: which phrases stand for which concept.

use serde::{Deserialize, Serialize};

use super::Text;

/// The phrases of one concept in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Language and concept: `de/rack`; `common` holds what is written alike in several languages.
    pub id: Text,
    /// The phrases, divided by `|`; `*` stands for any letters.
    pub say: Text,
}
