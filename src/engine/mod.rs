//! Pure functions: requirement and facts in, design parts out.

pub mod fabric;
pub mod facts;
pub mod plan;
pub mod ra;
pub mod read;
pub mod size;
pub mod size_facts;
pub mod size_load;
pub mod wiring;
