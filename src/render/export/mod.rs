//! Cabling and topology files from a wiring, one format a file and a row. The same wiring gives the same bytes.

mod air;
mod cables;
mod dot;
mod infiniband;
mod launch_kit;
mod netbox;
mod slurm;
mod svg;
mod topograph;
#[cfg(test)]
mod toy;
mod tree;
mod ufm;

use crate::design::wiring::Wiring;

pub use air::{Scope, air};
pub use cables::{Direction, cables, end_label, field};
pub use dot::dot;
pub use infiniband::{InfinibandFiles, infiniband};
pub use launch_kit::{ContractError, launch_kit, launch_kit_air};
pub use netbox::netbox;
pub use slurm::{slurm_block, slurm_tree, slurm_yaml};
pub use svg::svg;
pub use topograph::topograph;
pub use tree::{Tree, hostlist, tree};
pub use ufm::ufm;

/// A file of an export: its name below the folder of the export, and its text.
pub type File = (String, String);

/// Why a wiring cannot be written in a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoFile(pub String);

/// A form of file a wiring can be written in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Writes the files.
    pub files: fn(&Wiring) -> Result<Vec<File>, NoFile>,
}

/// Every format, in the order of the documentation.
pub const FORMATS: &[&Format] = &[
    &cables::ONCE,
    &cables::BOTH,
    &air::FORMAT,
    &launch_kit::FORMAT,
    &launch_kit::AIR,
    &slurm::TREE,
    &slurm::BLOCK,
    &slurm::YAML,
    &topograph::FORMAT,
    &infiniband::TOPOLOGY,
    &infiniband::ROOTS,
    &infiniband::CABLES,
    &ufm::FORMAT,
    &netbox::FORMAT,
    &dot::FORMAT,
    &svg::FORMAT,
    #[cfg(test)]
    &toy::FORMAT,
];

/// The format with this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name).copied()
}

/// An export of one file.
fn one(name: &str, text: String) -> Result<Vec<File>, NoFile> {
    Ok(vec![(name.to_string(), text)])
}
