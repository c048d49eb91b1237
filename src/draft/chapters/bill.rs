//! The bill of materials and what it costs, with what is still open beside every total.

use super::{Gap, cell, facts, headline, note};
use crate::{
    design::{Bom, BomConfidence, BomLine, Cost},
    draft::desk::{Desk, capital},
    render::document::{Block, Inline, Tone},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let design = desk.design();
    let Some(bill) = design.and_then(|design| design.bom.as_ref()).filter(|bill| !bill.lines.is_empty())
    else {
        gaps.push(Gap { subject: "bill", giver: "giver_answers" });
        return blocks;
    };
    let cost = design.and_then(|design| design.cost.as_ref());
    if let Some(text) = headline::unpriced(desk) {
        let open = if bill.quotable { String::new() } else { format!(" {}", desk.say("bill_open")) };
        blocks.push(note(Tone::Warning, format!("{text}{open}")));
    }
    blocks.push(lines(desk, bill, cost));
    let missing: Vec<Vec<Inline>> = missing(desk, bill).into_iter().map(cell).collect();
    if !missing.is_empty() {
        blocks.push(Block::Heading(desk.say("bill_missing")));
        blocks.push(Block::Points(missing));
    }
    blocks.extend(super::extension::tables(desk));
    match cost {
        Some(cost) => blocks.extend(costs(desk, bill, cost)),
        None => gaps.push(Gap { subject: "prices", giver: "giver_prices" }),
    }
    blocks
}

/// What stands in the way of an offer, each once.
fn missing(desk: &Desk<'_>, bill: &Bom) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for what in &bill.missing {
        // "part for ID (what it is)": the id says nothing to people.
        let short = what.strip_prefix("part for ").and_then(|rest| rest.split_once(" ("));
        let text = match short {
            Some((_, name)) => {
                let name = desk.people(name.strip_suffix(')').unwrap_or(name));
                desk.words.say("part_to_be_named", &[("what", &name)])
            }
            None => capital(&desk.people(what)),
        };
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// The name of a line as people read it: what it is, and the product.
pub(in crate::draft) fn item(desk: &Desk<'_>, line: &BomLine) -> String {
    let what = capital(&desk.people(&line.item));
    match line.part_id.as_deref().map(|id| desk.names.of(id)) {
        // German nouns keep their capital inside a sentence.
        Some(name) if !what.contains(&name) && desk.words.language == "de" => format!("{name}: {what}"),
        Some(name) if !what.contains(&name) => format!("{name}: {}", headline::lower(&what)),
        _ => what,
    }
}

fn lines(desk: &mut Desk<'_>, bill: &Bom, cost: Option<&Cost>) -> Block {
    let mut rows = Vec::new();
    for (place, line) in bill.lines.iter().enumerate() {
        let (tone, name) = match line.confidence {
            BomConfidence::Confirmed => (Tone::Good, "confirmed"),
            BomConfidence::Estimate => (Tone::Warning, "estimate"),
            BomConfidence::ToBeQuoted => (Tone::Warning, "to_be_quoted"),
        };
        let mut row = vec![
            vec![desk.plain_count(place + 1)],
            cell(item(desk, line)),
            cell(line.part_number.clone().unwrap_or_else(|| desk.say("none"))),
            vec![desk.count(line.quantity, &format!("/design/bom/lines/{place}/quantity"))],
            cell(desk.words.value(&line.unit)),
            vec![Inline::Mark(tone, desk.words.value(name))],
        ];
        if let Some(cost) = cost {
            let price = cost.lines.iter().enumerate().find(|(_, one)| one.line == line.id);
            row.push(match price {
                Some((at, one)) => {
                    let at = format!("/design/cost/lines/{at}");
                    desk.money_range(
                        (one.low, &format!("{at}/low")),
                        (one.high, &format!("{at}/high")),
                        &cost.currency,
                    )
                }
                None => cell(desk.say("to_be_quoted")),
            });
        }
        rows.push(row);
    }
    let mut heads = vec!["#number", "item", "part_number", "#quantity", "unit", "status"];
    if cost.is_some() {
        heads.push("#price_head");
    }
    Block::Table(desk.table("bill_table", &heads, rows))
}

fn costs(desk: &mut Desk<'_>, bill: &Bom, cost: &Cost) -> Vec<Block> {
    let words = desk.words;
    let currency = &cost.currency;
    let at = |key: &str| format!("/design/cost/{key}");
    let mut rows: Vec<(String, Vec<Inline>)> = Vec::new();
    let (low, high) = match (cost.purchase_low, cost.purchase_high) {
        (Some(low), Some(high)) => ((low, at("purchase_low")), (high, at("purchase_high"))),
        _ => ((cost.priced_low, at("priced_low")), (cost.priced_high, at("priced_high"))),
    };
    let mut purchase = desk.money_range((low.0, &low.1), (high.0, &high.1), currency);
    let write = |count: usize| desk.settings.numbers.write(count as f64);
    let (priced, all) = (write(cost.lines.len()), write(bill.lines.len()));
    purchase.push(Inline::Text(format!(
        " ({})",
        words.say("figure_priced", &[("priced", &priced), ("lines", &all)])
    )));
    rows.push((desk.say("purchase"), purchase));
    if let Some(why) = &cost.withheld {
        rows.push((words.label("withheld"), cell(desk.sentence(why))));
    }
    if cost.lines.iter().any(|line| line.indicative) {
        rows.push((desk.say("price_kind"), cell(capital(&desk.say("figure_indicative")))));
    }
    if let Some(budget) = &cost.budget {
        let mut value = vec![desk.money(budget.amount, currency, &at("budget/amount"))];
        let verdict = match budget.fits {
            Some(false) => Inline::Mark(Tone::Bad, desk.say("budget_no")),
            Some(true) => Inline::Mark(Tone::Good, desk.say("budget_yes")),
            None => Inline::Mark(Tone::Warning, desk.say("budget_open")),
        };
        value.push(Inline::Text(": ".into()));
        value.push(verdict);
        rows.push((words.label("amount"), value));
        if let (Some(low), Some(high)) = (budget.left, budget.left_at_high) {
            let left = vec![
                desk.money(low, currency, &at("budget/left")),
                Inline::Text(format!(" {}; ", desk.say("at_low_prices"))),
                desk.money(high, currency, &at("budget/left_at_high")),
                Inline::Text(format!(" {}", desk.say("at_high_prices"))),
            ];
            rows.push((desk.say("budget_left"), left));
        }
    }
    if let Some(energy) = &cost.energy {
        let value = vec![
            desk.money(energy.year_cost, currency, &at("energy/year_cost")),
            Inline::Text(format!(" {} (", desk.say("a_year"))),
            desk.amount(energy.year_kwh, "kWh", &at("energy/year_kwh")),
            Inline::Text(format!(", {} ", desk.say("pue"))),
            desk.amount(energy.pue_ratio, "", &at("energy/pue_ratio")),
            Inline::Text(", ".into()),
            desk.amount(energy.per_kwh, &format!("{currency}/kWh"), &at("energy/per_kwh")),
            Inline::Text(")".into()),
        ];
        rows.push((words.label("energy"), value));
    }
    if let (Some(low), Some(high)) = (cost.ownership_low, cost.ownership_high) {
        let mut value =
            desk.money_range((low, &at("ownership_low")), (high, &at("ownership_high")), currency);
        value.push(Inline::Text(format!(" {} ", desk.say("over"))));
        value.push(desk.count(cost.years, &at("years")));
        value.push(Inline::Text(format!(" {}", desk.say(if cost.years == 1 { "year" } else { "years" }))));
        if !cost.to_be_quoted.is_empty() {
            let open = desk.settings.numbers.write(cost.to_be_quoted.len() as f64);
            value.push(Inline::Text(format!("; {}", words.say("without_lines", &[("open", &open)]))));
        }
        rows.push((desk.say("ownership"), value));
    }
    for (key, value) in [("per_gpu_hour", cost.per_gpu_hour), ("per_million_tokens", cost.per_million_tokens)]
    {
        if let Some(value) = value {
            rows.push((words.label(key), vec![desk.money(value, currency, &at(key))]));
        }
    }
    if let Some(rent) = &cost.rent {
        let mut value = vec![
            desk.money(rent.per_gpu_hour, currency, &at("rent/per_gpu_hour")),
            Inline::Text(format!(" {}", desk.say("a_gpu_hour"))),
        ];
        if let Some(hours) = rent.break_even_hours {
            value.push(Inline::Text(format!("; {} ", desk.say("buying_costs_less_after"))));
            value.push(desk.amount(hours, "h", &at("rent/break_even_hours")));
        }
        rows.push((words.label("rent"), value));
    }
    facts(desk, "cost_table", rows).into_iter().collect()
}
