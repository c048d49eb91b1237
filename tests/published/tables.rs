//! Published tables: the catalog's own, and tables the rules have never seen.

use gpu_cluster_generator::{
    catalog::{Catalog, kinds::Cell},
    fabric::tables::{Outcome, Sheet, TableResult, judge},
};
use serde::Deserialize;

fn report(results: &[TableResult]) -> String {
    let mut out = String::from(
        "# Published tables against the rules. Written by: cargo run --example check-tables -- --catalog\n",
    );
    for table in results {
        for row in &table.rows {
            for check in &row.checks {
                let size = check.size.as_ref().map_or(String::new(), |size| format!(" at {size}"));
                let (word, why) = match &check.outcome {
                    Outcome::Reproduced => ("reproduced", String::new()),
                    Outcome::Deviation { reason } => ("DEVIATION", format!(": {reason}")),
                };
                out.push_str(&format!(
                    "{} | {} | {}{size} | {word}{why}\n",
                    table.table, row.row, check.rule
                ));
            }
            if row.checks.is_empty() {
                out.push_str(&format!("{} | {} | - | no rule\n", table.table, row.row));
            }
        }
    }
    out
}

#[test]
fn every_row_of_the_catalog_is_reproduced_or_a_named_deviation() {
    let catalog = Catalog::embedded();
    let results: Vec<TableResult> =
        catalog.published_tables().iter().map(|table| judge(&catalog, &Sheet::from(table))).collect();
    let checks: Vec<_> = results.iter().flat_map(|table| &table.rows).flat_map(|row| &row.checks).collect();
    let reproduced = checks.iter().filter(|check| check.outcome == Outcome::Reproduced).count();
    for check in &checks {
        if let Outcome::Deviation { reason } = &check.outcome {
            assert!(
                !reason.contains("no contradiction inside the row"),
                "a deviation without a reason: {reason}"
            );
        }
    }
    assert!(checks.len() >= 270 && checks.len() - reproduced <= 15, "{reproduced} of {}", checks.len());
    let written = include_str!("results.txt");
    let now = report(&results);
    for (now, written) in now.lines().zip(written.lines()) {
        assert_eq!(
            now, written,
            "results.txt is refreshed by: cargo run --example check-tables -- --catalog"
        );
    }
    assert_eq!(now.lines().count(), written.lines().count());
}

#[derive(Deserialize)]
struct File {
    tables: Vec<Unseen>,
}

#[derive(Deserialize)]
struct Unseen {
    id: String,
    architecture: Option<String>,
    title: Option<String>,
    columns: Vec<String>,
    rows: Vec<Vec<serde_yaml::Value>>,
    expect: Vec<String>,
}

#[test]
fn tables_never_seen_are_judged_by_meaning() {
    let catalog = Catalog::embedded();
    let file: File = serde_yaml::from_str(include_str!("unseen.yaml")).unwrap();
    for table in file.tables {
        let titles = format!(
            "{} {} {}",
            table.id,
            table.architecture.unwrap_or_default(),
            table.title.unwrap_or_default()
        );
        let cells = |row: Vec<serde_yaml::Value>| {
            row.into_iter().map(|cell| serde_yaml::from_value(cell).unwrap_or(Cell::Empty)).collect()
        };
        let rows = table.rows.into_iter().map(cells).collect();
        let sheet = Sheet::new(table.id, titles, None, table.columns, rows);
        let result = judge(&catalog, &sheet);
        let verdicts: Vec<&str> = result.rows.iter().map(|row| row.verdict()).collect();
        assert_eq!(verdicts, table.expect, "{}: {result:#?}", sheet.id);
    }
}
