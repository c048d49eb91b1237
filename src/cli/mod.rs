//! Arguments, files, environment, terminal and exit codes: the only module that touches the outside, but for the
//! network, which `agent::provider` alone touches.

mod args;
mod commands;
mod config;
mod failure;
mod input;
mod mcp;
mod output;
mod run;

pub use run::run;
