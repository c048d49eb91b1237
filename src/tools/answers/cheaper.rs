//! "Can it be cheaper?": what the design under discussion would save with other priced servers of as many GPUs, and
//! with fewer nodes. Indicative prices of the servers alone; what was asked of the design stays as it is.

use super::{Ask, name_of, number};
use crate::{
    catalog::{Fact, Price, kinds::PriceUnit},
    design::Outcome,
    read::question::ThingKind,
};

/// Other servers that are named at most.
const MOST: usize = 3;
/// GPUs of a server at most: a rack-scale system is bought with its rack and cooling, and is no server to swap in.
const NODE_GPUS_MOST: u64 = 16;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if !ask.cue("cheaper") || !ask.question.things.is_empty() {
        return None;
    }
    let compute = ask.design?.compute.as_ref()?;
    let catalog = ask.catalog.with_bundled_overlay("indicative-prices").ok()?;
    // Servers with a price, with their GPU and how many they hold.
    let priced: Vec<(&str, &str, u64, &Price)> = catalog
        .prices()
        .iter()
        .filter(|price| price.unit == PriceUnit::Each)
        .filter_map(|price| {
            let system = catalog.system(price.part.as_deref()?)?;
            let each = *system.gpu_count.as_ref().and_then(Fact::known)?;
            Some((system.id.as_ref(), system.gpus.first()?.as_ref(), each, price))
        })
        .collect();
    let own = priced
        .iter()
        .filter(|(_, gpu, ..)| *gpu == compute.gpu_id)
        .min_by(|a, b| a.3.high.total_cmp(&b.3.high));
    let total = |each: u64, price: &Price| {
        let nodes = compute.gpu_count.div_ceil(each) as f64;
        (nodes * price.low / 1000.0, nodes * price.high / 1000.0)
    };
    let Some((_, _, each, price)) = own else {
        let gpu = name_of(ask.catalog, ThingKind::Gpu, &compute.gpu_id);
        return Some((
            vec![ask.say("price_missing", &[("part", &gpu)]), ask.say("cheaper_ways", &[])],
            Outcome::Partial,
        ));
    };
    let (low, high) = total(*each, price);
    let mut others: Vec<(f64, String)> = priced
        .iter()
        .filter(|(_, gpu, per, _)| {
            *gpu != compute.gpu_id && (*per > NODE_GPUS_MOST) == (*each > NODE_GPUS_MOST)
        })
        .filter_map(|(_, gpu, each, price)| {
            let (other_low, other_high) = total(*each, price);
            let memory = *catalog.gpu(gpu)?.memory_gb.as_ref().and_then(Fact::known)?;
            let name = name_of(ask.catalog, ThingKind::Gpu, gpu);
            (other_high < high && other_low < low).then(|| {
                let text = format!(
                    "{} × {name} ({} GB) {}-{} kUSD",
                    number(compute.gpu_count as f64),
                    number(memory),
                    number(other_low.round()),
                    number(other_high.round())
                );
                (other_high, text)
            })
        })
        .collect();
    // The dearest of the cheaper ones gives up least.
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    others.dedup_by(|a, b| a.1 == b.1);
    let list: Vec<String> = others.into_iter().take(MOST).map(|(_, text)| text).collect();
    let list = if list.is_empty() { ask.say("none", &[]) } else { list.join("; ") };
    let told = ask.say(
        "cheaper",
        &[
            ("low", &number(low.round())),
            ("high", &number(high.round())),
            ("gpus", &number(compute.gpu_count as f64)),
            ("gpu", &name_of(ask.catalog, ThingKind::Gpu, &compute.gpu_id)),
            ("list", &list),
            ("each", &number((price.low / 1000.0).round())),
            ("most", &number((price.high / 1000.0).round())),
            ("date", &price.date),
        ],
    );
    Some((vec![told, ask.say("cheaper_ways", &[])], Outcome::AnswerWithAssumptions))
}
