//! Height in a rack: how many of a system go into so many rack units, whether a number of them does, what stays free.

use super::{Ask, number};
use crate::{design::Outcome, read::question::ThingKind};

/// Words for a rack unit behind a number.
const UNITS: &[&str] = &["u", "ru", "he", "rack units", "rack unit"];
/// Racks are no lower and no higher than this, in rack units.
const RACKS: std::ops::RangeInclusive<u64> = 6..=60;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let room = room(ask)?;
    let thing = ask
        .question
        .things
        .iter()
        .find(|thing| matches!(thing.kind, ThingKind::System | ThingKind::Switch))?;
    let rows = super::facts::rows(ask, thing.kind, &thing.id);
    let each = rows.iter().find(|row| row.field == "rack_units" && row.state == "value")?;
    let height = each.value.as_f64().filter(|height| *height > 0.0)?;
    ask.cite(&each.source);
    let most = (room as f64 / height).floor();
    let name = ask.name(thing);
    let count = ask.question.count_of(thing).filter(|count| *count != room);
    let Some(count) = count.filter(|count| *count > 1 || ask.question.polar(ask.catalog)) else {
        let told = format!(
            "{} × {name}: {} U ≤ {room} U ({} U).",
            number(most),
            number(most * height),
            number(height)
        );
        return Some((vec![told], Outcome::Answer));
    };
    let used = count as f64 * height;
    let holds = used <= room as f64;
    let word = ask.say(if holds { "yes" } else { "no" }, &[]);
    let sign = if holds { "≤" } else { ">" };
    let mut told = format!("{} × {name} = {} U {sign} {room} U", number(count as f64), number(used));
    if holds {
        told.push_str(&format!("; {room} U − {} U = {} U", number(used), number(room as f64 - used)));
    }
    let judged = ask.question.polar(ask.catalog) || !holds;
    let told = if judged { format!("{word}: {told}.") } else { format!("{told}.") };
    Some((vec![told], if holds { Outcome::Answer } else { Outcome::Infeasible }))
}

/// The height of the rack that is named, in rack units: "48U", "42 HE".
fn room(ask: &Ask<'_>) -> Option<u64> {
    if !(ask.cue("rack") || ask.cue("fit") || ask.cue("count")) {
        return None;
    }
    let words = &ask.question.words.words;
    words.iter().enumerate().find_map(|(at, word)| {
        let digits: String = word.text.chars().take_while(char::is_ascii_digit).collect();
        let glued = &word.text[digits.len()..];
        let unit =
            if glued.is_empty() { words.get(at + 1).map_or("", |next| next.text.as_str()) } else { glued };
        let rack = UNITS.contains(&unit)
            || unit == "rack" && words.get(at + 2).is_some_and(|next| next.text.starts_with("unit"));
        let value: u64 = digits.parse().ok()?;
        (rack && RACKS.contains(&value)).then_some(value)
    })
}
