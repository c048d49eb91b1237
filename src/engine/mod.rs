//! Pure functions: requirement and facts in, design parts out.

pub mod bom;
pub mod cost;
pub mod fabric;
pub mod facts;
pub mod management;
pub mod plan;
pub mod ra;
pub mod racks;
pub mod read;
pub mod record;
pub mod size;
pub mod size_facts;
pub mod size_rows;
pub mod software;
pub mod wiring;
