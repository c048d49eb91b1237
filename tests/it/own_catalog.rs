//! A catalog overlay with one server and one pattern changes what `plan` answers, without a rebuild.

use serde_json::Value;

use crate::harness::Run;

/// A server and the pattern it was built for.
const LAB: &str = r#"
sources:
  - {id: lab-ra, title: "Lab reference architecture", read: "2026-11-20"}
  - {id: lab-server, title: "Lab server datasheet", read: "2026-11-20"}
systems:
  - id: lab-s4
    name: "Lab S4"
    vendor: "Lab"
    aliases: ["LabServer S4"]
    class: sxm_node
    gpus: [h200-sxm]
    gpu_count: {value: 8, source: lab-server, confidence: verbatim}
    gpu_memory_gb: {value: 1128, source: lab-server, confidence: verbatim}
    cpu_sockets: {value: 2, source: lab-server, confidence: verbatim}
    rack_units: {value: 5, source: lab-server, confidence: verbatim}
    weight_kg: {value: 101, source: lab-server, confidence: verbatim}
    power_max_kw: {value: 9.3, source: lab-server, confidence: verbatim}
    cooling: {value: air, source: lab-server, confidence: verbatim}
    compute_nics: {value: 8, source: lab-server, confidence: verbatim}
    compute_nic_gbps: {value: 200, source: lab-server, confidence: verbatim}
    patterns: [2-8-9-200-LAB]
patterns:
  - id: 2-8-9-200-LAB
    family: "HGX 8-GPU, lab edition"
    description: "Eight GPUs with one 200G adapter each."
    c: 2
    g: 8
    n: 9
    b_gbps_per_gpu: 200
    node_count: {min: 2, max: 12}
    tags: [lab, ethernet]
    workload_fit: [training, finetune]
    fabric: ethernet
    platform: spectrum-x
    node_limits:
      - {by: lab document, min: 2, max: 12, source: lab-ra}
    su_nodes: 2
    gpus_allowed: [h200-sxm]
    ew_nics: {count: 8, model: BlueField-3 B3140H SuperNIC, nic: bf3-b3140h, gbps: 200}
    ns_nics: {count: 1, model: BlueField-3 B3220 DPU, nic: bf3-b3220, gbps: 200, ports: 2x200GbE}
    ew_switches: [sn5600]
    ns_switches: [sn5600]
    oob_switch: sn2201
    topology: {planes: 1, collapsed_max_nodes: 12}
    designable: true
    sources:
      - {fields: [c, g, n, b_gbps_per_gpu, node_count, topology], sources: [lab-ra], confidence: verbatim}
"#;

fn plan(catalog: &[&str], flags: &[&str]) -> Value {
    let mut words = vec!["plan", "--gpu", "h200-sxm", "--workload", "finetune", "--rack-kw", "40"];
    words.extend(flags);
    words.extend(catalog);
    let (answer, exit) = Run::new(&words).json();
    assert_eq!(exit, 0, "{answer}");
    answer
}

/// System, pattern, kilowatts of a node and nodes per rack.
fn chosen(answer: &Value) -> (&str, &str, f64, u64) {
    let at = |place: &str| &answer["design"][place];
    (
        at("compute")["system_id"].as_str().unwrap(),
        at("compute")["pattern_id"].as_str().unwrap(),
        at("facility")["node_power_kw"].as_f64().unwrap(),
        at("facility")["nodes_per_rack"].as_u64().unwrap(),
    )
}

#[test]
fn one_server_and_one_pattern_of_an_overlay_change_the_plan() {
    let folder = std::env::temp_dir().join(format!("gcg-own-catalog-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("lab.yaml"), LAB).unwrap();
    let directory = folder.display().to_string();
    let with = ["--catalog", directory.as_str()];
    assert_eq!(chosen(&plan(&[], &["--gpus", "64"])), ("dgx-h200", "2-8-9-400", 10.2, 3));
    // The user's own entries come before the built-in ones where their range holds the size ...
    let own = plan(&with, &["--gpus", "64"]);
    assert_eq!(chosen(&own), ("lab-s4", "2-8-9-200-LAB", 9.3, 4));
    assert_eq!(own["design"]["compute"]["ew_gbps_per_gpu"], 200);
    assert_eq!(own["catalog"]["overlaid"], true);
    // An adapter at half the speed of its cage still takes a module of its own.
    let lines = own["design"]["bom"]["lines"].as_array().unwrap();
    let modules = lines.iter().find(|line| line["item"].as_str().unwrap().contains("cages of servers"));
    assert_eq!(modules.unwrap()["quantity"], own["design"]["fabric"]["compute"]["node_link_count"]);
    // ... and not where it ends.
    let large = plan(&with, &["--gpus", "256"]);
    assert_eq!(chosen(&large).1, "2-8-9-400");
    // Without the overlay the pattern's name is unknown, and the near names are told.
    let (unknown, exit) =
        Run::new(&["plan", "--gpu", "h200-sxm", "--gpus", "64", "--pattern", "2-8-9-200-LAB"]).json();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((unknown["code"].as_str(), exit), (Some("name.unknown"), 3), "{unknown}");
    assert!(unknown["hints"].to_string().contains("2-8-9-400"), "{unknown}");
}

#[test]
fn a_server_named_by_the_customer_gives_the_figures() {
    for (text, system, nodes) in [
        ("16 Dell PowerEdge XE9680 servers with H200 for training, 40 kW racks", "dell-xe9680", 16),
        ("64 H200 GPUs in Supermicro SYS-821GE-TNHR for finetuning, 40 kW per rack", "smc-sys-821ge-tnhr", 8),
        ("We want 4 HPE Cray XD670 with H100 for training.", "hpe-xd670", 4),
        ("Four Lenovo ThinkSystem SR680a V3 with B200 for training", "lenovo-sr680a-v3", 4),
        ("6 Cisco UCS C885A with H200 for training", "cisco-c885a-m8", 6),
    ] {
        let (answer, _) = Run::new(&["ask", text, "--provider", "offline"]).json();
        let compute = &answer["design"]["compute"];
        assert_eq!(compute["system_id"], system, "{text}: {}", answer["requirement"]);
        assert_eq!(compute["node_count"], nodes, "{text}");
        let covered =
            answer["coverage"].as_array().unwrap().iter().find(|row| row["field"] == "server_models");
        assert_eq!(covered.unwrap()["status"], "met", "{text}");
    }
    // A server that does not carry the GPU, one of two generations, and one that is there today.
    let (answer, _) =
        Run::new(&["ask", "8 Dell XE9680 with B300 for training", "--provider", "offline"]).json();
    assert!(answer["findings"].to_string().contains("not with b300-sxm"), "{}", answer["findings"]);
    assert_ne!(answer["design"]["compute"]["system_id"], "dell-xe9680");
    let (answer, _) =
        Run::new(&["ask", "8 Lenovo SR680a with H200 for training", "--provider", "offline"]).json();
    assert!(answer["open_questions"].to_string().contains("SR680a"), "{}", answer["open_questions"]);
    let text = "We currently run 4 Dell XE9680. We need 64 H200 for training in new nodes.";
    let (answer, _) = Run::new(&["ask", text, "--provider", "offline"]).json();
    assert!(answer["requirement"]["server_models"].is_null(), "{}", answer["requirement"]);
}
