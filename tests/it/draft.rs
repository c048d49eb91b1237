//! Documents of whole answers: an edited number is named, branding is followed, nothing a customer writes becomes markup.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{draft_trace, harness::Run};

/// Twelve requests from two nodes to 18,432 GPUs.
pub const REQUESTS: [&str; 12] = [
    "--nodes 2 --gpu h100-sxm --workload training --rack-kw 25 --cooling air",
    "--gpus 128 --gpu h100-sxm --workload training --rack-kw 40 --cooling air --set growth_node_count=32",
    "--gpus 64 --gpu H200 --workload llm_finetune --fabric infiniband --rack-kw 25",
    "--gpus 1024 --gpu b300-sxm --workload training",
    "--gpu GB300_NVL72 --set racks_requested=2 --cooling liquid",
    "--gpu GB300_NVL72 --set racks_requested=2 --cooling air",
    "--pattern 2-4-3-200 --nodes 9",
    "--gpus 64 --gpu b200-sxm --set model_params_b=1000 --set train_tokens=20000000000000 --set deadline_days=7",
    "--workload llm_inference --set model_params_b=14 --set precision=fp8 --set users_concurrent=300 --rack-kw 15",
    "--gpus 96 --gpu b200-sxm --set storage_capacity_tb=5000 --set storage_read_gbs=200 --set checkpoint_tb=14 --set checkpoint_interval_min=20 --set checkpoint_stall_s=90",
    "--gpus 18432 --gpu b200-sxm --workload training",
    "--workload llm_inference --set users_total=9000",
];

/// A directory of this test, empty.
pub fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gcg-draft-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Plans a request and leaves the answer in the directory.
pub fn planned(folder: &Path, request: &str) -> Value {
    let words: Vec<String> =
        request.split(' ').map(|word| word.replace("GB300_NVL72", "GB300 NVL72")).collect();
    let mut all = vec!["plan"];
    all.extend(words.iter().map(String::as_str));
    let output = Run::new(&all).output();
    fs::write(folder.join("answer.json"), &output.stdout).unwrap();
    serde_json::from_str(&output.stdout).unwrap()
}

pub fn drafted(folder: &Path, more: &[&str]) -> (Value, i32) {
    let mut all = vec!["draft", "answer.json"];
    all.extend(more);
    Run::new(&all).directory(folder).json()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every start tag has its end tag, in order.
pub fn well_formed(markup: &str, empty: &[&str]) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for piece in markup.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else { return Err(format!("no end: {piece}")) };
        if tag.starts_with(['!', '?']) || tag.ends_with('/') {
            continue;
        }
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes another tag"));
            }
        } else if !empty.contains(&name) {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("not closed: {open:?}")) }
}

/// The workbook with one stored value changed.
fn with_value(bytes: &[u8], was: &str, is: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet2.xml" {
            let text = String::from_utf8(content).unwrap();
            changed = text.contains(was);
            content = text.replacen(was, is, 1).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    assert!(changed, "{was} is not in the sheet");
    out.finish().unwrap().into_inner()
}

#[test]
fn an_edited_number_is_named_in_markdown_and_in_a_workbook() {
    let folder = folder("check");
    planned(&folder, REQUESTS[1]);
    drafted(&folder, &["--format", "md,xlsx", "--out", "."]);
    for name in ["proposal.md", "proposal.xlsx"] {
        let (done, exit) = drafted(&folder, &["--check", name]);
        assert_eq!((done["matches"].as_bool(), exit), (Some(true), 0), "{done}");
    }
    let text = fs::read_to_string(folder.join("proposal.md")).unwrap();
    let edited = text.replacen("172\u{a0}kW", "152\u{a0}kW", 1);
    assert_ne!(text, edited);
    fs::write(folder.join("proposal.md"), edited).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.md"]);
    assert_eq!((done["mismatch_count"].as_u64(), exit), (Some(1), 9), "{done}");
    assert_eq!(
        (done["mismatches"][0]["expected"].as_str(), done["mismatches"][0]["found"].as_str()),
        (Some("172"), Some("152"))
    );

    // A fixed number of the bill, then a formula that became a value with the same result.
    let book = fs::read(folder.join("proposal.xlsx")).unwrap();
    fs::write(folder.join("proposal.xlsx"), with_value(&book, "<v>8</v>", "<v>9</v>")).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.xlsx"]);
    assert_eq!(exit, 9, "{done}");
    let first = &done["mismatches"][0];
    assert!(first["place"].as_str().unwrap().starts_with("Bill!C"), "{done}");
    assert_eq!((first["expected"].as_str(), first["found"].as_str()), (Some("8"), Some("9")), "{done}");
    fs::write(folder.join("proposal.xlsx"), with_value(&book, "<f>C2*E2</f>", "")).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.xlsx"]);
    let first = &done["mismatches"][0];
    assert_eq!((first["place"].as_str(), exit), (Some("Bill!G2"), 9), "{done}");
    assert_eq!(first["expected"].as_str(), Some("=C#*E#"), "{done}");
    let row = text.lines().find(|line| line.starts_with("| Servers | 5 |") && line.contains("30.6")).unwrap();
    fs::write(folder.join("less.md"), text.replacen(&format!("{row}\n"), "", 1)).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "less.md"]);
    assert_eq!((done["mismatch_count"].as_u64(), exit), (Some(1), 9), "{done}");
    assert!(done["mismatches"][0]["found"].is_null(), "{done}");
    fs::write(folder.join("unit.md"), text.replacen("172\u{a0}kW", "172\u{a0}MW", 1)).unwrap();
    let (done, _) = drafted(&folder, &["--check", "unit.md"]);
    assert_eq!(done["mismatches"][0]["found"].as_str(), Some("172 MW"), "{done}");
    // A date on the document is no change of it.
    drafted(&folder, &["--format", "md,xlsx", "--out", "dated", "--date", "2026-11-30"]);
    for name in ["dated/proposal.md", "dated/proposal.xlsx"] {
        let (done, exit) = drafted(&folder, &["--check", name]);
        assert_eq!((done["matches"].as_bool(), exit), (Some(true), 0), "{done}");
    }
    // A document of another answer is told apart.
    planned(&folder, REQUESTS[0]);
    let (done, exit) = drafted(&folder, &["--check", "proposal.md"]);
    assert_eq!((done["same_answer"].as_bool(), exit), (Some(false), 9), "{done}");
    fs::write(folder.join("proposal.xlsx"), "no workbook").unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.xlsx"]);
    assert_eq!((done["code"].as_str(), exit), (Some("input.invalid"), 3), "{done}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn branding_words_and_numbers_follow_the_file() {
    let folder = folder("branding");
    planned(&folder, REQUESTS[3]);
    fs::write(folder.join("de.yaml"), "language: de\ntitles: {asked: Was gefordert ist}\n").unwrap();
    fs::write(
        folder.join("brand.yaml"),
        "company: Beispiel AG\ncustomer: Kunde & Söhne\naccent: '#7a1f5c'\nnumber_format: '1.234,5'\nwords: de.yaml\npaper: letter\ncurrency: EUR\ndisclaimer: Kein Angebot.\n",
    )
    .unwrap();
    let (done, exit) = drafted(
        &folder,
        &["--format", "html,xlsx", "--out", ".", "--branding", "brand.yaml", "--date", "2026-11-23"],
    );
    assert_eq!(exit, 0, "{done}");
    let html = fs::read_to_string(folder.join("proposal.html")).unwrap();
    for text in [
        "lang=\"de\"",
        "Was gefordert ist",
        "Beispiel AG",
        "Kunde &amp; Söhne",
        "#7a1f5c",
        "1.024",
        "Kein Angebot.",
        "2026-11-23",
        "size:letter",
    ] {
        assert!(html.contains(text), "{text}");
    }
    let strings = part(&fs::read(folder.join("proposal.xlsx")).unwrap(), "xl/sharedStrings.xml");
    assert!(strings.contains("(EUR)"));
    fs::write(folder.join("brand.yaml"), "accent: '#ffee00'\n").unwrap();
    let (done, exit) = drafted(&folder, &["--branding", "brand.yaml"]);
    assert_eq!((done["code"].as_str(), exit), (Some("config.invalid"), 3), "{done}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_customers_words_cannot_become_markup() {
    let folder = folder("hostile");
    let quote = "128 GPUs <script>alert(1)</script> | [x](http://e.example) ![y](z) \u{202e}& =1+1";
    let requirement = serde_json::json!({
        "gpu_count": { "value": 128, "quote": quote },
        "gpu_models": { "value": ["h100-sxm"], "quote": "=HYPERLINK(\"http://e.example\")" },
        "other": [{ "about": "note", "quote": "3.2.1 <img src=x onerror=y>" }],
    });
    fs::write(folder.join("requirement.json"), requirement.to_string()).unwrap();
    let output = Run::new(&["plan", "--file", "requirement.json"]).directory(&folder).output();
    fs::write(folder.join("answer.json"), &output.stdout).unwrap();
    let (done, exit) = drafted(&folder, &["--format", "md,html,docx,xlsx", "--out", "."]);
    assert_eq!(exit, 0, "{done}");
    let html = fs::read_to_string(folder.join("proposal.html")).unwrap();
    let markdown = fs::read_to_string(folder.join("proposal.md")).unwrap();
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains('\u{202e}'));
    // A backslash makes the sign after it a plain letter.
    let active = markdown.replace("\\<", "").replace("\\[", "").replace("\\!", "");
    assert!(active.contains("script") && !active.contains("<script") && !active.contains("<img"));
    assert!(!active.contains("[x") && !active.contains("![y"));
    assert!(html.contains(">3.2.1<"), "the clause number is kept");
    let word = part(&fs::read(folder.join("proposal.docx")).unwrap(), "word/document.xml");
    well_formed(&word, &[]).unwrap();
    let book = fs::read(folder.join("proposal.xlsx")).unwrap();
    assert!(part(&book, "xl/sharedStrings.xml").contains("HYPERLINK"));
    let names: Vec<String> = zip::ZipArchive::new(Cursor::new(&book))
        .unwrap()
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        assert!(!part(&book, name).contains("HYPERLINK"), "a quote became a formula in {name}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_compliance_matrix_keeps_clauses_and_never_becomes_a_formula() {
    let folder = folder("matrix");
    let requirement = serde_json::json!({
        "gpu_count": { "value": 128, "quote": "3.2.1 at least 128 GPUs, \"new\"" },
        "gpu_models": { "value": ["h100-sxm"], "quote": "=HYPERLINK(\"http://e.example\")" },
    });
    fs::write(folder.join("requirement.json"), requirement.to_string()).unwrap();
    let output = Run::new(&["plan", "--file", "requirement.json"]).directory(&folder).output();
    fs::write(folder.join("answer.json"), &output.stdout).unwrap();
    let (done, exit) = drafted(&folder, &["--format", "csv", "--out", "."]);
    assert_eq!(exit, 0, "{done}");
    let matrix = fs::read_to_string(folder.join("compliance.csv")).unwrap();
    assert_eq!(matrix.lines().count(), 3, "{matrix}");
    assert!(matrix.starts_with("No.,Clause,Requirement,"), "{matrix}");
    assert!(
        matrix.contains(",3.2.1,") && matrix.contains("\"3.2.1 at least 128 GPUs, \"\"new\"\"\""),
        "{matrix}"
    );
    assert!(matrix.contains("\"'=HYPERLINK("), "{matrix}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn results_match_their_published_schemas() {
    let folder = folder("schema");
    planned(&folder, REQUESTS[1]);
    for (name, arguments) in [
        ("draft", vec!["--format", "md,xlsx,csv", "--out", "."]),
        ("draft_check", vec!["--check", "proposal.md"]),
    ] {
        let (schema, _) = Run::new(&["schema", name]).json();
        let (done, exit) = drafted(&folder, &arguments);
        assert_eq!(exit, 0, "{done}");
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> = validator.iter_errors(&done).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tried_values_of_assumptions_are_drawn() {
    let folder = folder("tornado");
    let request = format!("{} --with sensitivity", REQUESTS[1]);
    let answer = planned(&folder, &request);
    let cases: usize = answer["assumptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["cases"].as_array().unwrap().len())
        .sum();
    let (done, exit) = drafted(&folder, &["--format", "md,html", "--out", "."]);
    assert_eq!(exit, 0, "{done}");
    let text = fs::read_to_string(folder.join("proposal.md")).unwrap();
    assert!(cases > 0 && text.contains("What another value of an assumption would give"), "{cases}");
    assert!(folder.join("figures/picture-tornado.svg").exists());
    draft_trace::traced(&folder, &request, &[]);
    fs::remove_dir_all(folder).unwrap();
}
