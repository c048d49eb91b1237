//! Cases of refusals: every form a service was seen to use.

use super::*;

#[test]
fn every_form_of_refusal_is_read() {
    use Code::*;
    for (status, text, code, part) in [
        (
            401,
            r#"{"status":401,"title":"Unauthorized","detail":"Authentication failed"}"#,
            AuthRejected,
            "Authentication failed",
        ),
        (
            401,
            r#"{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}"#,
            AuthRejected,
            "Invalid API Key",
        ),
        (
            402,
            r#"{"status":402,"title":"Payment Required","detail":"credits expired"}"#,
            QuotaExhausted,
            "credits",
        ),
        (403, r#"{"detail":"Your credits are used up"}"#, QuotaExhausted, "credits"),
        (404, "404 page not found", ModelNotFound, "404 page not found"),
        (
            404,
            r#"{"status":404,"title":"Not Found","detail":"Function 'x': Not found for account 'y'"}"#,
            ModelNotEntitled,
            "not for this account",
        ),
        (
            410,
            r#"{"type":"about:blank","title":"Gone","status":410,"detail":"The model has reached its end of life on 2026-08-07"}"#,
            ModelRetired,
            "2026-08-07",
        ),
        (429, r#"{"status":429,"title":"Too Many Requests"}"#, RateLimited, "Too Many"),
        (
            429,
            r#"{"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":null}}"#,
            QuotaExhausted,
            "quota",
        ),
        (
            503,
            r#"{"detail":"ResourceExhausted: Worker local total request limit reached (33/32)"}"#,
            RateLimited,
            "33/32",
        ),
        (
            400,
            r#"{"status":400,"title":"Bad Request","detail":"Function id 'x': DEGRADED function cannot be invoked"}"#,
            ModelDegraded,
            "DEGRADED",
        ),
        (
            400,
            r#"{"error":{"message":"bad","type":"BadRequestError","param":null,"code":400}}"#,
            RequestRejected,
            "bad",
        ),
        (
            400,
            r#"{"object":"error","message":"flat","type":"BadRequest","param":null,"code":400}"#,
            RequestRejected,
            "flat",
        ),
        (
            400,
            r#"{"error":{"message":"This model's maximum context length is 4096 tokens"}}"#,
            ContextOverflow,
            "4096",
        ),
        (
            400,
            r#"{"error":{"message":"too big","type":"exceed_context_size_error","n_prompt_tokens":6030,"n_ctx":4096}}"#,
            ContextOverflow,
            "n_ctx 4096",
        ),
        (
            422,
            r#"{"detail":[{"loc":["body","tools"],"msg":"extra fields not permitted","type":"value_error"}]}"#,
            RequestRejected,
            "extra fields",
        ),
        (
            500,
            r#"{"message":"Internal server error","type":"internal_server_error","code":500}"#,
            ServiceUnavailable,
            "Internal",
        ),
        (
            502,
            "<html><head><title>502 Bad Gateway</title></head><body>x</body></html>",
            ServiceUnavailable,
            "502 Bad Gateway",
        ),
        (503, "", ServiceUnavailable, "no explanation"),
        (504, "", ServiceTimeout, "gave up"),
        (405, r#"{"detail":"Method Not Allowed"}"#, ServiceNotApi, "Method"),
        (400, r#"{"error":"just text"}"#, RequestRejected, "just text"),
        (400, r#"{"code":7}"#, RequestRejected, r#"{"code":7}"#),
    ] {
        let fault = classify(status, text);
        assert_eq!(fault.code, code, "{status} {text}: {fault}");
        assert!(fault.message.contains(part), "{status} {text}: {fault}");
    }
}

#[test]
fn objections_are_named() {
    for (text, objection) in [
        (
            "The `reasoning_content` in the thinking mode must be passed back to the API.",
            Objection::Reasoning,
        ),
        ("Thinking mode does not support this tool_choice", Objection::ToolChoice),
        ("unknown field `strict`", Objection::Strict),
        ("'oneOf' is not supported in schema", Objection::Strict),
    ] {
        let fault = classify(400, &serde_json::json!({ "error": { "message": text } }).to_string());
        assert_eq!((fault.code, fault.objection), (Code::RequestRejected, Some(objection)), "{text}");
    }
    assert_eq!(classify(400, "nothing known").objection, None);
}

#[test]
fn errors_in_streams_go_by_their_own_code() {
    let error =
        |code: Value| in_stream(&serde_json::json!({ "message": "EngineDeadError", "code": code })).code;
    assert_eq!(error(500.into()), Code::ServiceUnavailable);
    assert_eq!(error("429".into()), Code::RateLimited);
    assert_eq!(error(Value::Null), Code::ServiceUnavailable);
    assert_eq!(in_stream(&Value::from("broken")).code, Code::ServiceUnavailable);
}

#[test]
fn long_bodies_are_cut_and_flattened() {
    let fault = classify(400, &format!("a\u{1b}[2Jb\n{}", "x".repeat(10_000)));
    assert!(fault.message.chars().count() < 2200 && !fault.message.contains('\u{1b}'));
}
