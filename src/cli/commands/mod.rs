//! One file per family of commands: typed request in, result document out.

pub mod ask;
pub mod catalog;
pub mod check;
pub mod diff;
pub mod doctor;
pub mod draft;
pub mod explain;
pub mod export;
pub mod gpu;
pub mod part;
pub mod plan;
pub mod prices;
pub mod ra;
pub mod read;
pub mod schema;
pub mod size;
pub mod tools;

use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;

/// What a command prints, and its exit code.
#[derive(Debug)]
pub struct Done {
    /// The document.
    pub document: Value,
    /// The exit code: 0, or that of a negative verdict.
    pub exit: u8,
    /// The document that people's text is made from, where it is another one.
    pub for_people: Option<Value>,
}

impl Done {
    /// A result.
    pub fn new(document: impl Serialize) -> Result<Self, Failure> {
        Ok(Self { document: value(document)?, exit: 0, for_people: None })
    }

    /// The same with an exit code of its own.
    pub fn with_exit(self, exit: u8) -> Self {
        Self { exit, ..self }
    }

    /// The same with a document of its own for people's text.
    pub fn for_people(self, document: impl Serialize) -> Result<Self, Failure> {
        Ok(Self { for_people: Some(value(document)?), ..self })
    }
}

fn value(document: impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(document).map_err(|error| Failure::bug(&error.to_string()))
}

/// How a command ended.
#[derive(Debug)]
pub enum Ended {
    /// With a document to be printed.
    Document(Done),
    /// With everything printed already, and an exit code.
    Printed(u8),
}

/// A document with these keys only, in this order.
pub fn keep(mut document: Value, keys: &[&str]) -> Value {
    let mut kept = serde_json::Map::new();
    for key in keys {
        kept.insert((*key).to_string(), document.get_mut(*key).map_or(Value::Null, Value::take));
    }
    Value::Object(kept)
}
