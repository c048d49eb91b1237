//! Delivery, acceptance tests and support: what the customer said, and proposals, marked as such, where nothing was said.

use super::{Gap, cell, paragraph};
use crate::{
    design::Design,
    draft::desk::Desk,
    render::document::{Block, Inline},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    let Some(design) = desk.design().filter(|design| design.compute.is_some()) else { return Vec::new() };
    let mut blocks = vec![paragraph(desk.say("delivery_intro"))];
    blocks.push(phases(desk));
    blocks.push(tests(desk, design));
    blocks.extend(addresses(desk, design));
    blocks.push(support(desk, design));
    blocks
}

/// What the delivery cannot settle without the customer; told with the other gaps.
pub(super) fn gaps(desk: &Desk<'_>, gaps: &mut Vec<Gap>) {
    let asked = &desk.answer.requirement;
    if desk.answer.design.is_none() {
        return;
    }
    if asked.delivery_date.is_none() && asked.golive.is_none() && asked.deadline_days.is_none() {
        gaps.push(Gap { subject: "schedule", giver: "giver_customer" });
    }
    if asked.security.is_none() && asked.sovereignty.is_none() && asked.encryption.is_none() {
        gaps.push(Gap { subject: "security", giver: "giver_customer" });
    }
    if asked.warranty_level.is_none() {
        gaps.push(Gap { subject: "support", giver: "giver_both" });
    }
}

/// A remark on who said it: the customer, or we propose it.
fn basis(desk: &Desk<'_>, stated: bool) -> Vec<Inline> {
    cell(desk.say(if stated { "asked_for" } else { "proposed" }))
}

fn phases(desk: &Desk<'_>) -> Block {
    let asked = &desk.answer.requirement;
    let date = asked.delivery_date.as_ref().or(asked.golive.as_ref()).map(|date| date.value.clone());
    let rows = [
        ("phase_decide", "phase_decide_what", "giver_customer"),
        ("phase_order", "phase_order_what", "giver_both"),
        ("phase_site", "phase_site_what", "giver_customer"),
        ("phase_build", "phase_build_what", "giver_us"),
        ("phase_accept", "phase_accept_what", "giver_both"),
        ("phase_run", "phase_run_what", "giver_customer"),
    ]
    .into_iter()
    .enumerate()
    .map(|(place, (name, what, who))| {
        let when = match (&date, name) {
            (Some(date), "phase_build") => format!("“{date}”"),
            _ if place == 0 => desk.say("when_first"),
            _ => desk.words.say("when_after", &[("phase", &desk.settings.numbers.write(place as f64))]),
        };
        vec![
            vec![desk.plain_count(place + 1)],
            cell(desk.say(name)),
            cell(desk.say(what)),
            cell(desk.say(who)),
            cell(when),
        ]
    })
    .collect();
    Block::Table(desk.table("phase_table", &["#number", "phase", "content", "who", "when"], rows))
}

/// Acceptance tests with limits of the design; what has no published limit says so.
fn tests(desk: &mut Desk<'_>, design: &Design) -> Block {
    let words = desk.words;
    let asked = &desk.answer.requirement;
    let stated = asked.acceptance.as_ref().map(|one| &one.value);
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    if let Some(compute) = &design.compute {
        let limit = vec![
            desk.count(compute.gpu_count, "/design/compute/gpu_count"),
            Inline::Text(format!(" {} ", desk.say("gpus_in"))),
            desk.count(compute.node_count, "/design/compute/node_count"),
            Inline::Text(format!(" {}", desk.say("servers"))),
        ];
        rows.push(vec![
            cell(desk.say("test_inventory")),
            cell(desk.say("test_inventory_how")),
            limit,
            basis(desk, false),
        ]);
        let hours = stated.and_then(|one| one.burn_in_hours);
        let limit = match hours {
            Some(hours) => vec![
                desk.amount(hours, "h", "/requirement/acceptance/value/burn_in_hours"),
                Inline::Text(format!(" {}", desk.say("without_fault"))),
            ],
            None => cell(desk.say("limit_no_fault")),
        };
        rows.push(vec![
            cell(desk.say("test_burn")),
            cell(desk.say("test_burn_how")),
            limit,
            basis(desk, hours.is_some()),
        ]);
    }
    if let Some(fabric) = &design.fabric.compute {
        if let Some(links) = fabric.node_link_count {
            let all =
                links + fabric.leaf_spine_link_count.unwrap_or(0) + fabric.upper_link_count.unwrap_or(0);
            let mut limit =
                vec![desk.plain_count(all as usize), Inline::Text(format!(" {}", desk.say("links_up")))];
            if let Some(speed) = fabric.link_gbps {
                limit.push(Inline::Text(" ".into()));
                limit.push(desk.amount(speed, "Gb/s", "/design/fabric/compute/link_gbps"));
            }
            rows.push(vec![
                cell(desk.say("test_links")),
                cell(desk.say("test_links_how")),
                limit,
                basis(desk, false),
            ]);
        }
        let ratio = stated.and_then(|one| one.allreduce_min_ratio);
        let limit = match ratio {
            Some(ratio) => vec![
                desk.amount(ratio * 100.0, "%", ""),
                Inline::Text(format!(" {}", desk.say("of_link_rate"))),
            ],
            None => cell(desk.say("limit_allreduce")),
        };
        rows.push(vec![
            cell(desk.say("test_allreduce")),
            cell(desk.say("test_allreduce_how")),
            limit,
            basis(desk, ratio.is_some()),
        ]);
    }
    if let Some(facility) = &design.facility
        && let Some((place, rack)) =
            facility.racks.iter().enumerate().max_by(|one, two| one.1.power_kw.total_cmp(&two.1.power_kw))
    {
        let limit = vec![
            Inline::Text(format!("{} ", desk.say("at_most"))),
            desk.amount(rack.power_kw, "kW", &format!("/design/facility/racks/{place}/power_kw")),
            Inline::Text(format!(" {}", desk.say("a_rack"))),
        ];
        rows.push(vec![
            cell(desk.say("test_power")),
            cell(desk.say("test_power_how")),
            limit,
            basis(desk, false),
        ]);
    }
    if let Some(facility) = &design.facility {
        for (place, zone) in
            facility.fault_zones.iter().enumerate().filter(|(_, zone)| zone.lost_gpu_count == 0)
        {
            let at = format!("/design/facility/fault_zones/{place}/running_gpu_count");
            let limit = vec![
                desk.count(zone.running_gpu_count, &at),
                Inline::Text(format!(" {}", desk.say("gpus_keep_running"))),
            ];
            let what = words.say("test_fault", &[("what", &words.value(&desk.people(&zone.fails)))]);
            rows.push(vec![cell(what), cell(desk.say("test_fault_how")), limit, basis(desk, false)]);
        }
    }
    if let Some(storage) = &design.storage
        && let Some(read) = storage.read_gbyte_per_s
    {
        let mut limit = vec![
            Inline::Text(format!("{} ", desk.say("at_least"))),
            desk.amount(read, "GB/s", "/design/storage/read_gbyte_per_s"),
            Inline::Text(format!(" {}", desk.say("test_read"))),
        ];
        if let Some(write) = storage.write_gbyte_per_s {
            limit.push(Inline::Text(", ".into()));
            limit.push(desk.amount(write, "GB/s", "/design/storage/write_gbyte_per_s"));
            limit.push(Inline::Text(format!(" {}", desk.say("test_write"))));
        }
        rows.push(vec![
            cell(desk.say("test_storage")),
            cell(desk.say("test_storage_how")),
            limit,
            basis(desk, true),
        ]);
    }
    for (place, value, unit, name) in [
        ("/requirement/ttft_ms/value", asked.ttft_ms.as_ref().map(|one| one.value), "ms", "test_first_token"),
        ("/requirement/tpot_ms/value", asked.tpot_ms.as_ref().map(|one| one.value), "ms", "test_token"),
    ] {
        if let Some(value) = value {
            let limit =
                vec![Inline::Text(format!("{} ", desk.say("at_most"))), desk.amount(value, unit, place)];
            rows.push(vec![
                cell(desk.say(name)),
                cell(desk.say("test_serving_how")),
                limit,
                basis(desk, true),
            ]);
        }
    }
    Block::Table(desk.table("test_table", &["test", "how_tested", "limit", "basis"], rows))
}

/// Networks with the addresses each needs; the ranges themselves are the customer's.
fn addresses(desk: &mut Desk<'_>, design: &Design) -> Option<Block> {
    let nodes = design.compute.as_ref()?.node_count;
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    let mut add = |desk: &Desk<'_>, name: String, networks: u64, each: u64| {
        rows.push(vec![
            cell(name),
            vec![desk.plain_count(networks as usize)],
            vec![desk.plain_count(each as usize)],
            cell(format!("/{}", prefix(each))),
        ]);
    };
    for (key, fabric) in design.fabric.each() {
        let Some(links) = fabric.node_link_count.filter(|links| *links > 0 && nodes > 0) else { continue };
        let name = desk.say(&format!("fabric_{key}"));
        // Every rail of the compute fabric is a network of its own; elsewhere a server's ports are bonded.
        match key {
            "compute" => add(desk, name, links.div_ceil(nodes), nodes),
            "out_of_band" => add(desk, name, 1, links + fabric.switch_count),
            _ => add(desk, name, 1, nodes),
        }
    }
    (!rows.is_empty()).then(|| {
        let heads = ["network", "#networks", "#addresses_each", "smallest_range"];
        Block::Table(desk.table("address_table", &heads, rows))
    })
}

/// The longest IPv4 prefix whose range holds so many hosts beside network, broadcast and gateway.
fn prefix(hosts: u64) -> u32 {
    let needed = hosts.saturating_add(3).max(4);
    32 - (u64::BITS - (needed - 1).leading_zeros()).min(32)
}

fn support(desk: &mut Desk<'_>, design: &Design) -> Block {
    let asked = &desk.answer.requirement;
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    let term = match (&asked.warranty_years, &design.cost) {
        (Some(years), _) => Some((desk.amount(years.value, "", "/requirement/warranty_years/value"), true)),
        (None, Some(cost)) => Some((desk.count(cost.years, "/design/cost/years"), false)),
        (None, None) => None,
    };
    let (value, stated) = match term {
        Some((years, stated)) => (vec![years, Inline::Text(format!(" {}", desk.say("years")))], stated),
        None => (cell(desk.say("to_be_agreed")), false),
    };
    rows.push(vec![cell(desk.say("support_hardware")), value, basis(desk, stated)]);
    let level = asked.warranty_level.as_ref();
    let value = level.map_or_else(|| desk.say("support_level_choice"), |level| format!("“{}”", level.quote));
    rows.push(vec![cell(desk.say("support_level")), cell(value), basis(desk, level.is_some())]);
    if let Some((place, software)) = design.software.iter().enumerate().find(|(_, one)| one.count.is_some())
        && let Some(count) = software.count
    {
        let value = vec![
            desk.count(count, &format!("/design/software/{place}/count")),
            Inline::Text(format!(" × {}", desk.names.of(&software.id))),
        ];
        rows.push(vec![cell(desk.say("support_software")), value, basis(desk, false)]);
    }
    let spares: u64 = design
        .bom
        .iter()
        .flat_map(|bill| &bill.lines)
        .filter(|line| line.group == "spares")
        .map(|line| line.quantity)
        .sum();
    if spares > 0 {
        let value =
            vec![desk.plain_count(spares as usize), Inline::Text(format!(" {}", desk.say("spare_parts")))];
        rows.push(vec![cell(desk.say("support_spares")), value, basis(desk, false)]);
    }
    let admins = asked.training_admins.as_ref();
    let value = match admins {
        Some(one) => vec![
            desk.count(one.value, "/requirement/training_admins/value"),
            Inline::Text(format!(" {}", desk.say("administrators"))),
        ],
        None => cell(desk.say("training_proposal")),
    };
    rows.push(vec![cell(desk.say("support_training")), value, basis(desk, admins.is_some())]);
    Block::Table(desk.table("support_table", &["service", "extent", "basis"], rows))
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_range_holds_its_hosts_and_no_longer_one_does() {
        for (hosts, bits) in [(1, 30), (2, 29), (5, 29), (16, 27), (125, 25), (126, 24), (2304, 20)] {
            assert_eq!(prefix(hosts), bits, "{hosts}");
            let size = 2u64.pow(32 - bits);
            assert!(size >= hosts + 3 && (size / 2 < hosts + 3 || bits == 30));
        }
    }
}
