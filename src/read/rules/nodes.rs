//! Nodes of two kinds: training nodes and inference nodes with their own counts.

use super::{
    super::{claim::Claims, lexicon::C, page::Page},
    target::{Thing, target},
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let training = kind(page, claims, &[C::WorkTraining, C::WorkPretrain]);
    let inference = kind(page, claims, &[C::WorkInference]);
    // One kind alone is simply the nodes.
    let (Some(training), Some(inference)) = (training, inference) else { return };
    for (found, nodes, gpus) in [
        (training, "training_nodes", "training_gpus_per_node"),
        (inference, "inference_nodes", "inference_gpus_per_node"),
    ] {
        claims.put(nodes, found.count, found.from, found.to, 3);
        claims.take(found.place);
        if let Some((place, count, to)) = found.gpus {
            claims.put(gpus, count, place, to, 3);
            claims.take(place);
        }
    }
}

/// Nodes of one kind.
struct Found {
    count: u64,
    place: usize,
    from: usize,
    to: usize,
    /// GPUs per node: place, count, last place of the quote.
    gpus: Option<(usize, u64, usize)>,
}

/// "Training nodes: four, eight accelerators each" or "4 training nodes with 8 GPUs".
fn kind(page: &Page, claims: &Claims, work: &[C]) -> Option<Found> {
    for word in 0..page.nodes.len() {
        if !page.is_any(word, work) || !page.is(word + 1, C::Node) || claims.is_taken(word) {
            continue;
        }
        let sentence = page.sentence(word);
        let counted = |place: usize| {
            page.quantity(place)
                .filter(|q| !q.article && !claims.is_taken(place))
                .and_then(|q| q.count())
                .filter(|count| *count > 0)
                .map(|count| (place, count))
        };
        let behind = (word + 2..(word + 5).min(sentence.end))
            .take_while(|place| !page.is_sign(*place, '('))
            .find_map(|place| counted(place).filter(|_| place > word + 2 || page.is_sign(word + 2, ':')));
        let before = word.checked_sub(1).filter(|place| *place >= sentence.start).and_then(counted);
        let Some((place, count)) =
            before.or(behind.filter(|_| page.is_sign(word + 2, ':') || page.is_sign(word + 2, '=')))
        else {
            continue;
        };
        let from = place.max(word + 1) + 1;
        // The next node word begins another kind.
        let end = (from..sentence.end)
            .find(|other| page.is_any(*other, &[C::WorkTraining, C::WorkInference]))
            .unwrap_or(sentence.end);
        let gpus = (from..end).find_map(|other| {
            let (other, number) = counted(other)?;
            let target = target(page, other)?;
            (target.thing == Thing::Gpu || target.thing == Thing::PerNode)
                .then_some((other, number, target.at))
        });
        return Some(Found { count, place, from: word.min(place), to: (word + 1).max(place), gpus });
    }
    None
}
