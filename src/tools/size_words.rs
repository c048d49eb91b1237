//! One sentence that says what a sizing tool found: counts whole, three digits, every figure with its unit.

use super::{size_crowd::Crowd, size_memory, size_serve, size_train, sizing::Band};
use crate::{
    catalog::Gpu,
    perf::{GpuPerf, estimate_train::TrainPlan, train_method::Method},
    units::{plain, three},
};

/// The maker's name of a part without the maker.
pub(super) fn maker_name(gpu: &Gpu) -> String {
    gpu.name.trim_start_matches("NVIDIA ").to_string()
}

/// A count of GPUs, with the nodes or racks they fill.
pub(super) fn many(count: u32, gpu: &Gpu, perf: &GpuPerf) -> String {
    let (size, one, many) = match perf.scale_up_gpus {
        n if n > 16 => (n, "rack", "racks"),
        n => (n.max(8), "node", "nodes"),
    };
    let units = count.div_ceil(size);
    let place = match (count, units) {
        (n, _) if n < size => String::new(),
        (_, 1) => format!(" in 1 {one}"),
        (_, n) => format!(" in {} {many}", whole(n)),
    };
    format!("{} {}{place}", whole(count), maker_name(gpu))
}

/// A whole number with its thousands apart.
pub(super) fn whole(count: u32) -> String {
    plain(f64::from(count))
}

/// A time in milliseconds as people say it.
pub(super) fn clock(ms: f64) -> String {
    if ms >= 1000.0 { format!("{} s", three(ms / 1e3)) } else { format!("{} ms", three(ms)) }
}

/// The band of times in milliseconds.
pub(super) fn times(band: &Band) -> String {
    format!("{} to {}", clock(band.low), clock(band.high))
}

/// Billions of tokens as people say them.
pub(super) fn amount(billions: f64) -> String {
    if billions >= 1000.0 {
        format!("{} trillion tokens", three(billions / 1e3))
    } else if billions >= 1.0 {
        format!("{} billion tokens", three(billions))
    } else {
        format!("{} million tokens", three(billions * 1e3))
    }
}

/// Days, or hours where a day is too coarse.
pub(super) fn span(days: f64) -> String {
    if days < 2.0 { format!("{} hours", three(days * 24.0)) } else { format!("{} days", three(days)) }
}

/// The result in one sentence.
pub(super) fn training(
    output: &size_train::Output,
    model: &str,
    gpu: &Gpu,
    perf: &GpuPerf,
    plan: &TrainPlan<'_>,
    tokens_b: Option<f64>,
    deadline_days: Option<f64>,
) -> String {
    let one = output.gpus == Some(1);
    let verb = match plan.method {
        Method::Lora if one => "fine-tunes adapters (LoRA) of",
        Method::Lora => "fine-tune adapters (LoRA) of",
        Method::Qlora if one => "fine-tunes adapters (QLoRA) of",
        Method::Qlora => "fine-tune adapters (QLoRA) of",
        Method::Sft if one => "fine-tunes all weights of",
        Method::Sft => "fine-tune all weights of",
        Method::Full if one => "trains",
        Method::Full => "train",
    };
    let rate = output.tokens_per_s_gpu.as_ref();
    let rate = rate.map(|r| format!("{} tokens/s per GPU in {}", three(r.expected), output.precision));
    let (Some(count), Some(rate), true) = (output.gpus, rate, output.tokens_per_s_gpu.is_some()) else {
        let reason = output.misfit.as_ref().map_or("nothing to size", |misfit| misfit.reason.as_str());
        return match output.misfit.as_ref().and_then(|misfit| misfit.smallest_gpus) {
            Some(least) => format!(
                "{model} cannot be trained so: {reason}; the smallest count that fits is {}.",
                many(least, gpu, perf)
            ),
            None => format!("{model} cannot be trained so: {reason}."),
        };
    };
    let who = many(count, gpu, perf);
    let (Some(tokens), Some(days)) = (tokens_b, &output.days) else {
        return format!("{who} {verb} {model} at {rate}.");
    };
    let late = match deadline_days {
        Some(limit) if days.expected > limit => {
            format!(", later than the {} allowed", span(limit))
        }
        Some(limit) => format!(", within the {} allowed", span(limit)),
        None => String::new(),
    };
    let safe = match output.gpus_conservative {
        Some(safe) if safe > count => {
            format!("; {} keep it at the slow end of the band", many(safe, gpu, perf))
        }
        _ => String::new(),
    };
    format!(
        "{who} {verb} {model} on {} in {} (80 % band {} to {}){late}: {rate}{safe}.",
        amount(tokens),
        span(days.expected),
        span(days.low),
        span(days.high),
    )
}

/// The result in one sentence.
pub(super) fn serving(
    output: &size_serve::Output,
    model: &str,
    gpu: &Gpu,
    perf: &GpuPerf,
    running: Option<f64>,
    crowd: Option<&Crowd>,
    stated: (bool, bool),
) -> String {
    let (Some(ttft), Some(tpot)) = (&output.ttft_ms, &output.tpot_ms) else {
        let reason = output.misfit.as_ref().map_or("nothing to size", |misfit| misfit.reason.as_str());
        return match output.misfit.as_ref().and_then(|misfit| misfit.smallest_gpus) {
            Some(least) => format!(
                "{model} cannot be served so: {reason}; the smallest count that holds it is {}.",
                many(least, gpu, perf)
            ),
            None => format!("{model} cannot be served so: {reason}."),
        };
    };
    let speed = |ms: f64| three(1e3 / ms);
    let times = format!(
        "at {} tokens/s each, first token {} (80 % band {} to {} tokens/s, first token {})",
        speed(tpot.expected),
        clock(ttft.expected),
        speed(tpot.high),
        speed(tpot.low),
        times(ttft),
    );
    let (Some(gpus), Some(replicas)) = (output.gpus, output.replicas) else {
        let one = output.gpus_per_replica.unwrap_or(1);
        let at = whole(output.concurrency_per_replica.unwrap_or(1));
        let late = output
            .misfit
            .as_ref()
            .map_or_else(String::new, |m| format!(", which misses a target: {}", m.reason));
        return format!(
            "One replica of {} serves {at} requests of {model} in {} at a time {times}{late}.",
            many(one, gpu, perf),
            output.precision
        );
    };
    let what = format!("{model} in {}", output.precision);
    let load = match (running, output.queries_per_s) {
        (Some(n), _) => {
            let users = if n > 1.0 { "users" } else { "user" };
            let share = crowd.map_or_else(String::new, |crowd| format!(" ({})", crowd.share_of_all()));
            format!("{what} to {} {users} at a time{share}", plain(n))
        }
        (None, rate) => format!("{} requests/s of {what}", three(rate.unwrap_or_default())),
    };
    let split = match output.prefill_workers {
        Some(n) if n > 0 => format!("{n} prefill and {replicas} decode workers"),
        _ if replicas == 1 => "1 replica".to_owned(),
        _ => format!("{replicas} replicas"),
    };
    let spare = match output.spare_replicas {
        Some(n) if n > 0 => format!(" and {n} spare"),
        _ => String::new(),
    };
    format!("{} serve {load} {times}{}: {split}{spare}.", many(gpus, gpu, perf), held_to(output, stated))
}

/// The targets it was sized for, and whether each was stated; empty where there are none.
fn held_to(output: &size_serve::Output, (ttft_stated, tpot_stated): (bool, bool)) -> String {
    let (Some(ttft), Some(tpot)) = (output.ttft_target_ms, output.tpot_target_ms) else {
        return String::new();
    };
    let word = |stated: bool| if stated { "" } else { " (assumed)" };
    format!(
        ", where at most {}{} and at least {} tokens/s{} are asked for",
        clock(ttft),
        word(ttft_stated),
        three(1e3 / tpot),
        word(tpot_stated)
    )
}

/// The result in one sentence.
pub(super) fn memory(
    output: &size_memory::Output,
    model: &str,
    part: Option<&(&Gpu, GpuPerf)>,
    gpus: Option<u32>,
) -> String {
    let what = match output.purpose.as_str() {
        "serving" => format!(
            "{model} in {} takes {} GB to serve ({} GB of weights, {} GB of cache)",
            output.precision,
            three(output.total_gb),
            three(output.weights_gb),
            three(output.cache_gb.unwrap_or_default())
        ),
        "training" => format!(
            "{model} takes {} GB of weights, gradients and optimizer states to train all weights, and {} GB of activations on the \
             fullest GPU",
            three(output.total_gb),
            three(output.activations_per_gpu_gb.unwrap_or_default())
        ),
        kind => format!(
            "{model} takes {} GB over all GPUs to fine-tune by {kind} ({} GB of frozen weights in {})",
            three(output.total_gb),
            three(output.weights_gb),
            output.precision
        ),
    };
    let Some((gpu, perf)) = part else { return format!("{what}.") };
    let holds = |n: u32| if n == 1 { "holds" } else { "hold" };
    let held = match (gpus, output.least_gpus) {
        (Some(n), _) if output.fits == Some(true) => format!("{} {} it", many(n, gpu, perf), holds(n)),
        (Some(n), Some(least)) => format!(
            "{} {} not hold it; {} {}",
            many(n, gpu, perf),
            if n == 1 { "does" } else { "do" },
            many(least, gpu, perf),
            if least == 1 { "does" } else { "do" }
        ),
        (None, Some(1)) => format!("one {} holds it", maker_name(gpu)),
        (None, Some(least)) => format!("the fewest that hold it are {}", many(least, gpu, perf)),
        (_, None) => format!("no number of {} that was tried holds it", maker_name(gpu)),
    };
    format!("{what}: {held}.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn figures_have_units_and_three_digits() {
        assert_eq!(clock(446.038), "446 ms");
        assert_eq!(clock(1234.5), "1.23 s");
        assert_eq!(amount(15_000.0), "15 trillion tokens");
        assert_eq!(amount(0.05), "50 million tokens");
        assert_eq!(span(0.1542), "3.7 hours");
        assert_eq!(span(41.27), "41.3 days");
        assert_eq!(whole(16_384), "16,384");
    }
}
