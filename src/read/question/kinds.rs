//! What a name of a question stands for.

use crate::catalog::{Catalog, Kind, Row};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    /// A GPU.
    Gpu,
    /// A server or rack-scale system.
    System,
    /// A switch.
    Switch,
    /// A network adapter.
    Nic,
    /// A transceiver.
    Optic,
    /// A cable.
    Cable,
    /// A language model.
    Model,
    /// A reference-architecture pattern.
    Pattern,
    /// A storage product.
    Storage,
    /// A rack.
    Rack,
    /// Software sold by licence.
    Licence,
    /// A published DGX architecture: BasePOD, SuperPOD.
    Architecture,
}

impl ThingKind {
    /// The facts of an entry of this kind; none of a pattern, whose facts are its name and its tables.
    #[must_use]
    pub fn rows(self, catalog: &Catalog, id: &str) -> Vec<Row> {
        let kind = match self {
            Self::Gpu => Kind::Gpu,
            Self::System => Kind::System,
            Self::Switch => Kind::Switch,
            Self::Nic => Kind::Nic,
            Self::Optic => Kind::Transceiver,
            Self::Cable => Kind::Cable,
            Self::Model => Kind::Model,
            Self::Storage => Kind::Storage,
            Self::Rack => Kind::Rack,
            Self::Pattern => return Vec::new(),
            Self::Licence => return catalog.licence_view(id).map(|view| view.rows).unwrap_or_default(),
            Self::Architecture => {
                return catalog.architecture_view(id).map(|view| view.rows).unwrap_or_default();
            }
        };
        catalog.view(kind, id).map(|view| view.rows).unwrap_or_default()
    }
}

/// A product, pattern or model that was named.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// What it is.
    pub kind: ThingKind,
    /// Catalog id.
    pub id: String,
    /// The words of the question.
    pub written: String,
    /// Other ids the words may mean.
    pub others: Vec<String>,
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
}
