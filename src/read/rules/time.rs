//! Dates and durations: deadlines, growth, going live, delivery.

use super::super::{
    claim::Claims,
    lexicon::C,
    opaque::is_month,
    page::{Page, What},
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at)
            || !matches!(quantity.unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year)
        {
            continue;
        }
        let days = quantity.high * quantity.unit.seconds().unwrap_or(0.0) / 86_400.0;
        if page.sentence_has(at, &[C::GrowTo, C::Growth]) && days >= 28.0 {
            let months = match quantity.unit {
                Unit::Year => quantity.high * 12.0,
                Unit::Month => quantity.high,
                _ => days / 30.0,
            };
            claims.number("growth_months", months, at, at, 2);
            claims.take(at);
            continue;
        }
        // "train a 400B model on 15T tokens, 60 days": a duration that is a part of a list of its own.
        let clause = page.clause(at);
        let alone = clause.len() <= 2
            && page.has(segment(page, at), &[C::WorkTraining, C::WorkPretrain, C::WorkFinetune])
            && (claims.has("model_params_b") || claims.has("train_tokens"));
        let excluded = [
            C::Phase,
            C::Warranty,
            C::Support,
            C::UsedNow,
            C::Availability,
            C::BurnIn,
            C::Checkpoint,
            C::Budget,
        ];
        let around = if alone { clause.clone() } else { segment(page, at) };
        let close = around.clone().any(|place| {
            page.is_any(place, &excluded)
                && (page.is(place, C::Phase)
                    || place.abs_diff(at) <= 5 && !page.is(place, C::Support) && clause.contains(&place)
                    || place.abs_diff(at) <= 1)
        });
        // "Start: 16 GPUs. In 12 months: 64 GPUs."
        let sentence = page.sentence(at);
        let counts = |range: std::ops::Range<usize>| {
            range
                .clone()
                .any(|place| page.quantity(place).is_some_and(|q| q.unit == Unit::None && !q.article))
                && (page.has(range.clone(), &[C::Gpu, C::Node])
                    || range.clone().any(|place| matches!(page.nodes[place].what, What::Gpu(_))))
        };
        if days >= 80.0
            && is_in(page, at)
            && (page.is_sign(at + 1, ':') || page.is_sign(at + 1, ','))
            && counts(at + 1..sentence.end)
            && counts(0..sentence.start)
        {
            let months =
                if quantity.unit == Unit::Year { quantity.high * 12.0 } else { (days / 30.0).round() };
            claims.number("growth_months", months, at, at, 2);
            claims.take(at);
            continue;
        }
        if close || quantity.article && !page.is_any(at.saturating_sub(1), &[C::Deadline]) && !is_in(page, at)
        {
            continue;
        }
        let cue = alone
            || is_in(page, at)
            || page.before(at, 3, &[C::Deadline, C::AtMost]).is_some()
            || page.is_any(at + 1, &[C::Deadline]);
        let work = page.sentence_has(
            at,
            &[
                C::WorkTraining,
                C::WorkPretrain,
                C::WorkFinetune,
                C::GoLive,
                C::Delivery,
                C::AskDelivery,
                C::Deadline,
            ],
        ) || quantity.unit != Unit::Hour;
        if cue && work && days >= 0.04 && quantity.unit != Unit::Year {
            let from = at.saturating_sub(usize::from(is_in(page, at)));
            claims.number("deadline_days", days, from, at, 2);
            claims.take(at);
        }
    }
    dates(page, claims);
}

/// The part of a sentence between semicolons.
fn segment(page: &Page, at: usize) -> std::ops::Range<usize> {
    let sentence = page.sentence(at);
    let from = (sentence.start..at)
        .rev()
        .find(|place| page.is_sign(*place, ';'))
        .map_or(sentence.start, |place| place + 1);
    let to = (at..sentence.end).find(|place| page.is_sign(*place, ';')).unwrap_or(sentence.end);
    from..to
}

/// "In 3 weeks", "within" is a concept of its own.
fn is_in(page: &Page, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        matches!(
            page.nodes[before].text.as_str(),
            "in" | "en" | "em" | "dans" | "tra" | "fra" | "over" | "za" | "через" | "خلال" | "om" | "innert"
        ) || page.is(before, C::Deadline)
    })
}

/// A date in words: end of June, Q3 2026, spring, 2026-03-01.
struct Date {
    from: usize,
    to: usize,
    /// Seasons are vaguer than months.
    vague: bool,
}

fn dates(page: &Page, claims: &mut Claims) {
    let mut at = 0;
    while at < page.nodes.len() {
        let sentence = page.sentence(at);
        let next = sentence.end.max(at + 1);
        for (concept, field) in [(C::GoLive, "golive"), (C::Delivery, "delivery_date")] {
            let Some(word) = page.find(sentence.clone(), &[concept]) else { continue };
            if page.has(sentence.clone(), &[C::Phase]) || claims.has(field) {
                continue;
            }
            let mut found: Vec<Date> = sentence
                .clone()
                .filter(|place| !claims.is_taken(*place))
                .filter_map(|place| date_at(page, place, sentence.end))
                .collect();
            found.retain(|date| date.to < word + 24 && date.from + 8 > word);
            let best = found.iter().find(|date| !date.vague).or(found.first());
            if let Some(date) = best {
                claims.put(field, page.quote(date.from, date.to), date.from, date.to, 2);
            }
        }
        at = next;
    }
}

fn date_at(page: &Page, at: usize, end: usize) -> Option<Date> {
    let word = |place: usize| if place < end { page.nodes[place].text.as_str() } else { "" };
    let year = |place: usize| {
        place < end
            && (page.nodes[place].text.len() == 4)
            && page.nodes[place].text.parse::<u32>().is_ok_and(|year| (2020..=2060).contains(&year))
    };
    let mut from = at;
    // Words that belong to the date: end of, mid, early, late, Ende, fin de, finales de, início de.
    let opener = matches!(
        word(at),
        "end"
            | "mid"
            | "middle"
            | "early"
            | "late"
            | "beginning"
            | "start"
            | "ende"
            | "mitte"
            | "anfang"
            | "fin"
            | "finales"
            | "mediados"
            | "principios"
            | "debut"
            | "mi"
            | "fine"
            | "meta"
            | "inizio"
            | "final"
            | "meados"
            | "inicio"
            | "eind"
            | "koniec"
    );
    let mut head = at;
    if opener {
        head += 1;
        while matches!(word(head), "of" | "de" | "di" | "do" | "the" | "-" | "d" | "'" | "der")
            && head < at + 4
        {
            head += 1;
        }
    }
    let text = word(head);
    if opener && head == at {
        from = head;
    }
    // "may", "march" and "mar" are months in English only with a capital.
    let capital = head < end && page.quote(head, head).starts_with(char::is_uppercase);
    let month = is_month(text)
        && (capital || page.language != "en" || !matches!(text, "may" | "mar" | "mars" | "march"));
    let quarter = text.len() == 2
        && matches!(text, "q1" | "q2" | "q3" | "q4" | "h1" | "h2" | "t1" | "t2" | "t3" | "t4");
    let season = matches!(
        text,
        "spring"
            | "summer"
            | "autumn"
            | "winter"
            | "fruhjahr"
            | "sommer"
            | "herbst"
            | "primavera"
            | "verano"
            | "otono"
            | "ete"
            | "automne"
            | "printemps"
            | "estate"
            | "autunno"
            | "verao"
            | "outono"
    );
    let opaque_date = matches!(page.nodes.get(head).map(|node| &node.what), Some(What::Opaque))
        && head < end
        && (word(head).len() >= 8 || word(head).contains(['月', '월']))
        && word(head).starts_with(|c: char| c.is_ascii_digit());
    if month || quarter || season {
        let mut to = head;
        // A day before or behind, a year behind.
        if month
            && head == at
            && at > 0
            && page.nodes[at - 1].text.len() <= 2
            && matches!(page.nodes[at - 1].what, What::Opaque)
        {
            from = at - 1;
        }
        if month
            && matches!(page.nodes.get(to + 1).map(|node| &node.what), Some(What::Opaque))
            && to + 1 < end
            && word(to + 1).len() <= 2
        {
            to += 1;
        }
        let gap = usize::from(matches!(word(to + 1), "," | "de" | "del" | "of" | "/"));
        if year(to + 1 + gap) {
            to += 1 + gap;
        }
        return Some(Date { from, to, vague: season });
    }
    if opaque_date {
        return Some(Date { from: at, to: head, vague: false });
    }
    if year(head) && (opener || matches!(page.nodes[head].what, What::Opaque)) {
        return Some(Date { from: at, to: head, vague: false });
    }
    None
}
