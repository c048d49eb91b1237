//! Flags that say what an answer spells out; several commands share them.

use clap::Args;

/// What an answer spells out.
#[derive(Debug, Clone, Default, Args)]
pub struct With {
    /// Parts to spell out, with commas: provenance (the way to every number), sensitivity (what another value of
    /// each assumption would give).
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = ["provenance", "sensitivity"])]
    pub with: Vec<String>,
}

impl With {
    /// Whether this part is asked for.
    #[must_use]
    pub fn has(&self, part: &str) -> bool {
        self.with.iter().any(|asked| asked == part)
    }
}
