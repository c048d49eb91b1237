//! Counts that follow from the stated ones, with the words they follow from.

use serde_json::{Value, json};

use super::{
    claim::{Claims, number},
    lexicon::C,
    page::{Page, What},
};
use crate::design::{Conflict, ConflictKind, Plain};

/// Racks times nodes per rack gives nodes, where the nodes are not stated otherwise.
pub(super) fn derive_nodes(page: &Page, claims: &mut Claims, conflicts: &mut [Conflict]) {
    if claims.has("node_count") {
        return;
    }
    let (Some(racks), Some(each)) =
        (claims.last("racks_available").cloned(), claims.last("nodes_per_rack").cloned())
    else {
        return;
    };
    let (Some(racks_count), Some(each_count)) = (racks.value.as_u64(), each.value.as_u64()) else { return };
    let nodes = racks_count * each_count;
    claims.put("node_count", nodes, each.from, each.to, 2);
    for conflict in
        conflicts.iter_mut().filter(|conflict| conflict.field == "node_count" && conflict.used.is_none())
    {
        conflict.used = Some(Plain::from(nodes));
        conflict.values.truncate(1);
        conflict.values.push(Plain::from(nodes));
        conflict.quotes.truncate(1);
        conflict.quotes.push(page.quote(each.from, each.to).to_string());
    }
}

/// Nodes times GPUs per node gives GPUs; an HGX or DGX board holds eight where nothing else is said.
pub(super) fn derive_gpus(
    page: &Page,
    claims: &Claims,
    chosen: &mut Vec<(&'static str, Value, String)>,
    conflicts: &mut Vec<Conflict>,
) {
    let get = |chosen: &[(&'static str, Value, String)], field: &str| {
        chosen
            .iter()
            .find(|(name, ..)| *name == field)
            .and_then(|(_, value, quote)| value.as_u64().map(|value| (value, quote.clone())))
    };
    let nodes = get(chosen, "node_count");
    let each = get(chosen, "gpus_per_node");
    let total = get(chosen, "gpu_count");
    let single = claims.last("#single").filter(|_| nodes.is_none());
    // Boards with eight GPUs: HGX and DGX by name, and chips that exist on such boards only.
    let board = (0..page.nodes.len())
        .any(|at| page.is_any(at, &[C::Hgx, C::Dgx]) && !claims.is_taken(at) && !page.denied(at));
    let sxm_only = page
        .nodes
        .iter()
        .any(|node| matches!(&node.what, What::Gpu(name) if matches!(name.as_str(), "B200" | "B300")));
    let server = page.nodes.iter().find_map(|node| match &node.what {
        What::Server(_, gpus) => *gpus,
        _ => None,
    });
    let board_count = server.or((board || sxm_only).then_some(8));
    if let Some(single) = single {
        if let Some(count) = each.as_ref().map(|(count, _)| *count).or(board_count.filter(|_| board))
            && total.is_none()
        {
            let text =
                each.map_or_else(|| page.quote(single.from, single.to).to_string(), |(_, quote)| quote);
            chosen.retain(|(field, ..)| *field != "gpus_per_node");
            chosen.push(("gpu_count", json!(count), text));
        } else if total.is_none() && page.quantity(single.from).is_some_and(|q| !q.article) {
            chosen.push(("node_count", json!(1), page.quote(single.from, single.to).to_string()));
        }
        return;
    }
    let Some((nodes, nodes_quote)) = nodes else { return };
    let growing = chosen.iter().any(|(field, ..)| *field == "growth_node_count");
    let (product, text) = match (&each, board_count) {
        (Some((each, quote)), _) => (nodes * each, joined_quote(page, claims, &nodes_quote, quote)),
        (None, Some(board)) if !growing => (nodes * board, nodes_quote.clone()),
        _ => return,
    };
    match total {
        None => chosen.push(("gpu_count", number(product as f64), text)),
        Some((total, quote)) if total != product && each.is_some() => {
            conflicts.push(Conflict {
                kind: ConflictKind::Conflict,
                field: "gpu_count".into(),
                quotes: vec![quote, text],
                values: vec![Plain::from(total), Plain::from(product)],
                used: None,
                reason: format!("{nodes} nodes with the stated GPUs per node make {product}, not {total}"),
            });
            chosen.retain(|(field, ..)| *field != "gpu_count");
        }
        Some(_) => {}
    }
}

/// The passage that holds both counts, where it is short; else the words of the nodes.
fn joined_quote(page: &Page, claims: &Claims, nodes: &str, each: &str) -> String {
    let at = |field: &str| claims.last(field).map(|claim| (claim.from, claim.to));
    if let (Some((a, b)), Some((c, d))) = (at("node_count"), at("gpus_per_node")) {
        let whole = page.quote(a.min(c), b.max(d));
        if whole.chars().count() <= 120 {
            return whole.to_string();
        }
    }
    if nodes.is_empty() { each.to_string() } else { nodes.to_string() }
}
