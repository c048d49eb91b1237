//! `gcg ra`.

use clap::Subcommand;
use serde_json::json;

use super::{
    super::{
        name_parser::{NameParser, names},
        word_parser::word,
    },
    Done, Failure, keep,
};
use crate::{
    design::words::Purpose,
    tools::{self, Catalog},
};

/// `gcg ra`.
#[derive(Debug, Subcommand)]
pub enum Ra {
    /// List the patterns.
    List,
    /// Show one pattern with every published limit.
    Show {
        /// Pattern id.
        #[arg(value_parser = NameParser(names::patterns))]
        pattern: String,
    },
    /// Pick a pattern for a number of GPUs.
    Recommend {
        /// Total number of GPUs.
        #[arg(long)]
        gpus: u64,
        /// What the cluster is for.
        #[arg(long, value_parser = word::<Purpose>())]
        workload: Purpose,
        /// Name of the GPU, when one is wished for.
        #[arg(long, value_parser = NameParser(names::gpus))]
        gpu: Option<String>,
        /// Every pattern with the reasons for and against it.
        #[arg(long)]
        full: bool,
    },
    /// Judge a design against a pattern; exit 9 when it breaks a bound.
    Check {
        /// Pattern id.
        #[arg(long, value_parser = NameParser(names::patterns))]
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
    },
}

/// Runs a pattern command.
pub fn run(catalog: &Catalog, command: &Ra) -> Result<Done, Failure> {
    match command {
        Ra::List => Done::new(tools::call(catalog, "ra_list", json!({}))?),
        Ra::Show { pattern } => Done::new(tools::call(catalog, "ra_show", json!({ "pattern": pattern }))?),
        Ra::Recommend { gpus, workload, gpu, full } => {
            let input = json!({ "gpus": gpus, "workload": workload, "gpu": gpu });
            let document = tools::call(catalog, "ra_recommend", input)?;
            let document =
                if *full { document } else { keep(document, &["input", "recommendation", "notes"]) };
            Done::new(document)
        }
        Ra::Check { pattern, nodes, gpu, gpus_per_node, nics_per_node, gbps_per_gpu } => {
            let input = json!({
                "pattern": pattern,
                "nodes": nodes,
                "gpu": gpu,
                "gpus_per_node": gpus_per_node,
                "nics_per_node": nics_per_node,
                "gbps_per_gpu": gbps_per_gpu,
            });
            let document = tools::call(catalog, "ra_check", input)?;
            let exit = if document["legal"] == true { 0 } else { 9 };
            Ok(Done::new(document)?.with_exit(exit))
        }
    }
}
