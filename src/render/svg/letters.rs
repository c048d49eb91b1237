//! Letters of a picture: how wide a text is at most, and how it stands in XML.

/// Width a text takes at most, px: the widest of the usual sans-serif fonts needs 0.6 of the size a letter.
#[must_use]
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let wide = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        '0'..='9' => 0.64,
        ' ' | '\u{a0}' => 0.33,
        c if c.is_uppercase() => 0.73,
        c if c.is_ascii() => 0.62,
        '…' | '→' => 1.0,
        _ => 0.8,
    };
    text.chars().map(wide).sum::<f64>() * size * if bold { 1.1 } else { 1.0 }
}

/// A text shortened with an ellipsis to a width.
#[must_use]
pub fn shortened(text: &str, width: f64, size: f64, bold: bool) -> String {
    if text_width(text, size, bold) <= width {
        return text.to_string();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while !kept.is_empty() {
        // A number that is cut is another number: it goes as a whole.
        let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        if kept.pop().is_some_and(part) && kept.last().copied().is_some_and(part) {
            continue;
        }
        let candidate = format!("{}…", kept.iter().collect::<String>().trim_end());
        if text_width(&candidate, size, bold) <= width {
            return candidate;
        }
    }
    String::new()
}

/// A text over at most two lines of a width, broken between words; what is left of the second line is shortened.
#[must_use]
pub fn wrapped(text: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    if text_width(text, size, bold) <= width {
        return vec![text.to_string()];
    }
    let breaks = text.match_indices(' ').map(|(at, _)| at);
    let last = breaks.take_while(|at| text_width(&text[..*at], size, bold) <= width).last();
    match last {
        Some(at) => vec![text[..at].to_string(), shortened(text[at..].trim_start(), width, size, bold)],
        None => vec![shortened(text, width, size, bold)],
    }
}

/// Text inside XML.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What steers text direction or is no XML character would change the document around it.
            '\t' | '\n' => out.push(' '),
            c if c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
                {}
            c => out.push(c),
        }
    }
    out
}
