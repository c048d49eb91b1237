//! How soon the first token comes and how fast the others follow, on the GPUs there are.

use super::{Ask, number};
use crate::{
    design::Outcome,
    tools::{Tool, size_serve, sizing::Band},
    units::three,
};

/// A time in milliseconds as people say it; the units are written alike in all languages.
fn clock(ms: f64) -> String {
    if ms >= 1000.0 { format!("{} s", three(ms / 1e3)) } else { format!("{} ms", three(ms)) }
}

pub(super) fn answer(
    ask: &Ask<'_>,
    (base, lengths): (size_serve::Input, (u64, u64)),
    gpus: u64,
    (gpu_name, name, precision): (&str, &str, &str),
    (users, mut assumed): (Option<u64>, Vec<String>),
) -> Option<(Vec<String>, Outcome)> {
    let at = users.unwrap_or(1);
    let input = size_serve::Input { gpus_per_replica: Some(gpus), users_concurrent: Some(at), ..base };
    let found = size_serve::SizeServe::run(ask.catalog, input).ok()?;
    let (Some(ttft), Some(tpot)) = (&found.ttft_ms, &found.tpot_ms) else {
        return Some((vec![found.headline], Outcome::Infeasible));
    };
    let ends = |band: &Band| [clock(band.expected), clock(band.low), clock(band.high)];
    let ([first, low, high], [each, tlow, thigh]) = (ends(ttft), ends(tpot));
    let told = ask.say(
        "latency",
        &[
            ("ttft", &first),
            ("low", &low),
            ("high", &high),
            ("tpot", &each),
            ("tlow", &tlow),
            ("thigh", &thigh),
            ("model", name),
            ("precision", &precision.to_uppercase()),
            ("gpus", &number(gpus as f64)),
            ("gpu", gpu_name),
            ("users", &number(at as f64)),
        ],
    );
    if users.is_none() {
        assumed.push(ask.say("users_of", &[("count", "1")]));
    }
    let length = format!("{}/{} tokens", number(lengths.0 as f64), number(lengths.1 as f64));
    if !assumed.contains(&length) {
        assumed.push(length);
    }
    Some((vec![told, ask.say("assumed", &[("list", &assumed.join(", "))])], Outcome::AnswerWithAssumptions))
}
