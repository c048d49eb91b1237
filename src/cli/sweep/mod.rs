//! `gcg sweep`: one requirement, some of its fields varied, every combination planned; as a table for programs and
//! as a page for people.

mod args;
mod chart;
mod grid;
mod insight;
mod page;
mod page_lists;
mod parquet;
mod table;
mod text;
mod thrift;

pub use self::args::Sweep;

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use self::{
    grid::{Axis, Point},
    table::{Cell, Table},
};
use super::{
    commands::{Done, plan as plan_command},
    failure::Failure,
    parallel, requirement_file,
};
use crate::{
    check::{CatalogState, Planner},
    design::{Reading, Requirement},
    tools::{Catalog, ToolError, plan},
};

/// What a sweep came to.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Swept {
    /// Form of this document: `gcg/sweep/1`.
    schema: String,
    /// The varied fields and their values.
    varied: Vec<Axis>,
    /// Combinations that were planned.
    point_count: usize,
    /// Combinations by outcome.
    outcomes: BTreeMap<String, u64>,
    /// The points no other point beats; null with fewer than two figures that vary.
    pareto: Option<insight::Front>,
    /// Steps at which the choice flips, in the order of the rows.
    flips: Vec<insight::FlipDocument>,
    /// Names of the columns.
    columns: Vec<String>,
    /// The files that were written; null for those not asked for.
    files: Files,
    /// The catalog the plans rest on.
    catalog: CatalogState,
    /// One row a point, a cell a column; left out when the table went to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Vec<Value>>>,
}

/// Files of a sweep.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Files {
    csv: Option<String>,
    parquet: Option<String>,
    html: Option<String>,
}

/// Plans every point, writes the files asked for, and gives the table with what stands out in it.
///
/// # Errors
/// A wrong requirement, grid or file. What is wrong with a single point is in its row.
pub fn run(catalog: &Catalog, request: &Sweep) -> Result<Done, Failure> {
    let mut base = match &request.requirement {
        Some(path) => requirement_file::read(catalog, path)?,
        None => Requirement::default(),
    };
    for pair in &request.set {
        let change = plan_command::pair(pair)?;
        plan::apply(catalog, &mut base, &change)?;
    }
    let axes = grid::axes(&request.vary)?;
    let points = grid::points(&axes);
    let jobs = parallel::jobs(request.jobs)?;
    let rows = parallel::map(&points, jobs, |point| {
        panic::catch_unwind(AssertUnwindSafe(|| row(catalog, &base, &axes, point))).unwrap_or_else(|_| {
            let mut row = varied(&axes, point);
            row.push(("error_code".into(), Cell::Text("internal.panic".into())));
            row
        })
    });
    let mut table = Table::default();
    rows.into_iter().for_each(|row| table.push(row));
    let insight = insight::of(&table, &axes);
    if let Some(path) = &request.csv {
        write(path, table.csv().as_bytes())?;
    }
    if let Some(path) = &request.parquet {
        write(path, &parquet::file(&table))?;
    }
    if let Some(path) = &request.html {
        let state = format!("catalog {} ({})", catalog.edition(), catalog.digest());
        write(path, page::html(&base, &table, &axes, &insight, &state).as_bytes())?;
    }
    let for_people = text::document(&table, &axes, &insight);
    // A table that went to a file is not repeated.
    let inline = request.csv.is_none() && request.parquet.is_none();
    let document = Swept {
        schema: "gcg/sweep/1".into(),
        point_count: table.rows(),
        outcomes: insight.outcomes.clone(),
        flips: insight.flips.iter().map(insight::Flip::document).collect(),
        columns: table.columns().iter().map(|column| column.name.clone()).collect(),
        files: Files {
            csv: request.csv.clone(),
            parquet: request.parquet.clone(),
            html: request.html.clone(),
        },
        catalog: CatalogState::of(catalog),
        rows: inline.then(|| (0..table.rows()).map(|at| cells(&table, at)).collect()),
        pareto: insight.pareto,
        varied: axes,
    };
    Done::new(document)?.for_people(for_people)
}

fn cells(table: &Table, row: usize) -> Vec<Value> {
    table
        .columns()
        .iter()
        .map(|column| match &column.cells[row] {
            Cell::Empty => Value::Null,
            Cell::Flag(flag) => (*flag).into(),
            Cell::Whole(whole) => (*whole).into(),
            Cell::Number(number) => (*number).into(),
            Cell::Text(text) => text.as_str().into(),
        })
        .collect()
}

fn varied(axes: &[Axis], point: &Point) -> Vec<(String, Cell)> {
    axes.iter()
        .zip(&point.at)
        .map(|(axis, at)| {
            let text = &axis.values[*at];
            let cell = match (axis.is_numeric(), text.parse::<i64>(), text.parse::<f64>()) {
                (true, Ok(whole), _) => Cell::Whole(whole),
                (true, _, Ok(number)) => Cell::Number(number),
                _ => Cell::Text(text.clone()),
            };
            (axis.field.clone(), cell)
        })
        .collect()
}

/// The row of a point: the varied values, the verdict, the figures of the design.
fn row(catalog: &Catalog, base: &Requirement, axes: &[Axis], point: &Point) -> Vec<(String, Cell)> {
    let mut row = varied(axes, point);
    let planned = grid::requirement(catalog, base, axes, point).and_then(|requirement| {
        let reading = Reading { requirement, language: "en".into(), ..Reading::default() };
        plan::answer(catalog, &reading, Planner::none())
    });
    match planned {
        Ok(answer) => {
            let answer = serde_json::to_value(answer.document()).unwrap_or_default();
            verdict(&answer, &mut row);
            table::leaves(&answer["design"], "", &mut row);
        }
        Err(error) => row.extend(fault(&error)),
    }
    row
}

fn fault(error: &ToolError) -> [(String, Cell); 2] {
    [
        ("outcome".into(), Cell::Text("error".into())),
        ("error_code".into(), Cell::Text(error.code.word().into())),
    ]
}

fn verdict(answer: &Value, row: &mut Vec<(String, Cell)>) {
    let broken: Vec<&str> = answer["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|finding| finding["severity"] == "error")
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    let length = |key: &str| Cell::Whole(answer[key].as_array().map_or(0, Vec::len) as i64);
    row.push(("outcome".into(), Cell::of(&answer["outcome"])));
    let broken = if broken.is_empty() { Cell::Empty } else { Cell::Text(broken.join("; ")) };
    row.push(("broken_rules".into(), broken));
    row.push(("assumption_count".into(), length("assumptions")));
    row.push(("open_question_count".into(), length("open_questions")));
}

fn write(path: &str, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| {
        Failure::input(
            format!("{path} cannot be written: {error}"),
            "give a file in a folder that can be written",
        )
    })
}
