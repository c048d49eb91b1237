//! A requirement as people write it in a file: plain values or the long form with quotes, bare, under `requirement`, or
//! inside an answer. Every command that takes a requirement reads it here.

use serde_json::{Map, Value};

use super::{failure::Failure, input};
use crate::{
    design::{FIELDS, Requirement},
    tools::{
        Catalog, ErrorCode, ToolError,
        plan::{self, Change},
    },
};

/// Reads a requirement document (JSON or YAML), or the requirement of an answer.
///
/// # Errors
/// A file that cannot be read, an unknown field with the nearest names, a value that is not of its field's type.
pub fn read(catalog: &Catalog, path: &str) -> Result<Requirement, Failure> {
    let text = input::text(path, input::TEXT_LIMIT_BYTES)?;
    let document: Value = input::parse(&text, path, "requirement")?;
    let Value::Object(mut map) = document else {
        return Err(Failure::input(
            format!("{path} is not a requirement: found {}", kind(&document)),
            "write one field a line, such as `gpu_count: 128`; `gcg schema requirement` lists the fields",
        ));
    };
    let fields = match map.remove("requirement") {
        Some(Value::Object(inner)) => inner,
        Some(other) => {
            return Err(Failure::input(
                format!("`requirement` of {path} is {}, not a map of fields", kind(&other)),
                "write one field a line below it, such as `gpu_count: 128`",
            ));
        }
        None => map,
    };
    for (field, value) in &fields {
        if let Some(fault) = suspicious(&text, field, value) {
            return Err(Failure::input(
                format!("{path}: {fault}"),
                "write each field once, with a number, a word or a list as its value",
            ));
        }
    }
    Ok(from_fields(catalog, fields, Some(&text))?)
}

/// What a parser passes over in silence: a field that stands twice, a number that is none.
fn suspicious(text: &str, field: &str, value: &Value) -> Option<String> {
    let starts = |line: &str| {
        let bare = line.trim_start_matches('"');
        bare.strip_prefix(field)
            .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(':'))
    };
    let own = |line: &&str| starts(line) && !line.starts_with([' ', '\t']);
    if text.lines().filter(own).count() > 1 {
        return Some(format!("`{field}` stands twice"));
    }
    let written =
        line_of(text, field).and_then(|line| line.split_once(':').map(|(_, rest)| rest.trim().to_string()));
    let empty = |text: &str| matches!(text, "" | "null" | "~");
    if let Some(tagged) = written.as_ref().filter(|written| written.starts_with('!')) {
        return Some(format!("`{field}` is `{tagged}`; tags are not taken"));
    }
    written
        .filter(|written| value.is_null() && !empty(written))
        .map(|written| format!("`{field}` is `{written}`, which is no number or word"))
}

/// A requirement from its fields. The line of a plain value is its quote; without the text of the file, `field: value`.
///
/// # Errors
/// `input.invalid` for an unknown field or a value that is not of its field's type.
pub fn from_fields(
    catalog: &Catalog,
    mut fields: Map<String, Value>,
    text: Option<&str>,
) -> Result<Requirement, ToolError> {
    fields.remove("$schema");
    let (long, plain): (Map<String, Value>, Map<String, Value>) =
        fields.into_iter().partition(|(name, value)| !is_plain(name, value));
    let mut requirement: Requirement = serde_json::from_value(Value::Object(long)).map_err(|error| {
        ToolError::new(ErrorCode::InputInvalid, format!("the requirement cannot be read: {error}")).hint(
            "write one field a line, such as `gpu_count: 128`; `gcg schema requirement` lists the fields",
        )
    })?;
    for (field, value) in plain {
        let written = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let quote =
            text.and_then(|text| line_of(text, &field)).unwrap_or_else(|| format!("{field}: {written}"));
        plan::apply(catalog, &mut requirement, &Change { field, value: written, quote })?;
    }
    plan::accept(catalog, &requirement)?;
    Ok(requirement)
}

/// Whether a value is written plainly: a field, or an unknown name, with anything but the long form.
fn is_plain(name: &str, value: &Value) -> bool {
    let known = FIELDS.iter().any(|(field, _)| *field == name);
    let long = value.get("value").is_some() && value.get("quote").is_some();
    !value.is_null() && !long && (known || !value.is_array())
}

/// The line of a document that states a field, without its indent and comment.
fn line_of(text: &str, field: &str) -> Option<String> {
    text.lines().map(str::trim).find_map(|line| {
        let bare = line.trim_start_matches('"');
        let rest = bare.strip_prefix(field)?;
        rest.trim_start_matches('"').trim_start().strip_prefix(':')?;
        let line = line.split(" #").next().unwrap_or(line);
        Some(line.trim_end().trim_end_matches(',').to_string())
    })
}

/// A JSON value in a word, for messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn of(text: &str) -> Result<Requirement, ToolError> {
        let Value::Object(map) = serde_yaml::from_str(text).unwrap() else { panic!("a map") };
        from_fields(&Catalog::embedded(), map, Some(text))
    }

    #[test]
    fn a_plain_line_is_its_own_quote() {
        let requirement = of("gpu_count: 128  # for now\npower_per_rack_kw: 40\ngpu_models: H100\n").unwrap();
        let count = requirement.gpu_count.unwrap();
        assert_eq!((count.value, count.quote.as_str()), (128, "gpu_count: 128"));
        assert_eq!(requirement.power_per_rack_kw.unwrap().quote, "power_per_rack_kw: 40");
        assert_eq!(requirement.gpu_models.unwrap().value, ["H100"]);
    }

    #[test]
    fn the_long_form_stays_legal_and_may_be_mixed_with_plain_lines() {
        let requirement = of("gpu_count: {value: 64, quote: sixty-four GPUs}\nnode_count: 8\n").unwrap();
        assert_eq!(requirement.gpu_count.unwrap().quote, "sixty-four GPUs");
        assert_eq!(requirement.node_count.unwrap().value, 8);
    }

    #[test]
    fn an_unknown_field_names_the_nearest() {
        let error = of("gpu_cuont: 128").unwrap_err().document().to_string();
        assert!(error.contains("gpu_cuont") && error.contains("gpu_count"), "{error}");
    }

    #[test]
    fn json_lines_are_quotes_too() {
        assert_eq!(line_of("{\n  \"gpu_count\": 128,\n}", "gpu_count").unwrap(), "\"gpu_count\": 128");
    }
}
