//! The integration tests, one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods, missing_docs)]

mod answers; // every number of an answer is explained; same input, same bytes
mod catalog_lint;
mod catalog_names;
mod catalog_readme;
mod cli; // one document on stdout, error codes, exit codes
mod harness; // runs the binary
mod layers; // the direction of imports
mod prototype; // the documented examples of the original prototype
mod size; // sizing commands: golden figures, failure cases
mod tidy; // house rules
mod tools; // rules over the list of tools
