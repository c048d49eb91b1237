//! Documents read back: complete, self-contained, the same bytes twice, and every number leads to the answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    draft::{REQUESTS, folder, part, planned, well_formed},
    harness::Run,
};

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
pub fn traced(folder: &Path, request: &str, more: &[&str]) -> bool {
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
    let formats = "md,html,docx,xlsx,typ,csv";
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
        // A line of the bill names the document it rests on, and titles hold versions.
        let catalog = gpu_cluster_generator::tools::Catalog::embedded();
        known.extend(catalog.sources().iter().flat_map(|source| numbers(&source.title)));
        let mut walked = Vec::new();
        values(&explained, &mut walked);
        known.extend(walked.iter().map(|value| format!("{value:.3}")));
        // People read three significant digits, and thousands and millions in the larger unit.
        known.extend(walked.iter().flat_map(|value| {
            [1.0, 1e-3, 1e-6, 100.0].map(|scale| format!("{:.3}", three_digits(value * scale).abs()))
        }));
        known.extend(
            differences(&answer).iter().flat_map(|value| {
                [1.0, 1e-6].map(|scale| format!("{:.3}", three_digits(value * scale).abs()))
            }),
        );
        known.extend(walked.iter().map(|value| format!("{:.3}", value.abs())));
        // Figures inside the engine's sentences are rounded like the others.
        let rounded: Vec<String> = known
            .iter()
            .filter_map(|number| number.parse::<f64>().ok())
            .map(|value| format!("{:.3}", three_digits(value)))
            .collect();
        known.extend(rounded);
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
            ("typ", without_layout(&String::from_utf8(read("proposal.typ")).unwrap())),
            ("csv", String::from_utf8(read("compliance.csv")).unwrap()),
        ] {
            let strange: Vec<String> =
                numbers(&text).into_iter().filter(|number| !known.contains(number)).collect();
            assert!(strange.is_empty(), "{request} {name}: {strange:?}");
        }
        for id in [done["answer"].as_str().unwrap(), done["catalog"]["digest"].as_str().unwrap()] {
            assert!(markdown.contains(id) && html.contains(id) && word.contains(id), "{request}: {id}");
        }
        crate::draft_words::people_read(
            request,
            &answer,
            &[
                ("md", &markdown),
                ("html", &text_of(&html)),
                ("docx", &text_of(&word)),
                ("xlsx", &text_of(&part(&xlsx, "xl/sharedStrings.xml"))),
            ],
        );
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
    let book_xml = part(book, "xl/workbook.xml");
    let titles: Vec<String> = book_xml
        .split("<sheet name=\"")
        .skip(1)
        .map(|piece| piece.split('"').next().unwrap().replace("&amp;", "&"))
        .collect();
    let mut values: BTreeMap<String, f64> = BTreeMap::new();
    let mut written: Vec<(String, String, String)> = Vec::new();
    for name in names {
        let sheet = part(book, &name);
        let number: usize =
            name.trim_start_matches("xl/worksheets/sheet").trim_end_matches(".xml").parse().unwrap();
        let title = titles[number - 1].clone();
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
            values.insert(format!("{title}!{at}"), number);
            match inside("f") {
                Some(formula) => written.push((title.clone(), at, formula)),
                None => shown.push_str(&format!("{:.6} ", number.abs())),
            }
        }
    }
    for (title, at, formula) in written {
        formulas += 1;
        let value = evaluated(&formula, &title, &values);
        let stored = values[&format!("{title}!{at}")];
        assert!(
            (value - stored).abs() <= 1e-9 * stored.abs().max(1.0),
            "{title} {at}: {formula} is {value}, not {stored}"
        );
    }
    (shown, formulas)
}

/// A formula of the workbook over its cells: sums, blanks, rounding up, products, quotients, sums of two.
fn evaluated(formula: &str, sheet: &str, values: &BTreeMap<String, f64>) -> f64 {
    let range = |text: &str| {
        let (from, to) = text.split_once(':').unwrap();
        let split = |cell: &str| {
            let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            (cell[..digits].to_string(), cell[digits..].parse::<usize>().unwrap())
        };
        let ((column, first), (_, last)) = (split(from), split(to));
        (first..=last).map(|row| values.get(&format!("{sheet}!{column}{row}")).copied()).collect::<Vec<_>>()
    };
    let inner = |name: &str| formula.strip_prefix(name).and_then(|rest| rest.strip_suffix(')'));
    if let Some(text) = inner("SUM(") {
        return range(text).into_iter().flatten().sum();
    }
    if let Some(text) = inner("COUNTBLANK(") {
        return range(text).iter().filter(|value| value.is_none()).count() as f64;
    }
    if let Some((first, rest)) = formula.split_once("+ROUNDUP(") {
        let rest = format!("ROUNDUP({rest}");
        return first.parse::<f64>().unwrap() + evaluated(&rest, sheet, values);
    }
    if let Some(text) = inner("ROUNDUP(") {
        let text = text.strip_suffix(",0").unwrap();
        let value = evaluated(text, sheet, values);
        // Away from zero, as workbooks round up.
        return if value < 0.0 { (value + 1e-9).floor() } else { (value - 1e-9).ceil() };
    }
    if let Some((above, below)) = formula.rsplit_once('/') {
        return evaluated(above, sheet, values) / evaluated(below, sheet, values);
    }
    if let Some(text) = inner("(") {
        let (one, other) = text.rsplit_once('-').unwrap();
        return evaluated(one, sheet, values) - evaluated(other, sheet, values);
    }
    let cell = |part: &str| {
        let part = part.replace(['$', '\''], "");
        let part = part.replace("&apos;", "");
        part.parse().ok().or_else(|| {
            let place = if part.contains('!') { part.clone() } else { format!("{sheet}!{part}") };
            values.get(&place).copied()
        })
    };
    formula.split('*').map(|part| cell(part).unwrap_or(0.0)).product()
}

/// A value with three significant digits.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let scale = 10f64.powi(2 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

/// What a document may subtract: the budget less the purchase at high prices, and power of what is no server or switch.
fn differences(answer: &Value) -> Vec<f64> {
    let at = |pointer: &str| answer.pointer(pointer).and_then(Value::as_f64).unwrap_or(0.0);
    vec![
        at("/design/cost/budget/amount") - at("/design/cost/purchase_high"),
        at("/design/facility/it_power_kw")
            - at("/design/facility/node_power_total_kw")
            - at("/design/facility/switch_power_kw"),
    ]
}

/// Typst source without what lays the page out.
fn without_layout(text: &str) -> String {
    let body = text.split_once("#mast(").map_or("", |(_, body)| body);
    let numbered = |line: &&str| {
        !line.starts_with("#sheet(") && !line.starts_with("#grid(") && !line.starts_with("#heading(")
    };
    body.lines().filter(numbered).collect::<Vec<_>>().join("\n").replace("\\", "")
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
