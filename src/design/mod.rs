//! What was asked and what we propose: the published JSON.

pub mod fabric;
