//! The integration tests, one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods, missing_docs)]

mod answers; // every number of an answer is explained; same input, same bytes
mod catalog_lint;
mod catalog_names;
mod catalog_readme;
mod cli; // one document on stdout, error codes, exit codes
mod design_cases; // golden cases from text to answer
mod design_superpod; // the published bill of a SuperPOD, line by line
mod design_sweep; // random requirements, changed facts
mod harness; // runs the binary
mod layers; // the direction of imports
mod prototype; // the documented examples of the original prototype
mod tidy; // house rules
mod tools; // rules over the list of tools
