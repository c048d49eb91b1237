//! A leaf is one file and one row, and the row builds it: toys of each kind do all a real one does.

use gpu_cluster_generator::{
    design::wiring::Wiring,
    render::export::{FORMATS, Format},
    tools::{AnyTool, Catalog, TOOLS, Tool, ToolError},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A tool that counts GPUs of the catalog up to a limit.
struct CountGpus;

#[derive(Deserialize, JsonSchema)]
struct Input {
    /// Most that are counted.
    limit: usize,
}

#[derive(Serialize, JsonSchema)]
struct Output {
    /// How many there are.
    count: usize,
}

impl Tool for CountGpus {
    const NAME: &'static str = "count_gpus";
    const DESCRIPTION: &'static str =
        "Counts the GPUs of the catalog. Use it when the request asks how many there are.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        Ok(Output { count: catalog.gpus().len().min(input.limit) })
    }
}

/// The cables of a wiring, counted.
const COUNT: Format = Format {
    name: "count",
    about: "the number of cables",
    files: |wiring: &Wiring| Ok(vec![("count.txt".into(), wiring.links.len().to_string())]),
};

#[test]
fn a_tool_is_its_row() {
    let rows: Vec<&dyn AnyTool> = TOOLS.iter().copied().chain([&CountGpus as &dyn AnyTool]).collect();
    let toy = rows.last().unwrap();
    assert_eq!(toy.make_input_schema()["properties"]["limit"]["description"], "Most that are counted.");
    let found = toy.run_json(&Catalog::embedded(), json!({ "limit": 3 })).unwrap();
    assert_eq!(found, json!({ "count": 3 }));
}

#[test]
fn an_export_format_is_its_row() {
    let rows: Vec<&Format> = FORMATS.iter().copied().chain([&COUNT]).collect();
    for format in &rows {
        assert!(
            !format.about.is_empty() && rows.iter().filter(|other| other.name == format.name).count() == 1
        );
    }
    let files = (rows.last().unwrap().files)(&Wiring::default()).unwrap();
    assert_eq!(files, [("count.txt".to_string(), "0".to_string())]);
}
