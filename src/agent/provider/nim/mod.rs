//! Any OpenAI-compatible service.
pub mod accumulator;
