//! Numbers that mean nothing to a design (dates, phones, clause and part numbers), and where sentences end.

use super::{
    fold::Folded,
    token::{Kind, Token, value},
    unit::unit_at,
    words::Words,
};

const MONTHS: &str = " january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept \
    oct nov dec januar februar marz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre \
    diciembre janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janeiro fevereiro marco maio junho julho \
    setembro outubro novembro dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre maart mei augustus stycznia lutego \
    marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ";

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&format!(" {word} "))
}

/// Ranges of tokens that are no quantities, ends exclusive.
pub(super) fn find(text: &Folded, list: &[Token], words: &Words, language: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < list.len() {
        if let Some(end) = address(list, at)
            .or_else(|| phone(list, at, words, language))
            .or_else(|| date(list, at))
            .or_else(|| clause_number(text, list, at, language))
            .or_else(|| part_number(list, at))
            .or_else(|| reference(text, list, at, words, language))
        {
            out.push((at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

fn is(list: &[Token], at: usize, sign: char) -> bool {
    list.get(at).is_some_and(|token| token.is_sign(sign))
}

fn digits(list: &[Token], at: usize) -> Option<&Token> {
    list.get(at).filter(|token| token.kind == Kind::Digits)
}

/// A web or mail address up to the next space.
fn address(list: &[Token], at: usize) -> Option<usize> {
    let glued_run = |from: usize| {
        let mut end = from + 1;
        while list.get(end).is_some_and(|token| token.glued) {
            end += 1;
        }
        end
    };
    if list[at].glued || list[at].kind == Kind::Sign {
        return None;
    }
    let end = glued_run(at);
    let web =
        is(list, at + 1, ':') && is(list, at + 2, '/') && is(list, at + 3, '/') || list[at].text == "www";
    let mail = (at..end).any(|place| is(list, place, '@') && place > at && place + 1 < end);
    (web || mail).then_some(end)
}

/// A phone number: behind + or a word for a phone, digits up to the next word.
fn phone(list: &[Token], at: usize, words: &Words, language: &str) -> Option<usize> {
    let plus = is(list, at, '+') && !list[at].glued && digits(list, at + 1).is_some_and(|token| token.glued);
    let named = digits(list, at).is_some()
        && (1..=4).any(|back| {
            at.checked_sub(back).is_some_and(|before| {
                words.at(list, before, language).is_some_and(|(found, _)| found.contains(&"phone"))
                    && list[before + 1..at]
                        .iter()
                        .all(|token| token.kind == Kind::Sign || token.text == "no" || token.text == "number")
            })
        });
    if !plus && !named {
        return None;
    }
    let mut end = at + usize::from(plus);
    let mut count = 0;
    while let Some(token) = list.get(end) {
        if token.kind == Kind::Digits {
            count += token.text.len();
        } else if !matches!(token.text.as_str(), "-" | "/" | "(" | ")" | "+") {
            break;
        }
        end += 1;
    }
    (count >= 3).then_some(end)
}

/// Dates, times and years.
fn date(list: &[Token], at: usize) -> Option<usize> {
    let first = digits(list, at)?;
    // 15.03.2026 and 1.2.3 are no numbers at all.
    if value(&first.text, true).is_none() || first.text.matches('.').count() == 2 && first.text.len() == 10 {
        return Some(at + 1);
    }
    let joined = |sign: char, place: usize| {
        is(list, place, sign) && list[place].glued && digits(list, place + 1).is_some_and(|token| token.glued)
    };
    // 2026-03-15, 12/05/2026, 24/7, 14:30, 2026/27.
    for sign in ['-', '/'] {
        if joined(sign, at + 1) && joined(sign, at + 3) {
            let year = first.text.len() == 4 || list[at + 4].text.len() == 4;
            if year && !joined(sign, at + 5) {
                return Some(at + 5);
            }
        }
    }
    if first.text == "24"
        && list.get(at + 1).is_some_and(|token| token.text == "x" && token.glued)
        && list.get(at + 2).is_some_and(|token| token.text == "7")
    {
        return Some(at + 3);
    }
    if first.text == "24" && joined('/', at + 1) && list[at + 2].text == "7"
        || year(&first.text) && joined('/', at + 1)
    {
        return Some(at + 3);
    }
    if joined(':', at + 1) && list[at + 2].text.len() == 2 && first.text.len() <= 2 {
        return Some(at + 3);
    }
    let before = at.checked_sub(1).map(|before| list[before].text.as_str()).unwrap_or_default();
    let next = list.get(at + 1).map(|token| token.text.as_str()).unwrap_or_default();
    // 15 March, March 15, 15. März, 15 de marzo.
    let dot = usize::from(is(list, at + 1, '.') && list[at + 1].glued);
    let word_behind = list.get(at + 1 + dot).map(|token| token.text.as_str()).unwrap_or_default();
    let small = first.text.len() <= 2;
    if small && is_month(word_behind) && word_behind != "may" && word_behind != "mar" {
        return Some(at + 1);
    }
    if small && next == "de" && list.get(at + 2).is_some_and(|token| is_month(&token.text)) {
        return Some(at + 1);
    }
    if small && is_month(before) && unit_follows_not(list, at) {
        return Some(at + 1);
    }
    if year(&first.text) {
        let cue = is_month(before)
            || before.len() == 2 && before.starts_with(['q', 'h', 't'])
            || matches!(
                before,
                "in" | "by"
                    | "since"
                    | "until"
                    | "of"
                    | "from"
                    | "im"
                    | "bis"
                    | "seit"
                    | "en"
                    | "de"
                    | "del"
                    | "desde"
                    | "dal"
                    | "nel"
                    | "fy"
                    | "year"
                    | "jahr"
                    | "ano"
                    | "before"
                    | "after"
                    | "during"
                    | "mid"
                    | "end"
                    | "ende"
                    | "anfang"
                    | "early"
                    | "late"
                    | "spring"
                    | "summer"
                    | "autumn"
                    | "winter"
            );
        if cue && unit_follows_not(list, at) {
            return Some(at + 1);
        }
    }
    // 2027年6月15日, 3月.
    let mut end = at;
    while digits(list, end).is_some()
        && list.get(end + 1).is_some_and(|token| {
            matches!(token.text.as_str(), "年" | "月" | "日" | "년" | "월" | "일")
                || token.text.starts_with('월')
        })
    {
        end += 2;
    }
    if end > at + 2 || end == at + 2 && next == "月" && before != "个" || end == at + 2 && year(&first.text)
    {
        return Some(end);
    }
    None
}

fn unit_follows_not(list: &[Token], at: usize) -> bool {
    list.get(at + 1).is_none_or(|next| !next.glued || next.kind == Kind::Sign)
}

fn year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1990..=2060).contains(&year))
}

/// A number that counts clauses or list items: "5.1 The bidder", "3. Cooling", "(2) Power".
fn clause_number(text: &Folded, list: &[Token], at: usize, language: &str) -> Option<usize> {
    let first = digits(list, at)?;
    let opened = at > 0 && is(list, at - 1, '(') && (at == 1 || list[at - 1].line_start);
    let sentence_start = at == 0
        || first.line_start
        || at > 0 && matches!(list[at - 1].text.as_str(), "." | ";" | "!" | "?") && !first.glued;
    if !sentence_start && !opened {
        return None;
    }
    let dotted = first.text.contains('.') && first.text.split('.').all(|part| part.len() <= 2);
    let closed = (is(list, at + 1, '.') || is(list, at + 1, ')')) && list[at + 1].glued;
    let word = list.get(at + 1 + usize::from(closed))?;
    if closed && (first.line_start || at == 0 || opened) && first.text.len() <= 3 {
        return Some(at + 2);
    }
    let upper = text.raw.get(word.span.from).is_some_and(|c| c.is_uppercase());
    let measured = unit_at(text, list, at + 1, language).is_some();
    (dotted && !closed && upper && !word.glued && !measured).then_some(at + 1)
}

/// Numbers joined by hyphens to more parts than a range has (920-9B210-00FN, 0800-123-456).
fn part_number(list: &[Token], at: usize) -> Option<usize> {
    let first = &list[at];
    let mixed = first.kind == Kind::Digits
        || first.kind == Kind::Word && first.text.chars().any(|c| c.is_ascii_digit());
    if !mixed || first.glued && at > 0 && is(list, at - 1, '-') {
        return None;
    }
    let mut end = at + 1;
    let mut hyphens = 0;
    let mut mixed_parts = 0;
    while list.get(end).is_some_and(|token| token.glued) {
        let token = &list[end];
        if token.is_sign('-') {
            hyphens += 1;
        } else if token.kind == Kind::Sign {
            break;
        } else {
            mixed_parts += usize::from(token.text.chars().any(|c| c.is_ascii_digit()));
        }
        end += 1;
    }
    let pattern = first.kind == Kind::Digits
        && hyphens == 3
        && list[at..end].iter().all(|token| token.kind != Kind::Word);
    (hyphens >= 2 && mixed_parts >= 1 && !pattern && first.text.len() + mixed_parts > 3).then_some(end)
}

/// "Annex 2", "RFP no. 17", "version 1.4", "room 128", "10 Downing Street": the number names something.
fn reference(text: &Folded, list: &[Token], at: usize, words: &Words, language: &str) -> Option<usize> {
    let number = digits(list, at)?;
    let mut before = at.checked_sub(1)?;
    while before > 0
        && matches!(list[before].text.as_str(), "." | "#" | "no" | "nr" | ":" | "n" | "º" | "°")
        && list[before].text != "no"
    {
        before -= 1;
    }
    if matches!(list[before].text.as_str(), "no" | "nr" | "num") && before > 0 && list[before].text.len() == 2
    {
        before -= 1;
    }
    let names = (0..3).filter_map(|back| before.checked_sub(back)).find_map(|from| {
        words.at(list, from, language).filter(|(found, used)| {
            from + used == before + 1
                && found.iter().any(|one| matches!(*one, "reference" | "room" | "street"))
        })
    });
    let direct = names.is_some() && (before + 1 == at || !number.glued);
    let hash = at > 0 && is(list, at - 1, '#') && number.glued;
    let measured = unit_at(text, list, at + 1, language)
        .is_some_and(|found| found.length > 0 && list[at + 1].text.len() > 1);
    // "Short version: 40 developers": behind a colon a counted noun says that it is a count.
    let colon = before + 1 < at && list[before + 1..at].iter().any(|token| token.is_sign(':'));
    let counted = colon
        && (at + 1..at + 3).any(|place| {
            words.at(list, place, language).is_some_and(|(found, _)| {
                found
                    .iter()
                    .any(|one| matches!(*one, "gpu" | "node" | "rack" | "user" | "site" | "page" | "desktop"))
            })
        });
    (direct && !measured && !counted || hash).then_some(at + 1)
}

/// A ratio written with a colon (1:1).
pub(super) fn ratio(list: &[Token], at: usize) -> Option<String> {
    let first = digits(list, at)?;
    let second = digits(list, at + 2)?;
    let joined = is(list, at + 1, ':') && (list[at + 1].glued && second.glued || second.text == "1");
    // "3 to 1".
    let spelled =
        list.get(at + 1).is_some_and(|word| word.text == "to") && second.text == "1" && first.text != "1";
    // "1.5:1".
    let short = first.text.len() == 1 || first.text.len() == 3 && first.text[1..].starts_with(['.', ',']);
    ((joined || spelled) && short && second.text.len() == 1)
        .then(|| format!("{}:{}", first.text.replace(',', "."), second.text))
}
