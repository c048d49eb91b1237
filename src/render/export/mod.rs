//! Cabling and topology files from a wiring, one format a file. The same wiring gives the same bytes.

mod air;
mod cables;
mod dot;
mod infiniband;
mod launch_kit;
mod netbox;
mod slurm;
mod svg;
mod topograph;
mod tree;
mod ufm;

pub use air::{Scope, air};
pub use cables::{Direction, cables, end_label};
pub use dot::dot;
pub use infiniband::{InfinibandFiles, infiniband};
pub use launch_kit::{ContractError, launch_kit, launch_kit_air};
pub use netbox::netbox;
pub use slurm::{slurm_block, slurm_tree, slurm_yaml};
pub use svg::svg;
pub use topograph::topograph;
pub use tree::{Tree, hostlist, tree};
pub use ufm::ufm;
