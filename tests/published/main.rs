//! What vendors publish, held against the engine: sizing tables row by row, wire maps and simulation topologies link
//! by link. Every mismatch is a named deviation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tables;
mod topologies;
