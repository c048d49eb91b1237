//! How each stated requirement fared, with the places of the answer that show it.

use super::work::Work;
use crate::design::{Coverage, CoverageStatus, Design, Outcome, Severity, words::Cooling};

/// Places of a design that answer a field, and rules whose findings concern it.
const ANSWERED_BY: &[(&str, &[&str], &[&str])] = &[
    ("workload", &["/design/compute/gpu_id", "/design/compute/pattern_id"], &[]),
    ("gpu_count", &["/design/compute/gpu_count"], &["gpu_arithmetic"]),
    ("gpu_count_min", &["/design/compute/gpu_count"], &["gpu_arithmetic"]),
    ("gpu_models", &["/design/compute/gpu_id"], &["cooling_match", "unknown_product", "memory_fit"]),
    ("gpu_mem_gb_min", &["/design/compute/gpu_memory_gb"], &[]),
    ("node_count", &["/design/compute/node_count"], &["ra_node_range", "ra_node_step"]),
    ("gpus_per_node", &["/design/compute/gpus_per_node"], &["ra_gpus_per_node"]),
    ("training_nodes", &["/design/compute/node_count"], &["ra_node_range"]),
    ("training_gpus_per_node", &["/design/compute/gpus_per_node"], &[]),
    ("nodes_per_rack", &["/design/facility/nodes_per_rack"], &["rack_power"]),
    ("server_models", &["/design/compute/system_id"], &["server_gpu", "unknown_product"]),
    ("form_factor", &["/design/compute/server_class"], &[]),
    ("patterns", &["/design/compute/pattern_id"], &["ra_pattern_name", "ra_node_range"]),
    ("racks_requested", &["/design/facility/node_rack_count"], &["cooling_match"]),
    ("racks_available", &["/design/facility/node_rack_count"], &["rack_count"]),
    ("power_per_rack_kw", &["/design/facility/rack_power_kw"], &["rack_power"]),
    ("power_total_kw", &["/design/facility/node_power_total_kw"], &["site_power"]),
    ("cooling", &["/design/facility/cooling"], &["cooling_match"]),
    ("fabric", &["/design/fabric/compute/technology"], &["ra_fabric"]),
    ("fabric_gbps_per_gpu", &["/design/compute/ew_gbps_per_gpu"], &["ra_rate"]),
    ("storage_capacity_tb", &["/design/storage/capacity_tb"], &[]),
    ("storage_read_gbs", &["/design/storage/read_gbyte_per_s"], &[]),
    ("checkpoint_tb", &["/design/storage/checkpoint_write_gbyte_per_s"], &[]),
    ("checkpoint_stall_s", &["/design/storage/checkpoint_write_gbyte_per_s"], &[]),
    ("checkpoint_interval_min", &["/design/storage/checkpoint_stall_percent"], &[]),
    (
        "model_params_b",
        &["/design/compute/total_gpu_memory_gb"],
        &["memory_fit", "training_time", "decode_bandwidth"],
    ),
    ("model_name", &["/design/compute/total_gpu_memory_gb"], &["memory_fit"]),
    ("precision", &["/design/compute/total_gpu_memory_gb"], &["memory_fit"]),
    ("budget_amount", &["/design/cost/budget/amount"], &["budget"]),
    ("budget_currency", &["/design/cost/currency"], &["budget"]),
    ("train_tokens", &[], &["training_time"]),
    ("deadline_days", &[], &["training_time", "no_delivery_promise"]),
    ("tokens_out", &[], &["decode_bandwidth"]),
    ("e2e_ms", &[], &["decode_bandwidth"]),
    ("tpot_ms", &[], &["decode_bandwidth"]),
    ("gpu_models_unknown", &[], &["unknown_product"]),
    ("altitude_m", &[], &["altitude"]),
    ("fabric_existing_gbps", &[], &["existing_network"]),
];

/// The coverage of every stated requirement, in the order of the document.
pub(super) fn of(work: &Work<'_>, design: Option<&Design>, outcome: Outcome) -> Vec<Coverage> {
    let document = design.and_then(|design| serde_json::to_value(design).ok()).unwrap_or_default();
    let mut rows: Vec<Coverage> = work
        .asked
        .stated()
        .into_iter()
        .map(|(field, value, quote)| {
            let value = value.as_str().map(ToString::to_string);
            row(work, &document, design, outcome, field, value, quote)
        })
        .collect();
    rows.extend(work.asked.other.iter().map(|other| Coverage {
        field: "other".into(),
        quote: other.quote.clone(),
        status: CoverageStatus::Question,
        evidence: Vec::new(),
        note: format!("noted ({}); the tool does not work on it", other.about),
    }));
    rows
}

fn row(
    work: &Work<'_>,
    document: &serde_json::Value,
    design: Option<&Design>,
    outcome: Outcome,
    field: String,
    value: Option<String>,
    quote: String,
) -> Coverage {
    let designed = design.is_some();
    let known = ANSWERED_BY.iter().find(|(name, ..)| *name == field);
    let (places, rules) = known.map_or((&[][..], &[][..]), |(_, places, rules)| (*places, *rules));
    let evidence: Vec<String> = places
        .iter()
        .filter(|place| {
            place
                .strip_prefix("/design")
                .and_then(|rest| document.pointer(rest))
                .is_some_and(|found| !found.is_null())
        })
        .map(|place| (*place).to_string())
        .collect();
    let concerning = || work.findings.iter().filter(|finding| rules.contains(&finding.rule));
    let broken = concerning().find(|finding| finding.severity == Severity::Error);
    let strained = concerning().find(|finding| finding.severity == Severity::Warning);
    let assumed = work.assumptions.iter().any(|assumption| assumption.field == field);
    let judged = concerning().next().is_some();
    // Air is met by products sold for air; a stated wish that the design contradicts is not met.
    let cooling = document.pointer("/facility/cooling").and_then(|found| found.as_str());
    let contradicted = field == "cooling"
        && value.as_deref() == Some(Cooling::Air.word())
        && cooling == Some(Cooling::Liquid.word());
    let (status, note) = if let Some(finding) = broken {
        (CoverageStatus::NotMet, finding.message.clone())
    } else if contradicted {
        (CoverageStatus::NotMet, "the product needs liquid cooling".into())
    } else if let Some(finding) = strained {
        (CoverageStatus::Partly, finding.message.clone())
    } else if designed && let Some(found) = budget(design, &field) {
        found
    } else if !evidence.is_empty() && assumed {
        (CoverageStatus::MetWithAssumption, "the design meets it if the assumption holds".into())
    } else if !evidence.is_empty() || judged {
        (CoverageStatus::Met, "the design meets it; see the evidence".into())
    } else if !designed || matches!(outcome, Outcome::AskFirst | Outcome::Refuse) {
        (CoverageStatus::Question, "noted; no design is made before the open questions are answered".into())
    } else {
        (
            CoverageStatus::Question,
            "noted; no part of the design is computed from it or checked against it".into(),
        )
    };
    Coverage { field, quote, status, evidence, note }
}

/// How a budget fares that no finding speaks against; none for other fields.
fn budget(design: Option<&Design>, field: &str) -> Option<(CoverageStatus, String)> {
    if !matches!(field, "budget_amount" | "budget_currency") {
        return None;
    }
    let check = design.and_then(|design| design.cost.as_ref()?.budget.as_ref());
    Some(match check.map(|check| check.fits) {
        None => (
            CoverageStatus::Question,
            "noted; without prices nothing is compared with it: give a price book (--prices FILE)".into(),
        ),
        Some(Some(true)) => (CoverageStatus::Met, "the design meets it; see the evidence".into()),
        Some(Some(false)) => (CoverageStatus::NotMet, "the priced lines alone exceed it".into()),
        Some(None) => (
            CoverageStatus::Partly,
            "the priced lines keep within it; lines without a price come on top".into(),
        ),
    })
}
