//! Named products as statements: GPUs, servers, rack-scale systems, patterns, language models, vGPU profiles.

use super::{
    item::{Kind, Sheet},
    numbers::{Claim, claim, scope},
    polarity::negated,
    status::standing,
};
use crate::design::{Field, Plain, Scope};

/// Reads every name of a text.
pub(super) fn read(sheet: &Sheet) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    let mut at = 0;
    while at < sheet.items.len() {
        let item = &sheet.items[at];
        if item.masked {
            at += 1;
            continue;
        }
        match &item.kind {
            Kind::Gpu(_) | Kind::UnknownGpu(_) | Kind::RackScale(_) => {
                let end = row(sheet, at);
                gpus(sheet, at, end, &mut out);
                at = end;
            }
            // "Our NVL72": of which generation is said by the GPU. Alone it is a product that must not be replaced.
            Kind::Server(name) if name.starts_with("NVL") && names_a_gpu(sheet) => {}
            Kind::Server(name) => put(sheet, Field::ServerModels, list([name.as_str()]), at, &mut out),
            Kind::Pattern(name) => put(sheet, Field::Patterns, list([name.as_str()]), at, &mut out),
            Kind::Model(_) => model(sheet, at, &mut out),
            _ if pcie_form(sheet, at) => form(sheet, at, "PCIe", &mut out),
            _ if item.is(&["hgx"]) => form(sheet, at, "HGX", &mut out),
            _ if item.is(&["dgx"]) && item.text.starts_with("dgx") => form(sheet, at, "DGX", &mut out),
            _ if item.is(&["gpu_generation"]) && negated(sheet, at) => {
                let name = sheet.quote(at, at);
                out.push(claim(sheet, Field::GpuModelsExcluded, list([name]), (at, at, at), Scope::New));
            }
            _ if item.is(&["embedding"]) => embedding(sheet, at, &mut out),
            _ if EMBEDDERS.contains(&item.text.as_str()) => embedder(sheet, at, &mut out),
            _ => {}
        }
        at += 1;
    }
    out
}

fn names_a_gpu(sheet: &Sheet) -> bool {
    sheet.items.iter().any(|item| item.is_gpu_name() || matches!(item.kind, Kind::RackScale(_)))
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Plain {
    Plain::List(names.into_iter().map(Plain::from).collect())
}

fn put(sheet: &Sheet, field: Field, value: Plain, at: usize, out: &mut Vec<Claim>) {
    if let Some(scope) = scope(field, standing(sheet, at)) {
        let mut made = claim(sheet, field, value, (at, at, at), scope);
        made.statement.negated = negated(sheet, at);
        out.push(made);
    }
}

/// A form of server is claimed once, where it is wanted, and for each alternative.
fn form(sheet: &Sheet, at: usize, name: &str, out: &mut Vec<Claim>) {
    let scope = scope(Field::FormFactor, standing(sheet, at));
    let again =
        |claim: &Claim| claim.statement.field == Field::FormFactor && claim.statement.value == list([name]);
    if scope == Some(Scope::Option) || scope == Some(Scope::New) && !out.iter().any(again) {
        put(sheet, Field::FormFactor, list([name]), at, out);
    }
}

/// "PCIe servers", "4-GPU, PCIe": the form of the servers, where the word is no part of a card's name.
fn pcie_form(sheet: &Sheet, at: usize) -> bool {
    let item = &sheet.items[at];
    if item.text == "pcie" && item.concepts.is_empty() {
        let next = |ahead: usize| sheet.items.get(at + ahead).filter(|next| next.sentence == item.sentence);
        let generation =
            next(1).is_some_and(|next| next.quantity().is_some() || next.text.starts_with("gen"));
        let server = next(1).is_some_and(|next| next.is(&["node"]) || next.text == "form");
        let alone = sheet.clause(at).len() <= 2;
        // "PCIe cards only": the cards are the accelerators.
        let cards = next(1).is_some_and(|next| next.is(&["gpu"])) && sheet.says(sheet.clause(at), &["only"]);
        return !generation && (server || alone || cards);
    }
    item.is(&["pcie"]) && item.text != "pcie" && !item.text.contains("card") && !item.text.contains("gpu")
}

/// The name of a GPU as its maker writes it: the SXM form is the documented default and part of no name.
fn plain_name(name: &str) -> String {
    name.replace(" SXM", "").replace(" HGX", "")
}

pub(super) fn name_of(sheet: &Sheet, at: usize) -> Option<(String, bool)> {
    match &sheet.items[at].kind {
        // "1 rack gb300": these come by the rack.
        Kind::Gpu(name)
            if name.starts_with("GB")
                && (at.saturating_sub(2)..at).any(|place| sheet.items[place].is(&["rack"])) =>
        {
            Some((format!("{name} NVL72"), true))
        }
        // The edition belongs to the name where it is said.
        Kind::Gpu(name) if item_says(sheet, at, "server edition") && name.starts_with("RTX PRO") => {
            let base = plain_name(name);
            let base = base.split(" Blackwell").next().unwrap_or(&base).to_string();
            Some((format!("{base} Blackwell Server Edition"), true))
        }
        Kind::Gpu(name) => Some((plain_name(name), true)),
        Kind::RackScale(name) => Some((name.clone(), true)),
        Kind::UnknownGpu(name) => Some((name.clone(), false)),
        _ => None,
    }
}

fn item_says(sheet: &Sheet, at: usize, words: &str) -> bool {
    sheet.items[at].text.contains(words)
}

/// The last of several names that are joined as one list ("H200 NVL or RTX PRO 6000", "T4 / A2", "H200s? B200s?").
fn row(sheet: &Sheet, at: usize) -> usize {
    let mut last = at;
    let mut place = at + 1;
    let own = &sheet.items[at];
    let mut comma = None;
    while let Some(item) = sheet.items.get(place).filter(|item| {
        place <= last + 3 && (item.sentence == own.sentence || item.is_gpu_name() && !item.tabbed)
    }) {
        if name_of(sheet, place).is_some() {
            comma = sheet.items[place - 1].is_sign(',').then_some((last, place)).or(comma);
            last = place;
        } else if !(item.is(&["and_word"])
            || matches!(item.kind, Kind::Sign('/' | ',' | '?'))
            || item.text == "von"
            || item.is(&["hgx"]))
        {
            break;
        }
        place += 1;
    }
    // "No B300, B200 will do": the second begins a clause of its own.
    match comma {
        Some((before, first))
            if first == last
                && sheet.items.get(last + 1).is_some_and(|next| {
                    next.kind == Kind::Word
                        && next.clause == sheet.items[last].clause
                        && !next.is(&["and_word", "gpu"])
                })
                && super::polarity::negated(sheet, at) =>
        {
            before
        }
        _ => last,
    }
}

fn gpus(sheet: &Sheet, at: usize, end: usize, out: &mut Vec<Claim>) {
    let mut known: Vec<String> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    for place in at..=end {
        if let Some((name, real)) = name_of(sheet, place) {
            let group = if real { &mut known } else { &mut unknown };
            if !group.contains(&name) {
                group.push(name);
            }
        }
    }
    let standing = standing(sheet, at);
    let Some(scope) = scope(Field::GpuModels, standing) else { return };
    // "H200 rather than H100": what is liked less is no wish, and nothing rules it out.
    let less = at > 0
        && sheet.items[at - 1].is(&["instead"])
        && sheet.items[at - 1].sentence == sheet.items[at].sentence
        && !super::language::verb_last(sheet.language);
    if less && scope == Scope::New {
        return;
    }
    let no = negated(sheet, at) || end > at && negated(sheet, end) || counted_out(sheet, at);
    // "Not B200 but H200": corrected, which rules nothing out.
    let corrected = (end + 1..end + 3).any(|place| sheet.is(place, &["contrast"]))
        && (end + 2..(end + 5).min(sheet.items.len())).any(|place| {
            sheet.items[place].is_gpu_name() && sheet.items[place].sentence == sheet.items[at].sentence
        });
    if no && corrected {
        return;
    }
    let texts = |names: &[String]| Plain::List(names.iter().map(|name| Plain::from(name.as_str())).collect());
    if no {
        known.extend(unknown);
        // What is refused is refused for all that is asked for.
        out.push(claim(sheet, Field::GpuModelsExcluded, texts(&known), (at, at, end), Scope::New));
        return;
    }
    if !known.is_empty() {
        let mut made = claim(sheet, Field::GpuModels, texts(&known), (at, at, end), scope.clone());
        made.statement.bound = if super::binding::bound(sheet, end).0 == crate::design::Bound::AtLeast
            && sheet.items.get(end + 1).is_some_and(|next| next.is(&["at_least_after"]))
        {
            crate::design::Bound::AtLeast
        } else {
            crate::design::Bound::Exactly
        };
        out.push(made);
    }
    // What stands already need not be in the catalog.
    if !unknown.is_empty() && scope == Scope::Existing {
        out.push(claim(sheet, Field::GpuModels, texts(&unknown), (at, at, end), scope));
    } else if !unknown.is_empty() {
        out.push(claim(sheet, Field::GpuModelsUnknown, texts(&unknown), (at, at, end), scope));
    }
    profile(sheet, end, out);
}

/// "Excluded: T4, A2" in a form or a table.
fn counted_out(sheet: &Sheet, at: usize) -> bool {
    sheet.layout.cell_of[at]
        .is_some_and(|cell| sheet.has(sheet.layout.cells[cell].label.clone(), &["refused", "no"]))
        || (at.saturating_sub(4)..at).any(|place| {
            sheet.items[place].is_sign(':')
                && place > 0
                && sheet.items[place].sentence == sheet.items[at].sentence
                && sheet.items[place - 1].is(&["refused", "forbidden"])
        })
}

/// "L40S-12Q": a GPU with its share.
fn profile(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let glued = |ahead: usize| sheet.items.get(at + ahead).filter(|item| item.glued);
    let (Some(dash), Some(number)) = (glued(1), glued(2)) else { return };
    let letter = glued(3).is_some_and(|item| matches!(item.text.as_str(), "q" | "a" | "b" | "c"));
    if dash.is_sign('-') && number.quantity().is_some() && letter {
        put(sheet, Field::VgpuProfile, sheet.quote(at, at + 3).into(), at, out);
        if let Some(last) = out.last_mut() {
            last.from = at;
            last.to = at + 3;
            last.statement.quote = sheet.quote(at, at + 3).to_string();
        }
    }
}

fn model(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let quote = sheet.quote(at, at);
    // "Obi prefers Gemma" behind "Gemma 3 27B" names it again.
    let again = out.iter().any(|claim| {
        matches!(&claim.statement.value, Plain::Text(name) if name.len() > quote.len() && name.to_lowercase().starts_with(&quote.to_lowercase()))
    });
    if again {
        return;
    }
    let field = if quote.to_lowercase().contains("embed") { Field::EmbeddingModel } else { Field::ModelName };
    put(sheet, field, quote.into(), at, out);
}

/// Families of embedding models, as their names begin.
const EMBEDDERS: &[&str] = &["bge", "e5", "gte", "minilm", "nomic", "jina"];

/// "bge-m3", "e5-large": a name that begins with a family of embedding models.
fn embedder(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let end = glued_end(sheet, at);
    let words = sheet.quote(at, end);
    let told =
        |claim: &Claim| claim.statement.field == Field::EmbeddingModel && claim.from <= at && claim.to >= at;
    if words.contains('-')
        && !out.iter().any(told)
        && let Some(scope) = scope(Field::EmbeddingModel, standing(sheet, at))
    {
        out.push(claim(sheet, Field::EmbeddingModel, words, (at, at, end), scope));
    }
}

/// The last item that is written in one with a word, short of what ends a clause.
fn glued_end(sheet: &Sheet, at: usize) -> usize {
    let goes_on = |place: &usize| {
        sheet.items.get(*place).is_some_and(|next| {
            next.glued
                && !next.line_start
                && !matches!(next.kind, Kind::Sign(',' | '.' | ';' | ')' | ':' | '/'))
        })
    };
    (at + 1..).take_while(goes_on).last().unwrap_or(at)
}

/// "embedding only with e5-large-v2": a word with hyphens and figures near the word embedding.
fn embedding(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let sentence = sheet.items[at].sentence;
    let mut place = at + 1;
    while place < (at + 8).min(sheet.items.len()) && sheet.items[place].sentence == sentence {
        let end = glued_end(sheet, place);
        let words = sheet.quote(place, end);
        let mixed = words.contains('-')
            && words.chars().any(|c| c.is_ascii_digit())
            && words.starts_with(|c: char| c.is_ascii_alphabetic());
        if mixed && end > place {
            out.push(claim(sheet, Field::EmbeddingModel, words, (place, place, end), Scope::New));
            return;
        }
        place = end + 1;
    }
}
