//! Which parts of a kind have something, have the most of it, or have at least so much: the whole list filtered and
//! ordered by a figure.

use super::{Ask, facts, number, ports::speed};
use crate::{
    catalog::{EntryView, Kind, Row, normalize},
    design::Outcome,
    read::question::{Measure, ThingKind, fold},
};

/// Parts that are listed at most.
const MOST: usize = 8;
/// Fields whose printed words tell parts of a kind apart.
const WORDED: &[&str] = &[
    "form_printed",
    "type_printed",
    "class",
    "cage",
    "fibre",
    "connector",
    "memory_type",
    "form_factor",
    "form",
    "cooling",
    "pcie",
    "architecture",
    "generation",
    "vendor",
    "gpus",
    "asic",
    "fabric",
    "fabrics",
    "ports",
    "ports_printed",
    "role",
    "kind",
    "name",
    "family",
    "patterns",
];

/// A kind people choose from: its cue, its list, its name in the answer, and the figure it is ordered by when none is
/// named.
struct Shelf {
    cue: &'static str,
    kind: Kind,
    thing: ThingKind,
    usual: &'static str,
}

const SHELVES: &[Shelf] = &[
    Shelf { cue: "optic", kind: Kind::Transceiver, thing: ThingKind::Optic, usual: "reach" },
    Shelf { cue: "cable", kind: Kind::Cable, thing: ThingKind::Cable, usual: "reach" },
    Shelf { cue: "nic", kind: Kind::Nic, thing: ThingKind::Nic, usual: "speed" },
    Shelf { cue: "switch", kind: Kind::Switch, thing: ThingKind::Switch, usual: "throughput" },
    Shelf { cue: "node", kind: Kind::System, thing: ThingKind::System, usual: "gpus" },
    Shelf { cue: "gpu", kind: Kind::Gpu, thing: ThingKind::Gpu, usual: "memory" },
    Shelf { cue: "model", kind: Kind::Model, thing: ThingKind::Model, usual: "params" },
];

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let question = &ask.question;
    let blocked = ["why", "fails", "define", "finetune", "energy", "kv", "days", "mine", "allowed"];
    if blocked.iter().any(|id| ask.cue(id))
        || !question.strangers.is_empty()
        || ask.node_count().is_some() && !(ask.cue("most") || ask.cue("least"))
    {
        return None;
    }
    let shelf = SHELVES.iter().find(|shelf| ask.cue(shelf.cue))?;
    if ask.design.is_some() && ask.cue("count") {
        return None;
    }
    let only = |kind| question.things.iter().all(|thing| thing.kind == kind);
    let gpus = matches!(shelf.thing, ThingKind::System) && only(ThingKind::Gpu);
    // "Which optics between an SN5600 and a ConnectX-7 at 60 m?": the ends are named, the reach decides.
    let wired = matches!(shelf.thing, ThingKind::Optic | ThingKind::Cable)
        && question.amount(Measure::Mm).is_some()
        && question.things.iter().all(|thing| matches!(thing.kind, ThingKind::Switch | ThingKind::Nic));
    // "Is there a GPU with more memory than the B300?": the named one sets the bound.
    let beyond = match question.things.as_slice() {
        [one] if one.kind == shelf.thing && (ask.cue("with") || ask.cue("list")) => {
            (ask.cue("greater") != ask.cue("lesser")).then_some(one)
        }
        _ => None,
    };
    if !question.things.is_empty() && !gpus && !wired && beyond.is_none() {
        return None;
    }
    let rank = ask.cue("most") || ask.cue("least");
    let work = ask.cue("train") || ask.cue("serve");
    if work && !(rank && question.amounts.is_empty()) {
        return None;
    }
    let asked = question.figures.iter().map(String::as_str).find(|id| {
        !["node_range", "nics", "gpus", "ew_switch", "cooling"].contains(id) || *id == "cooling" && !rank
    });
    let figure = match (asked, work) {
        (Some(figure), _) => figure,
        (None, true) if ask.cue("train") => "bf16",
        (None, true) => "bandwidth",
        (None, false) => shelf.usual,
    };
    let words = if beyond.is_some() { Vec::new() } else { worded(ask, shelf) };
    let bounds = bounds(ask, shelf);
    // "8-GPU server": the count of GPUs is a property of the server.
    let gpu_count = question.counted(ask.catalog, "gpu").filter(|_| shelf.thing == ThingKind::System);
    let present = asked.is_some() && ask.cue("with") && !rank && bounds.is_empty();
    let limit = beyond.and_then(|one| {
        let rows = facts::rows(ask, one.kind, &one.id);
        facts::figure_brief(ask, figure, &rows)?.1
    });
    let present = present && limit.is_none();
    if !rank && words.is_empty() && bounds.is_empty() && !present && limit.is_none() {
        return None;
    }
    if !rank && !wired && (ask.cue("count") || ask.cue("fit")) && !question.amounts.is_empty()
        || ask.cue("rack") && !rank
    {
        return None;
    }
    let cheap = ask.cue("cost") && ask.cue("least");
    let mut found: Vec<(EntryView, Option<f64>, String)> = Vec::new();
    let mut near: Vec<(f64, EntryView, String)> = Vec::new();
    for view in ask.catalog.views(shelf.kind) {
        if !words.iter().all(|word| has_word(&view, word))
            || gpu_count.is_some_and(|count| !has_gpus(&view, count))
            || gpus && !question.things.iter().all(|thing| holds(&view, &thing.id))
        {
            continue;
        }
        let brief = facts::figure_brief(ask, figure, &view.rows);
        let row = facts::row_of(ask, figure, &view.rows);
        let value = row
            .filter(|row| row.state == "value")
            .and_then(|row| row.value.as_f64())
            .or_else(|| facts::count_in(ask, figure, &view.rows));
        let misses: f64 = bounds.iter().map(|bound| bound.miss(ask, &view.rows)).sum();
        let has = row.is_some_and(|row| row.state == "value");
        if present && has == ask.cue("without") {
            continue;
        }
        let outside = |limit: f64| match value {
            Some(value) if ask.cue("lesser") => value >= limit,
            Some(value) => value <= limit,
            None => true,
        };
        if limit.is_some_and(outside) {
            continue;
        }
        let shown = brief.map_or(String::new(), |(text, _)| text);
        if misses > 0.0 {
            near.push((misses, view, shown));
        } else if !rank || value.is_some() || cheap {
            let value = if cheap { price(ask, &view.id) } else { value };
            if cheap && value.is_none() {
                continue;
            }
            found.push((view, value, shown));
        }
    }
    let kind = ask.label_of(shelf.cue);
    let line = |view: &EntryView, shown: &str| {
        let name = super::name_of(ask.catalog, shelf.thing, &view.id);
        if shown.is_empty() { name } else { format!("{name} ({shown})") }
    };
    if found.is_empty() {
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let list: Vec<String> = near.iter().take(3).map(|(_, view, shown)| line(view, shown)).collect();
        return (!list.is_empty())
            .then(|| (vec![ask.say("found_none", &[("list", &list.join(", "))])], Outcome::Partial));
    }
    let count = found.len();
    let descending = ask.cue("most") || !ask.cue("least");
    if rank || asked.is_some() && !present {
        found.sort_by(|a, b| {
            let (a, b) = (a.1.unwrap_or(f64::MIN), b.1.unwrap_or(f64::MIN));
            if descending { b.total_cmp(&a) } else { a.total_cmp(&b) }
        });
    }
    if let Some((view, value, _)) = found.first() {
        if let Some(row) = facts::row_of(ask, figure, &view.rows) {
            ask.cite(&row.source);
        }
        if let Some(value) = value {
            *ask.value.borrow_mut() = Some((*value, figure.to_string()));
        }
    }
    let shown: Vec<String> = found
        .iter()
        .take(if rank { 4 } else { MOST })
        .map(|(view, value, shown)| match value.filter(|_| cheap) {
            Some(usd) => line(view, &format!("{} kUSD", number(usd / 1000.0))),
            None => line(view, shown),
        })
        .collect();
    let list = shown.join(", ") + if count > shown.len() && !rank { ", ..." } else { "" };
    let figure = if cheap { "USD".to_string() } else { ask.label(figure) };
    let told = if rank {
        ask.say("chosen", &[("kind", &kind), ("figure", &figure), ("list", &list)])
    } else {
        ask.say("found", &[("count", &number(count as f64)), ("list", &list)])
    };
    Some((vec![told], Outcome::Answer))
}

/// Words of the field that tell entries apart although lists know them.
pub(super) const TELLING: &[&str] = &["liquid", "air", "passive", "infiniband", "ethernet"];

/// The words of the question that some entry of the shelf prints and that tell entries apart.
fn worded(ask: &Ask<'_>, shelf: &Shelf) -> Vec<String> {
    let views = ask.catalog.views(shelf.kind);
    let mut out: Vec<String> = Vec::new();
    for word in &ask.question.words.words {
        let text = if ["copper", "kupfer", "cuivre", "cobre", "rame", "koper"].contains(&word.text.as_str()) {
            "passive".to_string()
        } else {
            word.text.clone()
        };
        let telling = text.len() >= 3 && text.chars().any(|c| c.is_ascii_alphabetic());
        // A word that stands for the kind itself, asks, or names the figure says nothing about an entry.
        let common = !ask.question.left.contains(&word.text) && !TELLING.contains(&text.as_str());
        if !telling || common || speed(&text).is_some() || out.contains(&text) {
            continue;
        }
        let hits = views.iter().filter(|view| has_word(view, &text)).count();
        if hits > 0 && hits < views.len() {
            out.push(text);
        }
    }
    out
}

fn has_word(view: &EntryView, word: &str) -> bool {
    let among = |text: &str| {
        fold(text)
            .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
            .any(|part| part == word || part.len() > 3 && normalize(part) == normalize(word))
    };
    among(&view.title)
        || view
            .rows
            .iter()
            .filter(|row| WORDED.contains(&row.field.as_str()))
            .filter_map(|row| row.value.as_str())
            .any(among)
}

fn holds(view: &EntryView, gpu: &str) -> bool {
    view.row("gpus")
        .and_then(|row| row.value.as_str())
        .is_some_and(|list| list.split(", ").any(|id| id == gpu))
}

fn has_gpus(view: &EntryView, count: u64) -> bool {
    view.row("gpu_count").and_then(|row| row.value.as_f64()) == Some(count as f64)
}

/// A bound on a figure, in the unit of the question.
struct Bound {
    figure: String,
    value: f64,
    measure: Measure,
    least: bool,
    most: bool,
}

impl Bound {
    /// How far an entry is from the bound as a share of it; zero when it holds.
    fn miss(&self, ask: &Ask<'_>, rows: &[Row]) -> f64 {
        if self.measure == Measure::Gbps {
            let named = format!("{}G", number(self.value));
            let spelled = format!("gbps {}", number(self.value));
            let holds = rows.iter().any(|row| match &row.value {
                serde_json::Value::String(text) => text.contains(&named) || text.contains(&spelled),
                value => {
                    ["gbps", "total_gbps"].contains(&row.field.as_str()) && value.as_f64() == Some(self.value)
                }
            });
            return if holds { 0.0 } else { 1.0 };
        }
        let Some(row) = facts::row_of(ask, &self.figure, rows).filter(|row| row.state == "value") else {
            return 9.0;
        };
        let Some(mut value) = row.value.as_f64() else { return 9.0 };
        if row.unit == "W" && self.measure == Measure::Kw {
            value /= 1000.0;
        }
        let holds = match (self.least, self.most) {
            (true, _) => value >= self.value * 0.999,
            (_, true) => value <= self.value * 1.001,
            _ => (value - self.value).abs() <= self.value * 0.01,
        };
        if holds { 0.0 } else { (value - self.value).abs() / self.value.max(1e-9) }
    }
}

fn bounds(ask: &Ask<'_>, shelf: &Shelf) -> Vec<Bound> {
    let mut out = Vec::new();
    let (least, most) = (ask.cue("atleast"), ask.cue("atmost"));
    for amount in &ask.question.amounts {
        let figure = match amount.measure {
            Measure::Gb => "memory",
            Measure::Kw => "power",
            Measure::Kg => "weight",
            Measure::Billions if shelf.thing == ThingKind::Model => "params",
            Measure::Mm if matches!(shelf.thing, ThingKind::Optic | ThingKind::Cable) => "reach",
            _ => continue,
        };
        let value = if figure == "reach" { amount.value / 1000.0 } else { amount.value };
        out.push(Bound {
            figure: figure.into(),
            value,
            measure: amount.measure,
            least: least || figure == "reach",
            most,
        });
    }
    for word in &ask.question.words.words {
        let wired = !matches!(shelf.thing, ThingKind::Gpu | ThingKind::Model | ThingKind::System);
        if let (true, Some(value)) = (wired, speed(&word.text)) {
            let figure = "speed".to_string();
            out.push(Bound { figure, value, measure: Measure::Gbps, least: false, most: false });
        }
    }
    out
}

/// The indicative price of a part, USD.
fn price(ask: &Ask<'_>, id: &str) -> Option<f64> {
    let priced = ask.catalog.with_bundled_overlay("indicative-prices").ok()?;
    let each = |price: &&crate::catalog::Price| {
        price.unit == crate::catalog::PriceUnit::Each && price.part.as_deref() == Some(id)
    };
    let alone = priced.prices().iter().find(each).map(|price| price.low);
    // A GPU that is sold in servers alone costs its share of one.
    alone.or_else(|| {
        let prices = priced.prices().iter().filter(|price| price.unit == crate::catalog::PriceUnit::Each);
        let share = prices.filter_map(|price| {
            let system = priced.system(price.part.as_deref()?)?;
            let each = *system.gpu_count.as_ref()?.known()?;
            system.gpus.iter().any(|gpu| gpu == id).then(|| price.low / each as f64)
        });
        share.reduce(f64::min)
    })
}
