//! Typed view of the facts in `catalog/`; loads, validates, resolves names; computes nothing.
