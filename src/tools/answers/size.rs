//! How many GPUs, how long, how many users: the sizing engines, with what was assumed said beside the figure.

use super::{Ask, duration, latency, number, sized_gpu};
use crate::{
    design::{Outcome, Want},
    perf::serve_targets::ACTIVE_SHARE,
    read::question::{Measure, ThingKind},
    tools::{Tool, size_serve},
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if let Some(told) = superpod(ask) {
        return Some(told);
    }
    let per_gpu = ask.cue("gpu") && ask.question.asks();
    if ask.cue("storage")
        && ask.question.of(ThingKind::Storage).is_empty()
        && (ask.cue("pattern")
            || per_gpu
            || ask.question.counted(ask.catalog, "gpu").is_some()
            || ask.question.of(ThingKind::Gpu).iter().any(|thing| ask.question.count_of(thing).is_some()))
    {
        return storage(ask);
    }
    // "How many H100 for 2000 employees": people who shall use a model are a load.
    let people = ask.question.counted(ask.catalog, "headcount").is_some();
    if !people
        && !ask.cue("latency")
        && !ask.wants(Want::Size)
        && !ask.wants(Want::Count)
        && !ask.wants(Want::Verdict)
    {
        return None;
    }
    let (model, params_b, name) = super::memory::model(ask)?;
    // Tokens a fine-tune or a training works through are no load that is served.
    let trains = (ask.cue("finetune") || ask.cue("train")) && duration::tokens_of(ask).is_some();
    if !trains
        && (people
            || ask.cue("latency")
            || ask.cue("serve")
            || ask.question.amount(Measure::TokensPerS).is_some())
    {
        return serve(ask, model, params_b, &name);
    }
    if ask.cue("train") || ask.cue("days") || ask.cue("finetune") {
        return duration::answer(ask, model, params_b, &name);
    }
    None
}

fn storage(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let guideline = ask.catalog.storage_guidelines().iter().find(|one| one.link_gbps_per_gpu.is_some())?;
    let fact = guideline.link_gbps_per_gpu.as_ref()?;
    let per = *fact.known()?;
    ask.cite(&fact.source);
    let gpus = ask
        .question
        .counted(ask.catalog, "gpu")
        .or_else(|| ask.question.of(ThingKind::Gpu).first().and_then(|thing| ask.question.count_of(thing)));
    // Asked per GPU, the guideline itself is the answer.
    let gpus = gpus.unwrap_or(1) as f64;
    let told = ask.say(
        "storage_need",
        &[
            ("gbps", &number(gpus * per)),
            ("gbyte", &number(gpus * per / 8.0)),
            ("gpus", &number(gpus)),
            ("per", &number(per)),
        ],
    );
    Some((vec![told], Outcome::Answer))
}

/// What a DGX SuperPOD's document asks of its storage: for one system, one scalable unit, or several.
fn superpod(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let figures = ["read_rate", "write_rate"];
    if !ask.cue("storage") && !ask.question.figures.iter().any(|id| figures.contains(&id.as_str())) {
        return None;
    }
    let thing = *ask.question.of(ThingKind::Architecture).first()?;
    let units =
        ask.question.amounts.iter().find(|amount| amount.measure == Measure::Count && amount.value > 1.0);
    let single = ask.question.figures.iter().any(|id| id == "su_size").then_some(1);
    let wanted = units.map(|amount| amount.value as u64).or(single);
    let one = ask.catalog.architecture(&thing.id)?;
    let per_unit = one.su_size.unwrap_or(1) * one.gpus_per_unit;
    let rows: Vec<String> = ask
        .catalog
        .storage_guidelines()
        .iter()
        .filter(|guide| guide.id.starts_with(thing.id.as_str()))
        .filter(|guide| {
            let gpus = guide.gpus.as_ref().and_then(|fact| fact.known().copied());
            wanted.is_none() || gpus == wanted.map(|count| count * per_unit)
        })
        .map(|guide| {
            let mut parts = Vec::new();
            for (figure, fact) in
                [("read_rate", &guide.read_gbyte_per_s), ("write_rate", &guide.write_gbyte_per_s)]
            {
                if let Some(fact) = fact
                    && let Some(value) = fact.known()
                {
                    ask.cite(&fact.source);
                    parts.push(format!("{} {} GB/s", ask.label(figure), number(*value)));
                }
            }
            let level = guide.level.as_deref().map_or(String::new(), |level| format!(", {level}"));
            format!("{}{level}: {}", guide.name, parts.join(", "))
        })
        .collect();
    (!rows.is_empty()).then(|| (vec![format!("{}.", rows.join("; "))], Outcome::Answer))
}

/// Tokens of prompt and output, where they are named.
fn lengths(ask: &Ask<'_>) -> (Option<u64>, Option<u64>) {
    let words = &ask.question.words.words;
    let near = |stems: &[&str]| {
        ask.question.amounts.iter().find(|amount| {
            amount.measure == Measure::Count
                && [
                    amount.at.checked_sub(1),
                    Some(amount.at + 1),
                    amount.at.checked_sub(2),
                    Some(amount.at + 2),
                ]
                .into_iter()
                .take(2)
                .flatten()
                .filter_map(|at| words.get(at))
                .any(|word| stems.iter().any(|stem| word.text.contains(stem)))
        })
    };
    let input = near(&["input", "prompt", "入力", "entrada", "entree", "eingabe", "输入", "입력", "in"])
        .map(|amount| amount.value as u64);
    let output =
        near(&["output", "出力", "salida", "saida", "sortie", "ausgabe", "输出", "출력", "out", "uscita"])
            .map(|amount| amount.value as u64);
    (input, output)
}

/// Whether the rate itself is asked for: "how many tokens per second".
fn throughput(ask: &Ask<'_>) -> bool {
    let named = [
        "tokens per second",
        "tokens/s",
        "tok/s",
        "tps",
        "throughput",
        "tokens pro sekunde",
        "tokens par seconde",
        "tokens por segundo",
        "token al secondo",
        "tokens per seconde",
        "초당 토큰",
        "毎秒",
        "秒間",
        "每秒",
        "吞吐",
    ];
    ask.question.amount(Measure::TokensPerS).is_none()
        && named.iter().any(|word| ask.question.words.find(word).is_some())
}

/// Requests at once a rate is told for when none are stated.
const USUAL_REQUESTS: u64 = 32;

/// Output tokens per second of the GPUs there are.
fn tokens(
    ask: &Ask<'_>,
    base: &size_serve::Input,
    gpus: u64,
    (gpu_name, name, precision): (&str, &str, &str),
    mut assumed: Vec<String>,
) -> Option<(Vec<String>, Outcome)> {
    let input = size_serve::Input {
        gpus_per_replica: Some(gpus),
        users_concurrent: Some(USUAL_REQUESTS),
        ..base.clone()
    };
    let found = size_serve::SizeServe::run(ask.catalog, input).ok()?;
    let band = found.tokens_per_s?;
    assumed.push(ask.say("users_of", &[("count", &number(USUAL_REQUESTS as f64))]));
    let told = ask.say(
        "tokens_rate",
        &[
            ("rate", &number(band.expected.round())),
            ("low", &number(band.low.round())),
            ("high", &number(band.high.round())),
            ("gpus", &number(gpus as f64)),
            ("gpu", gpu_name),
            ("model", name),
            ("precision", &precision.to_uppercase()),
            ("users", &number(found.concurrency_per_replica.map_or(USUAL_REQUESTS as f64, f64::from))),
            ("tpot", &found.tpot_ms.as_ref().map_or("?".into(), |band| number(band.expected.round()))),
        ],
    );
    let note = ask.say("assumed", &[("list", &assumed.join(", "))]);
    Some((vec![told, note], Outcome::AnswerWithAssumptions))
}

/// Whether the people counted all have a request running: "200 employees at the same time".
fn at_once(ask: &Ask<'_>) -> bool {
    [
        "concurrent",
        "concurrently",
        "simultaneous",
        "simultaneously",
        "at once",
        "same time",
        "gleichzeitig*",
        "simultan*",
    ]
    .iter()
    .any(|words| ask.question.words.find(words).is_some())
}

fn serve(
    ask: &Ask<'_>,
    model: Option<String>,
    params_b: Option<f64>,
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let (gpu, gpu_name, gpus, assumed_gpu) = sized_gpu::of(ask);
    // "How many tokens per second does an H200 do?" is about one.
    let gpus = gpus.or_else(|| (throughput(ask) && !assumed_gpu).then_some(1));
    let (input, output) = lengths(ask);
    let rate = ask.question.amount(Measure::TokensPerS).map(|amount| amount.value);
    // "20 tokens/s for 1 person" names the rate of each, not how many there are.
    let users = ask.question.counted(ask.catalog, "users").filter(|users| *users > 1 || rate.is_none());
    let users = users.or_else(|| ask.question.counted(ask.catalog, "headcount"));
    let ttft = ask.question.amount(Measure::Ms).map(|amount| amount.value);
    let precision = super::memory_asked::precision(ask);
    let base = size_serve::Input {
        model: model.clone(),
        params_b: if model.is_none() { params_b } else { None },
        gpu,
        precision: Some(precision.into()),
        context_tokens_in: input,
        tokens_out: output,
        tpot_ms: rate.map(|rate| 1000.0 / rate),
        ttft_ms: ttft,
        ..size_serve::Input::default()
    };
    let lengths = (input.unwrap_or(size_serve::USUAL_PROMPT), output.unwrap_or(size_serve::USUAL_OUTPUT));
    let mut assumed = Vec::new();
    if input.is_none() || output.is_none() {
        assumed.push(format!("{}/{} tokens", number(lengths.0 as f64), number(lengths.1 as f64)));
    }
    if assumed_gpu {
        assumed.push(gpu_name.clone());
    }
    let note = |assumed: &[String]| {
        (!assumed.is_empty()).then(|| ask.say("assumed", &[("list", &assumed.join(", "))]))
    };
    if let (true, None, None, Some(gpus)) = (ask.cue("latency"), rate, ttft, gpus) {
        return latency::answer(ask, (base, lengths), gpus, (&gpu_name, name, precision), (users, assumed));
    }
    if let (None, Some(gpus)) = (users, gpus.filter(|_| throughput(ask) || rate.is_none() && ttft.is_none()))
    {
        return tokens(ask, &base, gpus, (&gpu_name, name, precision), assumed);
    }
    if let (None, Some(gpus)) = (users, gpus) {
        // How many people the GPUs there are can serve at the rate each shall see.
        let held = f64::from(u32::try_from(super::held::requests(ask, &base, gpus)?).ok()?)
            * size_serve::UTILISATION;
        let mut sentences = vec![ask.say(
            "holds_users",
            &[
                ("users", &number(held.floor())),
                ("gpus", &number(gpus as f64)),
                ("gpu", &gpu_name),
                ("model", name),
                ("precision", &precision.to_uppercase()),
                ("in", &number(lengths.0 as f64)),
                ("out", &number(lengths.1 as f64)),
                ("rate", &rate.map_or("?".into(), number)),
            ],
        )];
        sentences.extend(note(&assumed));
        return Some((sentences, Outcome::AnswerWithAssumptions));
    }
    // People who are registered or employed are not all waiting for an answer at once.
    let people = ask.question.counted(ask.catalog, "headcount").filter(|_| !at_once(ask));
    let count = people.or(users).unwrap_or(100);
    let load = match people {
        Some(people) => size_serve::Input { users_total: Some(people), ..base },
        None => size_serve::Input { users_concurrent: Some(count), ..base },
    };
    let found = size_serve::SizeServe::run(ask.catalog, load).ok()?;
    let told_users = match people {
        Some(people) => ask.say(
            "users_share",
            &[
                ("count", &found.users_concurrent.map_or("?".into(), |n| number(n as f64))),
                ("share", &number(100.0 * ACTIVE_SHARE)),
                ("people", &number(people as f64)),
            ],
        ),
        None => ask.say("users_of", &[("count", &number(count as f64))]),
    };
    if users.is_none() || people.is_some() {
        assumed.push(told_users.clone());
    }
    let (Some(needed), Some(replicas), Some(per)) = (found.gpus, found.replicas, found.gpus_per_replica)
    else {
        return Some((vec![found.headline], Outcome::Infeasible));
    };
    let band = |band: &Option<crate::tools::sizing::Band>| {
        band.as_ref().map_or("?".into(), |band| number(band.expected.round()))
    };
    let mut sentences = Vec::new();
    // "Is 8 H100 enough for 50 users?": those there are against those that are needed.
    if let (Some(there), true) = (gpus, ask.wants(Want::Verdict)) {
        let id = if there >= u64::from(needed) { "yes" } else { "no" };
        sentences.push(format!("{}.", ask.say(id, &[])));
    }
    sentences.push(ask.say(
        "serve_needs",
        &[
            ("gpus", &number(f64::from(needed))),
            ("gpu", &gpu_name),
            ("model", name),
            ("precision", &precision.to_uppercase()),
            ("users", &told_users),
            ("replicas", &number(f64::from(replicas))),
            ("per", &number(f64::from(per))),
            ("ttft", &band(&found.ttft_ms)),
            ("tpot", &band(&found.tpot_ms)),
        ],
    ));
    sentences.extend(note(&assumed));
    Some((sentences, Outcome::AnswerWithAssumptions))
}
