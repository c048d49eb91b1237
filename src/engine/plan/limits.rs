//! Bounds that no design can pass: cooling, power, racks, memory, training time, decode bandwidth. Feasibility comes
//! before performance; what does not fit gets no throughput figure.

use super::{
    facility,
    size::{FIRST_MFU, USABLE_MEMORY},
    work::Work,
};
use crate::{
    catalog::{Cooling, Gpu, Model, Resolution, SystemClass},
    design::{Alternative, FindingDraft, Intent, Severity, Traced},
    engine::facts,
};

/// Holds the plan against every bound the statements allow to compute.
pub(super) fn hold(work: &mut Work<'_>) {
    cooling(work);
    rack_power(work);
    site_power(work);
    racks(work);
    memory(work);
    training_time(work);
    decode_time(work);
}

/// A liquid-cooled product in a room without water.
fn cooling(work: &mut Work<'_>) {
    let Some(stated) = work.asked.cooling.clone() else { return };
    let liquid = work.system.is_some_and(|system| {
        system.cooling.as_ref().and_then(|fact| fact.known().copied()) == Some(Cooling::Liquid)
    });
    if stated.value != "air" || !liquid {
        return;
    }
    let name = work.system.map_or_else(String::new, |system| system.name.to_string());
    work.find(
        FindingDraft::note(
            "cooling_match",
            Severity::Error,
            format!(
                "{name} is liquid cooled by design; the room has air cooling only (\"{}\")",
                stated.quote
            ),
        )
        .at("/design/facility/cooling")
        .repaired_by("use air-cooled HGX nodes, or provide facility water"),
    );
    let Some(gpus) = work.gpus.clone() else { return };
    // The nearest air-cooled form: the same or the preceding generation on a board with eight GPUs.
    for id in ["b300-sxm", "b200-sxm"] {
        let Some(gpu) = work.catalog.gpu(id) else { continue };
        let pattern = work
            .catalog
            .patterns()
            .iter()
            .find(|pattern| pattern.gpus_allowed.iter().any(|allowed| allowed == id));
        let Some(pattern) = pattern else { continue };
        let per_node = facts::pattern(pattern, "g", "GPUs", pattern.g as f64);
        let nodes = Traced::derived(
            (gpus.value / per_node.value).ceil(),
            "nodes",
            "ceil(gpus / gpus_per_node)",
            &[("gpus", &gpus), ("gpus_per_node", &per_node)],
        );
        let total = Traced::derived(
            nodes.value * per_node.value,
            "GPUs",
            "nodes * gpus_per_node",
            &[("nodes", &nodes), ("gpus_per_node", &per_node)],
        );
        let alternative = Alternative {
            title: format!("air-cooled HGX nodes with {}", gpu.name),
            gpu_id: Some(id.into()),
            pattern_id: Some(pattern.id.to_string()),
            node_count: None,
            gpu_count: None,
            reason: "air cooled, with a similar number of GPUs; the NVLink domain is one node, not a rack"
                .into(),
        };
        work.offer(alternative, Some(nodes), Some(total));
    }
}

fn node_power(work: &Work<'_>) -> Option<Traced> {
    let system = work.system?;
    facts::number(&format!("system/{}", system.id), "power_max_kw", "kW", system.power_max_kw.as_ref())
}

/// Nodes of a rack against the rack's power.
fn rack_power(work: &mut Work<'_>) {
    let (Some(power), Some(budget)) = (node_power(work), facility::rack_budget(work)) else { return };
    let rack_scale = work.system.is_some_and(|system| system.class == SystemClass::RackScale);
    let name = work.system.map_or_else(String::new, |system| system.name.to_string());
    let claimed = work.asked.nodes_per_rack.clone();
    let load = match &claimed {
        Some(stated) if !rack_scale => {
            let count = Work::stated_count("nodes_per_rack", "nodes", stated);
            Traced::derived(
                crate::units::rounded(count.value * power.value, 9),
                "kW",
                "nodes_per_rack * node_kw",
                &[("nodes_per_rack", &count), ("node_kw", &power)],
            )
        }
        _ => power.clone(),
    };
    if load.value <= budget.value {
        return;
    }
    // "How many fit?" is answered with none; a design with that many is refused.
    let question = work.asked.node_count.is_none() && work.asked.gpu_count.is_none();
    let severity = if question && claimed.is_none() { Severity::Warning } else { Severity::Error };
    let what = match &claimed {
        Some(stated) if !rack_scale => format!("{} nodes of {name} take {}", stated.value, load.words()),
        _ => format!("one {name} takes {}", load.words()),
    };
    let fits = (budget.value / power.value).floor();
    let repair = if fits >= 1.0 {
        format!("place {} per rack, or provide {} per rack", fits as u64, load.words())
    } else {
        format!(
            "provide at least {} of usable power per rack, or use a server that takes less",
            power.words()
        )
    };
    work.find(
        FindingDraft::note("rack_power", severity, format!("{what}; the rack has {}", budget.words()))
            .against(load, budget)
            .at("/design/facility/rack_power_kw")
            .repaired_by(repair),
    );
}

/// All nodes against the site's power.
fn site_power(work: &mut Work<'_>) {
    let Some(stated) = &work.asked.power_total_kw else { return };
    let site = Work::stated("power_total_kw", "kW", stated);
    let Some(total) = work.trace.get("/design/facility/node_power_total_kw").cloned() else { return };
    if total.value <= site.value {
        return;
    }
    work.find(
        FindingDraft::note(
            "site_power",
            Severity::Error,
            format!("the nodes alone take {}; the site has {}", total.words(), site.words()),
        )
        .against(total, site)
        .at("/design/facility/node_power_total_kw")
        .repaired_by("use fewer nodes, a GPU with less power, or more site power"),
    );
}

/// Racks needed against racks there are.
fn racks(work: &mut Work<'_>) {
    let Some(stated) = &work.asked.racks_available else { return };
    let have = Work::stated_count("racks_available", "racks", stated);
    let Some(need) = work.trace.get("/design/facility/node_rack_count").cloned() else { return };
    if need.value <= have.value {
        return;
    }
    work.find(
        FindingDraft::note(
            "rack_count",
            Severity::Error,
            format!("the nodes need {}; there are {}", need.words(), have.words()),
        )
        .against(need, have)
        .at("/design/facility/node_rack_count")
        .repaired_by("use fewer nodes, more power per rack, or more racks"),
    );
}

/// The model the customer names, when the catalog holds it.
pub(super) fn model<'a>(work: &Work<'a>) -> Option<&'a Model> {
    let name = work.asked.model_name.as_ref()?;
    match work.catalog.resolve_model(&name.value) {
        Resolution::One(id) => work.catalog.model(id),
        _ => None,
    }
}

/// Total parameters, billions: stated, or those of the named model.
pub(super) fn model_params(work: &Work<'_>) -> Option<Traced> {
    if let Some(stated) = &work.asked.model_params_b {
        return Some(Work::stated("model_params_b", "billion parameters", stated));
    }
    let model = model(work)?;
    Some(Traced::new(
        model.params_b?,
        "billion parameters",
        crate::design::Origin::Catalog {
            entry: format!("model/{}", model.id),
            field: "params_b".into(),
            source: model.source.to_string(),
            confidence: model.confidence.word().into(),
        },
    ))
}

/// Bytes a parameter takes at a precision.
fn bytes_per_parameter(precision: &str) -> Option<f64> {
    Some(match precision.to_lowercase().as_str() {
        "fp32" | "tf32" => 4.0,
        "bf16" | "fp16" => 2.0,
        "fp8" | "int8" => 1.0,
        "fp4" | "nvfp4" | "mxfp4" | "int4" => 0.5,
        _ => return None,
    })
}

/// Weights of the model, GB. With `assume`, BF16 is assumed where no precision is stated, visibly.
pub(super) fn weights_gb(work: &mut Work<'_>, assume: bool) -> Option<Traced> {
    let params = model_params(work)?;
    let stated = work.asked.precision.clone();
    let bytes = match &stated {
        Some(stated) => Traced::stated(
            bytes_per_parameter(&stated.value)?,
            "bytes per parameter",
            "precision",
            &stated.quote,
        ),
        None if assume => {
            let reason = "no precision is stated; weights stay as published, without quantization";
            work.assume(
                "precision",
                "bf16",
                reason,
                "FP8 halves the weights and the least number of GPUs; quality must be checked",
                true,
            );
            Traced::assumed(2.0, "bytes per parameter", "precision", reason)
        }
        None => return None,
    };
    Some(Traced::derived(
        params.value * bytes.value,
        "GB",
        "params_b * bytes_per_parameter",
        &[("params_b", &params), ("bytes_per_parameter", &bytes)],
    ))
}

/// The KV cache that was stated, GB.
pub(super) fn cache_gb(work: &Work<'_>) -> Option<Traced> {
    work.asked.kv_cache_gb.as_ref().map(|stated| Work::stated("kv_cache_gb", "GB", stated))
}

/// Weights (and a stated cache) against the memory of the GPUs that were stated.
fn memory(work: &mut Work<'_>) {
    let serving = !work.has_workload(&["train", "finetune"]);
    let Some(gpu) = work.gpu.filter(|_| serving) else { return };
    // A number of GPUs, or a single card when one is spoken of; a size of our own is chosen so that the model fits.
    let gpus = match (&work.asked.gpu_count, &work.asked.node_count) {
        (None, None) if !work.reading.intents.contains(&Intent::FitCheck) => None,
        (None, None) => Some(Traced::assumed(1.0, "GPUs", "gpu_count", "one card is spoken of")),
        _ => work.gpus.clone(),
    };
    let entry = format!("gpu/{}", gpu.id);
    let Some(memory) = facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref()) else { return };
    let Some(weights) = weights_gb(work, false) else { return };
    let need = match cache_gb(work) {
        Some(cache) => Traced::derived(
            weights.value + cache.value,
            "GB",
            "weights_gb + cache_gb",
            &[("weights_gb", &weights), ("cache_gb", &cache)],
        ),
        None => weights,
    };
    let least = Traced::derived(
        (need.value / memory.value).ceil(),
        "GPUs",
        "ceil(need_gb / memory_gb)",
        &[("need_gb", &need), ("memory_gb", &memory)],
    );
    let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
    let practical = Traced::derived(
        (need.value / (memory.value * usable.value)).ceil(),
        "GPUs",
        "ceil(need_gb / (memory_gb * usable))",
        &[("need_gb", &need), ("memory_gb", &memory), ("usable", &usable)],
    );
    if let Some(gpus) = gpus {
        let have = Traced::derived(
            gpus.value * memory.value,
            "GB",
            "gpus * memory_gb",
            &[("gpus", &gpus), ("memory_gb", &memory)],
        );
        if need.value > have.value * USABLE_MEMORY {
            let grave = need.value > have.value;
            let message = format!(
                "the model needs {} for weights{}; {} of {} hold {}",
                need.words(),
                if work.asked.kv_cache_gb.is_some() { " and cache" } else { " alone" },
                gpus.words(),
                gpu.name,
                have.words()
            );
            work.find(
                FindingDraft::note("memory_fit", if grave { Severity::Error } else { Severity::Warning }, message)
                    .against(need.clone(), have)
                    .at("/design/compute/total_gpu_memory_gb")
                    .repaired_by(format!(
                        "use at least {} of this kind, a GPU with more memory, or a lower precision after a quality check",
                        practical.words()
                    )),
            );
            larger_gpus(work, &need);
        }
    }
    work.find(
        FindingDraft::note(
            "memory_need",
            Severity::Info,
            format!(
                "by raw memory {} of {} hold {}; with room for the runtime {}, and tensor parallelism wants one, two, \
                 four or eight; all experts of a mixture must be resident",
                least.words(),
                gpu.name,
                need.words(),
                practical.words()
            ),
        )
        .against(need, least),
    );
}

/// GPUs of eight-GPU nodes that hold the model.
fn larger_gpus(work: &mut Work<'_>, need: &Traced) {
    for id in ["h200-sxm", "b200-sxm", "b300-sxm"] {
        let Some(gpu) = work.catalog.gpu(id) else { continue };
        let Some(memory) = facts::number(&format!("gpu/{id}"), "memory_gb", "GB", gpu.memory_gb.as_ref())
        else {
            continue;
        };
        let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
        let count = Traced::derived(
            (need.value / (memory.value * usable.value)).ceil(),
            "GPUs",
            "ceil(need_gb / (memory_gb * usable))",
            &[("need_gb", need), ("memory_gb", &memory), ("usable", &usable)],
        );
        let alternative = Alternative {
            title: format!("{} of {}", count.words(), gpu.name),
            gpu_id: Some(id.into()),
            pattern_id: None,
            node_count: None,
            gpu_count: None,
            reason: "the least number of this GPU whose memory holds the model".into(),
        };
        work.offer(alternative, None, Some(count));
    }
}

/// What a training run needs, when parameters, tokens and a GPU are known: work, rate of one GPU, utilization.
fn training_terms(work: &Work<'_>, gpu: &Gpu) -> Option<(Traced, Traced, Traced)> {
    let tokens = Work::stated("train_tokens", "tokens", work.asked.train_tokens.as_ref()?);
    let params = match &work.asked.active_params_b {
        Some(active) => Work::stated("active_params_b", "billion parameters", active),
        None => model_params(work)?,
    };
    let flops = Traced::derived(
        6.0 * params.value * 1e9 * tokens.value,
        "FLOPs",
        "6 * params_b * 1e9 * tokens",
        &[("params_b", &params), ("tokens", &tokens)],
    )
    .by_rule("six operations per parameter and token (Kaplan et al. 2020; Narayanan et al. 2021)");
    let rate = facts::number(
        &format!("gpu/{}", gpu.id),
        "bf16_tflops_dense",
        "TFLOPS",
        gpu.bf16_tflops_dense.as_ref(),
    )?;
    let mfu = Traced::assumed(
        FIRST_MFU,
        "",
        "mfu_ratio",
        "vendor runs of dense models in BF16 report about this share",
    );
    Some((flops, rate, mfu))
}

/// GPUs that finish a training run by its deadline; none when something for it is missing.
pub(super) fn training_gpus(work: &mut Work<'_>, gpu: &Gpu) -> Option<Traced> {
    let (flops, rate, mfu) = training_terms(work, gpu)?;
    let days = Work::stated("deadline_days", "days", work.asked.deadline_days.as_ref()?);
    work.assume(
        "mfu_ratio",
        FIRST_MFU,
        "vendor runs of dense models in BF16 report about this share",
        "time and GPU count move in inverse proportion to it",
        true,
    );
    Some(Traced::derived(
        (flops.value / (rate.value * 1e12 * mfu.value * days.value * 86_400.0)).ceil(),
        "GPUs",
        "ceil(flops / (tflops * 1e12 * mfu * days * 86400))",
        &[("flops", &flops), ("tflops", &rate), ("mfu", &mfu), ("days", &days)],
    ))
}

/// The stated GPUs against the stated deadline.
fn training_time(work: &mut Work<'_>) {
    let Some(gpu) = work.gpu else { return };
    let (Some(gpus), Some((flops, rate, mfu))) = (work.gpus.clone(), training_terms(work, gpu)) else {
        return;
    };
    let days = Traced::derived(
        flops.value / (gpus.value * rate.value * 1e12 * mfu.value * 86_400.0),
        "days",
        "flops / (gpus * tflops * 1e12 * mfu * 86400)",
        &[("flops", &flops), ("gpus", &gpus), ("tflops", &rate), ("mfu", &mfu)],
    );
    let message = format!(
        "{:.2e} FLOPs take about {} days on {} at {} % of the dense BF16 rate",
        flops.value,
        crate::units::plain(days.value.round()),
        gpus.words(),
        crate::units::plain(mfu.value * 100.0)
    );
    let Some(deadline) = &work.asked.deadline_days else {
        work.find(FindingDraft::note("training_time", Severity::Info, message).against(days, flops));
        return;
    };
    let deadline = Work::stated("deadline_days", "days", deadline);
    let fits = days.value <= deadline.value;
    let mut finding =
        FindingDraft::note("training_time", if fits { Severity::Info } else { Severity::Error }, message)
            .against(days, deadline.clone());
    if !fits {
        let needed = Traced::derived(
            (flops.value / (rate.value * 1e12 * mfu.value * deadline.value * 86_400.0)).ceil(),
            "GPUs",
            "ceil(flops / (tflops * 1e12 * mfu * days * 86400))",
            &[("flops", &flops), ("tflops", &rate), ("mfu", &mfu), ("days", &deadline)],
        );
        finding = finding
            .repaired_by(format!("about {} of this kind, fewer tokens, or a smaller model", needed.words()));
        let affordable = Traced::derived(
            gpus.value * rate.value * 1e12 * mfu.value * deadline.value * 86_400.0,
            "FLOPs",
            "gpus * tflops * 1e12 * mfu * days * 86400",
            &[("gpus", &gpus), ("tflops", &rate), ("mfu", &mfu), ("days", &deadline)],
        );
        let optimal = Traced::derived(
            (affordable.value / 120.0).sqrt() / 1e9,
            "billion parameters",
            "sqrt(flops / 120) / 1e9",
            &[("flops", &affordable)],
        )
        .by_rule("compute-optimal size at twenty tokens per parameter (Hoffmann et al. 2022)");
        work.find(
            FindingDraft::note(
                "training_reach",
                Severity::Info,
                format!(
                    "{} do about {:.2e} FLOPs in {}: compute-optimal for about {}",
                    gpus.words(),
                    affordable.value,
                    deadline.words(),
                    optimal.words()
                ),
            )
            .against(affordable, optimal),
        );
        work.offer(
            Alternative {
                title: "GPUs that meet the deadline".into(),
                gpu_id: Some(gpu.id.to_string()),
                pattern_id: None,
                node_count: None,
                gpu_count: None,
                reason: "the number that keeps model, tokens and deadline".into(),
            },
            None,
            Some(needed),
        );
    }
    work.find(finding);
}

/// Every generated token reads all active weights once: memory bandwidth bounds the time per token.
fn decode_time(work: &mut Work<'_>) {
    let (Some(gpu), Some(gpus)) = (work.gpu, work.gpus.clone()) else { return };
    let target = match (&work.asked.e2e_ms, &work.asked.tokens_out, &work.asked.tpot_ms) {
        (Some(total), Some(tokens), _) => {
            let total = Work::stated("e2e_ms", "ms", total);
            let tokens = Work::stated_count("tokens_out", "tokens", tokens);
            Traced::derived(
                total.value / tokens.value,
                "ms per token",
                "e2e_ms / tokens_out",
                &[("e2e_ms", &total), ("tokens_out", &tokens)],
            )
        }
        (_, _, Some(each)) => Work::stated("tpot_ms", "ms per token", each),
        _ => return,
    };
    let active = match (&work.asked.active_params_b, model(work)) {
        (Some(stated), _) => Work::stated("active_params_b", "billion parameters", stated),
        (None, Some(model)) if model.active_b.is_some() && work.asked.model_params_b.is_none() => {
            Traced::new(
                model.active_b.unwrap_or_default(),
                "billion parameters",
                crate::design::Origin::Catalog {
                    entry: format!("model/{}", model.id),
                    field: "active_b".into(),
                    source: model.source.to_string(),
                    confidence: model.confidence.word().into(),
                },
            )
        }
        _ => match model_params(work) {
            Some(params) => params,
            None => return,
        },
    };
    let Some(precision) = work.asked.precision.clone() else { return };
    let Some(bytes) = bytes_per_parameter(&precision.value) else { return };
    let bytes = Traced::stated(bytes, "bytes per parameter", "precision", &precision.quote);
    let entry = format!("gpu/{}", gpu.id);
    let Some(bandwidth) = facts::number(
        &entry,
        "memory_bandwidth_gbyte_per_s",
        "GB/s",
        gpu.memory_bandwidth_gbyte_per_s.as_ref(),
    ) else {
        return;
    };
    // One model copy spans at most the GPUs of a node here; a larger group adds network time to every token.
    let group = gpus.value.min(work.gpus_per_node.as_ref().map_or(8.0, |per_node| per_node.value));
    let group = Traced::derived(
        group,
        "GPUs",
        "min(gpus, gpus_per_node)",
        &[("gpus", &gpus), ("gpus_per_node", &work.gpus_per_node.clone().unwrap_or_else(|| gpus.clone()))],
    );
    let bound = Traced::derived(
        active.value * bytes.value / (group.value * bandwidth.value) * 1000.0,
        "ms per token",
        "params_b * bytes_per_parameter / (gpus * bandwidth_gbyte_per_s) * 1000",
        &[
            ("params_b", &active),
            ("bytes_per_parameter", &bytes),
            ("gpus", &group),
            ("bandwidth_gbyte_per_s", &bandwidth),
        ],
    );
    let fits = bound.value <= target.value;
    let message = format!(
        "memory bandwidth allows no less than {} on {}; {} are asked for",
        bound.words(),
        group.words(),
        target.words()
    );
    let mut finding =
        FindingDraft::note("decode_bandwidth", if fits { Severity::Info } else { Severity::Error }, message)
            .against(bound.clone(), target);
    if !fits {
        finding = finding.repaired_by(
            "a smaller or sparse model, shorter output, speculative decoding within its limit, or a longer time",
        );
    }
    work.find(finding);
    if let Some(tokens) = &work.asked.tokens_out {
        let tokens = Work::stated_count("tokens_out", "tokens", tokens);
        let total = Traced::derived(
            bound.value * tokens.value / 1000.0,
            "s",
            "ms_per_token * tokens_out / 1000",
            &[("ms_per_token", &bound), ("tokens_out", &tokens)],
        );
        let message = format!("{} take at least {}", tokens.words(), total.words());
        work.find(FindingDraft::note("decode_bandwidth", Severity::Info, message).against(total, tokens));
    }
}
