//! Random requirements give answers that certify and pass their own rules, or findings that name the reason; one
//! changed fact changes the numbers that rest on it and no others.

use gpu_cluster_generator::{
    catalog::Catalog,
    check::{Planner, verdicts},
    design::{CoverageStatus, Outcome, Reading, Requirement, Severity},
    tools::{diff, plan},
};
use serde_json::{Value, json};

/// A linear congruential generator (Knuth's MMIX constants); the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len() as u64) as usize]
    }
}

const GPUS: &[&str] = &[
    "H100",
    "h100-sxm",
    "h200-sxm",
    "H200 NVL",
    "b200-sxm",
    "b300-sxm",
    "GB300 NVL72",
    "GB200 NVL72",
    "l40s",
    "l4",
    "rtx-pro-6000-se",
    "A100",
    "h100-nvl",
    "B100X",
    "Rubin",
];
const WORKLOADS: &[&str] =
    &["training", "llm_finetune", "llm_inference", "rag", "hpc_fp64", "vdi", "rendering"];

fn requirement(dice: &mut Dice) -> Requirement {
    let mut requirement = Requirement::default();
    let mut set = |field: &str, value: Value| requirement.set(field, value, "so stated").unwrap();
    if dice.roll(10) > 0 {
        set("gpu_models", json!([dice.pick(GPUS)]));
    }
    if dice.roll(10) > 1 {
        set("workload", json!([dice.pick(WORKLOADS)]));
    }
    match dice.roll(5) {
        0 => set("gpu_count", json!(1 + dice.roll(64))),
        1 => set("gpu_count", json!(1 + dice.roll(20_000))),
        2 => set("node_count", json!(1 + dice.roll(600))),
        3 => set("power_total_kw", json!(50 + dice.roll(5000))),
        _ => set("model_params_b", json!(1 + dice.roll(1000))),
    }
    if dice.roll(3) > 0 {
        set(
            "power_per_rack_kw",
            json!(*dice.pick(&[4.0, 7.5, 12.0, 15.0, 20.0, 40.0, 44.0, 70.0, 132.0, 145.0])),
        );
    }
    if dice.roll(2) == 0 {
        set("cooling", json!(dice.pick(&["air", "liquid"])));
    }
    if dice.roll(3) == 0 {
        set("fabric", json!([dice.pick(&["ethernet", "infiniband"])]));
    }
    if dice.roll(4) == 0 {
        set(
            "patterns",
            json!([dice.pick(&["2-8-9-400", "2-8-5-200", "2-4-5-800", "superpod-h100", "2-9-9-9"])]),
        );
    }
    if dice.roll(4) == 0 {
        set("racks_available", json!(1 + dice.roll(60)));
    }
    if dice.roll(4) == 0 {
        set("rack_u", json!(*dice.pick(&[24, 42, 48, 52])));
    }
    if dice.roll(5) == 0 {
        set("nodes_per_rack", json!(1 + dice.roll(8)));
    }
    if dice.roll(4) == 0 {
        set(
            "location",
            json!(dice.pick(&[
                "Frankfurt, Germany",
                "Texas, USA",
                "Tokyo, Japan",
                "Mumbai, India",
                "the moon"
            ])),
        );
    }
    if dice.roll(6) == 0 {
        set("volts", json!(*dice.pick(&[208.0, 230.0, 400.0, 415.0])));
        set("amps", json!(*dice.pick(&[16.0, 30.0, 32.0, 60.0, 63.0])));
    }
    if dice.roll(4) == 0 {
        set("budget_amount", json!(100_000 + dice.roll(50_000_000)));
        set("budget_currency", json!(dice.pick(&["USD", "EUR"])));
    }
    if dice.roll(5) == 0 {
        set("checkpoint_tb", json!(1 + dice.roll(20)));
        set("checkpoint_stall_s", json!(1 + dice.roll(300)));
    }
    if dice.roll(5) == 0 {
        set("train_tokens", json!(1e9 * (1 + dice.roll(20_000)) as f64));
        set("deadline_days", json!(1 + dice.roll(200)));
    }
    requirement
}

fn finite(value: &Value, at: &str) {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            let signed =
                at.contains("/budget/left") || at.ends_with("headroom_kw") || at.contains("/findings/");
            assert!(number.is_finite() && (number >= 0.0 || signed), "{at} is {number}");
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| finite(item, &format!("{at}/{index}")))
        }
        Value::Object(fields) => fields.iter().for_each(|(key, item)| finite(item, &format!("{at}/{key}"))),
        _ => {}
    }
}

#[test]
fn two_thousand_random_requirements_certify() {
    let plain = Catalog::embedded();
    let priced = plain.with_bundled_overlay("indicative-prices").unwrap();
    let mut dice = Dice(20_261_123);
    let mut outcomes = std::collections::BTreeMap::new();
    let mut faults = Vec::new();
    for round in 0..2000 {
        let requirement = requirement(&mut dice);
        let catalog = if round % 3 == 0 { &priced } else { &plain };
        let reading = Reading { requirement, language: "en".into(), ..Reading::default() };
        let answer = plan::answer(catalog, &reading, Planner::none())
            .unwrap_or_else(|error| panic!("round {round}: {error} {:?}", reading.requirement.stated()));
        let document = answer.document();
        finite(&serde_json::to_value(document).unwrap(), "");
        *outcomes.entry(document.outcome.word()).or_insert(0) += 1;
        let errors = document.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        match document.outcome {
            // What is handed over as an answer breaks no rule.
            Outcome::Answer | Outcome::AnswerWithAssumptions => {
                if errors > 0 {
                    faults.push(format!("round {round}: an answer with errors"));
                }
                let Some(design) = &document.design else { continue };
                let (rules, _) = verdicts(design, &reading.requirement, catalog);
                for rule in rules.iter().filter(|rule| rule.verdict == "fail") {
                    faults.push(format!("round {round}: {} {:?}", rule.rule, reading.requirement.stated()));
                }
            }
            // A broken rule, or a need that the design does not meet.
            Outcome::Infeasible
                if errors == 0
                    && !document.coverage.iter().any(|row| row.status == CoverageStatus::NotMet) =>
            {
                faults.push(format!("round {round} names no reason"))
            }
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(8)].join("\n"));
    assert!(outcomes.len() >= 3, "{outcomes:?}");
}

/// The catalog with facts of one entry replaced.
fn with_facts(file: &str, id: &str, changes: &[(&str, &str)]) -> Catalog {
    let text = std::fs::read_to_string(format!("{}/catalog/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let start = text.find(&format!("  - id: {id}\n")).unwrap();
    let inside = |(index, line): &(usize, &str)| *index == 0 || line.starts_with("    ");
    let lines = text[start..].lines().enumerate().take_while(inside);
    let mut entry: String = lines.map(|(_, line)| format!("{line}\n")).collect();
    for (from, to) in changes {
        assert!(entry.contains(from), "{id} has no `{from}`");
        entry = entry.replacen(from, to, 1);
    }
    let list = file.split(['/', '.']).next().unwrap();
    let folder = std::env::temp_dir().join(format!("gcg-mutation-{id}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("changed.yaml"), format!("version: 1\n{list}:\n{entry}")).unwrap();
    let catalog = Catalog::with_overlay(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    catalog
}

#[test]
fn one_changed_fact_changes_what_rests_on_it_and_nothing_else() {
    let mut requirement = Requirement::default();
    for (field, value) in [
        ("gpu_models", json!(["h100-sxm"])),
        ("gpu_count", json!(256)),
        ("workload", json!(["training"])),
        ("power_per_rack_kw", json!(44)),
    ] {
        requirement.set(field, value, "so stated").unwrap();
    }
    let reading = Reading { requirement, language: "en".into(), ..Reading::default() };
    let before = plan::answer(&Catalog::embedded(), &reading, Planner::none()).unwrap();
    let power: &[(&str, &str)] = &[
        ("power_max_kw: {value: 10.2", "power_max_kw: {value: 10.7"),
        ("heat_btu_per_h: {value: 34804", "heat_btu_per_h: {value: 36510"),
        ("10.2 kW x 3412.142", "10.7 kW x 3412.142"),
    ];
    let weight: &[(&str, &str)] = &[("weight_kg: {value: 130.45", "weight_kg: {value: 140")];
    let typical: &[(&str, &str)] = &[("power_typical_w: {value: 98", "power_typical_w: {value: 108")];
    for (file, id, changes, root, moved) in [
        (
            "systems/nvidia.yaml",
            "dgx-h100",
            power,
            "power_max_kw of system/dgx-h100",
            "/design/facility/node_power_total_kw",
        ),
        (
            "systems/nvidia.yaml",
            "dgx-h100",
            weight,
            "weight_kg of system/dgx-h100",
            "/design/facility/racks/0/weight_kg",
        ),
        (
            "switches.yaml",
            "sn2201",
            typical,
            "power_typical_w of switch/sn2201",
            "/design/facility/switch_power_kw",
        ),
    ] {
        let after = plan::answer(&with_facts(file, id, changes), &reading, Planner::none()).unwrap();
        let found = diff::compare(before.document(), after.document(), Some((before.trace(), after.trace())));
        assert!(found.design.iter().any(|change| change.at == moved), "{root}: {moved} stays");
        for change in &found.design {
            if change.before.is_number() && change.after.is_number() {
                assert!(change.because.iter().any(|cause| cause.starts_with(root)), "{root}: {change:?}");
            }
        }
        for change in found.bom.iter().filter(|change| change.before.is_number() && change.after.is_number())
        {
            assert!(change.because.iter().any(|cause| cause.starts_with(root)), "{root}: {change:?}");
        }
    }
}

#[test]
fn one_changed_price_moves_the_cost_and_nothing_else() {
    let mut requirement = Requirement::default();
    for (field, value) in
        [("gpu_models", json!(["h100-sxm"])), ("gpu_count", json!(256)), ("workload", json!(["training"]))]
    {
        requirement.set(field, value, "so stated").unwrap();
    }
    let reading = Reading { requirement, language: "en".into(), ..Reading::default() };
    let with = |server: u64| {
        let book = format!(
            "id,item,part,unit,currency,low,high,date\nnode,DGX H100,dgx-h100,each,EUR,{server},,2026-10-01\n\
             leaf,SN5600,sn5600,each,EUR,47000,,2026-10-01\n"
        );
        let catalog = Catalog::embedded().with_price_book("book.csv", &book).unwrap();
        plan::answer(&catalog, &reading, Planner::none()).unwrap()
    };
    let (before, after) = (with(300_000), with(310_000));
    let found = diff::compare(before.document(), after.document(), Some((before.trace(), after.trace())));
    let moved: Vec<&str> = found.design.iter().map(|change| change.at.as_str()).collect();
    assert!(moved.iter().all(|at| at.starts_with("/design/cost/")), "{moved:?}");
    for at in ["/design/cost/purchase_low", "/design/cost/purchase_high", "/design/cost/per_gpu_hour"] {
        assert!(moved.contains(&at), "{at} stays: {moved:?}");
    }
    let switch = before.document().design.as_ref().unwrap().cost.as_ref().unwrap();
    let line = switch.lines.iter().position(|line| line.price_id == "leaf").unwrap();
    assert!(moved.iter().all(|at| !at.starts_with(&format!("/design/cost/lines/{line}/"))), "{moved:?}");
    assert!(found.bom.is_empty(), "{:?}", found.bom);
}
