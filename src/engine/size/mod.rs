//! Sizing: how many GPUs, how long, how fast, with an error band. Pure functions over plain inputs.
//!
//! Reading order: [`model`] and [`gpu`] (inputs), [`params`], [`flops`], [`kv`], [`train_memory`], [`finetune`], [`fit_check`]
//! (exact formulas), [`bounds`] (what the planner checks first).

pub mod bounds;
pub mod checkpoint;
pub mod error;
pub mod finetune;
pub mod fit_check;
pub mod flops;
pub mod gpu;
pub mod kv;
pub mod model;
pub mod model_fields;
pub mod params;
pub mod precision;
pub mod train_memory;

pub use error::SizeError;
pub use gpu::{Generation, GpuPerf};
pub use model::ModelArch;
pub use precision::Precision;
