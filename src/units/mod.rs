//! Quantities that know their unit.
