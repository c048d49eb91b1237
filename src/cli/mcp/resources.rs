//! What can be read without a call: published schemas, the catalog's entries with their documents, kept results.

use std::collections::BTreeMap;

use rmcp::model::{Resource, ResourceContents, ResourceTemplate};
use serde::Serialize;
use serde_json::{Value, json};

use super::{kept::Results, manifest, short};
use crate::{
    cli::{commands::schema, output},
    tools::{Catalog, TOOLS},
};

/// Resources on one page of a listing.
const PAGE: usize = 200;

/// A kind of entry: its word in addresses, what it is, ids, one entry as JSON.
struct Kind {
    word: &'static str,
    what: &'static str,
    ids: fn(&Catalog) -> Vec<&str>,
    one: fn(&Catalog, &str) -> Option<Value>,
}

fn json_of(entry: &impl Serialize) -> Option<Value> {
    serde_json::to_value(entry).ok()
}

macro_rules! kinds {
    ($($word:literal, $what:literal, $list:ident, $one:ident;)*) => {
        &[$(Kind {
            word: $word,
            what: $what,
            ids: |catalog| catalog.$list().iter().map(|entry| entry.id.as_ref()).collect(),
            one: |catalog, id| catalog.$one(id).and_then(json_of),
        }),*]
    };
}

/// The kinds that are offered.
const KINDS: &[Kind] = kinds! {
    "gpu", "Figures of a GPU", gpus, gpu;
    "system", "Figures of a server, baseboard or rack-scale system", systems, system;
    "pattern", "A reference-architecture pattern and its limits", patterns, pattern;
    "model", "Figures of a language model", models, model;
    "switch", "Figures of a switch", switches, switch;
    "nic", "Figures of a network adapter", nics, nic;
    "transceiver", "Figures of a transceiver", transceivers, transceiver;
    "cable", "Figures of a cable or fibre", cables, cable;
    "table", "A published sizing table", published_tables, published_table;
    "architecture", "A published DGX architecture", architectures, architecture;
    "source", "A document that facts rest on", sources, source;
};

/// One page of resources from a position on, and the position of the next page.
pub fn page(catalog: &Catalog, results: &Results, from: usize) -> (Vec<Resource>, Option<usize>) {
    let mut all = Vec::new();
    for kept in results.all() {
        all.push(
            resource(manifest::result_uri(kept.number), format!("{} {}", kept.tool, kept.number))
                .with_description("A result of this session"),
        );
    }
    for (name, what, _) in schema::DOCUMENTS {
        all.push(resource(format!("gcg://schema/{name}"), format!("schema {name}")).with_description(*what));
    }
    for tool in TOOLS {
        let name = tool.name();
        all.push(
            resource(format!("gcg://schema/{name}"), format!("schema {name}"))
                .with_description("Schemas of a tool: input and output"),
        );
    }
    for kind in KINDS {
        for id in (kind.ids)(catalog) {
            all.push(
                resource(format!("gcg://catalog/{}/{id}", kind.word), format!("{} {id}", kind.word))
                    .with_description(kind.what),
            );
        }
    }
    let next = (from + PAGE < all.len()).then_some(from + PAGE);
    (all.into_iter().skip(from).take(PAGE).collect(), next)
}

fn resource(uri: String, name: String) -> Resource {
    Resource::new(uri, name).with_mime_type("application/json")
}

/// The forms of addresses.
pub fn templates() -> Vec<ResourceTemplate> {
    let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
    [
        ("gcg://catalog/{kind}/{id}", "catalog entry", format!("kind is one of: {}", words.join(", "))),
        ("gcg://schema/{name}", "schema", "name of a document or a tool".to_string()),
        (
            "gcg://result/{number}{+pointer}",
            "result",
            "number of a call of this session; a JSON pointer reads one part".to_string(),
        ),
        (
            "gcg://answer/{number}{+pointer}",
            "answer",
            "number of a call of this session that made an answer, or last; a JSON pointer reads one part"
                .to_string(),
        ),
    ]
    .map(|(form, name, what)| {
        ResourceTemplate::new(form, name).with_description(what).with_mime_type("application/json")
    })
    .into()
}

/// The content of a resource.
///
/// # Errors
/// A sentence that says what was not found and what there is.
pub fn read(catalog: &Catalog, results: &Results, uri: &str) -> Result<ResourceContents, String> {
    let unknown = || {
        format!(
            "there is no resource `{uri}`; addresses are gcg://catalog/KIND/ID, gcg://schema/NAME, gcg://result/NUMBER and gcg://answer/NUMBER"
        )
    };
    let path = uri.strip_prefix("gcg://").ok_or_else(unknown)?;
    let (family, rest) = path.split_once('/').ok_or_else(unknown)?;
    let text = match family {
        "catalog" => {
            let (word, id) = rest.split_once('/').ok_or_else(unknown)?;
            let kind = KINDS.iter().find(|kind| kind.word == word).ok_or_else(|| {
                let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
                format!("there is no kind `{word}`; the kinds are: {}", words.join(", "))
            })?;
            let entry = (kind.one)(catalog, id).ok_or_else(|| {
                let wanted = crate::catalog::normalize(id);
                let near = crate::catalog::nearest(&wanted, (kind.ids)(catalog).into_iter());
                format!("the catalog holds no {word} `{id}`; nearest: {}", near.join(", "))
            })?;
            let documents = documents(catalog, &entry);
            output::json(&json!({ "kind": word, "id": id, "entry": entry, "documents": documents }))
        }
        // Without line breaks: clients bound the size of one message.
        "schema" => schema::find(rest)
            .ok_or_else(|| format!("there is no schema `{rest}`; `gcg schema` lists them"))?
            .to_string(),
        "result" => {
            let (number, pointer) = split(rest);
            let kept = number.parse().ok().and_then(|number| results.find(number));
            let kept =
                kept.ok_or_else(|| format!("this session keeps no result `{number}`; call the tool again"))?;
            short::part(&kept.text, pointer)?
        }
        "answer" => {
            let (number, pointer) = split(rest);
            let kept = match number {
                "last" => results.last_answer(),
                number => number.parse().ok().and_then(|number| results.answer(number)),
            };
            let kept =
                kept.ok_or_else(|| format!("this session keeps no answer `{number}`; call `plan` first"))?;
            short::part(&kept.text, pointer)?
        }
        _ => return Err(unknown()),
    };
    Ok(ResourceContents::text(text, uri).with_mime_type("application/json"))
}

/// The number of a kept result, and the JSON pointer behind it.
fn split(address: &str) -> (&str, &str) {
    address.split_at(address.find('/').unwrap_or(address.len()))
}

/// The documents an entry names, spelled out, by id.
fn documents(catalog: &Catalog, entry: &Value) -> BTreeMap<String, Value> {
    fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                for (key, child) in map {
                    match child {
                        Value::String(id) if key == "source" => found.push(id),
                        Value::Array(ids) if key == "sources" => {
                            found.extend(ids.iter().filter_map(Value::as_str));
                        }
                        _ => collect(child, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut ids = Vec::new();
    collect(entry, &mut ids);
    ids.into_iter().filter_map(|id| Some((id.to_string(), catalog.source(id).and_then(json_of)?))).collect()
}

/// Whether a name is of a tool; used to keep the two families of schemas apart.
#[cfg(test)]
fn is_tool(name: &str) -> bool {
    crate::tools::find(name).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_listed_resource_can_be_read() {
        let catalog = Catalog::embedded();
        let results = Results::default();
        let (mut from, mut seen) = (0, std::collections::BTreeSet::new());
        loop {
            let (page, next) = page(&catalog, &results, from);
            for resource in page {
                assert!(seen.insert(resource.uri.clone()), "{} twice", resource.uri);
                read(&catalog, &results, &resource.uri).unwrap();
            }
            match next {
                Some(next) => from = next,
                None => break,
            }
        }
        assert!(seen.len() > 100);
    }

    #[test]
    fn no_document_is_named_like_a_tool() {
        assert!(schema::DOCUMENTS.iter().all(|(name, ..)| !is_tool(name)));
    }

    #[test]
    fn a_wrong_address_says_what_there_is() {
        let catalog = Catalog::embedded();
        let results = Results::default();
        for (uri, said) in [
            ("file:///etc/passwd", "gcg://catalog"),
            ("gcg://catalog/gpu/h100", "h100-sxm"),
            ("gcg://catalog/box/x", "switch"),
            ("gcg://schema/../x", "no schema"),
            ("gcg://result/9", "no result"),
        ] {
            let message = read(&catalog, &results, uri).unwrap_err();
            assert!(message.contains(said), "{uri}: {message}");
        }
    }
}
