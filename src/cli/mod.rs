//! Arguments, files, environment, terminal and exit codes: the only module that touches the outside, but for the
//! network, which `agent::provider` alone touches.

mod args;
mod commands;
mod config;
mod failure;
mod input;
mod output;
mod repl;
mod run;
mod service;
mod signals;

pub use run::run;
