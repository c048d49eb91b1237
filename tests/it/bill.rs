//! The bill and the cable schedule of a design name the same parts and the same numbers of them, over products and
//! sizes; the cages of every server hold what is put into them; no total is given that the prices do not carry.

use gpu_cluster_generator::{
    catalog::Catalog,
    check::Planner,
    design::{Design, Reading, Requirement, Severity},
    fabric::wiring::{Part, Site, lay_out, list_parts},
    tools::plan,
};
use serde_json::{Value, json};

/// GPU or architecture, and the fabric where one is stated.
const PRODUCTS: &[(&str, &str)] = &[
    ("h100-sxm", ""),
    ("h200-sxm", ""),
    ("b200-sxm", ""),
    ("b300-sxm", ""),
    ("h100-sxm", "infiniband"),
    ("h200-sxm", "infiniband"),
    ("b200-sxm", "infiniband"),
    ("b300-sxm", "infiniband"),
    ("gb200", ""),
    ("gb300", ""),
    ("h200-nvl", ""),
    ("h100-nvl", ""),
    ("rtx-pro-6000-se", ""),
    ("l40s", ""),
    ("superpod-h100", ""),
    ("superpod-h200", ""),
    ("superpod-b200", ""),
    ("superpod-b300-xdr", ""),
    ("superpod-gb300", ""),
    ("basepod", ""),
];
const SIZES: &[u64] = &[2, 3, 4, 7, 8, 12, 16, 20, 31, 32, 33, 48, 64, 72, 127, 144];

fn planned(product: &str, fabric: &str, nodes: u64) -> Option<(Vec<String>, Design)> {
    let mut requirement = Requirement::default();
    let mut set = |field: &str, value: Value| requirement.set(field, value, "so stated").unwrap();
    if product.starts_with("superpod") || product == "basepod" {
        set("patterns", json!([product]));
    } else {
        set("gpu_models", json!([product]));
    }
    if !fabric.is_empty() {
        set("fabric", json!([fabric]));
    }
    set("node_count", json!(nodes));
    set("workload", json!(["training"]));
    set("power_per_rack_kw", json!(60));
    let reading = Reading { requirement, ..Reading::default() };
    let answer = plan::answer(&Catalog::embedded(), &reading, Planner::none()).unwrap();
    let document = answer.document();
    let errors = document
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect();
    Some((errors, document.design.clone()?))
}

/// Quantity of a part over the groups that are cabled, spares left out.
fn billed(design: &Design, part: &str) -> u64 {
    let bom = design.bom.as_ref().unwrap();
    let of = |group: &str| matches!(group, "optics" | "cables");
    bom.lines
        .iter()
        .filter(|line| of(&line.group) && line.part_id.as_deref() == Some(part))
        .map(|line| line.quantity)
        .sum()
}

#[test]
fn bill_and_cable_schedule_name_the_same_parts_and_counts() {
    let catalog = Catalog::embedded();
    let (mut designs, mut lines) = (0, 0);
    for (product, fabric) in PRODUCTS {
        for nodes in SIZES {
            let Some((errors, design)) = planned(product, fabric, *nodes) else { continue };
            let Ok(site) = Site::of(&catalog, &design) else { continue };
            let Ok((wiring, _)) = lay_out(&catalog, &site) else { continue };
            designs += 1;
            let fits: Vec<&String> = errors
                .iter()
                .filter(|error| error.starts_with("cage_fit") || error.starts_with("bom_"))
                .collect();
            assert!(fits.is_empty(), "{product} {fabric} {nodes}: {fits:?}");
            let bom = design.bom.as_ref().unwrap();
            let mut parts: Vec<(String, u64)> = Vec::new();
            let (mut copper, mut unknown) = (0, 0);
            for line in list_parts(&wiring) {
                match line.part {
                    Part::ServerModule(id) | Part::SwitchModule(id) | Part::Cable(id) => {
                        match parts.iter_mut().find(|(known, _)| *known == id) {
                            Some((_, count)) => *count += line.count,
                            None => parts.push((id, line.count)),
                        }
                    }
                    Part::Copper => copper += line.count,
                    Part::Unknown => unknown += line.count,
                }
            }
            for (part, count) in &parts {
                lines += 1;
                assert_eq!(billed(&design, part), *count, "{product} {fabric} {nodes}: {part}");
            }
            let open = |what: &str| -> u64 {
                let of = |line: &&gpu_cluster_generator::design::BomLine| {
                    line.group == "cables" && line.part_id.is_none() && line.item.contains(what)
                };
                bom.lines.iter().filter(of).map(|line| line.quantity).sum()
            };
            assert_eq!(open("management ports"), copper, "{product} {fabric} {nodes}");
            assert_eq!(open("with both modules"), unknown, "{product} {fabric} {nodes}");
            // And the bill holds no module or cable that the schedule does not.
            for line in bom.lines.iter().filter(|line| matches!(line.group.as_str(), "optics" | "cables")) {
                if let Some(part) = &line.part_id {
                    assert!(parts.iter().any(|(known, _)| known == part), "{product} {nodes}: {}", line.id);
                }
            }
        }
    }
    assert!(designs >= 200, "{designs} designs, {lines} lines");
}

#[test]
fn a_price_book_without_a_line_gives_no_false_total() {
    let plain = Catalog::embedded();
    let mut requirement = Requirement::default();
    let mut set = |field: &str, value: Value| requirement.set(field, value, "so stated").unwrap();
    set("gpu_models", json!(["b300-sxm"]));
    set("node_count", json!(16));
    set("workload", json!(["training"]));
    set("budget_amount", json!(80_000_000.0));
    set("budget_currency", json!("USD"));
    let reading = Reading { requirement, ..Reading::default() };
    let bom = plan::answer(&plain, &reading, Planner::none())
        .unwrap()
        .document()
        .design
        .clone()
        .and_then(|design| design.bom)
        .unwrap();
    let mut parts: Vec<(String, bool)> = Vec::new();
    for line in &bom.lines {
        if let Some(part) = &line.part_id
            && !parts.iter().any(|(known, _)| known == part)
        {
            parts.push((part.clone(), line.group == "compute"));
        }
    }
    assert!(parts.len() > 4, "{parts:?}");
    let book = |left_out: Option<usize>| {
        let mut text = "id,item,part,unit,currency,low,high,date\n".to_string();
        for (at, (part, _)) in parts.iter().enumerate().filter(|(at, _)| Some(*at) != left_out) {
            let unit = if part.contains("enterprise") { "gpu_year" } else { "each" };
            text.push_str(&format!("p{at},{part},{part},{unit},USD,{},{},2026-11\n", 100 + at, 200 + at));
        }
        text
    };
    for left_out in (0..parts.len()).map(Some).chain([None]) {
        let catalog = plain.with_price_book("book.csv", &book(left_out)).unwrap();
        let answer = plan::answer(&catalog, &reading, Planner::none()).unwrap();
        let cost = answer.document().design.clone().unwrap().cost.unwrap();
        let compute = left_out.is_some_and(|at| parts[at].1);
        let totals = [cost.purchase_low, cost.purchase_high, cost.ownership_high, cost.per_gpu_hour];
        let budget = cost.budget.unwrap();
        if compute {
            assert!(totals.iter().all(Option::is_none), "{left_out:?}: {totals:?}");
            assert!(cost.withheld.is_some() && budget.left.is_none() && budget.left_at_high.is_none());
            continue;
        }
        let (low, high) = (cost.purchase_low.unwrap(), cost.purchase_high.unwrap());
        assert!(low <= high && budget.left.unwrap() >= budget.left_at_high.unwrap());
        // A part that is left out is said to be open; the total never passes for a whole one.
        assert_eq!(cost.lines.len() + cost.to_be_quoted.len(), bom.lines.len());
        if let Some(at) = left_out {
            assert!(cost.to_be_quoted.iter().any(|id| id.contains(&parts[at].0)), "{}", parts[at].0);
            assert_ne!(budget.fits, Some(true));
        }
    }
}

#[test]
fn a_threshold_of_the_price_book_withholds_the_total_and_a_rate_joins_currencies() {
    let plain = Catalog::embedded();
    let mut requirement = Requirement::default();
    let mut set = |field: &str, value: Value| requirement.set(field, value, "so stated").unwrap();
    set("gpu_models", json!(["h100-sxm"]));
    set("server_models", json!(["DGX H100"]));
    set("node_count", json!(4));
    set("budget_amount", json!(2_000_000.0));
    set("budget_currency", json!("EUR"));
    let reading = Reading { requirement, ..Reading::default() };
    let cost = |book: &str| {
        let catalog = plain.with_price_book("book.csv", book).unwrap();
        let answer = plan::answer(&catalog, &reading, Planner::none()).unwrap();
        answer.document().design.clone().unwrap().cost.unwrap()
    };
    let head = "id,item,part,unit,currency,low,high,date\n";
    let servers = "a,DGX H100,dgx-h100,each,USD,300000,330000,2026-11-01\n";
    let rate = "fx,euro,EUR,rate,USD,1.2,,2026-11-02\n";
    let without = cost(&format!("{head}{servers}"));
    assert_eq!((without.currency.as_str(), without.budget.is_none()), ("USD", true));
    let with = cost(&format!("{head}{servers}{rate}"));
    assert_eq!(with.currency, "EUR");
    assert_eq!((with.purchase_low, with.purchase_high), (Some(1_000_000.0), Some(1_100_000.0)));
    assert_eq!((with.rates[0].date.as_str(), with.rates[0].rate), ("2026-11-02", 1.2));
    let budget = with.budget.unwrap();
    assert_eq!((budget.left, budget.left_at_high), (Some(1_000_000.0), Some(900_000.0)));
    let floor = "floor,lines that must have a price,,coverage_min,USD,80,,2026-11\n";
    let held = cost(&format!("{head}{servers}{rate}{floor}"));
    assert!(held.purchase_low.is_none() && held.withheld.unwrap().contains("80 %"));
    for bad in
        ["b,x,no-such-part,each,USD,1,,2026\n", "b,x,dgx-h100,each,USD,5,4,2026\n", "b,x,,each,usd,5,,2026\n"]
    {
        assert!(plain.with_price_book("book.csv", &format!("{head}{bad}")).is_err(), "{bad}");
    }
}

fn facility(
    gpu: &str,
    server: &str,
    more: &[(&str, Value)],
) -> (gpu_cluster_generator::design::Facility, Vec<String>) {
    let mut requirement = Requirement::default();
    let mut set = |field: &str, value: Value| requirement.set(field, value, "so stated").unwrap();
    set("gpu_models", json!([gpu]));
    if !server.is_empty() {
        set("server_models", json!([server]));
    }
    set("node_count", json!(16));
    set("workload", json!(["training"]));
    for (field, value) in more {
        set(field, value.clone());
    }
    let reading = Reading { requirement, ..Reading::default() };
    let answer = plan::answer(&Catalog::embedded(), &reading, Planner::none()).unwrap();
    let document = answer.document();
    let assumed = document.assumptions.iter().map(|assumption| assumption.field.clone()).collect();
    (document.design.clone().unwrap().facility.unwrap(), assumed)
}

#[test]
fn supplies_decide_what_a_lost_feed_stops_and_how_many_feeds_a_rack_has() {
    let rack = [("power_per_rack_kw", json!(60.0))];
    // Server, sources, supplies left and needed, whether GPUs stop: 4+2, 5+1 and N+N supplies.
    for (gpu, server, sources, left, needed, stops) in [
        ("h100-sxm", "DGX H100", 3, 4, 4, false),
        ("b200-sxm", "DGX B200", 2, 3, 5, true),
        ("b300-sxm", "DGX B300", 2, 6, 6, false),
    ] {
        let (facility, _) = facility(gpu, server, &rack);
        let found = facility.sources.as_ref().unwrap();
        assert_eq!((found.source_count, found.left_supply_count), (sources, Some(left)), "{server}");
        assert_eq!(found.needed_supply_count, Some(needed), "{server}");
        let zone = facility.fault_zones.iter().find(|zone| zone.fails.contains("feed")).unwrap();
        assert_eq!(zone.lost_gpu_count > 0, stops, "{server}: {zone:?}");
    }
    // Redundancy that nobody publishes is never promised.
    let (facility, _) = facility("h200-sxm", "Cisco UCS C885A M8", &rack);
    let zone = facility.fault_zones.iter().find(|zone| zone.fails.contains("feed")).unwrap();
    assert!(zone.lost_gpu_count > 0 && facility.sources.unwrap().supply_count.is_none());
}

#[test]
fn a_stated_voltage_has_the_phases_of_its_circuit_and_says_so() {
    let feed = [("volts", json!(400.0)), ("amps", json!(63.0)), ("location", json!("Frankfurt, Germany"))];
    let (facility, _) = facility("h100-sxm", "DGX H100", &feed);
    let found = facility.feed.unwrap();
    assert_eq!((found.phase_count, found.feed_id.as_deref()), (3, Some("iec-400v-63a")));
    assert!((found.continuous_kva - 43.6).abs() < 0.1, "{}", found.continuous_kva);
    // Another rating of that voltage is no circuit of the catalog: three phases are assumed, and shown.
    let other = [("volts", json!(400.0)), ("amps", json!(50.0))];
    let (facility, assumed) = self::facility("h100-sxm", "DGX H100", &other);
    assert_eq!(facility.feed.unwrap().phase_count, 3);
    assert!(assumed.iter().any(|field| field == "feed_phases"), "{assumed:?}");
}

#[test]
fn every_design_has_racks_and_power_and_heat_agree() {
    for (gpu, server) in [
        ("l40s", ""),
        ("h200-nvl", ""),
        ("l4", ""),
        ("h200-sxm", "Dell PowerEdge XE9680"),
        ("gb200", ""),
        ("b300-sxm", ""),
    ] {
        let (facility, assumed) = facility(gpu, server, &[]);
        let racks: f64 = facility.racks.iter().map(|rack| rack.count as f64 * rack.power_kw).sum();
        assert!(facility.rack_count.is_some_and(|count| count > 0), "{gpu} {server}");
        let it = facility.it_power_kw.unwrap();
        assert!((it - racks).abs() < 1e-6 * it, "{gpu}: {it} kW counted, {racks} kW in racks");
        assert_eq!(facility.heat_kw, facility.it_power_kw, "{gpu}");
        assert!((facility.heat_btu_per_h.unwrap() - it * 3412.142).abs() < 1.0);
        if !matches!(gpu, "gb200") {
            assert!(assumed.iter().any(|field| field == "power_per_rack_kw"), "{gpu}: {assumed:?}");
        }
        assert!(facility.not_counted.iter().all(|what| !what.contains("management")), "{gpu}");
    }
}
