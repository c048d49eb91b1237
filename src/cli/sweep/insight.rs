//! What stands out in a sweep: points no other point beats, and steps at which the choice flips.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    grid::Axis,
    table::{Cell, Table, field_words},
};

/// What stands out.
#[derive(Debug)]
pub struct Insight {
    /// How many points have each outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// The points no other point beats; none with fewer than two figures that vary.
    pub pareto: Option<Front>,
    /// Steps at which the choice flips, in the order of the table.
    pub flips: Vec<Flip>,
}

/// A Pareto front over two figures.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Front {
    /// The two figures: less of each is better, but for those in [`MORE_IS_BETTER`].
    pub metrics: [String; 2],
    /// Rows on the front, from the table's start.
    pub rows: Vec<usize>,
}

/// A step along one field at which the choice flips while the other fields stay.
#[derive(Debug, PartialEq)]
pub struct Flip {
    /// The field that moves.
    pub field: String,
    /// Its values before and behind the step.
    pub step: [String; 2],
    /// The other fields and their values.
    pub others: Vec<(String, String)>,
    /// What flips: name, value before, value behind.
    pub changes: Vec<(String, String, String)>,
}

impl Flip {
    /// The other fields with their values: "rack power 40".
    pub fn conditions(&self) -> Vec<String> {
        self.others.iter().map(|(field, value)| format!("{} {value}", field_words(field))).collect()
    }

    /// What flips with its values: "racks: 6 → 5".
    pub fn flipped(&self) -> Vec<String> {
        let named = |text: &str| if text.is_empty() { "none".to_string() } else { text.replace('_', " ") };
        let told = |(name, from, to): &(String, String, String)| {
            format!("{}: {} → {}", field_words(name), named(from), named(to))
        };
        self.changes.iter().map(told).collect()
    }
}

/// A step at which the choice flips, as it is published.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FlipDocument {
    /// The field that moves.
    field: String,
    /// Its value before the step.
    from: String,
    /// Its value behind the step.
    to: String,
    /// The other fields and their values.
    others: BTreeMap<String, String>,
    /// What flips.
    changes: Vec<Change>,
}

/// One choice that flips.
#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    choice: String,
    from: String,
    to: String,
}

impl Flip {
    /// As it is published.
    pub fn document(&self) -> FlipDocument {
        let change = |(name, from, to): &(String, String, String)| Change {
            choice: name.clone(),
            from: from.clone(),
            to: to.clone(),
        };
        FlipDocument {
            field: self.field.clone(),
            from: self.step[0].clone(),
            to: self.step[1].clone(),
            others: self.others.iter().cloned().collect(),
            changes: self.changes.iter().map(change).collect(),
        }
    }
}

/// What counts as a choice: what is chosen, and how many racks it takes.
pub const CHOICES: &[&str] = &[
    "outcome",
    RACKS,
    "compute.gpu_id",
    "compute.pattern_id",
    "compute.system_id",
    "facility.cooling",
    "fabric.compute.topology",
    "fabric.compute.technology",
];

/// Racks change with every step of a size, so there they are no threshold.
const RACKS: &str = "facility.rack_count";
/// Fields that say how much is asked for.
const SIZES: &[&str] = &["gpu_count", "gpu_count_min", "node_count", "users_concurrent", "racks_requested"];

/// Figures people decide by, the weightiest first; an ending stands for any path that has it.
pub const METRICS: &[(&str, &str)] = &[
    ("cost.purchase_high", "Purchase of the priced lines, high"),
    ("cost.per_gpu_hour", "Cost of a GPU for an hour"),
    ("train_days", "Training time, days"),
    ("_days", "Time, days"),
    ("facility.node_power_total_kw", "Power of all servers, kW"),
    ("facility.rack_count", "Racks"),
    ("facility.node_rack_count", "Racks for servers"),
    ("compute.total_gpu_memory_gb", "GPU memory, GB"),
    ("compute.gpu_count", "GPUs"),
    ("compute.node_count", "Servers"),
    ("facility.rack_power_kw", "Power of a full rack, kW"),
    ("fabric.compute.switch_count", "Switches, compute fabric"),
    ("fabric.converged.switch_count", "Switches, converged fabric"),
];

/// Figures of which more is better.
pub const MORE_IS_BETTER: &[&str] = &["compute.total_gpu_memory_gb", "compute.gpu_count"];

/// The figures of a table that vary, with their titles; a figure that varied is none.
pub fn metrics(table: &Table, axes: &[Axis]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (ending, title) in METRICS {
        for column in table.columns() {
            let numeric = column.cells.iter().any(|cell| cell.number().is_some());
            let fits = column.name == *ending || (ending.starts_with('_') && column.name.ends_with(ending));
            let new = !found.iter().any(|(name, _)| *name == column.name);
            if fits && numeric && new && column.varies() && !axes.iter().any(|axis| axis.field == column.name)
            {
                found.push((column.name.clone(), (*title).to_string()));
            }
        }
    }
    found
}

/// Whether a row's design may be built.
pub fn is_feasible(table: &Table, row: usize) -> bool {
    let outcome = table.column("outcome").map(|column| column.cells[row].words()).unwrap_or_default();
    !matches!(outcome.as_str(), "infeasible" | "refuse" | "error" | "")
}

/// What stands out in a table.
pub fn of(table: &Table, axes: &[Axis]) -> Insight {
    let mut outcomes = BTreeMap::new();
    for row in 0..table.rows() {
        let outcome = table.column("outcome").map(|column| column.cells[row].words()).unwrap_or_default();
        *outcomes.entry(outcome).or_default() += 1;
    }
    Insight { outcomes, pareto: front(table, axes), flips: flips(table, axes) }
}

fn front(table: &Table, axes: &[Axis]) -> Option<Front> {
    let mut names = metrics(table, axes).into_iter().map(|(name, _)| name);
    let metrics = [names.next()?, names.next()?];
    // A figure of which more is better is turned round, so that less is better in both.
    let value = |metric: usize, row: usize| {
        let number = table.column(&metrics[metric])?.cells[row].number()?;
        Some(if MORE_IS_BETTER.contains(&metrics[metric].as_str()) { -number } else { number })
    };
    let points: Vec<(usize, f64, f64)> = (0..table.rows())
        .filter(|row| is_feasible(table, *row))
        .filter_map(|row| Some((row, value(0, row)?, value(1, row)?)))
        .collect();
    let beaten = |(_, x, y): &(usize, f64, f64)| {
        points
            .iter()
            .any(|(_, other_x, other_y)| other_x <= x && other_y <= y && (other_x < x || other_y < y))
    };
    let rows = points.iter().filter(|point| !beaten(point)).map(|(row, ..)| *row).collect();
    Some(Front { metrics, rows })
}

fn flips(table: &Table, axes: &[Axis]) -> Vec<Flip> {
    let words = |name: &str, row: usize| {
        table.column(name).map(|column| column.cells[row].words()).unwrap_or_default()
    };
    let mut found = Vec::new();
    let mut stride = table.rows();
    for (place, axis) in axes.iter().enumerate() {
        let block = stride;
        stride /= axis.values.len().max(1);
        // A step between names has no order; only along numbers is a flip a threshold.
        if !axis.is_numeric() {
            continue;
        }
        for row in 0..table.rows() {
            if row % block / stride + 1 == axis.values.len() {
                continue;
            }
            let next = row + stride;
            let changes: Vec<(String, String, String)> = CHOICES
                .iter()
                .filter(|name| **name != RACKS || !SIZES.contains(&axis.field.as_str()))
                .map(|name| ((*name).to_string(), words(name, row), words(name, next)))
                .filter(|(_, from, to)| from != to)
                .collect();
            if changes.is_empty() {
                continue;
            }
            let others = axes
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, other)| (other.field.clone(), words(&other.field, row)))
                .collect();
            let step = [words(&axis.field, row), words(&axis.field, next)];
            found.push(Flip { field: axis.field.clone(), step, others, changes });
        }
    }
    found
}

/// A cell in words, nothing as a dash.
pub fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "–".into(),
        Cell::Number(number) => crate::units::plain((number * 100.0).round() / 100.0),
        cell => cell.words(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Power falls and racks rise along x; the second GPU is worse in both.
    fn sample() -> (Table, Vec<Axis>) {
        let axes = vec![
            Axis { field: "power_per_rack_kw".into(), values: vec!["10".into(), "20".into()] },
            Axis { field: "gpu_models".into(), values: vec!["a".into(), "b".into()] },
        ];
        let mut table = Table::default();
        for (x, gpu, outcome, power, racks) in [
            (10, "a", "answer", 100.0, 8),
            (10, "b", "answer", 120.0, 9),
            (20, "a", "answer", 110.0, 4),
            (20, "b", "infeasible", 1.0, 1),
        ] {
            table.push(vec![
                ("power_per_rack_kw".into(), Cell::Whole(x)),
                ("gpu_models".into(), Cell::Text(gpu.into())),
                ("outcome".into(), Cell::Text(outcome.into())),
                ("facility.node_power_total_kw".into(), Cell::Number(power)),
                ("facility.node_rack_count".into(), Cell::Whole(racks)),
            ]);
        }
        (table, axes)
    }

    #[test]
    fn the_front_holds_what_no_feasible_point_beats() {
        let (table, axes) = sample();
        assert_eq!(of(&table, &axes).pareto.unwrap().rows, [0, 2]);
    }

    #[test]
    fn a_flip_is_found_along_numbers_only() {
        let (table, axes) = sample();
        let flips = of(&table, &axes).flips;
        assert_eq!(flips.len(), 1);
        assert_eq!(flips[0].step, ["10", "20"]);
        assert_eq!(flips[0].others, [("gpu_models".to_string(), "b".to_string())]);
        assert_eq!(
            flips[0].changes,
            [("outcome".to_string(), "answer".to_string(), "infeasible".to_string())]
        );
    }
}
