//! `gcg ra`.

use serde_json::json;

use super::{super::args::Ra, Done, Failure, keep};
use crate::tools::{self, Catalog};

/// Runs a pattern command.
pub fn run(catalog: &Catalog, command: &Ra) -> Result<Done, Failure> {
    match command {
        Ra::List { shown } => Done::new(tools::call(catalog, "ra_list", json!({}))?, shown.text),
        Ra::Show { pattern, shown } => {
            Done::new(tools::call(catalog, "ra_show", json!({ "pattern": pattern }))?, shown.text)
        }
        Ra::Recommend { gpus, workload, gpu, full, shown } => {
            let input = json!({ "gpus": gpus, "workload": workload, "gpu": gpu });
            let document = tools::call(catalog, "ra_recommend", input)?;
            let document =
                if *full { document } else { keep(document, &["input", "recommendation", "notes"]) };
            Done::new(document, shown.text)
        }
        Ra::Check { pattern, nodes, gpu, gpus_per_node, nics_per_node, gbps_per_gpu, shown } => {
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
            Ok(Done::new(document, shown.text)?.with_exit(exit))
        }
    }
}
