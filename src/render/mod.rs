//! An answer as text, tables and files; arranges, never computes.

pub mod answer;
pub mod export;
pub mod text;
