//! `gcg ra`.

use serde_json::json;

use super::{super::args::Ra, Done, Failure, keep};
use crate::tools::{self, Catalog, ErrorCode, ToolError};

/// Workloads of the prototype and ours, for the message of a wrong one.
const WORKLOADS: [&str; 5] = ["training", "finetune", "inference", "hpc", "rag"];

/// Runs a pattern command.
pub fn run(catalog: &Catalog, command: &Ra) -> Result<Done, Failure> {
    match command {
        Ra::List => Done::new(tools::call(catalog, "ra_list", json!({}))?),
        Ra::Show { pattern } => Done::new(tools::call(catalog, "ra_show", json!({ "pattern": pattern }))?),
        Ra::Recommend { gpus, workload, gpu, full } => {
            if *gpus == 0 {
                return Err(Failure::usage(
                    "0 GPUs; at least 1 is expected",
                    "give --gpus with the total number of GPUs",
                ));
            }
            if !WORKLOADS.contains(&workload.as_str()) {
                return Err(ToolError::new(ErrorCode::Usage, format!("`{workload}` is no workload"))
                    .hint(format!("workloads: {}", WORKLOADS.join(", ")))
                    .into());
            }
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
