//! Judges of what surrounds the machine: money, software, sites, terms of supply.

use super::judged::{Judged, Scene, range, with_unit, words_of};
use crate::design::{CoverageStatus, Field, Statement};

/// The budget against the priced lines.
pub(super) fn budget(scene: &Scene<'_>, statement: &Statement) -> Judged {
    const AT: &str = "/design/cost/priced_low";
    let Some(cost) = &scene.design.cost else {
        return Judged::not_judged(
            "without prices nothing is compared with it: give a price book (--prices FILE)",
        );
    };
    let value = range(&statement.value).map(|(_, high)| high);
    let Some(check) = cost.budget.as_ref().filter(|check| value == Some(check.amount)) else {
        return Judged::not_judged(format!(
            "the prices are in {}, which the budget is not said to be",
            cost.currency
        ));
    };
    let found =
        format!("{} {} for the priced lines", crate::units::plain(cost.priced_low.round()), cost.currency);
    match check.fits {
        Some(true) => {
            Judged::whether(cost.priced_low <= check.amount, &found, AT, "the priced lines alone exceed it")
        }
        Some(false) => Judged::by(CoverageStatus::NotMet, found, AT, "the priced lines alone exceed it"),
        None if cost.priced_low > check.amount => {
            Judged::by(CoverageStatus::NotMet, found, AT, "the priced lines alone exceed it")
        }
        None => {
            let open = cost.to_be_quoted.len();
            let note = format!("the priced lines keep within it; {open} lines without a price come on top");
            Judged::by(CoverageStatus::Partly, found, AT, note)
        }
    }
}

/// The currency the design is priced in.
pub(super) fn currency(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(cost) = &scene.design.cost else {
        return Judged::not_judged("nothing is priced: give a price book (--prices FILE)");
    };
    let same = words_of(&statement.value).iter().any(|word| word.eq_ignore_ascii_case(&cost.currency));
    let note = format!("the design is priced in {}", cost.currency);
    Judged::whether(same, &cost.currency, "/design/cost/currency", note)
}

/// Software and schedulers, against the list of the design.
pub(super) fn software(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let wanted = words_of(&statement.value);
    let none = wanted.iter().any(|word| word == "none") || statement.negated;
    let items = &scene.design.software;
    if wanted.iter().any(|word| word == "none") {
        return match items.first() {
            None => Judged::not_judged("the design lists no software"),
            Some(item) => Judged::by(
                CoverageStatus::NotMet,
                &item.name,
                "/design/software/0/id",
                format!("the design lists {}", item.name),
            ),
        };
    }
    let squeeze = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let found = items.iter().position(|item| {
        wanted.iter().any(|word| {
            let word = squeeze(word);
            !word.is_empty() && (squeeze(&item.id).contains(&word) || squeeze(&item.name).contains(&word))
        })
    });
    match found {
        Some(index) => Judged::whether(
            !none,
            &items[index].name,
            &format!("/design/software/{index}/id"),
            format!("the design lists {}", items[index].name),
        ),
        None if none => Judged::not_judged("the design lists no such software"),
        None => Judged::not_judged(format!(
            "{} is in no list of the design: it is to be installed and supported by others",
            wanted.join(", ")
        )),
    }
}

/// Sites: a design stands in one place.
pub(super) fn sites(_: &Scene<'_>, statement: &Statement) -> Judged {
    match range(&statement.value) {
        Some((_, sites)) if sites <= 1.0 => Judged {
            status: CoverageStatus::Met,
            found: Some("one site".into()),
            evidence: vec!["/design/facility".into()],
            note: "the design stands in one place".into(),
        },
        Some(_) => Judged::by(
            CoverageStatus::NotMet,
            "one site",
            "/design/compute/node_count",
            "the design stands in one place: what each site carries and how they are joined is not planned",
        ),
        None => Judged::not_judged("the number of sites is not said"),
    }
}

/// What two sites must do for each other.
pub(super) fn between_sites(_: &Scene<'_>, statement: &Statement) -> Judged {
    Judged::not_judged(match statement.field {
        Field::DistanceKm => "the design stands in one place; links between sites are not planned",
        _ => "the design stands in one place; what a second site takes over is not planned",
    })
}

/// Availability: active-active needs a second site; a percentage follows from maintenance and spares that are not planned.
pub(super) fn availability(scene: &Scene<'_>, statement: &Statement) -> Judged {
    if words_of(&statement.value).iter().any(|word| word.contains("active")) {
        return Judged::by(
            CoverageStatus::NotMet,
            "one site",
            "/design/compute/node_count",
            "the design stands in one place; no second site takes over",
        );
    }
    let zones = scene.facility().map_or(0, |facility| facility.fault_zones.len());
    Judged::not_judged(if zones > 0 {
        "what stops when a part fails is in the design; how often that is depends on service and spare parts"
    } else {
        "no figure of availability follows from the design"
    })
}

/// Growth: how far the pattern is published, and so how far the fabric can be grown without being built anew.
pub(super) fn growth(scene: &Scene<'_>, statement: &Statement, per_node: bool) -> Judged {
    let (Some(compute), Some((_, later))) = (&scene.design.compute, range(&statement.value)) else {
        return Judged::not_judged("the size after growth is not said");
    };
    if let Some(extension) = &scene.design.extension {
        let each = if per_node { 1 } else { compute.gpus_per_node };
        let found = extension.whole_node_count * each;
        if found as f64 >= later && (found as f64) < later + each as f64 {
            let note = "planned whole: what is added, kept and moved is listed line by line";
            let shown = with_unit(found as f64, if per_node { "nodes" } else { "GPUs" });
            return Judged::by(CoverageStatus::Met, shown, "/design/extension/whole_node_count", note);
        }
    }
    let Some(pattern) = scene.pattern() else {
        return Judged::not_judged("the design follows no pattern that says how far it grows");
    };
    let nodes = if per_node { later } else { (later / compute.gpus_per_node as f64).ceil() };
    let room = pattern.node_count.max as f64;
    let found = format!("{}: published up to {} nodes", pattern.id, pattern.node_count.max);
    let at = "/design/compute/pattern_id";
    if nodes <= room {
        let note = "the pattern reaches it; ports, racks and power for it are to be kept free, and it is not in the bill";
        Judged::by(CoverageStatus::MetIf, found, at, note)
    } else {
        Judged::by(CoverageStatus::NotMet, &found, at, format!("{found}, fewer than the growth asks for"))
    }
}

/// Years of ownership or warranty: they set the term of the cost, not a promise of a maker.
pub(super) fn warranty(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let years = scene.design.cost.as_ref().map(|cost| cost.years as f64);
    let stated = range(&statement.value).map(|(_, years)| years);
    match (years, stated) {
        (Some(years), Some(stated)) if years == stated.ceil() => Judged::by(
            CoverageStatus::Partly,
            format!("{} years in the cost", crate::units::plain(years)),
            "/design/cost/years",
            "the cost covers these years; the service itself is to be offered by the maker",
        ),
        _ => Judged::not_judged("service terms are the maker's to offer"),
    }
}
