//! Why a plan cannot be wired.

/// A plan that cannot be wired: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WiringError {
    /// A switch has fewer ports than the plan needs.
    #[error("{device} needs port {needed}, and it has {ports}. Plan with a larger switch or fewer nodes")]
    NoPort {
        /// Device name.
        device: String,
        /// Port index that was asked for, counted from 1.
        needed: u64,
        /// Ports there are.
        ports: u64,
    },
    /// More devices or links than a wiring holds.
    #[error("the plan has {found} {what}; a wiring holds at most {most}. Split the cluster")]
    TooLarge {
        /// Devices or links.
        what: String,
        /// How many.
        found: u64,
        /// How many fit.
        most: u64,
    },
}

impl WiringError {
    /// A stable code for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPort { .. } => "wiring.no_port",
            Self::TooLarge { .. } => "wiring.too_large",
        }
    }
}
