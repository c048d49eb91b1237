//! Counts of GPUs, nodes, racks, sites, phases and switches: what a bare number counts, and per what.

use super::{
    super::{claim::Claims, lexicon::C, page::Page, quantity::Bound, unit::Unit},
    idioms::{alternative, grid, instead_of, negated_bare, pronoun, two_each},
    target::{Target, Thing, label, per_what, target},
    today::used_now,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    phases(page, claims);
    for at in 0..page.nodes.len() {
        let Some(quantity) = page.quantity(at) else { continue };
        if claims.is_taken(at) {
            continue;
        }
        if grid(page, claims, at) {
            continue;
        }
        let range = quantity.low != quantity.high;
        let Some(count) = quantity
            .count()
            .or((range && quantity.unit == Unit::None).then_some(quantity.low as u64))
            .filter(|count| *count > 0)
        else {
            continue;
        };
        if matches!(page.concept(at.wrapping_sub(1)), Some(C::Row | C::Reference | C::Room | C::Phase))
            && !quantity.article
        {
            continue;
        }
        // "first 256 GPUs in Q2": a part of what is asked for.
        let part = at.checked_sub(1).is_some_and(|before| {
            matches!(
                page.nodes[before].text.as_str(),
                "first"
                    | "initial"
                    | "erste"
                    | "ersten"
                    | "primeras"
                    | "primeros"
                    | "premiers"
                    | "primi"
                    | "prime"
            )
        });
        if pronoun(page, at) || part && (claims.has("gpu_count") || claims.has("node_count")) {
            continue;
        }
        if alternative(page, at) {
            claims.take(at);
            continue;
        }
        let Some(target) = target(page, at).or_else(|| label(page, at)) else {
            negated_bare(page, claims, at);
            instead_of(page, claims, at);
            two_each(page, claims, at);
            continue;
        };
        if range {
            continue;
        }
        put(page, claims, at, count, target);
    }
}

fn put(page: &Page, claims: &mut Claims, at: usize, count: u64, target: Target) {
    let Some(quantity) = page.quantity(at) else { return };
    let noun = target.at;
    let sentence = page.sentence(at);
    // "not four systems", "instead of « 16 nodes »"
    let word_before = (sentence.start..at).rev().find(|place| !page.is_sign(*place, '"'));
    let denied = word_before.is_some_and(|before| {
        page.is(before, C::No)
            || page.is(before, C::Instead)
                && !matches!(page.nodes[before].text.as_str(), "instead" | "stattdessen")
    });
    // "16 more nodes" come on top of the ones before.
    let more = (at + 1..target.at).any(|place| {
        matches!(
            page.nodes[place].text.as_str(),
            "more"
                | "additional"
                | "extra"
                | "further"
                | "weitere"
                | "zusatzliche"
                | "mas"
                | "adicionales"
                | "supplementaires"
                | "ulteriori"
                | "adicionais"
        )
    });
    let to_word = at.checked_sub(1).is_some_and(|before| {
        matches!(
            page.nodes[before].text.as_str(),
            "to" | "auf" | "a" | "hasta" | "tot" | "do" | "para" | "ate"
        )
    });
    let later_phase = (sentence.start..at)
        .rev()
        .take(8)
        .find(|place| page.is(*place, C::Phase))
        .and_then(|place| page.quantity(place + 1))
        .is_some_and(|q| q.low >= 2.0);
    let dated = claims.last("growth_months").is_some_and(|claim| (sentence.start..at).contains(&claim.from))
        && (claims.has("gpu_count") || claims.has("node_count"));
    let grow = dated
        || later_phase && claims.has("node_count") && target.thing == Thing::Node
        || page.before(at, 8, &[C::GrowTo]).is_some()
        || to_word && page.before(at, 10, &[C::Growth]).is_some();
    let in_use = used_now(page, at, noun);
    let per = |concept: C| per_what(page, noun, concept);
    match target.thing {
        _ if in_use => {}
        Thing::Node if denied => claims.put("!node_count", count, at - 1, noun, 2),
        Thing::Rack if denied => claims.put("!racks_available", count, at - 1, noun, 2),
        Thing::Gpu if denied => claims.put("!gpu_count", count, at - 1, noun, 2),
        Thing::Node => {
            let rack_before = (at.saturating_sub(4)..at)
                .rev()
                .find(|place| *place >= sentence.start && page.is(*place, C::Rack));
            let each_rack = rack_before.is_some_and(|rack| {
                page.is_any(rack.saturating_sub(1), &[C::Each, C::Per])
                    || (rack + 1..at).any(|place| page.is_any(place, &[C::Per, C::Each]))
            });
            if let Some(rack) = per(C::Rack) {
                claims.put("nodes_per_rack", count, at, rack, 3);
            } else if each_rack {
                claims.put("nodes_per_rack", count, rack_before.unwrap_or(at), noun, 2);
            } else if let Some(base) = claims.value("node_count").filter(|_| more) {
                claims.put("growth_node_count", base as u64 + count, at, noun, 3);
            } else if grow {
                claims.put("growth_node_count", count, at, noun, 3);
            } else if count == 1 && page.before(at, 4, &[C::Each]).is_some() && claims.has("sites") {
                // One server at each site: what it holds is per node.
                claims.put("#each", 1, at, noun, 1);
            } else if count == 1
                && (noun + 1..(noun + 3).min(sentence.end)).any(|place| page.is(place, C::Each))
            {
                // One server at each of several places.
            } else if count == 1 {
                // One system: what counts are its GPUs.
                claims.put("#single", 1, at, noun, 1);
            } else if !quantity.article && per(C::Site).is_none() {
                claims.put("node_count", count, at, noun, 2);
            }
        }
        Thing::PerNode => {
            let noun = noun.max(at);
            if count <= 16 {
                claims.put("gpus_per_node", count, at, noun, 3);
                // "one 8-GPU server"
                if !page.sentence_has(at, &[C::Per])
                    && at
                        .checked_sub(1)
                        .is_some_and(|before| page.quantity(before).is_some_and(|q| q.low == 1.0))
                {
                    claims.put("#single", 1, at - 1, noun, 1);
                }
            }
        }
        Thing::PerRack => claims.put("nodes_per_rack", count, at, noun, 3),
        Thing::Gpu => gpus(page, claims, at, count, noun, grow),
        Thing::RackScale if !quantity.article || quantity.digits => {
            claims.put("racks_requested", count, at, noun, 3)
        }
        Thing::RackScale => {}
        Thing::Rack => racks(page, claims, at, count, noun),
        Thing::Site if !quantity.article && (2..=200).contains(&count) => {
            claims.put("sites", count, at, noun, 2)
        }
        Thing::Phase if !quantity.article && (2..=12).contains(&count) => {
            claims.put("phases", count, at, noun, 2)
        }
        Thing::Leaf if !quantity.article => claims.put("leaf_count", count, at, noun, 2),
        Thing::Admin if page.sentence_has(at, &[C::WorkTraining]) => {
            claims.put("training_admins", count, at, noun, 2)
        }
        _ => {}
    }
    claims.take(at);
}

fn gpus(page: &Page, claims: &mut Claims, at: usize, count: u64, noun: usize, grow: bool) {
    let Some(quantity) = page.quantity(at) else { return };
    let sentence = page.sentence(at);
    let each_node = per_what(page, noun, C::Node);
    let each = (noun + 1..(noun + 4).min(sentence.end))
        .take_while(|place| page.quantity(*place).is_none())
        .find(|place| page.is_any(*place, &[C::Each]) && !page.is(*place + 1, C::Gpu));
    let node_number = (sentence.start..at).rev().find(|place| {
        page.quantity(*place).is_some_and(|q| q.unit == Unit::None)
            && claims.list.iter().any(|claim| {
                claim.from == *place
                    && matches!(
                        claim.field,
                        "node_count"
                            | "#single"
                            | "#each"
                            | "growth_node_count"
                            | "training_nodes"
                            | "inference_nodes"
                    )
            })
    });
    let nodes = node_number.and_then(|place| {
        claims.list.iter().find(|claim| claim.from == place).and_then(|claim| claim.value.as_u64())
    });
    let total = (noun + 1..(noun + 3).min(sentence.end)).any(|place| page.is(place, C::Total))
        || at.checked_sub(1).is_some_and(|before| page.is(before, C::Total));
    let node_word_before = (sentence.start..at).any(|place| {
        page.is(place, C::Node) && at - place <= 6 && page.is_any(place.wrapping_sub(1), &[C::Each, C::Per])
    });
    // RTX PRO 6000を4枚搭載したサーバー: the server stands behind its cards.
    let carried = matches!(page.language, "ja" | "ko" | "zh")
        && (at + 1..(at + 8).min(sentence.end))
            .take_while(|place| page.quantity(*place).is_none())
            .any(|place| page.is(place, C::Node));
    let small = count <= 16 && !total;
    let node_word_before = node_word_before || carried;
    if let Some(to) = each_node.filter(|_| count <= 72) {
        claims.put("gpus_per_node", count, at, to, 3);
    } else if small && node_word_before {
        claims.put("gpus_per_node", count, at, noun, 2);
    } else if small && nodes.is_some() && each.is_some() {
        claims.put("gpus_per_node", count, at, each.unwrap_or(noun), 3);
    } else if small
        && nodes.is_some_and(|nodes| {
            // A number that cannot be all GPUs of the nodes, or one that stands behind "with", is per node.
            nodes == 1
                || count < nodes
                || !count.is_multiple_of(nodes)
                || matches!(count, 4 | 8) && follows_with(page, at)
        })
    {
        claims.put("gpus_per_node", count, at, noun, 2);
    } else if grow {
        claims.put("growth_gpu_count", count, at, noun, 3);
    } else if quantity.article || count == 1 && page.sentence_has(at, &[C::AskFit]) {
        // "One L40S is plenty, right?" asks, it does not order.
    } else if quantity.bound == Bound::AtLeast {
        claims.put("gpu_count_min", count, at, noun, 2);
    } else {
        claims.put("gpu_count", count, at, noun, 2);
    }
}

/// "nodes with 8 …": the number stands behind "with" or an opening parenthesis.
fn follows_with(page: &Page, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        matches!(
            page.nodes[before].text.as_str(),
            "with"
                | "mit"
                | "con"
                | "avec"
                | "com"
                | "met"
                | "("
                | "of"
                | "je"
                | "po"
                | "a"
                | "z"
                | "med"
                | "de"
                | "each"
                | "x"
        ) || page.is_any(before, &[C::Per, C::Each])
    })
}

fn racks(page: &Page, claims: &mut Claims, at: usize, count: u64, noun: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let sentence = page.sentence(at);
    // 1ラックあたり: "per rack"
    if count == 1 && (page.is_any(noun + 1, &[C::Per]) || page.nodes[noun].text.ends_with('당')) {
        return;
    }
    let article_with_power = quantity.article
        && page.language != "en"
        && sentence.clone().any(|place| page.quantity(place).is_some_and(|q| q.unit == Unit::Kw));
    if quantity.article && !article_with_power {
        return;
    }
    // "one rack per 4 nodes"
    let per_nodes = (noun + 1..(noun + 5).min(sentence.end)).find(|place| {
        page.quantity(*place).is_some()
            && page.is_any(*place - 1, &[C::Per, C::Each])
            && matches!(target(page, *place), Some(Target { thing: Thing::Node, .. }))
    });
    if let Some(place) = per_nodes.filter(|_| count == 1)
        && let Some(nodes) = page.quantity(place).and_then(|q| q.count())
    {
        claims.put("nodes_per_rack", nodes, at, target(page, place).map_or(place, |target| target.at), 3);
        claims.take(place);
        return;
    }
    let field = if page.sentence_has(at, &[C::AskBooking]) { "racks_stated" } else { "racks_available" };
    let power =
        claims.value("power_per_rack_kw").filter(|power| *power == count as f64 && page.is(at + 1, C::Power));
    if power.is_none() {
        claims.put(field, count, at, noun, 2);
    }
}

/// "Phase 1 …, phase 2 …": the highest number named; a pilot behind the whole is handled with the conflicts.
fn phases(page: &Page, claims: &mut Claims) {
    let mut best: Option<(u64, usize)> = None;
    for at in 0..page.nodes.len() {
        if !page.is(at, C::Phase) {
            continue;
        }
        if let Some(number) = page
            .quantity(at + 1)
            .filter(|q| q.digits || !q.article)
            .and_then(|q| q.count())
            .filter(|n| (1..=9).contains(n))
        {
            claims.take(at + 1);
            if best.is_none_or(|(most, _)| number > most) {
                best = Some((number, at));
            }
        }
    }
    if let Some((number, at)) = best.filter(|(number, _)| *number >= 2) {
        claims.put("phases", number, at, at + 1, 2);
    }
}
