//! The model: name, parameters, precision; training tokens follow from the tokens rule; embeddings and corpus.

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    quantity::Bound,
    unit::Unit,
};

/// Names of embedding models, folded, with the way they are written.
const EMBEDDERS: &[(&str, &str)] = &[
    ("bge m3", "BGE-M3"),
    ("bge large", "BGE-large"),
    ("e5 large", "E5-large"),
    ("e5 mistral", "E5-mistral"),
    ("nv embed", "NV-Embed"),
    ("gte large", "GTE-large"),
    ("nomic embed", "nomic-embed"),
    ("arctic embed", "arctic-embed"),
    ("jina embeddings", "jina-embeddings"),
];

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for (at, node) in page.nodes.iter().enumerate() {
        let What::Model(model) = &node.what else { continue };
        if node.masked || claims.is_taken(at) || page.denied(at) {
            continue;
        }
        claims.put("model_name", model.name.as_str(), at, at, 2);
        if let Some(params) = model.params_b {
            claims.number("model_params_b", params, at, at, 3);
        }
        if let Some(active) = model.active_b {
            claims.number("active_params_b", active, at, at, 2);
        }
    }
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        if quantity.unit == Unit::None && !quantity.article {
            parameters(page, claims, at);
        }
        corpus(page, claims, at);
    }
    precision(page, claims);
    for at in 0..page.nodes.len().saturating_sub(1) {
        let two = format!(
            "{} {}",
            page.nodes[at].text,
            page.nodes[at + 1 + usize::from(page.is_sign(at + 1, '-')).min(page.nodes.len() - at - 2)].text
        );
        if let Some((_, name)) = EMBEDDERS.iter().find(|(spelling, _)| *spelling == two) {
            claims.put("embedding_model", *name, at, at + 1, 2);
        }
    }
}

fn parameters(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let end = page.sentence(at).end;
    let near_model = (at + 1..(at + 4).min(end))
        .any(|place| page.is_any(place, &[C::Model, C::Param, C::Dense, C::MoeWord]));
    let parameter_word = (at + 1..(at + 4).min(end)).any(|place| page.is(place, C::Param));
    let after_model = page.before(at, 3, &[C::Model, C::Param]).is_some();
    let billions = match quantity.letter {
        Some('B') => quantity.low / 1e9,
        Some('T') if near_model || parameter_word => quantity.low / 1e9,
        Some('M') if parameter_word || near_model => quantity.low / 1e9,
        _ if parameter_word && quantity.low >= 1e6 => quantity.low / 1e9,
        _ => return,
    };
    if page.is(at + 1, C::Token) || page.is(at + 2, C::Token) || quantity.low != quantity.high {
        return;
    }
    let active = page.is(at + 1, C::Active)
        || page.is(at + 2, C::Active)
        || at.checked_sub(1).is_some_and(|before| page.is(before, C::Active));
    claims.take(at);
    if active {
        claims.number("active_params_b", billions, at, (at + 1).min(end - 1), 2);
    } else if page.clause_has(at, &[C::WorkEmbedding]) || page.is(at + 1, C::Embedding) {
    } else {
        // A size stated with the model is surer than "something around 30B".
        let strong = near_model || after_model;
        let about = page.before(at, 4, &[C::About]).is_some();
        claims.number(
            "model_params_b",
            billions,
            at,
            at,
            if about {
                1
            } else if strong {
                3
            } else {
                2
            },
        );
    }
}

fn corpus(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    if quantity.unit != Unit::None || quantity.article {
        return;
    }
    let end = page.sentence(at).end;
    let value = quantity.high;
    let dash = usize::from(page.is_sign(at + 1, '-'));
    let thing = (at + 1 + dash..(at + 4 + dash).min(end)).find(|place| {
        page.is_any(*place, &[C::Page, C::Chunk, C::Dimension, C::Embedding, C::Scene, C::Run])
    });
    let Some(thing) = thing else { return };
    if (at + 1..thing).any(|place| page.quantity(place).is_some() || page.is_sign(place, ',')) {
        return;
    }
    let per_page = (thing + 1..(thing + 4).min(end)).any(|place| {
        page.is_any(place, &[C::Per, C::Each]) && page.is(place + 1, C::Page) || page.is(place, C::Page)
    });
    match page.concept(thing) {
        Some(C::Page) => {
            let per = (thing + 1..(thing + 3).min(end))
                .any(|place| page.is_any(place, &[C::Per, C::Each, C::PerSecond]));
            let longest = quantity.bound == Bound::AtMost
                || page.sentence_has(at, &[C::LongestDocument, C::WorkLong])
                || per && page.is(thing + 2, C::Document);
            if value >= 20_000.0 && !longest || value >= 1e6 {
                if !per {
                    claims.number("corpus_pages", value, at, thing, 2);
                }
            } else if longest && (5.0..=20_000.0).contains(&value) {
                claims.number("document_pages_max", value, at, thing, 2);
            } else {
                return;
            }
            claims.take(at);
        }
        Some(C::Chunk) if per_page => {
            claims.number("chunks_per_page", value, at, thing, 2);
            claims.take(at);
        }
        Some(C::Dimension | C::Embedding)
            if (64.0..=8192.0).contains(&value)
                && page.sentence_has(at, &[C::Embedding])
                && (page.is(thing, C::Dimension) || page.is(at + 1, C::Dimension)) =>
        {
            claims.number("embedding_dim", value, at, thing, 2);
            claims.take(at);
        }
        Some(C::Scene) => {
            claims.number("scenes_parallel", value, at, thing, 2);
            claims.take(at);
        }
        Some(C::Run) if page.sentence_has(at, &[C::WorkFinetune]) && page.sentence_has(at, &[C::PerWeek]) => {
            claims.number("finetunes_per_week", value, at, thing, 2);
            claims.take(at);
        }
        _ => {}
    }
}

fn precision(page: &Page, claims: &mut Claims) {
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) {
            continue;
        }
        let name = match page.concept(at) {
            Some(C::NoQuantisation | C::Bf16) => "bf16",
            Some(C::Fp16) => "fp16",
            Some(C::Fp8) => "fp8",
            Some(C::Fp4) => "fp4",
            Some(C::Int8) => "int8",
            Some(C::Int4) => "int4",
            _ => continue,
        };
        if page.denied(at) && !page.is(at, C::NoQuantisation) {
            continue;
        }
        claims.put("precision", name, at, at, 2);
    }
}
