//! Accuracy by the paths users take: the sizing tools are asked what each measured row measured, with a calibration that was
//! refitted without the row's model, and their answers are held against the measurement, refusals included.
//!
//! `cargo run --release --example user-paths` (all), `... -- train`, `... -- serve`, `... -- days`. Run in the project's root
//! folder; `tests/published/sizing-paths.txt` keeps what it printed.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::Write;

use gpu_cluster_generator::perf::calibration::Calibration;
use gpu_cluster_generator::perf::campaign::campaign_share;
use gpu_cluster_generator::perf::facts::Facts;
use gpu_cluster_generator::perf::fit::quantile;
use gpu_cluster_generator::perf::measured::Measured;
use gpu_cluster_generator::perf::serve_cases::{ServeCase, serve_case};
use gpu_cluster_generator::perf::train_cases::{TrainCase, train_case};
use gpu_cluster_generator::perf::{catalog_rows, serve_fit, train_fit};
use gpu_cluster_generator::tools::{Catalog, size_serve, size_train};

/// Rounds of a refit that starts from the full fit.
const ROUNDS: usize = 10;

/// One question with its answer.
struct Asked {
    class: String,
    cut: String,
    /// Estimate over measurement and whether the measurement lies in the band; `None` = refused.
    answer: Option<(f64, bool)>,
}

/// `band`: low, expected, high.
fn answered(class: &str, cut: &str, band: [f64; 3], measured: f64) -> Asked {
    let held = (band[0]..=band[2]).contains(&measured);
    Asked { class: class.into(), cut: cut.into(), answer: Some((band[1] / measured, held)) }
}

fn table(
    out: &mut impl Write,
    asked: &[Asked],
    refusals: &BTreeMap<String, usize>,
) -> Result<(), Box<dyn Error>> {
    writeln!(
        out,
        "{:26} {:18} {:>6} {:>9} {:>8} {:>7} {:>7} {:>8}",
        "class", "cut", "asked", "refused %", "median %", "p90 %", "bias %", "in band %"
    )?;
    let mut groups: BTreeSet<(&str, &str)> = BTreeSet::new();
    for a in asked {
        groups.insert((&a.class, ""));
        groups.insert((&a.class, &a.cut));
    }
    for (class, cut) in groups {
        let rows: Vec<&Asked> =
            asked.iter().filter(|a| a.class == class && (cut.is_empty() || a.cut == cut)).collect();
        let got: Vec<(f64, bool)> = rows.iter().filter_map(|a| a.answer).collect();
        let errors: Vec<f64> = got.iter().map(|(r, _)| 100.0 * (r - 1.0).abs()).collect();
        let signed: Vec<f64> = got.iter().map(|(r, _)| 100.0 * (r - 1.0)).collect();
        let share = |n: usize, of: usize| 100.0 * n as f64 / (of.max(1)) as f64;
        writeln!(
            out,
            "{class:26} {:18} {:>6} {:>9.0} {:>8.1} {:>7.0} {:>+7.1} {:>8.0}",
            if cut.is_empty() { "all" } else { cut },
            rows.len(),
            share(rows.len() - got.len(), rows.len()),
            quantile(&errors, 0.5),
            quantile(&errors, 0.9),
            quantile(&signed, 0.5),
            share(got.iter().filter(|g| g.1).count(), got.len()),
        )?;
    }
    writeln!(out, "refused because: {refusals:#?}")?;
    Ok(())
}

/// The id of the part that rows name.
fn part(catalog: &Catalog, facts: &Facts, name: &str) -> Option<String> {
    let perf = facts.gpu(name)?;
    let found =
        catalog.gpus().iter().find(|g| g.measured_as.as_deref() == Some(&perf.name) || g.id == perf.name);
    found.map(|g| g.id.to_string())
}

struct Bench<'a> {
    catalog: &'a Catalog,
    facts: &'a Facts,
    rows: &'a Measured,
    shipped: &'a Calibration,
}

impl Bench<'_> {
    fn train(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        let cases: Vec<(&_, TrainCase)> =
            self.rows.training.iter().filter_map(|r| Some((r, train_case(r, self.facts).ok()?))).collect();
        let models: BTreeSet<&str> = cases.iter().map(|(_, c)| c.model.name.as_str()).collect();
        let (mut asked, mut refusals) = (Vec::new(), BTreeMap::new());
        for model in models {
            let rest: Vec<&TrainCase> =
                cases.iter().map(|x| &x.1).filter(|c| c.model.name != model).collect();
            let training = train_fit::fit_training(&rest, Some(&self.shipped.training), ROUNDS, "");
            let cal = Calibration {
                training_rows: train_fit::fit_corrections(&training, &rest),
                training: gpu_cluster_generator::perf::calibration::TrainConstantsFile {
                    campaign: self.shipped.training.campaign,
                    ..training
                },
                ..self.shipped.clone()
            };
            for (row, case) in cases.iter().filter(|(r, c)| c.model.name == model && r.shape.is_none()) {
                let Some(gpu) = part(self.catalog, self.facts, &row.gpu) else { continue };
                let input = size_train::Input {
                    model: Some(case.model.name.clone()),
                    gpu,
                    gpus: Some(u64::from(row.gpus)),
                    precision: Some(case.precision.name().into()),
                    sequence_tokens: Some(case.seq as u64),
                    batch_tokens: Some((case.global_batch * case.seq) as u64),
                    method: match row.task.as_str() {
                        "lora" => Some("lora".into()),
                        "sft" => Some("sft".into()),
                        _ => None,
                    },
                    ..size_train::Input::default()
                };
                let newest = case.software_year >= 2026.4;
                let cut = format!("{}{}", case.gpu.generation.name(), if newest { " newest" } else { "" });
                let found = size_train::run_on(self.catalog, input, None, None, &cal);
                let (why, band) = match &found {
                    Ok(o) => (
                        o.misfit.as_ref().map(|m| m.reason.clone()),
                        o.tokens_per_s_gpu.as_ref().map(|b| [b.low, b.expected, b.high]),
                    ),
                    Err(e) => (Some(e.to_string()), None),
                };
                asked.push(match band {
                    Some(band) => answered(case.class.name(), &cut, band, case.measured),
                    None => {
                        let why: String = why
                            .unwrap_or_default()
                            .chars()
                            .filter(|c| !c.is_ascii_digit())
                            .take(60)
                            .collect();
                        *refusals.entry(why).or_default() += 1;
                        Asked { class: case.class.name().into(), cut, answer: None }
                    }
                });
            }
        }
        table(out, &asked, &refusals)
    }

    fn serve(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        let cases: Vec<ServeCase> =
            self.rows.serving.iter().filter_map(|r| serve_case(r, self.facts).ok()).collect();
        let models: BTreeSet<&str> = cases.iter().map(|c| c.model.name.as_str()).collect();
        let (mut asked, mut refusals) = (Vec::new(), BTreeMap::new());
        for model in models {
            let rest: Vec<&ServeCase> = cases.iter().filter(|c| c.model.name != model).collect();
            let serving = serve_fit::fit_serving(&rest, Some(&self.shipped.serving), ROUNDS, "");
            let (serving_rows, ttft_rows) = serve_fit::fit_corrections(&serving, &rest);
            let cal = Calibration { serving, serving_rows, ttft_rows, ..self.shipped.clone() };
            for case in cases.iter().filter(|c| c.model.name == model) {
                let Some(gpu) = part(self.catalog, self.facts, &case.gpu.name) else { continue };
                let input = size_serve::Input {
                    model: Some(case.model.name.clone()),
                    gpu,
                    precision: Some(case.precision.name().into()),
                    context_tokens_in: Some(case.isl as u64),
                    tokens_out: Some(case.osl as u64),
                    users_concurrent: Some(case.concurrency as u64),
                    gpus_per_replica: Some(u64::from(case.layout.gpus())),
                    engine: Some(case.engine.clone()),
                    ..size_serve::Input::default()
                };
                let found = size_serve::run_on(self.catalog, input, None, None, &cal);
                let cut = case.gpu.generation.name().to_owned();
                let figures = [
                    ("serve_tpot", 1e3 * case.tpot),
                    ("serve_throughput", case.throughput()),
                    ("serve_ttft", 1e3 * case.ttft),
                ];
                match &found {
                    Ok(o) if o.tpot_ms.is_some() => {
                        let bands = [&o.tpot_ms, &o.tokens_per_s, &o.ttft_ms];
                        for ((class, measured), band) in figures.iter().zip(bands) {
                            asked.extend(
                                band.as_ref()
                                    .map(|b| answered(class, &cut, [b.low, b.expected, b.high], *measured)),
                            );
                        }
                    }
                    _ => {
                        let why = found.map_or_else(
                            |e| e.to_string(),
                            |o| o.misfit.map_or_else(String::new, |m| m.reason),
                        );
                        *refusals
                            .entry(why.chars().filter(|c| !c.is_ascii_digit()).take(60).collect())
                            .or_default() += 1;
                        for (class, _) in figures {
                            asked.push(Asked { class: class.into(), cut: cut.clone(), answer: None });
                        }
                    }
                }
            }
        }
        table(out, &asked, &refusals)
    }

    fn days(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        writeln!(
            out,
            "campaigns, each predicted without its model: {:#?}",
            campaign_share(&self.rows.campaigns, self.facts, self.shipped)
        )?;
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let what: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| what.is_empty() || what.iter().any(|w| w == name);
    let catalog = Catalog::embedded();
    let facts = catalog_rows::all(&catalog);
    let mut rows = Measured::parse(&fs::read_to_string("catalog/measured/training.yaml")?)?;
    rows.extend(Measured::parse(&fs::read_to_string("catalog/measured/serving.yaml")?)?);
    rows.serving.retain(|row| row.origin.as_deref() != Some("nim"));
    let shipped = Calibration::shipped()?;
    let bench = Bench { catalog: &catalog, facts: &facts, rows: &rows, shipped: &shipped };
    let mut out = std::io::stdout().lock();
    if wanted("days") {
        bench.days(&mut out)?;
    }
    if wanted("train") {
        bench.train(&mut out)?;
    }
    if wanted("serve") {
        bench.serve(&mut out)?;
    }
    Ok(())
}
