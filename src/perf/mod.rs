//! Sizing: how many GPUs, how long, how fast, with an error band. Pure functions over plain inputs.
//!
//! Reading order:
//! 1. inputs: [`model`] (from facts with [`model_fields`], from a published config with [`hf_config`]), [`gpu`], [`precision`];
//! 2. exact formulas: [`params`], [`flops`], [`kv`], [`train_memory`] with [`activations`], [`finetune`], [`fit_check`],
//!    [`checkpoint`], [`power`]; lower bounds for the planner in [`bounds`];
//! 3. models of time: [`train_step`], [`serve_step`]; their constants are data, [`calibration`];
//! 4. estimates with bands: [`estimate_train`] (also GPUs for a deadline), [`estimate_serve`], [`search_serve`] (also GPUs for a
//!    rate), [`search_train`], [`bands`], [`own_rows`] with [`user_rows`];
//! 5. where the constants come from: [`measured`] rows, cases ([`train_cases`], [`serve_cases`]), fits ([`train_fit`],
//!    [`serve_fit`], [`residual`], [`fit`], [`campaign`]), left-out checks ([`crossval`], [`accuracy`]).

pub mod accuracy;
pub mod activations;
pub mod bands;
pub mod bounds;
pub mod calibration;
pub mod campaign;
pub mod catalog_facts;
pub mod catalog_rows;
pub mod checkpoint;
pub mod crossval;
pub mod error;
pub mod estimate_serve;
pub mod estimate_train;
pub mod facts;
pub mod finetune;
pub mod fit;
pub mod fit_check;
pub mod flops;
#[cfg(test)]
mod golden;
pub mod gpu;
pub mod hf_config;
pub mod kv;
pub mod least_gpus;
pub mod measured;
mod measured_read;
pub mod model;
pub mod model_fields;
pub mod open_loop;
pub mod own_rows;
pub mod params;
pub mod power;
pub mod precision;
pub mod residual;
pub mod search_serve;
pub mod search_train;
pub mod serve_cases;
pub mod serve_curve;
mod serve_disaggregated;
pub mod serve_fit;
mod serve_labels;
pub mod serve_layouts;
pub mod serve_load;
pub mod serve_step;
pub mod serve_targets;
pub mod train_cases;
pub mod train_default;
pub mod train_fit;
pub mod train_memory;
pub mod train_method;
pub mod train_step;
pub mod user_rows;

pub use error::SizeError;
pub use gpu::{Generation, GpuPerf};
pub use model::ModelArch;
pub use precision::Precision;
