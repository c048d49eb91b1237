//! The number a line begins with, in the buyer's own numbering.

/// Length in bytes and id of a clause number: `3.1`, `4.1.1`, `a)`, `(ii)`, `B7.`, `Art. 4.1 -`, `Sl.4.1`, `TOP 1:`,
/// `Cláusula 7.ª`, `一、`, `R-12`, `[09:12]` of a chat.
pub(super) fn leading_id(raw: &str) -> Option<(usize, String)> {
    const WORDS: &[&str] = &[
        "art.",
        "article",
        "artikel",
        "sl.",
        "sl",
        "top",
        "clause",
        "section",
        "cláusula",
        "§",
        "ziffer",
        "punkt",
        "item",
        "row",
        "no.",
        "nr.",
        "n.º",
        "pos.",
        "第",
        "req.",
        "req",
        "para",
    ];
    if let Some(rest) = raw.strip_prefix('[') {
        let close = rest.find(']').filter(|close| *close <= 24)?;
        return rest[..close].chars().any(|c| c.is_ascii_digit()).then(|| (close + 2, String::new()));
    }
    if let Some(found) = coded(raw) {
        return Some(found);
    }
    let lower = raw.to_lowercase();
    let mut at = 0;
    let word = WORDS.iter().find(|word| {
        lower.starts_with(**word)
            && raw.is_char_boundary(word.len())
            && raw[word.len()..]
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    if let Some(word) = word {
        at = word.len() + (raw[word.len()..].len() - raw[word.len()..].trim_start().len());
    }
    let open = raw[at..].starts_with('(');
    at += usize::from(open);
    let body: String = raw[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '.' || "一二三四五六七八九十".contains(*c))
        .collect();
    let trimmed = body.trim_end_matches('.');
    let after = raw[at + body.len()..].chars().next().unwrap_or('\n');
    let digits = trimmed.chars().filter(char::is_ascii_digit).count();
    let letters = trimmed.chars().filter(char::is_ascii_alphabetic).count();
    let han = !trimmed.is_ascii();
    let dotted = trimmed.contains('.') && trimmed.split('.').all(|part| !part.is_empty() && part.len() <= 3);
    let closed = body.ends_with('.') || matches!(after, ')' | ':' | '、' | '-' | '．' | 'ª' | 'º');
    let next_upper =
        raw[at + body.len()..].trim_start().starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit());
    let spaced = after.is_whitespace();
    // "2:1 oversubscription".
    let ratio = raw[at + body.len()..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let roman = !trimmed.is_empty() && trimmed.chars().all(|c| "ivx".contains(c.to_ascii_lowercase()));
    let fits = if trimmed.is_empty() {
        false
    } else if han {
        trimmed.chars().count() <= 3 && matches!(after, '、' | '.' | '．' | ' ' | '条')
    } else if word.is_some() {
        digits > 0
    } else if letters == 0 {
        digits <= 2 && closed && (after.is_whitespace() || after == ')' || after == ':' && !ratio) && !dotted
            || dotted && digits <= 6 && (spaced || closed) && (next_upper || closed)
            || open && after == ')' && digits <= 2
    } else if letters <= 2 && digits > 0 && digits <= 4 {
        let first_letters = trimmed.starts_with(|c: char| c.is_ascii_alphabetic());
        first_letters && !(letters == 1 && digits == 3) && (closed || spaced && next_upper)
    } else {
        digits == 0
            && (letters == 1 || roman && letters <= 4)
            && (after == ')' || closed && letters == 1 && spaced && open)
    };
    if !fits {
        return None;
    }
    let mut length = at + body.len();
    while let Some(c) = raw[length..].chars().next().filter(|c| " \t).:、-–—．ªº条章".contains(*c))
    {
        length += c.len_utf8();
    }
    Some((length, if open { format!("({trimmed})") } else { trimmed.to_string() }))
}

/// A number behind capitals and a hyphen: `R-12`, `REQ-003`. The name of a product is followed by what it counts.
fn coded(raw: &str) -> Option<(usize, String)> {
    let name = raw.find(|c: char| !c.is_ascii_uppercase()).filter(|length| (1..=4).contains(length))?;
    let number = raw[name..].strip_prefix('-')?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).filter(|length| (1..=4).contains(length))?;
    let id = name + 1 + digits;
    let rest = &raw[id..];
    let open = rest.trim_start_matches([' ', '\t', ')', '.', ':', '|', '-', '–']);
    let goes_on =
        open.len() < rest.len() && open.starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit());
    goes_on.then(|| (raw.len() - open.len(), raw[..id].to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_clauses_and_what_only_looks_like_one() {
        for (line, id) in [
            ("3.1  Zu liefern sind", Some("3.1")),
            ("4.1.1 The Supplier shall", Some("4.1.1")),
            ("a) Dodavatel", Some("a")),
            ("(2) Power", Some("(2)")),
            ("B7. All components", Some("B7")),
            ("Art. 4.12 - L'article", Some("4.12")),
            ("TOP 2: Inferenz", Some("2")),
            ("7. Racks", Some("7")),
            ("二、网络", Some("二")),
            ("R-12 The nodes shall", Some("R-12")),
            ("REQ-003: Redundancy", Some("REQ-003")),
            ("GB-300 servers", None),
            ("3 racks of 20 kW", None),
            ("64 H200", None),
            ("2:1 oversubscription", None),
            ("2: Inference", Some("2")),
            ("two things", None),
        ] {
            assert_eq!(leading_id(line).map(|(_, id)| id).as_deref(), id, "{line}");
        }
    }
}
