//! What a passage is about, decided once and before any field: wanted, existing, an option, later, or nothing of ours;
//! denied or not; how strongly it is asked for.

use std::ops::Range;

use super::{
    item::{Kind, Sheet},
    language::verb_last,
    modes,
    unit::Unit,
};

/// Which part of the customer's world a passage is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// To be built now.
    New,
    /// Stands already, or is to be replaced.
    Existing,
    /// A priced alternative.
    Option,
    /// After the order.
    Later,
    /// No need of this customer: somebody else's, past, procedural, out of scope.
    Nothing(&'static str),
}

/// Items looked at on either side of a place.
const REACH: usize = 45;
/// A sentence of so few items that only says "ignore that" is about the one before.
const REMARK_ITEMS: usize = 7;

/// The sentence a place is in, at most [`REACH`] items to either side.
pub(super) fn around(sheet: &Sheet, at: usize) -> Range<usize> {
    let own = sheet.items[at].sentence;
    let mut from = at;
    while from > 0 && at - from < REACH && sheet.items[from - 1].sentence == own {
        from -= 1;
    }
    let mut to = at + 1;
    while to < sheet.items.len() && to - at < REACH && sheet.items[to].sentence == own {
        to += 1;
    }
    from..to
}

/// What names a place from outside its sentence: the row's label, the column's header.
fn labels(sheet: &Sheet, at: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if let Some(cell) = sheet.layout.cell_of[at].map(|cell| &sheet.layout.cells[cell]) {
        found.push(cell.label.clone());
        found.extend(cell.header.clone());
        found.extend(cell.record.clone().into_iter().flat_map(|(row, corner)| [row, corner]));
    }
    found.extend(modes::remarks(sheet, at));
    found.extend(modes::line_label(sheet, at));
    if let Some(heading) = &sheet.layout.lines[sheet.layout.line_of[at]].heading {
        found.push(heading.clone());
    }
    found
}

/// Whether a cue about what stands is about the room rather than about what is computed with.
fn of_the_room(sheet: &Sheet, cue: usize) -> bool {
    (cue + 1..(cue + 3).min(sheet.items.len()))
        .take_while(|at| !matches!(sheet.items[*at].kind, Kind::Sign(_)))
        .any(|at| {
            sheet.items[at].is(&[
                "rack",
                "room",
                "site",
                "floor_load",
                "power",
                "lift",
                "feed",
                "budget",
                "ups",
            ])
        })
}

/// What the passage at this place is about.
pub(super) fn standing(sheet: &Sheet, at: usize) -> Standing {
    if sheet.items[at].masked {
        return Standing::Nothing("not to be read");
    }
    if answered_below(sheet, at) {
        return Standing::Nothing("asked about");
    }
    let sentence = around(sheet, at);
    let clause = sheet.items[at].clause;
    let same = |place: usize| sheet.items[place].clause == clause;
    let label_of = |place: usize| {
        place < at
            && (place + 1..=at.min(place + 8)).any(|sign| sheet.items[sign].is_sign(':'))
            && sentence.start + 6 > place
    };
    let find =
        |concept: &'static str| sentence.clone().filter(move |place| sheet.items[*place].is(&[concept]));
    let wanted_between = |from: usize, to: usize| {
        (from.min(to)..from.max(to)).any(|place| sheet.items[place].is(&["wanted", "contrast", "correction"]))
    };
    let titled =
        |concept: &'static str| labels(sheet, at).into_iter().any(|range| sheet.has(range, &[concept]));

    if find("procedural").any(|place| same(place) || label_of(place)) || titled("procedural") {
        return Standing::Nothing("a matter of procedure");
    }
    if !super::modes::of_hardware(sheet, at)
        && (find("contact").any(|place| same(place) || label_of(place)) || titled("contact"))
    {
        return Standing::Nothing("a matter of contacts and appointments");
    }
    if labels(sheet, at).into_iter().any(|range| super::voices::claimed_in(sheet, range)) {
        return Standing::Nothing("somebody else's");
    }
    if titled("answer_column") || titled("third_party") || titled("gone") {
        return Standing::Nothing("somebody else's");
    }
    let dropped = modes::modes(sheet, at)
        .into_iter()
        .any(|range| sheet.has(range, &["withdrawn", "superseded", "ignore_it"]));
    if dropped {
        return Standing::Nothing("no longer holds");
    }
    let asked_of_bidders = |place: usize| {
        place < at
            && sheet.items[at].clause <= sheet.items[place].clause + 1
            && sheet.items[at].quantity().is_some_and(|q| {
                q.unit.seconds().is_some() || matches!(q.unit, Unit::Money(_) | Unit::Percent)
            })
            && !wanted_between(place, at)
    };
    if find("procedural").any(asked_of_bidders) {
        return Standing::Nothing("a matter of procedure");
    }
    if super::voices::narrated(sheet, at, &sentence) {
        return Standing::Nothing("past");
    }
    if find("submission").next().is_some() || titled("submission") {
        return Standing::Nothing("a matter of procedure");
    }
    // "What about L4?"
    if sentence.start > 0
        && find("what_if").any(|place| place < at)
        && sheet.items[sentence.end - 1].is_sign('?')
    {
        return Standing::Option;
    }
    if alternative(sheet, at, &sentence) {
        return Standing::Option;
    }
    // "Why two sites?"
    let why = sheet.items[sentence.clone()].iter().take(4).any(|item| item.is(&["why_word"]))
        && sheet.items[sentence.end - 1].is_sign('?');
    if why {
        return Standing::Nothing("asked about");
    }
    if super::voices::of_others(sheet, at, &sentence) {
        return Standing::Nothing("somebody else's");
    }
    if super::voices::superseded(sheet, at, &sentence) {
        return Standing::Nothing("no longer holds");
    }
    for (concept, why) in [("gone", "past"), ("third_party", "somebody else's")] {
        let hit = find(concept).any(|place| {
            same(place)
                || place < at && !wanted_between(place, at)
                || concept == "gone" && place > at && !wanted_between(at, place)
        });
        if hit {
            return Standing::Nothing(why);
        }
    }
    let contrast =
        |place: usize| (at.min(place)..at.max(place)).any(|one| sheet.items[one].is(&["contrast"]));
    // In brackets it is about what stands right before them.
    let bracketed = |place: usize| {
        let from =
            (sentence.start..place).rev().find(|one| sheet.items[*one].clause != sheet.items[place].clause);
        from.is_some_and(|open| sheet.items[open].is_sign('(') && sheet.items[open].clause != clause)
    };
    if find("ignore_it").any(|place| !contrast(place) && !bracketed(place)) || remarked(sheet, &sentence) {
        return Standing::Nothing("out of scope");
    }
    nearest(sheet, at, sentence, &titled)
}

/// "> And liquid?": a quoted question that the next line answers states nothing itself.
fn answered_below(sheet: &Sheet, at: usize) -> bool {
    let own = sheet.layout.line_of[at];
    let lines = &sheet.layout.lines;
    let asked = lines.get(own + 1).and_then(|next| next.asked.as_ref());
    lines[own].depth > 0 && asked.is_some_and(|asked| asked.contains(&at))
}

/// "Compare two cases: (a) 4 nodes, (b) 6 nodes": one of the lettered alternatives that a sentence sets side by side.
fn alternative(sheet: &Sheet, at: usize, sentence: &Range<usize>) -> bool {
    let lettered = |place: usize| {
        let item = &sheet.items[place];
        item.text.chars().count() == 1
            && !matches!(item.kind, Kind::Sign(_))
            && (sheet.is_sign(place + 1, ')') || place > 0 && sheet.items[place - 1].is_sign('('))
    };
    let marks: Vec<usize> = sentence.clone().filter(|place| lettered(*place)).collect();
    let Some(first) = marks.first().filter(|first| marks.len() >= 2 && **first < at) else { return false };
    sheet.has(sentence.start..*first, &["compared", "option"])
}

/// Whether a short sentence behind this one says that it does not matter.
fn remarked(sheet: &Sheet, sentence: &Range<usize>) -> bool {
    let Some(next) = sheet.items.get(sentence.end) else { return false };
    let after = around(sheet, sentence.end);
    next.sentence != sheet.items[sentence.start].sentence
        && after.len() <= REMARK_ITEMS
        && !sheet.items[after.clone()].iter().any(|item| item.masked)
        && !next.line_start
        && (sheet.has(after.clone(), &["ignore_it"])
            || sheet.has(after.start..(after.start + 3).min(after.end), &["superseded"]))
}

fn nearest(
    sheet: &Sheet,
    at: usize,
    sentence: Range<usize>,
    titled: &dyn Fn(&'static str) -> bool,
) -> Standing {
    const CUES: &[(&str, Standing)] = &[
        ("option", Standing::Option),
        ("later", Standing::Later),
        ("retired", Standing::Existing),
        ("stands", Standing::Existing),
        ("used_now", Standing::Existing),
        ("rate_existing", Standing::Existing),
        ("wanted", Standing::New),
    ];
    let clause = sheet.items[at].clause;
    let cue = |place: usize| {
        let item = &sheet.items[place];
        CUES.iter()
            .find(|(concept, _)| item.is(&[concept]))
            .filter(|(concept, _)| *concept != "stands" || !of_the_room(sheet, place))
            .map(|(concept, standing)| (*concept, *standing))
    };
    let opening = |place: usize| place < sentence.start + 4;
    let before = (sentence.start..at).rev().find_map(|place| {
        let (concept, standing) = cue(place)?;
        let near = sheet.items[place].clause == clause;
        // Options and growth hold for their clause, or from the beginning of the sentence on, or where their clause
        // holds nothing they could be about ("may price, as an option, six nodes").
        let own = sheet.clause(place);
        let empty = own.len() <= 4
            && own.end <= at
            && !own
                .clone()
                .any(|one| sheet.items[one].quantity().is_some() || sheet.items[one].is_gpu_name());
        let holds = near || opening(place) || empty || matches!(concept, "stands" | "wanted" | "retired");
        holds.then_some((concept, standing, near))
    });
    let after = (at + 1..sentence.end)
        .take_while(|place| {
            sheet.items[*place].clause == clause || brackets_between(sheet, at, *place).is_some()
        })
        // What stands in brackets of its own is about these.
        .filter(|place| {
            sheet.items[*place].clause == clause
                || brackets_between(sheet, at, *place).is_some_and(|depth| depth <= 0)
        })
        // "200 TB now and 500 TB in two years": what stands behind the next number is about that one.
        .filter(|place| {
            !(at + 1..*place).any(|one| {
                sheet.items[one].is(&["and_word", "contrast"])
                    && (one + 1..(one + 4).min(*place))
                        .any(|next| sheet.items[next].quantity().is_some_and(|q| !q.article))
            })
        })
        .find_map(|place| {
            let held = verb_last(sheet.language) || matches!(sheet.language, "nl" | "de");
            cue(place).filter(|(concept, _)| *concept != "wanted" || held)
        });
    // "We hebben 64 kaarten nodig": the wish behind it turns what stands, and no option.
    let after = after.filter(|(concept, _)| {
        let turned = |cues: &[&str]| before.is_some_and(|(cue, ..)| cues.contains(&cue));
        *concept != "wanted"
            || if verb_last(sheet.language) { !turned(&["later", "option"]) } else { turned(&["stands"]) }
    });
    if let Some((concept, standing)) = after {
        let late = matches!(concept, "option" | "later");
        let wanted = before.is_some_and(|(concept, _, near)| concept == "wanted" && near);
        if late || verb_last(sheet.language) || !wanted {
            return standing;
        }
    }
    if let Some((concept, standing, _)) = before {
        // "Replace the old ones by four new nodes": what comes in their place.
        let cue = (sentence.start..at).rev().find(|place| sheet.items[*place].is(&["retired"]));
        if concept == "retired" && cue.is_some_and(|cue| (cue + 1..at).any(|place| brings(sheet, place))) {
            return Standing::New;
        }
        // "wanted" inside an option or a later phase does not bring it back.
        if concept == "wanted" {
            for (title, standing) in [("option", Standing::Option), ("later", Standing::Later)] {
                let opened =
                    (sentence.start..at).any(|place| opening(place) && sheet.items[place].is(&[title]));
                if opened {
                    return standing;
                }
            }
        }
        return standing;
    }
    for (concept, standing) in CUES {
        if titled(concept) && *concept != "wanted" {
            return *standing;
        }
    }
    Standing::New
}

/// Whether a word says what comes in the place of what goes: "by", or a "with" that tells no equipment of a server.
fn brings(sheet: &Sheet, place: usize) -> bool {
    let text = sheet.items[place].text.as_str();
    let equipment = || {
        sheet.items[place - 1].is(&["node"])
            && sheet.items.get(place + 1).is_some_and(super::item::Item::is_gpu_name)
    };
    matches!(text, "by" | "durch" | "par" | "por" | "door" | "pomoci")
        || matches!(text, "with" | "con" | "met" | "mit" | "com" | "avec") && place > 0 && !equipment()
}

/// How many brackets are open at a place, seen from another one before it: 0 where both stand alike, less where the
/// later one stands outside the brackets of the first. None where a comma or a colon ends the clause between them.
pub(super) fn brackets_between(sheet: &Sheet, at: usize, place: usize) -> Option<i32> {
    let open = sheet.items[..at].iter().rev().take(12).find_map(|item| match item.kind {
        Kind::Sign('(') => Some(1),
        Kind::Sign(')') => Some(0),
        _ => None,
    });
    let outside = open.unwrap_or(0);
    let mut depth = 0;
    for item in &sheet.items[at + 1..=place] {
        match item.kind {
            Kind::Sign('(') => depth += 1,
            Kind::Sign(')') => depth -= 1,
            Kind::Sign(',' | ':' | ';')
                if depth == 0 && outside == 0 || depth < 0 && matches!(item.kind, Kind::Sign(',' | ':')) =>
            {
                return None;
            }
            _ if item.is(&["contrast"]) => return None,
            _ => {}
        }
    }
    Some(depth)
}
