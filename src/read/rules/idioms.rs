//! Turns of phrase around counts: pronouns, alternatives, grids, corrections in one breath.

use super::{
    super::{
        claim::Claims,
        lexicon::C,
        page::{Page, What},
        unit::Unit,
    },
    target::{Target, Thing, target},
};

/// "Which one takes …": no number.
pub(super) fn pronoun(page: &Page, at: usize) -> bool {
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

/// "24 instead of 16 nodes": the first number counts, the second is what was said before.
pub(super) fn instead_of(page: &Page, claims: &mut Claims, at: usize) {
    if !page.is(at + 1, C::Instead) || claims.is_taken(at + 2) {
        return;
    }
    let (Some(new), Some(old)) =
        (page.quantity(at).and_then(|q| q.count()), page.quantity(at + 2).and_then(|q| q.count()))
    else {
        return;
    };
    let Some(target) = target(page, at + 2) else { return };
    let fields = match target.thing {
        Thing::Gpu => ("gpu_count", "!gpu_count"),
        Thing::Node => ("node_count", "!node_count"),
        Thing::Rack => ("racks_available", "!racks_available"),
        _ => return,
    };
    claims.put(fields.1, old, at + 2, target.at, 2);
    claims.put(fields.0, new, at, target.at, 3);
    claims.take(at);
    claims.take(at + 2);
}

/// "2 or 4 GPUs": neither number was chosen.
pub(super) fn alternative(page: &Page, at: usize) -> bool {
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
pub(super) fn two_each(page: &Page, claims: &mut Claims, at: usize) {
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
pub(super) fn grid(page: &Page, claims: &mut Claims, at: usize) -> bool {
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

/// "not 64 but 96 GPUs": the denied number belongs to the field of the next one.
pub(super) fn negated_bare(page: &Page, claims: &mut Claims, at: usize) {
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
