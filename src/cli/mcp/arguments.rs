//! What a client gives in place of what a conversation of ours would fill in: the customer's text, and answers by
//! their address, so that no client has to send a whole answer back.

use serde_json::{Map, Value, json};

use super::kept::Results;
use crate::tools::{self, AnyTool, Catalog, ErrorCode, ToolError};

/// The prefix of an answer's address; a number or `last` follows.
pub const ANSWER: &str = "gcg://answer/";

/// The input of a tool as clients see it: keys that a conversation fills in are replaced by short stand-ins.
///
/// # Errors
/// When a schema is none: a bug of ours.
pub fn schema(tool: &dyn AnyTool) -> Result<Map<String, Value>, ToolError> {
    let mut schema = tools::schemas(tool.name())?.input.as_object().cloned().unwrap_or_default();
    schema.remove("title");
    schema.remove("description");
    // The full schema refuses what is unknown, and every call is held against it.
    schema.remove("additionalProperties");
    // The protocol wants both spelled out, also for a tool without input.
    schema.entry("type").or_insert_with(|| "object".into());
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    let mut small = Map::new();
    for (name, property) in properties.as_object().cloned().unwrap_or_default() {
        match stand_in(tool, &name) {
            Some(stand_ins) => small.extend(stand_ins),
            None => drop(small.insert(name, small_enough(tool.name(), short(property)))),
        }
    }
    let given: Vec<String> = small.keys().cloned().collect();
    *properties = Value::Object(small);
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        // An answer may be left out: the last one is meant.
        required.retain(|name| {
            name.as_str().is_some_and(|name| name != "answer" && given.iter().any(|g| g == name))
        });
    }
    if schema.get("required").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        schema.remove("required");
    }
    // Definitions that only a replaced key used.
    let used = schema.iter().any(|(key, value)| key != "$defs" && value.to_string().contains("#/$defs/"));
    if !used {
        schema.remove("$defs");
    }
    Ok(schema)
}

/// What stands for a key that a conversation fills in; none for a key that clients give as it is.
fn stand_in(tool: &dyn AnyTool, key: &str) -> Option<Vec<(String, Value)>> {
    if !tool.session_keys().contains(&key) {
        return None;
    }
    let answer = |what: &str| {
        let description = format!("{what}: gcg://answer/N, or last");
        ("answer".to_string(), json!({ "type": ["string", "object"], "description": description }))
    };
    match key {
        "reading" => Some(vec![
            (
                "text".into(),
                json!({ "type": "string", "description": "The customer's words, whole and unchanged." }),
            ),
            answer("An earlier answer whose requirement is changed"),
        ]),
        "answer" => Some(vec![answer("The answer (default: the last of this session)")]),
        "design" | "requirement" => {
            let description = format!("A {key} document; its form: resource gcg://schema/{key}");
            Some(vec![(key.into(), json!({ "type": "object", "description": description }))])
        }
        _ => None,
    }
}

/// A property without what a client does not need; a value given as text may be any plain value.
fn short(mut property: Value) -> Value {
    if let Some(value) = property.pointer_mut("/items/properties/value")
        && value["type"] == "string"
    {
        value["type"] = json!(["string", "number", "boolean", "array"]);
    }
    drop_titles(&mut property);
    property
}

/// Characters of a property's schema that a client is shown; a longer one is in the resource of the tool.
const LONGEST_PROPERTY: usize = 900;

fn small_enough(tool: &str, property: Value) -> Value {
    if property.to_string().len() <= LONGEST_PROPERTY {
        return property;
    }
    let first = property["description"].as_str().unwrap_or_default();
    let description = format!("{}; its form: resource gcg://schema/{tool}", first.trim_end_matches('.'));
    json!({ "type": property["type"], "description": description })
}

/// A list of words, each with a meaning, as a plain list: their names say what they are.
fn word_list(map: &Map<String, Value>) -> Option<Vec<Value>> {
    map.get("oneOf")?
        .as_array()?
        .iter()
        .map(|one| one.get("const").filter(|word| word.is_string()).cloned())
        .collect()
}

fn drop_titles(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(words) = word_list(map) {
                map.remove("oneOf");
                map.insert("type".into(), "string".into());
                map.insert("enum".into(), words.into());
            }
            // What may be left out need not be given as nothing; the full schema takes both.
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|one| one != "null");
                if let ([one], true) = (types.as_slice(), types.len() == 1) {
                    let one = one.clone();
                    map.insert("type".into(), one);
                }
            }
            if map.get("minimum") == Some(&json!(0)) {
                map.remove("minimum");
            }
            if map.get("default").is_some_and(|default| *default == json!([]) || *default == json!("")) {
                map.remove("default");
            }
            if let Some(Value::String(text)) = map.get_mut("description") {
                *text = first_sentence(text).trim_end_matches('.').to_string();
            }
            // The full schema refuses what is unknown, below as well.
            if map.get("additionalProperties") == Some(&json!(false)) {
                map.remove("additionalProperties");
            }
            if map.get("title").is_some_and(Value::is_string) {
                map.remove("title");
            }
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            map.values_mut().for_each(drop_titles);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_titles),
        _ => {}
    }
}

/// The first sentence of a description; what follows it is in the resource of the schema.
pub fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first)
}

/// The arguments as the tool takes them.
///
/// # Errors
/// `tool.args_invalid` when an address names no answer that is kept.
pub fn resolve(
    catalog: &Catalog,
    tool: &dyn AnyTool,
    arguments: Value,
    results: &Results,
) -> Result<Value, ToolError> {
    let Value::Object(mut map) = arguments else { return Ok(arguments) };
    let keys = tool.session_keys();
    if keys.contains(&"reading") && !map.contains_key("reading") {
        let reading = match (map.remove("text"), map.remove("answer")) {
            (Some(Value::String(text)), None) => tools::read(catalog, &text),
            (None, Some(from)) => kept(&from, results)?.reading(),
            (None, None) => crate::design::Reading::default(),
            (Some(Value::String(_)), Some(_)) => {
                return Err(ToolError::new(
                    ErrorCode::ToolArguments,
                    "both `text` and `answer` were given; a plan starts from one of them",
                )
                .hint("give `text` for a new request, or `answer` with `changes` to change an earlier one"));
            }
            (Some(other), _) => {
                return Err(ToolError::new(
                    ErrorCode::ToolArguments,
                    format!("`text` is {other}; it must be a string: the customer's words"),
                ));
            }
        };
        map.insert("reading".into(), serde_json::to_value(reading).unwrap_or_default());
    }
    if keys.contains(&"answer") {
        let from = map.remove("answer");
        let design_given = map.contains_key("design");
        let found = match from {
            Some(Value::Object(document)) => Some(Value::Object(document)),
            Some(address) => Some(document(&address, results)?),
            None if design_given => None,
            None => Some(document(&Value::from("last"), results)?),
        };
        if let Some(found) = found {
            map.insert("answer".into(), found);
        }
    }
    if let Some(Value::Array(changes)) = map.get_mut("changes") {
        for change in changes {
            if let Some(value) = change.get_mut("value")
                && !value.is_string()
            {
                *value = value.to_string().into();
            }
        }
    }
    Ok(Value::Object(map))
}

/// The answer behind an address.
///
/// # Errors
/// `tool.args_invalid` when it names no answer that is kept.
pub fn kept(address: &Value, results: &Results) -> Result<crate::check::AnswerDocument, ToolError> {
    let document = document(address, results)?;
    serde_json::from_value(document).map_err(|error| {
        ToolError::new(ErrorCode::ToolArguments, format!("{address} is not an answer: {error}"))
    })
}

/// The answer document behind an address.
fn document(address: &Value, results: &Results) -> Result<Value, ToolError> {
    if address.is_object() {
        return Ok(address.clone());
    }
    let text = address.as_str().unwrap_or_default();
    let wanted = text.strip_prefix(ANSWER).unwrap_or(text);
    let found = match wanted {
        "last" => results.last_answer(),
        number => number.parse().ok().and_then(|number| results.answer(number)),
    };
    found.and_then(|kept| serde_json::from_str(&kept.text).ok()).ok_or_else(|| {
        let known: Vec<String> = results.answers().map(|kept| format!("{ANSWER}{}", kept.number)).collect();
        let known = if known.is_empty() { "none yet".to_string() } else { known.join(", ") };
        ToolError::new(
            ErrorCode::ToolArguments,
            format!("this session keeps no answer `{text}`; it keeps: {known}"),
        )
        .hint("call `plan` with the customer's text first")
    })
}
