//! What a run came to: counts of outcomes, errors, reasons and choices.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The parts of a result line that are counted; the same whether the line was just made or read back.
#[derive(Debug, Default, Deserialize)]
pub struct Seen {
    /// Line of the request.
    pub line: u64,
    /// Digest of the request.
    pub input: String,
    /// Code of the error, when there is one.
    code: Option<String>,
    /// The answer, when there is one.
    answer: Option<Answer>,
}

#[derive(Debug, Deserialize)]
struct Answer {
    outcome: String,
    design: Option<Design>,
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
struct Design {
    compute: Option<Compute>,
}

#[derive(Debug, Deserialize)]
struct Compute {
    gpu_id: String,
    pattern_id: Option<String>,
    gpu_count: u64,
    node_count: u64,
}

#[derive(Debug, Deserialize)]
struct Finding {
    rule: String,
    severity: String,
}

/// The counts of a run as they are published.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// Lines.
    line_count: u64,
    /// Lines that hold an error.
    error_count: u64,
    /// Answers by outcome.
    outcomes: BTreeMap<String, u64>,
    /// Errors by code.
    errors: BTreeMap<String, u64>,
    /// Infeasible answers by broken rule.
    infeasible_reasons: BTreeMap<String, u64>,
    /// Designs by pattern.
    patterns: BTreeMap<String, u64>,
    /// Designs by GPU.
    gpus: BTreeMap<String, u64>,
    /// GPUs of all designs.
    gpu_count: u64,
    /// Nodes of all designs.
    node_count: u64,
}

impl Seen {
    /// What is counted of a result line.
    pub fn of(record: &Value) -> Self {
        Self::deserialize(record).unwrap_or_default()
    }
}

/// Counts of a run.
#[derive(Debug, Default)]
pub struct Tally {
    lines: u64,
    errors: BTreeMap<String, u64>,
    outcomes: BTreeMap<String, u64>,
    reasons: BTreeMap<String, u64>,
    patterns: BTreeMap<String, u64>,
    gpus: BTreeMap<String, u64>,
    gpu_count: u64,
    node_count: u64,
}

impl Tally {
    /// Counts a result line.
    pub fn add(&mut self, seen: &Seen) {
        self.lines += 1;
        if let Some(code) = &seen.code {
            count(&mut self.errors, code);
        }
        let Some(answer) = &seen.answer else { return };
        count(&mut self.outcomes, &answer.outcome);
        if answer.outcome == "infeasible" {
            let mut rules: Vec<&str> = answer
                .findings
                .iter()
                .filter(|one| one.severity == "error")
                .map(|one| one.rule.as_str())
                .collect();
            rules.sort_unstable();
            rules.dedup();
            rules.into_iter().for_each(|rule| count(&mut self.reasons, rule));
        }
        if let Some(compute) = answer.design.as_ref().and_then(|design| design.compute.as_ref()) {
            count(&mut self.patterns, compute.pattern_id.as_deref().unwrap_or("none"));
            count(&mut self.gpus, &compute.gpu_id);
            self.gpu_count = self.gpu_count.saturating_add(compute.gpu_count);
            self.node_count = self.node_count.saturating_add(compute.node_count);
        }
    }

    /// Lines that hold an error.
    pub fn errors(&self) -> u64 {
        self.errors.values().sum()
    }

    /// The counts as they are published.
    pub fn counts(self) -> Counts {
        Counts {
            line_count: self.lines,
            error_count: self.errors(),
            outcomes: self.outcomes,
            errors: self.errors,
            infeasible_reasons: self.reasons,
            patterns: self.patterns,
            gpus: self.gpus,
            gpu_count: self.gpu_count,
            node_count: self.node_count,
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    *counts.entry(name.to_string()).or_default() += 1;
}
