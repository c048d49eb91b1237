//! What the commands over parts of the catalog take: list, show, compare.

use clap::Subcommand;

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
