//! Pure functions: requirement and facts in, design parts out.

pub mod size;
