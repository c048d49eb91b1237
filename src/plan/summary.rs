//! The summary the engine writes itself: a few sentences, every number from the worksheet.

use super::work::Work;
use crate::design::{Design, Outcome, Severity, words::Technology};

/// Writes the summary.
pub(super) fn write(work: &Work<'_>, design: Option<&Design>, outcome: Outcome) -> String {
    let mut sentences = vec![opening(outcome).to_string()];
    if outcome == Outcome::AskFirst {
        let open = work.reading.conflicts.iter().filter(|conflict| conflict.used.is_none());
        for conflict in open.take(3) {
            let values: Vec<String> = conflict.values.iter().map(crate::design::Plain::words).collect();
            sentences.push(format!(
                "For {} the text states {}: {}.",
                conflict.field,
                values.join(" and "),
                conflict.reason
            ));
        }
    }
    let errors = work.findings.iter().filter(|finding| finding.severity == Severity::Error);
    for finding in errors.take(3) {
        sentences.push(sentence(&finding.message));
    }
    if let Some(design) = design {
        sentences.extend(describe(design));
    }
    let remarks = work.findings.iter().filter(|finding| finding.severity == Severity::Warning);
    for finding in remarks.take(3) {
        sentences.push(sentence(&finding.message));
    }
    if design.is_none() {
        let facts = work.findings.iter().filter(|finding| finding.severity == Severity::Info);
        for finding in facts.take(4) {
            sentences.push(sentence(&finding.message));
        }
    }
    if !work.assumptions.is_empty() && design.is_some() {
        let fields: Vec<&str> = work.assumptions.iter().map(|assumption| assumption.field.as_str()).collect();
        sentences.push(format!("Assumed, and to be confirmed: {}.", fields.join(", ")));
    }
    sentences.join(" ")
}

fn opening(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answer => "The statements are enough for an answer.",
        Outcome::AnswerWithAssumptions => "This answer rests on the listed assumptions.",
        Outcome::AskFirst => {
            "The open questions decide the design; no bill of materials is made before they are answered."
        }
        Outcome::Partial => "A part of the request is answered; the rest cannot be given by this tool.",
        Outcome::Infeasible => "The request cannot be met as stated.",
        Outcome::Refuse => "The request is not carried out.",
    }
}

fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let capital = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{capital}{}.", letters.as_str().trim_end_matches('.'))
}

fn describe(design: &Design) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(compute) = &design.compute {
        let pattern = compute.pattern_id.as_ref().map(|id| format!(", pattern {id}")).unwrap_or_default();
        sentences.push(format!(
            "{} nodes with {} x {} each, {} GPUs in all{pattern}.",
            compute.node_count, compute.gpus_per_node, compute.gpu_name, compute.gpu_count
        ));
    }
    if let Some(fabric) = &design.fabric.compute {
        let switch = fabric.switch_id.as_deref().unwrap_or("switch");
        sentences.push(format!(
            "East-west fabric: {} ({}), {} x {switch}, {} leaf and {} spine, {} Gb/s links, oversubscription {}.",
            fabric.topology,
            fabric.technology.map_or("technology not known", Technology::word),
            fabric.switch_count,
            fabric.leaf_count,
            fabric.spine_count,
            crate::units::plain(fabric.link_gbps.unwrap_or_default()),
            fabric.oversubscription.as_deref().unwrap_or("not known")
        ));
    }
    if let Some(facility) = &design.facility {
        if let (Some(racks), Some(total)) = (facility.node_rack_count, facility.node_power_total_kw) {
            sentences.push(format!("The nodes take {racks} racks and {} kW.", crate::units::plain(total)));
        } else if let (Some(per_rack), Some(power)) = (facility.nodes_per_rack, facility.node_power_kw) {
            sentences
                .push(format!("A rack carries {per_rack} nodes of {} kW each.", crate::units::plain(power)));
        }
    }
    sentences
}
