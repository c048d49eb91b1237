//! The terms of a project and of a tender: dates, phases, service, tests, weights, what a budget or a power figure covers.

use serde_json::{Map, json};

use super::{
    item::{Kind, Sheet},
    numbers::{Claim, claim, scope},
    opaque::is_month,
    polarity::negated,
    status::standing,
    unit::Unit,
};
use crate::design::{Field, Plain};

/// Items between a word such as "delivery" and its date.
const DATE_REACH: usize = 24;
/// Items between a word and the number it explains.
const NEAR: usize = 8;
/// Gigabytes in a gibibyte (IEC 80000-13).
const GIB: f64 = 1.073_741_824;

/// Reads the terms of a text.
pub(super) fn read(sheet: &Sheet) -> Vec<Claim> {
    let mut out = Vec::new();
    dates(sheet, &mut out);
    for at in 0..sheet.items.len() {
        let item = &sheet.items[at];
        if item.masked {
            continue;
        }
        if item.is(&["onsite_nbd", "onsite_word", "next_day"]) {
            service(sheet, at, &mut out);
        } else if item.is(&["encrypt_at_rest"]) {
            encryption(sheet, at, &mut out);
        } else if item.is(&["other_hypervisor"]) {
            let name = item.text.replace([' ', '-'], "_");
            put(sheet, Field::Hypervisor, name, (at, at), &mut out);
        } else if item.is(&["usable", "breaker"]) {
            rating(sheet, at, &mut out);
        } else if item.is(&["all_in", "hardware_only"]) {
            budget_scope(sheet, at, &mut out);
        } else if let Some(quantity) = item.quantity() {
            if quantity.unit == Unit::Percent && (90.0..100.0).contains(&quantity.low) {
                availability(sheet, at, quantity.low, &mut out);
            } else if quantity.unit == Unit::None
                && sheet.items.get(at + 1).is_some_and(|next| next.is(&["phase"]))
            {
                let count = quantity.low;
                if (2.0..=12.0).contains(&count) && count.fract() == 0.0 {
                    put(sheet, Field::Phases, count, (at, at + 1), &mut out);
                }
            }
        }
    }
    withdrawn(sheet, &mut out);
    acceptance(sheet, &mut out);
    evaluation(sheet, &mut out);
    out
}

fn put(
    sheet: &Sheet,
    field: Field,
    value: impl Into<Plain>,
    (from, to): (usize, usize),
    out: &mut Vec<Claim>,
) {
    let known = out.iter().any(|one: &Claim| one.statement.field == field);
    if let Some(scope) = scope(field, standing(sheet, from)).filter(|_| !known) {
        out.push(claim(sheet, field, value, (from, from, to), scope));
    }
}

/// Places of a concept in the sentence of another place, the nearest first.
fn near(sheet: &Sheet, at: usize, concepts: &[&str]) -> Option<usize> {
    let found = sheet.sentence(at).filter(|place| sheet.items[*place].is(concepts));
    found.min_by_key(|place| place.abs_diff(at)).filter(|place| place.abs_diff(at) <= NEAR)
}

/// On site, next business day, within hours.
fn service(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let sentence = sheet.sentence(at);
    let about = sheet.has(sentence.clone(), &["warranty", "support", "onsite_nbd", "next_day"])
        || sheet.layout.lines[sheet.layout.line_of[at]]
            .heading
            .clone()
            .is_some_and(|heading| sheet.has(heading, &["warranty", "support"]));
    if !about {
        return;
    }
    let hours = sentence.clone().find(|place| {
        sheet.items[*place].quantity().is_some_and(|q| q.unit == Unit::Hour && (2.0..=8.0).contains(&q.low))
            && place.abs_diff(at) <= NEAR
    });
    let next = sheet.items[at].is(&["onsite_nbd", "next_day"]);
    let onsite = near(sheet, at, &["onsite_word"]).is_some() || sheet.items[at].is(&["onsite_nbd"]);
    let value = match (hours, next, onsite) {
        (Some(_), false, _) => "onsite_4h",
        (_, true, true) => "onsite_nbd",
        (_, true, false) => "nbd",
        _ => "onsite",
    };
    put(sheet, Field::WarrantyLevel, value, (at, hours.unwrap_or(at).max(at)), out);
}

/// Of stored data, with whose keys; on the network.
fn encryption(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    if negated(sheet, at) {
        return;
    }
    let sentence = sheet.sentence(at);
    let value = if sheet.has(sentence.clone(), &["national_keys"]) {
        "national_keys"
    } else if sheet.has(sentence, &["own_keys"]) {
        "customer_keys"
    } else {
        "at_rest"
    };
    put(sheet, Field::Encryption, value, (at, at), out);
}

/// Whether a rack's power is what may be drawn or what the breaker is rated for.
fn rating(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let power = sheet.sentence(at).any(|place| {
        place.abs_diff(at) <= NEAR
            && sheet.items[place]
                .quantity()
                .is_some_and(|q| matches!(q.unit, Unit::Kw | Unit::Kva | Unit::Amp))
    });
    if power {
        let value = if sheet.items[at].is(&["usable"]) { "usable" } else { "breaker" };
        put(sheet, Field::PowerRatingBasis, value, (at, at), out);
    }
}

/// What a budget is to cover.
fn budget_scope(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let sentence = sheet.sentence(at);
    let money =
        sentence.clone().any(|place| sheet.items[place].quantity().is_some_and(|q| q.currency().is_some()));
    if !money && !sheet.has(sentence.clone(), &["budget"]) {
        return;
    }
    let support = sentence.clone().find(|place| sheet.items[*place].is(&["support"]));
    let years = support.and_then(|word| {
        sentence.clone().find_map(|place| {
            let quantity = sheet.items[place].quantity()?;
            (quantity.unit == Unit::Year && place.abs_diff(word) <= 4).then_some(quantity.low)
        })
    });
    let value = match (sheet.items[at].is(&["all_in"]), years) {
        (true, Some(years)) => format!("all_in_{years}y_support"),
        (true, None) => "all_in".to_string(),
        (false, _) => "hardware_only".to_string(),
    };
    put(sheet, Field::BudgetScope, value, (at, at), out);
}

fn availability(sheet: &Sheet, at: usize, percent: f64, out: &mut Vec<Claim>) {
    if near(sheet, at, &["availability"]).is_some() {
        put(sheet, Field::Availability, format!("{}%", crate::units::plain(percent)), (at, at), out);
    }
}

/// "Rows 3.2 and 3.7 are withdrawn": whole numbers are listed.
fn withdrawn(sheet: &Sheet, out: &mut Vec<Claim>) {
    let mut rows: Vec<u64> = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    for at in (0..sheet.items.len()).filter(|at| sheet.items[*at].is(&["withdrawn"])) {
        let sentence = sheet.sentence(at);
        for row in sentence.clone().filter(|place| sheet.items[*place].is(&["row"])) {
            let named = (row + 1..(row + 6).min(sentence.end)).map_while(|place| {
                let item = &sheet.items[place];
                let joined = item.is_sign(',') || item.is(&["and_word"]);
                let number = item.text.parse::<u64>().ok();
                (joined || number.is_some()).then_some(number)
            });
            rows.extend(named.flatten());
        }
        span = Some((span.map_or(sentence.start, |(from, _)| from), at));
    }
    if let Some((from, to)) = span.filter(|_| !rows.is_empty()) {
        let list = Plain::List(rows.into_iter().map(Plain::from).collect());
        out.push(claim(sheet, Field::WithdrawnRows, list, (from, to, to), crate::design::Scope::New));
    }
}

/// Burn-in and the all-reduce test.
fn acceptance(sheet: &Sheet, out: &mut Vec<Claim>) {
    let mut tests = Map::new();
    let mut span: Option<(usize, usize)> = None;
    for at in 0..sheet.items.len() {
        let Some(quantity) = sheet.items[at].quantity() else { continue };
        let all_reduce = || near(sheet, at, &["all_reduce"]).is_some();
        let (name, value) = match quantity.unit {
            Unit::Hour | Unit::Day if near(sheet, at, &["burn_in"]).is_some() => {
                let day = if quantity.unit == Unit::Day { 24.0 } else { 1.0 };
                ("burn_in_hours", quantity.low * day)
            }
            Unit::Gbyte if all_reduce() => ("allreduce_message_gib", quantity.low / GIB),
            Unit::Percent if all_reduce() => ("allreduce_min_ratio", quantity.low / 100.0),
            _ => continue,
        };
        tests.insert(name.into(), json!(value));
        span = Some(span.map_or((at, at), |(from, to)| (from.min(at), to.max(at))));
    }
    if let Some(span) = span {
        put(sheet, Field::Acceptance, serde_json::Value::Object(tests).to_string(), span, out);
    }
}

/// "Technical 60, price 40": only where both weights are named and make no more than a hundred.
fn evaluation(sheet: &Sheet, out: &mut Vec<Claim>) {
    let weight = |concept: &'static str| {
        let mut words = (0..sheet.items.len()).filter(|at| sheet.items[*at].is(&[concept]));
        words.find_map(|at| {
            let sentence = sheet.sentence(at);
            let share = |place: &usize| {
                sheet.items[*place].quantity().is_some_and(|q| {
                    matches!(q.unit, Unit::Percent | Unit::None) && q.low > 0.0 && q.low < 100.0
                })
            };
            let percent =
                |place: &usize| sheet.items[*place].quantity().is_some_and(|q| q.unit == Unit::Percent);
            let before = at.checked_sub(1).filter(|place| *place >= sentence.start && percent(place));
            let place = before.or_else(|| (at + 1..(at + 5).min(sentence.end)).find(share))?;
            Some((place, sheet.items[place].quantity()?.low))
        })
    };
    if let (Some((one, technical)), Some((two, price))) = (weight("technical_weight"), weight("price_weight"))
        && one != two
        && sheet.items[one].sentence == sheet.items[two].sentence
        && technical + price <= 100.01
    {
        let value = json!({ "technical": technical, "price": price }).to_string();
        put(sheet, Field::Evaluation, value, (one.min(two), one.max(two)), out);
    }
}

/// When it shall be live and when delivered, in the customer's words.
fn dates(sheet: &Sheet, out: &mut Vec<Claim>) {
    for (concept, field) in [("go_live", Field::Golive), ("delivery", Field::DeliveryDate)] {
        for word in (0..sheet.items.len()).filter(|at| sheet.items[*at].is(&[concept])) {
            let sentence = sheet.sentence(word);
            let from = sentence.start.max(word.saturating_sub(8));
            let to = sentence.end.min(word + DATE_REACH);
            // The value of the row that the word names.
            let cell = sheet
                .layout
                .cells
                .iter()
                .find(|cell| cell.label.contains(&word))
                .map(|cell| cell.items.clone());
            let inside = cell.and_then(|cell| cell.clone().find_map(|at| date(sheet, at, cell.end)));
            let found = (from..to).find_map(|at| date(sheet, at, to)).or(inside);
            if let Some((first, last)) = found {
                put(sheet, field, sheet.quote(first, last), (first, last), out);
                break;
            }
        }
    }
}

/// A date that begins here: end of June, Q3 2026, spring, 2026-03-01.
fn date(sheet: &Sheet, at: usize, end: usize) -> Option<(usize, usize)> {
    const OPENERS: &[&str] = &[
        "end",
        "mid",
        "middle",
        "early",
        "late",
        "beginning",
        "start",
        "ende",
        "mitte",
        "anfang",
        "fin",
        "finales",
        "mediados",
        "principios",
        "debut",
        "mi",
        "fine",
        "meta",
        "inizio",
        "final",
        "meados",
        "inicio",
        "eind",
        "koniec",
    ];
    const SEASONS: &[&str] = &[
        "spring",
        "summer",
        "autumn",
        "winter",
        "fruhjahr",
        "sommer",
        "herbst",
        "primavera",
        "verano",
        "otono",
        "ete",
        "automne",
        "printemps",
        "estate",
        "autunno",
        "verao",
        "outono",
        "christmas",
        "xmas",
        "easter",
        "ramadan",
        "weihnachten",
        "ostern",
        "noel",
        "navidad",
        "natale",
        "natal",
    ];
    const WEEKS: &[&str] =
        &["week", "wk", "cw", "kw", "calendar", "kalenderwoche", "semaine", "semana", "settimana"];
    let word = |place: usize| if place < end { sheet.items[place].text.as_str() } else { "" };
    let year = |place: usize| {
        word(place).len() == 4 && word(place).parse::<u32>().is_ok_and(|year| (2020..=2060).contains(&year))
    };
    let explained = |place: usize| place < end && sheet.items[place].kind == Kind::Explained;
    let mut head = at;
    let opener = OPENERS.contains(&word(at));
    if opener {
        head += 1;
        while matches!(word(head), "of" | "de" | "di" | "do" | "the" | "-" | "d" | "'" | "der")
            && head < at + 4
        {
            head += 1;
        }
    }
    let text = word(head);
    // "may" and "march" are months in English only with a capital.
    let capital = head < end && sheet.quote(head, head).starts_with(char::is_uppercase);
    let month = is_month(text)
        && (capital || sheet.language != "en" || !matches!(text, "may" | "mar" | "mars" | "march"));
    let quarter = text.len() == 2
        && text.starts_with(['q', 'h', 't'])
        && text.ends_with(|c: char| ('1'..='4').contains(&c));
    if month || quarter || SEASONS.contains(&text) {
        let mut to = head;
        let day = |place: usize| explained(place) && word(place).len() <= 2;
        let from = if month && head == at && at > 0 && day(at - 1) { at - 1 } else { at };
        if month && day(to + 1) {
            to += 1;
        }
        let gap = usize::from(matches!(word(to + 1), "," | "de" | "del" | "of" | "/"));
        if year(to + 1 + gap) {
            to += 1 + gap;
        }
        return Some((from, to));
    }
    // "Week 32", "CW 14".
    let number = |place: usize| {
        place < end
            && sheet.items[place].quantity().is_some_and(|q| q.digits && (1.0..=53.0).contains(&q.low))
    };
    if WEEKS.contains(&text) {
        let at_number = head + 1 + usize::from(word(head + 1) == "week");
        if number(at_number) {
            return Some((head, at_number));
        }
    }
    let whole = explained(head)
        && text.starts_with(|c: char| c.is_ascii_digit())
        && (text.len() >= 8 || text.contains(['月', '월']) || year(head));
    (whole || opener && year(head)).then_some((at, head))
}
