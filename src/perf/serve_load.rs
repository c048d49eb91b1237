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

/// Time to first token that people accept for a chat turn, ms, and the prompt it is stated for: the server scenario of
/// MLPerf Inference for Llama-2-70B (MLCommons inference_rules, "2000 ms / 200 ms"; prompts of 294 tokens in the mean).
const CHAT: (f64, f64) = (2000.0, 294.0);
/// The same for long prompts: Llama-3.1-405B, 6,000 ms at 9,428 tokens in the mean.
const LONG: (f64, f64) = (6000.0, 9428.0);
/// No prompt is so long that people are taken to wait more than this for the first token, ms.
const LONGEST_WAIT_MS: f64 = 10_000.0;
/// Time per output token where none is stated, ms: ten tokens a second, twice as fast as people read.
pub const USUAL_TPOT_MS: f64 = 100.0;

/// Time to first token to size for where none is stated, ms: between the two server scenarios of MLPerf Inference by the
/// length of the prompt, at most 10 s.
#[must_use]
pub fn usual_ttft_ms(prompt_tokens: f64) -> f64 {
    let slope = (LONG.0 - CHAT.0) / (LONG.1 - CHAT.1);
    let at = CHAT.0 + slope * (prompt_tokens - CHAT.1);
    // Half a second is as fine as an assumption can be.
    (at.clamp(CHAT.0, LONGEST_WAIT_MS) / 500.0).round() * 500.0
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn longer_prompts_are_given_more_time_up_to_ten_seconds() {
        assert_eq!(usual_ttft_ms(294.0), 2000.0);
        assert_eq!(usual_ttft_ms(9428.0), 6000.0);
        assert_eq!(usual_ttft_ms(120_000.0), 10_000.0);
        assert!(usual_ttft_ms(100.0) >= 2000.0);
    }
}
