//! Products: GPUs asked for, ruled out and replaced; the form of the server; patterns.

use serde_json::json;

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
};

/// What a text does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Wanted,
    Excluded,
    /// Cannot be had; whatever follows takes its place.
    Unavailable,
}

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let mut wanted: Vec<(String, usize)> = Vec::new();
    let mut excluded: Vec<(String, usize)> = Vec::new();
    let mut replaced: Vec<(String, usize)> = Vec::new();
    for at in 0..page.nodes.len() {
        let node = &page.nodes[at];
        if node.masked || claims.is_taken(at) {
            continue;
        }
        match &node.what {
            What::UnknownGpu(name) if looks_like_product(page, at) => {
                claims.put("gpu_models_unknown", json!([name]), at, at, 2);
            }
            What::Server(name, _) if !existing(page, at) && deed(page, at) == Deed::Wanted => {
                claims.put("server_models", json!([name]), at, at, 2);
            }
            What::Pattern(pattern) => claims.put("patterns", json!([pattern]), at, at, 2),
            What::Gpu(name) | What::RackScale(name) => {
                if short_name_in_doubt(page, at, name) || existing(page, at) {
                    continue;
                }
                match deed(page, at) {
                    Deed::Wanted => {
                        let correcting =
                            page.before(at, 40, &[C::Correction, C::Unavailable, C::Instead]).is_some();
                        let others: Vec<(String, usize)> = wanted
                            .iter()
                            .filter(|(other, place)| {
                                other != name && page.nodes[*place].sentence < node.sentence
                            })
                            .cloned()
                            .collect();
                        if correcting && !others.is_empty() {
                            wanted.retain(|entry| !others.contains(entry));
                            replaced.extend(others);
                        }
                        wanted.push((name.clone(), at));
                    }
                    Deed::Excluded => {
                        if wanted.iter().any(|(other, _)| other == name) {
                            replaced.extend(wanted.iter().filter(|(other, _)| other == name).cloned());
                            wanted.retain(|(other, _)| other != name);
                        } else {
                            excluded.push((name.clone(), at));
                        }
                    }
                    Deed::Unavailable => {
                        replaced.extend(wanted.iter().filter(|(other, _)| other == name).cloned());
                        wanted.retain(|(other, _)| other != name);
                    }
                }
            }
            _ => {}
        }
    }
    for (name, at) in replaced {
        claims.put("~gpu_models", json!([name]), at, at, 2);
    }
    for (name, at) in wanted {
        claims.put("gpu_models", json!([name]), at, at, 2);
    }
    for (name, at) in excluded {
        claims.put("gpu_models_excluded", json!([name]), at, at, 2);
    }
    form(page, claims);
}

fn deed(page: &Page, at: usize) -> Deed {
    let sentence = page.sentence(at);
    let clause = page.clause(at);
    let name = |place: usize| {
        matches!(page.nodes[place].what, What::Gpu(_) | What::RackScale(_) | What::UnknownGpu(_))
    };
    // "sold out", "no longer available": in the same sentence behind the name, before another name.
    let behind = (at + 1..sentence.end.min(at + 8))
        .take_while(|place| !name(*place))
        .find(|place| page.is_any(*place, &[C::Unavailable, C::Forbidden]));
    if let Some(place) = behind {
        return if page.is(place, C::Unavailable) { Deed::Unavailable } else { Deed::Excluded };
    }
    // "instead of H100", "not H100", "forget DGX H100", "H100 is out".
    let from = sentence.start.max(at.saturating_sub(4));
    let before = (from..at)
        .rev()
        .take_while(|place| !name(*place) || page.is_any(place + 1, &[C::No]))
        .find_map(|place| match page.concept(place) {
            Some(C::Instead)
                if !matches!(
                    page.nodes[place].text.as_str(),
                    "instead" | "stattdessen" | "代替" | "대신"
                ) =>
            {
                Some(Deed::Excluded)
            }
            Some(C::No | C::Forget) if page.nodes[place].clause == page.nodes[at].clause => {
                Some(Deed::Excluded)
            }
            _ => None,
        });
    if let Some(deed) = before {
        return deed;
    }
    // Several names behind one "no": "no H100 or A100".
    let listed = at >= 2
        && (matches!(
            page.nodes[at - 1].text.as_str(),
            "or" | "nor" | "oder" | "ni" | "o" | "ou" | "and" | "und" | "y" | "et" | "/"
        ) || page.is_sign(at - 1, '/'))
        && name(at - 2);
    if listed && deed(page, at - 2) == Deed::Excluded && page.nodes[at - 2].clause == page.nodes[at].clause {
        return Deed::Excluded;
    }
    let behind = page.is(at + 1, C::No) && matches!(page.language, "ja" | "zh" | "ko")
        || page.is(at + 1, C::Instead) && matches!(page.language, "ja" | "ko")
        || (at + 1..clause.end.min(at + 3))
            .any(|place| page.is(place, C::Forget) && matches!(page.language, "ja" | "zh" | "ko"));
    if behind { Deed::Excluded } else { Deed::Wanted }
}

/// "runs on two V100s", "our old A100 cluster": there today.
fn existing(page: &Page, at: usize) -> bool {
    let start = page.sentence(at).start.max(at.saturating_sub(8));
    let name = |place: usize| matches!(page.nodes[place].what, What::Gpu(_) | What::RackScale(_));
    let hit = (start..at)
        .rev()
        .take_while(|place| !name(*place) || page.is(at - 1, C::UsedNow))
        .any(|place| page.is(place, C::UsedNow));
    let ended = (start..at)
        .any(|place| page.is_sign(place, ',') || page.is_sign(place, ';') || page.is_sign(place, ':'));
    hit && !ended || super::today::runs_on(page, at) || super::today::there_today(page, at)
}

/// Names of two or three letters are road, paper and section names as well.
fn short_name_in_doubt(page: &Page, at: usize, name: &str) -> bool {
    let raw = page.quote(at, at);
    let place_word = at.checked_sub(1).is_some_and(|before| {
        page.is_any(before, &[C::Room, C::Street, C::Reference, C::Row])
            || matches!(
                page.nodes.get(at + 1).map(|node| node.text.as_str()),
                Some("motorway" | "highway" | "paper" | "sheet" | "autobahn" | "exit")
            )
            || page.is(before, C::Per) && page.is_any(before.saturating_sub(1), &[C::Price, C::PriceWeight])
            || matches!(
                page.nodes[before].text.as_str(),
                "highway"
                    | "motorway"
                    | "autobahn"
                    | "carretera"
                    | "autoroute"
                    | "level"
                    | "layer"
                    | "din"
                    | "format"
                    | "size"
                    | "gate"
                    | "type"
            )
    });
    if place_word {
        return true;
    }
    if name.len() > 2 {
        return raw.len() <= 3
            && raw.starts_with(|c: char| c.is_ascii_lowercase())
            && !near_count_or_gpu(page, at);
    }
    // L4, T4, A2
    !near_count_or_gpu(page, at)
}

fn near_count_or_gpu(page: &Page, at: usize) -> bool {
    let counted =
        (1..=3).any(|back| at.checked_sub(back).is_some_and(|before| page.quantity(before).is_some()));
    counted
        || page.sentence_has(at, &[C::Gpu, C::AskSpec, C::Node])
        || page.sentence(at).any(|place| place != at && matches!(page.nodes[place].what, What::Gpu(_)))
}

/// An unknown name counts only where the text speaks of GPUs around it.
fn looks_like_product(page: &Page, at: usize) -> bool {
    if at
        .checked_sub(1)
        .is_some_and(|before| page.is_any(before, &[C::Room, C::Street, C::Reference, C::Row, C::Door]))
    {
        return false;
    }
    let counted = at.checked_sub(1).is_some_and(|before| {
        page.quantity(before).is_some_and(|q| q.unit == super::super::unit::Unit::None && !q.article)
            || page.nodes[before].text == "x"
    });
    counted
        || page.sentence_has(at, &[C::Gpu, C::AskSpec, C::Node, C::Hgx, C::Dgx, C::Memory])
        || page.nodes[at].text.contains(' ')
        || page.sentence(at).any(|place| matches!(page.nodes[place].what, What::Gpu(_) | What::RackScale(_)))
}

/// The form of the server where it is said for itself: "HGX is fine", "4 DGX H100", "forget DGX".
fn form(page: &Page, claims: &mut Claims) {
    let mut kept: Option<(&str, usize)> = None;
    // With a GPU named, HGX only says on which board it comes, unless it stands against another form.
    let named = page.nodes.iter().any(|node| matches!(node.what, What::Gpu(_)));
    let mut contrast = false;
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) {
            continue;
        }
        let name = match page.concept(at) {
            Some(C::Hgx) => "HGX",
            Some(C::Dgx) => "DGX",
            Some(C::Pcie) => "PCIe",
            _ => continue,
        };
        let product = matches!(
            page.nodes.get(at + 1).map(|node| &node.what),
            Some(What::Gpu(_) | What::RackScale(_) | What::UnknownGpu(_))
        );
        if name == "HGX" && product || existing(page, at) {
            // The board a GPU comes on is no choice of a form.
            continue;
        }
        if matches!(deed(page, at), Deed::Excluded | Deed::Unavailable) {
            contrast = true;
            if let Some((old, place)) = kept.filter(|(old, _)| *old == name) {
                claims.put("~form_factor", old, place, place, 2);
                kept = None;
            }
            continue;
        }
        if let Some((old, place)) = kept.filter(|(old, _)| *old != name) {
            contrast = true;
            claims.put("~form_factor", old, place, place, 2);
        }
        kept = Some((name, at));
    }
    if let Some((name, at)) = kept
        && (name != "HGX" || !named || contrast || page.is_any(at + 1, &[C::Only]))
    {
        claims.put("form_factor", name, at, at, 2);
    }
}
