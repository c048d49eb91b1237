//! Clauses of tenders: withdrawn rows, warranty, acceptance tests, evaluation weights, questioned figures.

use serde_json::{Map, Value, json};

use super::super::{
    claim::{Claims, number},
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    questioned(page, claims);
    said_by_us(page, claims);
    withdrawn(page, claims);
    warranty(page, claims);
    acceptance(page, claims);
    evaluation(page, claims);
}

/// "Where does the 14.3 kW come from, and who says 128 ports?": figures under question are no requirement.
fn questioned(page: &Page, claims: &mut Claims) {
    let mut list = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for (at, quantity) in page.quantities() {
        let sentence = page.sentence(at);
        let last = sentence.end.saturating_sub(1);
        if !page.has(sentence.clone(), &[C::AskProof]) || !page.is_sign(last, '?') || quantity.article {
            continue;
        }
        let unit = if quantity.unit_text.is_empty() {
            match page.nodes.get(at + 1).map(|node| &node.what) {
                Some(What::Concept(_) | What::Word) => page.quote(at + 1, at + 1).to_string(),
                Some(What::Gpu(name)) => name.clone(),
                _ => String::new(),
            }
        } else {
            quantity.unit_text.clone()
        };
        let stated = quantity.low / scale(quantity.unit, &quantity.unit_text);
        list.push(json!({ "value": number(stated), "unit": unit }));
        places.push(at);
        claims.take(at);
        // What such a sentence names is asked about, not asked for.
        for other in sentence {
            claims.take(other);
        }
    }
    if let (Some(first), Some(last)) = (places.first(), places.last()) {
        claims.put("questioned", Value::Array(list), *first, last + 1, 3);
    }
}

/// "You measured 3,100 tokens/s last week": what the reader said or did is no wish of the customer.
fn said_by_us(page: &Page, claims: &mut Claims) {
    for at in 0..page.nodes.len() {
        let you = matches!(
            page.nodes[at].text.as_str(),
            "you" | "your" | "sie" | "ihr" | "usted" | "ustedes" | "vous" | "votre" | "lei" | "voce"
        );
        if !you {
            continue;
        }
        let sentence = page.sentence(at);
        let said = (at + 1..sentence.end.min(at + 4)).any(|place| {
            matches!(
                page.nodes[place].text.as_str(),
                "measured"
                    | "said"
                    | "quoted"
                    | "claimed"
                    | "wrote"
                    | "stated"
                    | "showed"
                    | "calculated"
                    | "computed"
                    | "gave"
                    | "told"
                    | "table"
                    | "report"
                    | "answer"
                    | "gemessen"
                    | "geschrieben"
                    | "tabelle"
            )
        });
        if said {
            for place in sentence {
                claims.take(place);
            }
        }
    }
}

/// The factor that was applied to reach the canonical unit, for figures that are to be shown as written.
fn scale(unit: Unit, text: &str) -> f64 {
    match (unit, text.to_lowercase().as_str()) {
        (Unit::Kw, "mw") => 1000.0,
        (Unit::Kw, "w") => 0.001,
        (Unit::Gbyte, "tb") | (Unit::GbytePerS, "tb") => 1000.0,
        (Unit::Gbyte, "pb") => 1e6,
        (Unit::Mm, "m") => 1000.0,
        (Unit::Mm, "cm") => 10.0,
        _ => 1.0,
    }
}

/// "Row 21 is withdrawn": the row is listed and what its sentence says does not count.
fn withdrawn(page: &Page, claims: &mut Claims) {
    let mut rows = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    for at in 0..page.nodes.len() {
        if !page.is(at, C::Withdrawn) {
            continue;
        }
        let sentence = page.sentence(at);
        for row in sentence.clone() {
            if !page.is(row, C::Row) {
                continue;
            }
            for next in row + 1..(row + 6).min(sentence.end) {
                if let Some(count) = page.quantity(next).and_then(|quantity| quantity.count()) {
                    rows.push(count);
                    claims.take(next);
                } else if !(page.is_sign(next, ',')
                    || page.nodes[next].text == "and"
                    || page.nodes[next].text == "und"
                    || page.nodes[next].text == "y")
                {
                    break;
                }
            }
        }
        for place in sentence.clone() {
            claims.take(place);
        }
        span = Some((span.map_or(sentence.start, |(from, _)| from), at));
    }
    if let Some((from, to)) = span
        && !rows.is_empty()
    {
        claims.put("withdrawn_rows", json!(rows), from, to, 3);
    }
}

fn warranty(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if quantity.unit != Unit::Year && quantity.unit != Unit::Month || claims.is_taken(at) {
            continue;
        }
        let Some(word) =
            page.sentence(at).find(|place| page.is(*place, C::Warranty) && place.abs_diff(at) <= 9)
        else {
            continue;
        };
        let years = if quantity.unit == Unit::Month { quantity.low / 12.0 } else { quantity.low };
        if (0.5..=15.0).contains(&years) {
            claims.number("warranty_years", years, at, word, 3);
            claims.take(at);
        }
    }
    for at in 0..page.nodes.len() {
        if page.is(at, C::OnsiteNbd) && !claims.is_taken(at) {
            claims.put("warranty_level", "onsite_nbd", at, at, 2);
        }
    }
}

fn acceptance(page: &Page, claims: &mut Claims) {
    let mut tests = Map::new();
    let mut span: Option<(usize, usize)> = None;
    let mut found = |name: &str, value: f64, at: usize, claims: &mut Claims| {
        tests.insert(name.into(), number(value));
        span = Some(span.map_or((at, at), |(from, to): (usize, usize)| (from.min(at), to.max(at))));
        claims.take(at);
    };
    for (at, quantity) in page.quantities() {
        let near = |concepts: &[C], reach: usize| {
            page.sentence(at).any(|place| page.is_any(place, concepts) && place.abs_diff(at) <= reach)
        };
        match quantity.unit {
            Unit::Hour | Unit::Day if near(&[C::BurnIn], 5) => {
                found("burn_in_hours", quantity.seconds().unwrap_or(0.0) / 3600.0, at, claims);
            }
            Unit::Gbyte
                if near(&[C::AllReduce, C::MessageSize], 8) && page.sentence_has(at, &[C::AllReduce]) =>
            {
                found("allreduce_message_gib", quantity.low / GIB, at, claims);
            }
            Unit::Percent if page.sentence_has(at, &[C::AllReduce]) => {
                found("allreduce_min_ratio", quantity.low / 100.0, at, claims);
            }
            _ => {}
        }
    }
    if let Some((from, to)) = span {
        let to = (to + 2).min(page.sentence(to).end - 1);
        claims.put("acceptance", Value::Object(tests), from, to, 3);
    }
}

/// Gigabytes in a gibibyte (IEC 80000-13).
const GIB: f64 = 1.073_741_824;

/// "technical 60, price 40": only where both weights are named and make a hundred.
fn evaluation(page: &Page, claims: &mut Claims) {
    let weight = |concept: C| {
        (0..page.nodes.len()).filter(|at| page.is(*at, concept)).find_map(|at| {
            let sentence = page.sentence(at);
            // Behind the word (technical 60, technical: 60 %) or before it (60 % technical).
            let behind = (at + 1..(at + 5).min(sentence.end)).find(|place| page.quantity(*place).is_some());
            let before =
                at.checked_sub(1).filter(|place| *place >= sentence.start && page.quantity(*place).is_some());
            let place = before
                .filter(|place| page.quantity(*place).is_some_and(|q| q.unit == Unit::Percent))
                .or(behind)?;
            let quantity = page.quantity(place)?;
            let share = matches!(quantity.unit, Unit::Percent | Unit::None)
                && quantity.low > 0.0
                && quantity.low < 100.0;
            (share && !claims.is_taken(place)).then_some((place, quantity.low))
        })
    };
    if let (Some((one, technical)), Some((two, price))) = (weight(C::TechnicalWeight), weight(C::PriceWeight))
        && one != two
        && (technical + price - 100.0).abs() < 0.01
        && page.nodes[one].sentence == page.nodes[two].sentence
    {
        let value = json!({ "technical": number(technical), "price": number(price) });
        claims.put("evaluation", value, one.min(two).saturating_sub(1), one.max(two), 3);
        claims.take(one);
        claims.take(two);
    }
}
