//! The command line as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use super::service_args::Service;

/// From a customer's words to a checked GPU-cluster reference design. Prints one JSON document.
#[derive(Debug, Parser)]
#[command(name = "gcg", version, disable_help_subcommand = true)]
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
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Figures of GPUs.
    #[command(subcommand)]
    Gpu(Gpu),
    /// Servers, baseboards and rack-scale systems.
    #[command(subcommand)]
    System(super::part_args::Part),
    /// Switches.
    #[command(subcommand)]
    Switch(super::part_args::Part),
    /// Network adapters.
    #[command(subcommand)]
    Nic(super::part_args::Part),
    /// Transceivers.
    #[command(subcommand)]
    Optic(super::part_args::Part),
    /// Cables and fibres.
    #[command(subcommand)]
    Cable(super::part_args::Part),
    /// Language models.
    #[command(subcommand)]
    Model(super::part_args::Part),
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
    /// Look at configuration, catalog and model service.
    Doctor(Service),
    /// Plan many requests, one per line of a file, in order; a run that was killed goes on with --resume.
    Batch(super::batch::Batch),
    /// Plan a grid of variations of one requirement: table, Parquet file and a page with plots.
    Sweep(super::sweep::Sweep),
    /// Serve the tools to other assistants over the Model Context Protocol: stdio, or HTTP on loopback.
    Mcp(super::mcp::Mcp),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// How a result is shown.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Shown {
    /// Text for people in place of JSON.
    #[arg(long)]
    pub text: bool,
}

/// `gcg gpu`.
#[derive(Debug, Subcommand)]
pub enum Gpu {
    /// Show one GPU fact by fact.
    Show {
        /// Name of the GPU.
        name: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// GPUs side by side, with ratios to the first.
    Compare {
        /// Names of two or more GPUs.
        #[arg(required = true, num_args = 2..)]
        names: Vec<String>,
        #[command(flatten)]
        shown: Shown,
    },
    /// Look up one GPU.
    Spec {
        /// Name of the GPU.
        #[arg(long)]
        gpu: String,
        /// The whole datasheet.
        #[arg(long)]
        full: bool,
        /// Never ask a model about an unknown GPU.
        #[arg(long)]
        no_model: bool,
        #[command(flatten)]
        service: Service,
        #[command(flatten)]
        shown: Shown,
    },
    /// List GPUs.
    List {
        /// Part of the architecture's name.
        #[arg(long)]
        arch: Option<String>,
        /// Least memory, GB.
        #[arg(long)]
        min_memory_gb: Option<f64>,
        /// Part of the form factor.
        #[arg(long)]
        form_factor: Option<String>,
        #[command(flatten)]
        shown: Shown,
    },
}

/// `gcg ra`.
#[derive(Debug, Subcommand)]
pub enum Ra {
    /// List the patterns.
    List {
        #[command(flatten)]
        shown: Shown,
    },
    /// Show one pattern with every published limit.
    Show {
        /// Pattern id.
        pattern: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Pick a pattern for a number of GPUs.
    Recommend {
        /// Total number of GPUs.
        #[arg(long)]
        gpus: u64,
        /// training, finetune, inference, hpc or rag.
        #[arg(long)]
        workload: String,
        /// Name of the GPU, when one is wished for.
        #[arg(long)]
        gpu: Option<String>,
        /// Every pattern with the reasons for and against it.
        #[arg(long)]
        full: bool,
        #[command(flatten)]
        shown: Shown,
    },
    /// Judge a design against a pattern; exit 9 when it breaks a bound.
    Check {
        /// Pattern id.
        #[arg(long)]
        pattern: String,
        /// Number of nodes.
        #[arg(long)]
        nodes: Option<u64>,
        /// Name of the GPU.
        #[arg(long)]
        gpu: Option<String>,
        /// GPUs per node.
        #[arg(long)]
        gpus_per_node: Option<u64>,
        /// Network adapters per node.
        #[arg(long)]
        nics_per_node: Option<u64>,
        /// East-west Gb/s per GPU.
        #[arg(long)]
        gbps_per_gpu: Option<u64>,
        #[command(flatten)]
        shown: Shown,
    },
}

/// `gcg plan`.
#[derive(Debug, Default, Args)]
pub struct Plan {
    /// Requirement document (JSON or YAML), or - for standard input.
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// GPUs asked for.
    #[arg(long)]
    pub gpus: Option<u64>,
    /// Name of the GPU.
    #[arg(long)]
    pub gpu: Option<String>,
    /// Workload.
    #[arg(long)]
    pub workload: Option<String>,
    /// Pattern id.
    #[arg(long)]
    pub pattern: Option<String>,
    /// Number of nodes.
    #[arg(long)]
    pub nodes: Option<u64>,
    /// Power per rack, kW.
    #[arg(long)]
    pub rack_kw: Option<f64>,
    /// Cooling of the room: air or liquid.
    #[arg(long)]
    pub cooling: Option<String>,
    /// Fabric: ethernet or infiniband.
    #[arg(long)]
    pub fabric: Option<String>,
    /// Any requirement field, as FIELD=VALUE with a JSON value; may be given often.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    #[command(flatten)]
    pub with: With,
    #[command(flatten)]
    pub shown: Shown,
}

/// What an answer spells out.
#[derive(Debug, Clone, Default, Args)]
pub struct With {
    /// Parts to spell out, with commas: provenance (the way to every number), sensitivity (what another value of
    /// each assumption would give).
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = ["provenance", "sensitivity"])]
    pub with: Vec<String>,
}

impl With {
    /// Whether this part is asked for.
    #[must_use]
    pub fn has(&self, part: &str) -> bool {
        self.with.iter().any(|asked| asked == part)
    }
}

/// `gcg ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// The customer's text.
    #[arg(value_name = "TEXT")]
    pub request: Option<String>,
    /// File with the customer's text, or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "request")]
    pub file: Option<String>,
    /// Write the model's turns to this file; `--provider replay:FILE` plays them again.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Keep the conversation under this name, or go on with it; without a name nothing is written.
    #[arg(long, value_name = "NAME")]
    pub session: Option<String>,
    #[command(flatten)]
    pub service: Service,
    #[command(flatten)]
    pub with: With,
    /// NDJSON events; the last line is the result.
    #[arg(long, visible_alias = "events")]
    pub stream: bool,
    #[command(flatten)]
    pub shown: Shown,
}

/// `gcg check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Design or answer document, or - for standard input; may be left out with --wiring.
    #[arg(required_unless_present = "wiring")]
    pub design: Option<String>,
    /// As-built wiring: a cable list (CSV), an Air topology (JSON) or an ibnetdiscover scan; judged by itself and
    /// against the answer, when one is given.
    #[arg(long, value_name = "FILE", conflicts_with = "requirement")]
    pub wiring: Option<String>,
    /// Most downlinks to uplinks of an east-west leaf, such as 1:1; an answer states its own.
    #[arg(long, value_name = "DOWN:UP", requires = "wiring")]
    pub oversubscription: Option<String>,
    /// Requirement document the design must meet, in place of the answer's own.
    #[arg(long, value_name = "FILE")]
    pub requirement: Option<String>,
    #[command(flatten)]
    pub shown: Shown,
}

/// `gcg diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Answer before.
    pub before: String,
    /// Answer after.
    pub after: String,
    #[command(flatten)]
    pub shown: Shown,
}

/// `gcg explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Answer document, or - for standard input.
    pub answer: String,
    /// JSON pointer of the number; without one, every number is explained in a sentence.
    pub pointer: Option<String>,
    #[command(flatten)]
    pub shown: Shown,
}

/// `gcg tools`.
#[derive(Debug, Subcommand)]
pub enum Tools {
    /// List the tools.
    List,
    /// Show a tool with its schemas.
    Show {
        /// Name of the tool.
        name: String,
    },
    /// Call a tool.
    Call {
        /// Name of the tool.
        name: String,
        /// Arguments as JSON, or - for standard input.
        #[arg(default_value = "{}")]
        arguments: String,
    },
}

/// `gcg catalog`.
#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Check the built-in catalog, or with --catalog an overlay over it.
    Check {
        /// Warnings fail as well.
        #[arg(long)]
        strict: bool,
    },
    /// Every document, and how many facts rest on it.
    Sources,
    /// What changed from one catalog to another, and which entries the change moves.
    Diff {
        /// Overlay directory of the first catalog; without it, the built-in catalog.
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Overlay directory of the second catalog; without it, the built-in catalog.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
}

/// `gcg schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Name of the document; without one, the names are listed.
    pub name: Option<String>,
}
