//! The buyer's clause number, where the quoted words start with one.

/// The clause number at the start of a quote: `3.2.1`, `§ 4`, `R-12`, `Item 7`, `(a)`. A plain count such as
/// "128 GPUs" is no clause number.
#[must_use]
pub fn of(quote: &str) -> Option<String> {
    let text = quote.trim_start();
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let bare = first.trim_end_matches([':', ')', '.', ',', ';']);
    let closed = bare.len() < first.len();
    let lower = bare.to_lowercase();
    let naming = [
        "section",
        "clause",
        "item",
        "pos",
        "position",
        "req",
        "requirement",
        "article",
        "art",
        "no",
        "lot",
        "row",
        "§",
    ];
    if naming.contains(&lower.as_str()) {
        let number = words.next()?.trim_end_matches([':', ')', ',', ';', '.']);
        return number.chars().any(|c| c.is_ascii_digit()).then(|| format!("{bare} {number}"));
    }
    if let Some(letter) = first.strip_prefix('(').and_then(|rest| rest.strip_suffix([')', ':'])) {
        return (!letter.is_empty() && letter.len() <= 4).then(|| format!("({letter})"));
    }
    if let Some(number) = bare.strip_prefix('§') {
        return (!number.is_empty()).then(|| format!("§{number}"));
    }
    // 3.2 or 3.2.1 or A.4: at least two parts; with one dot the number must be closed or be followed by a word in
    // capitals, since "3.5 TB" starts like a clause.
    let parts: Vec<&str> = bare.split('.').collect();
    let numbered = parts.len() >= 2
        && parts
            .iter()
            .skip(1)
            .all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
        && (parts[0].bytes().all(|b| b.is_ascii_digit())
            || (parts[0].len() == 1 && parts[0].chars().all(|c| c.is_ascii_uppercase())))
        && !parts[0].is_empty();
    if numbered
        && (parts.len() >= 3
            || closed
            || parts[0].chars().all(|c| c.is_ascii_uppercase())
                && !parts[0].bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(bare.to_string());
    }
    // R-12, REQ-003, R12: letters, then digits, closed or hyphenated.
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '-' || c == '_');
    let prefix = &bare[..bare.len() - digits.len()];
    let id = !prefix.is_empty()
        && prefix.len() <= 6
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit());
    let reserved = ["H", "B", "A", "L", "GB", "T", "V", "P"]; // product names such as H100 or A100 are no clauses
    (id && (prefix.ends_with('-') || closed) && !reserved.contains(&prefix)).then(|| bare.to_string())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn clauses_are_kept_and_counts_are_not_clauses() {
        for (quote, clause) in [
            ("3.2.1 The cluster shall have 128 GPUs", Some("3.2.1")),
            ("4.1) at least 40 kW per rack", Some("4.1")),
            ("A.4 InfiniBand", Some("A.4")),
            ("§ 7 cooling by air", Some("§ 7")),
            ("Item 12: storage 2 PB", Some("Item 12")),
            ("R-12 the nodes", Some("R-12")),
            ("REQ-003: redundancy", Some("REQ-003")),
            ("(b) two feeds", Some("(b)")),
            ("128 H100", None),
            ("3.5 TB per node", None),
            ("H100: eight of them", None),
            ("--gpus 128", None),
            ("", None),
        ] {
            assert_eq!(of(quote).as_deref(), clause, "{quote}");
        }
    }
}
