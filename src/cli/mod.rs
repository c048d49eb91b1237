//! Arguments, files, environment, terminal and exit codes: the only module that touches the outside, but for the
//! network, which `agent::provider` alone touches.

mod args;
mod batch;
mod commands;
mod config;
mod drafting;
mod eval;
mod failure;
mod help;
mod input;
mod mcp;
mod name_parser;
mod output;
mod pages;
mod parallel;
mod print;
mod repl;
mod repl_line;
mod repl_named;
mod requirement_file;
mod run;
mod scrub;
mod service;
mod service_args;
mod sessions;
mod shown;
mod signals;
mod size_args;
mod size_search;
mod stream;
mod sweep;
mod turn_text;
mod word_parser;

pub use run::run;
