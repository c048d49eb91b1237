//! From a reading to a plan.
