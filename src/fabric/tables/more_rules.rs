//! Rules that are no switch count: pattern names (R10), per-unit links (R11), multiples, sums, and sizes that a
//! title implies.

use crate::catalog::{
    Catalog,
    kinds::{Cell, FabricProfile},
};

use super::{
    judge::{Check, Compared, Outcome, RowResult, settle},
    meaning::Meaning,
    sheet::{Sheet, count, show},
    words::word_set,
};

fn check(rule: &str, cells: Vec<Compared>) -> Check {
    let mut check = Check { rule: rule.into(), size: None, cells, outcome: Outcome::Reproduced };
    settle(&mut check, |cell| format!("{}: published {}, rule {}", cell.column, cell.printed, cell.computed));
    check
}

fn cell(column: &str, printed: &Cell, computed: u64) -> Option<Compared> {
    let value = number(printed)?;
    Some(Compared {
        column: column.to_string(),
        printed: show(printed),
        computed: computed.to_string(),
        agrees: (value - computed as f64).abs() < 1e-9,
        reading: None,
    })
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        other => count(other).map(|count| count as f64),
    }
}

/// R10: the digits of a pattern's name are its sockets, GPUs, adapters and Gb/s per GPU.
pub(super) fn names(sheet: &Sheet, row: &[Cell]) -> Option<Check> {
    let name = sheet.cell(row, Meaning::Architecture)?;
    let digits: Vec<u64> = match name {
        Cell::Words(words) => words.split('-').take(4).map_while(|part| part.parse().ok()).collect(),
        _ => return None,
    };
    let [sockets, gpus, adapters, gbps] = digits.as_slice() else { return None };
    let mut cells = Vec::new();
    for (column, printed) in sheet.columns.iter().zip(row) {
        let words = word_set(column);
        let has = |word: &str| words.contains(word);
        let expected = match () {
            () if has("cpus") || has("cpu") || has("sockets") => sockets,
            () if has("nics") || has("nic") || has("adapters") => adapters,
            () if has("gbps") && has("gpu") => gbps,
            () if column == "gpus" && sheet.columns.iter().any(|name| name == "nics" || name == "cpus") => {
                gpus
            }
            () => continue,
        };
        cells.extend(cell(column, printed, *expected));
    }
    (!cells.is_empty()).then(|| check("R10", cells))
}

/// Rules over a row that names a fabric and gives links per scalable unit or per tray (R11), and GPU counts whose
/// columns share a prefix with the node count (R3c).
pub(super) fn row(sheet: &Sheet, row: &[Cell], profile: &FabricProfile) -> Vec<Check> {
    let mut checks = Vec::new();
    let first = row.first().map(show).unwrap_or_default();
    let fabric = word_set(&first);
    let has = |word: &str| fabric.contains(word);
    let per_node = match () {
        () if has("ew") || has("compute") => {
            Some((profile.ew_adapters * profile.planes, profile.ew_adapters * profile.ew_adapter_gbps))
        }
        () if has("ns") || has("converged") => {
            profile.north_south.as_ref().map(|ns| (ns.links_per_node, ns.links_per_node * ns.link_gbps))
        }
        () if has("oob") => profile.out_of_band.as_ref().map(|oob| (oob.ports_per_node, oob.ports_per_node)),
        () => None,
    };
    if let Some((links, gbps)) = per_node {
        let mut cells = Vec::new();
        for (column, printed) in sheet.columns.iter().zip(row) {
            let words = word_set(column);
            let per_unit = words.contains("per") && words.contains("cable");
            if per_unit && words.contains("su") {
                cells.extend(profile.su_nodes.and_then(|su| cell(column, printed, links * su)));
            } else if words.contains("per") && words.contains("tray") {
                cells.extend(cell(column, printed, gbps));
            }
        }
        if !cells.is_empty() {
            checks.push(check("R11 per SU", cells));
        }
        checks.extend(aggregate(sheet, row));
    }
    let mut cells = Vec::new();
    for (column, printed) in sheet.columns.iter().zip(row) {
        let Some(prefix) = column.strip_suffix("_gpus") else { continue };
        let nodes = sheet.columns.iter().position(|name| *name == format!("{prefix}_nodes"));
        if let Some(nodes) = nodes.and_then(|at| row.get(at)).and_then(count) {
            cells.extend(cell(column, printed, nodes * profile.gpus_per_node));
        }
    }
    if !cells.is_empty() {
        checks.push(check("R3c", cells));
    }
    checks
}

/// Aggregate Tb/s = links x Gb/s / 1000, from the row's own columns.
fn aggregate(sheet: &Sheet, row: &[Cell]) -> Option<Check> {
    let find = |wanted: &dyn Fn(&str) -> bool| {
        sheet
            .columns
            .iter()
            .position(|column| wanted(column))
            .and_then(|at| Some((&sheet.columns[at], row.get(at)?)))
    };
    let (_, links) = find(&|column| column.contains("links"))?;
    let (_, gbps) = find(&|column| column.contains("gbps"))?;
    let (column, printed) = find(&|column| column.contains("aggregate"))?;
    let computed = number(links)? * number(gbps)? / 1000.0;
    let value = number(printed)?;
    Some(check(
        "R11 aggregate",
        vec![Compared {
            column: column.clone(),
            printed: show(printed),
            computed: computed.to_string(),
            agrees: (value - computed).abs() < 1e-6,
            reading: None,
        }],
    ))
}

/// A size that the title implies: NVIDIA's smallest templates, or the wire map's own size.
pub(super) fn implied_size(catalog: &Catalog, sheet: &Sheet, profile: &FabricProfile) -> Option<u64> {
    let words = word_set(&sheet.titles);
    if words.contains("default") || words.contains("smallest") {
        return catalog.published_tables().iter().map(Sheet::from).find_map(|table| {
            let at = table.columns.iter().position(|column| column == "default_nodes")?;
            table.rows.iter().find_map(|row| {
                let about = table.profile(catalog, row)?;
                (about.id == profile.id).then(|| row.get(at).and_then(count)).flatten()
            })
        });
    }
    let simulated = sheet.meanings().contains(&Some(Meaning::SimulatedNodeLinks));
    if simulated { profile.wiremap_nodes } else { None }
}

/// A total column equals the sum of a list column.
pub(super) fn sums(sheet: &Sheet, row: &[Cell]) -> Option<Check> {
    let list = row.iter().find_map(|cell| match cell {
        Cell::Counts(counts) => Some(counts.iter().sum::<u64>()),
        _ => None,
    })?;
    let at = sheet.columns.iter().position(|column| word_set(column).contains("total"))?;
    Some(check("sum", vec![cell(&sheet.columns[at], row.get(at)?, list)?]))
}

/// "4 SU aggregate" is four times "1 SU aggregate" in the same direction.
pub(super) fn multiples(sheet: &Sheet, results: &mut [RowResult]) {
    let units = |row: &[Cell]| -> Option<u64> {
        let scope = row.first().map(show)?;
        let (number, rest) = scope.split_once(' ')?;
        rest.to_ascii_lowercase().starts_with("su").then(|| number.parse().ok()).flatten()
    };
    let direction = |row: &[Cell]| row.get(1).filter(|cell| matches!(cell, Cell::Words(_))).map(show);
    for (at, row) in sheet.rows.iter().enumerate() {
        let (Some(many), Some(words)) = (units(row), direction(row)) else { continue };
        let base = sheet
            .rows
            .iter()
            .find(|other| units(other) == Some(1) && direction(other).as_ref() == Some(&words));
        let Some(base) = base.filter(|_| many > 1) else { continue };
        let cells: Vec<Compared> = sheet
            .columns
            .iter()
            .zip(row.iter().zip(base))
            .filter_map(|(column, (printed, one))| cell(column, printed, count(one)? * many))
            .collect();
        if !cells.is_empty() {
            let mut check = check("R11 multiple of one SU", cells);
            if let Outcome::Deviation { reason } = &mut check.outcome {
                let near = check.cells.iter().all(|cell| {
                    let (Ok(a), Ok(b)) = (cell.printed.parse::<f64>(), cell.computed.parse::<f64>()) else {
                        return false;
                    };
                    (a - b).abs() <= 0.1 * b
                });
                if near {
                    reason.push_str(" (rounded in the source)");
                }
            }
            results[at].checks.push(check);
            results[at].no_rule = None;
        }
    }
}
