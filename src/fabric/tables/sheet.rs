//! A sizing table as the judge and the look-up read it: which architecture, what each column states, which size a
//! row is about.

use std::cell::OnceCell;

use crate::catalog::{
    Catalog,
    kinds::{Cell, FabricProfile, PublishedTable},
};

use super::{
    meaning::{Meaning, Subject, meaning, subject},
    words::word_set,
};

/// A table with columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Id.
    pub id: String,
    /// Architecture and title.
    pub titles: String,
    /// Id of the architecture, when stated.
    pub about: Option<String>,
    /// Column names.
    pub columns: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
    /// What each column states, worked out once.
    read: OnceCell<Vec<Option<Meaning>>>,
}

impl From<&PublishedTable> for Sheet {
    fn from(table: &PublishedTable) -> Self {
        Self::new(
            table.id.to_string(),
            format!("{} {} {}", table.id, table.architecture, table.title),
            table.about.as_ref().map(ToString::to_string),
            table.columns.iter().map(ToString::to_string).collect(),
            table.rows.iter().map(|row| row.to_vec()).collect(),
        )
    }
}

/// The whole number of a cell; a number printed as text with thousands separators counts too.
#[must_use]
pub fn count(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Count(count) => Some(*count),
        Cell::Words(words) => words.trim().replace([',', ' '], "").parse().ok(),
        Cell::Number(number) if number.fract() == 0.0 && *number >= 0.0 => Some(*number as u64),
        _ => None,
    }
}

/// Whether a cell says that there is nothing: empty, a dash, "N/A", "none".
#[must_use]
pub fn nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Words(words) => {
            let word = words.trim().to_ascii_lowercase();
            matches!(word.as_str(), "" | "-" | "--" | "\u{2013}" | "\u{2014}" | "n/a" | "na" | "none")
        }
        _ => false,
    }
}

impl Sheet {
    /// A table of these parts.
    #[must_use]
    pub fn new(
        id: String,
        titles: String,
        about: Option<String>,
        columns: Vec<String>,
        rows: Vec<Vec<Cell>>,
    ) -> Self {
        Self { id, titles, about, columns, rows, read: OnceCell::new() }
    }

    /// The fabric the titles name.
    #[must_use]
    pub fn subject(&self) -> Subject {
        subject(&self.titles)
    }

    /// What each column states.
    #[must_use]
    pub fn meanings(&self) -> &[Option<Meaning>] {
        self.read.get_or_init(|| self.read_columns())
    }

    fn read_columns(&self) -> Vec<Option<Meaning>> {
        let mut subject = self.subject();
        let named: Vec<_> = self.columns.iter().map(|column| word_set(column)).collect();
        let with = |words: &[&str]| named.iter().any(|set| words.iter().any(|word| set.contains(*word)));
        if subject == Subject::Converged && with(&["ns", "converged", "management"]) {
            // North-south columns say so; the bare ones are east-west.
            subject = Subject::Compute;
        }
        let per_node = with(&["cpu", "cpus", "nic", "nics", "socket", "sockets"]);
        self.columns
            .iter()
            .map(|column| meaning(column, subject))
            .map(|meaning| meaning.filter(|meaning| !(per_node && *meaning == Meaning::Gpus)))
            .collect()
    }

    /// The profile the row is about: the architecture it names itself, else the one of the table.
    #[must_use]
    pub fn profile<'a>(&self, catalog: &'a Catalog, row: &[Cell]) -> Option<&'a FabricProfile> {
        let named = self.meanings().iter().zip(row).find_map(|(meaning, cell)| match (meaning, cell) {
            (Some(Meaning::Architecture), Cell::Words(words)) => Some(words.trim().to_string()),
            _ => None,
        });
        if let Some(named) = named {
            let id = named.split([' ', '(']).next().unwrap_or_default().to_string();
            return catalog.fabric_profile(&named).or_else(|| catalog.fabric_profile(&id));
        }
        if let Some(about) = &self.about {
            return catalog.fabric_profile(about);
        }
        best_match(catalog, &self.titles)
    }

    /// The cell of the first column with this meaning.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a [Cell], wanted: Meaning) -> Option<&'a Cell> {
        self.meanings().iter().position(|meaning| *meaning == Some(wanted)).and_then(|at| row.get(at))
    }

    /// The whole number in the first column with this meaning.
    #[must_use]
    pub fn number(&self, row: &[Cell], wanted: Meaning) -> Option<u64> {
        self.cell(row, wanted).and_then(count)
    }

    /// Nodes of a row: stated, or from racks, scalable units or GPUs, in the order of trust. Where nodes are not
    /// printed, a GPU count that contradicts the scalable units loses.
    #[must_use]
    pub fn nodes(&self, row: &[Cell], profile: &FabricProfile) -> Option<u64> {
        self.number(row, Meaning::Nodes)
            .or_else(|| Some(self.number(row, Meaning::Racks)? * profile.rack_nodes?))
            .or_else(|| {
                let by_units =
                    self.number(row, Meaning::Units).and_then(|units| Some(units * profile.su_nodes?));
                let by_gpus =
                    self.number(row, Meaning::Gpus).map(|gpus| gpus.div_ceil(profile.gpus_per_node.max(1)));
                by_gpus.or(by_units)
            })
    }

    /// A short key of a row: its size columns, or its first words.
    #[must_use]
    pub fn key(&self, row: &[Cell]) -> String {
        let mut parts = Vec::new();
        for (at, meaning) in self.meanings().iter().enumerate() {
            let Some(cell) = row.get(at) else { continue };
            let keeps = matches!(
                meaning,
                Some(
                    Meaning::Architecture
                        | Meaning::Nodes
                        | Meaning::Units
                        | Meaning::UnitsFrom
                        | Meaning::UnitsTo
                        | Meaning::Racks
                )
            );
            if keeps && !nothing(cell) {
                parts.push(match meaning {
                    Some(Meaning::Architecture) => show(cell),
                    _ => format!("{} {}", self.columns[at], show(cell)),
                });
            }
        }
        if parts.is_empty() {
            parts.extend(
                row.iter().take(2).filter(|cell| matches!(cell, Cell::Words(_) | Cell::Count(_))).map(show),
            );
        }
        parts.join(", ")
    }
}

/// A cell for people.
#[must_use]
pub fn show(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "-".into(),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Words(words) => words.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Counts(counts) => counts.iter().map(ToString::to_string).collect::<Vec<_>>().join("/"),
    }
}

/// The profile whose words all occur in the titles; the one with most words wins.
fn best_match<'a>(catalog: &'a Catalog, titles: &str) -> Option<&'a FabricProfile> {
    let lower = titles.to_ascii_lowercase();
    let words = word_set(titles);
    let mut best: Option<(usize, &FabricProfile)> = None;
    for profile in catalog.fabric_profiles() {
        for spelling in profile.words.iter() {
            let all = spelling.iter().all(|word| {
                if word.contains('-') {
                    lower.contains(&word.to_ascii_lowercase())
                } else {
                    words.contains(word.as_ref())
                }
            });
            let weight: usize =
                spelling.iter().map(|word| if word.contains('-') { 10 + word.len() } else { 1 }).sum();
            if all && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, profile));
            }
        }
    }
    best.map(|(_, profile)| profile)
}
