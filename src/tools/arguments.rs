//! The arguments of a tool call as a model or a script writes them: JSON text, read without guessing. What the
//! schema itself settles (an object sent as text, `8.0` for a whole number, null for "left out") is put right and
//! recorded; everything else is refused with its place.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, json};

use super::{AnyTool, ErrorCode, ToolError};

/// A longer text is refused unread.
const SIZE_LIMIT_BYTES: usize = 64 * 1024;
/// Bytes of the text shown around a fault.
const EXCERPT_BYTES: usize = 40;
/// Greatest whole number a double holds exactly, 2^53 (IEEE 754).
const EXACT_INTEGER_MAX: f64 = 9_007_199_254_740_992.0;

/// Arguments that were read, and where a doubly encoded value was decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// The arguments.
    pub value: Value,
    /// JSON pointers at which text was decoded because the schema wants a list or object there.
    pub coerced: Vec<String>,
}

/// Reads the arguments of a call.
///
/// # Errors
/// `tool.args_invalid` when the text is too long, not JSON, holds a key twice, or is not an object.
pub fn read_arguments(tool: &dyn AnyTool, text: &str) -> Result<Arguments, ToolError> {
    read_arguments_against(tool.name(), &tool.make_input_schema(), text)
}

/// Reads the arguments of a call against a schema that is at hand.
///
/// # Errors
/// As [`read_arguments`].
pub fn read_arguments_against(tool: &str, schema: &Value, text: &str) -> Result<Arguments, ToolError> {
    let fault = |rule: &str, message: String, details: Value| {
        let mut fault = json!({ "at": "", "rule": rule, "message": message });
        if let (Value::Object(fault), Value::Object(details)) = (&mut fault, details) {
            fault.extend(details);
        }
        ToolError::new(ErrorCode::ToolArguments, format!("the arguments of `{tool}`: {message}"))
            .details(json!([fault]))
    };
    if text.len() > SIZE_LIMIT_BYTES {
        let message = format!("{} bytes; {SIZE_LIMIT_BYTES} are allowed", text.len());
        return Err(fault("size", message, Value::Null));
    }
    let mut value = strict_json(text).map_err(|error| {
        let rule = if error.duplicate { "duplicate_key" } else { "json" };
        fault(rule, error.message, json!({ "byte": error.byte, "excerpt": excerpt(text, error.byte) }))
    })?;
    let mut coerced = Vec::new();
    if value.is_string() {
        undouble(&mut value, schema, "", &mut coerced);
    }
    if !value.is_object() {
        let kind = kind(&value);
        return Err(fault("type", format!("found {kind}, expected a JSON object"), json!({ "got": kind })));
    }
    settle(&mut value, schema, "", &mut coerced);
    Ok(Arguments { value, coerced })
}

/// Why a text is not strict JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// What is wrong.
    pub message: String,
    /// Byte at which it was noticed.
    pub byte: usize,
    /// Whether a key occurs twice.
    pub duplicate: bool,
}

/// Reads JSON and refuses a key that occurs twice in one object, which most readers let pass in silence.
///
/// # Errors
/// Where the text is no JSON or a key is repeated.
pub fn strict_json(text: &str) -> Result<Value, JsonFault> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0).map_err(|error| {
        let before: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let message = error.to_string();
        JsonFault {
            duplicate: message.starts_with("the key "),
            message,
            byte: (before + error.column().saturating_sub(1)).min(text.len()),
        }
    })
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("a number that is not finite"))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(de::Error::custom(format_args!("the key `{key}` occurs twice")));
            }
            let Strict(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

/// The types a schema allows, following `anyOf` and `oneOf`.
fn allows(schema: &Value, wanted: &str) -> bool {
    let named = match &schema["type"] {
        Value::String(kind) => kind == wanted,
        Value::Array(kinds) => kinds.iter().any(|kind| kind == wanted),
        _ => false,
    };
    named || choices(schema).any(|choice| allows(choice, wanted))
}

fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

/// Decodes text where the schema wants a list or an object, and only then, and only if all of it parses to that.
fn undouble(value: &mut Value, schema: &Value, at: &str, coerced: &mut Vec<String>) {
    let Value::String(text) = &*value else { return };
    if allows(schema, "string") {
        return;
    }
    let Ok(inner) = strict_json(text) else { return };
    let fits = (inner.is_object() && (allows(schema, "object") || schema["properties"].is_object()))
        || (inner.is_array() && allows(schema, "array"));
    if fits {
        *value = inner;
        coerced.push(at.to_string());
    }
}

/// Puts right what the schema itself settles.
fn settle(value: &mut Value, schema: &Value, at: &str, coerced: &mut Vec<String>) {
    undouble(value, schema, at, coerced);
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|number| {
                number.fract() == 0.0 && number.abs() <= EXACT_INTEGER_MAX && !allows(schema, "number")
            });
            if let (true, true, Some(whole)) = (number.is_f64(), allows(schema, "integer"), whole) {
                *value = Value::from(whole as i64);
            }
        }
        Value::Object(map) => {
            let part = object_part(schema);
            let required = |key: &str| {
                part["required"].as_array().is_some_and(|names| names.iter().any(|name| name == key))
            };
            // A model must write every key; null for one that may be left out means it is left out.
            map.retain(|key, child| {
                let property = &part["properties"][key.as_str()];
                !(child.is_null() && property.is_object() && !required(key) && !allows(property, "null"))
            });
            for (key, child) in map.iter_mut() {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                settle(child, &part["properties"][key.as_str()], &at, coerced);
            }
        }
        Value::Array(items) => {
            let part = array_part(schema);
            for (index, item) in items.iter_mut().enumerate() {
                settle(item, &part["items"], &format!("{at}/{index}"), coerced);
            }
        }
        _ => {}
    }
}

/// The branch of a schema that describes an object.
fn object_part(schema: &Value) -> &Value {
    if schema["properties"].is_object() {
        return schema;
    }
    choices(schema).find(|choice| object_part(choice)["properties"].is_object()).map_or(schema, object_part)
}

/// The branch of a schema that describes a list.
fn array_part(schema: &Value) -> &Value {
    if !schema["items"].is_null() {
        return schema;
    }
    choices(schema).find(|choice| !array_part(choice)["items"].is_null()).map_or(schema, array_part)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The text around a byte.
fn excerpt(text: &str, byte: usize) -> String {
    let from = (0..=byte.saturating_sub(EXCERPT_BYTES / 2)).rev().find(|at| text.is_char_boundary(*at));
    text[from.unwrap_or(0)..].chars().take(EXCERPT_BYTES).collect()
}

#[cfg(test)]
#[path = "arguments_cases.rs"]
mod cases;
