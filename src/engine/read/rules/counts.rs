//! Counts of GPUs, nodes, racks, sites, phases and switches: what a bare number counts, and per what.

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    quantity::Bound,
    unit::Unit,
};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Gpu,
    /// GPUs as a property of a node (8-GPU nodes).
    PerNode,
    Node,
    /// Nodes as a property of a rack (two per rack).
    PerRack,
    Rack,
    RackScale,
    Site,
    Phase,
    Leaf,
    Admin,
}

/// A counted thing and where its noun stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub thing: Thing,
    pub at: usize,
}

/// Words that end the reach of a number.
const STOPS: &str = " and or in on at with for to from is are was were that which und oder mit fur in auf con y o para en de del avec et ou pour \
    dans con e per da com em met voor z i w na dla the this but than then so it they we you if as by into have has had will would shall should can \
    could must want wants need needs hold holds ";

/// The thing a number counts.
pub(super) fn target(page: &Page, at: usize) -> Option<Target> {
    let end = page.sentence(at).end.min(at + 10);
    let dash = page.is_sign(at + 1, '-') && page.nodes[at + 1].glued;
    let (mut gpu, mut system, mut words) = (None, None, 0);
    let mut place = at + 1;
    let mut per_node = None;
    while place < end {
        let node = &page.nodes[place];
        if node.masked {
            break;
        }
        match &node.what {
            What::Quantity(quantity) => {
                // 40 eight-GPU nodes, 16台8卡服务器.
                let hyphen = page.is_sign(place + 1, '-') && page.is(place + 2, C::Gpu);
                let card = matches!(page.language, "zh" | "ja" | "ko") && page.is(place + 1, C::Gpu);
                // Two 42U racks, ten 17 kW cabinets.
                let measure = matches!(quantity.unit, Unit::RackUnit | Unit::Kw)
                    && (page.is(place + 1, C::Rack) || page.is(place + 2, C::Rack));
                match () {
                    () if quantity.unit == Unit::None && hyphen => place += 3,
                    () if quantity.unit == Unit::None && card => place += 2,
                    () if measure => place += 1,
                    () => break,
                }
                continue;
            }
            What::Sign('-') => {}
            What::Sign(_) | What::Opaque | What::Ratio(_) | What::Pattern(_) | What::Model(_) => break,
            What::Gpu(_) | What::UnknownGpu(_) => gpu = gpu.or(Some(place)),
            What::RackScale(_) if gpu.is_none() => {
                let rack = usize::from(page.is(place + 1, C::Rack) || page.is(place + 1, C::Node));
                return Some(Target { thing: Thing::RackScale, at: place + rack });
            }
            What::RackScale(_) => {}
            What::Concept(concept) => match concept {
                C::Gpu => {
                    gpu = gpu.or(Some(place));
                    if dash && place == at + 2 {
                        per_node = Some(place);
                    }
                }
                C::Hgx | C::Dgx => system = system.or(Some(place)),
                C::Node => {
                    // "16 GPU nodes" counts nodes, "8-GPU nodes" GPUs per node; in Chinese 8卡服务器 as well.
                    let card =
                        gpu == Some(at + 1) && matches!(page.nodes[at + 1].text.as_str(), "卡" | "枚" | "장");
                    if let Some(at) = per_node.or(card.then_some(at + 1)) {
                        return Some(Target { thing: Thing::PerNode, at });
                    }
                    return Some(Target { thing: Thing::Node, at: place });
                }
                C::Rack if gpu.is_none() && system.is_none() => {
                    return Some(Target { thing: Thing::Rack, at: place });
                }
                C::Site if gpu.is_none() => return Some(Target { thing: Thing::Site, at: place }),
                C::Phase if gpu.is_none() => return Some(Target { thing: Thing::Phase, at: place }),
                C::Leaf => return Some(Target { thing: Thing::Leaf, at: place }),
                C::Admin => return Some(Target { thing: Thing::Admin, at: place }),
                C::CoolingAir
                | C::CoolingLiquid
                | C::Air
                | C::Existing
                | C::Available
                | C::InfiniBand
                | C::Ethernet
                | C::Pcie
                | C::Whole
                | C::WorkTraining
                | C::WorkInference
                | C::WorkAi
                | C::WorkHpc
                | C::Core
                | C::UsedNow
                | C::AtLeastAfter
                | C::Growth
                | C::Total => {}
                // "8 per node", "two per rack"
                C::Per | C::Each if place == at + 1 => {
                    let next = (place + 1..(place + 3).min(end))
                        .find(|next| page.is_any(*next, &[C::Node, C::Rack]))?;
                    let thing = if page.is(next, C::Node) { Thing::PerNode } else { Thing::PerRack };
                    return Some(Target { thing, at: next });
                }
                _ => break,
            },
            What::Word => {
                let unspaced = node.text.chars().all(super::super::token::unspaced);
                let times = matches!(
                    node.text.as_str(),
                    "x" | "*"
                        | "st"
                        | "stuck"
                        | "pcs"
                        | "pieces"
                        | "units"
                        | "unita"
                        | "unidades"
                        | "unites"
                        | "stk"
                );
                if !unspaced
                    && STOPS.contains(&format!(" {} ", node.text))
                    && !(node.text == "de" && words == 0 && gpu.is_none())
                {
                    break;
                }
                words += usize::from(!times);
                if words > 3 || gpu.is_some() && !unspaced && !times && words > 1 {
                    break;
                }
            }
        }
        place += 1;
    }
    if let Some(at) = per_node {
        return Some(Target { thing: Thing::PerNode, at });
    }
    match (system, gpu) {
        (Some(system), _) => Some(Target { thing: Thing::Node, at: gpu.unwrap_or(system).max(system) }),
        (None, Some(gpu)) => Some(Target { thing: Thing::Gpu, at: gpu }),
        _ => None,
    }
}

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
        if pronoun(page, at) {
            continue;
        }
        if alternative(page, at) {
            claims.take(at);
            continue;
        }
        let Some(target) = target(page, at).or_else(|| label(page, at)) else {
            negated_bare(page, claims, at);
            two_each(page, claims, at);
            continue;
        };
        if range {
            continue;
        }
        put(page, claims, at, count, target);
    }
}

/// "Which one takes …": no number.
fn pronoun(page: &Page, at: usize) -> bool {
    let spelled = page.quantity(at).is_some_and(|quantity| quantity.low == 1.0 && !quantity.digits);
    spelled
        && at.checked_sub(1).is_some_and(|before| {
            matches!(
                page.nodes[before].text.as_str(),
                "which"
                    | "this"
                    | "that"
                    | "the"
                    | "each"
                    | "every"
                    | "another"
                    | "any"
                    | "last"
                    | "first"
                    | "next"
                    | "right"
                    | "wrong"
                    | "no"
                    | "other"
                    | "new"
                    | "old"
            )
        })
}

/// "2 or 4 GPUs": neither number was chosen.
fn alternative(page: &Page, at: usize) -> bool {
    let or = |place: usize| {
        matches!(
            page.nodes.get(place).map(|node| node.text.as_str()),
            Some("or" | "oder" | "o" | "ou" | "of" | "lub" | "或" | "または" | "أو" | "или")
        )
    };
    let bare = |place: usize| {
        page.quantity(place).is_some_and(|quantity| quantity.unit == Unit::None && !quantity.article)
    };
    let before =
        at >= 2 && or(at - 1) && bare(at - 2) && page.nodes[at - 2].sentence == page.nodes[at].sentence;
    let behind = or(at + 1) && bare(at + 2);
    before || behind
}

/// "Six nodes in three racks, so two each."
fn two_each(page: &Page, claims: &mut Claims, at: usize) {
    let Some(count) =
        page.quantity(at).filter(|quantity| !quantity.article).and_then(|quantity| quantity.count())
    else {
        return;
    };
    let start = page.sentence(at).start;
    let both = (start..at).any(|place| page.is(place, C::Rack)) && claims.has("racks_available");
    if page.is(at + 1, C::Each) && both && count <= 32 {
        claims.put("nodes_per_rack", count, at, at + 1, 2);
        claims.take(at);
    }
}

/// "16 x 8 H100" and "8 x 80 GB".
fn grid(page: &Page, claims: &mut Claims, at: usize) -> bool {
    let times =
        |place: usize| page.nodes.get(place).is_some_and(|node| matches!(node.text.as_str(), "x" | "*"));
    if !times(at + 1) {
        return false;
    }
    let (Some(first), Some(second)) = (page.quantity(at), page.quantity(at + 2)) else { return false };
    let Some(count) = first.count() else { return false };
    if second.unit == Unit::Gbyte
        && second.low <= 300.0
        && count <= 16
        && page.sentence(at).any(|place| matches!(page.nodes[place].what, What::Gpu(_)))
    {
        claims.put("gpus_per_node", count, at, at + 2, 2);
        claims.take(at);
        claims.take(at + 2);
        return true;
    }
    if let Some(each) = second.count().filter(|each| *each <= 16)
        && let Some(Target { thing: Thing::Gpu, at: noun }) = target(page, at + 2)
    {
        claims.put("node_count", count, at, noun, 2);
        claims.put("gpus_per_node", each, at, noun, 2);
        claims.take(at);
        claims.take(at + 2);
        return true;
    }
    false
}

/// A noun in front: "GPUs: 64", "Regional sites, 3 of them", "H200 x 64", "GPU数量 64".
fn label(page: &Page, at: usize) -> Option<Target> {
    let start = page.sentence(at).start;
    let back = |steps: usize| at.checked_sub(steps).filter(|place| *place >= start);
    let thing_at = |place: usize| match &page.nodes[place].what {
        What::Gpu(_) | What::Concept(C::Gpu) => Some(Thing::Gpu),
        What::Concept(C::Node) => Some(Thing::Node),
        What::Concept(C::Rack) => Some(Thing::Rack),
        What::Concept(C::Site) => Some(Thing::Site),
        What::Concept(C::Leaf) => Some(Thing::Leaf),
        What::RackScale(_) => Some(Thing::RackScale),
        _ => None,
    };
    let found = |place: usize| thing_at(place).map(|thing| Target { thing, at: place });
    let joint = back(1)?;
    let text = page.nodes[joint].text.as_str();
    if matches!(text, ":" | "=" | "x" | "*") || matches!(text, "count" | "数" | "量" | "台") {
        let mut place = back(2)?;
        while matches!(
            page.nodes[place].text.as_str(),
            "count" | "number" | "total" | "数" | "量" | "anzahl" | "(" | ")" | "needed" | "required"
        ) && place > start
        {
            place -= 1;
        }
        // "Rack power: 30" or "GPU memory: 80" name something else.
        return found(place);
    }
    // H200を64枚, B200 GPU 64장, ラックは8台: the noun in front, a particle between, a counter behind.
    let counter = page.nodes.get(at + 1).is_some_and(|next| {
        ["枚", "基", "台", "张", "张卡", "块", "个", "本", "장", "대", "개", "기", "개의", "장이", "대가"]
            .iter()
            .any(|word| next.text.starts_with(word))
    });
    if matches!(page.language, "ja" | "ko" | "zh") && counter {
        return (1..=3)
            .filter_map(back)
            .take_while(|place| {
                matches!(page.nodes[*place].text.as_str(), "を" | "は" | "が" | "数" | "共")
                    || thing_at(*place).is_some()
            })
            .find_map(found);
    }
    // "3 nodes of 8"
    let of = matches!(text, "of" | "x" | "@" | "de" | "zu" | "a" | "da" | "von")
        && page
            .nodes
            .get(at + 1)
            .is_none_or(|next| !matches!(next.what, What::Word | What::Concept(_) | What::Gpu(_)));
    if of
        && page.quantity(at).is_some_and(|q| q.low <= 16.0)
        && back(2).is_some_and(|place| page.is(place, C::Node))
    {
        return Some(Target { thing: Thing::PerNode, at });
    }
    if page.is(at + 1, C::Of) {
        return (1..=4).filter_map(back).find_map(found);
    }
    None
}

/// "not 64 but 96 GPUs": the denied number belongs to the field of the next one.
fn negated_bare(page: &Page, claims: &mut Claims, at: usize) {
    let Some(count) = page.quantity(at).and_then(|quantity| quantity.count()) else { return };
    if !at.checked_sub(1).is_some_and(|before| page.is(before, C::No)) {
        return;
    }
    let end = page.sentence(at).end.min(at + 8);
    let Some(next) = (at + 1..end).find(|place| page.quantity(*place).is_some()) else { return };
    if let Some(target) = target(page, next) {
        let field = match target.thing {
            Thing::Gpu => "!gpu_count",
            Thing::Node => "!node_count",
            Thing::Rack => "!racks_available",
            _ => return,
        };
        claims.put(field, count, at.saturating_sub(1), at, 2);
    }
    claims.take(at);
}

fn put(page: &Page, claims: &mut Claims, at: usize, count: u64, target: Target) {
    let Some(quantity) = page.quantity(at) else { return };
    let noun = target.at;
    let sentence = page.sentence(at);
    let denied = at.checked_sub(1).is_some_and(|before| page.is(before, C::No));
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
            } else if grow {
                claims.put("growth_node_count", count, at, noun, 3);
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

/// The place of "rack" in "… per rack", "… in each rack", "pro Rack", behind a noun.
fn per_what(page: &Page, noun: usize, concept: C) -> Option<usize> {
    let end = page.sentence(noun).end.min(noun + 6);
    (noun + 1..end)
        .take_while(|place| page.quantity(*place).is_none() && !page.is_sign(*place, ','))
        .find(|place| {
            page.is(*place, concept)
                && (1..=2).any(|back| {
                    place.checked_sub(back).is_some_and(|before| {
                        page.is_any(before, &[C::Per, C::Each])
                            || matches!(page.nodes[before].text.as_str(), "a" | "every")
                    })
                })
        })
        .or_else(|| {
            // Korean and Japanese write the relation behind the noun (랙당, ラックあたり).
            (1..=3).filter_map(|back| noun.checked_sub(back + 1)).find(|place| {
                page.is(*place, concept)
                    && page.nodes[*place].sentence == page.nodes[noun].sentence
                    && (page.nodes[*place].text.ends_with('당')
                        || page.is(*place + 1, C::Per) && matches!(page.language, "ja" | "zh" | "ko")
                        || page.is_any(place.wrapping_sub(1), &[C::Each, C::Per]) && page.language == "zh")
            })
        })
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
                        "node_count" | "#single" | "growth_node_count" | "training_nodes" | "inference_nodes"
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
    let small = count <= 16 && !total;
    if let Some(to) = each_node.filter(|_| count <= 72) {
        claims.put("gpus_per_node", count, at, to, 3);
    } else if small && node_word_before {
        claims.put("gpus_per_node", count, at, noun, 2);
    } else if small && nodes.is_some() && each.is_some() {
        claims.put("gpus_per_node", count, at, each.unwrap_or(noun), 3);
    } else if let Some(nodes) = nodes.filter(|nodes| {
        small
            && (*nodes == 1
                || count < *nodes
                || count % nodes != 0
                || matches!(count, 4 | 8) && follows_with(page, at))
    }) {
        let _ = nodes;
        claims.put("gpus_per_node", count, at, noun, 2);
    } else if grow {
        claims.put("growth_gpu_count", count, at, noun, 3);
    } else if quantity.article || count == 1 && page.sentence_has(at, &[C::AskFit]) {
        // "One L40S is plenty, right?" asks, it does not order.
    } else if quantity.bound == Bound::AtLeast && !of_memory_only(page, at) {
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
                | "from"
                | "à"
                | "de"
                | "each"
                | "x"
        ) || page.is_any(before, &[C::Per, C::Each])
    })
}

fn of_memory_only(_page: &Page, _at: usize) -> bool {
    false
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

/// "runs about two weeks on two V100s", "replacing our 4 old DGX A100": there today, not asked for.
fn used_now(page: &Page, at: usize, noun: usize) -> bool {
    let start = page.sentence(at).start.max(at.saturating_sub(7));
    let before = (start..at).any(|place| {
        page.is(place, C::UsedNow)
            && !(place..at).any(|mid| page.is_sign(mid, ',') || page.is(mid, C::AskDesign))
    });
    let inside = (at + 1..noun).any(|place| page.is(place, C::UsedNow));
    before || inside || runs_on(page, at)
}

/// "It runs about two weeks on two V100s": a fact about today, where "to run on" would be a wish.
pub(super) fn runs_on(page: &Page, at: usize) -> bool {
    let start = page.sentence(at).start;
    let on = (1..=2).any(|back| {
        at.checked_sub(back).is_some_and(|before| {
            before >= start
                && matches!(
                    page.nodes[before].text.as_str(),
                    "on" | "auf" | "en" | "sur" | "su" | "em" | "op"
                )
        })
    });
    on && (start..at).any(|place| {
        // "10 runs per week" are jobs.
        let noun = page.is(place + 1, C::Per)
            || page.is(place + 1, C::PerWeek)
            || place > start && page.quantity(place - 1).is_some();
        !noun
            && matches!(
                page.nodes[place].text.as_str(),
                "runs"
                    | "ran"
                    | "took"
                    | "takes"
                    | "lauft"
                    | "lief"
                    | "dauert"
                    | "corre"
                    | "tarda"
                    | "tourne"
                    | "gira"
                    | "roda"
                    | "draait"
            )
    })
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
