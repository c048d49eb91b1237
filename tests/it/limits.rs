//! Faults that were found once and stay mended: edited answers, own exports judged falsely, inputs without bound.

use std::{fs, path::PathBuf};

use crate::harness::Run;

fn planned(name: &str, arguments: &[&str]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gcg-limits-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let answer = Run::new(&[&["plan"], arguments].concat()).output().stdout;
    fs::write(folder.join("answer.json"), answer).unwrap();
    folder
}

#[test]
fn an_edited_answer_is_neither_passed_nor_proposed() {
    let folder = planned(
        "edited",
        &["--gpus", "128", "--gpu", "h100-sxm", "--workload", "training", "--rack-kw", "40"],
    );
    let answer: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("answer.json")).unwrap()).unwrap();
    let first = |list: &str| answer[list].as_array().is_some_and(|list| !list.is_empty());
    assert!(first("alternatives") && first("assumptions") && first("findings"), "there is something to edit");
    let exit = |name: &str, command: &[&str]| {
        Run::new(&[command, &[name]].concat()).directory(&folder).output().exit
    };
    assert_eq!(exit("answer.json", &["check"]), 0);
    for (pointer, value) in [
        ("/summary", serde_json::json!("999 nodes with everything")),
        ("/alternatives/0/reason", "because".into()),
        ("/assumptions/0/reason", "because".into()),
        ("/design/compute/node_count", 999.into()),
    ] {
        let mut edited = answer.clone();
        *edited.pointer_mut(pointer).unwrap() = value;
        fs::write(folder.join("edited.json"), edited.to_string()).unwrap();
        assert_ne!(exit("edited.json", &["check"]), 0, "{pointer}");
        assert_ne!(exit("edited.json", &["draft", "--format", "md", "--out", "out"]), 0, "{pointer}");
    }
}

#[test]
fn an_own_export_is_the_design_it_came_from() {
    for (pattern, nodes) in [("2-4-3-200", "8"), ("2-4-5-400", "8")] {
        let folder = planned(pattern, &["--pattern", pattern, "--nodes", nodes]);
        let air = Run::new(&["export", "answer.json", "--format", "air"]).directory(&folder).output();
        assert_eq!(air.exit, 0, "{}", air.stdout);
        fs::write(folder.join("air.json"), air.stdout).unwrap();
        let (verdict, exit) = Run::new(&["check", "--wiring", "air.json"]).directory(&folder).json();
        assert_eq!(exit, 0, "{pattern}: {verdict:#}");
    }
}

#[test]
fn inputs_have_bounds_and_a_byte_order_mark_is_no_fault() {
    let folder = planned("bounds", &["--gpus", "64", "--gpu", "h200-sxm", "--workload", "training"]);
    let answer = fs::read_to_string(folder.join("answer.json")).unwrap();
    fs::write(folder.join("marked.json"), format!("\u{feff}{answer}")).unwrap();
    let (verdict, exit) = Run::new(&["check", "marked.json"]).directory(&folder).json();
    assert_eq!(exit, 0, "{verdict}");
    fs::write(folder.join("branding.yaml"), "logo: /dev/zero\n").unwrap();
    let (document, exit) =
        Run::new(&["draft", "answer.json", "--format", "md", "--out", "out", "--branding", "branding.yaml"])
            .directory(&folder)
            .json();
    assert_eq!(exit, 3, "{document}");
    assert!(document["error"].as_str().unwrap().contains("logo"), "{document}");
    fs::write(folder.join("large.json"), format!("{}{answer}", " ".repeat(64 * 1024 * 1024))).unwrap();
    let (document, exit) = Run::new(&["check", "large.json"]).directory(&folder).json();
    assert_eq!(exit, 3, "{document}");
    fs::remove_file(folder.join("large.json")).unwrap();
}
