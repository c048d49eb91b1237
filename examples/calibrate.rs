//! Refits the sizing constants from the measured rows the project carries, writes `catalog/calibration/` and prints the
//! accuracy on rows that were left out of the fit.
//!
//! `cargo run --release --example calibrate` (writes), `... -- --check` (prints only), `... -- --left-out FILE` (writes each
//! serving point with what was estimated without its model, for `tests/peers`). Run in the project's root folder.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Write as _;

use gpu_cluster_generator::perf::accuracy::{AccuracyRow, accuracy, row_keys, summarize};
use gpu_cluster_generator::perf::bands::{Scored, build};
use gpu_cluster_generator::perf::calibration::Calibration;
use gpu_cluster_generator::perf::campaign::campaign_share;
use gpu_cluster_generator::perf::crossval::{self, LeaveOut};
use gpu_cluster_generator::perf::facts::Facts;
use gpu_cluster_generator::perf::measured::Measured;
use gpu_cluster_generator::perf::own_rows::OwnRows;
use gpu_cluster_generator::perf::serve_cases::{OfflineCase, ServeCase, offline_case, serve_case};
use gpu_cluster_generator::perf::train_cases::{TrainCase, train_case};
use gpu_cluster_generator::perf::{catalog_rows, serve_fit, train_fit};
use gpu_cluster_generator::tools::Catalog;

/// Month of the newest measured rows.
const AS_OF: &str = "2026-08";
/// Rounds of the full fits (they stop early when no step helps).
const ROUNDS: usize = 60;

fn print(out: &mut impl std::io::Write, title: &str, rows: &[AccuracyRow]) -> Result<(), Box<dyn Error>> {
    writeln!(
        out,
        "{title}\n  {:26} {:48} {:>5} {:>6} {:>8} {:>8} {:>9} {:>7} {:>8}",
        "class", "rows were", "rows", "models", "median %", "p90 %", "worst %", "bias %", "in band"
    )?;
    for r in rows {
        let held = r.in_band_percent.map_or_else(String::new, |p| format!("{p:.0} %"));
        writeln!(
            out,
            "  {:26} {:48} {:>5} {:>6} {:>8.1} {:>8.1} {:>9.1} {:>+7.1} {:>8}",
            r.class,
            r.rows_were,
            r.rows,
            r.models,
            r.median_percent,
            r.p90_percent,
            r.worst_percent,
            r.bias_percent,
            held
        )?;
    }
    Ok(())
}

/// Classes without any fitted constant: FLOPs, memory, MLPerf Offline results.
fn exact_rows(rows: &Measured, facts: &Facts, cal: &Calibration) -> Vec<AccuracyRow> {
    let all = accuracy(rows, facts, cal).classes;
    all.into_iter().filter(|c| c.rows_were == "unseen").collect()
}

/// Each serving point as a line of JSON with the estimates made without any row of its model, and without those of its
/// model on its GPU type.
fn write_left_out(
    path: &str,
    points: &[crossval::LeftOutPoint<'_>],
    on_gpu: &[crossval::LeftOutPoint<'_>],
) -> Result<(), Box<dyn Error>> {
    let mut lines = String::new();
    let figures = |p: &crossval::LeftOutPoint<'_>| serde_json::json!({"ttft_ms": 1e3 * p.ttft, "tpot_ms": 1e3 * p.tpot, "tokens_per_s": p.tokens_per_s});
    for p in points {
        let (c, l) = (p.case, p.case.layout);
        let line = serde_json::json!({
            "model": c.model.name, "gpu": c.gpu.name, "generation": c.gpu.generation.name(),
            "precision": c.precision.name(), "engine": c.engine, "source": c.source,
            "tp": l.tp, "dp": l.dp, "ep": l.ep, "pp": l.pp,
            "concurrency": c.concurrency, "isl": c.isl, "osl": c.osl,
            "measured": {"ttft_ms": 1e3 * c.ttft, "tpot_ms": 1e3 * c.tpot, "tokens_per_s": c.throughput()},
            "left_out": figures(p),
            "left_out_on_gpu": on_gpu.iter().find(|q| q.index == p.index).map(figures),
        });
        lines.push_str(&format!("{line}\n"));
    }
    fs::write(path, lines)?;
    Ok(())
}

/// Every case as a line of JSON with its features, its measurement and what the shipped constants say before corrections:
/// what the kernels of the corrections are chosen on.
fn write_points(
    path: &str,
    rows: &Measured,
    facts: &Facts,
    cases: (&[TrainCase], &[ServeCase], &[OfflineCase]),
) -> Result<(), Box<dyn Error>> {
    let cal = Calibration::shipped()?;
    let mut lines = String::new();
    let mut put = |value: serde_json::Value| lines.push_str(&format!("{value}\n"));
    for c in cases.0 {
        put(serde_json::json!({
            "kind": "train", "model": c.model.name, "gpu": c.gpu.name, "class": c.class.name(), "source": c.source,
            "year": c.software_year, "precision": c.precision.name(), "features": train_fit::features(c),
            "measured": c.measured, "closed_form": train_fit::closed_form(&cal.training, c),
        }));
    }
    for c in cases.1 {
        let Some(p) = serve_fit::closed_form(&cal.serving, c) else { continue };
        put(serde_json::json!({
            "kind": "serve", "model": c.model.name, "gpu": c.gpu.name, "generation": c.gpu.generation.name(),
            "engine": c.engine, "source": c.source, "precision": c.precision.name(), "moe": c.model.is_moe(),
            "latent": c.model.kv_shards() == 1, "features": serve_fit::case_features(c),
            "layout": c.layout, "concurrency": c.concurrency, "isl": c.isl, "osl": c.osl,
            "measured": [c.tpot, c.throughput(), c.ttft], "closed_form": [p.tpot, p.tokens_per_s, p.ttft],
        }));
    }
    for c in cases.2 {
        let Some(p) = serve_fit::offline_closed_form(&cal.offline, c) else { continue };
        put(serde_json::json!({
            "kind": "offline", "model": c.model.name, "gpu": c.gpu.name, "source": c.source,
            "precision": c.precision.name(), "features": serve_fit::offline_features(c),
            "measured": c.measured, "closed_form": p,
        }));
    }
    for row in &rows.campaigns {
        let Some(model) = facts.model(&row.model) else { continue };
        let p = gpu_cluster_generator::perf::params::params(model);
        put(serde_json::json!({
            "kind": "campaign", "model": row.model, "gpu": row.gpu, "active": p.active, "total": p.total,
            "tokens_t": row.tokens_t, "precision": row.precision, "gpu_hours": row.gpu_hours,
            "share": gpu_cluster_generator::perf::campaign::point_of(row, facts, &cal).map(|p| p.share),
        }));
    }
    fs::write(path, lines)?;
    Ok(())
}

/// Corrections and campaigns anew on the constants and bands as they are: what a changed kernel needs, in seconds.
fn write_corrections(
    cases: (&[&TrainCase], &[&ServeCase], &[&OfflineCase]),
    rows: &Measured,
    facts: &Facts,
    out: &mut impl std::io::Write,
) -> Result<(), Box<dyn Error>> {
    let mut cal = Calibration::shipped()?;
    let (steady, first) = serve_fit::fit_corrections(&cal.serving, cases.1);
    cal.training_rows = train_fit::fit_corrections(&cal.training, cases.0).rounded();
    cal.serving_rows = steady.rounded();
    cal.ttft_rows = first.rounded();
    cal.offline_rows = serve_fit::fit_offline_corrections(&cal.offline, cases.2).rounded();
    cal.fitted_rows = row_keys(rows, facts);
    fs::write("catalog/calibration/corrections.json", cal.corrections_json()?)?;
    writeln!(
        out,
        "campaigns against the benchmark rate: {:?}",
        campaign_share(&rows.campaigns, facts, &cal)
    )?;
    Ok(())
}

fn with_header<T: serde::Serialize>(what: &str, value: &T) -> Result<String, Box<dyn Error>> {
    Ok(format!(
        "# {what}\n# Written by `cargo run --release --example calibrate`; do not edit by hand.\n{}",
        serde_yaml::to_string(value)?
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let write = !std::env::args().any(|a| a == "--check");
    let mut out = std::io::stdout().lock();
    let facts = catalog_rows::all(&Catalog::embedded());
    let mut rows = Measured::parse(&fs::read_to_string("catalog/measured/training.yaml")?)?;
    rows.extend(Measured::parse(&fs::read_to_string("catalog/measured/serving.yaml")?)?);
    // The NIM curve stays a check that no constant was fitted on.
    rows.serving.retain(|row| row.origin.as_deref() != Some("nim"));
    let mut skipped: BTreeMap<String, usize> = BTreeMap::new();
    let mut keep = |why: String| {
        *skipped.entry(why).or_default() += 1;
    };
    let training: Vec<TrainCase> =
        rows.training.iter().filter_map(|r| train_case(r, &facts).map_err(&mut keep).ok()).collect();
    let serving: Vec<ServeCase> =
        rows.serving.iter().filter_map(|r| serve_case(r, &facts).map_err(&mut keep).ok()).collect();
    let offline: Vec<OfflineCase> =
        rows.offline.iter().filter_map(|r| offline_case(r, &facts).map_err(&mut keep).ok()).collect();
    writeln!(
        out,
        "{} training, {} serving, {} offline rows; not usable: {skipped:?}",
        training.len(),
        serving.len(),
        offline.len()
    )?;

    let mut arguments = std::env::args().skip_while(|a| a != "--points").skip(1);
    if let Some(path) = arguments.next() {
        return write_points(&path, &rows, &facts, (&training, &serving, &offline));
    }

    let (t, s, o): (Vec<&TrainCase>, Vec<&ServeCase>, Vec<&OfflineCase>) =
        (training.iter().collect(), serving.iter().collect(), offline.iter().collect());
    if std::env::args().any(|a| a == "--corrections") {
        return write_corrections((&t, &s, &o), &rows, &facts, &mut out);
    }
    let train_file = train_fit::fit_training(&t, None, ROUNDS, AS_OF);
    let serve_file = serve_fit::fit_serving(&s, None, ROUNDS, AS_OF);
    let offline_file = serve_fit::fit_offline(&o, None, ROUNDS, AS_OF);

    let mut arguments = std::env::args().skip_while(|a| a != "--left-out").skip(1);
    if let Some(path) = arguments.next() {
        let without = |how| crossval::serving_points(&serving, &serve_file, how);
        return write_left_out(&path, &without(LeaveOut::Model), &without(LeaveOut::ModelOnGpu));
    }
    let left_out = |how: LeaveOut| {
        let mut scored = crossval::training(&training, &train_file, how);
        scored.extend(crossval::serving(&serving, &serve_file, how));
        scored.extend(crossval::offline(&offline, &offline_file, how));
        scored
    };
    let mut all: Vec<Scored> = Vec::new();
    let mut tables: Vec<AccuracyRow> = Vec::new();
    for (how, were) in [
        (LeaveOut::Model, "left out: all rows of the model"),
        (LeaveOut::ModelOnGpu, "left out: all rows of the model on the GPU type"),
        (LeaveOut::Fifth, "left out: every fifth row"),
    ] {
        let scored = left_out(how);
        tables.extend(summarize(&scored, None, were));
        all.extend(scored);
    }
    let built = build(&all);
    writeln!(
        out,
        "Rows held by 80 % bands that were made without the row's model (class, novelty: share, rows)"
    )?;
    for ((class, novelty), (share, rows)) in &built.held {
        writeln!(
            out,
            "  {class:28} {:5} {:>5.0} % {rows:>6}",
            if novelty.is_empty() { "all" } else { novelty },
            share * 100.0
        )?;
    }
    for row in &mut tables {
        let share = built.held.get(&(row.class.clone(), String::new())).map(|h| h.0);
        row.in_band_percent = share.map(|s| (s * 1000.0).round() / 10.0);
    }
    let bands = built.cells;
    // Harder than what the bands were made from: nothing of the GPU type, or of the publisher or engine, was seen.
    for (how, were) in [
        (LeaveOut::Gpu, "left out: all rows on the GPU type"),
        (LeaveOut::Source, "left out: all rows of the publisher or engine"),
    ] {
        tables.extend(summarize(&left_out(how), Some(&bands), were));
    }
    print(&mut out, "Accuracy on rows that were left out of the fit", &tables)?;

    if write {
        let (steady, first) = serve_fit::fit_corrections(&serve_file, &s);
        let mut cal = Calibration {
            training_rows: train_fit::fit_corrections(&train_file, &t).rounded(),
            serving_rows: steady.rounded(),
            ttft_rows: first.rounded(),
            offline_rows: serve_fit::fit_offline_corrections(&offline_file, &o).rounded(),
            training: train_file,
            serving: serve_file,
            offline: offline_file,
            bands,
            fitted_rows: row_keys(&rows, &facts),
            own_serving: OwnRows::default(),
            own_training: OwnRows::default(),
        };
        cal.training.campaign = campaign_share(&rows.campaigns, &facts, &cal);
        writeln!(out, "campaigns against the benchmark rate: {:?}", cal.training.campaign)?;
        let dir = "catalog/calibration";
        tables.extend(exact_rows(&rows, &facts, &cal));
        fs::write(
            format!("{dir}/accuracy.yaml"),
            with_header(
                "Accuracy of this calibration by class, on rows that were left out of the fit.",
                &tables,
            )?,
        )?;
        fs::write(
            format!("{dir}/training.yaml"),
            with_header(
                "Training step-time constants, fitted on catalog/measured/training.yaml.",
                &cal.training,
            )?,
        )?;
        fs::write(
            format!("{dir}/serving.yaml"),
            with_header(
                "Serving constants per generation, fitted on the serving points of catalog/measured/serving.yaml.",
                &cal.serving,
            )?,
        )?;
        fs::write(
            format!("{dir}/offline.yaml"),
            with_header(
                "Offline-maximum constants, fitted on the TensorRT-LLM tables of catalog/measured/serving.yaml.",
                &cal.offline,
            )?,
        )?;
        // One cell a line: reads fast at start-up and shows what changed.
        let cells: Vec<String> = cal.bands.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        fs::write(format!("{dir}/bands.json"), format!("[\n{}\n]\n", cells.join(",\n")))?;
        fs::write(format!("{dir}/corrections.json"), cal.corrections_json()?)?;
        writeln!(out, "written to {dir}")?;
    }
    Ok(())
}
