//! `--with sensitivity`: what another value of each assumption would give.

use serde_json::Value;

use crate::harness::Run;

fn assumption<'a>(answer: &'a Value, field: &str) -> &'a Value {
    answer["assumptions"].as_array().unwrap().iter().find(|one| one["field"] == field).unwrap()
}

#[test]
fn another_value_of_an_assumption_is_planned_and_a_flip_is_named() {
    let words = ["plan", "--gpus", "128", "--gpu", "H100", "--workload", "training", "--rack-kw", "40"];
    let (plain, _) = Run::new(&words).json();
    assert!(plain["assumptions"].as_array().unwrap().iter().all(|one| one["cases"] == serde_json::json!([])));
    let words: Vec<&str> = words.into_iter().chain(["--with", "sensitivity,provenance"]).collect();
    let (answer, exit) = Run::new(&words).json();
    assert_eq!((exit, &answer["design"]), (0, &plain["design"]), "the design itself stays");
    let gpu = &assumption(&answer, "gpu_models")["cases"];
    let tried: Vec<&str> =
        gpu.as_array().unwrap().iter().map(|case| case["value"].as_str().unwrap()).collect();
    assert_eq!(tried, ["h100-nvl", "h100-pcie"], "the parts the name fits besides the one taken");
    assert!(gpu.as_array().unwrap().iter().all(|case| case["flips"] == true));
    let fabric = &assumption(&answer, "fabric")["cases"][0];
    assert_eq!((&fabric["value"], &fabric["flips"]), (&"infiniband".into(), &true.into()));
    assert_eq!(fabric["node_count"], 16);
    // What the case says is what the request with that value says.
    let words = [
        "plan",
        "--gpus",
        "128",
        "--gpu",
        "H100",
        "--workload",
        "training",
        "--rack-kw",
        "40",
        "--fabric",
        "infiniband",
    ];
    let (changed, _) = Run::new(&words).json();
    assert_eq!(fabric["it_power_kw"], changed["design"]["facility"]["it_power_kw"]);
    assert_eq!(fabric["rack_count"], changed["design"]["facility"]["rack_count"]);
    let origin = &answer["provenance"]["derivations"]["/assumptions/1/cases/0/it_power_kw"];
    assert!(origin.as_str().unwrap().contains("kW"), "{origin}");
}
