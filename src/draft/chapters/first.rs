//! The first page: what the answer is, in four figures, why, what is worth money, what we need, and how each
//! requirement fares. It fits one page at any size.

use super::{asked, cell, headline, paragraph, stated::assumed};
use crate::{
    design::{CoverageStatus, Design, Outcome, RackGroup},
    draft::desk::{Desk, capital},
    render::document::{BigFigure, Block, Inline, Table},
};

/// Requirements the page shows; the first chapter shows all.
const LIGHTS: usize = 7;
/// Findings worth money.
const FINDINGS: usize = 2;
/// Decisions asked for.
const NEEDS: usize = 3;

/// The headline and the blocks of the page.
pub(super) fn page(desk: &mut Desk<'_>) -> (String, Vec<Block>) {
    let title = headline::headline(desk);
    let (tone, stand) = headline::standfirst(desk);
    let mut blocks = vec![Block::Note(tone, stand)];
    if desk.answer.design.is_none() && !desk.answer.reply.is_empty() {
        blocks.push(paragraph(desk.sentence(&desk.answer.reply)));
    }
    let figures = figures(desk);
    if !figures.is_empty() {
        blocks.push(Block::Figures(figures));
    }
    let worded = desk.prose.and_then(|prose| prose.chapters.get("summary"));
    let why: Vec<Block> = match worded {
        Some(prose) => prose.iter().map(|text| paragraph(text.as_str())).collect(),
        None => reason(desk).map(paragraph).into_iter().collect(),
    };
    if !why.is_empty() {
        blocks.push(Block::Heading(desk.say("why_this_design")));
        blocks.extend(why);
    }
    let mut columns = Vec::new();
    let findings = findings(desk);
    if !findings.is_empty() {
        columns.push(vec![Block::Heading(desk.say("worth_money")), Block::Points(findings)]);
    }
    let needs = needs(desk);
    if !needs.is_empty() {
        columns.push(vec![Block::Heading(desk.say("we_need")), Block::Points(needs)]);
    }
    match columns.len() {
        0 => {}
        1 => blocks.extend(columns.remove(0)),
        _ => blocks.push(Block::Columns(columns)),
    }
    blocks.extend(lights(desk));
    (title, blocks)
}

fn figures(desk: &mut Desk<'_>) -> Vec<BigFigure> {
    let Some(design) = desk.design() else { return Vec::new() };
    if let (None, Some(parts)) = (&design.compute, &design.parts) {
        return super::parts::figures(desk, parts);
    }
    [gpus(desk, design), racks(desk, design), power(desk, design), cost_or_speed(desk, design)]
        .into_iter()
        .flatten()
        .collect()
}

fn gpus(desk: &mut Desk<'_>, design: &Design) -> Option<BigFigure> {
    let compute = design.compute.as_ref()?;
    let value = vec![desk.count(compute.gpu_count, "/design/compute/gpu_count")];
    let mut note = vec![
        desk.count(compute.node_count, "/design/compute/node_count"),
        Inline::Text(format!(" {} ", desk.say("figure_servers_of"))),
        desk.count(compute.gpus_per_node, "/design/compute/gpus_per_node"),
    ];
    if let Some(memory) = compute.total_gpu_memory_gb {
        note.push(Inline::Text(", ".into()));
        note.push(desk.amount(memory, "GB", "/design/compute/total_gpu_memory_gb"));
        note.push(Inline::Text(format!(" {}", desk.say("figure_memory"))));
    }
    Some(BigFigure { value, label: cell(desk.names.of(&compute.gpu_id)), note })
}

fn racks(desk: &mut Desk<'_>, design: &Design) -> Option<BigFigure> {
    let facility = design.facility.as_ref()?;
    let racks = facility.rack_count.filter(|racks| *racks > 0)?;
    let count = desk.count(racks, "/design/facility/rack_count");
    let value =
        vec![count, Inline::Text(format!(" {}", desk.say(if racks == 1 { "rack" } else { "racks" })))];
    let mut label = Vec::new();
    if let Some(limit) = facility.rack_budget_kw {
        label.push(desk.amount(limit, "kW", "/design/facility/rack_budget_kw"));
        label.push(Inline::Text(format!(" {}", desk.say("each"))));
    }
    if let Some(cooling) = facility.cooling.as_deref() {
        let lead = if label.is_empty() { "" } else { ", " };
        label.push(Inline::Text(format!("{lead}{}", desk.words.value(cooling))));
    }
    let mut note = Vec::new();
    // Kinds of racks that differ only in which switches they hold read as one.
    let alike = |group: &RackGroup| (group.node_count, group.name.contains("network"));
    let mut told = Vec::new();
    for (index, group) in facility.racks.iter().enumerate() {
        if told.contains(&alike(group)) || told.len() == 3 {
            continue;
        }
        if !told.is_empty() {
            note.push(Inline::Text("; ".into()));
        }
        told.push(alike(group));
        let same = || facility.racks.iter().filter(|other| alike(other) == alike(group));
        note.push(match same().count() {
            1 => desk.count(group.count, &format!("/design/facility/racks/{index}/count")),
            _ => desk.plain_count(same().map(|other| other.count as usize).sum()),
        });
        note.push(Inline::Text(" × ".into()));
        if group.node_count > 0 {
            note.push(desk.count(group.node_count, &format!("/design/facility/racks/{index}/node_count")));
            let servers = desk.say(if group.node_count == 1 { "server" } else { "servers" });
            note.push(Inline::Text(format!(" {servers}")));
            if group.name.contains("network") {
                note.push(Inline::Text(format!(" {}", desk.say("and_switches"))));
            }
        } else {
            note.push(Inline::Text(desk.rack_name(&group.name)));
        }
    }
    Some(BigFigure { value, label, note })
}

fn power(desk: &mut Desk<'_>, design: &Design) -> Option<BigFigure> {
    let facility = design.facility.as_ref()?;
    let Some(all) = facility.it_power_kw else {
        let nodes = facility.node_power_total_kw?;
        return Some(BigFigure {
            value: vec![desk.amount(nodes, "kW", "/design/facility/node_power_total_kw")],
            label: cell(desk.say("figure_server_power")),
            note: cell(desk.say("figure_on_top")),
        });
    };
    let value = vec![desk.amount(all, "kW", "/design/facility/it_power_kw")];
    let mut note = Vec::new();
    if let (Some(nodes), Some(switches)) = (facility.node_power_total_kw, facility.switch_power_kw) {
        note.push(Inline::Text(format!("{} ", desk.say("figure_servers"))));
        note.push(desk.amount(nodes, "kW", "/design/facility/node_power_total_kw"));
        note.push(Inline::Text(format!(", {} ", desk.say("figure_switches"))));
        note.push(desk.amount(switches, "kW", "/design/facility/switch_power_kw"));
    }
    if !facility.not_counted.is_empty() {
        let lead = if note.is_empty() { "" } else { "; " };
        note.push(Inline::Text(format!("{lead}{}", desk.say("figure_more_to_come"))));
    }
    Some(BigFigure { value, label: cell(desk.say("figure_power")), note })
}

/// What it costs where prices are there; else what the network gives each GPU.
fn cost_or_speed(desk: &mut Desk<'_>, design: &Design) -> Option<BigFigure> {
    if let Some(cost) = design.cost.as_ref().filter(|cost| !cost.lines.is_empty()) {
        let (low, high) = match (cost.purchase_low, cost.purchase_high) {
            (Some(low), Some(high)) => {
                ((low, "/design/cost/purchase_low"), (high, "/design/cost/purchase_high"))
            }
            _ => {
                ((cost.priced_low, "/design/cost/priced_low"), (cost.priced_high, "/design/cost/priced_high"))
            }
        };
        let value = desk.money_range(low, high, &cost.currency);
        let lines = design.bom.as_ref().map_or(cost.lines.len(), |bill| bill.lines.len());
        let write = |count: usize| desk.settings.numbers.write(count as f64);
        let (priced, lines) = (write(cost.lines.len()), write(lines));
        let label = desk.words.say("figure_priced", &[("priced", &priced), ("lines", &lines)]);
        let indicative = cost.lines.iter().any(|line| line.indicative);
        let note = if cost.to_be_quoted.is_empty() { String::new() } else { desk.say("figure_quote_rest") };
        let note = match indicative {
            true if note.is_empty() => desk.say("figure_indicative"),
            true => format!("{}; {note}", desk.say("figure_indicative")),
            false => note,
        };
        return Some(BigFigure { value, label: cell(label), note: cell(note) });
    }
    let fabric = design.fabric.compute.as_ref()?;
    let speed = fabric.link_gbps?;
    let value = vec![desk.amount(speed, "Gb/s", "/design/fabric/compute/link_gbps")];
    let mut note = vec![desk.count(fabric.switch_count, "/design/fabric/compute/switch_count")];
    let switch = fabric.switch_id.as_deref().map_or_else(|| desk.say("switches"), |id| desk.names.of(id));
    note.push(Inline::Text(format!(" × {switch}")));
    if let Some(ratio) = &fabric.oversubscription {
        let text = if ratio == "1:1" { desk.say("non_blocking") } else { ratio.clone() };
        note.push(Inline::Text(format!(", {text}")));
    }
    Some(BigFigure { value, label: cell(desk.say("figure_link")), note })
}

/// Why this design: what the network gives, which published design it follows, what fills a rack.
fn reason(desk: &mut Desk<'_>) -> Option<String> {
    let design = desk.design()?;
    if desk.answer.outcome == Outcome::Refuse {
        return None;
    }
    let words = desk.words;
    let mut parts = Vec::new();
    if let Some(fabric) = &design.fabric.compute
        && let Some(speed) = fabric.link_gbps
        && fabric.switch_count > 0
    {
        let speed = desk.amount(speed, "Gb/s", "/design/fabric/compute/link_gbps").text();
        let count = desk.count(fabric.switch_count, "/design/fabric/compute/switch_count").text();
        let switch = fabric.switch_id.as_deref().map_or_else(|| desk.say("switches"), |id| desk.names.of(id));
        let technology = desk.technology(fabric);
        let ratio = fabric.oversubscription.clone().unwrap_or_default();
        let gpus = design.compute.as_ref().map_or(0, |compute| compute.gpu_count);
        let own_way = fabric.node_link_count.is_some_and(|links| links >= gpus);
        let name = match (ratio.as_str(), fabric.switch_count) {
            ("1:1", 1) => "reason_network_one",
            ("1:1", _) if own_way => "reason_network",
            _ => "reason_network_ratio",
        };
        parts.push(words.say(
            name,
            &[
                ("speed", &speed),
                ("count", &count),
                ("switch", &switch),
                ("technology", &technology),
                ("ratio", &ratio),
            ],
        ));
    }
    if let Some(compute) = &design.compute {
        let followed = match (&compute.architecture_id, &compute.pattern_id) {
            (Some(id), _) => desk.names.of(id),
            (None, Some(pattern)) => words.say("reason_pattern_name", &[("pattern", pattern)]),
            (None, None) => String::new(),
        };
        if !followed.is_empty() {
            parts.push(words.say("reason_pattern", &[("pattern", &followed)]));
        }
        if let (Some(nodes), Some(units)) = (compute.su_nodes, compute.su_count)
            && units > 1
        {
            let nodes = desk.count(nodes, "/design/compute/su_nodes").text();
            parts.push(words.say("reason_units", &[("nodes", &nodes)]));
        }
    }
    if let Some(facility) = &design.facility
        && let (Some(each), Some(limit)) = (facility.nodes_per_rack, facility.rack_limit.as_deref())
        && facility.rack_count.is_some()
    {
        let each = desk.count(each, "/design/facility/nodes_per_rack").text();
        let limit = words.say(&format!("limit_{limit}"), &[]);
        parts.push(words.say("reason_racks", &[("each", &each), ("limit", &limit)]));
    }
    (!parts.is_empty()).then(|| crate::draft::words::counted(&parts.join(" ")))
}

/// What is worth money, from what was planned anew or is known: a case of an assumption that takes fewer racks or less
/// money, another GPU that does the same work with less power, the hours from which buying beats renting.
fn findings(desk: &mut Desk<'_>) -> Vec<Vec<Inline>> {
    let Some(design) = desk.design() else { return Vec::new() };
    let mut found: Vec<Vec<Inline>> = Vec::new();
    let words = desk.words;
    if let Some(facility) = &design.facility {
        for (place, one) in desk.answer.assumptions.iter().enumerate() {
            for (index, case) in one.cases.iter().enumerate() {
                let at = format!("/assumptions/{place}/cases/{index}");
                let (Some(racks), Some(own)) = (case.rack_count, facility.rack_count) else { continue };
                if racks < own && !case.flips && found.len() < FINDINGS {
                    let value = desk.people(&case.value.words());
                    let label = words.label(&one.field);
                    found.push(vec![
                        Inline::Strong(words.say("worth_case", &[("what", &label), ("value", &value)])),
                        Inline::Text(" ".into()),
                        desk.count(racks, &format!("{at}/rack_count")),
                        Inline::Text(format!(" {} ", desk.say("racks_in_place_of"))),
                        desk.count(own, "/design/facility/rack_count"),
                        Inline::Text(".".into()),
                    ]);
                }
            }
        }
        let own = facility.node_power_total_kw;
        let best = desk
            .answer
            .alternatives
            .iter()
            .enumerate()
            .filter_map(|(place, one)| Some((place, one, one.power_kw?, one.gpu_count?, one.node_count?)))
            .filter(|(_, one, power, ..)| {
                one.reason.contains(" do the same ") && own.is_some_and(|own| *power < own * 0.9)
            })
            .min_by(|one, two| one.2.total_cmp(&two.2));
        if let (Some((place, one, power, gpus, nodes)), Some(own)) = (best, own)
            && found.len() < FINDINGS
        {
            let at = format!("/alternatives/{place}");
            let gpu = one.gpu_id.as_deref().map_or_else(|| desk.people(&one.title), |id| desk.names.of(id));
            let gpus = desk.count(gpus, &format!("{at}/gpu_count")).text();
            let head = words.say("worth_gpu", &[("gpus", &gpus), ("gpu", &gpu)]);
            found.push(vec![
                Inline::Strong(head),
                Inline::Text(" ".into()),
                desk.count(nodes, &format!("{at}/node_count")),
                Inline::Text(format!(" {} ", desk.say("worth_servers_draw"))),
                desk.amount(power, "kW", &format!("{at}/power_kw")),
                Inline::Text(format!(" {} ", desk.say("in_place_of"))),
                desk.amount(own, "kW", "/design/facility/node_power_total_kw"),
                Inline::Text(".".into()),
            ]);
        }
    }
    if let Some(rent) = design.cost.as_ref().and_then(|cost| cost.rent.as_ref())
        && let Some(hours) = rent.break_even_hours
        && found.len() < FINDINGS
    {
        found.push(vec![
            Inline::Strong(desk.say("worth_rent")),
            Inline::Text(format!(" {} ", desk.say("worth_rent_after"))),
            desk.amount(hours, "h", "/design/cost/rent/break_even_hours"),
            Inline::Text(format!(" {}", desk.say("worth_rent_use"))),
        ]);
    }
    found
}

/// What the customer decides: open questions first, then the assumptions that move the design most.
fn needs(desk: &mut Desk<'_>) -> Vec<Vec<Inline>> {
    let mut needs: Vec<Vec<Inline>> = Vec::new();
    for question in &desk.answer.open_questions {
        needs.push(cell(desk.people(&question.question)));
    }
    // A share of spares or the years of a cost are settled in passing.
    const SMALL: [&str; 3] = ["spare_ratio", "ownership_years", "site_power_reserve_ratio"];
    let asked: Vec<&str> = desk.answer.open_questions.iter().map(|one| one.field.as_str()).collect();
    for one in &desk.answer.assumptions {
        if needs.len() >= NEEDS {
            break;
        }
        if SMALL.contains(&one.field.as_str()) || asked.contains(&one.field.as_str()) {
            continue;
        }
        let value = assumed(desk, &one.field, &one.value);
        let label = desk.words.label(&one.field);
        needs.push(cell(desk.words.say("need_confirm", &[("what", &label), ("value", &value)])));
    }
    needs.truncate(NEEDS);
    if needs.is_empty() && desk.answer.design.is_some() && desk.answer.outcome != Outcome::Infeasible {
        needs.push(cell(desk.say("need_accept")));
    }
    needs
}

/// The requirements with how each fares; what is not met comes first when there are more than the page holds.
fn lights(desk: &mut Desk<'_>) -> Option<Block> {
    let total = desk.answer.coverage.len();
    if total == 0 {
        return None;
    }
    let mut order: Vec<usize> = (0..total).collect();
    if total > LIGHTS {
        let grave = |place: &usize| match desk.answer.coverage[*place].status {
            CoverageStatus::NotMet => 0,
            CoverageStatus::Partly => 1,
            CoverageStatus::MetIf => 2,
            CoverageStatus::NotJudged => 3,
            CoverageStatus::Met => 4,
        };
        order.sort_by_key(grave);
        order.truncate(LIGHTS);
    }
    let rows = order
        .into_iter()
        .map(|place| {
            let row = asked::row(desk, place);
            let mut said = row.said;
            if said.chars().count() > 70 {
                said = format!("{}…", said.chars().take(68).collect::<String>().trim_end());
            }
            vec![cell(row.clause), cell(capital(&said)), cell(row.binding), vec![row.status], row.short]
        })
        .collect();
    let made =
        desk.table("your_requirements", &["clause", "you_asked", "binding", "status", "our_answer"], rows);
    let rest = if total > LIGHTS {
        let write = |count: usize| desk.settings.numbers.write(count as f64);
        desk.words.say("lights_rest", &[("rest", &write(total - LIGHTS)), ("total", &write(total))])
    } else {
        String::new()
    };
    Some(Block::Table(Table { rest, ..made }))
}
