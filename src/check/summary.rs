//! The summary, written after the verdict: what is not met and what was not understood come first, then the design.

use crate::design::{Assumption, Coverage, CoverageStatus, Design, Outcome, Plain, Reading, Severity};

use super::coverage;
use crate::trace::FindingDraft;

/// What the summary is written from.
pub(super) struct Matter<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// What kind of answer it is.
    pub outcome: Outcome,
    /// The design, where one is shown.
    pub design: Option<&'a Design>,
    /// How each statement fared.
    pub coverage: &'a [Coverage],
    /// What was found, gravest first.
    pub findings: &'a [FindingDraft],
    /// What was assumed.
    pub assumptions: &'a [Assumption],
}

/// Statements named in one sentence.
const NAMED: usize = 4;

/// Writes the summary.
pub(super) fn write(matter: &Matter<'_>) -> String {
    let mut sentences = vec![opening(matter).to_string()];
    if matter.outcome == Outcome::AskFirst {
        let open = matter.reading.conflicts.iter().filter(|conflict| conflict.used.is_none());
        for conflict in open.take(3) {
            let values: Vec<String> = conflict.values.iter().map(Plain::words).collect();
            let field = conflict.field.replace('_', " ");
            sentences.push(format!(
                "For {field} the text states {}: {}.",
                values.join(" and "),
                conflict.reason
            ));
        }
    }
    sentences.extend(not_met(matter.coverage));
    sentences.extend(not_understood(matter.reading));
    let of = |severity| matter.findings.iter().filter(move |finding| finding.severity == severity);
    sentences.extend(of(Severity::Error).take(3).map(|finding| sentence(&finding.message)));
    if let Some(design) = matter.design {
        sentences.extend(describe(design));
    }
    sentences.extend(of(Severity::Warning).take(3).map(|finding| sentence(&finding.message)));
    if matter.design.is_none() {
        sentences.extend(of(Severity::Info).take(4).map(|finding| sentence(&finding.message)));
    } else {
        sentences.extend(not_judged(matter.coverage));
        if !matter.assumptions.is_empty() {
            let fields: Vec<String> =
                matter.assumptions.iter().map(|assumption| assumption.field.replace('_', " ")).collect();
            sentences.push(format!("Assumed, and to be confirmed: {}.", fields.join(", ")));
        }
    }
    sentences.join(" ")
}

fn opening(matter: &Matter<'_>) -> &'static str {
    match matter.outcome {
        Outcome::Answer if matter.design.is_some() => "The design meets what is stated.",
        Outcome::Answer => "Answered from the catalog.",
        Outcome::AnswerWithAssumptions => "This design rests on what is listed as assumed or not judged.",
        Outcome::AskFirst => {
            "The open questions decide the design; no bill of materials is made before they are answered."
        }
        Outcome::Partial => {
            "A part of the request is answered; the rest is not met or cannot be given by this tool."
        }
        Outcome::Infeasible => "The request cannot be met as stated.",
        Outcome::Refuse => "The request is not carried out.",
    }
}

/// The statements the design does not meet, or not whole, each with both values.
pub(super) fn not_met(rows: &[Coverage]) -> Option<String> {
    let unmet = |row: &&Coverage| matches!(row.status, CoverageStatus::NotMet | CoverageStatus::Partly);
    let words: Vec<String> = rows.iter().filter(unmet).map(unmet_words).collect();
    some_of("Not met or not whole", &words)
}

fn unmet_words(row: &Coverage) -> String {
    let label = crate::design::Field::ALL
        .iter()
        .find(|field| field.name() == row.field)
        .map_or_else(|| row.field.clone(), |field| coverage::label(*field));
    match &row.found {
        Some(found) => format!("{label}: {} asked for, {found} in the design", row.asked),
        None => format!("{label}: {} ({})", row.asked, row.note),
    }
}

/// Words of the text that nothing explains.
pub(super) fn not_understood(reading: &Reading) -> Option<String> {
    let words: Vec<String> = reading.unread.iter().map(|unread| format!("\"{}\"", unread.quote)).collect();
    some_of("Not understood", &words)
}

/// What binds and could not be compared with anything.
fn not_judged(rows: &[Coverage]) -> Option<String> {
    let open = rows.iter().filter(|row| coverage::binds(row) && row.status == CoverageStatus::NotJudged);
    let words: Vec<String> = open.map(|row| format!("\"{}\"", row.quote)).collect();
    some_of("Not judged", &words)
}

fn some_of(title: &str, words: &[String]) -> Option<String> {
    let shown = words.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
    match words.len() {
        0 => None,
        count if count > NAMED => Some(format!("{title}: {shown}; and {} more.", count - NAMED)),
        _ => Some(format!("{title}: {shown}.")),
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
            fabric.technology.map_or("technology not known", |technology| technology.word()),
            fabric.switch_count,
            fabric.leaf_count,
            fabric.spine_count,
            crate::units::plain(fabric.link_gbps.unwrap_or_default()),
            fabric.oversubscription.as_deref().unwrap_or("not known")
        ));
    }
    if let Some(parts) = &design.parts {
        for part in &parts.list {
            sentences.push(format!(
                "{}: {} nodes, {} x {}.",
                part.name, part.node_count, part.gpu_count, part.gpu_name
            ));
        }
        let totals = &parts.totals;
        sentences.push(format!("In all {} nodes and {} GPUs.", totals.node_count, totals.gpu_count));
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
