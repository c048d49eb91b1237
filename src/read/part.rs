//! Numbers that are said but not asked for: articles, parts of what is counted elsewhere, values that are taken back.

use super::{
    evidence::name_behind,
    item::{Kind, Sheet},
    unit::Unit,
};
use crate::design::Field;

/// "A rack" counts where it is the only thing said of racks; "a GPU" never does.
pub(super) fn article_counts(sheet: &Sheet, at: usize, field: Field) -> bool {
    let only =
        (at..(at + 3).min(sheet.items.len())).any(|place| sheet.items[place].is(&["only", "single_rack"]));
    let powered = (at + 1..(at + 5).min(sheet.items.len())).any(|place| {
        sheet.items[place].quantity().is_some_and(|q| matches!(q.unit, Unit::Kw | Unit::Kva | Unit::Height))
    });
    if field == Field::RacksAvailable && !only && any_one(sheet, at) {
        return false;
    }
    // "one with 8 nodes", "one of them": a pronoun.
    let pronoun = sheet.items.get(at + 1).is_some_and(|next| {
        next.is(&["with_word", "and_word"]) && next.text != "x"
            || matches!(next.text.as_str(), "of" | "for" | "has" | "is" | "that")
    });
    if pronoun {
        return false;
    }
    let fails = (at + 1..(at + 4).min(sheet.items.len()))
        .any(|place| sheet.items[place].is(&["may"]) || sheet.items[place].text.starts_with("fail"));
    if fails {
        return false;
    }
    let one = matches!(sheet.items[at].text.split(' ').next(), Some("one" | "jedna" | "jeden" | "jedno"))
        || sheet.items[at].quantity().is_some_and(|q| q.unit.seconds().is_some());
    match field {
        Field::RacksAvailable => only || powered && !matches!(sheet.items[at].text.as_str(), "a" | "an"),
        Field::RacksRequested => !matches!(sheet.items[at].text.as_str(), "a" | "an"),
        Field::FeedsPerRack => (at + 1..(at + 5).min(sheet.items.len())).any(|place| {
            sheet.items[place].quantity().is_some_and(|q| matches!(q.unit, Unit::Amp | Unit::Volt))
        }),
        Field::GpuCount | Field::GpusPerNode => one && name_behind(sheet, at).is_some(),
        _ => one,
    }
}

/// "One rack shall not exceed 50 kW", "any cabinet": what holds for each of them and counts none.
pub(super) fn any_one(sheet: &Sheet, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |place| sheet.items[place].text.as_str());
    let limited = (at + 1..sheet.clause(at).end.min(at + 7))
        .take_while(|place| sheet.items[*place].quantity().is_none())
        .any(|place| sheet.items[place].is(&["at_most", "must", "may"]));
    limited || matches!(before, "any" | "every" | "no" | "each")
}

/// "2x 100GbE", "4 x 7.68 TB": how often a measured thing is there, not a count of anything asked for.
pub(super) fn multiplies(sheet: &Sheet, at: usize) -> bool {
    let bare = sheet.items[at].quantity().is_some_and(|q| q.unit == Unit::None && q.letter.is_none());
    // "1 in 10", "2 out of 5": a share.
    let number = |place: Option<usize>| {
        place
            .and_then(|place| sheet.items.get(place))
            .and_then(super::item::Item::quantity)
            .is_some_and(|q| q.unit == Unit::None && q.low <= 100.0)
    };
    let word = |place: Option<usize>, words: &[&str]| {
        place.and_then(|place| sheet.items.get(place)).is_some_and(|item| words.contains(&item.text.as_str()))
    };
    let shared = word(Some(at + 1), &["in"]) && number(Some(at + 2)) && number(Some(at))
        || word(at.checked_sub(1), &["in"]) && number(at.checked_sub(2)) && number(Some(at));
    if bare && shared {
        return true;
    }
    bare && sheet.items.get(at + 1).is_some_and(|next| next.text == "x" || next.is_sign('*'))
        && sheet.items.get(at + 2).and_then(|item| item.quantity()).is_some_and(|q| {
            // "8 x 15 kW racks" counts racks.
            let racks = sheet.is(at + 3, &["rack"]) && matches!(q.unit, Unit::Kw | Unit::Kva);
            !racks
                && matches!(
                    q.unit,
                    Unit::GbitEthernet
                        | Unit::GbitPerS
                        | Unit::Gbit
                        | Unit::GigaSomething
                        | Unit::Gbyte
                        | Unit::Kw
                )
        })
}

/// "24 of the GPUs", "six of them": a part of what is counted elsewhere.
pub(super) fn partitive(sheet: &Sheet, at: usize) -> bool {
    // A pronoun whose noun was found.
    if !sheet.items[at].concepts.is_empty() {
        return false;
    }
    if sheet.layout.lines[sheet.layout.line_of[at]].asked.is_some() {
        return false;
    }
    let word = |ahead: usize| sheet.items.get(at + ahead).map_or("", |item| item.text.as_str());
    // "L40S for the 12": what was counted before, without its noun.
    let article = at.checked_sub(1).is_some_and(|place| {
        matches!(
            sheet.items[place].text.as_str(),
            "the"
                | "those"
                | "these"
                | "die"
                | "den"
                | "diese"
                | "les"
                | "ces"
                | "los"
                | "las"
                | "gli"
                | "estos"
                | "os"
                | "as"
        )
    });
    let alone = sheet.items.get(at + 1).is_none_or(|next| {
        next.clause != sheet.items[at].clause || matches!(next.kind, Kind::Sign(_)) || next.line_start
    });
    let bare = sheet.items[at].quantity().is_some_and(|q| q.unit == Unit::None);
    if article && alone && bare {
        return true;
    }
    // "250 kW, of which 180 kW for IT": a part of what was just said.
    let measured = sheet.items[at]
        .quantity()
        .is_some_and(|q| matches!(q.unit, Unit::Kw | Unit::Kva | Unit::Gbyte | Unit::Money(_)));
    let share =
        (1..=2).any(|steps| at.checked_sub(steps).is_some_and(|place| sheet.items[place].is(&["share_of"])));
    if measured && share {
        return true;
    }
    // "70 % of the GPUs" is a share that counts by itself.
    if sheet.items[at].quantity().is_some_and(|q| q.unit == Unit::Percent) {
        return false;
    }
    let of = matches!(word(1), "of" | "der" | "des" | "de" | "dei" | "van");
    let free = sheet.has(at..sheet.clause(at).end, &["free_room", "available"]);
    of && matches!(word(2), "the" | "these" | "them" | "those" | "our" | "les" | "los")
        && sheet.items.get(at + 3).is_none_or(|next| {
            next.is(&["gpu", "node"])
                || next.is(&["rack", "site"]) && !free
                || matches!(next.kind, Kind::Sign(_))
        })
        || matches!(word(1), "davon" | "deles" | "ervan")
}

/// "96 GPUs instead of 64", "not 90 but 150 days": the number that no longer holds.
pub(super) fn taken_back(sheet: &Sheet, at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map(|place| &sheet.items[place]);
    let instead = !super::language::verb_last(sheet.language)
        && (1..=2).any(|steps| {
            before(steps)
                .is_some_and(|item| item.is(&["instead"]) && item.sentence == sheet.items[at].sentence)
        });
    let denied = before(1).is_some_and(|item| {
        item.is(&["no"]) && !item.is(&["at_most", "at_least"]) && item.sentence == sheet.items[at].sentence
    });
    // "Forget the 8 GPU idea".
    let dropped = (1..=4).any(|steps| {
        before(steps).is_some_and(|item| item.is(&["forget"]) && item.clause == sheet.items[at].clause)
    });
    // "Increase from 64 to 96 GPUs": what it was.
    let raised = before(1)
        .is_some_and(|item| matches!(item.text.as_str(), "from" | "von" | "de" | "da" | "van" | "od" | "z"))
        && sheet.items.get(at + 1).is_some_and(|item| {
            matches!(item.text.as_str(), "to" | "auf" | "a" | "para" | "naar" | "do" | "na")
        })
        && sheet.items.get(at + 2).is_some_and(|item| item.quantity().is_some());
    let replaced = (1..=4).any(|steps| before(steps).is_some_and(|item| item.text == "replace"))
        && (at + 1..(at + 7).min(sheet.items.len()))
            .any(|place| matches!(sheet.items[place].text.as_str(), "by" | "with"));
    // "40枚ではなく48枚", "40 GPU yerine 48": where verbs stand last, what is given up stands first.
    let given_up = super::language::verb_last(sheet.language)
        && (at + 1..(at + 6).min(sheet.items.len()))
            .take_while(|place| {
                sheet.items[*place].clause == sheet.items[at].clause
                    && sheet.items[*place].quantity().is_none()
            })
            .any(|place| sheet.items[place].is(&["instead"]));
    instead || denied || dropped || raised || replaced || given_up
}
