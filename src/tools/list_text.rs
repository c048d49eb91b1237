//! Reads a list to be judged from text: JSON, a table with a header row, or sentences. Names of products are those of the
//! catalog; what is not understood is named.

use serde_json::{Map, Value};

use crate::{
    catalog::{Catalog, Kind},
    design::{Listed, ListedDevice, ListedLink},
};

/// Keys and column titles with the field they mean; in JSON of other tools and in tables alike.
const KEYS: &[(&str, &str)] = &[
    ("rack_kw", "rack_power_kw"),
    ("limit_kw", "rack_power_kw"),
    ("budget_kw", "rack_power_kw"),
    ("power_budget_kw", "rack_power_kw"),
    ("power_per_rack_kw", "rack_power_kw"),
    ("rack_budget_kw", "rack_power_kw"),
    ("rack_limit_kw", "rack_power_kw"),
    ("max_kw", "rack_power_kw"),
    ("rack_height_u", "rack_u"),
    ("floor_kg_m2", "floor_load_kg_m2"),
    ("footprint_m2", "rack_footprint_m2"),
    ("items", "devices"),
    ("equipment", "devices"),
    ("contents", "devices"),
    ("optics", "links"),
    ("cables", "links"),
    ("down", "downlinks"),
    ("leaf_down", "downlinks"),
    ("downlinks_per_leaf", "downlinks"),
    ("up", "uplinks"),
    ("leaf_up", "uplinks"),
    ("uplinks_per_leaf", "uplinks"),
    ("ratio", "oversubscription"),
    ("leaf_model", "switch"),
    ("switch_model", "switch"),
    ("leaf", "switch"),
    ("gpu_model", "gpu"),
    ("gpu_type", "gpu"),
    ("server_model", "server"),
    ("node_count", "nodes"),
    ("gpu_count", "gpus"),
    ("total_gpus", "gpus"),
    ("rack_count", "racks"),
    ("power_total_kw", "total_power_kw"),
    ("it_power_kw", "total_power_kw"),
];

/// The figures of a list and what of it was not understood.
pub(super) fn read(text: &str, catalog: &Catalog) -> (Listed, Vec<String>) {
    if let Ok(Value::Object(object)) = serde_json::from_str::<Value>(text.trim()) {
        return from_json(object);
    }
    let mut listed = Listed::default();
    let mut rest = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for line in text.lines() {
        match cells(line) {
            Some(row) if row.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' '))) => {}
            Some(row) => match &header {
                Some(titles) if titles.len() == row.len() => row_of(titles, &row, &mut listed),
                _ if row.iter().filter_map(|cell| column(cell)).count() >= 2 => header = Some(row),
                _ => rest.push(line.to_string()),
            },
            None => {
                header = None;
                rest.push(line.to_string());
            }
        }
    }
    sentences(&rest.join("\n"), catalog, &mut listed);
    (listed, Vec::new())
}

fn from_json(object: Map<String, Value>) -> (Listed, Vec<String>) {
    let known = ["devices", "links", "switch", "oversubscription", "gpu", "server", "pattern"];
    let mut not_read = Vec::new();
    let mut out = Map::new();
    let mut flat: Vec<(String, Value)> = Vec::new();
    for (key, value) in object {
        match value {
            // A part of its own ("rack": {"power_kw": 40}) is read with its name before its keys.
            Value::Object(inner) => {
                flat.extend(inner.into_iter().map(|(name, value)| (format!("{key}_{name}"), value)));
            }
            other => flat.push((key, other)),
        }
    }
    for (key, value) in flat {
        let plain = key.to_lowercase().replace([' ', '-'], "_");
        if plain == "check" || plain == "schema" {
            continue;
        }
        let field = KEYS.iter().find(|(alias, _)| *alias == plain).map_or(plain.as_str(), |(_, field)| field);
        let numeric = !known.contains(&field) && KEYS.iter().any(|(_, target)| *target == field);
        let fits = (numeric && value.is_number())
            || (matches!(field, "devices" | "links") && value.is_array())
            || (known.contains(&field) && value.is_string());
        if fits {
            out.insert(field.to_string(), value);
        } else {
            not_read.push(key);
        }
    }
    match serde_json::from_value(Value::Object(out)) {
        Ok(listed) => (listed, not_read),
        Err(error) => {
            not_read.push(error.to_string());
            (Listed::default(), not_read)
        }
    }
}

/// The cells of a table line; none for a line that is no table.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_matches('|');
    let mark = ['|', ';', '\t', ','].into_iter().find(|mark| line.matches(*mark).count() >= 1)?;
    let row: Vec<String> = line.split(mark).map(|cell| cell.trim().to_string()).collect();
    (row.len() >= 2).then_some(row)
}

/// What a column title means.
fn column(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| title.contains(part));
    Some(match () {
        () if has(&["qty", "quantity", "count", "number", "anzahl", "menge", "cantidad"]) => "count",
        () if has(&["kw", "power"]) => "power_kw",
        () if title == "u" || has(&["rack unit", "height"]) => "u",
        () if has(&["kg", "weight"]) => "weight_kg",
        () if has(&["fibre", "fiber", "medium"]) => "fibre",
        () if has(&["module", "optic", "transceiver"]) => "module",
        () if has(&["cage", "port", "slot"]) => "cage",
        () if has(&["length", "distance"]) => "length_m",
        () if has(&["device", "product", "item", "equipment", "server", "model", "name", "gerät"]) => "name",
        () => return None,
    })
}

fn row_of(titles: &[String], row: &[String], listed: &mut Listed) {
    let cell = |wanted: &str| {
        titles.iter().zip(row).find(|(title, _)| column(title) == Some(wanted)).map(|(_, cell)| cell.clone())
    };
    let figure = |wanted: &str| {
        let title = titles.iter().find(|title| column(title) == Some(wanted))?;
        let value = number(&cell(wanted)?)?;
        // A column of watts is one of kilowatts a thousand times over.
        let watts = wanted == "power_kw" && !title.to_lowercase().contains("kw") && value > 200.0;
        Some(if watts { value / 1000.0 } else { value })
    };
    if let Some(module) = cell("module") {
        listed.links.push(ListedLink {
            module: Some(module),
            fibre: cell("fibre"),
            cage: cell("cage"),
            length_m: figure("length_m"),
            gbps: None,
            count: figure("count"),
        });
    } else if let Some(name) = cell("name") {
        let lower = name.to_lowercase();
        if lower.contains("limit") || lower.contains("budget") || lower == "rack" {
            listed.rack_power_kw = figure("power_kw").or(listed.rack_power_kw);
        } else if !lower.is_empty() && !lower.starts_with("total") && !lower.starts_with("sum") {
            listed.devices.push(ListedDevice {
                name,
                count: figure("count"),
                power_kw: figure("power_kw"),
                u: figure("u"),
                weight_kg: figure("weight_kg"),
            });
        }
    }
}

/// The first number of a text.
fn number(text: &str) -> Option<f64> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    digits.replace(',', "").trim_end_matches('.').parse().ok()
}

/// A word of a sentence: folded, and its number where it begins with one.
struct Word {
    text: String,
    value: Option<f64>,
    /// What is glued to the number ("40kW", "48U", "4x").
    tail: String,
}

fn words(sentence: &str) -> Vec<Word> {
    sentence
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | '"' | '='))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let text = word.to_lowercase();
            let text = text.trim_matches(|c: char| matches!(c, ',' | '.' | '!' | '?' | ':')).to_string();
            let value = text.starts_with(|c: char| c.is_ascii_digit()).then(|| number(&text)).flatten();
            let tail =
                text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).to_string();
            Word { text, value, tail }
        })
        .collect()
}

/// Figures from sentences: each number with the word behind it.
fn sentences(text: &str, catalog: &Catalog, listed: &mut Listed) {
    for sentence in text.split(['\n', '?', '!']).flat_map(|line| line.split(". ")) {
        let words = words(sentence);
        counts(&words, listed);
        links(&words, listed);
        devices(&words, catalog, listed);
    }
}

fn counts(words: &[Word], listed: &mut Listed) {
    for (at, word) in words.iter().enumerate() {
        if let Some((down, up)) = word.text.split_once(':')
            && down.parse::<f64>().is_ok()
            && up.parse::<f64>().is_ok()
        {
            listed.oversubscription = Some(word.text.clone());
            continue;
        }
        let Some(value) = word.value else { continue };
        let behind = |step: usize| words.get(at + step).map_or("", |word| word.text.as_str());
        let unit = if word.tail.is_empty() { behind(1) } else { word.tail.as_str() };
        let near = |parts: &[&str]| {
            let from = at.saturating_sub(5);
            let until = (at + 6).min(words.len());
            words[from..until].iter().any(|word| parts.iter().any(|part| word.text.contains(part)))
        };
        let next = if word.tail.is_empty() { 2 } else { 1 };
        match unit {
            "kw" if near(&["rack", "limit", "budget", "max"]) && !near(&["each", "total"]) => {
                listed.rack_power_kw = Some(value);
            }
            "kw" if near(&["total"]) => listed.total_power_kw = Some(value),
            "u" if value >= 20.0 => listed.rack_u = Some(value),
            "kg/m2" | "kg/m²" => listed.floor_load_kg_m2 = Some(value),
            "m2" | "m²" => listed.rack_footprint_m2 = Some(value),
            "nodes" | "servers" if behind(next) == "per" && behind(next + 1).starts_with("rack") => {
                listed.nodes_per_rack = Some(value);
            }
            "nodes" | "servers" => listed.nodes = Some(value),
            "racks" => listed.racks = Some(value),
            "gpus" | "gpu" if behind(next) == "per" || behind(next) == "each" => match behind(next + 1) {
                place if place.starts_with("rack") => listed.gpus_per_rack = Some(value),
                _ => listed.gpus_per_node = Some(value),
            },
            "gpus" => listed.gpus = Some(value),
            "down" | "downlinks" | "downlink" => listed.downlinks = Some(value),
            "up" | "uplinks" | "uplink" => listed.uplinks = Some(value),
            "links" | "ports" if behind(next).starts_with("down") => listed.downlinks = Some(value),
            "links" | "ports" if behind(next).starts_with("up") => listed.uplinks = Some(value),
            "of" if near(&["storage"]) => {
                listed.storage_links = Some(value);
                listed.storage_links_needed = words.get(at + next).and_then(|word| word.value);
            }
            _ => {}
        }
    }
}

/// A module and what it is plugged into or laid on, in one sentence.
fn links(words: &[Word], listed: &mut Listed) {
    let class = |word: &str| {
        let bare = word.trim_start_matches("2x");
        ["dr", "sr", "fr", "lr", "vr", "cr"].iter().any(|kind| {
            bare.strip_prefix(kind)
                .is_some_and(|lanes| !lanes.is_empty() && lanes.chars().all(|c| c.is_ascii_digit()))
        })
    };
    let module = words
        .iter()
        .position(|word| class(&word.text) || word.text.starts_with("mma") || word.text.starts_with("mms"));
    let Some(at) = module else { return };
    let fibre = words.iter().find(|word| {
        let text = word.text.as_str();
        (text.len() == 3 && (text.starts_with("om") || text.starts_with("os")))
            || text.contains("single-mode")
            || text.contains("multi-mode")
            || text.contains("multimode")
            || text.contains("singlemode")
    });
    let form = |word: &&Word| {
        ["osfp", "qsfp112", "qsfp-dd", "qsfp56", "qsfp28"].iter().any(|form| word.text.contains(form))
    };
    // The form before the class belongs to the module ("OSFP DR4"); one after a cage, port or slot to the cage.
    let own = at.checked_sub(1).and_then(|before| words.get(before)).filter(form);
    let cage = words[at + 1..].iter().find(form);
    let length = words.iter().enumerate().find_map(|(at, word)| {
        let unit = if word.tail.is_empty() {
            words.get(at + 1).map_or("", |word| word.text.as_str())
        } else {
            word.tail.as_str()
        };
        matches!(unit, "m" | "metres" | "meters").then_some(word.value).flatten()
    });
    if fibre.is_none() && cage.is_none() && length.is_none() {
        return;
    }
    let name = own.map_or_else(|| words[at].text.clone(), |form| format!("{} {}", form.text, words[at].text));
    listed.links.push(ListedLink {
        module: Some(name.to_uppercase()),
        fibre: fibre.map(|word| word.text.to_uppercase()),
        cage: cage.map(|word| word.text.to_uppercase()),
        length_m: length,
        gbps: None,
        count: None,
    });
}

/// Counted products: "4 x DGX H200", "two of QM9700 at 1.7 kW each".
fn devices(words: &[Word], catalog: &Catalog, listed: &mut Listed) {
    const LONGEST: usize = 5;
    let mut at = 0;
    while at < words.len() {
        let found = (1..=LONGEST.min(words.len() - at)).rev().find_map(|length| {
            let name =
                words[at..at + length].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let known = name.chars().any(|c| c.is_ascii_digit())
                && [Kind::System, Kind::Switch]
                    .iter()
                    .any(|kind| catalog.resolve_name(*kind, &name).id().is_some());
            known.then_some((name, length))
        });
        let Some((name, length)) = found else {
            at += 1;
            continue;
        };
        let before = |step: usize| at.checked_sub(step).and_then(|place| words.get(place));
        let count = match (before(1), before(2)) {
            (Some(one), _) if one.value.is_some() && matches!(one.tail.as_str(), "" | "x" | "×") => {
                one.value
            }
            (Some(sign), Some(two)) if matches!(sign.text.as_str(), "x" | "×" | "of") => two.value,
            _ => None,
        };
        let each = words[at + length..].iter().enumerate().take(6).find_map(|(step, word)| {
            let next = words.get(at + length + step + 1).map_or("", |word| word.text.as_str());
            let unit = if word.tail.is_empty() { next } else { word.tail.as_str() };
            let said = words.iter().any(|word| word.text == "each");
            (unit == "kw" && said).then_some(word.value).flatten()
        });
        let is_switch = catalog.resolve_name(Kind::Switch, &name).id().is_some();
        if count.is_some() {
            listed.devices.push(ListedDevice { name, count, power_kw: each, ..ListedDevice::default() });
        } else if is_switch && listed.switch.is_none() {
            listed.switch = Some(name);
        } else if !is_switch && listed.server.is_none() {
            listed.server = Some(name);
        }
        at += length;
    }
}

#[cfg(test)]
#[path = "list_text_cases.rs"]
mod cases;
