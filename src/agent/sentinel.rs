//! Finds the tool markup of DeepSeek and other models where it does not belong. Such text is neither shown nor
//! carried out: a call that arrives as text may be cut, doubled or forged.

/// Words that occur only inside the bars of tool markup, with every separator folded to a space.
const BARRED: &[&str] = &[
    "tool calls begin",
    "tool calls end",
    "tool call begin",
    "tool call end",
    "tool sep",
    "tool outputs begin",
    "tool outputs end",
    "tool output begin",
    "tool output end",
    "dsml",
    "begin of sentence",
    "end of sentence",
    "user",
    "assistant",
    "im start",
    "im end",
];

/// Tags of other models' markup.
const TAGS: &[&str] =
    &["<tool_call>", "</tool_call>", "<tools>", "</tools>", "[tool_calls]", "<function_calls>"];

/// The first piece of tool markup in a text, if any.
///
/// Both ASCII `|` and full-width `｜` bars occur, and `_`, `▁` or spaces between the words, also in close tags.
#[must_use]
pub fn find(text: &str) -> Option<&str> {
    if !text.contains(['<', '[', '｜']) {
        return None;
    }
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '<' | '[' | '｜')) {
        let rest = &text[at..];
        if is_markup(rest) {
            let end = rest.char_indices().nth(32).map_or(rest.len(), |(end, _)| end);
            return Some(&rest[..end]);
        }
    }
    None
}

fn is_markup(rest: &str) -> bool {
    // Enough for the longest marker, in bytes of a lossy fold.
    let head: String = rest.chars().take(40).flat_map(char::to_lowercase).collect();
    if TAGS.iter().any(|tag| head.starts_with(tag)) {
        return true;
    }
    let mut inside = head.trim_start_matches('<').trim_start_matches('/').chars().peekable();
    if !matches!(inside.next(), Some('|' | '｜')) {
        return false;
    }
    let folded: String = inside
        .skip_while(|c| matches!(c, '|' | '｜'))
        .map(|c| if matches!(c, '_' | '▁' | ' ') { ' ' } else { c })
        .collect();
    BARRED.iter().any(|marker| {
        folded.strip_prefix(marker).is_some_and(|after| {
            // A plain word needs its closing bar, or every "| user" of a table would count.
            marker.contains(' ') || *marker == "dsml" || after.starts_with(['|', '｜'])
        })
    })
}

/// Whether a text is, or holds, a tool call written out as text: JSON with a name and arguments.
#[must_use]
pub fn is_call_as_text(text: &str) -> bool {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    folded.contains("\"name\":") && (folded.contains("\"arguments\":") || folded.contains("\"parameters\":"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn markup_is_found_in_all_spellings() {
        for text in [
            "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>gpu_spec",
            "Sure. <|tool_calls_begin|>",
            "<｜DSML｜tool_calls>",
            "{\"gpu\":\"H100\"}</｜DSML｜parameter",
            "<||DSML||invoke name=\"x\">",
            "｜tool▁sep｜",
            "<tool_call>\n{}",
            "[TOOL_CALLS] [",
            "<|im_end|>",
            "<｜Assistant｜>",
        ] {
            assert!(find(text).is_some(), "{text}");
        }
    }

    #[test]
    fn plain_text_is_not_markup() {
        for text in
            ["a < b | c", "| user | GPUs |", "use the <tool> list", "x ｜ y", "[tools]", "1 < 2", "<|"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn calls_written_as_text_are_recognised() {
        assert!(is_call_as_text(
            "```json\n{\"name\": \"ra_recommend\", \"arguments\": {\"gpus\": 128}}\n```"
        ));
        assert!(is_call_as_text("{{\"name\": \"x\", \"arguments\": {}}}}"));
        assert!(!is_call_as_text("The name is \"H100\"."));
    }
}
