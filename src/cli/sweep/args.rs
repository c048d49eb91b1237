//! What `gcg sweep` takes.

use clap::Args;

/// `gcg sweep`.
#[derive(Debug, Args)]
pub struct Sweep {
    /// Requirement document (JSON or YAML) that all points start from, or - for standard input.
    #[arg(long, value_name = "FILE")]
    pub requirement: Option<String>,
    /// Any requirement field of all points, as FIELD=VALUE; may be given often.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// A field to vary: FIELD=FROM:TO:STEP or FIELD=A,B,C; give it once per field.
    #[arg(long, value_name = "FIELD=VALUES", required = true)]
    pub vary: Vec<String>,
    /// Write the table as CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<String>,
    /// Write the table as Parquet.
    #[arg(long, value_name = "FILE")]
    pub parquet: Option<String>,
    /// Write one page with the plots.
    #[arg(long, value_name = "FILE")]
    pub html: Option<String>,
    /// Points planned at a time; every core when left out.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}
