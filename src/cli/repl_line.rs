//! The line of the prompt: what Tab completes, and where its history is kept.

use std::path::PathBuf;

use rustyline::{
    Context, Helper, completion::Completer, highlight::Highlighter, hint::Hinter, validate::Validator,
};

use super::config;
use crate::tools::Catalog;

/// Commands, for completion.
const COMMANDS: [&str; 15] = [
    "/requirement",
    "/explain",
    "/show",
    "/json",
    "/save",
    "/undo",
    "/back",
    "/reset",
    "/help",
    "/quit",
    "/name",
    "/designs",
    "/use",
    "/compare",
    "/draft",
];

/// Names a user may want to complete: commands and catalog names.
fn names(catalog: &Catalog) -> Vec<String> {
    let mut names: Vec<String> = COMMANDS.iter().map(ToString::to_string).collect();
    names.extend(catalog.gpus().iter().map(|gpu| gpu.id.to_string()));
    names.extend(catalog.patterns().iter().map(|pattern| pattern.id.to_string()));
    names.extend(catalog.models().iter().map(|model| model.id.to_string()));
    names
}

/// The file the history of the prompt is kept in; none where there is no folder for it.
pub fn history_file() -> Option<PathBuf> {
    let folder = config::directory("XDG_STATE_HOME", ".local/state")?;
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// Completes commands and catalog names.
pub struct Names {
    names: Vec<String>,
}

impl Names {
    /// The commands, and the names of a catalog.
    pub fn of(catalog: &Catalog) -> Self {
        Self { names: names(catalog) }
    }
}

impl Completer for Names {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..at).unwrap_or(line);
        let start = typed.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        let word = typed[start..].to_lowercase();
        let fits = |name: &&String| !word.is_empty() && name.starts_with(&word);
        Ok((start, self.names.iter().filter(fits).cloned().collect()))
    }
}
impl Hinter for Names {
    type Hint = String;
}
impl Highlighter for Names {}
impl Validator for Names {}
impl Helper for Names {}
