//! What the part tools share: kinds of parts by their everyday word, and the resolution of names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, ToolError};
use crate::catalog::{Catalog, Kind, Resolution};

/// A kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum PartKind {
    /// A GPU.
    Gpu,
    /// A server, baseboard or rack-scale system.
    System,
    /// A switch.
    Switch,
    /// A network adapter.
    Nic,
    /// A transceiver.
    Optic,
    /// A cable or fibre.
    Cable,
    /// A language model.
    Model,
}

impl PartKind {
    /// The catalog's kind.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Gpu => Kind::Gpu,
            Self::System => Kind::System,
            Self::Switch => Kind::Switch,
            Self::Nic => Kind::Nic,
            Self::Optic => Kind::Transceiver,
            Self::Cable => Kind::Cable,
            Self::Model => Kind::Model,
        }
    }

    /// The word in JSON and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::System => "system",
            Self::Switch => "switch",
            Self::Nic => "nic",
            Self::Optic => "optic",
            Self::Cable => "cable",
            Self::Model => "model",
        }
    }
}

/// The id a name means, and what the name leaves open.
///
/// # Errors
/// `name.unknown` or `name.no_such_product`, with near names.
pub fn resolve(catalog: &Catalog, kind: PartKind, name: &str) -> Result<(String, Vec<String>), ToolError> {
    let word = kind.word();
    let hint = |near: &[&str]| {
        if near.is_empty() {
            format!("`gcg {word} list` prints what there is")
        } else {
            format!("nearest names: {}", near.join(", "))
        }
    };
    match catalog.resolve_name(kind.kind(), name) {
        Resolution::One(id) => Ok((id.to_string(), Vec::new())),
        Resolution::Several(bare) => match &bare.default {
            Some(default) => {
                let note = format!(
                    "\"{}\" fits several parts ({}); taken as {default}. {}",
                    bare.name,
                    bare.candidates.join(", "),
                    bare.effect
                );
                Ok((default.to_string(), vec![note]))
            }
            None => {
                let candidates: Vec<&str> = bare.candidates.iter().map(AsRef::as_ref).collect();
                Err(ToolError::new(
                    ErrorCode::NameUnknown,
                    format!("`{name}` fits several parts: {}", bare.effect),
                )
                .hint(format!("name one of: {}", candidates.join(", "))))
            }
        },
        Resolution::NoSuchProduct { why, near } => {
            Err(ToolError::new(ErrorCode::NameNoProduct, format!("`{name}` is no product: {why}"))
                .hint(hint(&near)))
        }
        Resolution::Unknown { near } => {
            Err(ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no {word} `{name}`"))
                .hint(hint(&near)))
        }
    }
}
