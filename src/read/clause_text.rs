//! The clauses of a tender in the buyer's own numbering, each with its full text.

use super::clause_id::leading_id;
use crate::design::Clause;

/// Fewest numbered lines that make a text one in clauses; a mail with a short list has none.
const FEWEST: usize = 3;
/// Words of a heading between clauses, at most.
const HEADING_WORDS: usize = 7;

/// The clauses of a text, in its order, numbered as its statements are; none where it is not numbered.
pub(super) fn find(text: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "|*•·★▪●".contains(c)).trim_end();
        match leading_id(line)
            .filter(|(length, number)| !number.is_empty() && !measured(number, &line[*length..]))
        {
            Some((length, number)) => {
                let rest = line[length..].trim_start_matches(['|', '*']).trim_end_matches('|').trim();
                clauses.push(Clause { number, text: rest.to_string() });
            }
            // A line that goes on belongs to the clause above; a heading between two clauses belongs to none.
            None => {
                if let Some(last) =
                    clauses.last_mut().filter(|last| !line.is_empty() && !heading(&last.text, line))
                {
                    last.text = format!("{} {line}", last.text).trim().to_string();
                }
            }
        }
    }
    clauses.retain(|clause| !clause.text.is_empty());
    if clauses.len() < FEWEST { Vec::new() } else { clauses }
}

/// Units that stand behind a quantity at the beginning of a line ("3.5 TB of storage"), which is no clause.
const UNITS: &[&str] = &[
    "TB", "PB", "GB", "MB", "TiB", "PiB", "GiB", "GB/s", "TB/s", "Gb/s", "Tb/s", "MW", "MVA", "A", "V",
    "EUR", "USD", "°C",
];

/// Whether a number with one point is a quantity: a unit follows it.
fn measured(number: &str, rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default().trim_end_matches([',', ';', '.']);
    number.split('.').count() == 2
        && number.starts_with(|c: char| c.is_ascii_digit())
        && UNITS.contains(&word)
}

/// Whether a line between clauses heads the next ones: short, without an end, below a sentence that has one.
fn heading(before: &str, line: &str) -> bool {
    before.ends_with(['.', ';', '!', '?', '。'])
        && !line.ends_with(['.', ';', '!', '?', ',', '。'])
        && line.starts_with(|c: char| !c.is_lowercase())
        && line.split_whitespace().count() <= HEADING_WORDS
        && !line.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn clauses_keep_their_numbers_and_their_whole_text() {
        let text = "Tender\n4 Requirements\n4.1.1 The Bidder shall supply\n  64 GPUs.\nCooling\n4.1.2 Cooling shall be by air.\nR-7 Racks should have 40 kW.\n\n3.5 TB of storage is there.";
        let found: Vec<(String, String)> =
            find(text).into_iter().map(|clause| (clause.number, clause.text)).collect();
        assert_eq!(found[0], ("4.1.1".into(), "The Bidder shall supply 64 GPUs.".into()));
        assert_eq!(found[1], ("4.1.2".into(), "Cooling shall be by air.".into()));
        assert_eq!(found[2], ("R-7".into(), "Racks should have 40 kW. 3.5 TB of storage is there.".into()));
        assert_eq!(find("1) one thing\n2) another"), []);
    }

    #[test]
    fn numberings_of_several_countries_are_clauses() {
        for (text, numbers) in [
            ("B1. Heat.\nB2. Water.\nB3. Pressure.", ["B1", "B2", "B3"]),
            ("Art. 4.1 - Un.\nArt. 4.2 - Deux.\nArt. 4.10 - Dix.", ["4.1", "4.2", "4.10"]),
            ("一、★ 服务器。\n二、网络。\n三、存储。", ["一", "二", "三"]),
            ("| E1 | (eis) Drie nodes. |\n| E2 | Geheugen. |\n| E3 | Opslag. |", ["E1", "E2", "E3"]),
        ] {
            let found: Vec<String> = find(text).into_iter().map(|clause| clause.number).collect();
            assert_eq!(found, numbers, "{text}");
        }
    }
}
