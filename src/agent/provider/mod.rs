//! Model services.
pub mod nim;
