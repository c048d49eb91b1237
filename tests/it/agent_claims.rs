//! What a model may state of a text: a perfect one, behind a server and driven by the labels of texts, gets everything in that
//! a careful human reads; a lying one gets nothing in. `GCG_LABELLED` names another file of labelled texts for the first.

#![allow(clippy::print_stderr)] // the shares are figures to read

use std::fs;

use gpu_cluster_generator::{
    catalog::Catalog,
    design::Reading,
    tools::{
        self,
        state::{Claim, state},
    },
};
use serde_json::{Value, json};

use crate::{
    agent_server::{Server, call, final_answer},
    harness::Run,
};

/// Fields whose values are words of one's own; they are not compared.
const IN_WORDS: &[&str] = &[
    "acceptance",
    "availability",
    "budget_scope",
    "constraint",
    "delivery_date",
    "encryption",
    "evaluation",
    "golive",
    "hypervisor",
    "inference_options",
    "latency_scope",
    "location",
    "other",
    "phases",
    "power_rating_basis",
    "questioned",
    "redundancy",
    "security",
    "site_capacity",
    "software",
    "warranty_level",
    "withdrawn_rows",
    "workload",
];

fn cases() -> Vec<Value> {
    let own = [
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/texts/pointed.yaml").to_string(),
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/texts/needs/fresh.yaml").to_string(),
    ];
    let files = std::env::var("GCG_LABELLED").map_or(own.to_vec(), |file| vec![file]);
    let read = |file: &String| -> Value { serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap() };
    files.iter().flat_map(|file| read(file)["cases"].as_array().unwrap().clone()).collect()
}

fn labels(case: &Value) -> &[Value] {
    case["says"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Numbers of a text with where they stand.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let inside = |c: char| c.is_ascii_digit() || ".,'\u{a0}\u{202f}".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(|c: char| c.is_ascii_digit()).map(|from| at + from) {
        let to = text[from..].find(|c: char| !inside(c)).map_or(text.len(), |to| from + to);
        found.push((from, to));
        at = to;
    }
    found
}

/// Whether written digits may be a value, in whatever unit they are written.
fn may_be(written: &str, value: f64) -> bool {
    const FACTORS: &[f64] = &[
        1.0, 1e3, 1e6, 1e9, 1e12, 1e-3, 1e-6, 0.01, 0.125, 7.0, 30.0, 12.0, 60.0, 86_400.0, 10.0, 1e7, 1e4,
        1e8,
    ];
    let plain = |drop: &str, comma: bool| {
        let text: String = written.chars().filter(|c| !drop.contains(*c)).collect();
        let text = if comma { text.replace(',', ".") } else { text };
        text.trim_end_matches('.').parse::<f64>().ok()
    };
    [plain(",' \u{a0}\u{202f}", false), plain(".' \u{a0}\u{202f}", true)].into_iter().flatten().any(|found| {
        FACTORS
            .iter()
            .flat_map(|factor| [found * factor, found / factor, 1000.0 / found.max(1e-9)])
            .any(|found| (found - value).abs() <= 0.006 * value.abs())
    })
}

/// The part of a quote that a careful model copies: the number of the value with what follows it, else all of it.
fn as_written(label: &Value) -> String {
    let quote = label["quote"].as_str().unwrap();
    if let Some(given) = label["as_written"].as_str() {
        return given.to_string();
    }
    match &label["value"] {
        Value::Number(value) => {
            let all = numbers(quote);
            let value = value.as_f64().unwrap();
            let place = all.iter().position(|(from, to)| all.len() > 1 && may_be(&quote[*from..*to], value));
            place.map_or(quote.to_string(), |place| {
                let to = all.get(place + 1).map_or(quote.len(), |(from, _)| *from);
                quote[all[place].0..to].trim_end_matches([' ', '\t', '\n', ',', ';', ':', '(']).to_string()
            })
        }
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>().join(", ")
        }
        Value::Array(_) => quote.to_string(),
        Value::String(word) => word.clone(),
        other => other.to_string(),
    }
}

fn claim(label: &Value) -> Value {
    json!({
        "field": label["field"], "as_written": as_written(label), "quote": label["quote"], "bound": label["bound"],
        "strength": label["strength"], "scope": label["scope"], "negated": label["negated"],
    })
}

fn typed(claim: &Value) -> Claim {
    serde_json::from_value(claim.clone()).unwrap()
}

fn same(found: &Value, wanted: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let plain = |value: &Value| -> String {
        value.to_string().to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (found, wanted) = (list(found), list(wanted));
    found.len() == wanted.len()
        && found.iter().zip(&wanted).all(|(one, two)| match (one.as_f64(), two.as_f64()) {
            (Some(one), Some(two)) => (one - two).abs() <= 0.006 * two.abs().max(1e-9),
            _ => plain(one) == plain(two),
        })
}

fn scope(row: &Value) -> &str {
    match row["scope"].as_str().unwrap_or("new") {
        part if part.starts_with("pool:") || part.starts_with("site:") => "new",
        other => other,
    }
}

/// Hits, misses and extras of statements against labels.
fn score(statements: &[Value], labels: &[Value], id: &str) -> (usize, usize, usize) {
    let counts = |row: &&Value| !IN_WORDS.contains(&row["field"].as_str().unwrap());
    let mut left: Vec<&Value> = statements.iter().filter(counts).collect();
    let (mut hits, mut missed) = (0, 0);
    for wanted in labels.iter().filter(counts) {
        let hit = left.iter().position(|one| {
            one["field"] == wanted["field"]
                && scope(one) == scope(wanted)
                && one["negated"].as_bool().unwrap_or_default()
                    == wanted["negated"].as_bool().unwrap_or_default()
                && same(&one["value"], &wanted["value"])
        });
        match hit {
            Some(at) => {
                left.remove(at);
                hits += 1;
            }
            None => {
                eprintln!("{id} missed {} {}", wanted["field"], wanted["quote"]);
                missed += 1;
            }
        }
    }
    for one in &left {
        eprintln!("{id} extra {} {} {}", one["field"], one["value"], one["quote"]);
    }
    (hits, missed, left.len())
}

#[test]
fn a_perfect_model_states_everything_a_careful_human_reads() {
    let (mut hits, mut missed, mut extras) = (0, 0, 0);
    for case in cases() {
        let Some(text) = case["text"].as_str().filter(|_| !labels(&case).is_empty()) else { continue };
        let claims: Vec<Value> = labels(&case).iter().map(claim).collect();
        let server = Server::answering(move |body| {
            let turns =
                body["messages"].as_array().unwrap().iter().filter(|one| one["role"] == "tool").count();
            let tool = |name: &str| {
                body["tools"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|tool| tool["function"]["name"] == name)
                    .cloned()
            };
            match (turns, tool("plan")) {
                (0, _) => call("state", &json!({ "claims": claims })),
                (1, Some(_)) => call("plan", &json!({})),
                _ => {
                    let last = tool("final_answer").unwrap();
                    let fields = &last["function"]["parameters"]["properties"]["coverage"]["items"]["properties"]
                        ["field"]["enum"];
                    let stated: Vec<&str> =
                        fields.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                    call("final_answer", &final_answer("answer", "The plan is below.", &stated))
                }
            }
        });
        let url = server.base_url();
        let output = Run::new(&["ask", text, "--provider", "nim", "--base-url", &url, "--model", "fake"])
            .variable("NVIDIA_API_KEY", "canary-7f3a")
            .output();
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let statements = document["statements"].as_array().cloned().unwrap_or_default();
        let (hit, miss, extra) = score(&statements, labels(&case), case["id"].as_str().unwrap_or_default());
        (hits, missed, extras) = (hits + hit, missed + miss, extras + extra);
    }
    let (precision, recall) = (hits as f64 / (hits + extras) as f64, hits as f64 / (hits + missed) as f64);
    eprintln!("a perfect model: {hits} statements, precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.97 && recall >= 0.97, "precision {precision:.3}, recall {recall:.3}");
}

/// A field of another dimension for each field whose number has a unit.
fn other_dimension(field: &str) -> Option<&'static str> {
    Some(match field {
        _ if field.ends_with("_kw") => "storage_capacity_tb",
        _ if field.ends_with("_kva") => "power_total_kw",
        _ if field.ends_with("_tb") || field.ends_with("_gb") => "power_total_kw",
        _ if field.ends_with("_gbs") || field.ends_with("_ms") => "storage_capacity_tb",
        _ if field.ends_with("_days") || field.ends_with("_amount") => "power_per_rack_kw",
        "gpu_count" | "node_count" | "users_concurrent" | "users_total" => "power_per_rack_kw",
        _ => return None,
    })
}

/// Lies about a true label: kind of lie and the claim.
fn lies(label: &Value) -> Vec<(&'static str, Value)> {
    let true_claim = claim(label);
    let field = label["field"].as_str().unwrap();
    let with = |key: &str, value: Value| {
        let mut lie = true_claim.clone();
        lie[key] = value;
        lie
    };
    let mut lies = Vec::new();
    let written = true_claim["as_written"].as_str().unwrap().to_string();
    let quote = label["quote"].as_str().unwrap();
    if let Some(value) = label["value"].as_f64() {
        lies.push(("number", with("as_written", json!(format!("{}", value * 3.0 + 7.0)))));
        if let Some((from, to)) = numbers(&written).first() {
            let changed = format!("{}9{}", &written[..*to], &written[*to..]);
            lies.push(("number", with("as_written", changed.into())));
            let forged = quote.replace(&written[*from..*to], &format!("{}9", &written[*from..*to]));
            let mut lie = with("quote", forged.clone().into());
            lie["as_written"] = forged.into();
            lies.push(("quote", lie));
        }
        if let Some(other) = other_dimension(field) {
            lies.push(("dimension", with("field", other.into())));
        }
        if field == "budget_amount" {
            for code in ["ZAR", "BRL"] {
                let mut lie = with("field", "budget_currency".into());
                lie["as_written"] = code.into();
                lies.push(("currency", lie));
            }
        }
    }
    if label["scope"] == "existing"
        && (field == "gpu_count" || field == "node_count" || field == "gpu_models")
    {
        lies.push(("existing as wanted", with("scope", Value::Null)));
    }
    if field == "gpu_models" {
        lies.push(("name", with("as_written", "GB300 NVL72".into())));
    }
    lies
}

#[test]
fn no_lie_about_a_text_gets_through() {
    let catalog = Catalog::embedded();
    let (mut told, mut through) = (0, Vec::new());
    for case in cases() {
        let Some(text) = case["text"].as_str() else { continue };
        let before: Reading = tools::read(&catalog, text);
        for label in labels(&case) {
            for (kind, lie) in lies(label) {
                told += 1;
                let heard = state(&catalog, text, &before, &[typed(&lie)]);
                if heard.refused.is_empty() || heard.reading != before {
                    through.push(format!("{} {kind}: {lie}", case["id"]));
                }
            }
        }
    }
    eprintln!("{told} lies, {} got through", through.len());
    assert!(told > 150 && through.is_empty(), "{} of {told}:\n{}", through.len(), through.join("\n"));
}
