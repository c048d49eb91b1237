//! The sentence that answers the customer, and what stands below it: honest when the answer is "no" or "not yet".

use super::parts;
use crate::{
    design::{CoverageStatus, Outcome, Severity},
    draft::desk::Desk,
    render::document::{Inline, Tone},
};

/// The headline.
pub(super) fn headline(desk: &mut Desk<'_>) -> String {
    let words = desk.words;
    let questions = desk.answer.open_questions.len();
    let missed = missed(desk);
    match desk.answer.outcome {
        Outcome::Refuse => desk.say("headline_refuse"),
        Outcome::Infeasible => {
            let what = subject(desk);
            match what.is_empty() {
                true => desk.say("headline_no"),
                false => words.say("headline_no_what", &[("what", &what)]),
            }
        }
        Outcome::AskFirst => match questions {
            0 => desk.say("headline_not_yet"),
            1 => desk.say("headline_one_question"),
            many => words.say("headline_questions", &[("count", &words.number(many))]),
        },
        Outcome::Answer | Outcome::AnswerWithAssumptions | Outcome::Partial => {
            let built = built(desk);
            match missed {
                _ if built.is_empty() => desk.say("headline_part"),
                0 => built,
                1 => words.say("headline_but_one", &[("built", &built)]),
                many => words.say("headline_but", &[("built", &built), ("count", &words.number(many))]),
            }
        }
    }
}

/// Requirements that are compared and not met.
fn missed(desk: &Desk<'_>) -> usize {
    desk.answer.coverage.iter().filter(|row| row.status == CoverageStatus::NotMet).count()
}

/// GPUs with their name, as a subject: "128 H100 80GB SXM5 GPUs".
fn subject(desk: &mut Desk<'_>) -> String {
    let design = desk.design();
    let Some(compute) = design.and_then(|design| design.compute.as_ref()) else {
        return design
            .and_then(|design| design.parts.as_ref())
            .map_or(String::new(), |parts| parts::kinds(desk, parts));
    };
    let gpus = desk.count(compute.gpu_count, "/design/compute/gpu_count").text();
    let gpu = desk.names.of(&compute.gpu_id);
    desk.words.say("headline_gpus", &[("gpus", &gpus), ("gpu", &gpu)])
}

/// What is built, in one sentence.
fn built(desk: &mut Desk<'_>) -> String {
    let what = subject(desk);
    let Some(design) = desk.design().filter(|_| !what.is_empty()) else { return String::new() };
    if let (None, Some(parts)) = (&design.compute, &design.parts) {
        return parts::built(desk, parts, &what);
    }
    let words = desk.words;
    let facility = design.facility.as_ref();
    let asked = &desk.answer.requirement;
    let cooling = facility
        .and_then(|facility| facility.cooling.as_deref())
        .map(|word| words.say(&format!("cooled_{word}"), &[]))
        .unwrap_or_default();
    let racks = facility.and_then(|facility| facility.rack_count).filter(|racks| *racks > 0);
    let power = facility.and_then(|facility| facility.it_power_kw.or(facility.node_power_total_kw));
    let place = match facility.and_then(|facility| facility.it_power_kw) {
        Some(_) => "/design/facility/it_power_kw",
        None => "/design/facility/node_power_total_kw",
    };
    if let Some(racks) = racks {
        let count = match racks {
            1..=12 => words.number(racks as usize),
            _ => desk.count(racks, "/design/facility/rack_count").text(),
        };
        let one = if racks == 1 { "_one" } else { "" };
        if let Some(limit) = &asked.power_per_rack_kw {
            let limit = desk.amount(limit.value, "kW", "/requirement/power_per_rack_kw/value").text();
            return words.say(
                &format!("headline_fit{one}"),
                &[("what", &what), ("racks", &count), ("limit", &limit), ("cooled", &cooling)],
            );
        }
        if let Some(power) = power {
            let power = desk.amount(power, "kW", place).text();
            return words.say(
                &format!("headline_racks{one}"),
                &[("what", &what), ("racks", &count), ("power", &power)],
            );
        }
    }
    if let Some(power) = power {
        let power = desk.amount(power, "kW", place).text();
        return words.say("headline_power", &[("what", &what), ("power", &power)]);
    }
    let nodes = design.compute.as_ref().map_or(0, |compute| compute.node_count);
    let nodes = desk.count(nodes, "/design/compute/node_count").text();
    words.say("headline_nodes", &[("what", &what), ("nodes", &nodes)])
}

/// The lines below the headline: how the requirements fare, and why where the answer is "no" or "not yet".
pub(super) fn standfirst(desk: &mut Desk<'_>) -> (Tone, Vec<Inline>) {
    let words = desk.words;
    let mut run = Vec::new();
    let tone = match desk.answer.outcome {
        Outcome::Answer => Tone::Good,
        Outcome::AnswerWithAssumptions | Outcome::AskFirst | Outcome::Partial => Tone::Warning,
        Outcome::Infeasible | Outcome::Refuse => Tone::Bad,
    };
    let tone = if missed(desk) > 0 && tone == Tone::Good { Tone::Warning } else { tone };
    run.push(Inline::Strong(format!("{}. ", words.value(desk.answer.outcome.word()))));
    if matches!(desk.answer.outcome, Outcome::Infeasible | Outcome::Refuse) {
        let reason = desk.answer.findings.iter().find(|one| one.severity == Severity::Error);
        let text = reason.map(|one| one.message.as_str());
        if let Some(text) = text {
            run.push(Inline::Text(format!("{} ", desk.sentence(text))));
        }
        if let Some(repair) = reason.and_then(|one| one.repair.as_deref()) {
            run.push(Inline::Text(
                words.say("standfirst_repair", &[("repair", &lower(&desk.people(repair)))]),
            ));
        }
        return (tone, run);
    }
    if desk.answer.outcome == Outcome::AskFirst {
        run.push(desk.text("standfirst_ask"));
        return (tone, run);
    }
    let total = desk.answer.coverage.len();
    if total > 0 {
        let count =
            |status: CoverageStatus| desk.answer.coverage.iter().filter(|row| row.status == status).count();
        let mut parts = Vec::new();
        for (status, name) in [
            (CoverageStatus::Met, "stand_met"),
            (CoverageStatus::MetIf, "stand_met_if"),
            (CoverageStatus::Partly, "stand_partly"),
            (CoverageStatus::NotMet, "stand_not_met"),
            (CoverageStatus::NotJudged, "stand_open"),
        ] {
            let found = count(status);
            if found > 0 {
                let found = desk.settings.numbers.write(found as f64);
                parts.push(words.say(name, &[("count", &found)]));
            }
        }
        let total = desk.settings.numbers.write(total as f64);
        let text = words.say("stand_requirements", &[("total", &total), ("parts", &parts.join(", "))]);
        run.push(Inline::Text(format!("{text} ")));
    }
    if let Some(text) = unpriced(desk) {
        run.push(Inline::Text(format!("{text} ")));
    }
    if !desk.answer.unread.is_empty() {
        run.push(Inline::Text(match desk.answer.unread.len() {
            1 => desk.say("stand_unread_one"),
            many => {
                let count = desk.settings.numbers.write(many as f64);
                words.say("stand_unread", &[("count", &count)])
            }
        }));
    }
    (tone, run)
}

/// How many lines of the bill have no price yet; none without a bill.
pub(in crate::draft) fn unpriced(desk: &Desk<'_>) -> Option<String> {
    let design = desk.design()?;
    let bill = design.bom.as_ref().filter(|bill| !bill.lines.is_empty())?;
    let open = design.cost.as_ref().map_or(bill.lines.len(), |cost| cost.to_be_quoted.len());
    let write = |count: usize| desk.settings.numbers.write(count as f64);
    Some(match (open, design.cost.is_some()) {
        (0, _) => return None,
        (_, false) => desk.say("stand_no_prices"),
        (open, true) => {
            desk.words.say("stand_unpriced", &[("open", &write(open)), ("lines", &write(bill.lines.len()))])
        }
    })
}

/// A sentence without a capital first, for use inside another one; abbreviations keep theirs.
pub(in crate::draft) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_string(),
    }
}
