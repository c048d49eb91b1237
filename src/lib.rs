//! From a customer's words to a checked GPU-cluster reference design.
//!
//! One pipeline of plain values; each stage is a function from one type to the next:
//! text → [`design::Requirement`] → [`design::Design`] → [`check::Answer`] → documents and files.
//! ARCHITECTURE.md holds the map of the modules and the invariants.

pub mod agent;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod design;
pub mod draft;
pub mod fabric;
pub mod perf;
pub mod plan;
pub mod read;
pub mod render;
pub mod tools;
pub mod trace;
pub mod units;
