//! Requests at a time from a head-count: people who are registered are not people who wait for an answer.

use super::{ErrorCode, ToolError};
use crate::{
    perf::serve_targets::ACTIVE_SHARE,
    units::{plain, three},
};

/// People in all and those with a request running.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crowd {
    people: u64,
    share: f64,
    assumed: bool,
    /// Requests running at the peak.
    pub at_once: f64,
}

impl Crowd {
    /// The requests at a time of `people` at a stated share, or the usual one.
    ///
    /// # Errors
    /// `input.invalid` for a share outside 0 (excluded) to 1.
    pub fn of(people: u64, share: Option<f64>) -> Result<Self, ToolError> {
        let taken = share.unwrap_or(ACTIVE_SHARE);
        if !(taken > 0.0 && taken <= 1.0) {
            return Err(ToolError::new(
                ErrorCode::InputInvalid,
                format!("concurrency_ratio is {taken}; expected above 0 and up to 1"),
            )
            .hint("0.02 is 2 % of the people with a request running at the peak"));
        }
        // A tiny excess of the product over a whole number is rounding, not one more request.
        let at_once = (people as f64 * taken - 1e-9).ceil().max(1.0);
        Ok(Self { people, share: taken, assumed: share.is_none(), at_once })
    }

    /// What was assumed, with what it changes; `None` where the share is stated.
    #[must_use]
    pub fn assumption(&self) -> Option<String> {
        self.assumed.then(|| {
            format!(
                "assumed: {} % of {} users, that is {}, have a request running at the peak; the size follows this share \
                 almost in proportion, so state it (concurrency_ratio) or the requests at a time (users_concurrent). All of \
                 them at once would be {} requests",
                three(100.0 * self.share),
                plain(self.people as f64),
                plain(self.at_once),
                plain(self.people as f64)
            )
        })
    }

    /// Where the requests at a time come from, in the words of a headline.
    #[must_use]
    pub fn share_of_all(&self) -> String {
        format!(
            "{} % of {} in all{}",
            three(100.0 * self.share),
            plain(self.people as f64),
            if self.assumed { ", assumed" } else { "" }
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_headline_says_how_people_became_requests() {
        let usual = Crowd::of(500, None).unwrap();
        assert_eq!(usual.at_once, 10.0);
        assert_eq!(usual.share_of_all(), "2 % of 500 in all, assumed");
        assert!(usual.assumption().unwrap().contains("2 % of 500 users"));
        let stated = Crowd::of(500, Some(0.3)).unwrap();
        assert_eq!(stated.at_once, 150.0);
        assert!(stated.assumption().is_none() && stated.share_of_all() == "30 % of 500 in all");
        assert!(Crowd::of(500, Some(0.0)).is_err() && Crowd::of(500, Some(1.5)).is_err());
    }
}
