//! `gcg export`: cabling and topology files of an answer's fabrics. The wiring is not stored in an answer; it is laid
//! out anew from the answer's own statements and the same catalog.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    super::{input, output},
    Done, Failure,
};
use crate::{
    check::AnswerDocument,
    design::{Design, fabric::FabricPlan, wiring::Wiring},
    fabric::wiring::{self, LayoutError, Site},
    render::export,
    tools::{Catalog, ErrorCode, ToolError, explain},
};

/// `gcg export`.
#[derive(Debug, Args)]
pub struct Request {
    /// Answer document, or - for standard input.
    pub answer: String,
    /// Format of the file.
    #[arg(long, value_parser = FORMATS)]
    pub format: String,
    /// Directory to write the file into; without it, the file goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The formats, by name.
const FORMATS: [&str; 16] = [
    "cables",
    "cables-both",
    "air",
    "launch-kit",
    "launch-kit-air",
    "slurm",
    "slurm-block",
    "slurm-yaml",
    "topograph",
    "ibnetdiscover",
    "ib-roots",
    "ib-cables",
    "ufm",
    "netbox",
    "dot",
    "svg",
];

/// What an export printed or has still to print.
pub enum Exported {
    /// The file itself went to standard output.
    Printed,
    /// Files were written; the document lists them.
    Document(Done),
}

/// Runs `gcg export`.
pub fn run(catalog: &Catalog, request: &Request) -> Result<Exported, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    explain::recompute(catalog, &answer)?;
    let design = answer.design.as_ref().ok_or_else(|| nothing("the answer holds no design"))?;
    let (wiring, _) = lay_out(catalog, design)?;
    let files = files(&wiring, &request.format)?;
    let Some(folder) = &request.out else {
        let [(_, text)] = files.as_slice() else {
            return Err(Failure::usage(
                format!("{} is {} files", request.format, files.len()),
                "name a directory for them with --out DIR",
            ));
        };
        output::out(text);
        return Ok(Exported::Printed);
    };
    let mut written = Vec::new();
    for (name, text) in &files {
        let path = folder.join(name);
        write(&path, text)?;
        written.push(json!({ "file": path.display().to_string(), "bytes": text.len() }));
    }
    Done::new(json!({ "format": request.format, "files": written }), false).map(Exported::Document)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, text)).map_err(|error| {
        Failure::input(
            format!("{} cannot be written: {error}", path.display()),
            "name a directory you may write to",
        )
    })
}

pub(super) fn nothing(what: &str) -> Failure {
    ToolError::new(ErrorCode::InputInvalid, format!("{what}; there is no wiring to export"))
        .hint("plan with a GPU and a size a pattern is published for, such as --pattern 2-8-9-400 --nodes 12")
        .into()
}

/// The wiring of a design and the fabrics it was laid out from: the one its bill was counted from.
pub(super) fn lay_out(catalog: &Catalog, design: &Design) -> Result<(Wiring, FabricPlan), Failure> {
    let laid = Site::of(catalog, design).and_then(|site| wiring::lay_out(catalog, &site));
    laid.map_err(|error| match error {
        LayoutError::Nothing(what) => nothing(what),
        error => ToolError::new(ErrorCode::CatalogGap, error.to_string())
            .hint("`gcg ra list` prints the patterns")
            .into(),
    })
}

/// The files of a format: name and text.
fn files(wiring: &Wiring, format: &str) -> Result<Vec<(String, String)>, Failure> {
    let one = |name: &str, text: String| Ok(vec![(name.to_string(), text)]);
    match format {
        "cables" => one("cables.csv", export::cables(wiring, export::Direction::Once)),
        "cables-both" => one("cables.csv", export::cables(wiring, export::Direction::Both)),
        "air" => one("air.json", export::air(wiring, export::Scope::All)),
        "launch-kit" => one("launch-kit.json", export::launch_kit(wiring)),
        "launch-kit-air" => match export::launch_kit_air(wiring) {
            Ok(text) => one("launch-kit-air.json", text),
            Err(error) => Err(nothing(&error.to_string())),
        },
        "slurm" => one("topology.conf", export::slurm_tree(wiring)),
        "slurm-block" => match export::slurm_block(wiring) {
            Some(text) => one("topology.conf", text),
            None => Err(nothing("NVLink ends inside a node, so there are no blocks")),
        },
        "slurm-yaml" => one("topology.yaml", export::slurm_yaml(wiring)),
        "topograph" => one("topograph.yaml", export::topograph(wiring)),
        "ibnetdiscover" => one("fabric.topo", export::infiniband(wiring).topology),
        "ib-roots" => one("fabric.roots", export::infiniband(wiring).roots),
        "ib-cables" => one("ib-cables.csv", export::infiniband(wiring).cables),
        "ufm" => one("ufm.csv", export::ufm(wiring)),
        "netbox" => Ok(export::netbox(wiring)
            .into_iter()
            .map(|(name, text)| (format!("netbox/{name}"), text))
            .collect()),
        "dot" => one("fabric.dot", export::dot(wiring)),
        _ => one("fabric.svg", export::svg(wiring)),
    }
}
