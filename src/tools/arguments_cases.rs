//! Cases of argument reading: what is refused, what the schema settles, and that no text makes it panic.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "gpus": { "type": "integer", "minimum": 1 },
            "kw": { "type": "number" },
            "name": { "type": "string" },
            "note": { "type": ["string", "null"] },
            "tags": { "type": "array", "items": { "type": "string" } },
            "topology": { "anyOf": [
                { "type": "object", "properties": { "leaves": { "type": "integer" } } },
                { "type": "null" }
            ] }
        },
        "required": ["gpus"],
        "additionalProperties": false
    })
}

fn read(text: &str) -> Result<Arguments, ToolError> {
    read_arguments_against("probe", &schema(), text)
}

#[test]
fn a01_what_is_no_json_is_refused_with_its_place() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "{\"gpus\":",
        "{\"gpus\":1,}",
        "{'gpus':1}",
        "{gpus:1}",
        "{\"gpus\":1}}",
        "gpus=1",
        "{\"gpus\":1} thanks",
        "Sure: {\"gpus\":1}",
        "```json\n{\"gpus\":1}\n```",
        "{\"gpus\":01}",
        "{\"gpus\":+1}",
        "{\"gpus\":1 \"kw\":2}",
        "{\"gpus\" 1}",
        "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"gpus\":NaN}",
        "{\"gpus\":Infinity}",
        "{\"gpus\":-}",
        "{\"gpus\":1e}",
        "{\"gpus\":tru}",
        "/*c*/{\"gpus\":1}",
        "{\"gpus\":1}//",
        "\u{feff}{\"gpus\":1}",
        "{{\"gpus\":1}}",
        "{\"gpus\":1;}",
        "{\"gpus\":1e999}",
        "undefined",
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.code, ErrorCode::ToolArguments, "{text}");
        assert_eq!(error.details[0]["rule"], "json", "{text}");
        assert!(error.details[0]["byte"].is_u64(), "{text}");
    }
}

#[test]
fn a02_json_that_is_no_object_is_refused() {
    for text in ["[]", "\"x\"", "null", "7", "true", "[{\"gpus\":1}]", "\"null\"", "\"[]\""] {
        assert_eq!(read(text).unwrap_err().details[0]["rule"], "type", "{text}");
    }
}

#[test]
fn a03_double_encoding_is_undone_only_where_the_schema_says_so() {
    let whole = read(r#""{\"gpus\":8}""#).unwrap();
    assert_eq!((whole.value, whole.coerced), (json!({ "gpus": 8 }), vec![String::new()]));
    let nested = read(r#"{"gpus":8,"topology":"{\"leaves\":2.0}","tags":"[\"a\"]"}"#).unwrap();
    assert_eq!(nested.value, json!({ "gpus": 8, "topology": { "leaves": 2 }, "tags": ["a"] }));
    assert_eq!(nested.coerced, ["/topology", "/tags"]);
    // A string stays a string; half a document, the wrong kind or a scalar stays what it is.
    let kept = json!({ "gpus": "8", "name": "{\"a\":1}", "topology": "{\"leaves\":", "tags": "{}" });
    let read = read(&kept.to_string()).unwrap();
    assert_eq!((read.value, read.coerced), (kept, vec![]));
}

#[test]
fn a06_a_key_twice_is_refused_at_any_depth() {
    for text in [
        r#"{"gpus":8,"gpus":80}"#,
        r#"{"gpus":8,"topology":{"leaves":1,"leaves":2}}"#,
        r#"{"gpus":8,"\u0067pus":9}"#,
        r#""{\"gpus\":8,\"gpus\":80}""#,
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    assert_eq!(read(r#"{"gpus":8,"gpus":80}"#).unwrap_err().details[0]["rule"], "duplicate_key");
}

#[test]
fn a07_numbers_keep_their_value() {
    assert_eq!(read(r#"{"gpus":1024.0}"#).unwrap().value, json!({ "gpus": 1024 }));
    assert_eq!(read(r#"{"gpus":1,"kw":10.0}"#).unwrap().value["kw"], json!(10.0));
    // Not whole, or too great to be exact: left for the schema to refuse.
    assert_eq!(read(r#"{"gpus":8.5}"#).unwrap().value["gpus"], json!(8.5));
    assert_eq!(read(r#"{"gpus":1e300}"#).unwrap().value["gpus"], json!(1e300));
    assert_eq!(read(r#"{"gpus":9007199254740993}"#).unwrap().value["gpus"], json!(9_007_199_254_740_993_u64));
    assert_eq!(read(r#"{"gpus":"8"}"#).unwrap().value["gpus"], json!("8"));
}

#[test]
fn a08_size_and_depth_are_bounded() {
    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(64 * 1024));
    assert_eq!(read(&long).unwrap_err().details[0]["rule"], "size");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(read(&format!("{{\"tags\":{deep}}}")).unwrap_err().details[0]["rule"], "json");
}

#[test]
fn null_for_a_key_that_may_be_left_out_means_left_out() {
    let value = read(r#"{"gpus":8,"tags":null,"note":null,"extra":null}"#).unwrap().value;
    assert_eq!(value, json!({ "gpus": 8, "note": null, "extra": null }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\":,a-z0-9.eE\\\\\\-\u{feff}ä一 ]{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn what_is_written_is_read(gpus in 1u64..1_000_000, name in ".{0,12}", kw in 0.0f64..1e6) {
        let value = json!({ "gpus": gpus, "name": name, "kw": kw });
        prop_assert_eq!(read(&value.to_string()).unwrap().value, value);
    }
}
