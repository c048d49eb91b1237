//! What is said without a number: cooling, fabric, schedulers, precision, where data stays, who may reach it.

use super::{
    evidence::near,
    item::{Kind, Sheet},
    numbers::{Claim, claim, scope},
    polarity::negated,
    status::{Standing, standing},
};
use crate::design::{Bound, Field, Plain, Scope};

/// A concept that says a closed word of a field by itself.
const WORDS: &[(&str, Field, &str)] = &[
    ("cooling_air", Field::Cooling, "air"),
    ("cooling_liquid", Field::Cooling, "liquid"),
    ("infiniband", Field::Fabric, "infiniband"),
    ("infini_band", Field::Fabric, "infiniband"),
    ("ethernet", Field::Fabric, "ethernet"),
    ("slurm", Field::Scheduler, "slurm"),
    ("kubernetes", Field::Scheduler, "kubernetes"),
    ("run_ai", Field::Scheduler, "run:ai"),
    ("lsf", Field::Scheduler, "lsf"),
    ("pbs", Field::Scheduler, "pbs"),
    ("htcondor", Field::Scheduler, "htcondor"),
    ("grid_engine", Field::Scheduler, "grid_engine"),
    ("fp8", Field::Precision, "fp8"),
    ("fp4", Field::Precision, "fp4"),
    ("bf16", Field::Precision, "bf16"),
    ("fp16", Field::Precision, "fp16"),
    ("int8", Field::Precision, "int8"),
    ("int4", Field::Precision, "int4"),
    ("on_premises", Field::Sovereignty, "on_premises"),
    ("in_country", Field::Sovereignty, "in_country"),
    ("national", Field::Sovereignty, "national"),
    ("no_egress", Field::NetworkEgress, "none"),
    ("a/b", Field::Redundancy, "A/B"),
    ("ab_feeds", Field::Redundancy, "A/B"),
    ("n_plus_one", Field::Redundancy, "N+1"),
    ("two_n", Field::Redundancy, "2N"),
    ("sso", Field::Security, "sso"),
    ("siem", Field::Security, "siem_logging"),
    ("mfa", Field::Security, "mfa"),
    ("tenant_isolation", Field::Security, "tenant_isolation"),
    ("active_active", Field::Availability, "active_active"),
    ("active_passive", Field::Availability, "active_passive"),
    ("full_load_each", Field::SiteCapacity, "full_each"),
    ("full_site_load", Field::SiteCapacity, "full_each"),
    ("office", Field::Location, "office"),
    ("colocation", Field::Location, "colocation"),
    ("no_software", Field::Software, "none"),
    ("ai_enterprise", Field::Software, "ai_enterprise"),
    ("mission_control", Field::Software, "mission_control"),
    ("vmware", Field::Hypervisor, "vmware"),
    ("no_recabling", Field::Constraint, "no_recabling"),
];
/// Fields whose value is a list of words.
const LISTS: &[Field] = &[Field::Cooling, Field::Fabric, Field::Scheduler, Field::Security];
/// Fields whose words carry their own denial ("no cloud", "must not leave the country").
const WHOLE: &[Field] = &[
    Field::Sovereignty,
    Field::NetworkEgress,
    Field::Redundancy,
    Field::SiteCapacity,
    Field::Constraint,
    Field::Location,
];

/// Reads every such word of a text.
pub(super) fn read(sheet: &Sheet) -> Vec<Claim> {
    let mut out = Vec::new();
    for at in 0..sheet.items.len() {
        let item = &sheet.items[at];
        if item.masked {
            continue;
        }
        match &item.kind {
            Kind::Ratio(ratio) => oversubscription(sheet, at, ratio, &mut out),
            Kind::Number(quantity) if quantity.unit == super::unit::Unit::None => {
                factor(sheet, at, quantity, &mut out)
            }
            Kind::Word | Kind::Sign(_) if !item.concepts.is_empty() => word(sheet, at, &mut out),
            _ => {}
        }
    }
    out
}

fn word(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let item = &sheet.items[at];
    if let Some((_, field, value)) = WORDS.iter().find(|(concept, ..)| item.is(&[concept])) {
        closed(sheet, at, *field, value, out);
    } else if item.is(&["air_word", "air"]) && plain_air(sheet, at) {
        closed(sheet, at, Field::Cooling, "air", out);
    } else if item.is(&["liquid_word", "water", "supply"]) && plain_liquid(sheet, at) {
        closed(sheet, at, Field::Cooling, "liquid", out);
    } else if item.is(&["internet"]) && (negated(sheet, at) || refused_in_label(sheet, at)) {
        put(sheet, at, Field::NetworkEgress, "none".into(), out);
    } else if item.is(&["remote_access"]) {
        let forbidden =
            negated(sheet, at) || refused_in_label(sheet, at) || item.text.starts_with("erisemeyecek");
        put(sheet, at, Field::RemoteAccess, if forbidden { "forbidden" } else { "allowed" }.into(), out);
    } else if item.is(&["slicing"]) && !negated(sheet, at) && !asked(sheet, at) {
        put(sheet, at, Field::Slicing, Plain::Flag(true), out);
    } else if item.is(&["both_sites"]) {
        put(sheet, at, Field::Sites, 2.0.into(), out);
    } else if item.is(&["single_site"]) && !negated(sheet, at) {
        put(sheet, at, Field::Sites, 1.0.into(), out);
    } else if item.is(&["single_rack"]) && !negated(sheet, at) && !super::part::any_one(sheet, at) {
        put(sheet, at, Field::RacksAvailable, 1.0.into(), out);
    } else if item.is(&["non_blocking"]) {
        non_blocking(sheet, at, out);
    } else if item.is(&["phase"]) && at > 0 && fed(sheet, at) {
        let count = sheet.items[at - 1].quantity().map_or(0.0, |q| q.low);
        put(sheet, at, Field::FeedPhases, count.into(), out);
    } else if item.is(&["three_phase", "feed_phase"]) {
        put(sheet, at, Field::FeedPhases, 3.0.into(), out);
    } else if item.is(&["single_phase"]) {
        put(sheet, at, Field::FeedPhases, 1.0.into(), out);
    } else if item.is(&["two_phase"]) {
        put(sheet, at, Field::FeedPhases, 2.0.into(), out);
    }
}

fn put(sheet: &Sheet, at: usize, field: Field, value: Plain, out: &mut Vec<Claim>) {
    if let Some(scope) = scope(field, standing(sheet, at)) {
        out.push(claim(sheet, field, value, (at, at, at), scope));
    }
}

/// "400 V in three phases": phases that are counted where a feed is rated.
fn fed(sheet: &Sheet, at: usize) -> bool {
    let counted = sheet.items[at - 1]
        .quantity()
        .is_some_and(|q| q.unit == super::unit::Unit::None && (1.0..=3.0).contains(&q.low));
    let rated = |place: usize| {
        sheet.items[place]
            .quantity()
            .is_some_and(|q| matches!(q.unit, super::unit::Unit::Volt | super::unit::Unit::Amp))
    };
    counted && sheet.sentence(at).any(rated)
}

/// Whether a word is only asked about: "is MIG possible", "do we really need IB".
fn asked(sheet: &Sheet, at: usize) -> bool {
    let own = sheet.items[at].sentence;
    let last =
        (at..(at + 20).min(sheet.items.len())).take_while(|place| sheet.items[*place].sentence == own).last();
    let question = last.is_some_and(|place| sheet.items[place].is_sign('?'));
    let quantities = (at.saturating_sub(12)..(at + 12).min(sheet.items.len())).any(|place| {
        sheet.items[place].sentence == own && sheet.items[place].quantity().is_some_and(|q| !q.article)
    });
    question && !quantities
}

fn closed(sheet: &Sheet, at: usize, field: Field, value: &str, out: &mut Vec<Claim>) {
    let item = &sheet.items[at];
    if field == Field::Precision && (near(sheet, at, &["flops"]) >= 5.0 || item.is(&["fp64", "fp32"])) {
        return;
    }
    let whether = sheet.has(sheet.sentence(at), &["asking"]);
    if whether && matches!(field, Field::Fabric | Field::Cooling)
        || sheet.has(sheet.sentence(at), &["ask_pattern"])
    {
        return;
    }
    // "Rather RoCE than InfiniBand", "Slurm over Kubernetes": what is liked less is no wish.
    let less = at > 0
        && matches!(sheet.items[at - 1].text.as_str(), "than" | "over")
        && sheet.items[sheet.clause(at).start..at].iter().any(|item| {
            item.text
                .split(' ')
                .any(|word| matches!(word, "rather" | "sooner" | "prefer" | "prefers" | "preferred"))
        });
    if less {
        return;
    }
    // "On-site service" is about the warranty, "skills in house" about people.
    let service = sheet.has(sheet.sentence(at), &["warranty", "onsite_nbd", "course"])
        || at > 0
            && matches!(sheet.items[at - 1].text.as_str(), "skills" | "expertise" | "team" | "training");
    if field == Field::Sovereignty && value == "on_premises" && service {
        return;
    }
    // A network that is named in brackets behind the backbone is the backbone's.
    if field == Field::Fabric
        && near(sheet, at, &["rate_existing"]) > 0.0
        && sheet.items[sheet.clause(at).start.saturating_sub(1)].is_sign('(')
    {
        return;
    }
    if asked(sheet, at) && matches!(field, Field::Fabric | Field::Scheduler | Field::Precision) {
        return;
    }
    let standing = standing(sheet, at);
    let Some(mut scope) = scope(field, standing) else { return };
    // "Kubernetes optional" is a weak wish and no alternative to be priced.
    if field == Field::Scheduler && standing == Standing::Option {
        scope = Scope::New;
    }
    let denied = !WHOLE.contains(&field) && negated(sheet, at);
    if field == Field::Precision && denied {
        return;
    }
    // "FP8 or INT8".
    if field == Field::Precision
        && let Some(before) = out.last_mut()
        && before.statement.field == field
        && at - before.to <= 2
        && (before.to + 1..at).all(|place| sheet.items[place].is(&["and_word"]))
        && at > before.to + 1
    {
        let mut list = match std::mem::replace(&mut before.statement.value, Plain::Flag(false)) {
            Plain::List(list) => list,
            one => vec![one],
        };
        list.push(value.into());
        before.statement.value = Plain::List(list);
        before.to = at;
        before.statement.quote = sheet.quote(before.from, at).to_string();
        return;
    }
    // "Air or liquid": both will do.
    if field == Field::Cooling && !denied {
        let or = |place: Option<usize>| {
            place.and_then(|place| sheet.items.get(place)).is_some_and(|item| {
                matches!(
                    item.text.as_str(),
                    "or" | "oder"
                        | "ou"
                        | "o"
                        | "of"
                        | "lub"
                        | "nebo"
                        | "veya"
                        | "или"
                        | "または"
                        | "或"
                        | "또는"
                )
            })
        };
        let other: &[&str] = if value == "air" {
            &["liquid_word", "cooling_liquid", "water"]
        } else {
            &["air", "air_word", "cooling_air"]
        };
        let is_other = |place: Option<usize>| {
            place.and_then(|place| sheet.items.get(place)).is_some_and(|item| item.is(other))
        };
        if or(at.checked_sub(1)) && is_other(at.checked_sub(2)) || or(Some(at + 1)) && is_other(Some(at + 2))
        {
            let both = Plain::List(vec!["air".into(), "liquid".into()]);
            let twin = out.iter().any(|claim| {
                claim.statement.field == field && claim.statement.value == both && at - claim.to <= 3
            });
            if !twin {
                out.push(claim(sheet, field, both, (at, at, at), scope));
            }
            return;
        }
    }
    let wrapped: Plain = if LISTS.contains(&field) { Plain::List(vec![value.into()]) } else { value.into() };
    let last = out.last().map(|last: &Claim| (last.statement.field, last.to));
    // "Slurm + Kubernetes", "InfiniBand or Ethernet": one wish with two values.
    let joined = last.is_some_and(|(other, to)| {
        other == field
            && field != Field::Cooling
            && at - to <= 2
            && (to + 1..at).all(|place| sheet.items[place].is(&["and_word"]))
    });
    let mut made = claim(sheet, field, wrapped, (at, at, at), scope);
    made.statement.negated = denied;
    if let (true, Some(before)) = (joined && !denied, out.last_mut())
        && before.statement.negated == denied
        && let (Plain::List(list), Plain::List(more)) =
            (&mut before.statement.value, made.statement.value.clone())
    {
        list.extend(more.into_iter().filter(|word| !list.contains(word)).collect::<Vec<_>>());
        before.to = at;
        before.statement.quote = sheet.quote(before.from, at).to_string();
        return;
    }
    out.push(made);
}

/// "Internet connection: none", "Remote access by the vendor: forbidden".
fn refused_in_label(sheet: &Sheet, at: usize) -> bool {
    let own = sheet.items[at].sentence;
    let behind = |place: usize| {
        sheet.items[place].is(&["no", "refused", "forbidden"])
            || matches!(sheet.items[place].text.as_str(), "none" | "blocked" | "차" | "차단")
    };
    let colon = (at + 1..(at + 8).min(sheet.items.len()))
        .take_while(|place| sheet.items[*place].sentence == own)
        .find(|place| sheet.items[*place].is_sign(':'));
    let cell = sheet.layout.cells.iter().find(|cell| cell.label.contains(&at));
    colon.is_some_and(|colon| (colon + 1..(colon + 3).min(sheet.items.len())).any(behind))
        || cell.is_some_and(|cell| cell.items.clone().any(behind))
}

/// "9 kW each, air": the bare word, alone in its clause or beside racks and power, or under a label of cooling.
fn plain_air(sheet: &Sheet, at: usize) -> bool {
    let clause = sheet.clause(at);
    let words = clause.clone().filter(|place| !matches!(sheet.items[*place].kind, Kind::Sign(_))).count();
    let about_inlet = sheet.has(clause.clone(), &["inlet", "altitude"]) || near(sheet, at, &["inlet"]) > 8.0;
    let labelled = near(sheet, at, &["cooling_word"]) >= 3.5;
    let only = sheet.has(clause.clone(), &["only"]) && words <= 4;
    let thin = sheet.items.get(at + 1).is_some_and(|next| next.text == "is" || next.text == "conditioning");
    !about_inlet && !thin && (labelled || only || words <= 2 || at == clause.start && words <= 4)
}

/// Water as a means of cooling: refused anywhere, or wanted under a label of cooling.
fn plain_liquid(sheet: &Sheet, at: usize) -> bool {
    let damage = sheet.items.get(at + 1).is_some_and(|next| {
        ["damage", "leak", "schad", "bottle", "degat"].iter().any(|stem| next.text.starts_with(stem))
    });
    if damage {
        return false;
    }
    let words = sheet.clause(at).filter(|place| !matches!(sheet.items[*place].kind, Kind::Sign(_))).count();
    let quantity = sheet.has(sheet.clause(at), &[])
        || sheet.items[sheet.clause(at)].iter().any(|item| item.quantity().is_some_and(|q| !q.article));
    negated(sheet, at)
        || near(sheet, at, &["cooling_word"]) >= 5.0 && !quantity
        || words <= 3
            && at > 0
            && matches!(sheet.items[at - 1].text.as_str(), "with" | "mit" | "con" | "avec")
            && !quantity
}

/// "Non-blocking" is 1:1, unless its sentence gives the ratio in figures or only asks.
fn non_blocking(sheet: &Sheet, at: usize, out: &mut Vec<Claim>) {
    let sentence = sheet.sentence(at);
    let told = sentence.clone().any(|place| matches!(sheet.items[place].kind, Kind::Ratio(_)));
    if !told && !negated(sheet, at) && !asked(sheet, at) && !sheet.has(sentence, &["ask_pattern"]) {
        put(sheet, at, Field::Oversubscription, "1:1".into(), out);
    }
}

/// "A blocking factor of 4", "oversubscribed by 2": a bare number as the ratio to one.
fn factor(sheet: &Sheet, at: usize, quantity: &super::quantity::Quantity, out: &mut Vec<Claim>) {
    let whole = quantity.digits && quantity.low == quantity.high && (1.0..=16.0).contains(&quantity.low);
    let beside = |place: Option<usize>| place.is_some_and(|place| sheet.is(place, &["oversubscription"]));
    let linked = sheet.items.get(at.wrapping_sub(1)).is_some_and(|item| {
        matches!(item.text.as_str(), "of" | "by" | "factor" | "de" | "von" | "um" | "di" | "van" | "=")
            || item.is(&["at_most"])
    });
    let near =
        beside(at.checked_sub(1)) || linked && (beside(at.checked_sub(2)) || beside(at.checked_sub(3)));
    if whole
        && near
        && out.last().is_none_or(|last| last.statement.field != Field::Oversubscription || last.to + 6 < at)
    {
        oversubscription(sheet, at, &format!("{}:1", crate::units::plain(quantity.low)), out);
    }
}

fn oversubscription(sheet: &Sheet, at: usize, ratio: &str, out: &mut Vec<Claim>) {
    const AROUND: &[&str] = &[
        "oversubscription",
        "non_blocking",
        "ports_word",
        "network",
        "infiniband",
        "ethernet",
        "infini_band",
    ];
    let told = near(sheet, at, AROUND) > 0.4 || sheet.sentence(at).len() <= 4;
    let explained = sheet.has(sheet.sentence(at), &["ask_pattern"]);
    if !told || explained {
        return;
    }
    let Some(scope) = scope(Field::Oversubscription, standing(sheet, at)) else { return };
    let mut made = claim(sheet, Field::Oversubscription, ratio, (at, at, at), scope);
    made.statement.bound = match super::binding::bound(sheet, at).0 {
        Bound::AtMost => Bound::AtMost,
        _ => Bound::Exactly,
    };
    out.push(made);
}
