//! Performance: what was computed for the work, against what was asked, with its band.

use super::{Gap, cell, paragraph};
use crate::{
    design::{Finding, Performance, RuleId, ServingFigures, Severity, TrainingFigures},
    draft::{
        desk::{Desk, capital},
        pictures,
    },
    render::document::{Block, Inline, Tone},
};

/// Rules whose findings are about the work itself.
const RULES: [RuleId; 9] = [
    RuleId::Figure,
    RuleId::ServingEstimate,
    RuleId::ServingLoad,
    RuleId::TrainingEstimate,
    RuleId::TrainingTime,
    RuleId::TrainingMemory,
    RuleId::MemoryNeed,
    RuleId::MemoryFit,
    RuleId::DecodeBandwidth,
];

/// Whether a finding is told in this chapter.
pub(super) fn tells(finding: &Finding) -> bool {
    RULES.contains(&finding.rule)
}

/// A row of the table: measure, value, band, bound, verdict.
type Row = Vec<Vec<Inline>>;

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let figures = desk.design().and_then(|design| design.performance.as_ref());
    let mut rows = Vec::new();
    if let Some(figures) = figures.and_then(|figures| figures.training.as_ref()) {
        rows.extend(training(desk, figures));
    }
    if let Some(figures) = figures.and_then(|figures| figures.serving.as_ref()) {
        rows.extend(serving(desk, figures));
    }
    let (more, remarks) = findings(desk, figures);
    rows.extend(more);
    if rows.is_empty() && remarks.is_empty() {
        gaps.push(Gap { subject: "performance", giver: "giver_workload" });
        return Vec::new();
    }
    let mut blocks = vec![paragraph(desk.say("performance_intro"))];
    if !rows.is_empty() {
        let heads = ["measure", "#value", "#band", "#asked_bound", "verdict"];
        blocks.push(Block::Table(desk.table("performance_table", &heads, rows)));
    }
    if let Some(figures) = figures.and_then(|figures| figures.serving.as_ref()) {
        blocks.extend(pictures::serving(desk, figures).map(Block::Figure));
    }
    if !remarks.is_empty() {
        blocks.push(Block::Heading(desk.say("performance_remarks")));
        blocks.push(Block::Points(remarks));
    }
    blocks
}

/// An estimate of a table: its value and band in a unit, and what was asked for or assumed.
struct Banded<'k> {
    key: &'k str,
    unit: &'k str,
    value: f64,
    band: Option<((f64, &'k str), (f64, &'k str))>,
    bound: Option<(f64, &'k str)>,
}

/// A row of an estimate; a value above its bound does not hold it, one whose slow end is above holds it by the estimate.
fn banded(desk: &mut Desk<'_>, at: &str, one: &Banded<'_>) -> Row {
    let place = |key: &str| format!("{at}/{key}");
    let unit = desk.words.unit(one.unit);
    let value = vec![desk.amount(one.value, &unit, &place(one.key))];
    let band = match one.band {
        Some(((low, low_key), (high, high_key))) => vec![
            desk.amount(low, &unit, &place(low_key)),
            Inline::Text(format!(" {} ", desk.say("to"))),
            desk.amount(high, &unit, &place(high_key)),
        ],
        None => cell(desk.say("none")),
    };
    let bound = match one.bound {
        Some((bound, key)) => {
            vec![Inline::Text(format!("{} ", desk.say("at_most"))), desk.amount(bound, &unit, &place(key))]
        }
        None => cell(desk.say("none")),
    };
    let slow = one.band.map_or(one.value, |(_, (high, _))| high);
    let verdict = match one.bound {
        Some((bound, _)) if one.value > bound => Inline::Mark(Tone::Bad, desk.words.value("not_met")),
        Some((bound, _)) if slow > bound => Inline::Mark(Tone::Warning, desk.say("within_expected")),
        Some(_) => Inline::Mark(Tone::Good, desk.say("within_band")),
        None => Inline::Text(desk.say("none")),
    };
    vec![cell(desk.words.label(one.key)), value, band, bound, vec![verdict]]
}

/// A figure without band or bound.
fn plain(desk: &mut Desk<'_>, label: &str, value: Vec<Inline>) -> Row {
    let none = || cell(desk.say("none"));
    vec![cell(desk.words.label(label)), value, none(), none(), none()]
}

fn training(desk: &mut Desk<'_>, figures: &TrainingFigures) -> Vec<Row> {
    let at = "/design/performance/training";
    let days = Banded {
        key: "run_days",
        unit: "days",
        value: figures.run_days,
        band: Some(((figures.run_low_days, "run_low_days"), (figures.run_high_days, "run_high_days"))),
        bound: figures.target_days.map(|days| (days, "target_days")),
    };
    let mut rows = vec![banded(desk, at, &days)];
    let unit = desk.words.unit("tokens/s");
    let rate = vec![desk.amount(figures.gpu_tokens_per_s, &unit, &format!("{at}/gpu_tokens_per_s"))];
    rows.push(plain(desk, "gpu_tokens_per_s", rate));
    let used = vec![desk.amount(figures.mfu_percent, "%", &format!("{at}/mfu_percent"))];
    rows.push(plain(desk, "mfu_percent", used));
    rows
}

fn serving(desk: &mut Desk<'_>, figures: &ServingFigures) -> Vec<Row> {
    let at = "/design/performance/serving";
    let place = |key: &str| format!("{at}/{key}");
    let mut rows = Vec::new();
    for one in [
        Banded {
            key: "ttft_ms",
            unit: "ms",
            value: figures.ttft_ms,
            band: Some(((figures.ttft_low_ms, "ttft_low_ms"), (figures.ttft_high_ms, "ttft_high_ms"))),
            bound: figures.ttft_target_ms.map(|ms| (ms, "ttft_target_ms")),
        },
        Banded {
            key: "tpot_ms",
            unit: "ms",
            value: figures.tpot_ms,
            band: Some(((figures.tpot_low_ms, "tpot_low_ms"), (figures.tpot_high_ms, "tpot_high_ms"))),
            bound: figures.tpot_target_ms.map(|ms| (ms, "tpot_target_ms")),
        },
    ] {
        rows.push(banded(desk, at, &one));
    }
    let rate = desk.words.unit("tokens/s");
    for (key, value) in [
        ("user_tokens_per_s", figures.user_tokens_per_s),
        ("output_tokens_per_s", figures.output_tokens_per_s),
    ] {
        let value = vec![desk.amount(value, &rate, &place(key))];
        rows.push(plain(desk, key, value));
    }
    let load = vec![
        desk.count(figures.request_count, &place("request_count")),
        Inline::Text(" (".into()),
        desk.amount(figures.queries_per_s, "", &place("queries_per_s")),
        Inline::Text(format!(" {})", desk.say("a_second"))),
    ];
    rows.push(plain(desk, "request_count", load));
    let lengths = vec![
        desk.count(figures.prompt_token_count, &place("prompt_token_count")),
        Inline::Text(format!(" {}, ", desk.say("tokens_in"))),
        desk.count(figures.output_token_count, &place("output_token_count")),
        Inline::Text(format!(" {}", desk.say("tokens_out"))),
    ];
    rows.push(plain(desk, "output_token_count", lengths));
    let mut copies = vec![
        desk.count(figures.replica_count, &place("replica_count")),
        Inline::Text(" × ".into()),
        desk.count(figures.gpus_per_replica, &place("gpus_per_replica")),
        Inline::Text(format!(" {}", desk.say("gpus"))),
    ];
    if figures.prefill_worker_count > 0 {
        copies.push(Inline::Text(", ".into()));
        copies.push(desk.count(figures.prefill_worker_count, &place("prefill_worker_count")));
        copies.push(Inline::Text(format!(" {}", desk.say("prefill_workers"))));
    }
    rows.push(plain(desk, "replica_count", copies));
    rows
}

/// What the findings add: figures as rows, the rest as remarks; what the table of estimates says is not said again.
fn findings(desk: &mut Desk<'_>, figures: Option<&Performance>) -> (Vec<Row>, Vec<Vec<Inline>>) {
    let answer = desk.answer;
    let (serving, training) =
        figures.map_or((false, false), |figures| (figures.serving.is_some(), figures.training.is_some()));
    let mut rows = Vec::new();
    let mut remarks: Vec<Vec<Inline>> = Vec::new();
    for (place, finding) in answer.findings.iter().enumerate().filter(|(_, finding)| tells(finding)) {
        let unit = finding.actual.as_ref().map_or("", |actual| actual.unit.as_str());
        // How many GPUs or servers grow out of what was stated is no performance, nor is what the site and the links
        // must give; their chapters tell it.
        let elsewhere = matches!(unit, "GPUs" | "nodes" | "racks" | "kW" | "kVA" | "GB/s" | "Gb/s");
        let in_table = match finding.rule {
            RuleId::ServingEstimate => serving,
            RuleId::TrainingTime => training,
            RuleId::Figure => {
                elsewhere || serving && unit == "ms per output token" || training && unit == "days"
            }
            _ => false,
        };
        if in_table {
            continue;
        }
        let at = format!("/findings/{place}");
        // "weights of the model: 70.55 GB" is a label and a value.
        let label = finding.message.split_once(':').map_or("", |(label, _)| label);
        if let Some(actual) = &finding.actual
            && label.chars().count() <= 60
            && !label.is_empty()
            && !label.chars().any(|c| c.is_ascii_digit())
        {
            let unit = desk.words.unit(&actual.unit);
            let value = vec![desk.amount(actual.value, &unit, &format!("{at}/actual/value"))];
            let bound = match &finding.limit {
                Some(limit) => {
                    let unit = desk.words.unit(&limit.unit);
                    vec![desk.amount(limit.value, &unit, &format!("{at}/limit/value"))]
                }
                None => cell(desk.say("none")),
            };
            let label = cell(capital(&desk.people(label)));
            rows.push(vec![label, value, cell(desk.say("none")), bound, vec![verdict(desk, finding)]]);
        } else {
            remarks.push(cell(desk.finding(&finding.message)));
        }
    }
    (rows, remarks)
}

/// How a figure stands against its bound.
fn verdict(desk: &Desk<'_>, finding: &Finding) -> Inline {
    match (finding.severity, &finding.limit) {
        (Severity::Error, _) => Inline::Mark(Tone::Bad, desk.words.value("not_met")),
        (Severity::Warning, _) => Inline::Mark(Tone::Warning, desk.say("look_at")),
        (Severity::Info, Some(_)) => Inline::Mark(Tone::Good, desk.say("within")),
        (Severity::Info, None) => Inline::Text(desk.say("none")),
    }
}
