//! What a service must carry, and how fast.

use serde::Serialize;

use super::error::{SizeError, positive};

/// Targets of a service. `None` = not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ServeTargets {
    /// What the whole service carries at the peak hour.
    pub load: Load,
    /// Largest mean time to first token, ms.
    pub ttft_ms: Option<f64>,
    /// Largest mean time per output token, ms.
    pub tpot_ms: Option<f64>,
    /// Share of a replica's rate at the targets that is planned with; 0.7 to 0.8 leaves room for bursts.
    pub utilisation: f64,
    /// Spare replicas (1 = N+1).
    pub spare_replicas: u32,
}

/// The load of a service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Load {
    /// Mean requests per second, whatever a request takes.
    Rate(f64),
    /// People that wait for their answers: their rate follows from the time a request takes.
    Users(Users),
}

impl Load {
    /// Requests per second, given the time one request takes, s.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if a value is not above zero.
    pub fn requests_per_s(self, request_s: f64) -> Result<f64, SizeError> {
        match self {
            Self::Rate(rate) => positive("requests_per_s", rate),
            Self::Users(users) => users.requests_per_s(request_s),
        }
    }
}

/// How many people stand behind a load: stated as concurrent requests or as head-count; the two differ by 10 to 100 times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Users {
    /// Requests in flight at once.
    Concurrent(f64),
    /// People, with the share active at the peak and the seconds between two requests of one person.
    HeadCount {
        /// People.
        people: f64,
        /// Share active in the peak hour.
        active_share: f64,
        /// Seconds from one request of a person to the next.
        think_s: f64,
    },
}

impl Users {
    /// Requests per second, given the time one request takes (`ttft + osl * tpot`, seconds). Little's law.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if a value is not above zero.
    pub fn requests_per_s(self, request_s: f64) -> Result<f64, SizeError> {
        positive("request_s", request_s)?;
        match self {
            Self::Concurrent(n) => Ok(positive("concurrent users", n)? / request_s),
            Self::HeadCount { people, active_share, think_s } => {
                let active = positive("people", people)? * super::error::share("active_share", active_share)?;
                Ok(active / (positive("think_s", think_s)? + request_s))
            }
        }
    }
}
