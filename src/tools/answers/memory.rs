//! Whether a model fits, how much memory it takes, and what one token of its cache takes.

use super::{Ask, memory_asked, memory_least, name_of, number};
use crate::{
    catalog::Fact,
    design::Outcome,
    perf::fit_check::{RESERVE_BYTES, USABLE_SHARE},
    read::question::{Measure, ThingKind},
    tools::{Tool, size_memory},
};

/// Bytes a parameter takes in mixed-precision training with Adam: weights 2, gradients 4, states 12.
const TRAINING_BYTES: f64 = 18.0;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let (model, params_b, name) = model(ask)?;
    let precision = memory_asked::precision(ask);
    let (users, context) = memory_asked::sequences(ask).unwrap_or((1, memory_asked::CONTEXT));
    let input = |purpose: &str, gpu: Option<String>, gpus: Option<u64>| size_memory::Input {
        model: model.clone(),
        params_b: if model.is_none() { params_b } else { None },
        purpose: Some(purpose.into()),
        gpu,
        gpus,
        precision: Some(precision.into()),
        sequences: Some(users),
        context_tokens: Some(context),
        ..size_memory::Input::default()
    };
    let run = |input| size_memory::SizeMemory::run(ask.catalog, input).ok();
    if ask.cue("kv") && ask.question.figures.iter().all(|id| id != "heads") {
        let found = run(input("serving", None, None))?;
        let bytes = found.kv_bytes_per_token?;
        let told = ask.say(
            "kv_token",
            &[
                ("model", &name),
                ("bytes", &number(bytes as f64)),
                ("precision", &precision.to_uppercase()),
                ("kib", &number(bytes as f64 / 1024.0)),
            ],
        );
        let mut sentences = vec![told];
        if let Some((users, context)) = memory_asked::sequences(ask) {
            let total = (users * context) as f64 * bytes as f64 / 1e9;
            let places = [
                ("users", number(users as f64)),
                ("context", number(context as f64)),
                ("total", number(total)),
            ];
            let borrowed: Vec<(&str, &str)> =
                places.iter().map(|(key, value)| (*key, value.as_str())).collect();
            sentences.insert(0, ask.say("kv_total", &borrowed));
        }
        return Some((sentences, Outcome::Answer));
    }
    let asks_memory = ask.question.figures.iter().any(|id| id == "memory" || id == "ram");
    let fits = ask.cue("fit")
        || ask.cue("allowed")
        || ask.wants(crate::design::Want::Verdict)
        || asks_memory
        || ask.cue("count")
            && (ask.cue("gpu") || !ask.question.of(ThingKind::Gpu).is_empty())
            && !["train", "serve", "finetune", "days"].iter().any(|id| ask.cue(id))
        || ["yes or no", "feasible", "on one", "on a single"]
            .iter()
            .any(|words| ask.question.words.find(words).is_some());
    // How soon tokens come is a matter of speed.
    if ask.cue("latency") && !asks_memory {
        return None;
    }
    // A training with its tokens or days is a matter of time, not of memory.
    let billions = ask.question.amounts.iter().filter(|amount| amount.measure == Measure::Billions).count();
    if (ask.cue("train") || ask.cue("finetune")) && super::duration::tokens_of(ask).is_some()
        || ask.cue("train")
            && (billions > usize::from(model.is_none()) && billions > 1
                || ask.question.amount(Measure::Days).is_some())
    {
        return None;
    }
    if let Some(told) = memory_least::smallest(ask, &input, &name) {
        return Some(told);
    }
    // Whether the GPUs there are serve a number of people is a matter of speed as well as of memory.
    let counted = |id: &str| ask.question.counted(ask.catalog, id).is_some();
    if (counted("headcount") || ask.cue("serve") && counted("users")) && !asks_memory && !ask.cue("fit") {
        return None;
    }
    let fits = fits || memory_asked::can_one(ask) || memory_asked::set_on(ask);
    if !fits
        || ask.cue("serve") && ask.question.amounts.iter().any(|amount| amount.measure == Measure::TokensPerS)
    {
        return None;
    }
    let parts = parts(ask);
    let full = ask.cue("no_lora") || ask.cue("finetune") && !ask.cue("lora") || ask.cue("train");
    let Some((gpu, gpus, memory, gpu_name)) = parts else {
        if ask.cue("lora") {
            return memory_least::adapter(ask, &input, &name);
        }
        if ask.cue("count") && ask.cue("gpu") && !full {
            return memory_least::of_usual(ask, &input, (users, context), &name);
        }
        if !asks_memory {
            return None;
        }
        if full {
            let found = run(input("training", None, None))?;
            let told = super::duration::states_need(ask, &name, found.total_gb, found.params_b);
            return Some((vec![told], Outcome::Answer));
        }
        let found = run(input("serving", None, None))?;
        let told = ask.say(
            if users > 1 { "holds_many" } else { "holds" },
            &[
                ("model", &name),
                ("weights", &number(found.weights_gb)),
                ("precision", &precision.to_uppercase()),
                ("total", &number(found.total_gb)),
                ("users", &number(users as f64)),
                ("context", &number(context as f64)),
            ],
        );
        // "In FP8 and in BF16": each that is named.
        let also = ["fp8", "bf16", "fp4"]
            .into_iter()
            .filter(|other| *other != precision && ask.question.figures.iter().any(|figure| figure == other));
        let mut sentences = vec![told];
        for other in also {
            let weights = found.params_b * memory_asked::bytes_of(other);
            sentences.push(format!("{}: {} GB.", other.to_uppercase(), number(weights)));
        }
        return Some((sentences, Outcome::Answer));
    };
    let (model_gpus, total_memory) = (gpus as f64, memory);
    let places = |weights: f64, left: f64| -> Vec<(&'static str, String)> {
        vec![
            ("model", name.clone()),
            ("weights", number(weights)),
            ("precision", precision.to_uppercase()),
            ("gpus", number(model_gpus)),
            ("gpu", gpu_name.clone()),
            ("memory", number(total_memory)),
            ("left", number(left)),
        ]
    };
    let say = |id: &str, places: &[(&'static str, String)]| {
        let borrowed: Vec<(&str, &str)> = places.iter().map(|(key, value)| (*key, value.as_str())).collect();
        ask.say(id, &borrowed)
    };
    if full {
        let params = run(input("serving", None, None))?.params_b;
        let states = params * TRAINING_BYTES;
        let mut filled = places(states, 0.0);
        filled.extend([("states", number(states)), ("bytes", number(TRAINING_BYTES))]);
        let fits = states < memory * 0.92;
        let mut sentences = vec![say(if fits { "states_fit" } else { "states_fit_not" }, &filled)];
        if !fits && let Some(adapter) = run(input("lora", Some(gpu.clone()), None)) {
            sentences.push(ask.say(
                "adapter",
                &[
                    ("model", &name),
                    ("total", &number(adapter.total_gb)),
                    ("gpu", &gpu_name),
                    ("least", &adapter.least_gpus.map_or("?".into(), |least| least.to_string())),
                ],
            ));
        }
        return Some((sentences, if fits { Outcome::Answer } else { Outcome::Infeasible }));
    }
    let quantised = ask.question.words.find("qlora").is_some();
    let purpose = if ask.cue("lora") && !quantised { "lora" } else { "serving" };
    let found = run(input(purpose, Some(gpu.clone()), Some(gpus)))?;
    let fits = found.fits.unwrap_or(false);
    let left = memory - found.weights_gb;
    let open = ask.cue("count")
        && !memory_asked::copies(ask)
        && ask
            .question
            .things
            .iter()
            .all(|thing| ask.question.count_of(thing).is_none_or(|count| count <= 1))
        && ask.question.counted(ask.catalog, "gpu").is_none();
    if let (true, Some(least)) = (open && purpose == "serving", found.least_gpus) {
        // "How many do I need to hold it" is answered with the number, not with one GPU's verdict.
        let sentences = vec![
            ask.say("least", &[("least", &format!("{least} × {gpu_name}"))]),
            ask.say(
                if users > 1 { "holds_many" } else { "holds" },
                &[
                    ("model", &name),
                    ("weights", &number(found.weights_gb)),
                    ("precision", &precision.to_uppercase()),
                    ("total", &number(found.total_gb)),
                    ("users", &number(users as f64)),
                    ("context", &number(context as f64)),
                ],
            ),
        ];
        return Some((sentences, Outcome::Answer));
    }
    if let (true, Some(each)) =
        (memory_asked::copies(ask), found.least_gpus.filter(|each| u64::from(*each) <= gpus))
    {
        let told = ask.say(
            "copies",
            &[
                ("copies", &number((gpus / u64::from(each)) as f64)),
                ("gpus", &number(gpus as f64)),
                ("gpu", &gpu_name),
                ("each", &each.to_string()),
            ],
        );
        return Some((vec![told, say("fits", &places(found.weights_gb, left))], Outcome::Answer));
    }
    let mut sentences = vec![say(if fits { "fits" } else { "fits_not" }, &places(found.weights_gb, left))];
    let cache =
        found.cache_gb.filter(|_| !fits && left > 0.0 || context != memory_asked::CONTEXT || users > 1);
    if let Some(cache) = cache {
        // Weights that fit by themselves may leave too little, so what else is needed is told.
        let usable = memory * USABLE_SHARE - gpus as f64 * RESERVE_BYTES / 1e9;
        sentences.push(ask.say(
            "usable",
            &[
                ("users", &number(users as f64)),
                ("context", &number(context as f64)),
                ("cache", &number(cache)),
                ("total", &number(found.total_gb)),
                ("usable", &number(usable)),
            ],
        ));
    }
    if let Some(least) = found.least_gpus.filter(|least| u64::from(*least) != gpus) {
        sentences.push(ask.say("least", &[("least", &least.to_string())]));
    }
    Some((sentences, if fits { Outcome::Answer } else { Outcome::Infeasible }))
}

/// Weights of a model in BF16, GB.
pub(super) fn weights(ask: &Ask<'_>, model: Option<String>, params_b: Option<f64>) -> Option<f64> {
    let params_b = if model.is_none() { params_b } else { None };
    let input = size_memory::Input {
        model,
        params_b,
        purpose: Some("serving".into()),
        precision: Some("bf16".into()),
        ..size_memory::Input::default()
    };
    size_memory::SizeMemory::run(ask.catalog, input).ok().map(|found| found.weights_gb)
}

/// The model a question is about: by name, or by its parameters ("a 70B model").
pub(super) fn model(ask: &Ask<'_>) -> Option<(Option<String>, Option<f64>, String)> {
    if let Some(thing) = ask.question.of(ThingKind::Model).first() {
        return Some((Some(thing.id.clone()), None, ask.name(thing)));
    }
    let params = ask.question.amount(Measure::Billions)?.value;
    let dense = ask.catalog.models().iter().find(|model| {
        // A size that one well-known dense family is sold in means that family.
        model.id.starts_with("llama-3") && model.id.ends_with(&format!("-{params}b"))
    });
    Some(match dense {
        Some(model) => {
            let name = name_of(ask.catalog, ThingKind::Model, &model.id);
            (Some(model.id.to_string()), None, name)
        }
        None => (None, Some(params), format!("{}B", number(params))),
    })
}

/// GPU, its count, memory of all of them, and what to call them.
fn parts(ask: &Ask<'_>) -> Option<(String, u64, f64, String)> {
    if let Some(thing) = ask.question.of(ThingKind::System).first() {
        let system = ask.catalog.system(&thing.id)?;
        let gpu = ask.catalog.gpu(system.gpus.first()?)?;
        let nodes = ask.question.count_of(thing).or_else(|| ask.node_count()).unwrap_or(1);
        let each = *system.gpu_count.as_ref().and_then(Fact::known)?;
        let count = each * nodes;
        // "8 x DGX" never means eight GPUs, but "8 GPUs in a DGX" does not change what it holds.
        let memory = *gpu.memory_gb.as_ref().and_then(Fact::known)? * count as f64;
        return Some((gpu.id.to_string(), count, memory, name_of(ask.catalog, ThingKind::Gpu, &gpu.id)));
    }
    let Some(thing) = ask.question.of(ThingKind::Gpu).first().copied() else {
        // Beside a design its own GPUs are meant: of one node where a node is named, else all.
        let compute = ask.design?.compute.as_ref()?;
        let gpu = ask.catalog.gpu(&compute.gpu_id)?;
        let per_node = compute.gpu_count / compute.node_count.max(1);
        let count = match ask.node_count() {
            Some(nodes) => per_node * nodes,
            None if ask.cue("node") => per_node,
            None => compute.gpu_count,
        };
        let memory = *gpu.memory_gb.as_ref().and_then(Fact::known)? * count as f64;
        return Some((gpu.id.to_string(), count, memory, name_of(ask.catalog, ThingKind::Gpu, &gpu.id)));
    };
    let gpu = ask.catalog.gpu(&thing.id)?;
    let count =
        ask.question.count_of(thing).or_else(|| ask.question.counted(ask.catalog, "gpu")).unwrap_or(1).max(1);
    let memory = *gpu.memory_gb.as_ref().and_then(Fact::known)? * count as f64;
    Some((gpu.id.to_string(), count, memory, ask.name(thing)))
}
