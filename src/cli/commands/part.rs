//! `gcg gpu|system|switch|nic|optic|cable|model list|show|compare`.

use clap::Subcommand;
use serde_json::json;

use super::{Done, Failure};
use crate::tools::{self, Catalog, part::PartKind};

/// A command on the parts of one kind.
#[derive(Debug, Subcommand)]
pub enum Part {
    /// List the parts.
    List {
        /// Condition on a fact, as field>=number, field<=number or field=word; may be given often.
        #[arg(long = "where", value_name = "CONDITION")]
        conditions: Vec<String>,
    },
    /// Show one part fact by fact.
    Show {
        /// Name of the part.
        name: String,
    },
    /// Parts side by side, with ratios to the first.
    Compare {
        /// Names of two or more parts.
        #[arg(required = true, num_args = 2..)]
        names: Vec<String>,
    },
}

/// Runs a command on the parts of one kind.
pub fn run(catalog: &Catalog, kind: PartKind, command: &Part) -> Result<Done, Failure> {
    match command {
        Part::List { conditions } => {
            let input = json!({ "kind": kind, "conditions": conditions });
            Done::new(tools::call(catalog, "part_list", input)?)
        }
        Part::Show { name } => {
            Done::new(tools::call(catalog, "part_show", json!({ "kind": kind, "name": name }))?)
        }
        Part::Compare { names } => {
            let document = tools::call(catalog, "part_compare", json!({ "kind": kind, "names": names }))?;
            // For people: one line a field, one column a part.
            let ids: Vec<String> = document["ids"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|id| id.as_str().map(Into::into))
                .collect();
            let table: Vec<serde_json::Value> = document["rows"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|row| {
                    let mut line = serde_json::Map::new();
                    line.insert("field".into(), row["field"].clone());
                    for (id, fact) in ids.iter().zip(row["facts"].as_array().into_iter().flatten()) {
                        line.insert(id.clone(), fact["value"].clone());
                    }
                    line.insert("unit".into(), row["unit"].clone());
                    line.into()
                })
                .collect();
            let for_people = json!({ "compared": table, "notes": document["notes"] });
            Done::new(document)?.for_people(for_people)
        }
    }
}
