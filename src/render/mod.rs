//! An answer as text, tables and files; arranges, never computes.

pub mod answer;
pub mod document;
pub mod docx;
pub mod export;
pub mod html;
pub mod lines;
pub mod markdown;
pub mod names;
pub mod svg;
pub mod text;
pub mod typst;
pub mod xlsx;
