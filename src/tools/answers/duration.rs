//! How long a training or a fine-tune takes, or how many GPUs it needs for a deadline: the engine of `size_train`.

use super::{Ask, number, sized_gpu};
use crate::{
    design::{Outcome, words::Precision},
    read::question::Measure,
    tools::{Tool, size_memory, size_run, size_train, sizing::Band},
    units::three,
};

/// Days from which a time is told in days.
const IN_DAYS: f64 = 2.0;

/// Billions of tokens a question names, told apart from parameters by their noun or their number.
pub(super) fn tokens_of(ask: &Ask<'_>) -> Option<f64> {
    let billions = || ask.question.amounts.iter().filter(|amount| amount.measure == Measure::Billions);
    let named = billions().rev().find(|amount| amount.noun.starts_with("tok"));
    if let Some(amount) = named {
        return Some(amount.value);
    }
    let of_model = usize::from(ask.question.of(crate::read::question::ThingKind::Model).is_empty());
    billions()
        .rev()
        .find(|amount| amount.noun.is_empty() || amount.value > 999.0)
        .filter(|_| billions().count() > of_model)
        .map(|amount| amount.value)
}

/// How the weights are trained, and the name of it for people.
pub(super) fn method(ask: &Ask<'_>) -> (&'static str, &'static str) {
    if ask.cue("no_lora") {
        ("sft", "SFT")
    } else if ask.question.words.find("qlora").is_some() {
        ("qlora", "QLoRA")
    } else if ask.cue("lora") {
        ("lora", "LoRA")
    } else if ask.cue("finetune") {
        ("sft", "SFT")
    } else {
        ("full", "pre-training")
    }
}

/// A time in days as people say it, in the language of the question.
fn span(ask: &Ask<'_>, days: f64) -> String {
    if days < IN_DAYS {
        ask.say("in_hours", &[("n", &three(24.0 * days))])
    } else {
        ask.say("in_days", &[("n", &three(days))])
    }
}

pub(super) fn answer(
    ask: &Ask<'_>,
    model: Option<String>,
    params_b: Option<f64>,
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let (gpu, gpu_name, mut gpus, assumed) = sized_gpu::of(ask);
    let tokens = tokens_of(ask);
    let days = ask.question.amount(Measure::Days).map(|amount| amount.value);
    let (method, method_name) = method(ask);
    // "A H100": one, where nothing else is said and nothing is to be found.
    if method != "full" && gpus.is_none() && days.is_none() && !assumed && !ask.cue("count") {
        gpus = Some(1);
    }
    if gpus.is_none() && days.is_none() {
        return fewest(ask, (model, params_b), (&gpu, &gpu_name), (method, method_name), assumed, name);
    }
    let sequence = sequence(ask);
    let input = size_train::Input {
        model: model.clone(),
        params_b: if model.is_none() { params_b } else { None },
        gpu,
        gpus,
        tokens_b: tokens,
        deadline_days: if gpus.is_some() { None } else { days },
        precision: ask.question.figures.iter().any(|id| id == Precision::Fp8.word()).then(|| "fp8".into()),
        method: Some(method.into()),
        sequence_tokens: sequence,
        ..size_train::Input::default()
    };
    let energy = energy(ask, &input);
    let found = size_train::SizeTrain::run(ask.catalog, input).ok()?;
    let mut places = vec![
        ("model", name.to_owned()),
        ("gpu", gpu_name.clone()),
        ("gpus", number(gpus.or(found.gpus.map(u64::from))? as f64)),
        ("method", method_name.to_owned()),
    ];
    let say = |id: &str, places: &[(&'static str, String)]| {
        let borrowed: Vec<(&str, &str)> = places.iter().map(|(key, value)| (*key, value.as_str())).collect();
        ask.say(id, &borrowed)
    };
    let mut sentences = Vec::from_iter(energy);
    let (Some(rate), Some(_)) = (&found.tokens_per_s_gpu, &found.layout) else {
        let least = found.misfit.as_ref()?.smallest_gpus?;
        places.push(("least", format!("{} × {gpu_name}", number(f64::from(least)))));
        return Some((vec![say("run_fits_not", &places)], Outcome::Infeasible));
    };
    match (&found.days, gpus, found.gpus) {
        (Some(band), Some(_), _) => {
            if let Some(limit) = days {
                let id = if band.expected <= limit { "yes" } else { "no" };
                sentences.push(format!("{}.", ask.say(id, &[])));
            }
            places.extend(times(ask, band));
            let of = tokens?;
            sentences.push(if method == "full" {
                places.push(("tokens", number(of)));
                say("trains", &places)
            } else {
                places.push(("tokens", number(of * 1000.0)));
                places.push(("rate", three(rate.expected)));
                say("finetunes", &places)
            });
        }
        (None, Some(gpus), _) => {
            // Without tokens the rate is what can be said.
            let hourly = |per_s: f64| three(per_s * gpus as f64 * 3600.0 / 1e6);
            places.extend([
                ("rate", hourly(rate.expected)),
                ("low", hourly(rate.low)),
                ("high", hourly(rate.high)),
            ]);
            sentences.push(say("train_rate", &places));
        }
        (_, None, Some(_)) => {
            places.push(("tokens", number(tokens?)));
            places.push(("days", number(days?)));
            places.push(("safe", found.gpus_conservative.map_or("?".into(), |safe| number(f64::from(safe)))));
            sentences.push(say("train_needs", &places));
        }
        _ => return None,
    }
    let mut list = vec![found.precision.to_uppercase()];
    if sequence.is_none() {
        let usual =
            if method == "full" { size_train::USUAL_SEQUENCE } else { size_train::USUAL_FINETUNE_SEQUENCE };
        list.push(format!("{} tokens/sequence", number(usual)));
    }
    if assumed {
        list.push(gpu_name);
    }
    sentences.push(ask.say("assumed", &[("list", &list.join(", "))]));
    Some((sentences, Outcome::AnswerWithAssumptions))
}

/// The energy of the run, where it is asked for and the run is known whole.
fn energy(ask: &Ask<'_>, input: &size_train::Input) -> Option<String> {
    if !ask.cue("energy") || input.gpus.is_none() || input.tokens_b.is_none() {
        return None;
    }
    let stated = Some(super::power::pue(ask)).filter(|ratio| *ratio > 1.0);
    let site = size_run::Site { pue: stated, ..size_run::Site::default() };
    let found = size_run::run_with(ask.catalog, input.clone(), site, None).ok()?;
    let mwh = |kwh: Option<f64>| Some(three(kwh? / 1000.0));
    Some(ask.say(
        "run_energy",
        &[
            ("mwh", &mwh(found.energy_kwh)?),
            ("low", &mwh(found.energy_low_kwh)?),
            ("high", &mwh(found.energy_high_kwh)?),
            ("pue", &number(stated.unwrap_or(size_run::USUAL_PUE))),
        ],
    ))
}

/// The fewest GPUs that hold the run, where neither a count nor a deadline is given.
fn fewest(
    ask: &Ask<'_>,
    (model, params_b): (Option<String>, Option<f64>),
    (gpu, gpu_name): (&str, &str),
    (method, method_name): (&str, &str),
    assumed: bool,
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let input = size_memory::Input {
        params_b: if model.is_none() { params_b } else { None },
        model,
        purpose: Some(if ["lora", "qlora"].contains(&method) { method } else { "training" }.into()),
        gpu: Some(gpu.to_owned()),
        ..size_memory::Input::default()
    };
    let found = size_memory::SizeMemory::run(ask.catalog, input).ok()?;
    let least = found.least_gpus?;
    let mut sentences =
        vec![ask.say("least", &[("least", &format!("{} × {gpu_name}", number(f64::from(least))))])];
    if ["lora", "qlora"].contains(&method) {
        sentences.push(format!("{name} ({method_name}): {} GB.", three(found.total_gb)));
    } else {
        sentences.push(states_need(ask, name, found.total_gb, found.params_b));
    }
    if assumed {
        sentences.push(ask.say("assumed", &[("list", gpu_name)]));
    }
    Some((sentences, Outcome::AnswerWithAssumptions))
}

/// What all weights take to train, in the language of the question.
pub(super) fn states_need(ask: &Ask<'_>, name: &str, total_gb: f64, params_b: f64) -> String {
    ask.say(
        "states_need",
        &[("model", name), ("total", &three(total_gb)), ("bytes", &number((total_gb / params_b).round()))],
    )
}

fn times(ask: &Ask<'_>, band: &Band) -> [(&'static str, String); 3] {
    [("time", span(ask, band.expected)), ("low", span(ask, band.low)), ("high", span(ask, band.high))]
}

/// Tokens per sequence, where a context or a sequence length is named ("128k context", "sequences of 32768").
fn sequence(ask: &Ask<'_>) -> Option<u64> {
    const NEAR: &[&str] =
        &["context", "sequence", "kontext", "sequenz", "contexte", "contexto", "contesto", "seq"];
    let words = &ask.question.words.words;
    let close = |at: usize| {
        words
            .iter()
            .skip(at.saturating_sub(3))
            .take(7)
            .any(|word| NEAR.iter().any(|stem| word.text.starts_with(stem)))
    };
    ask.question
        .amounts
        .iter()
        .find(|amount| amount.measure == Measure::Count && amount.value >= 1000.0 && close(amount.at))
        .map(|amount| context_tokens(amount.value))
}

/// "128k" of context is 131,072 tokens: lengths are powers of two, and a thousand stands for 1,024.
fn context_tokens(stated: f64) -> u64 {
    let thousands = stated / 1000.0;
    let tokens = if thousands.fract() == 0.0 && (thousands as u64).is_power_of_two() {
        1024.0 * thousands
    } else {
        stated
    };
    tokens.round() as u64
}
