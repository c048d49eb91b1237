//! What a model sees of a result: compact JSON with the id of each value beside it, within a budget of bytes. The
//! full result stays with the session.

use serde_json::{Map, Value, json};

use super::Ledger;

/// Steps of cutting down: list items kept, characters of text kept.
const STEPS: &[(usize, usize)] = &[(64, 600), (24, 300), (12, 200), (6, 160), (3, 120), (2, 80), (1, 40)];

/// Parts of an answer document that the conversation holds already or that no answer speaks of.
const KNOWN_PARTS: &[&str] =
    &["schema", "planner", "requirement", "intents", "language", "provenance", "catalog"];

/// Keys that tell where a value was read. The answer's own provenance says it; a model only pays for it.
const ORIGINS: &[&str] =
    &["source", "sources", "source_ids", "confidence", "state", "url", "via", "evidence"];

/// The projection of a call's result, as JSON text of at most `budget` bytes.
#[must_use]
pub fn project(ledger: &Ledger, call: &str, result: &Value, budget: usize) -> String {
    let mut shown = result.clone();
    if result["schema"] == "gcg/answer/1"
        && let Value::Object(parts) = &mut shown
    {
        parts.retain(|key, _| !KNOWN_PARTS.contains(&key.as_str()));
    }
    let result = &shown;
    for (items, text) in STEPS {
        let value = shrink(ledger, call, result, "", *items, *text);
        let written = value.to_string();
        if written.len() <= budget {
            return written;
        }
    }
    // Still too large: the top level alone.
    let mut top = Map::new();
    for (key, value) in result.as_object().into_iter().flatten() {
        if !value.is_object() && !value.is_array() {
            top.insert(key.clone(), shrink(ledger, call, value, &format!("/{key}"), 1, 40));
        }
    }
    top.insert("cut".into(), json!("the result is too long to show; only its first level is"));
    let written = Value::Object(top).to_string();
    if written.len() <= budget {
        written
    } else {
        json!({ "cut": "the result is too long to show" }).to_string()
    }
}

fn shrink(ledger: &Ledger, call: &str, value: &Value, pointer: &str, items: usize, text: usize) -> Value {
    match value {
        Value::Number(number) => match ledger.id_at(call, pointer) {
            Some(id) => {
                let words = ledger.fact(id).map_or_else(|| number.to_string(), super::Fact::words);
                Value::String(format!("{words} {{{{v:{id}}}}}"))
            }
            None => value.clone(),
        },
        Value::String(long) => {
            let mut short: String = long.chars().take(text).collect();
            if short.len() < long.len() {
                short.push('…');
            }
            // An engine's sentence may be taken over as it stands.
            if let Some(id) = ledger.id_at(call, pointer).filter(|id| ledger.text(id).is_some()) {
                short.push_str(&format!(" {{{{t:{id}}}}}"));
            }
            Value::String(short)
        }
        Value::Array(list) => {
            let mut kept: Vec<Value> = list
                .iter()
                .take(items)
                .enumerate()
                .map(|(index, item)| shrink(ledger, call, item, &format!("{pointer}/{index}"), items, text))
                .collect();
            if list.len() > items {
                kept.push(Value::String(format!("… and {} more", list.len() - items)));
            }
            Value::Array(kept)
        }
        Value::Object(fields) => {
            // Null and empty say nothing and cost tokens.
            let worth =
                |item: &Value| !matches!(item, Value::Null) && item != &json!([]) && item != &json!({});
            // A figure that is not there says why: the part has none, or none is published.
            let missing = fields.get("value").is_some_and(Value::is_null);
            let told =
                |key: &str| pointer.is_empty() || !ORIGINS.contains(&key) || (missing && key == "state");
            let shown = fields.iter().filter(|(key, item)| worth(item) && told(key)).map(|(key, item)| {
                let at = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                (key.clone(), shrink(ledger, call, item, &at, items, text))
            });
            Value::Object(shown.collect())
        }
        Value::Null | Value::Bool(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_carry_their_ids_and_the_budget_holds() {
        let result = json!({ "nodes": 16, "gone": null, "summary": "16 nodes will do.", "rows": (0..500).collect::<Vec<_>>() });
        let mut ledger = Ledger::default();
        ledger.add("c1", &json!({}), &result);
        let seen = project(&ledger, "c1", &result, 8192);
        assert!(
            seen.contains("\"16 nodes {{v:v1}}\"") && seen.contains("{{t:t1}}") && !seen.contains("gone"),
            "{seen}"
        );
        let told = json!({ "outcome": "answer", "sentences": ["QM9700: ports 64.", "Source: a page."] });
        let mut answered = Ledger::default();
        answered.add("c2", &json!({}), &told);
        assert!(!answered.is_without_results());
        assert!(project(&answered, "c2", &told, 8192).contains("{{t:t2}}"));
        for budget in [8192, 2000, 600, 200, 64] {
            assert!(project(&ledger, "c1", &result, budget).len() <= budget, "{budget}");
        }
    }
}
