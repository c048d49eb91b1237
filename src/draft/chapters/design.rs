//! The design: servers, what it follows, management, storage, software, and what a failure costs.

use super::{Gap, cell, facts};
use crate::{
    design::{Appliances, Compute, Design, Parts},
    draft::desk::{Desk, capital},
    render::document::{Block, Inline},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let Some(design) = desk.design() else {
        gaps.push(Gap { subject: "design", giver: "giver_answers" });
        return blocks;
    };
    match &design.compute {
        Some(compute) => {
            let rows = cluster(desk, compute);
            blocks.extend(facts(desk, "cluster_table", rows));
        }
        None => gaps.push(Gap { subject: "design", giver: "giver_answers" }),
    }
    blocks.extend(management(desk, design, gaps));
    blocks.extend(storage(desk, design, gaps));
    blocks.extend(software(desk, design, gaps));
    blocks.extend(failures(desk, design));
    blocks
}

/// The pools or sites of the design with their sums.
pub(super) fn whole(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(parts) = desk.design().and_then(|design| design.parts.as_ref()) else { return Vec::new() };
    let rows = pools_and_sites(desk, parts);
    facts(desk, "cluster_table", rows).into_iter().collect()
}

/// One row for each pool or site, and one for their sums.
fn pools_and_sites(desk: &mut Desk<'_>, parts: &Parts) -> Vec<(String, Vec<Inline>)> {
    let mut rows: Vec<(String, Vec<Inline>)> = Vec::new();
    let list = parts.list.iter().enumerate().map(|(index, part)| {
        let gpu = format!(" × {}", part.gpu_name);
        let counts = (part.gpu_count, part.node_count, part.it_power_kw);
        (part.name.clone(), gpu, counts, format!("/design/parts/list/{index}"))
    });
    let totals = &parts.totals;
    let sums = (totals.gpu_count, totals.node_count, totals.it_power_kw);
    let of_all = (
        capital(&desk.say("in_all")),
        format!(" {}", desk.say("gpus")),
        sums,
        "/design/parts/totals".to_string(),
    );
    for (name, gpu, (gpus, nodes, power), at) in list.chain([of_all]).collect::<Vec<_>>() {
        let mut row = vec![
            desk.count(gpus, &format!("{at}/gpu_count")),
            Inline::Text(format!("{gpu}; {} ", desk.say("servers"))),
            desk.count(nodes, &format!("{at}/node_count")),
        ];
        if let Some(power) = power {
            row.push(Inline::Text("; ".into()));
            row.push(desk.amount(power, "kW", &format!("{at}/it_power_kw")));
        }
        rows.push((name, row));
    }
    rows
}

/// The servers and what they follow.
fn cluster(desk: &mut Desk<'_>, compute: &Compute) -> Vec<(String, Vec<Inline>)> {
    let words = desk.words;
    let at = |key: &str| format!("/design/compute/{key}");
    let mut rows: Vec<(String, Vec<Inline>)> = Vec::new();
    let gpu = vec![
        desk.count(compute.gpu_count, &at("gpu_count")),
        Inline::Text(format!(" × {}", desk.names.of(&compute.gpu_id))),
    ];
    rows.push((words.label("gpu_count"), gpu));
    let mut servers = vec![
        desk.count(compute.node_count, &at("node_count")),
        Inline::Text(format!(" × {}", desk.people(&compute.server_class))),
        Inline::Text(format!(" {} ", desk.say("with"))),
        desk.count(compute.gpus_per_node, &at("gpus_per_node")),
        Inline::Text(format!(" {}", desk.say("gpus"))),
    ];
    if let Some(system) = &compute.system_id {
        let text = words.say("figures_of", &[("system", &desk.names.of(system))]);
        servers.push(Inline::Text(format!(" ({text})")));
    }
    rows.push((capital(&desk.say("servers")), servers));
    if let Some(memory) = compute.gpu_memory_gb {
        let mut value = vec![desk.amount(memory, "GB", &at("gpu_memory_gb"))];
        if let Some(all) = compute.total_gpu_memory_gb {
            value.push(Inline::Text(format!(" {}, ", desk.say("a_gpu"))));
            value.push(desk.amount(all, "GB", &at("total_gpu_memory_gb")));
            value.push(Inline::Text(format!(" {}", desk.say("in_all"))));
        }
        rows.push((words.label("gpu_memory_gb"), value));
    }
    if let Some(rate) = compute.ew_gbps_per_gpu {
        let value = vec![
            desk.amount(rate, "Gb/s", &at("ew_gbps_per_gpu")),
            Inline::Text(format!(" {}", desk.say("a_gpu"))),
        ];
        rows.push((words.label("ew_gbps_per_gpu"), value));
    }
    match (&compute.architecture_id, &compute.pattern_id) {
        (Some(id), _) => rows.push((desk.say("follows"), cell(desk.names.of(id)))),
        (None, Some(pattern)) => {
            rows.push((desk.say("follows"), cell(words.say("pattern_named", &[("pattern", pattern)]))));
        }
        (None, None) => {}
    }
    if let (Some(nodes), Some(units)) = (compute.su_nodes, compute.su_count) {
        let value = vec![
            desk.count(units, &at("su_count")),
            Inline::Text(format!(" {} ", desk.say("units_of"))),
            desk.count(nodes, &at("su_nodes")),
            Inline::Text(format!(" {}", desk.say("servers"))),
        ];
        rows.push((words.label("su_count"), value));
    }
    rows
}

fn management(desk: &mut Desk<'_>, design: &Design, gaps: &mut Vec<Gap>) -> Vec<Block> {
    if design.support.is_empty() {
        gaps.push(Gap { subject: "management", giver: "giver_us" });
        return Vec::new();
    }
    let rows = design
        .support
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let product = one
                .part_id
                .as_deref()
                .map_or_else(|| desk.say("product_to_be_named"), |id| desk.names.of(id));
            let role = capital(&desk.words.value(&one.role));
            vec![
                cell(role),
                vec![desk.count(one.count, &format!("/design/support/{place}/count"))],
                cell(product),
            ]
        })
        .collect();
    vec![Block::Table(desk.table("management_table", &["role", "#quantity", "product"], rows))]
}

fn storage(desk: &mut Desk<'_>, design: &Design, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let Some(storage) = &design.storage else {
        gaps.push(Gap { subject: "storage", giver: "giver_storage" });
        return blocks;
    };
    let words = desk.words;
    let mut rows = Vec::new();
    for (key, value, unit) in [
        ("capacity_tb", storage.capacity_tb, "TB"),
        ("read_gbyte_per_s", storage.read_gbyte_per_s, "GB/s"),
        ("write_gbyte_per_s", storage.write_gbyte_per_s, "GB/s"),
        ("checkpoint_tb", storage.checkpoint_tb, "TB"),
        ("checkpoint_write_gbyte_per_s", storage.checkpoint_write_gbyte_per_s, "GB/s"),
        ("checkpoint_stall_percent", storage.checkpoint_stall_percent, "%"),
        ("link_provision_gbps", storage.link_provision_gbps, "Gb/s"),
    ] {
        if let Some(value) = value {
            rows.push((words.label(key), vec![desk.amount(value, unit, &format!("/design/storage/{key}"))]));
        }
    }
    if let Some(links) = storage.link_100g_count {
        rows.push((
            words.label("link_100g_count"),
            vec![desk.count(links, "/design/storage/link_100g_count")],
        ));
    }
    if let Some(system) = &storage.appliances {
        rows.extend(appliances(desk, system));
    }
    blocks.extend(facts(desk, "storage_table", rows));
    let rows: Vec<Vec<Vec<Inline>>> = storage
        .tiers
        .iter()
        .enumerate()
        .map(|(place, tier)| {
            let at = format!("/design/storage/tiers/{place}");
            let read = vec![desk.amount(tier.read_gbyte_per_s, "GB/s", &format!("{at}/read_gbyte_per_s"))];
            let write = match tier.write_gbyte_per_s {
                Some(write) => vec![desk.amount(write, "GB/s", &format!("{at}/write_gbyte_per_s"))],
                None => cell(desk.say("none")),
            };
            vec![cell(words.value(&tier.level)), read, write, cell(desk.people(&tier.guideline))]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(desk.table("tier_table", &["level", "#read", "#write", "guideline"], rows)));
    }
    if storage.capacity_tb.is_none() || storage.read_gbyte_per_s.is_none() {
        gaps.push(Gap { subject: "storage", giver: "giver_storage" });
    }
    blocks
}

/// The storage system that stands as an example for what is asked, with what its maker has still to prove.
fn appliances(desk: &mut Desk<'_>, system: &Appliances) -> Vec<(String, Vec<Inline>)> {
    let at = |key: &str| format!("/design/storage/appliances/{key}");
    let name = desk.names.of(&system.part_id);
    let mut value = vec![desk.count(system.count, &at("count")), Inline::Text(format!(" × {name}"))];
    for (key, given, unit, word) in [
        ("read_gbyte_per_s", system.read_gbyte_per_s, "GB/s", "storage_system_reads"),
        ("write_gbyte_per_s", system.write_gbyte_per_s, "GB/s", "storage_system_writes"),
        ("usable_tb", system.usable_tb, "TB", "storage_system_usable"),
    ] {
        if let Some(given) = given {
            value.push(Inline::Text(format!("; {} ", desk.say(word))));
            value.push(desk.amount(given, unit, &at(key)));
        }
    }
    let mut rows = vec![(desk.say("storage_system"), value)];
    if !system.to_be_proven.is_empty() {
        let open: Vec<String> = system.to_be_proven.iter().map(|one| desk.sentence(one)).collect();
        rows.push((desk.say("to_be_proven"), cell(open.join(" "))));
    }
    rows
}

fn software(desk: &mut Desk<'_>, design: &Design, gaps: &mut Vec<Gap>) -> Vec<Block> {
    if design.software.is_empty() {
        gaps.push(Gap { subject: "software", giver: "giver_us" });
        return Vec::new();
    }
    let rows = design
        .software
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let count = match one.count {
                Some(count) => vec![desk.count(count, &format!("/design/software/{place}/count"))],
                None => cell(desk.say("none")),
            };
            let metric = if one.metric.is_empty() { desk.say("none") } else { desk.words.value(&one.metric) };
            vec![cell(desk.names.of(&one.id)), cell(metric), count, cell(desk.sentence(&one.note))]
        })
        .collect();
    vec![Block::Table(desk.table(
        "software_table",
        &["product", "licence_metric", "#licences", "note"],
        rows,
    ))]
}

/// What stops and what goes on when one thing fails.
fn failures(desk: &mut Desk<'_>, design: &Design) -> Option<Block> {
    let zones = &design.facility.as_ref()?.fault_zones;
    let rows: Vec<Vec<Vec<Inline>>> = zones
        .iter()
        .enumerate()
        .map(|(place, zone)| {
            let at = format!("/design/facility/fault_zones/{place}");
            vec![
                cell(capital(&desk.words.value(&desk.people(&zone.fails)))),
                vec![desk.count(zone.lost_gpu_count, &format!("{at}/lost_gpu_count"))],
                vec![desk.count(zone.running_gpu_count, &format!("{at}/running_gpu_count"))],
                vec![desk.amount(zone.bandwidth_left_percent, "%", &format!("{at}/bandwidth_left_percent"))],
                cell(desk.sentence(&zone.effect)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let heads = ["fails", "#gpus_stop", "#gpus_go_on", "#bandwidth_left", "effect_of_failure"];
        Block::Table(desk.table("fault_table", &heads, rows))
    })
}
