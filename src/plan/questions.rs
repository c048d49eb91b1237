//! Questions that remain, by effect, and remarks every architect would make of the statements.

use super::{stages::Sized, work::Work};
use crate::{
    design::{ConflictKind, Intent, NoticeKind, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// Asks what is missing and remarks on what stands out.
pub(super) fn ask(work: &mut Work<'_>, sized: &Sized<'_>) {
    for conflict in work.reading.conflicts.clone() {
        if conflict.used.is_none() {
            let values: Vec<String> = conflict.values.iter().map(crate::design::Plain::words).collect();
            let question = match conflict.kind {
                ConflictKind::Suspected => {
                    format!(
                        "{} is written as {}; is {} meant?",
                        conflict.field,
                        values.first().cloned().unwrap_or_default(),
                        values.last().cloned().unwrap_or_default()
                    )
                }
                _ => format!(
                    "The statements on {} disagree ({}); which holds?",
                    conflict.field,
                    values.join(" or ")
                ),
            };
            work.question(1, &conflict.field, &question, &conflict.reason);
        }
    }
    for notice in &work.reading.notices {
        let rule = match notice.kind {
            NoticeKind::Instruction => RuleId::UntrustedInstruction,
            NoticeKind::PastedResult => RuleId::PastedResult,
            NoticeKind::HiddenText => RuleId::HiddenText,
            NoticeKind::Remark => continue,
        };
        work.findings.push(FindingDraft::note(
            rule,
            Severity::Warning,
            format!("the text holds \"{}\"; {}", notice.quote, notice.note),
        ));
    }
    promises(work);
    if work.asked.workload.is_none() {
        work.question(
            if sized.size_unknown { 2 } else { 28 },
            "workload",
            "What is the cluster for: training, fine-tuning, inference, simulation or graphics?",
            "The workload decides GPU, pattern and fabric.",
        );
    }
    if sized.size_unknown {
        work.question(
            3,
            "gpu_count",
            "How many GPUs, or which model, data and users shall it serve?",
            "It decides the size.",
        );
        if let Some((field, question)) = room(work.asked) {
            work.question(4, field, question, "The room decides the server form.");
        }
        if work.asked.budget_amount.is_none() && work.asked.deadline_days.is_none() {
            work.question(
                9,
                "budget_amount",
                "Is there a budget or a date to keep?",
                "They decide what can be offered.",
            );
        }
    }
    if work.asked.budget_amount.is_some() {
        if work.asked.budget_currency.is_none() {
            work.question(
                35,
                "budget_currency",
                "In which currency is the budget?",
                "Prices cannot be held against it without one.",
            );
        }
        if work.catalog.prices().is_empty() {
            work.findings.push(FindingDraft::note(
                RuleId::NoPriceBook,
                Severity::Info,
                "no price book is loaded: the design gives part counts without prices, and the budget is not checked",
            ));
        }
    }
    physical(work);
}

/// What is to be asked of the room: what was not stated of power and cooling.
fn room(asked: &Requirement) -> Option<(&'static str, &'static str)> {
    match (asked.power_per_rack_kw.is_some(), asked.cooling.is_some()) {
        (false, false) => {
            Some(("power_per_rack_kw", "Which power per rack and which cooling does the room have?"))
        }
        (false, true) => Some(("power_per_rack_kw", "Which power may one rack of the room draw?")),
        (true, false) => Some(("cooling", "Which cooling does the room have, air or liquid?")),
        (true, true) => None,
    }
}

fn promises(work: &mut Work<'_>) {
    for (intent, rule, message) in [
        (
            Intent::DeliveryPromise,
            RuleId::NoDeliveryPromise,
            "lead times come from suppliers and are not known here; no delivery date is confirmed. On the critical path: order, delivery, power and cooling, racking and cabling, burn-in, acceptance",
        ),
        (
            Intent::Certification,
            RuleId::NoCertificate,
            "the tool checks a design against published ranges; it gives no certificate or warranty for a site or product, and its checks stay on",
        ),
        (
            Intent::OutOfScope,
            RuleId::OutOfScope,
            "orders, bookings and messages are outside the tool; nothing was ordered, booked or sent",
        ),
        (
            Intent::Forbidden,
            RuleId::Refused,
            "the request asks for what must not be given; it is not carried out",
        ),
        (
            Intent::Harm,
            RuleId::Refused,
            "the request asks for help with a breach of law or with harm to others; nothing is designed for it",
        ),
    ] {
        if work.reading.intents.contains(&intent) {
            work.findings.push(FindingDraft::note(rule, Severity::Warning, message));
        }
    }
}

fn physical(work: &mut Work<'_>) {
    let asked = work.asked;
    if asked.altitude_m.as_ref().is_some_and(|stated| stated.value > 900.0) {
        work.findings.push(
            FindingDraft::note(
                RuleId::Altitude,
                Severity::Warning,
                "air-cooled servers are derated with altitude: thin air carries less heat, and the allowed inlet temperature falls",
            )
            .repaired_by("ask the server maker for the derating curve; plan fewer GPUs per node or liquid cooling"),
        );
        work.assume(
            "altitude_derating",
            "none",
            "no derating curve is published for the server; figures are those at sea level",
            "the maker may allow fewer GPUs per node or a lower inlet temperature at this altitude",
            true,
        );
        work.question(
            10,
            "inlet_c_max",
            "Which derating does the server maker publish for this altitude?",
            "It may forbid the planned inlet temperature.",
        );
    }
    if asked.racks_stated.is_some() && asked.rack_weight_kg.is_none() {
        work.question(
            11,
            "rack_weight_kg",
            "What do a rack and its footprint measure, or which design's racks are meant?",
            "Floor load is weight over footprint.",
        );
    }
    if asked.fabric_existing_gbps.as_ref().is_some_and(|stated| stated.value < 200.0) {
        work.findings.push(FindingDraft::note(
            RuleId::ExistingNetwork,
            Severity::Warning,
            "the existing network lies below the east-west class of the reference architectures; it can serve north-south traffic, not jobs that span nodes",
        ));
    }
    if asked.volts.is_some()
        && asked.power_per_rack_kw.is_none()
        && asked.feeds_per_rack.as_ref().is_some_and(|stated| stated.value > 1)
    {
        work.findings.push(FindingDraft::note(
            RuleId::RedundantFeeds,
            Severity::Info,
            "with redundant feeds one feed must carry the full load; both together are not usable power",
        ));
    }
}
