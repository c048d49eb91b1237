//! The clauses of a tender in the buyer's own numbering, each with its full text.

use crate::design::Clause;

/// Fewest numbered lines that make a text one in clauses; a mail with a short list has none.
const FEWEST: usize = 3;

/// The clauses of a text, in its order; none where it is not numbered.
pub(super) fn find(text: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        match number(line) {
            Some((number, rest)) => {
                clauses.push(Clause { number: number.to_string(), text: rest.trim().to_string() });
            }
            // A line that goes on belongs to the clause above; an empty one ends it.
            None => {
                if let Some(last) = clauses.last_mut().filter(|_| !line.is_empty()) {
                    last.text = format!("{} {line}", last.text).trim().to_string();
                }
            }
        }
    }
    clauses.retain(|clause| !clause.text.is_empty());
    if clauses.len() < FEWEST { Vec::new() } else { clauses }
}

/// The number a line begins with, and what follows: `4.1.2`, `R-12`, `§ 4`, `(a)`, `3)`. A quantity at the beginning of a
/// line ("3.5 TB of storage") is none.
fn number(line: &str) -> Option<(&str, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    let bare = first.trim_end_matches(['.', ')', ':']);
    let closed = bare.len() < first.len();
    let parts: Vec<&str> = bare.trim_start_matches('(').split('.').collect();
    let digits =
        |part: &&str| !part.is_empty() && part.len() <= 3 && part.chars().all(|c| c.is_ascii_digit());
    let dotted = parts.iter().skip(1).all(digits) && (digits(&parts[0]) || letters(parts[0]));
    let numbered = match parts.len() {
        1 => closed && (digits(&parts[0]) || parts[0].len() == 1 && letters(parts[0])),
        2 => dotted && (closed || rest.trim_start().starts_with(char::is_uppercase) && !is_unit(rest)),
        _ => dotted,
    };
    let coded = bare.split_once('-').is_some_and(|(name, number)| {
        letters(name) && name.len() <= 4 && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    });
    (numbered || coded || first.starts_with('§')).then_some((bare, rest))
}

fn letters(part: &str) -> bool {
    !part.is_empty() && part.len() <= 3 && part.chars().all(|c| c.is_ascii_alphabetic())
}

/// Whether what follows a number measures it.
fn is_unit(rest: &str) -> bool {
    let word: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    word.len() <= 3 && word.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn clauses_keep_their_numbers_and_their_whole_text() {
        let text = "Tender\n4 Requirements\n4.1.1 The Bidder shall supply\n  64 GPUs.\n4.1.2 Cooling shall be by air.\nR-7 Racks should have 40 kW.\n\n3.5 TB of storage is there.";
        let found: Vec<(String, String)> =
            find(text).into_iter().map(|clause| (clause.number, clause.text)).collect();
        assert_eq!(found[0], ("4.1.1".into(), "The Bidder shall supply 64 GPUs.".into()));
        assert_eq!(found[1].0, "4.1.2");
        assert_eq!(found[2], ("R-7".into(), "Racks should have 40 kW. 3.5 TB of storage is there.".into()));
        assert_eq!(find("1) one thing\n2) another"), []);
    }
}
