//! Any OpenAI-compatible service.
pub mod accumulator;
pub mod fault;
pub mod pace;
