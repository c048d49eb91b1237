//! Documents of whole answers: complete, self-contained, the same bytes twice, and every number leads to the answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    agent_server::{Script, Server, delta, stream},
    harness::Run,
};

/// Twelve requests from two nodes to 18,432 GPUs.
const REQUESTS: [&str; 12] = [
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
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gcg-draft-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Plans a request and leaves the answer in the directory.
fn planned(folder: &Path, request: &str) -> Value {
    let words: Vec<String> =
        request.split(' ').map(|word| word.replace("GB300_NVL72", "GB300 NVL72")).collect();
    let mut all = vec!["plan"];
    all.extend(words.iter().map(String::as_str));
    let output = Run::new(&all).output();
    fs::write(folder.join("answer.json"), &output.stdout).unwrap();
    serde_json::from_str(&output.stdout).unwrap()
}

fn drafted(folder: &Path, more: &[&str]) -> (Value, i32) {
    let mut all = vec!["draft", "answer.json"];
    all.extend(more);
    Run::new(&all).directory(folder).json()
}

/// The text of an HTML or Word part, without tags, style and entities.
fn text_of(markup: &str) -> String {
    let body = match (markup.find("<style>"), markup.find("</style>")) {
        (Some(from), Some(to)) => format!("{}{}", &markup[..from], &markup[to..]),
        _ => markup.to_string(),
    };
    let mut text = String::new();
    for piece in body.split('<') {
        if let Some((_, after)) = piece.split_once('>') {
            text.push(' ');
            text.push_str(after);
        }
    }
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Numbers of a text, thousands joined: 1,024 is 1024.
fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        if letters[at].is_ascii_digit() {
            let mut end = at;
            while end < letters.len()
                && (letters[end].is_ascii_digit()
                    || (matches!(letters[end], ',' | '.')
                        && letters.get(end + 1).is_some_and(char::is_ascii_digit)))
            {
                end += 1;
            }
            let number: String = letters[at..end].iter().filter(|c| **c != ',').collect();
            let number = number.parse::<f64>().map_or(number, |value| format!("{value:.3}"));
            found.insert(number);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every start tag has its end tag, in order.
fn well_formed(markup: &str, empty: &[&str]) -> Result<(), String> {
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

#[test]
fn every_number_of_every_document_leads_to_the_answer() {
    for (index, request) in REQUESTS.iter().enumerate() {
        let folder = folder(&format!("all-{index}"));
        planned(&folder, request);
        traced(&folder, request, &[]);
        fs::remove_dir_all(folder).unwrap();
    }
}

/// The golden texts, with racks, bills and prices as a customer would get them.
#[test]
fn every_number_of_the_golden_documents_leads_to_the_answer() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<PathBuf> = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 12);
    let (mut racked, mut billed, mut priced, mut wired) = (0, 0, 0, 0);
    for case in names {
        let name = case.file_name().unwrap().to_str().unwrap().to_string();
        let folder = folder(&format!("golden-{name}"));
        let text = fs::read_to_string(case.join("text.txt")).unwrap();
        let more: &[&str] = if text.contains("USD") { &["--prices", "indicative"] } else { &[] };
        let mut arguments = vec!["ask", "--provider", "offline", "--file", "-"];
        arguments.extend(more);
        let output = Run::new(&arguments).stdin(text).output();
        fs::write(folder.join("answer.json"), &output.stdout).unwrap();
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        let filled =
            |pointer: &str| answer.pointer(pointer).and_then(Value::as_array).is_some_and(|l| !l.is_empty());
        racked += usize::from(filled("/design/facility/racks"));
        billed += usize::from(filled("/design/bom/lines"));
        priced += usize::from(filled("/design/cost/lines"));
        wired += usize::from(traced(&folder, &name, more));
        fs::remove_dir_all(folder).unwrap();
    }
    assert!(racked >= 8 && billed >= 10 && priced >= 1 && wired >= 8, "{racked} {billed} {priced} {wired}");
}

/// Counts over the cable schedule that a document prints: links alike, links of a device, and what cables and strands
/// make of them.
fn schedule_counts(csv: &str) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let f: Vec<&str> = line.split(',').collect();
        for key in [
            format!("kind {:?}", (f[4], f[5], f[6], f[9], f[10], f[11], f[12])),
            format!("fabric {} {}", f[4], f[6]),
            format!("a {} {}", f[0], f[4]),
            format!("z {} {}", f[2], f[4]),
            format!("az {} {}", f[0], f[6]),
            "all".to_string(),
        ] {
            *counts.entry(key).or_default() += 1;
        }
        // Both ends of a pair's link lead up or across.
        if f[6] == "isl" {
            *counts.entry(format!("a {} {}", f[2], f[4])).or_default() += 1;
        }
    }
    let mut known = BTreeSet::new();
    for count in counts.into_values() {
        // A splitter carries two or four links; a link takes two, four or eight strands.
        for share in [count, count.div_ceil(2), count.div_ceil(4), count * 2, count * 4, count * 8] {
            known.insert(format!("{:.3}", share as f64));
        }
    }
    known
}

/// Drafts the answer of a folder and reads every document back; whether the design was wired.
fn traced(folder: &Path, request: &str, more: &[&str]) -> bool {
    let answer: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("answer.json")).unwrap()).unwrap();
    let with = |words: &[&str]| words.iter().chain(more).map(ToString::to_string).collect::<Vec<_>>();
    let run = |words: &[&str]| {
        let words = with(words);
        Run::new(&words.iter().map(String::as_str).collect::<Vec<_>>()).directory(folder)
    };
    let (explained, _) = run(&["explain", "answer.json"]).json();
    let export = run(&["export", "answer.json", "--format", "cables"]).output();
    let csv = if export.exit == 0 { export.stdout } else { String::new() };
    let formats = "md,html,docx,xlsx,csv";
    {
        let draft = ["draft", "answer.json", "--format", formats, "--out", "out"];
        let (done, exit) = run(&draft).json();
        assert_eq!(exit, 0, "{request}: {done}");
        let read = |name: &str| fs::read(folder.join("out").join(name)).unwrap();
        let markdown = String::from_utf8(read("proposal.md")).unwrap();
        let html = String::from_utf8(read("proposal.html")).unwrap();
        let (docx, xlsx) = (read("proposal.docx"), read("proposal.xlsx"));
        well_formed(&html, &["meta", "img"]).unwrap_or_else(|fault| panic!("{request}: {fault}"));
        let word = part(&docx, "word/document.xml");
        well_formed(&word, &[]).unwrap_or_else(|fault| panic!("{request}: {fault}"));
        for outside in ["src=\"http", "url(http", "<script", "@import", "<link"] {
            assert!(!html.contains(outside), "{request}: {outside}");
        }
        assert_eq!(html.matches("<svg").count(), html.matches("<title id=").count(), "{request}");
        // What may be printed: numbers of the answer and of its derivations, and the document's own counting
        // of sections, tables, figures, rows and checks, which stays below a few hundred.
        let mut known = numbers(&answer.to_string());
        known.extend(numbers(&explained.to_string()));
        known.extend(numbers(&done["answer"].as_str().unwrap()[..12]));
        known.extend(numbers(done["answer"].as_str().unwrap()));
        known.extend(numbers(done["program"].as_str().unwrap()));
        known.extend(numbers(&markdown_sources(&answer)));
        let mut walked = Vec::new();
        values(&explained, &mut walked);
        known.extend(walked.iter().map(|value| format!("{value:.3}")));
        // Heat, weight, energy and money are printed without decimals that nobody reads.
        known.extend(walked.iter().filter(|value| value.abs() >= 10.0).flat_map(|value| {
            [value.round(), (value * 10.0).round() / 10.0].map(|rounded| format!("{:.3}", rounded.abs()))
        }));
        known.extend(walked.iter().map(|value| format!("{:.3}", value.abs())));
        known.extend(numbers(&csv));
        known.extend(schedule_counts(&csv));
        let counting = done["number_count"].as_u64().unwrap().max(64)
            + explained["explanations"].as_array().unwrap().len() as u64;
        known.extend((0..=counting).map(|count| format!("{:.3}", count as f64)));
        let (shown, formulas) = cells(&xlsx);
        assert_eq!(formulas > 0, answer["design"].is_object(), "{request}");
        for (name, text) in [
            ("md", markdown.clone()),
            ("html", text_of(&html)),
            ("docx", text_of(&word)),
            ("xlsx", text_of(&part(&xlsx, "xl/sharedStrings.xml"))),
            ("cells", shown),
            ("csv", String::from_utf8(read("compliance.csv")).unwrap()),
        ] {
            let strange: Vec<String> =
                numbers(&text).into_iter().filter(|number| !known.contains(number)).collect();
            assert!(strange.is_empty(), "{request} {name}: {strange:?}");
        }
        for id in [done["answer"].as_str().unwrap(), done["catalog"]["digest"].as_str().unwrap()] {
            assert!(markdown.contains(id) && html.contains(id) && word.contains(id), "{request}: {id}");
        }
        // The same answer and options give the same bytes.
        let (again, _) = run(&draft).json();
        assert_eq!(done, again, "{request}");
        assert_eq!(done["link_count"].as_u64().unwrap_or(0), csv.lines().count().saturating_sub(1) as u64);
    }
    !csv.is_empty()
}

/// The numbers that a workbook's cells hold, and a check that each formula's stored result is what its cells give.
fn cells(book: &[u8]) -> (String, usize) {
    let names: Vec<String> = zip::ZipArchive::new(Cursor::new(book))
        .unwrap()
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .collect();
    let (mut shown, mut formulas) = (String::new(), 0);
    for name in names {
        let sheet = part(book, &name);
        let mut values: BTreeMap<String, f64> = BTreeMap::new();
        let mut written: Vec<(String, String)> = Vec::new();
        for cell in sheet.split("<c ").skip(1) {
            let at = cell.split('"').nth(1).unwrap().to_string();
            let head = cell.split('>').next().unwrap();
            let inside = |tag: &str| {
                let (_, rest) = cell.split_once(&format!("<{tag}>"))?;
                Some(rest.split('<').next().unwrap().to_string())
            };
            let Some(value) = inside("v") else { continue };
            if head.contains("t=\"s\"") {
                continue;
            }
            let number: f64 = value.parse().unwrap_or_else(|_| panic!("{name} {at}: {value}"));
            values.insert(at.clone(), number);
            match inside("f") {
                Some(formula) => written.push((at, formula)),
                None => shown.push_str(&format!("{:.6} ", number.abs())),
            }
        }
        for (at, formula) in written {
            formulas += 1;
            let value = evaluated(&formula, &values);
            let stored = values[&at];
            assert!(
                (value - stored).abs() <= 1e-9 * stored.abs().max(1.0),
                "{name} {at}: {formula} is {value}, not {stored}"
            );
        }
    }
    (shown, formulas)
}

/// `A1*B2`, `A1*3.5` or `SUM(A1:A9)` over the values of a sheet.
fn evaluated(formula: &str, values: &BTreeMap<String, f64>) -> f64 {
    if let Some(range) = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        let (from, to) = range.split_once(':').unwrap();
        let split = |cell: &str| {
            let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            (cell[..digits].to_string(), cell[digits..].parse::<usize>().unwrap())
        };
        let ((column, first), (_, last)) = (split(from), split(to));
        return (first..=last).filter_map(|row| values.get(&format!("{column}{row}"))).sum();
    }
    formula
        .split('*')
        .map(|part| values.get(part).copied().or_else(|| part.parse().ok()).unwrap_or(0.0))
        .product()
}

/// Titles, addresses and ids of the documents, which hold digits of their own.
fn markdown_sources(answer: &Value) -> String {
    answer["provenance"].to_string()
}

fn values(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::Array(items) => items.iter().for_each(|item| values(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| values(item, found)),
        _ => {}
    }
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
    let edited = text.replacen("163.2\u{a0}kW", "153.2\u{a0}kW", 1);
    assert_ne!(text, edited);
    fs::write(folder.join("proposal.md"), edited).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.md"]);
    assert_eq!((done["mismatch_count"].as_u64(), exit), (Some(1), 9), "{done}");
    assert_eq!(
        (done["mismatches"][0]["expected"].as_str(), done["mismatches"][0]["found"].as_str()),
        (Some("163.2"), Some("153.2"))
    );

    let book = fs::read(folder.join("proposal.xlsx")).unwrap();
    fs::write(folder.join("proposal.xlsx"), with_value(&book, "<v>16</v>", "<v>17</v>")).unwrap();
    let (done, exit) = drafted(&folder, &["--check", "proposal.xlsx"]);
    assert_eq!(exit, 9, "{done}");
    let first = &done["mismatches"][0];
    assert!(first["place"].as_str().unwrap().starts_with("BOM!E"), "{done}");
    assert_eq!((first["expected"].as_str(), first["found"].as_str()), (Some("16"), Some("17")), "{done}");
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
    fs::write(folder.join("de.yaml"), "language: de\nsections: {summary: Kurzfassung}\n").unwrap();
    fs::write(
        folder.join("brand.yaml"),
        "company: Beispiel AG\ncustomer: Kunde & Söhne\naccent: '#7a1f5c'\nnumber_format: '1.234,5'\nwords: de.yaml\ncurrency: EUR\ndisclaimer: Kein Angebot.\n",
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
        "Kurzfassung",
        "Beispiel AG",
        "Kunde &amp; Söhne",
        "#7a1f5c",
        "1.024",
        "Kein Angebot.",
        "2026-11-23",
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

/// A turn of plain text.
fn turn(text: &str) -> Script {
    let letters: Vec<char> = text.chars().collect();
    let mut frames: Vec<Value> = letters
        .chunks(9)
        .map(|piece| delta(serde_json::json!({ "content": piece.iter().collect::<String>() }), Value::Null))
        .collect();
    frames.push(delta(serde_json::json!({}), "stop".into()));
    stream(&frames)
}

#[test]
fn a_model_words_sections_and_never_a_number() {
    let folder = folder("prose");
    planned(&folder, REQUESTS[1]);
    // Sections in order: summary, security, risks, plan. The first is worded well, the second and the third are
    // mended once, the fourth is refused twice and keeps the program's own text.
    let server = Server::start(vec![
        turn("The offer answers the need in full: {{t:t1}}\n\nStorage is still to be named by the customer."),
        turn("All data stays in 3 data centres."),
        turn("The request states nothing about data location; it is to be agreed."),
        turn("# Risks\nNone."),
        turn("No rule names a grave risk; the bill of materials is still open in places."),
        turn("Delivery takes 12 weeks."),
        turn("Delivery takes twelve weeks."),
    ]);
    let url = server.base_url();
    let arguments = [
        "draft",
        "answer.json",
        "--format",
        "md",
        "--out",
        ".",
        "--prose",
        "model",
        "--provider",
        "nim",
        "--base-url",
        &url,
        "--model",
        "first",
    ];
    let output = Run::new(&arguments).directory(&folder).variable("NVIDIA_API_KEY", "sesame-key").output();
    let done: Value =
        serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", output.stdout));
    assert_eq!(output.exit, 0, "{done}");
    assert_eq!(server.unused(), 0, "{done}");
    assert_eq!(done["worded_sections"], serde_json::json!(["risks", "security", "summary"]), "{done}");
    let refused =
        done["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "draft_prose").unwrap();
    assert!(refused["message"].as_str().unwrap().contains("section plan"), "{refused}");
    let text = fs::read_to_string(folder.join("proposal.md")).unwrap();
    assert!(
        text.contains("Storage is still to be named by the customer.") && text.contains("it is to be agreed")
    );
    assert!(
        text.contains("128 GPUs in all") && text.contains("worded by"),
        "the engine's sentence is taken over"
    );
    for never in ["3 data centres", "weeks", "sesame-key", "{{"] {
        assert!(!text.contains(never), "{never}");
    }
    let seen = server.requests();
    assert!(seen.iter().all(|one| one.body["messages"][0]["role"] == "system"));
    assert!(!seen[0].body["messages"][0]["content"].as_str().unwrap().contains("growth_node_count=32"));
    // Without a service the wish is refused before anything is written.
    let (done, exit) = drafted(&folder, &["--prose", "model", "--provider", "offline", "--out", "none"]);
    assert_eq!((done["code"].as_str(), exit), (Some("usage"), 2), "{done}");
    assert!(!folder.join("none").exists());
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
    assert!(
        cases > 0 && text.contains("What another value in the place of an assumption would give"),
        "{cases}"
    );
    assert!(folder.join("figures/picture-tornado.svg").exists());
    traced(&folder, &request, &[]);
    fs::remove_dir_all(folder).unwrap();
}
