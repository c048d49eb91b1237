//! Clauses of tenders reach the proposal: all of them, in order, with their whole text.

use std::fs;

use crate::{draft::folder, harness::Run};

/// Own tenders in four ways of numbering: the text, and its numbers in order.
const TENDERS: [(&str, &str, &[&str]); 4] = [
    (
        "en",
        "Lot 2: compute\n2.1 The Contractor shall deliver 64 H200 GPUs for training.\n2.2 Each rack shall draw no more than 40 kW.\nCooling\n2.3 Cooling should be by air.\n2.4 Log files are handed over on paper.\n2.10 Warranty of five years.",
        &["2.1", "2.2", "2.3", "2.4", "2.10"],
    ),
    (
        "en",
        "R-1 The cluster shall have 32 H100 GPUs for training.\nR-2 Racks take 30 kW.\nR-3 The fabric shall be InfiniBand.\nR-4 Prices may be given in EUR.",
        &["R-1", "R-2", "R-3", "R-4"],
    ),
    (
        "fr",
        "Art. 1.1 - Le titulaire fournit 16 GPU H200 pour l'entraînement.\nArt. 1.2 - Chaque baie est limitée à 30 kW.\nArt. 1.3 - Refroidissement par air.",
        &["1.1", "1.2", "1.3"],
    ),
    (
        "de",
        "a) Zu liefern sind 64 GPUs vom Typ H200 für Training.\nb) Je Rack stehen 40 kW bereit.\nc) Die Kühlung erfolgt mit Luft.\nd) Die Einweisung dauert zwei Tage.",
        &["a", "b", "c", "d"],
    ),
];

#[test]
fn every_clause_of_a_tender_is_in_the_proposal_in_order() {
    for (at, (language, text, numbers)) in TENDERS.into_iter().enumerate() {
        let folder = folder(&format!("clauses-{at}"));
        let answer = Run::new(&["ask", "--provider", "offline", "--file", "-"]).stdin(text).output();
        fs::write(folder.join("answer.json"), &answer.stdout).unwrap();
        let command = [
            "draft",
            "answer.json",
            "--language",
            if language == "de" { "de" } else { "en" },
            "--format",
            "md,csv",
            "--out",
            ".",
        ];
        let (done, exit) = Run::new(&command).directory(&folder).json();
        assert_eq!(exit, 0, "{done}");
        let proposal = fs::read_to_string(folder.join("proposal.md")).unwrap();
        let start = proposal.find("## 1 ").unwrap();
        let chapter =
            &proposal[start..proposal[start..].find("## 2 ").map_or(proposal.len(), |end| start + end)];
        let mut from = 0;
        for number in numbers {
            let row = format!("| {number} | ");
            let place = chapter[from..].find(&row).unwrap_or_else(|| panic!("{number} is lost in {chapter}"));
            from += place + row.len();
        }
        let matrix = fs::read_to_string(folder.join("compliance.csv")).unwrap();
        for clause in text.lines().filter(|line| !line.starts_with("Lot") && line.contains(' ')) {
            let words = clause.rsplit_once(' ').map_or(clause, |(before, _)| before);
            let words =
                words.split_once([' ', '-']).map_or(words, |(_, rest)| rest).trim_start_matches(['-', ' ']);
            let last: Vec<&str> = words.split(' ').rev().take(2).collect();
            let tail: Vec<&str> = last.into_iter().rev().collect();
            if clause.contains('.') || clause.contains(')') {
                assert!(matrix.contains(&tail.join(" ")), "{clause} is lost in {matrix}");
            }
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
