//! The command line as typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::{
    commands::{
        ask::Ask, catalog::CatalogCommand, check::Check, diff::Diff, explain::Explain, gpu::Gpu, part::Part,
        plan::Plan, prices::Prices, ra::Ra, schema::Schema, tools::Tools,
    },
    service_args::Service,
};

/// From a customer's words to a checked GPU-cluster reference design: servers, network, cabling, racks, power and bill.
#[derive(Debug, Parser)]
#[command(name = "gcg", version, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Directory whose YAML files add to the built-in catalog or replace entries of it.
    #[arg(long, global = true, value_name = "DIR")]
    pub catalog: Option<PathBuf>,
    /// Price book (.csv, .yaml) that cost is computed with, or `indicative` for the bundled prices for orientation.
    #[arg(long, global = true, value_name = "FILE")]
    pub prices: Option<String>,
    /// Configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Text for people in place of JSON; GCG_OUTPUT=text or `output: text` in the configuration file ask for it always.
    #[arg(long, global = true)]
    pub text: bool,
    /// With text for people: reasons, notes and what moves if an assumption is wrong.
    #[arg(long, short = 'v', global = true)]
    pub verbose: bool,
    /// With text for people: the documents an answer rests on.
    #[arg(long, global = true)]
    pub sources: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Figures of GPUs.
    #[command(subcommand)]
    Gpu(Gpu),
    /// Servers, baseboards and rack-scale systems.
    #[command(subcommand)]
    System(Part),
    /// Switches.
    #[command(subcommand)]
    Switch(Part),
    /// Network adapters.
    #[command(subcommand)]
    Nic(Part),
    /// Transceivers.
    #[command(subcommand)]
    Optic(Part),
    /// Cables and fibres.
    #[command(subcommand)]
    Cable(Part),
    /// Language models.
    #[command(subcommand)]
    Model(Part),
    /// Reference-architecture patterns.
    #[command(subcommand)]
    Ra(Ra),
    /// Estimates of training, serving, fine-tuning and memory, with error bands from measured rows.
    #[command(subcommand)]
    Size(super::size_args::Size),
    /// Print what a customer's text states, every claim with its words.
    Read(super::commands::read::Request),
    /// Plan a cluster from a requirement document or flags.
    Plan(Plan),
    /// Answer a customer's text.
    Ask(Ask),
    /// Talk with the planner.
    Repl(super::repl::Repl),
    /// Conversations that were kept.
    #[command(subcommand)]
    Sessions(super::sessions::Sessions),
    /// Print where a number of an answer comes from.
    Explain(Explain),
    /// Write cabling and topology files of an answer's fabrics.
    Export(super::commands::export::Request),
    /// Write the proposal of an answer.
    Draft(super::commands::draft::Request),
    /// Judge a design by every rule; exit 9 when one fails.
    Check(Check),
    /// Print what changed between two answers, and why.
    Diff(Diff),
    /// The tools behind all commands.
    #[command(subcommand)]
    Tools(Tools),
    /// The facts behind all answers.
    #[command(subcommand)]
    Catalog(CatalogCommand),
    /// Print the JSON schema of a document.
    Schema(Schema),
    /// Score a planner on a corpus of texts.
    Eval(super::eval::Request),
    /// Price books: what an answer's bill still lacks.
    #[command(subcommand)]
    Prices(Prices),
    /// Look at configuration, catalog and model service.
    Doctor(Service),
    /// Plan many requests, one per line of a file, in order; a run that was killed goes on with --resume.
    Batch(super::batch::Batch),
    /// Plan a grid of variations of one requirement: table, Parquet file and a page with plots.
    Sweep(super::sweep::Sweep),
    /// Serve the tools to other assistants over the Model Context Protocol: stdio, or HTTP on loopback.
    Mcp(super::mcp::Mcp),
    /// Print the version.
    Version,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}
