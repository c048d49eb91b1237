//! Why a fabric cannot be planned.

use crate::design::fabric::Gap;

/// A fabric that cannot be planned: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FabricError {
    /// No rule or table covers the case; the missing facts are named.
    #[error("{what} is not covered: {missing}. {hint}")]
    NotCovered {
        /// The case.
        what: String,
        /// What is missing.
        missing: String,
        /// What to do.
        hint: String,
    },
    /// A number that cannot be.
    #[error("{field} is {found}; expected {expected}. {hint}")]
    OutOfRange {
        /// Which number.
        field: String,
        /// Its value.
        found: u64,
        /// What would do.
        expected: String,
        /// What to do.
        hint: String,
    },
    /// More endpoints than the switch can join at the greatest depth.
    #[error(
        "{endpoints} endpoints per plane need more than {depth} tiers of {radix}-port switches, which join {ceiling} at most. Use a switch with more ports, more planes, or several fabrics"
    )]
    TooLarge {
        /// Endpoints of one plane.
        endpoints: u64,
        /// Tiers tried.
        depth: u64,
        /// Ports of the switch.
        radix: u64,
        /// Endpoints the depth reaches.
        ceiling: u64,
    },
}

impl FabricError {
    /// A stable code for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCovered { .. } => "fabric.not_covered",
            Self::OutOfRange { .. } => "fabric.out_of_range",
            Self::TooLarge { .. } => "fabric.too_large",
        }
    }

    /// The gap this error leaves in a plan whose other fabrics hold.
    #[must_use]
    pub fn as_gap(&self, network: crate::design::fabric::Network) -> Gap {
        Gap { network, missing: self.to_string() }
    }
}
