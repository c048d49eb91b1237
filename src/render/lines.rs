//! Lines of text on a screen: broken between words with a hanging indent, tables that fit the width, bold headings.

/// Longest label a hanging indent follows, characters.
const LABEL_CHARS: usize = 30;
/// Narrowest column of a table, characters.
const NARROWEST: usize = 8;
/// Lines of a cell from which on records read better than a table.
const TALLEST: usize = 6;
/// Characters between two columns.
const GAP: usize = 2;

/// Text no line of which is longer than `width`, where a space allows it.
#[must_use]
pub fn fitted(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.chars().count() <= width {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let hang = hanging(line).min(width / 2);
        let lead = line.chars().take_while(|c| *c == ' ').count();
        let mut used = lead;
        out.push_str(&" ".repeat(lead));
        let mut first = true;
        for word in line.trim_start().split(' ') {
            let length = word.chars().count();
            if !first && used + 1 + length > width && length > 0 {
                let kept = out.trim_end_matches(' ').len();
                out.truncate(kept);
                out.push('\n');
                out.push_str(&" ".repeat(hang));
                used = hang;
            } else if !first {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
            first = false;
        }
        out.push('\n');
    }
    out
}

/// Where the lines after the first begin: below what follows a label or a bullet.
fn hanging(line: &str) -> usize {
    let lead = line.chars().take_while(|c| *c == ' ').count();
    let rest: Vec<char> = line.chars().skip(lead).collect();
    if rest.starts_with(&['-', ' ']) {
        return lead + 2;
    }
    let mut at = 0;
    while at + 1 < rest.len() && at <= LABEL_CHARS {
        let column = rest[at] == ' ' && rest[at + 1] == ' ' || rest[at] == ':' && rest[at + 1] == ' ';
        if column {
            let blanks = rest[at + 1..].iter().take_while(|c| **c == ' ').count();
            return lead + at + 1 + blanks;
        }
        at += 1;
    }
    lead + usize::from(lead > 0) * 2
}

/// A table of a head row and rows within `width`, its cells broken between words; none where it cannot be read so.
#[must_use]
pub fn table(head: &[String], rows: &[Vec<String>], indent: usize, width: usize) -> Option<String> {
    let room = width.checked_sub(indent + GAP * head.len().saturating_sub(1))?;
    let count = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let longest = rows.iter().filter_map(|row| row.get(column)).map(|text| count(text)).max();
            longest.unwrap_or(0).max(count(title))
        })
        .collect();
    // A column is never narrower than its longest word, up to half the room: a broken name is another name.
    let least: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
            let words = cells.chain([title.as_str()]).flat_map(|text| text.split(' ')).map(count);
            words.max().unwrap_or(0).clamp(NARROWEST.min(room), (room / 2).max(1))
        })
        .collect();
    while widths.iter().sum::<usize>() > room {
        let widest = (0..widths.len()).filter(|at| widths[*at] > least[*at]).max_by_key(|at| widths[*at])?;
        widths[widest] -= 1;
    }
    let broken: Vec<Vec<Vec<String>>> = [head.to_vec()]
        .iter()
        .chain(rows)
        .map(|row| row.iter().zip(&widths).map(|(text, width)| pieces(text, *width)).collect())
        .collect();
    let tall = |row: &Vec<Vec<String>>| row.iter().map(Vec::len).max().unwrap_or(1);
    if broken.iter().any(|row| tall(row) > TALLEST) {
        return None;
    }
    let mut out = String::new();
    for row in &broken {
        for line in 0..tall(row) {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(lines, width)| {
                    let text = lines.get(line).map_or("", String::as_str);
                    format!("{text}{}", " ".repeat(width.saturating_sub(count(text))))
                })
                .collect();
            let text = format!("{}{}", " ".repeat(indent), cells.join(&" ".repeat(GAP)));
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
    Some(out)
}

/// A text over lines of a width, broken between words.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(last) = lines.last_mut() else { continue };
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_string());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// The text with its headings in bold: lines at the margin above indented ones.
#[must_use]
pub fn with_bold_headings(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() + 64);
    for (at, line) in lines.iter().enumerate() {
        let below = lines.get(at + 1).is_some_and(|next| next.starts_with("  "));
        let heading = below && !line.is_empty() && !line.starts_with([' ', '-']) && !line.contains(": ");
        if heading || at == 0 && lines.get(1).is_some_and(|next| next.is_empty()) {
            out.push_str(&format!("\u{1b}[1m{line}\u{1b}[0m\n"));
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hang_below_what_follows_their_label() {
        assert_eq!(
            fitted("  Pattern    2-8-9-400 for sixteen nodes", 26),
            "  Pattern    2-8-9-400 for\n             sixteen nodes\n"
        );
        assert_eq!(fitted("- one two three", 9), "- one two\n  three\n");
        assert_eq!(fitted("short\n\nand", 9), "short\n\nand\n");
    }

    #[test]
    fn tables_fit_or_are_refused() {
        let head = ["Id".to_string(), "What it is".to_string()];
        let rows = [vec!["sn5600".to_string(), "a switch of sixty-four ports of 800 Gb/s".to_string()]];
        let text = table(&head, &rows, 2, 34).unwrap_or_default();
        assert!(text.lines().all(|line| line.chars().count() <= 34), "{text}");
        assert!(text.contains("sn5600") && text.lines().count() > 2, "{text}");
        assert_eq!(table(&head, &[vec!["x".into(), "word ".repeat(200)]], 0, 40), None);
    }

    #[test]
    fn headings_are_bold_and_values_are_not() {
        let text = with_bold_headings("Design\n  Compute  16 nodes\nNotes: none\n");
        assert!(
            text.starts_with("\u{1b}[1mDesign\u{1b}[0m\n") && text.ends_with("\nNotes: none\n"),
            "{text}"
        );
    }
}
