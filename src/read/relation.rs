//! Relations of a quantity to what stands around it that no single word tells.

use super::{
    evidence::{name_behind, near, of_one_node},
    item::{Kind, Sheet},
    unit::Unit,
};

/// What "costs" less than this is one part or server; a cluster costs more. In any currency's units.
const PRICE_OF_ONE: f64 = 100_000.0;

/// How near a group of concepts is; names with `@` are relations rather than words.
pub(super) fn group(sheet: &Sheet, at: usize, concepts: &[&str]) -> f32 {
    let flag = |holds: bool| if holds { 10.0 } else { 0.0 };
    let named = || name_behind(sheet, at).map(|place| &sheet.items[place]);
    let mut best = near(sheet, at, concepts);
    for relation in concepts.iter().filter(|concept| concept.starts_with('@')) {
        let found = match *relation {
            "@gpu" => flag(named().is_some_and(|item| item.is_gpu_name()) || name_times(sheet, at)),
            "@platform" => flag(named().is_some_and(|item| {
                matches!(&item.kind, Kind::Server(name) if !name.starts_with("NVL"))
                    || item.is(&["hgx", "dgx"])
            })),
            "@rack_scale" => flag(
                name_behind(sheet, at).is_some_and(|place| {
                    // "144 GB300 NVL72 GPUs" counts GPUs.
                    !sheet.is(place + 1, &["gpu"])
                        && match &sheet.items[place].kind {
                            Kind::RackScale(_) => true,
                            Kind::Server(name) => name.contains("NVL"),
                            _ => false,
                        }
                }) || rack_of(sheet, at),
            ),
            "@one_node" => flag(of_one_node(sheet, at)),
            "@at_most" => flag(super::binding::bound(sheet, at).0 == crate::design::Bound::AtMost),
            "@amps" => flag(amps_behind(sheet, at)),
            "@each_node" => flag(each_node(sheet, at)),
            "@then_concurrent" => flag(then_concurrent(sheet, at)),
            "@usable_of_rack" => flag(usable_of_rack(sheet, at)),
            "@billions" => flag(
                sheet.items[at].quantity().is_some_and(|q| q.letter == Some('B') || q.letter == Some('T')),
            ),
            "@price_of_one" => flag(price_of_one(sheet, at)),
            "@inference_by_day" => flag({
                let own = sheet.sentence(at);
                let shared = sheet.has(at + 1..(at + 6).min(own.end), &["gpu"]);
                sheet.has(own.clone(), &["work_inference"]) && (shared || sheet.has(own, &["day"]))
            }),
            "@counter_of_racks" => flag(counter_of_racks(sheet, at)),
            "@nodes_of" => flag(nodes_of(sheet, at)),
            "@and_racks" => {
                flag(at > 1 && sheet.items[at - 1].is(&["and_word"]) && sheet.items[at - 2].is(&["rack"]))
            }
            "@in_time" => flag(
                at > 0 && sheet.items[at - 1].is(&["deadline"])
                    || at > 0
                        && matches!(
                            sheet.items[at - 1].text.as_str(),
                            "in" | "within"
                                | "under"
                                | "inside"
                                | "innerhalb"
                                | "binnen"
                                | "en"
                                | "entro"
                                | "em"
                                | "w"
                                | "za"
                                | "do"
                                | "dans"
                                | "sous"
                                | "over"
                        ),
            ),
            "@beside_racks" => flag(beside_racks(sheet, at)),
            "@users_before" => flag(users_before(sheet, at)),
            "@other_noun" => flag(other_noun(sheet, at)),
            "@km" => flag(sheet.items[at].quantity().is_some_and(|q| q.unit_scale() >= 1e6)),
            "@queries" => flag(sheet.items[at].quantity().is_some_and(|q| q.unit == Unit::QueriesPerS)),
            "@rate_of_money" => flag(sheet.items.get(at + 1).is_some_and(|next| {
                next.is_sign('/')
                    && sheet.items.get(at + 2).is_some_and(|unit| unit.glued && unit.text != "-")
            })),
            _ => 0.0,
        };
        best = best.max(found);
    }
    best
}

/// Whether a sum is what one thing costs: "$298k per node", "8x H100 at $320k", "the list price is 30,000".
fn price_of_one(sheet: &Sheet, at: usize) -> bool {
    if near(sheet, at, &["budget"]) >= 4.0 {
        return false;
    }
    let small = sheet.items[at].quantity().is_some_and(|q| q.high < PRICE_OF_ONE);
    let of_one = super::evidence::behind(sheet, at, &["per_node", "per_gpu", "each", "piece"]) >= 3.0;
    let quoted = at > 0 && matches!(sheet.items[at - 1].text.as_str(), "at" | "@");
    near(sheet, at, &["price"]) >= 5.0 && small || of_one || quoted
}

/// "Each of the 10 servers has two 200 Gb/s ports": said of every node, where no GPU is named.
fn each_node(sheet: &Sheet, at: usize) -> bool {
    let clause = sheet.clause(at);
    let Some(each) = sheet.find(clause.start..at, &["each", "every"]) else { return false };
    let node = (each + 1..at.min(each + 6)).any(|place| sheet.is(place, &["node"]));
    node && !clause
        .clone()
        .any(|place| sheet.is(place, &["gpu", "per_gpu"]) || sheet.items[place].is_gpu_name())
}

/// 랙이 8대, ラック8台, 机柜8台: a counter of machines behind the racks it counts.
fn counter_of_racks(sheet: &Sheet, at: usize) -> bool {
    let own = &sheet.items[at];
    let counter = sheet.items.get(at + 1).is_some_and(|next| {
        matches!(next.text.as_str(), "台" | "대" | "本" | "기" | "基" | "个" | "個" | "개" | "架" | "adet")
    });
    counter
        && (at.saturating_sub(3)..at)
            .rev()
            .take_while(|place| sheet.items[*place].clause == own.clause)
            .any(|place| sheet.items[place].is(&["rack"]) && !sheet.items[place].is(&["rack_power"]))
}

/// "1 rack gb300": a rack-scale generation named behind its rack.
fn rack_of(sheet: &Sheet, at: usize) -> bool {
    let word = |ahead: usize| sheet.items.get(at + ahead);
    let before = (at.saturating_sub(2)..at).any(|place| {
        (matches!(sheet.items[place].kind, Kind::RackScale(_))
            || matches!(&sheet.items[place].kind, Kind::UnknownGpu(name) if name.contains("NVL")))
            && sheet.items[place].sentence == sheet.items[at].sentence
    });
    word(1).is_some_and(|item| item.is(&["rack"])) && before
        || word(1).is_some_and(|item| item.is(&["rack"]) || item.text == "x")
            && (2..4).any(|ahead| {
                word(ahead).is_some_and(|item| {
                    matches!(item.kind, Kind::RackScale(_))
                        || matches!(&item.kind, Kind::Gpu(name) if name.starts_with("GB"))
                        || matches!(&item.kind, Kind::UnknownGpu(name) | Kind::Server(name) if name.contains("NVL"))
                })
            })
}

/// "H200 x 48".
fn name_times(sheet: &Sheet, at: usize) -> bool {
    at > 1 && sheet.items[at - 1].text == "x" && sheet.items[at - 2].is_gpu_name()
}

/// "2 x 63 A".
fn amps_behind(sheet: &Sheet, at: usize) -> bool {
    let skip = usize::from(sheet.items.get(at + 1).is_some_and(|item| item.text == "x"))
        + usize::from(sheet.items.get(at + 1).is_some_and(|item| item.is(&["feed"])));
    skip > 0
        && sheet
            .items
            .get(at + 1 + skip)
            .is_some_and(|item| item.quantity().is_some_and(|q| q.unit == Unit::Amp))
}

/// "96 GPUs in nodes of 8", "répartis en nœuds de 8".
fn nodes_of(sheet: &Sheet, at: usize) -> bool {
    at > 1
        && sheet.items[at - 2].is(&["node"])
        && matches!(
            sheet.items[at - 1].text.as_str(),
            "of" | "de" | "a" | "di" | "van" | "zu" | "po" | "da" | "with" | "mit"
        )
        && sheet.items.get(at + 1).is_none_or(|next| {
            next.clause != sheet.items[at].clause || matches!(next.kind, Kind::Sign(_)) || next.is(&["gpu"])
        })
}

/// "4 racks, 7 kW", "12 racks with 20 kW": the power right behind a number of racks is each one's.
fn beside_racks(sheet: &Sheet, at: usize) -> bool {
    let own = &sheet.items[at];
    let Some(rack) = (at.saturating_sub(4)..at).rev().find(|place| sheet.items[*place].is(&["rack"])) else {
        return false;
    };
    let plain = (rack + 1..at).all(|place| {
        let item = &sheet.items[place];
        item.sentence == own.sentence
            && (item.is_sign(',')
                || item.is(&["with_word", "at_most", "about", "per", "each"])
                || matches!(
                    item.text.as_str(),
                    "at" | "a" | "mit" | "zu" | "von" | "van" | "di" | "de" | "of" | "po" | "je" | "s" | "na"
                ))
    });
    let counted = (rack.saturating_sub(3)..rack).any(|place| {
        sheet.items[place].sentence == own.sentence
            && sheet.items[place].quantity().is_some_and(|q| q.unit == Unit::None)
    });
    plain && counted
}

/// "200 concurrent users on average, 500 at peak": whether the number before in the sentence counts users.
fn users_before(sheet: &Sheet, at: usize) -> bool {
    let own = sheet.items[at].sentence;
    let before = (at.saturating_sub(8)..at)
        .rev()
        .take_while(|place| sheet.items[*place].sentence == own)
        .find(|place| sheet.items[*place].is_bare());
    before.is_some_and(|place| sheet.has(place + 1..(place + 3).min(at), &["user", "concurrent"]))
}

/// "60 investigators, at most 12 at the same time": people of any name, of whom the next number says how many are active.
fn then_concurrent(sheet: &Sheet, at: usize) -> bool {
    let own = &sheet.items[at];
    let named = sheet.items.get(at + 1).is_some_and(|next| {
        next.kind == Kind::Word
            && next.concepts.is_empty()
            && next.clause == own.clause
            && next.text.len() > 3
    });
    let next = (at + 2..(at + 10).min(sheet.items.len()))
        .take_while(|place| sheet.items[*place].sentence == own.sentence)
        .find(|place| sheet.items[*place].quantity().is_some());
    let fewer = |place: usize| {
        sheet.items[place]
            .quantity()
            .zip(own.quantity())
            .is_some_and(|(part, whole)| part.unit == Unit::None && part.high < whole.low)
    };
    named
        && next.is_some_and(|place| {
            fewer(place) && sheet.has(place + 1..(place + 5).min(sheet.items.len()), &["concurrent"])
        })
}

/// "44 kW a rack at the breaker; not over 35 kW continuous": what may be drawn of the rack power named before.
fn usable_of_rack(sheet: &Sheet, at: usize) -> bool {
    let line = sheet.layout.line_of[at];
    let before = (at.saturating_sub(18)..at)
        .rev()
        .take_while(|place| sheet.layout.line_of[*place] == line)
        .find(|place| sheet.items[*place].quantity().is_some_and(|q| matches!(q.unit, Unit::Kw | Unit::Kva)));
    let clause = sheet.clause(at);
    before.is_some_and(|place| {
        let rated = sheet.sentence(place);
        let breaker = sheet.has(rated.clone(), &["breaker"]);
        breaker && sheet.has(rated, &["rack", "rack_power"]) && sheet.has(clause, &["usable", "at_most"])
    })
}

/// "20 frames in flight at once": something else than people is active at the same time.
fn other_noun(sheet: &Sheet, at: usize) -> bool {
    let own = &sheet.items[at];
    let concurrent = (at + 1..(at + 8).min(sheet.items.len()))
        .take_while(|place| sheet.items[*place].sentence == own.sentence)
        .find(|place| sheet.items[*place].is(&["concurrent"]));
    let end = concurrent.unwrap_or(at + 3).min(sheet.items.len());
    (at + 1..end).any(|place| {
        let item = &sheet.items[place];
        item.kind == Kind::Word
            && item.clause == own.clause
            && item.concepts.is_empty()
            && item.text.len() >= 5
            && item.text.ends_with('s')
            && !matches!(
                item.text.as_str(),
                "always" | "seats" | "users" | "thereof" | "across" | "perhaps" | "sometimes" | "others"
            )
    }) && !(at + 1..end).any(|place| sheet.items[place].is(&["user", "session"]))
}
