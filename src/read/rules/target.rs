//! What a bare number counts: the noun behind it or in front of it, and per what.

use super::super::{
    lexicon::C,
    page::{Page, What},
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
                let measure = matches!(quantity.unit, Unit::Height | Unit::Kw)
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
            What::Server(..) => system = system.or(Some(place)),
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

/// A noun in front: "GPUs: 64", "Regional sites, 3 of them", "H200 x 64", "GPU数量 64".
pub(super) fn label(page: &Page, at: usize) -> Option<Target> {
    let start = page.sentence(at).start;
    let back = |steps: usize| at.checked_sub(steps).filter(|place| *place >= start);
    let thing_at = |place: usize| match &page.nodes[place].what {
        What::Gpu(_) | What::Concept(C::Gpu) => Some(Thing::Gpu),
        What::Concept(C::Node) | What::Server(..) => Some(Thing::Node),
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
        // "We need 16 of them": what was named before, if need be in the sentence before.
        return (1..=4).filter_map(back).find_map(found).or_else(|| {
            let wish = (start..at).any(|place| {
                matches!(
                    page.nodes[place].text.as_str(),
                    "need"
                        | "want"
                        | "take"
                        | "buy"
                        | "order"
                        | "require"
                        | "brauchen"
                        | "benotigen"
                        | "queremos"
                        | "voulons"
                )
            });
            let before = (at.saturating_sub(24)..at).rev().find_map(found);
            before.filter(|target| wish && target.thing == Thing::Gpu)
        });
    }
    None
}

/// The place of "rack" in "… per rack", "… in each rack", "pro Rack", behind a noun.
pub(super) fn per_what(page: &Page, noun: usize, concept: C) -> Option<usize> {
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
