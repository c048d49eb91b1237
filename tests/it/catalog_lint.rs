//! The lint of the catalog: every rule is provoked by a sample named after its fault, valid samples are left alone, and
//! hostile files are refused at once.

use std::{collections::BTreeSet, fs, path::PathBuf, time::Instant};

use gpu_cluster_generator::catalog::{Catalog, FORM_RULES, LintSeverity, RULES, lint};

fn samples(kind: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/catalog").join(kind);
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn each_invalid_sample_is_named_by_its_fault() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    let samples = samples("invalid");
    assert!(samples.len() >= 40, "{} invalid samples", samples.len());
    for (name, text) in &samples {
        let rule = name.split("--").next().unwrap();
        let file = format!("{name}.yaml");
        let findings = catalog.lint_files(&[(&file, text)]);
        let named = findings.iter().find(|found| found.rule == rule && found.file == file);
        match named {
            None => wrong.push(format!("{name}: {findings:#?}")),
            Some(found) => {
                let lines = text.lines().count();
                assert!(found.line.is_none_or(|line| (1..=lines).contains(&line)), "{name}: {found:?}");
                assert!(!found.found.is_empty() && !found.expected.is_empty(), "{name}: {found:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "not named by their fault:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_an_invalid_sample() {
    let have: BTreeSet<String> = samples("invalid")
        .into_iter()
        .map(|(name, _)| name.split("--").next().unwrap().to_string())
        .collect();
    let rules = RULES.iter().flat_map(|group| group.iter().map(|rule| rule.name));
    let rules = rules.chain(FORM_RULES.iter().map(|(name, _)| *name));
    // A file over the limit is made by a test of its own, not kept.
    let lacking: Vec<&str> =
        rules.clone().filter(|rule| !have.contains(*rule) && *rule != "too-large").collect();
    assert!(lacking.is_empty(), "rules without a sample: {lacking:?}");
    let known: BTreeSet<&str> = rules.collect();
    assert!(have.iter().all(|name| known.contains(name.as_str())), "{have:?}");
}

#[test]
fn valid_samples_are_left_alone() {
    let catalog = Catalog::embedded();
    for (name, text) in samples("valid") {
        let file = format!("{name}.yaml");
        let bad: Vec<_> = catalog
            .lint_files(&[(&file, &text)])
            .into_iter()
            .filter(|found| found.severity > LintSeverity::Info)
            .collect();
        assert!(bad.is_empty(), "{name}: {bad:#?}");
        assert!(catalog.overlaid_with_files(vec![(file, text)]).is_ok(), "{name}");
    }
}

#[test]
fn all_faults_of_several_files_come_at_once() {
    let samples = samples("invalid");
    let some: Vec<(&str, &str)> = ["sparse-ratio", "anchor", "price-order", "wrong-type", "date-form"]
        .iter()
        .map(|name| samples.iter().find(|(have, _)| have == name).unwrap())
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let rules: BTreeSet<String> = lint(&some).into_iter().map(|found| found.rule).collect();
    for (name, _) in &some {
        assert!(rules.contains(*name), "{name} in {rules:?}");
    }
}

#[test]
fn findings_name_the_line_of_the_field() {
    let text = "gpus:\n  - id: x-1\n    name: X1\n    architecture: t\n    generation: hopper\n    form: sxm\n    \
                form_factor: t\n    status: t\n    memory_gb: {value: 80, source: own-reading, confidence: derived}\n    \
                tdp_w: {value: 7000000, source: nowhere, confidence: derived}\n";
    let findings = Catalog::embedded().lint_files(&[("x.yaml", text)]);
    for rule in ["out-of-range", "source-missing"] {
        let found = findings.iter().find(|found| found.rule == rule).unwrap();
        assert_eq!((found.line, found.entry.as_str()), (Some(10), "x-1"), "{found:?}");
    }
}

#[test]
fn hostile_overlays_are_refused_within_a_second() {
    let bomb: String =
        (0..60).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n.max(1) - 1, n.max(1) - 1)).collect();
    let keys: String = "gpus: []\n".repeat(20_000);
    let nested =
        format!("gpus:\n{}", (1..5000).map(|n| format!("{}- \n", " ".repeat(n))).collect::<String>());
    for (name, text) in [
        ("alias bomb", bomb),
        ("brackets", "[".repeat(200_000)),
        ("braces", "{a: ".repeat(60_000)),
        ("flat flood", format!("gpus: [{}]\n", "[],".repeat(80_000))),
        ("nested", nested),
        ("duplicate keys", keys),
        ("tags", "gpus: !!python/object/apply:os.system ['x']\n".to_string()),
        ("not a number", "prices:\n  - {id: x, low: .nan}\n".to_string()),
        ("50 MB", "x".repeat(50_000_000)),
        ("quotes", "\"".repeat(250_000)),
        ("nul", "\0".repeat(100_000)),
    ] {
        let start = Instant::now();
        let refused = Catalog::embedded().overlaid_with_files(vec![("hostile.yaml".into(), text)]);
        let error = refused.err().unwrap_or_else(|| panic!("{name} was taken"));
        assert!(start.elapsed().as_millis() < 1000, "{name} took {:?}", start.elapsed());
        assert!(error.to_string().len() < 4000, "{name}: a message of {} bytes", error.to_string().len());
    }
}

#[test]
fn the_bundled_prices_pass_the_lint() {
    let catalog = Catalog::embedded().with_bundled_overlay("indicative-prices").unwrap();
    let bad: Vec<_> =
        catalog.lint().into_iter().filter(|found| found.severity == LintSeverity::Error).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn an_overlay_with_a_wrong_fact_is_refused() {
    let folder = std::env::temp_dir().join(format!("gcg-catalog-wrong-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in samples("invalid").iter().filter(|(name, _)| {
        matches!(
            name.as_str(),
            "sparse-ratio" | "system-memory--x" | "out-of-range--petaflops" | "price-order"
        )
    }) {
        fs::write(folder.join(format!("{name}.yaml")), text.replace("x-1", name)).unwrap();
    }
    let refused = Catalog::with_overlay(&folder);
    fs::remove_dir_all(&folder).unwrap();
    let faults = refused.unwrap_err().faults;
    assert!(faults.len() >= 3 && faults.iter().all(|fault| fault.line.is_some()), "{faults:#?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

    /// No text makes the readers of files, price books, names or filters stop with a panic.
    #[test]
    fn no_text_breaks_a_reader(text in "(\\PC|[\\n\\[\\]{}:,&*!#'\" -]){0,200}") {
        use gpu_cluster_generator::catalog::{Filter, Kind};
        let catalog = Catalog::embedded();
        let _ = catalog.overlaid_with_files(vec![("x.yaml".into(), text.clone())]);
        let _ = catalog.with_price_book("x.csv", &text);
        let _ = catalog.resolve_name(Kind::Gpu, &text);
        let _ = Filter::parse(&text);
        let _ = lint(&[("x.yaml", &text)]);
    }
}
