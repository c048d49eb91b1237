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
mod thrift;

pub use self::args::Sweep;

use std::panic::{self, AssertUnwindSafe};

use serde_json::{Value, json};

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
    check::Planner,
    design::{Reading, Requirement},
    tools::{Catalog, ToolError, plan},
};

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
    let columns: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
    let mut document = json!({
        "schema": "gcg/sweep/1",
        "varied": axes.iter().map(|axis| json!({ "field": axis.field, "values": axis.values })).collect::<Vec<_>>(),
        "point_count": table.rows(),
        "outcomes": insight.outcomes,
        "pareto": insight.pareto.as_ref().map(|front| json!({ "metrics": front.metrics, "rows": front.rows })),
        "flips": insight.flips.iter().map(insight::Flip::document).collect::<Vec<_>>(),
        "columns": columns,
        "files": { "csv": request.csv, "parquet": request.parquet, "html": request.html },
        "catalog": { "edition": catalog.edition(), "digest": catalog.digest(), "overlaid": catalog.is_overlaid() },
    });
    // A table that went to a file is not repeated.
    if request.csv.is_none() && request.parquet.is_none() {
        document["rows"] = (0..table.rows()).map(|at| cells(&table, at)).collect();
    }
    Done::new(document)
}

fn cells(table: &Table, row: usize) -> Value {
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
