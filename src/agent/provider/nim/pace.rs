//! When to ask again: the service's own wish, else full jitter; and a token bucket, so that it seldom has to say so.

use std::{
    hash::{BuildHasher, RandomState},
    time::{Duration, UNIX_EPOCH},
};

use tokio::time::Instant;

/// The longest wait the service may ask for.
pub const RETRY_AFTER_MAX_S: f64 = 60.0;
/// Doublings of the pause: 1, 2, 4, 8 units.
const DOUBLINGS: u32 = 3;

/// The seconds a `Retry-After` value asks for: whole or fractional seconds, or an HTTP date, `now` being seconds
/// since 1970. None for what makes no sense.
#[must_use]
pub fn retry_after(value: &str, now: i64) -> Option<f64> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return (seconds.is_finite() && seconds >= 0.0).then_some(seconds);
    }
    http_date(value).map(|at| (at - now).max(0) as f64)
}

/// Seconds since 1970 of an HTTP date in any of its three forms (RFC 9110, section 5.6.7).
#[must_use]
pub fn http_date(text: &str) -> Option<i64> {
    let since_1970 = httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_1970.as_secs()).ok()
}

/// A pause before attempt `attempt` + 1, anywhere between nothing and 1, 2, 4 or 8 units.
#[must_use]
pub fn jitter(attempt: u32, unit: Duration) -> Duration {
    let most = unit * (1 << attempt.saturating_sub(1).min(DOUBLINGS));
    // Keys of a `RandomState` are the standard library's only randomness.
    let random = RandomState::new().hash_one(attempt) as f64 / u64::MAX as f64;
    most.mul_f64(random)
}

/// Requests at a steady rate with a small burst.
#[derive(Debug)]
pub struct Bucket {
    per_second: f64,
    burst: f64,
    level: f64,
    seen: Option<Instant>,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32) -> Self {
        Self {
            per_second: f64::from(per_minute) / 60.0,
            burst: f64::from(burst),
            level: f64::from(burst),
            seen: None,
        }
    }

    /// Takes one request; how long to wait before it may go.
    pub fn take(&mut self, now: Instant) -> Duration {
        self.fill(now);
        self.level -= 1.0;
        if self.level >= 0.0 || self.per_second <= 0.0 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(-self.level / self.per_second)
    }

    /// The service complained: nothing is left of the burst.
    pub fn drain(&mut self, now: Instant) {
        self.fill(now);
        self.level = self.level.min(0.0);
    }

    fn fill(&mut self, now: Instant) {
        if let Some(seen) = self.seen {
            let passed = now.saturating_duration_since(seen).as_secs_f64();
            self.level = (self.level + passed * self.per_second).min(self.burst);
        }
        self.seen = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h09_all_forms_of_retry_after() {
        let now = 784_111_777 - 10; // ten seconds before the date of RFC 9110
        for (value, seconds) in [
            ("3", Some(3.0)),
            (" 1.5 ", Some(1.5)),
            ("0", Some(0.0)),
            ("-5", None),
            ("soon", None),
            ("", None),
            ("inf", None),
            ("86400", Some(86400.0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(10.0)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(10.0)),
            ("Sun Nov  6 08:49:37 1994", Some(10.0)),
            ("Tue, 06 Nov 1990 08:49:37 GMT", Some(0.0)),
            ("Sun, 06 Nov 1994 25:49:37 GMT", None),
        ] {
            assert_eq!(retry_after(value, now), seconds, "{value}");
        }
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(http_date("Tue, 29 Feb 2028 12:00:00 GMT"), Some(1_835_438_400));
    }

    #[test]
    fn pauses_stay_under_their_bound_and_differ() {
        let unit = Duration::from_secs(1);
        let bounds = [1, 2, 4, 8, 8];
        for (attempt, bound) in (1..).zip(bounds) {
            let pauses: Vec<Duration> = (0..50).map(|_| jitter(attempt, unit)).collect();
            assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(bound)));
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }

    #[test]
    fn the_bucket_lets_a_burst_through_and_then_keeps_the_rate() {
        let mut bucket = Bucket::new(30, 4);
        let begin = Instant::now();
        assert!((0..4).all(|_| bucket.take(begin).is_zero()));
        assert_eq!(bucket.take(begin), Duration::from_secs(2));
        assert_eq!(bucket.take(begin), Duration::from_secs(4));
        let later = begin + Duration::from_secs(60);
        bucket.drain(later);
        assert_eq!(bucket.take(later), Duration::from_secs(2));
    }
}
