//! What can go wrong while sizing: every message says what was found, what was expected and what to do.

use thiserror::Error;

/// An input that cannot be sized, or a configuration that does not fit.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum SizeError {
    /// A value outside its physical or logical range.
    #[error("{field} is {found}; expected {expected}")]
    Invalid {
        /// Name of the input.
        field: String,
        /// The value that was given.
        found: String,
        /// The accepted range or form.
        expected: String,
    },
    /// A fact that the formula needs and nobody gave.
    #[error("{subject}: {field} is not known; {remedy}")]
    Missing {
        /// Model, GPU or row concerned.
        subject: String,
        /// The missing field.
        field: String,
        /// What the caller can do about it.
        remedy: String,
    },
    /// Weights, states or one sequence do not fit the memory that was offered.
    #[error("{subject} needs {needed_gb:.1} GB but {gpus} GPU(s) offer {usable_gb:.1} GB; {remedy}")]
    DoesNotFit {
        /// What was placed.
        subject: String,
        /// Bytes needed over all GPUs, in GB (10^9).
        needed_gb: f64,
        /// Usable bytes over all GPUs, in GB (10^9).
        usable_gb: f64,
        /// GPUs that were offered.
        gpus: u32,
        /// Smallest change that fits, in words.
        remedy: String,
    },
    /// No configuration reaches the target.
    #[error("no configuration reaches {target}: best is {best}; {remedy}")]
    Unreachable {
        /// The target in words with unit.
        target: String,
        /// The best value found, with unit.
        best: String,
        /// What to relax.
        remedy: String,
    },
}

impl SizeError {
    /// An [`SizeError::Invalid`] from displayable parts.
    #[must_use]
    pub fn invalid(field: &str, found: impl ToString, expected: &str) -> Self {
        Self::Invalid { field: field.to_owned(), found: found.to_string(), expected: expected.to_owned() }
    }

    /// A [`SizeError::Missing`] from parts.
    #[must_use]
    pub fn missing(subject: &str, field: &str, remedy: &str) -> Self {
        Self::Missing { subject: subject.to_owned(), field: field.to_owned(), remedy: remedy.to_owned() }
    }
}

/// `value` if it is finite and above zero, else an error that names `field`.
///
/// # Errors
/// [`SizeError::Invalid`] for zero, negative, infinite or NaN values.
pub fn positive(field: &str, value: f64) -> Result<f64, SizeError> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(SizeError::invalid(field, value, "a finite number above zero"))
    }
}

/// `value` if it lies in (0, 1], else an error that names `field`.
///
/// # Errors
/// [`SizeError::Invalid`] outside that range.
pub fn share(field: &str, value: f64) -> Result<f64, SizeError> {
    if value.is_finite() && value > 0.0 && value <= 1.0 {
        Ok(value)
    } else {
        Err(SizeError::invalid(field, value, "a share above 0 and at most 1 (0.4, not 40)"))
    }
}
