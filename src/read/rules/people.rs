//! People: all of them, those at the same time, those at the peak; desktops and rendering users.

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};

/// A group of people the text counts.
struct Group {
    at: usize,
    noun: usize,
    count: f64,
    concurrent: bool,
    peak: bool,
    desktop: bool,
    render: bool,
    session: bool,
}

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let places: Vec<(usize, usize, C)> = page
        .quantities()
        .filter(|(at, q)| {
            !claims.is_taken(*at)
                && q.unit == Unit::None
                && !q.article
                && q.low >= 1.0
                && q.letter != Some('B')
                && q.low.fract() == 0.0
        })
        .filter_map(|(at, _)| noun(page, at).map(|(noun, concept)| (at, noun, concept)))
        .collect();
    let mut groups = Vec::new();
    for (order, (at, noun, concept)) in places.iter().enumerate() {
        let (at, noun) = (*at, *noun);
        let sentence = page.sentence(at);
        // The qualifiers of one number do not reach past the next one.
        let next = places.get(order + 1).map_or(sentence.end, |(next, ..)| *next).min(sentence.end);
        let previous =
            order.checked_sub(1).map_or(sentence.start, |before| places[before].1 + 1).max(sentence.start);
        let reach = |concepts: &[C]| {
            let peak = concepts.contains(&C::Peak);
            let behind = (at + 1..next.min(noun + 14))
                .take_while(|place| {
                    page.quantity(*place).is_none_or(|q| q.article)
                        && !(*place > noun && page.is(*place, C::Of))
                        && !(page.is_sign(*place, ';') || peak && page.is_sign(*place, ','))
                })
                .any(|place| {
                    page.is_any(place, concepts)
                        && !(place + 1..place + 3).any(|more| page.quantity(more).is_some_and(|q| !q.article))
                });
            let far = if matches!(page.language, "ja" | "zh" | "ko") { 6 } else { 4 };
            let before = (previous.max(at.saturating_sub(far))..at)
                .any(|place| page.is_any(place, concepts) && !breaks(page, place, at));
            behind || before
        };
        let per_time = (noun + 1..(noun + 4).min(sentence.end)).any(|place| {
            page.is_any(place, &[C::Per, C::Each, C::PerSecond, C::PerWeek])
                && !page.is_any(place + 1, &[C::Site])
                && (page.is(place, C::PerSecond)
                    || page.is(place, C::PerWeek)
                    || matches!(
                        page.nodes.get(place + 1).map(|node| node.text.as_str()),
                        Some(
                            "day"
                                | "hour"
                                | "month"
                                | "year"
                                | "week"
                                | "tag"
                                | "monat"
                                | "dia"
                                | "mes"
                                | "jour"
                                | "mois"
                                | "giorno"
                                | "mese"
                                | "minute"
                                | "stunde"
                                | "hora"
                                | "user"
                                | "dag"
                                | "agent"
                        )
                    ))
        });
        let Some(quantity) = page.quantity(at) else { continue };
        if per_time || quantity.low != quantity.high {
            continue;
        }
        let concurrent = reach(&[C::Concurrent]);
        let peak = reach(&[C::Peak]);
        let session = *concept == C::Session;
        if session && !concurrent || quantity.letter == Some('T') {
            continue;
        }
        let clause = page.clause(at);
        let desktop = *concept == C::Desktop || page.has(clause.clone(), &[C::Desktop, C::WorkVdi]);
        let render = page.has(clause, &[C::WorkRender]) && *concept != C::Desktop;
        groups.push(Group { at, noun, count: quantity.low, concurrent, peak, desktop, render, session });
    }
    put(claims, &groups);
    ratio(page, claims);
    bare_peak(page, claims);
}

/// Whether a sentence part ends between two places.
fn breaks(page: &Page, from: usize, to: usize) -> bool {
    (from..to).any(|place| page.is_sign(place, ',') || page.is_sign(place, ';'))
}

/// The word for people behind the number, or before it with "of them".
fn noun(page: &Page, at: usize) -> Option<(usize, C)> {
    let sentence = page.sentence(at);
    let start = sentence.start;
    if page.is(at + 1, C::Of) {
        let people = (start..at).rev().take(6).find(|place| page.is_any(*place, &[C::User, C::Desktop]));
        if let Some(place) = people {
            return page.concept(place).map(|_| (at + 1, C::User));
        }
        // "60 of them would hit the assistant at the same time"
        return page.after(at, 14, &[C::Concurrent]).map(|place| (place, C::User));
    }
    // "200 at the same time", "40 gleichzeitig"
    let digits = page.quantity(at).is_some_and(|q| q.unit == Unit::None);
    if digits && (page.is(at + 1, C::Concurrent) && !page.is_any(at + 2, &[C::User, C::Session, C::Desktop]))
    {
        return Some((at + 1, C::User));
    }
    let mut words = 0;
    for place in at + 1..(at + 6).min(sentence.end) {
        match &page.nodes[place].what {
            What::Concept(concept @ (C::User | C::Desktop)) => {
                // "300 engineers on CAD in virtual desktops" counts engineers; "200 VDI users" users.
                return Some((place, *concept));
            }
            What::Concept(C::Session) => {
                return (!page.is_any(place + 1, &[C::PerSecond])).then_some((place, C::Session));
            }
            What::Concept(
                C::Admin
                | C::Gpu
                | C::Node
                | C::Rack
                | C::Page
                | C::Document
                | C::Token
                | C::Site
                | C::Param
                | C::Chunk
                | C::Query
                | C::Scene
                | C::Core,
            ) => return None,
            What::Concept(
                C::Concurrent
                | C::Peak
                | C::Active
                | C::WorkVdi
                | C::WorkRender
                | C::WorkCode
                | C::About
                | C::Total
                | C::Each
                | C::Only
                | C::WorkChat
                | C::WorkAssistant
                | C::Whole
                | C::FullGpu,
            ) => {}
            What::Concept(C::Per) if matches!(page.nodes[place].text.as_str(), "a" | "na") => {}
            What::Concept(_) => words += 1,
            What::Word => {
                let text = page.nodes[place].text.as_str();
                if matches!(
                    text,
                    "and"
                        | "or"
                        | "with"
                        | "for"
                        | "in"
                        | "on"
                        | "und"
                        | "mit"
                        | "con"
                        | "y"
                        | "et"
                        | "e"
                        | "x"
                ) {
                    return None;
                }
                if page.language == "en" && person(text) {
                    return Some((place, C::User));
                }
                words += 1;
            }
            What::Sign('-') => {}
            _ => return label(page, at, start),
        }
        if words > 2 {
            return label(page, at, start);
        }
    }
    label(page, at, start)
}

/// Whether an English word is made like a word for people (underwriters, radiologists, trainees).
fn person(word: &str) -> bool {
    let things = [
        "containers",
        "clusters",
        "routers",
        "computers",
        "processors",
        "transceivers",
        "adapters",
        "sensors",
        "layers",
        "meters",
        "metres",
        "letters",
        "numbers",
        "orders",
        "centers",
        "folders",
        "papers",
        "offers",
        "tenders",
        "factors",
        "sectors",
        "vectors",
        "errors",
        "monitors",
        "connectors",
        "chapters",
        "quarters",
        "headers",
        "others",
        "towers",
        "partners",
        "providers",
        "suppliers",
        "vendors",
        "buffers",
        "filters",
        "boosters",
        "dollars",
        "servers",
        "floors",
        "doors",
        "corners",
        "trailers",
        "lists",
        "tests",
        "requests",
        "variants",
        "plants",
        "tenants",
        "restaurants",
        "trees",
        "fees",
        "committees",
        "degrees",
        "guarantees",
        "hoists",
        "mists",
        "posts",
        "costs",
        "months",
        "drivers",
        "scanners",
        "printers",
        "speakers",
    ];
    let ending = ["ers", "ors", "ists", "ians", "ees", "ants"].iter().any(|ending| word.ends_with(ending));
    ending && word.len() > 5 && !things.contains(&word)
}

/// "Users: 500", "concurrent users = 40".
fn label(page: &Page, at: usize, start: usize) -> Option<(usize, C)> {
    let sign = at
        .checked_sub(1)
        .filter(|place| *place >= start && (page.is_sign(*place, ':') || page.is_sign(*place, '=')))?;
    (1..=3).filter_map(|back| sign.checked_sub(back)).filter(|place| *place >= start).find_map(|place| {
        page.concept(place)
            .filter(|concept| matches!(concept, C::User | C::Desktop | C::Concurrent))
            .map(|concept| (at, if concept == C::Concurrent { C::User } else { concept }))
    })
}

fn put(claims: &mut Claims, groups: &[Group]) {
    let whole = |group: &&Group| !group.concurrent && !group.peak && !group.session;
    let desktops: f64 = groups
        .iter()
        .filter(whole)
        .filter(|group| group.desktop && !group.render)
        .map(|group| group.count)
        .sum();
    let renders: f64 =
        groups.iter().filter(whole).filter(|group| group.render).map(|group| group.count).sum();
    let split = desktops > 0.0 && renders > 0.0;
    if split {
        let members: Vec<&Group> =
            groups.iter().filter(whole).filter(|group| group.desktop || group.render).collect();
        let (from, to) = (
            members.iter().map(|g| g.at).min().unwrap_or(0),
            members.iter().map(|g| g.noun).max().unwrap_or(0),
        );
        claims.number("users_total", desktops + renders, from, to, 2);
    }
    for group in groups {
        claims.take(group.at);
        let (at, to) = (group.at, group.noun);
        if group.peak && (group.concurrent || !groups.iter().any(|other| other.at != at && other.peak)) {
            claims.number("users_concurrent_peak", group.count, at, to, 2);
        } else if group.concurrent {
            claims.number("users_concurrent", group.count, at, to, 2);
        } else if split && (group.render || group.desktop) {
            claims.number(if group.render { "render_users" } else { "vdi_users" }, group.count, at, to, 2);
        } else {
            // People are counted once: the first group of all of them, "of which" groups aside.
            claims.number("users_total", group.count, at, to, 2);
        }
    }
}

/// "5 % at the same time" of a stated number of people.
fn ratio(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at)
            || quantity.unit != Unit::Percent
            || !page.sentence_has(at, &[C::Concurrent, C::Peak])
        {
            continue;
        }
        let near = page.distance(at, &[C::Concurrent, C::Peak]).unwrap_or(99);
        if near > 6 || page.sentence_has(at, &[C::Heat, C::Availability]) {
            continue;
        }
        let peak = page.before(at, 4, &[C::Peak]).is_some() || page.after(at, 4, &[C::Peak]).is_some();
        let share = quantity.high / 100.0;
        let from = page.before(at, 4, &[C::Peak, C::Concurrent]).unwrap_or(at);
        let to = page.after(at, 4, &[C::Concurrent, C::Peak]).unwrap_or(at);
        if let Some(total) = claims.value("users_total") {
            let field = if peak { "users_concurrent_peak" } else { "users_concurrent" };
            claims.number(field, (total * share).round(), from, to, 2);
        } else {
            claims.number("concurrency_ratio", share, from, to, 2);
        }
        claims.take(at);
    }
}

/// "quarter end is worse, say 100": a bare number behind a word for the peak, after people at the same time.
fn bare_peak(page: &Page, claims: &mut Claims) {
    if !claims.has("users_concurrent") || claims.has("users_concurrent_peak") {
        return;
    }
    let Some(base) = claims.last("users_concurrent").cloned() else { return };
    let sentence = page.nodes[base.from].sentence;
    for (at, quantity) in page.quantities() {
        let node = &page.nodes[at];
        if claims.is_taken(at)
            || quantity.unit != Unit::None
            || quantity.article
            || at <= base.from
            || node.sentence > sentence + 1
        {
            continue;
        }
        let ends = page
            .nodes
            .get(at + 1)
            .is_none_or(|next| matches!(next.what, What::Sign(_)) || next.sentence != node.sentence);
        let bigger = base.value.as_f64().is_some_and(|base| quantity.low > base);
        if let Some(word) = page.before(at, 7, &[C::Peak]).filter(|_| ends && bigger) {
            claims.number("users_concurrent_peak", quantity.low, word, at, 2);
            claims.take(at);
            return;
        }
    }
}
