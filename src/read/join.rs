//! Items that belong together: "sixty-four (64)", "between 3 and 4 PB", "one and a half seconds", a product of lengths.

use super::{
    fold::Folded,
    item::{Item, Kind, Sheet},
    quantity::Quantity,
    unit::Unit,
};

/// Joins what is one number or one product of lengths.
pub(super) fn join(sheet: &mut Sheet) {
    let old = std::mem::take(&mut sheet.items);
    let mut out: Vec<Item> = Vec::with_capacity(old.len());
    let mut at = 0;
    while at < old.len() {
        let rest = &old[at..];
        let joined = lengths(rest)
            .or_else(|| rack_scale(rest))
            .or_else(|| bounded(rest))
            .or_else(|| range(rest).filter(|_| !changes(&old[at.saturating_sub(5)..at])))
            .or_else(|| repeated(sheet, rest))
            .or_else(|| halves(sheet, rest))
            .or_else(|| half_of_unit(sheet, rest));
        match joined {
            Some((kind, used)) => {
                let mut item = rest[0].clone();
                item.span.to = rest[used - 1].span.to;
                item.text = sheet.text.text(item.span);
                item.concepts.clear();
                item.kind = kind;
                out.push(item);
                at += used;
            }
            None => {
                out.push(rest[0].clone());
                at += 1;
            }
        }
    }
    sheet.items = out;
}

/// "600 x 2236 x 1068 mm": two or three numbers with one unit of length behind the last.
fn lengths(rest: &[Item]) -> Option<(Kind, usize)> {
    let mut values = Vec::new();
    let mut at = 0;
    loop {
        let quantity = rest.get(at)?.quantity().filter(|q| q.digits && q.low == q.high)?;
        values.push(quantity.low);
        let unit = quantity.unit;
        if unit == Unit::Mm && values.len() > 1 {
            let factor = match quantity.unit_text.as_str() {
                "cm" => 10.0,
                "m" => 1000.0,
                _ => 1.0,
            };
            // The last one is in mm already; those before are in its unit.
            let last = values.len() - 1;
            for value in &mut values[..last] {
                *value *= factor;
            }
            return Some((Kind::Lengths(values), at + 1));
        }
        let times = rest.get(at + 1).is_some_and(|item| item.text == "x" || item.text == "*");
        if !(unit == Unit::None || unit == Unit::Mm) || !times || values.len() > 3 {
            return None;
        }
        at += 2;
    }
}

/// "NVL72 GB200", "1 rack gb300": a rack-scale system named in another order.
fn rack_scale(rest: &[Item]) -> Option<(Kind, usize)> {
    let nvl = |item: &Item| item.text.starts_with("nvl72");
    let gpu = |item: &Item| match &item.kind {
        Kind::Gpu(name) if name.starts_with("GB") => Some(name.clone()),
        _ => None,
    };
    let (first, second) = (&rest[0], rest.get(1)?);
    // "NVL72 (GB300)".
    if nvl(first) && second.is_sign('(') && rest.get(3).is_some_and(|item| item.is_sign(')')) {
        return gpu(rest.get(2)?).map(|name| (Kind::RackScale(format!("{name} NVL72")), 4));
    }
    if nvl(first) {
        return gpu(second).map(|name| (Kind::RackScale(format!("{name} NVL72")), 2));
    }
    if let Kind::UnknownGpu(name) = &first.kind
        && name.starts_with("GB")
        && second.text.starts_with("nvl")
    {
        return Some((Kind::UnknownGpu(format!("{name} {}", second.text.to_ascii_uppercase())), 2));
    }
    let name = gpu(first)?;
    nvl(second).then(|| (Kind::RackScale(format!("{name} NVL72")), 2))
}

/// "at least 10 and at most 14 nodes".
fn bounded(rest: &[Item]) -> Option<(Kind, usize)> {
    rest.first().filter(|item| item.is(&["at_least"]))?;
    let first = rest.get(1)?.quantity()?;
    let joins = rest.get(2)?.is(&["and_word"]) || rest[2].is_sign(',');
    let second = rest.get(4).filter(|_| joins && rest[3].is(&["at_most"]))?.quantity()?;
    merged(first, second).map(|quantity| (Kind::Number(quantity), 5))
}

/// "between 3 and 4 PB", "von 500 bis 600", "fra quattro e sei".
fn range(rest: &[Item]) -> Option<(Kind, usize)> {
    if !rest[0].is(&["between"])
        && !matches!(
            rest[0].text.as_str(),
            "from" | "von" | "van" | "da" | "od" | "de" | "entre" | "от" | "с" | "من" | "между"
        )
    {
        return None;
    }
    let skip = 1 + usize::from(rest.get(1).is_some_and(|item| {
        matches!(item.text.as_str(), "the" | "los" | "les" | "las" | "i" | "le" | "os" | "as" | "de")
    }));
    let first = rest.get(skip)?.quantity().filter(|q| !q.article)?;
    let joint = rest.get(skip + 1)?;
    let joins = joint.is(&["and_word"])
        || matches!(
            joint.text.as_str(),
            "to" | "bis"
                | "a"
                | "ate"
                | "hasta"
                | "tot"
                | "do"
                | "au"
                | "ve"
                | "ed"
                | "az"
                | "до"
                | "الي"
                | "و"
                | "和"
                | "と"
        );
    let second = rest.get(skip + 2)?.quantity().filter(|_| joins)?;
    merged(first, second).map(|quantity| (Kind::Number(quantity), skip + 3))
}

/// "Increase from 64 to 96": the second number holds, and there is no range.
fn changes(before: &[Item]) -> bool {
    before.iter().any(|item| {
        [
            "increas", "rais", "chang", "reduc", "cut", "go", "goes", "went", "mov", "grow", "expand",
            "extend", "scal", "ramp", "erhoh", "steig", "wachs", "reduzi", "andern", "passe", "augment",
            "aument", "cresce", "verho", "groei",
        ]
        .iter()
        .any(|stem| item.text.starts_with(stem))
    })
}

fn merged(first: &Quantity, second: &Quantity) -> Option<Quantity> {
    let mut low = first.low;
    if first.unit == Unit::None && second.unit != Unit::None {
        low *= second.unit_scale();
    } else if first.unit != second.unit {
        return None;
    }
    // "from 500 to 600 thousand": the magnitude counts for both.
    if low < second.low / 500.0 && first.letter.is_none() {
        low *= second.magnitude();
    }
    (low < second.high).then(|| Quantity { low, ..second.clone() })
}

/// "sixty-four (64) GPUs": the same number twice.
fn repeated(sheet: &Sheet, rest: &[Item]) -> Option<(Kind, usize)> {
    let first = rest[0].quantity().filter(|q| q.unit == Unit::None && !q.article)?;
    if !rest.get(1)?.is_sign('(') || !rest.get(3)?.is_sign(')') {
        return None;
    }
    let second = rest[2].quantity()?;
    if second.low != first.low || first.digits == second.digits {
        return None;
    }
    // "five (5) years": the unit stands behind the brackets.
    let mut quantity = second.clone();
    // "ninety (90) calendar days".
    let of_days =
        rest.get(4).is_some_and(|item| matches!(item.text.as_str(), "calendar" | "consecutive" | "full"));
    let behind = 4 + usize::from(of_days);
    if let Some(found) = rest
        .get(behind)
        .filter(|item| quantity.unit == Unit::None && !item.line_start)
        .and_then(|item| unit_of(sheet, item))
    {
        quantity.low = quantity.low * found.factor + found.offset;
        quantity.high = quantity.low;
        quantity.unit = found.unit;
        quantity.scale = found.factor;
        return Some((Kind::Number(quantity), behind + 1));
    }
    Some((Kind::Number(quantity), 4))
}

/// The unit a word stands for as a whole.
fn unit_of(sheet: &Sheet, item: &Item) -> Option<super::unit::Found> {
    if item.kind != Kind::Word {
        return None;
    }
    let raw = Folded::new(sheet.text.quote(item.span));
    let tokens = super::token::syllables(&raw);
    super::unit::unit_at(&raw, &tokens, 0, sheet.language).filter(|found| found.length == tokens.len())
}

/// "half a second", "une demi-seconde", "medio segundo", "eine halbe Sekunde", "half a petabyte".
fn half_of_unit(sheet: &Sheet, rest: &[Item]) -> Option<(Kind, usize)> {
    rest.first().filter(|item| item.is(&["half"]))?;
    let skip = rest.get(1).map_or(0, |item| {
        usize::from(item.is_sign('-') || item.text == "a" || item.text == "an" || item.text == "de")
    });
    let found = unit_of(sheet, rest.get(1 + skip)?).filter(|found| {
        found.unit.seconds().is_some() || matches!(found.unit, Unit::Gbyte | Unit::Kw | Unit::Kg)
    })?;
    let half = 0.5 * found.factor;
    let quantity = Quantity {
        low: half,
        high: half,
        unit: found.unit,
        scale: found.factor,
        digits: true,
        ..Quantity::default()
    };
    Some((Kind::Number(quantity), 2 + skip))
}

/// "one and a half seconds" comes as one number already; "segundo y medio" and "two and a half" are joined here.
fn halves(sheet: &Sheet, rest: &[Item]) -> Option<(Kind, usize)> {
    let and = |at: usize| rest.get(at).is_some_and(|item| item.is(&["and_word"]));
    let half = |at: usize| rest.get(at).is_some_and(|item| item.is(&["half"]));
    if let Some(quantity) = rest[0].quantity() {
        let article = usize::from(rest.get(2).is_some_and(|item| {
            item.quantity().is_some_and(|q| q.article)
                || matches!(item.text.as_str(), "a" | "un" | "une" | "una" | "um" | "uma" | "een" | "ein")
        }));
        if and(1) && half(2 + article) {
            let mut quantity = quantity.clone();
            let unit = rest
                .get(3 + article)
                .filter(|_| quantity.unit == Unit::None)
                .and_then(|item| unit_of(sheet, item).map(|found| (found, item)));
            if let Some((found, _)) = unit {
                quantity.low = (quantity.low + 0.5) * found.factor;
                quantity.high = quantity.low;
                quantity.unit = found.unit;
                quantity.scale = found.factor;
                quantity.article = false;
                return Some((Kind::Number(quantity), 4 + article));
            }
            let step = 0.5 * if quantity.unit == Unit::None { 1.0 } else { quantity.unit_scale() };
            quantity.low += step;
            quantity.high += step;
            quantity.article = false;
            return Some((Kind::Number(quantity), 3 + article));
        }
        return None;
    }
    let article = rest.get(3).is_some_and(|item| item.is(&["half"]))
        && rest.get(2).is_some_and(|item| {
            matches!(item.text.as_str(), "a" | "an") || item.quantity().is_some_and(|q| q.article)
        });
    let timed = unit_of(sheet, &rest[0]).filter(|found| found.unit.seconds().is_some());
    if let Some(found) = timed.filter(|_| and(1) && article) {
        let low = 1.5 * found.factor;
        let quantity = Quantity {
            low,
            high: low,
            unit: found.unit,
            scale: found.factor,
            digits: true,
            ..Quantity::default()
        };
        return Some((Kind::Number(quantity), 4));
    }
    let seconds = matches!(rest[0].text.as_str(), "segundo" | "secondo" | "seconde" | "second" | "sekunde");
    (seconds && and(1) && half(2)).then(|| {
        let quantity =
            Quantity { low: 1.5, high: 1.5, unit: Unit::Second, digits: true, ..Quantity::default() };
        (Kind::Number(quantity), 3)
    })
}
