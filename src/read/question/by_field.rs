//! Figures asked for by the name of their field: what the catalog holds of a part is found by the words of the field
//! itself, so that no list has to name it.

use super::{Thing, text::Words};
use crate::catalog::{Catalog, unit_of};

/// Begins the id of a figure that is a field of the catalog.
const MARK: &str = "field:";
/// Words that name the entry itself or say too little to ask for a field.
const TOO_COMMON: &[&str] = &[
    "class", "kind", "id", "model", "family", "form", "role", "name", "note", "part", "scale", "usage",
    "rack", "gpus", "nodes", "patterns", "network", "systems", "source", "variant", "head", "tail", "top",
    "ports", "size",
];

/// The field of a figure id that stands for one; none for a figure of the lists.
#[must_use]
pub fn field_of(figure: &str) -> Option<&str> {
    figure.strip_prefix(MARK)
}

/// A field's name in words, without its unit: `link_gbps_per_gpu` is "link per gpu".
#[must_use]
pub fn field_words(field: &str) -> String {
    plain(field).replace('_', " ")
}

fn plain(field: &str) -> String {
    let suffixes = [
        "_gbyte_per_s",
        "_tb_per_s",
        "_tokens_per_s",
        "_btu_per_h",
        "_gbps",
        "_gb",
        "_tb",
        "_kw",
        "_w",
        "_kg",
        "_mm",
        "_m",
        "_c",
        "_cfm",
        "_bpps",
        "_b",
        "_printed",
    ];
    let unit = unit_of(field);
    let cut = suffixes.iter().find_map(|suffix| field.strip_suffix(suffix));
    match cut {
        Some(stem) if !unit.is_empty() || field.ends_with("_printed") || field.ends_with("_b") => {
            stem.to_string()
        }
        _ => field.to_string(),
    }
}

/// Figures by field: place in the line, length of the match, id. `inside` tells whether a place lies in a product's
/// name.
pub(super) fn find(
    catalog: &Catalog,
    words: &Words,
    things: &[Thing],
    inside: &dyn Fn(usize) -> bool,
) -> Vec<(usize, usize, String)> {
    let mut out: Vec<(usize, usize, String)> = Vec::new();
    for thing in things {
        for row in thing.kind.rows(catalog, &thing.id) {
            let id = format!("{MARK}{}", row.field);
            if out.iter().any(|(_, _, known)| *known == id) {
                continue;
            }
            let name = plain(&row.field);
            let tokens: Vec<&str> = name.split('_').filter(|token| !token.is_empty()).collect();
            if tokens.is_empty() || tokens.len() == 1 && TOO_COMMON.contains(&tokens[0]) {
                continue;
            }
            let places: Option<Vec<usize>> = tokens
                .iter()
                .map(|token| words.words.iter().position(|word| !inside(word.at) && same(&word.text, token)))
                .collect();
            let Some(places) = places else { continue };
            let (Some(first), Some(last)) = (places.iter().min(), places.iter().max()) else { continue };
            if last - first > tokens.len() {
                continue;
            }
            let (from, to) = (&words.words[*first], &words.words[*last]);
            out.push((from.at, to.at + to.text.len() - from.at, id));
        }
    }
    out
}

/// Whether a word of a question is a word of a field: alike, in the plural, or one the beginning of the other.
fn same(word: &str, token: &str) -> bool {
    let token = token.to_lowercase();
    let single = |text: &str| text.strip_suffix('s').unwrap_or(text).to_string();
    word == token
        || word.len() > 2 && single(word) == single(&token)
        || token.len() >= 4
            && word.len() > token.len()
            && word.starts_with(&token)
            && word.len() <= token.len() + 5
}
