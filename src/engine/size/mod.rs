//! Sizing: how many GPUs, how long, how fast, with an error band. Pure functions over plain inputs.
//!
//! Reading order: [`model`] and [`gpu`] (inputs), [`params`], [`flops`], [`kv`], [`train_memory`], [`finetune`], [`fit_check`]
//! (exact formulas), [`bounds`] (what the planner checks first).

pub mod accuracy;
pub mod activations;
pub mod bands;
pub mod bounds;
pub mod calibration;
pub mod campaign;
pub mod checkpoint;
pub mod crossval;
pub mod error;
pub mod estimate_serve;
pub mod estimate_train;
pub mod finetune;
pub mod fit;
pub mod fit_check;
pub mod flops;
#[cfg(test)]
mod golden;
pub mod gpu;
pub mod hf_config;
pub mod kv;
pub mod measured;
pub mod model;
pub mod model_fields;
pub mod params;
pub mod power;
pub mod precision;
pub mod residual;
pub mod search_serve;
pub mod search_train;
pub mod serve_cases;
pub mod serve_fit;
pub mod serve_step;
pub mod train_cases;
pub mod train_fit;
pub mod train_memory;
pub mod train_step;
pub mod user_rows;

pub use error::SizeError;
pub use gpu::{Generation, GpuPerf};
pub use model::ModelArch;
pub use precision::Precision;
