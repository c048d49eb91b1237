//! Pure functions: requirement and facts in, design parts out.

pub mod bom;
pub mod cost;
pub mod fabric;
pub mod facts;
pub mod management;
pub mod plan;
pub mod ra;
pub mod record;
pub mod racks;
pub mod size;
pub mod software;
pub mod wiring;
pub mod read;
