//! Judges published sizing tables row by row: `cargo run --example check-tables -- FILE`.
//!
//! FILE is YAML: `tables:`, each with `id`, `columns` and `rows` (and, where known, `architecture`, `title`,
//! `about`). Every row is reproduced by a rule, a deviation with its reason, or has no rule. Ends with 0 when every
//! deviation is one the catalog names or the row itself explains, with 1 when a deviation has no explanation, and
//! with 3 when the file cannot be read.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{io::Read, process::ExitCode};

use gpu_cluster_generator::{
    catalog::{Catalog, kinds::Cell},
    fabric::tables::{Outcome, Sheet, judge},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    tables: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    id: String,
    #[serde(default)]
    architecture: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    about: Option<String>,
    columns: Vec<String>,
    rows: Vec<Vec<serde_yaml::Value>>,
}

fn cell(value: serde_yaml::Value) -> Cell {
    // Whatever is neither a number, words nor a list of counts states nothing a rule could compare.
    serde_yaml::from_value(value).unwrap_or(Cell::Empty)
}

fn read(name: &str) -> Result<File, String> {
    let mut text = String::new();
    if name == "-" {
        std::io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    } else {
        text = std::fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?;
    }
    serde_yaml::from_str(&text)
        .map_err(|error| format!("{name}: {error}; expected `tables:` with `id`, `columns`, `rows`"))
}

/// The catalog's own tables, one line a check: the form of `tests/published/results.txt`.
fn own(catalog: &Catalog) -> ExitCode {
    println!(
        "# Published tables against the rules. Written by: cargo run --example check-tables -- --catalog"
    );
    for table in catalog.published_tables() {
        let result = judge(catalog, &Sheet::from(table));
        for row in &result.rows {
            for check in &row.checks {
                let size = check.size.as_ref().map_or(String::new(), |size| format!(" at {size}"));
                let outcome = match &check.outcome {
                    Outcome::Reproduced => "reproduced".to_string(),
                    Outcome::Deviation { reason } => format!("DEVIATION: {reason}"),
                };
                println!("{} | {} | {}{size} | {outcome}", result.table, row.row, check.rule);
            }
            if row.checks.is_empty() {
                println!("{} | {} | - | no rule", result.table, row.row);
            }
        }
    }
    ExitCode::SUCCESS
}

fn main() -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        eprintln!("usage: check-tables FILE   (YAML with `tables:`; - reads standard input)");
        return ExitCode::from(2);
    };
    let catalog = Catalog::embedded();
    if name == "--catalog" {
        return own(&catalog);
    }
    let file = match read(&name) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(3);
        }
    };
    let (mut checks, mut reproduced, mut unexplained) = (0, 0, 0);
    let mut rows = [0_u32; 3];
    for table in file.tables {
        let titles =
            [&table.architecture, &table.title].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        let sheet = Sheet::new(
            table.id.clone(),
            format!("{} {titles}", table.id),
            table.about,
            table.columns,
            table.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        );
        let result = judge(&catalog, &sheet);
        println!("{} [{}]", result.table, result.architecture.as_deref().unwrap_or("no architecture"));
        for row in &result.rows {
            let at = ["reproduced", "deviation", "no_rule"]
                .iter()
                .position(|word| *word == row.verdict())
                .unwrap_or(2);
            rows[at] += 1;
            let rules: Vec<String> = row
                .checks
                .iter()
                .map(|check| match &check.size {
                    Some(size) => format!("{} at {size}", check.rule),
                    None => check.rule.clone(),
                })
                .collect();
            println!(
                "  {:<10}  {}  {}",
                row.verdict(),
                row.row,
                row.no_rule.clone().unwrap_or_else(|| rules.join(", "))
            );
            for check in &row.checks {
                checks += 1;
                for cell in check.cells.iter().filter(|cell| cell.agrees && cell.reading.is_some()) {
                    println!(
                        "              {} read as: {}",
                        cell.column,
                        cell.reading.as_deref().unwrap_or_default()
                    );
                }
                match &check.outcome {
                    Outcome::Reproduced => reproduced += 1,
                    Outcome::Deviation { reason } => {
                        if reason.contains("no contradiction inside the row") {
                            unexplained += 1;
                        }
                        println!("              {}: {reason}", check.rule);
                    }
                }
            }
        }
    }
    println!(
        "rows: {} reproduced, {} with a deviation, {} without a rule; checks: {checks}, {reproduced} reproduced, {} deviations, {unexplained} unexplained",
        rows[0],
        rows[1],
        rows[2],
        checks - reproduced
    );
    if unexplained == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
