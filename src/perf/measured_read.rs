//! Reading files of measured rows row by row: a row that cannot be used is counted with its reason, and the others count.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use super::error::SizeError;
use super::measured::{Measured, ServePoint, TrainRow, mlperf_as_row};

/// Keys whose values are words, also where they look like numbers (a release `26.08`).
const WORDS: [&str; 32] = [
    "spec",
    "mark",
    "source",
    "release",
    "task",
    "model",
    "gpu",
    "precision",
    "prec",
    "engine",
    "engine_ver",
    "mode",
    "pf",
    "dec",
    "date",
    "origin",
    "round",
    "division",
    "system",
    "accelerator",
    "scenario",
    "weights",
    "recompute",
    "scheme",
    "framework",
    "note",
    "submitter",
    "benchmark",
    "parallel",
    "workload",
    "confidence",
    "nim",
];
const FORM: &str = "a mapping with `throughput`, `mlperf_training`, `trtllm_max_throughput`, `serving_points` or another \
                    section of catalog/measured, or a list of such rows";

/// Reads a file of the published form.
pub(super) fn parse(text: &str) -> Result<Measured, SizeError> {
    let file: Value = serde_yaml::from_str(text).map_err(|e| SizeError::invalid("measured rows", e, FORM))?;
    let mut out = Measured::default();
    let mut known = false;
    match file {
        Value::Mapping(sections) => {
            let mut labels = Vec::new();
            for (name, value) in sections {
                match name.as_str() {
                    Some("serving_labels") => labels = rows("serving_labels", value, &mut out.unreadable),
                    Some(name) => known |= section(&mut out, name, value),
                    None => {}
                }
            }
            super::serve_labels::apply(&labels, &mut out.serving);
        }
        Value::Sequence(rows) => {
            for row in rows {
                let name = row.as_mapping().map_or("", kind_of);
                known |= section(&mut out, name, Value::Sequence(vec![row]));
            }
        }
        _ => {}
    }
    super::serve_labels::repeats(&mut out.serving);
    if known { Ok(out) } else { Err(SizeError::invalid("measured rows", "no rows", FORM)) }
}

/// The section a row of a bare list belongs to, by the fields only that kind has.
fn kind_of(row: &Mapping) -> &'static str {
    let has = |key: &str| row.contains_key(key);
    if has("scenario") {
        "mlperf_inference"
    } else if has("benchmark") {
        "mlperf_training"
    } else if has("ttft_ms") || has("tpot_ms") {
        "serving_points"
    } else if has("out_tok_s_total") || has("out_tok_s_gpu") {
        "trtllm_max_throughput"
    } else if has("params_opt_gib") {
        "memory_measured"
    } else if has("gpu_hours") {
        "campaigns"
    } else if has("tok_s_gpu") || has("step_s") || has("tflops_gpu") || has("hfu_tflops_gpu") {
        "throughput"
    } else {
        ""
    }
}

/// Adds the rows of one section; `false` for a section that holds no measured rows.
fn section(out: &mut Measured, name: &str, value: Value) -> bool {
    let unreadable = &mut out.unreadable;
    match name {
        "throughput" => out.training.extend(rows::<TrainRow>(name, value, unreadable)),
        "llama3_paper_table4" => {
            let paper = rows::<PaperRow>(name, value, unreadable);
            out.training.extend(paper.into_iter().map(PaperRow::into_row));
        }
        "mlperf_training" | "mlperf_training_v6_0" => {
            for row in rows(name, value, unreadable) {
                match mlperf_as_row(&row) {
                    Ok(row) => out.training.push(row),
                    Err(why) => *unreadable.entry(why).or_default() += 1,
                }
            }
        }
        "campaigns" => out.campaigns.extend(rows(name, value, unreadable)),
        "memory_measured" => out.memory.extend(rows(name, value, unreadable)),
        "trtllm_max_throughput" => out.offline.extend(rows(name, value, unreadable)),
        "mlperf_inference" => out.mlperf_serving.extend(rows(name, value, unreadable)),
        "nim" => {
            out.serving.extend(rows::<NimRow>(name, value, unreadable).into_iter().map(NimRow::into_point))
        }
        "serving_points" => out.serving.extend(rows(name, listed(value, unreadable), unreadable)),
        // Facts about the file and quantities no estimate here stands for.
        _ => {
            let Value::Sequence(all) = value else { return false };
            let why = if name.is_empty() {
                "a row without any measured quantity that is scored".to_owned()
            } else {
                format!("section {name}: no quantity that is scored")
            };
            *unreadable.entry(why).or_default() += all.len();
            return !name.is_empty();
        }
    }
    true
}

/// A table of columns and rows as a list of rows with keys.
fn listed(value: Value, unreadable: &mut BTreeMap<String, usize>) -> Value {
    let Some(table) = value.as_mapping().filter(|table| table.contains_key("columns")) else { return value };
    let columns: Vec<Value> = table.get("columns").and_then(Value::as_sequence).cloned().unwrap_or_default();
    let rows = table.get("rows").and_then(Value::as_sequence).cloned().unwrap_or_default();
    let mut out = Vec::new();
    for row in rows {
        match row {
            Value::Sequence(cells) if cells.len() == columns.len() => {
                out.push(Value::Mapping(columns.iter().cloned().zip(cells).collect()));
            }
            _ => {
                let why = format!("serving_points: a row without {} cells", columns.len());
                *unreadable.entry(why).or_default() += 1;
            }
        }
    }
    Value::Sequence(out)
}

fn rows<T: DeserializeOwned>(name: &str, value: Value, unreadable: &mut BTreeMap<String, usize>) -> Vec<T> {
    let Value::Sequence(all) = value else {
        *unreadable.entry(format!("section {name}: not a list of rows")).or_default() += 1;
        return Vec::new();
    };
    let read = all.into_iter().filter_map(|row| match serde_yaml::from_value(cleaned(row)) {
        Ok(row) => Some(row),
        Err(error) => {
            *unreadable.entry(format!("{name}: unreadable row: {error}")).or_default() += 1;
            None
        }
    });
    read.collect()
}

/// A row with words as words and counts as counts: tables write `"8"`, `8.0`, `1,024`, `null` and `26.08` as they please.
fn cleaned(row: Value) -> Value {
    let Value::Mapping(map) = row else { return row };
    let entries = map.into_iter().filter_map(|(key, value)| {
        let word = key.as_str().is_some_and(|key| WORDS.contains(&key));
        let value = match value {
            Value::Null => return None,
            Value::Number(n) if word => Value::String(n.to_string()),
            Value::Bool(b) if word => Value::String(b.to_string()),
            Value::String(text) if !word => number(&text).map_or(Value::String(text), whole),
            Value::Number(n) => n.as_f64().map_or(Value::Number(n), whole),
            Value::Mapping(inner) => cleaned(Value::Mapping(inner)),
            other => other,
        };
        // An empty cell is no value.
        if value.as_str().is_some_and(|text| text.trim().is_empty()) { None } else { Some((key, value)) }
    });
    Value::Mapping(entries.collect())
}

fn number(text: &str) -> Option<f64> {
    text.trim().replace([',', '_'], "").parse().ok().filter(|v: &f64| v.is_finite())
}

fn whole(v: f64) -> Value {
    if v.fract() == 0.0 && (0.0..9e15).contains(&v) { Value::from(v as u64) } else { Value::from(v) }
}

/// A row of the Llama 3 report's scaling table: utilisation of a published layout.
#[derive(serde::Deserialize)]
struct PaperRow {
    model: String,
    gpu: String,
    gpus: u32,
    tp: Option<u32>,
    cp: Option<u32>,
    pp: Option<u32>,
    dp: Option<f64>,
    seq: Option<f64>,
    seqs_per_dp: Option<f64>,
    tflops_gpu: Option<f64>,
    #[serde(default)]
    precision: String,
}

impl PaperRow {
    fn into_row(self) -> TrainRow {
        TrainRow {
            source: "llama3-paper".into(),
            release: "2024-07".into(),
            task: "pretrain".into(),
            model: self.model,
            gpu: self.gpu,
            gpus: self.gpus,
            precision: self.precision,
            seq: self.seq,
            gbs: self.dp.zip(self.seqs_per_dp).map(|(dp, each)| dp * each),
            tp: self.tp,
            pp: self.pp,
            cp: self.cp,
            tflops_gpu: self.tflops_gpu,
            ..TrainRow::default()
        }
    }
}

/// A row of the NIM benchmark tables: a closed loop on TensorRT-LLM, inter-token latency for the time per output token.
#[derive(serde::Deserialize)]
struct NimRow {
    model: String,
    gpu: String,
    #[serde(default)]
    precision: String,
    tp: Option<u32>,
    gpus: Option<u32>,
    isl: f64,
    osl: f64,
    concurrency: Option<f64>,
    ttft_ms: Option<f64>,
    itl_ms: Option<f64>,
}

impl NimRow {
    fn into_point(self) -> ServePoint {
        ServePoint {
            model: self.model,
            gpu: self.gpu,
            engine: "trtllm".into(),
            prec: self.precision,
            isl: self.isl,
            osl: self.osl,
            conc: self.concurrency,
            tp: self.tp.or(self.gpus),
            ttft_ms: self.ttft_ms,
            tpot_ms: self.itl_ms,
            origin: Some("nim".into()),
            ..ServePoint::default()
        }
    }
}
