//! Serving: latencies with what they apply to, tokens in and out, rates.

use super::super::{claim::Claims, lexicon::C, page::Page, unit::Unit};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        if quantity.unit.is_time() {
            latency(page, claims, at);
        } else {
            amounts(page, claims, at);
        }
    }
}

fn latency(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    if quantity.seconds().is_none_or(|seconds| seconds > 600.0) {
        return;
    }
    let kinds =
        [(C::Ttft, "ttft_ms"), (C::Tpot, "tpot_ms"), (C::P99, "latency_p99_ms"), (C::EndToEnd, "e2e_ms")];
    let nearest = kinds
        .iter()
        .filter_map(|(concept, field)| {
            // "p99 end-to-end below 4 s" is a percentile.
            if *concept == C::EndToEnd && page.clause_has(at, &[C::P99]) {
                return None;
            }
            let same_clause = page.clause_has(at, &[*concept]);
            page.distance(at, &[*concept])
                .map(|far| (far + if same_clause { 0 } else { 4 }, *concept, *field))
        })
        .min_by_key(|(far, ..)| *far);
    let Some((far, concept, field)) = nearest else { return };
    if far > 10 {
        return;
    }
    let word = page
        .sentence(at)
        .filter(|place| page.is(*place, concept))
        .min_by_key(|place| place.abs_diff(at))
        .unwrap_or(at);
    claims.number(field, quantity.high * quantity.unit.seconds().unwrap_or(1.0) * 1000.0, at, word, 2);
    claims.take(at);
    if field == "latency_p99_ms"
        && let Some((scope, place)) = scope(page, at)
    {
        claims.put("latency_scope", scope, place, place, 2);
    }
}

/// What a latency applies to: "for fraud", "para a fraude", or the one workload of the sentence.
fn scope(page: &Page, at: usize) -> Option<(String, usize)> {
    let names = [
        (C::WorkFraud, "fraud"),
        (C::WorkAssistant, "assistant"),
        (C::WorkChat, "chat"),
        (C::WorkRecommend, "recommender"),
        (C::WorkRag, "rag"),
        (C::WorkSpeech, "speech"),
        (C::WorkVideo, "video"),
        (C::WorkCv, "vision"),
        (C::WorkTranslate, "translation"),
    ];
    let sentence = page.sentence(at);
    sentence
        .filter_map(|place| {
            let concept = page.concept(place)?;
            let name = names.iter().find(|(one, _)| *one == concept).map(|(_, name)| *name)?;
            Some((place.abs_diff(at), name.to_string(), place))
        })
        .min()
        .map(|(_, name, place)| (name, place))
}

fn amounts(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let end = page.sentence(at).end;
    let value = quantity.low;
    match quantity.unit {
        Unit::TokensPerS => {
            claims.number("tokens_per_s", value, at, at, 2);
            claims.take(at);
            return;
        }
        Unit::QueriesPerS => {
            claims.number("queries_per_s", value, at, at, 2);
            claims.take(at);
            return;
        }
        Unit::PerS => {
            let field = if page.sentence_has(at, &[C::Transaction, C::WorkFraud]) {
                "transactions_per_s"
            } else {
                "tokens_per_s"
            };
            claims.number(field, value, at, at, 2);
            claims.take(at);
            return;
        }
        Unit::None => {}
        _ => return,
    }
    if quantity.article || quantity.low != quantity.high && quantity.bound == Default::default() {
        return;
    }
    // The thing behind the number, adjectives between.
    let thing = (at + 1..(at + 5).min(end))
        .find(|place| page.is_any(*place, &[C::Token, C::Query, C::Transaction, C::Session]));
    let between = |thing: usize, concepts: &[C]| (at + 1..thing).any(|place| page.is_any(place, concepts));
    let clean = |thing: usize| {
        (at + 1..thing).all(|place| page.quantity(place).is_none() && !page.is_sign(place, ','))
    };
    if let Some(thing) = thing.filter(|thing| clean(*thing)) {
        let per_second = (thing + 1..(thing + 4).min(end)).find(|place| page.is(*place, C::PerSecond));
        if let Some(second) = per_second {
            let per_user = (second + 1..(second + 4).min(end)).any(|place| {
                page.is_any(place, &[C::Per, C::Each]) && page.is_any(place + 1, &[C::User, C::Session])
            });
            let field = match page.concept(thing) {
                Some(C::Token) if per_user => return claims.take(at),
                Some(C::Token) => "tokens_per_s",
                Some(C::Transaction) => "transactions_per_s",
                _ => "queries_per_s",
            };
            claims.number(field, value, at, second, 2);
            claims.take(at);
            return;
        }
        if page.is(thing, C::Token) {
            let around = |concepts: &[C]| {
                between(thing, concepts)
                    || (thing + 1..(thing + 4).min(end)).any(|place| {
                        page.is_any(place, concepts)
                            && !(at + 1..place).any(|mid| mid != at && page.quantity(mid).is_some())
                    })
            };
            let word = page.nodes.get(thing + 1).map(|node| node.text.as_str()).unwrap_or_default();
            let field = if word == "in"
                && !page.is(thing + 2, C::GoLive)
                && !page.quantity(thing + 2).is_some_and(|q| q.unit.is_time())
                && value < 1e8
            {
                "context_tokens_in"
            } else if word == "out" {
                "tokens_out"
            } else if value >= 1e9 || page.sentence_has(at, &[C::WorkPretrain]) && value >= 1e8 {
                "train_tokens"
            } else if page.clause_has(at, &[C::EndToEnd])
                && !page.clause_has(at, &[C::Context])
                && value < 20_000.0
                || around(&[C::Generated])
                || page.clause_has(at, &[C::Generated]) && !page.clause_has(at, &[C::Context])
            {
                "tokens_out"
            } else if around(&[C::Context]) || page.clause_has(at, &[C::Context]) {
                "context_tokens_in"
            } else if page.sentence_has(at, &[C::Generated])
                && !page.sentence_has(at, &[C::Context])
                && value < 20_000.0
            {
                "tokens_out"
            } else {
                return;
            };
            if field == "train_tokens" && page.sentence_has(at, &[C::PerSecond, C::PerWeek]) {
                return;
            }
            claims.number(field, value, at, thing, 2);
            claims.take(at);
            return;
        }
    }
    // 32k context; context 32k; context window of 128k; 8k in, 1k out.
    let kilo = quantity.letter == Some('K') || quantity.letter == Some('M') || value >= 1000.0;
    if !kilo || value > 20_000_000.0 || counts_money_or_people(page, at) {
        return;
    }
    let next = |place: usize| page.nodes.get(place).map(|node| node.text.as_str()).unwrap_or_default();
    let context_behind = (at + 1..(at + 3).min(end)).any(|place| page.is(place, C::Context))
        || next(at + 1) == "in" && page.sentence_has(at, &[C::Token, C::Context, C::Generated]);
    let out_behind =
        (at + 1..(at + 3).min(end)).any(|place| page.is(place, C::Generated)) || next(at + 1) == "out";
    let context_before = page
        .before(at, 4, &[C::Context])
        .filter(|place| page.nodes[*place].clause == page.nodes[at].clause || at - place <= 2);
    let out_before = page
        .before(at, 4, &[C::Generated])
        .filter(|place| page.nodes[*place].clause == page.nodes[at].clause || at - place <= 2);
    if out_behind && !page.is(at + 1, C::Context) {
        claims.number("tokens_out", value, at, (at + 1).min(end - 1), 2);
        claims.take(at);
    } else if context_behind {
        let to = page.after(at, 2, &[C::Context]).unwrap_or(at + 1);
        claims.number("context_tokens_in", value, at, to, 2);
        claims.take(at);
    } else if let Some(word) = out_before.filter(|out| context_before.is_none_or(|context| *out > context)) {
        claims.number("tokens_out", value, word, at, 2);
        claims.take(at);
    } else if let Some(word) = context_before {
        claims.number("context_tokens_in", value, word, at, 2);
        claims.take(at);
    }
}

fn counts_money_or_people(page: &Page, at: usize) -> bool {
    (at + 1..at + 3).any(|place| {
        page.is_any(
            place,
            &[C::User, C::Document, C::Page, C::Gpu, C::Node, C::Session, C::Query, C::Desktop],
        )
    })
}
