//! What people see on a terminal of 80 and of 120 columns, command by command. `GCG_BLESS=1 cargo test --test it --
//! screens` writes the screens anew; look at the diff.

use std::{fs, path::Path};

use crate::harness::Run;

/// The commands, by the name of their screens.
const SCREENS: &[(&str, &[&str])] = &[
    ("ask", &["ask", "128 H100 for training, 40 kW racks, no water", "--provider", "offline"]),
    ("ask-question", &["ask", "How many ports has a QM9700?", "--provider", "offline"]),
    ("ask-infeasible", &["ask", "256 B200 for training in 4 racks of 10 kW", "--provider", "offline"]),
    ("plan", &["plan", "--gpus", "64", "--gpu", "h200-sxm", "--workload", "training", "--rack-kw", "40"]),
    (
        "size-train",
        &["size", "train", "--gpu", "H100", "--gpus", "512", "--params-b", "70", "--tokens-b", "1000"],
    ),
    ("size-memory", &["size", "memory", "--model", "Llama-3.3-70B", "--gpu", "H200", "--purpose", "serving"]),
    ("ra-recommend", &["ra", "recommend", "--gpus", "128", "--workload", "training", "--full"]),
    ("ra-check", &["ra", "check", "--pattern", "2-8-9-400", "--nodes", "40", "--gpu", "B300"]),
    ("gpu-compare", &["gpu", "compare", "H100 SXM", "H200"]),
    ("gpu-list", &["gpu", "list"]),
    (
        "sweep",
        &[
            "sweep",
            "--set",
            "gpu_count=64",
            "--set",
            "gpu_models=h200-sxm",
            "--set",
            "workload=training",
            "--vary",
            "power_per_rack_kw=20:60:10",
        ],
    ),
    ("error", &["gpu", "spec", "--gpu", "H2000", "--no-model"]),
    ("tools", &["tools", "list"]),
];

/// The digest names the state of the catalog and changes with every fact.
fn without_digest(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end().trim_end_matches([',', ';']);
            let digest = bare.len() == 16 && bare.chars().all(|c| c.is_ascii_hexdigit());
            if digest { word.replace(bare, "<digest>") } else { word.to_string() }
        })
        .collect()
}

#[test]
fn screens_are_as_they_were_looked_at_and_fit_their_width() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    fs::create_dir_all(&folder).unwrap();
    let mut changed = Vec::new();
    for (name, arguments) in SCREENS {
        for width in [80, 120] {
            let arguments = [arguments, &["--text"][..]].concat();
            let output = Run::new(&arguments).variable("COLUMNS", &width.to_string()).output();
            let screen = without_digest(&output.stdout);
            assert!(screen.lines().count() > 1 || *name == "error", "{name}: {screen}");
            if *name != "error" {
                // An address or a path is one word, and is not broken.
                let wide: Vec<&str> = screen
                    .lines()
                    .filter(|line| line.chars().count() > width && line.trim().contains(' '))
                    .collect();
                assert!(wide.is_empty(), "{name} is wider than {width}: {wide:#?}");
            }
            let path = folder.join(format!("{name}.{width}.txt"));
            if std::env::var_os("GCG_BLESS").is_some() {
                fs::write(&path, &screen).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != screen {
                changed.push(format!("{name}.{width}:\n{screen}"));
            }
        }
    }
    assert!(changed.is_empty(), "these screens changed: {}", changed.join("\n"));
}
