//! An answer as text for people: what it comes to, the design in lines with units, what is assumed, asked and found.

use crate::{
    check::AnswerDocument,
    design::{AssumptionCase, CoverageStatus, Design, Finding, Parts, Severity, SwitchedFabric, Want},
    units::{plain, three},
};

/// How much of an answer people are shown: without either, what they decide by, on about a screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Detail {
    /// Reasons: the summary, notes, why a value is assumed and what moves if it is wrong.
    pub reasons: bool,
    /// The documents the answer rests on.
    pub sources: bool,
}

impl Detail {
    /// Everything.
    pub const WHOLE: Self = Self { reasons: true, sources: true };
}

/// What another value in an assumption's place comes to, in words.
fn case_line(case: &AssumptionCase) -> String {
    let parts: Vec<String> = [
        case.gpu_id.clone().filter(|_| case.flips),
        case.pattern_id.clone().filter(|_| case.flips),
        case.node_count.map(|count| format!("{count} nodes")),
        case.rack_count.map(|count| format!("{count} racks")),
        case.it_power_kw.map(|power| format!("{} kW", plain(power))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let comes_to = if parts.is_empty() { case.outcome.word().replace('_', " ") } else { parts.join(", ") };
    format!("{} gives {comes_to}{}", case.value.words(), if case.flips { " (another choice)" } else { "" })
}

/// The text of an answer.
#[must_use]
pub fn text(answer: &AnswerDocument, detail: Detail) -> String {
    let mut out = format!("{}\n\n{}\n", answer.outcome.word().replace('_', " "), answer.reply);
    if detail.reasons && answer.summary != answer.reply {
        out.push_str(&format!("\n{}\n", answer.summary));
    }
    if answer.design.is_none() && !answer.wants.is_empty() && !answer.wants.contains(&Want::Design) {
        // A question that needed no design is answered; there is nothing more to list.
        return out;
    }
    section(&mut out, "Not met", &coverage_lines(answer, CoverageStatus::NotMet));
    section(&mut out, "Met in part", &coverage_lines(answer, CoverageStatus::Partly));
    let unread: Vec<String> =
        answer.unread.iter().map(|unread| format!("\"{}\": {}", unread.quote, unread.reason)).collect();
    section(&mut out, "Not understood", &unread);
    if let Some(design) = &answer.design {
        section(&mut out, "Design", &design_lines(design));
        section(&mut out, "Met if", &coverage_lines(answer, CoverageStatus::MetIf));
        section(&mut out, "Not judged", &coverage_lines(answer, CoverageStatus::NotJudged));
    }
    let assumptions: Vec<String> = answer
        .assumptions
        .iter()
        .map(|one| {
            if !detail.reasons {
                return format!("{} = {}", one.field.replace('_', " "), one.value.words());
            }
            let cases: Vec<String> = one.cases.iter().map(case_line).collect();
            format!(
                "{} = {}: {}; if wrong: {}{}{}",
                one.field,
                one.value.words(),
                one.reason,
                one.effect_if_wrong,
                if cases.is_empty() { "" } else { "; tried: " },
                cases.join("; ")
            )
        })
        .collect();
    section(&mut out, "Assumed", &assumptions);
    let conflicts: Vec<String> = answer
        .conflicts
        .iter()
        .map(|one| {
            let values: Vec<String> = one.values.iter().map(crate::design::Plain::words).collect();
            let used = one.used.as_ref().map_or("asked".to_string(), |used| format!("used {}", used.words()));
            format!("{}: {} ({used}; {})", one.field, values.join(" or "), one.reason)
        })
        .collect();
    section(&mut out, "Statements that disagree", &conflicts);
    let shown = |finding: &&Finding| detail.reasons || finding.severity != Severity::Info;
    let findings: Vec<String> = answer.findings.iter().filter(shown).map(finding_line).collect();
    section(&mut out, "Findings", &findings);
    let questions: Vec<String> = answer
        .open_questions
        .iter()
        .map(|one| match detail.reasons {
            true => format!("{} {}", one.question, one.effect),
            false => one.question.clone(),
        })
        .collect();
    section(&mut out, "Questions", &questions);
    let alternatives: Vec<String> =
        answer.alternatives.iter().map(|one| format!("{}: {}", one.title, one.reason)).collect();
    section(&mut out, "Alternatives", &alternatives);
    if !detail.sources && !detail.reasons {
        let notes = answer.findings.iter().filter(|finding| finding.severity == Severity::Info).count();
        let documents = answer.provenance.sources.len();
        out.push_str(&format!(
            "\n-v adds reasons and {notes} {}; --sources lists the {documents} {} behind the numbers\n",
            if notes == 1 { "note" } else { "notes" },
            if documents == 1 { "document" } else { "documents" },
        ));
        return out;
    }
    if !detail.sources {
        return out;
    }
    let sources: Vec<String> = answer
        .provenance
        .sources
        .iter()
        .map(|source| format!("{}: {} (read {})", source.id, source.title, source.read))
        .collect();
    section(&mut out, "Sources", &sources);
    out.push_str(&format!("\nPlanner: {}", answer.planner.name));
    if let Some(model) = &answer.planner.model {
        out.push_str(&format!(" ({model})"));
    }
    out.push_str(&format!("; catalog {} {}\n", answer.catalog.edition, answer.catalog.digest));
    out
}

/// The statements that fared in one way: the customer's words, both values, and the reason.
fn coverage_lines(answer: &AnswerDocument, status: CoverageStatus) -> Vec<String> {
    let rows = answer.coverage.iter().filter(|row| row.status == status);
    rows.map(|row| {
        let clause = row.clause.as_ref().map_or_else(String::new, |clause| format!("{clause} "));
        let found = row.found.as_ref().map_or_else(String::new, |found| format!(" [{found}]"));
        format!("{clause}\"{}\"{found}: {}", row.quote, row.note)
    })
    .collect()
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{title}\n"));
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
}

fn finding_line(finding: &Finding) -> String {
    let grade = match finding.severity {
        Severity::Error => "FAIL",
        Severity::Warning => "WARN",
        Severity::Info => "info",
    };
    let repair = finding.repair.as_ref().map(|repair| format!(" -> {repair}")).unwrap_or_default();
    format!("{grade} {}: {}{repair}", finding.rule, finding.message)
}

/// One line for each part, and their sums.
fn part_lines(parts: &Parts) -> Vec<String> {
    let number = |value: Option<f64>, unit: &str| {
        value.map_or_else(String::new, |value| format!(", {} {unit}", plain(value)))
    };
    let mut lines: Vec<String> = parts
        .list
        .iter()
        .map(|part| {
            let server = part.server.as_ref().map_or_else(String::new, |server| format!(", {server}"));
            let check = part.check.map_or_else(String::new, |check| format!("; check: {}", check.word()));
            let racks = number(part.rack_count.map(|racks| racks as f64), "racks");
            let power = number(part.it_power_kw, "kW");
            let cost = part.currency.as_ref().map_or_else(String::new, |currency| {
                number(part.priced_low, &format!("{currency} for the priced lines"))
            });
            format!(
                "{} ({})  {} nodes, {} x {}{server}{racks}{power}{cost}{check}",
                part.name,
                part.kind.word(),
                plain(part.node_count as f64),
                plain(part.gpu_count as f64),
                part.gpu_name
            )
        })
        .collect();
    let totals = &parts.totals;
    let cost = totals.currency.as_ref().map_or_else(String::new, |currency| {
        number(totals.priced_low, &format!("{currency} for the priced lines"))
    });
    lines.push(format!(
        "Total  {} nodes, {} GPUs{}{}{cost}",
        plain(totals.node_count as f64),
        plain(totals.gpu_count as f64),
        number(totals.rack_count.map(|racks| racks as f64), "racks"),
        number(totals.it_power_kw, "kW")
    ));
    lines.push(format!("Fabrics: {}", parts.fabrics));
    if let Some(link) = &parts.site_link {
        let distance = number(link.distance_km, "km");
        lines.push(format!("Link between {}{distance}: {}", link.between.join(", "), link.provided_by));
    }
    lines
}

fn design_lines(design: &Design) -> Vec<String> {
    let mut lines = design.parts.as_ref().map(part_lines).unwrap_or_default();
    if let Some(compute) = &design.compute {
        lines.push(format!(
            "Compute        {} nodes, {} GPUs per node, {} GPUs: {}",
            plain(compute.node_count as f64),
            compute.gpus_per_node,
            plain(compute.gpu_count as f64),
            compute.gpu_name
        ));
        if let Some(system) = &compute.system_id {
            lines.push(format!("Node figures   {system}"));
        }
        if let Some(pattern) = &compute.pattern_id {
            lines.push(format!("Pattern        {pattern}"));
        }
        if let Some(memory) = compute.total_gpu_memory_gb {
            lines.push(format!("GPU memory     {} GB", plain(memory)));
        }
    }
    for (name, fabric) in [
        ("East-west", &design.fabric.compute),
        ("North-south", &design.fabric.converged),
        ("Storage net", &design.fabric.storage),
        ("Out-of-band", &design.fabric.out_of_band),
    ] {
        if let Some(fabric) = fabric {
            lines.push(format!("{name:<14} {}", fabric_line(fabric)));
        }
    }
    if let Some(facility) = &design.facility {
        if let Some(power) = facility.node_power_kw {
            lines.push(format!("Unit power     {} kW", three(power)));
        }
        if let (Some(racks), Some(total)) = (facility.node_rack_count, facility.node_power_total_kw) {
            lines.push(format!("Racks          {} for the nodes, {} kW", plain(racks as f64), three(total)));
        }
        if let (Some(each), Some(power)) = (facility.nodes_per_rack, facility.rack_power_kw) {
            lines.push(format!("Per rack       {each} nodes, {} kW", three(power)));
        }
        if let Some(total) = facility.it_power_kw {
            let racks =
                facility.rack_count.map_or(String::new(), |racks| format!("{} racks, ", plain(racks as f64)));
            let without = if facility.not_counted.is_empty() {
                String::new()
            } else {
                format!("; not counted: {}", facility.not_counted.join("; "))
            };
            lines.push(format!("In all         {racks}{} kW{without}", three(total)));
        }
        if let (Some(cooling), Some(heat)) = (&facility.cooling, facility.heat_btu_per_h) {
            lines.push(format!("Cooling        {cooling}, {} BTU/h", three(heat)));
        }
    }
    if let Some(run) = design.performance.as_ref().and_then(|one| one.training.as_ref()) {
        let (days, low, high) = (three(run.run_days), three(run.run_low_days), three(run.run_high_days));
        lines.push(format!("Training       {days} days ({low} to {high} in 80 % of comparable cases)"));
    }
    if let Some(load) = design.performance.as_ref().and_then(|one| one.serving.as_ref()) {
        lines.push(format!(
            "Serving        {} requests at a time: first token {} ms ({} to {}), {} tokens/s for each; {} copies of {} GPUs",
            plain(load.request_count as f64),
            three(load.ttft_ms),
            three(load.ttft_low_ms),
            three(load.ttft_high_ms),
            three(load.user_tokens_per_s),
            load.replica_count,
            load.gpus_per_replica
        ));
    }
    if let Some(storage) = &design.storage {
        if let Some(capacity) = storage.capacity_tb {
            lines.push(format!("Storage        {} TB", plain(capacity)));
        }
        if let Some(write) = storage.checkpoint_write_gbyte_per_s {
            lines.push(format!("Checkpoints    {} GB/s", plain(write)));
        }
    }
    if let Some(bom) = &design.bom {
        let state = if bom.quotable {
            "may be quoted".to_string()
        } else {
            format!(
                "not to be quoted before {} open points are settled (bom.missing lists them)",
                bom.missing.len()
            )
        };
        let unknown = match bom.unknown_part_count {
            0 => String::new(),
            count => format!(", {count} without a part number"),
        };
        lines.push(format!("Bill           {} lines{unknown}; {state}", bom.lines.len()));
    }
    if let Some(cost) = &design.cost {
        let covered = format!(
            "{} % of the lines have a price, {} are to be quoted",
            plain((cost.covered_line_percent * 10.0).round() / 10.0),
            cost.to_be_quoted.len()
        );
        lines.push(match (cost.purchase_low, cost.purchase_high, &cost.withheld) {
            (Some(low), Some(high), _) => format!(
                "Purchase       {} to {} {}, {} % of it on estimates; {covered}",
                plain(low.round()),
                plain(high.round()),
                cost.currency,
                plain((cost.estimated_percent * 10.0).round() / 10.0),
            ),
            (_, _, why) => format!(
                "Purchase       not given: {}; {covered}",
                why.as_deref().unwrap_or("prices are missing")
            ),
        });
    }
    lines
}

fn fabric_line(fabric: &SwitchedFabric) -> String {
    let tiers = [(fabric.leaf_count, "leaf"), (fabric.spine_count, "spine"), (fabric.core_count, "core")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, role)| format!("{} {role}", plain(*count as f64)))
        .collect::<Vec<_>>()
        .join(", ");
    let tiers = if tiers.is_empty() { String::new() } else { format!(": {tiers}") };
    format!(
        "{}, {}{tiers}; {} Gb/s links, {} ({})",
        fabric.topology,
        fabric.switch_id.as_deref().unwrap_or("switch"),
        plain(fabric.link_gbps.unwrap_or_default()),
        fabric.oversubscription.as_deref().unwrap_or("ratio not known"),
        fabric.basis
    )
}
