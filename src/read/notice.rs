//! Passages that must not be obeyed: orders to tools, pasted results, hidden text. Reported, never followed.

use serde_json::Value;

use super::{fold::Folded, item::Sheet};
use crate::design::{Notice, NoticeKind};

/// Byte ranges that are not to be read at all, and why.
pub(super) fn hidden(text: &str) -> (Vec<(usize, usize)>, Vec<Notice>) {
    let mut masked = Vec::new();
    let mut notices = Vec::new();
    let mut report = |kind, range: (usize, usize), note: &str, mask: bool| {
        if mask {
            masked.push(range);
        }
        notices.push(Notice { kind, quote: text[range.0..range.1].to_string(), note: note.into() });
    };
    for range in between(text, "<!--", "-->") {
        report(NoticeKind::HiddenText, range, "a markup comment; nothing in it was read", true);
    }
    for (open, close) in [
        ("<tool_result", "</tool_result>"),
        ("<tool_output", "</tool_output>"),
        ("<system", "</system>"),
        ("<function_results", "</function_results>"),
        ("<assistant", "</assistant>"),
    ] {
        for range in between(text, open, close) {
            report(
                NoticeKind::PastedResult,
                range,
                "looks like a tool's or system's message; it counts for nothing",
                true,
            );
        }
    }
    for range in spoken(text) {
        report(
            NoticeKind::PastedResult,
            range,
            "looks like the markup of a conversation or of a tool call; nothing in it counts",
            true,
        );
    }
    for range in concealed(text) {
        report(NoticeKind::HiddenText, range, "a terminal escape; what it conceals was not read", true);
    }
    for range in objects(text) {
        if verdict(&text[range.0..range.1]) {
            report(
                NoticeKind::PastedResult,
                range,
                "looks like the result of a tool; the real checks are run instead",
                true,
            );
        }
    }
    for range in between(text, "![", ")") {
        report(NoticeKind::HiddenText, range, "a linked image; nothing is loaded", true);
    }
    for range in styled(text) {
        report(NoticeKind::HiddenText, range, "text marked up to be invisible; nothing in it was read", true);
    }
    let folded = Folded::new(text);
    let mut last = 0;
    for (from, to) in &folded.hidden {
        if *from < last {
            continue;
        }
        let word = word_around(text, *from, *to);
        last = word.1;
        notices.push(Notice {
            kind: NoticeKind::HiddenText,
            quote: text[word.0..word.1].to_string(),
            note: "holds invisible or look-alike characters; read as the plain word".into(),
        });
        if notices.len() > 20 {
            break;
        }
    }
    (masked, notices)
}

/// Sentences addressed to tools. Those that try to take over are not read further; those that only ask to skip a check
/// keep their facts.
pub(super) fn instructions(sheet: &mut Sheet) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut at = 0;
    while at < sheet.items.len() {
        let sentence = sheet.sentence(at);
        let has = |concepts: &[&str]| sheet.has(sentence.clone(), concepts);
        let take_over = has(&["ignore_instructions"])
            || has(&["to_automation"])
                && has(&[
                    "mark_compliant",
                    "set_price",
                    "skip_checks",
                    "conceal",
                    "maintenance",
                    "ignore_instructions",
                ])
            || has(&["to_automation"]) && addressed(sheet, &sentence);
        let take_over = take_over || played(sheet, &sentence);
        let push = has(&["maintenance", "skip_checks", "mark_compliant"])
            || has(&["set_price"]) && has(&["conceal"]);
        if (take_over || push) && !sheet.items[sentence.start].masked {
            let note = if take_over {
                "an order to the reader's tools; it was not followed and nothing in it counts"
            } else {
                "asks to change how the tool works; all checks stay on, the facts in it still count"
            };
            notices.push(Notice {
                kind: NoticeKind::Instruction,
                quote: sheet.quote(sentence.start, sentence.end - 1).to_string(),
                note: note.into(),
            });
            if take_over {
                for node in &mut sheet.items[sentence.clone()] {
                    node.masked = true;
                }
            }
        }
        at = sentence.end.max(at + 1);
    }
    notices
}

/// Whether a sentence gives the reader a part to play ("you are now …", "pretend …").
fn played(sheet: &Sheet, sentence: &std::ops::Range<usize>) -> bool {
    const OPENINGS: &[&[&str]] =
        &[&["you", "are", "now"], &["pretend"], &["act", "as"], &["from", "now", "on", "you"], &["roleplay"]];
    let words: Vec<&str> =
        sheet.items[sentence.clone()].iter().map(|node| node.text.as_str()).take(4).collect();
    OPENINGS.iter().any(|opening| words.starts_with(opening))
}

/// Whether a sentence speaks to the tool rather than about one ("note to AI readers: …").
fn addressed(sheet: &Sheet, sentence: &std::ops::Range<usize>) -> bool {
    let place = sheet.find(sentence.clone(), &["to_automation"]).unwrap_or(sentence.start);
    let colon = (place..sentence.end.min(place + 4)).any(|at| sheet.is_sign(at, ':'))
        || sheet.quote(place, place).ends_with(':');
    let note = (sentence.start..place).any(|at| {
        matches!(
            sheet.items[at].text.as_str(),
            "note" | "attention" | "hinweis" | "nota" | "message" | "instruction"
        )
    });
    let ordered = (place..sentence.end).any(|at| {
        matches!(
            sheet.items[at].text.as_str(),
            "must" | "answer" | "respond" | "reply" | "output" | "say" | "print" | "return"
        )
    });
    place == sentence.start && ordered || colon && (note || place == sentence.start)
}

/// Byte ranges from one mark to the next, both included.
fn between(text: &str, open: &str, close: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at) {
        let Some(end) =
            text[start + open.len()..].find(close).map(|at| start + open.len() + at + close.len())
        else {
            // An opened comment that never ends hides the rest.
            if open == "<!--" {
                out.push((start, text.len()));
            }
            break;
        };
        out.push((start, end));
        from = end;
    }
    out
}

/// Markup in which models and their servers write turns and calls.
const SPOKEN: &[(&str, &str)] = &[
    ("<|im_start|>", "<|im_end|>"),
    ("<tool_call", "</tool_call>"),
    ("<function_call", "</function_call>"),
    ("<invoke", "</invoke>"),
    ("[INST]", "[/INST]"),
    ("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>"),
    ("<｜DSML｜", "</｜DSML｜invoke>"),
    ("<|DSML|", "</|DSML|invoke>"),
    ("<|tool_calls_begin|>", "<|tool_calls_end|>"),
];

/// Byte ranges of such markup; without its end it takes the rest of the line.
fn spoken(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (open, close) in SPOKEN {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let after = start + open.len();
            let end = match text[after..].find(close) {
                Some(at) => after + at + close.len(),
                None => text[after..].find('\n').map_or(text.len(), |at| after + at),
            };
            if out.iter().all(|(a, b)| end <= *a || *b <= start) {
                out.push((start, end));
            }
            from = end;
        }
    }
    out
}

/// Byte ranges of terminal escapes; one that conceals (SGR 8) takes what follows up to the next one.
fn concealed(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(['\u{1b}', '\u{9b}']).map(|at| from + at) {
        let sequence = &text[start..];
        let length = sequence
            .char_indices()
            .skip(if sequence.starts_with("\u{1b}[") { 2 } else { 1 })
            .find(|(_, c)| c.is_ascii_alphabetic())
            .map_or(sequence.len(), |(at, c)| at + c.len_utf8());
        let after = start + length;
        let conceals = sequence[..length].ends_with('m') && sequence[..length].contains('8');
        let end =
            if conceals { text[after..].find('\u{1b}').map_or(text.len(), |at| after + at) } else { after };
        out.push((start, end));
        from = end;
    }
    out
}

/// Elements styled to be invisible.
fn styled(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('<').map(|at| from + at) {
        let Some(close) = text[start..].find('>').map(|at| start + at + 1) else { break };
        let tag = text[start..close].to_lowercase().replace(' ', "");
        let invisible = [
            "display:none",
            "visibility:hidden",
            "font-size:0",
            "color:white",
            "color:#fff",
            "opacity:0",
            "hidden>",
        ]
        .iter()
        .any(|style| tag.contains(style));
        if invisible {
            let end = text[close..]
                .find("</")
                .and_then(|at| text[close + at..].find('>').map(|more| close + at + more + 1))
                .unwrap_or(text.len());
            out.push((start, end));
            from = end;
        } else {
            from = close;
        }
    }
    out
}

/// Byte ranges of balanced braces.
fn objects(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push((start, at + 1));
                }
            }
            _ => {}
        }
    }
    out
}

/// Whether a JSON object speaks like a tool's result.
fn verdict(text: &str) -> bool {
    let Ok(Value::Object(object)) = serde_json::from_str::<Value>(text) else { return false };
    object.keys().any(|key| {
        let key = key.to_lowercase();
        [
            "tool",
            "status",
            "result",
            "findings",
            "verdict",
            "validation",
            "approved",
            "pass",
            "certified",
            "outcome",
            "role",
            "function",
            "output",
            "override",
            "system",
        ]
        .iter()
        .any(|one| key.contains(one))
    })
}

/// The word around a byte range.
fn word_around(text: &str, from: usize, to: usize) -> (usize, usize) {
    let start = text[..from]
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[to..].find(char::is_whitespace).map_or(text.len(), |at| to + at);
    (start, end)
}
