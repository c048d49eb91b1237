//! Words and units that mean something else where they stand: "wanted" as a label, a capital May, 2.4m pages.

use super::{
    item::{Kind, Sheet},
    unit::Unit,
};

/// Gives the item at a place the sense that its neighbours give it.
pub(super) fn by_place(sheet: &mut Sheet, at: usize) {
    verbs(sheet, at);
    wanted(sheet, at);
    now(sheet, at);
    sized_nodes(sheet, at);
    celsius(sheet, at);
    millions(sheet, at);
    months(sheet, at);
    choices(sheet, at);
    grouped(sheet, at);
}

/// "Ready from May": a month and no permission.
fn months(sheet: &mut Sheet, at: usize) {
    let item = &sheet.items[at];
    let capital = sheet.text.raw[item.span.from].is_uppercase();
    let opens = at == 0 || item.line_start || sheet.items[at - 1].sentence != item.sentence;
    if capital && !opens && (item.text == "may" || item.text == "mai") && item.is(&["may"]) {
        sheet.items[at].concepts.clear();
    }
}

/// "8-GPU node", "quad-GPU servers": one word for nodes of so many GPUs.
fn sized_nodes(sheet: &mut Sheet, at: usize) {
    let glued = sheet.is_sign(at + 1, '-') && sheet.items[at + 1].glued;
    if glued
        && sheet.items[at].is_bare()
        && sheet.items.get(at + 2).is_some_and(|item| {
            item.is(&["node"])
                && ["gpu", "card", "accelerator"].iter().any(|word| item.text.starts_with(word))
        })
    {
        sheet.items[at + 2].concepts = vec!["ways"];
    }
}

/// "Storage is 1 PB now" says how it stands today, "it's 6 now" takes back what was said before.
fn now(sheet: &mut Sheet, at: usize) {
    if sheet.items[at].text != "now" || at < 2 || sheet.items[at - 1].quantity().is_none_or(|q| q.article) {
        return;
    }
    let clause = sheet.clause(at);
    let is = |place: &usize| matches!(sheet.items[*place].text.as_str(), "is" | "are" | "has" | "s" | "'s");
    let Some(verb) = clause.clone().take_while(|place| *place < at).find(is) else { return };
    let before = &sheet.items[clause.start..verb];
    if before.iter().any(|item| matches!(item.text.as_str(), "it" | "that" | "they")) {
        sheet.items[at].concepts = vec!["correction"];
    } else if before.iter().any(|item| !item.concepts.is_empty()) {
        sheet.items[at].concepts = vec!["stands"];
    }
}

/// "Wanted: 8 nodes": as the label of a line a wish, in a sentence what somebody wanted once.
fn wanted(sheet: &mut Sheet, at: usize) {
    let item = &sheet.items[at];
    if item.text == "wanted" && item.is(&["past_verb"]) && sheet.is_sign(at + 1, ':') {
        sheet.items[at].concepts = vec!["wanted"];
    }
}

/// "Each site hosts 8 nodes", "the cluster needs 8 GPUs": a verb before a number is no host.
fn verbs(sheet: &mut Sheet, at: usize) {
    let next = sheet.items.get(at + 1).is_some_and(|next| next.quantity().is_some());
    if next && sheet.items[at].text == "hosts" && at > 0 && !sheet.items[at - 1].is_sign(':') {
        sheet.items[at].concepts.clear();
    }
}

/// "air_or_liquid: air": the key names the choice, the value makes it.
fn choices(sheet: &mut Sheet, at: usize) {
    let or = sheet.items[at].text == "or" && at > 1 && sheet.items[at - 1].is_sign('_');
    if !or || at + 2 >= sheet.items.len() {
        return;
    }
    sheet.items[at - 2].concepts.clear();
    sheet.items[at + 2].concepts.clear();
}

/// "Inlet up to 29 C": the letter apart is a unit where temperatures are spoken of.
fn celsius(sheet: &mut Sheet, at: usize) {
    let next = sheet.items.get(at + 1).is_some_and(|next| next.text == "c" && !next.line_start);
    let warm = sheet.items[at].quantity().is_some_and(|q| (5.0..=60.0).contains(&q.high));
    if !(next && warm && sheet.items[at].is_bare()) {
        return;
    }
    let own = sheet.sentence(at);
    if sheet.has(own, &["inlet", "supply", "water", "cooling_word", "cooling_liquid", "cooling_air"])
        && let Kind::Number(quantity) = &mut sheet.items[at].kind
    {
        quantity.unit = Unit::Celsius;
    }
}

/// "Our ceiling is 3.6m", "48 B200 for 3 mil": a small m beside a budget is a million, no metre; so is "2.4m pages".
fn millions(sheet: &mut Sheet, at: usize) {
    let small = sheet.items[at]
        .quantity()
        .is_some_and(|q| q.unit == Unit::Mm && q.unit_scale() == 1e3 && q.unit_text == "m" && q.high < 2e6);
    let own = sheet.sentence(at);
    let counted = sheet
        .items
        .get(at + 1)
        .is_some_and(|next| next.is(&["page", "user", "token", "query", "transaction", "chunk", "document"]));
    let money = sheet.has(own.clone(), &["budget"]) && !sheet.has(own, &["altitude", "distance", "lift"]);
    if !small || !(counted || money) {
        return;
    }
    if let Kind::Number(quantity) = &mut sheet.items[at].kind {
        quantity.low *= 1e3;
        quantity.high *= 1e3;
        quantity.unit = Unit::None;
        quantity.scale = 0.0;
        quantity.unit_text.clear();
    }
}

/// "1.600 kg/m²" in an English text: no floor carries 1.6.
fn grouped(sheet: &mut Sheet, at: usize) {
    let counted = sheet
        .items
        .get(at + 1)
        .is_some_and(|next| next.is(&["user", "gpu", "page", "node", "token", "gpu_hours"]))
        || at > 1
            && sheet.is_sign(at - 1, ':')
            && sheet.items[at - 2].is(&["user", "gpu", "page", "token", "concurrent"]);
    let heavy = |unit: Unit| matches!(unit, Unit::Kg | Unit::KgPerM2) || unit == Unit::None && counted;
    let text = sheet.items[at].text.clone();
    let figure: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.' || *c == ',').collect();
    let three = figure.rsplit_once(['.', ',']).is_some_and(|(head, tail)| tail.len() == 3 && head.len() <= 2);
    if let Kind::Number(quantity) = &mut sheet.items[at].kind
        && heavy(quantity.unit)
        && quantity.low < 50.0
        && three
    {
        quantity.low *= 1000.0;
        quantity.high *= 1000.0;
    }
}
