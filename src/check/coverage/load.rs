//! Judges of the load: models, users, latencies, deadlines. They are held against the estimates that go with the design and
//! against facts of its GPU; an estimate meets nothing by itself, so the best verdict is "met if the estimate holds".

use super::judged::{Judged, Scene, holds, is_stated, names_of, range, rests_on, with_unit, words_of};
use crate::{
    catalog::{Fact, Gpu, Resolution, kinds::Value},
    design::{CoverageStatus, Field, RuleId, Severity, Statement},
    trace::{FindingDraft, Origin},
};

const BY_ESTIMATE: &str = "by the estimate, whose band and basis are given with it";

/// What the findings say of a field whose stated value is the bound of one of them: the gravest of them, or the first.
/// Findings that only mention the value are left to the judge of the field.
pub(super) fn bound_of_a_finding(scene: &Scene<'_>, statement: &Statement) -> Option<Judged> {
    let (_, value) = range(&statement.value)?;
    let about = scene.findings.iter().enumerate().filter(|(_, finding)| {
        finding.limit.as_ref().is_some_and(|limit| is_stated(limit, statement.field, value))
            && (finding.severity != Severity::Info || comparable(finding))
    });
    let (index, finding) = about.min_by_key(|(index, finding)| (finding.severity, *index))?;
    Some(verdict(finding, index, statement))
}

/// Whether value and bound of a finding are of one measure: seconds say nothing of a number of tokens.
fn comparable(finding: &FindingDraft) -> bool {
    let measure = |traced: &Option<crate::trace::Traced>| {
        traced.as_ref().map(|traced| traced.unit.split(' ').next().unwrap_or_default().to_string())
    };
    match (measure(&finding.actual), measure(&finding.limit)) {
        (Some(actual), Some(limit)) => actual == limit,
        _ => true,
    }
}

fn verdict(finding: &FindingDraft, index: usize, statement: &Statement) -> Judged {
    let at = format!("/findings/{index}/actual/value");
    let actual = finding.actual.as_ref();
    let found = actual.map_or_else(String::new, crate::trace::Traced::words);
    let fits = actual.and_then(|actual| holds(statement, actual.value));
    let status = match (finding.severity, fits) {
        (Severity::Error, _) | (Severity::Warning, Some(false)) => CoverageStatus::NotMet,
        (Severity::Warning, _) => CoverageStatus::Partly,
        (Severity::Info, Some(false)) => CoverageStatus::NotMet,
        (Severity::Info, _) => CoverageStatus::MetIf,
    };
    let note =
        if status == CoverageStatus::MetIf { BY_ESTIMATE.to_string() } else { finding.message.clone() };
    Judged::by(status, found, &at, note)
}

/// A load or a latency by the estimate the design carries: a stated load that the estimate is made for, a latency against
/// the estimated one. None where there is no such estimate, or a finding says that the design falls short of it.
fn by_figures(scene: &Scene<'_>, statement: &Statement) -> Option<Judged> {
    let short = |finding: &FindingDraft| {
        matches!(finding.rule, RuleId::ServingLoad | RuleId::ServingEstimate)
            && finding.severity != Severity::Info
    };
    if scene.findings.iter().any(short) {
        return None;
    }
    let (key, is_latency) = match statement.field {
        Field::ContextTokensIn => ("prompt_token_count", false),
        Field::TokensOut => ("output_token_count", false),
        Field::UsersConcurrent | Field::UsersConcurrentPeak => ("request_count", false),
        Field::QueriesPerS => ("queries_per_s", false),
        Field::TtftMs => ("ttft_ms", true),
        Field::TpotMs => ("tpot_ms", true),
        _ => return None,
    };
    let at = format!("/design/performance/serving/{key}");
    let traced = scene.trace.get(&at)?;
    let (_, value) = range(&statement.value)?;
    if is_latency {
        let met = holds(statement, traced.value)?;
        let words = traced.words();
        return Some(
            Judged::whether(met, &words, &at, format!("the estimate is {words}")).if_only(BY_ESTIMATE),
        );
    }
    let note = "the size and its estimate are made for it";
    rests_on(traced, statement.field, value)
        .then(|| Judged::by(CoverageStatus::MetIf, traced.words(), &at, note))
}

/// A need that sizes the design or goes into an estimate: by the finding that holds it, by the estimate that uses it, or by
/// the count that was worked out from it.
pub(super) fn demand(scene: &Scene<'_>, statement: &Statement) -> Judged {
    if let Some(judged) = by_figures(scene, statement) {
        return judged;
    }
    if let Some(judged) = bound_of_a_finding(scene, statement) {
        return judged;
    }
    if let Some(judged) = no_layout(scene) {
        return judged;
    }
    let Some((_, value)) = range(&statement.value) else {
        return Judged::not_judged("noted; nothing in the design is computed from it");
    };
    // A limit that another statement sets, such as the racks there are, is that statement's to fail.
    let of_another = |finding: &FindingDraft| {
        finding.limit.as_ref().is_some_and(
            |limit| matches!(&*limit.origin, Origin::Stated { field, .. } if field != statement.field.name()),
        )
    };
    let uses = |finding: &FindingDraft| {
        !of_another(finding)
            && [&finding.actual, &finding.limit]
                .into_iter()
                .flatten()
                .any(|traced| rests_on(traced, statement.field, value))
    };
    let used = scene.findings.iter().enumerate().filter(|(_, finding)| uses(finding));
    let gravest = used.min_by_key(|(index, finding)| (finding.severity, finding.limit.is_none(), *index));
    if let Some((index, finding)) = gravest {
        let found = finding.actual.as_ref().map_or_else(String::new, crate::trace::Traced::words);
        let at = format!("/findings/{index}/actual/value");
        return match finding.severity {
            Severity::Error => Judged::by(CoverageStatus::NotMet, found, &at, finding.message.clone()),
            Severity::Warning => Judged::by(CoverageStatus::Partly, found, &at, finding.message.clone()),
            Severity::Info => Judged::by(CoverageStatus::MetIf, found, &at, BY_ESTIMATE),
        };
    }
    for (at, unit) in [("/design/compute/gpu_count", "GPUs"), ("/design/compute/node_count", "nodes")] {
        if let Some(traced) = scene.trace.get(at).filter(|traced| rests_on(traced, statement.field, value)) {
            let note = "the size is worked out from it; its measure in use is not estimated";
            return Judged::by(CoverageStatus::MetIf, with_unit(traced.value, unit), at, note);
        }
    }
    Judged::not_judged("noted; nothing in the design is computed from it")
}

/// A finding that no layout of the chosen GPU serves the load.
fn no_layout(scene: &Scene<'_>) -> Option<Judged> {
    let (index, finding) = scene.findings.iter().enumerate().find(|(_, finding)| {
        finding.rule == RuleId::ServingEstimate
            && finding.severity != Severity::Info
            && finding.actual.is_none()
    })?;
    Some(Judged {
        status: CoverageStatus::NotMet,
        found: None,
        evidence: vec![format!("/findings/{index}")],
        note: finding.message.clone(),
    })
}

/// A latency: the estimate of the same quantity, whether or not the size was searched for it.
pub(super) fn latency(scene: &Scene<'_>, statement: &Statement, measure: &str) -> Judged {
    if let Some(judged) = by_figures(scene, statement) {
        return judged;
    }
    if let Some(judged) = bound_of_a_finding(scene, statement) {
        return judged;
    }
    let same = scene.findings.iter().enumerate().find_map(|(index, finding)| {
        let actual = finding.actual.as_ref().filter(|actual| actual.unit.contains(measure))?;
        Some((index, actual))
    });
    match same {
        Some((index, actual)) => {
            let at = format!("/findings/{index}/actual/value");
            let met = holds(statement, actual.value).unwrap_or(false);
            let words = actual.words();
            Judged::whether(met, &words, &at, format!("the estimate is {words}")).if_only(BY_ESTIMATE)
        }
        None => demand(scene, statement),
    }
}

/// Bytes of one parameter, by precision of the weights.
fn bytes_of(precision: &str) -> Option<f64> {
    let precision = precision.to_lowercase();
    [
        ("fp32", 4.0),
        ("tf32", 4.0),
        ("bf16", 2.0),
        ("fp16", 2.0),
        ("fp8", 1.0),
        ("int8", 1.0),
        ("fp4", 0.5),
        ("int4", 0.5),
    ]
    .into_iter()
    .find_map(|(word, bytes)| precision.contains(word).then_some(bytes))
}

/// Bytes of state a parameter takes while it is trained in mixed precision with Adam: weights, gradients and optimizer
/// (Rajbhandari et al. 2020, ZeRO, section 3.1).
const TRAINING_BYTES: f64 = 16.0;

/// A model: its weights, or its training state, against the memory of all GPUs.
pub(super) fn model(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let asked = scene.requirement;
    let named = match statement.field {
        Field::ModelName => {
            names_of(&statement.value).into_iter().find_map(|name| match scene.catalog.resolve_model(&name) {
                Resolution::One(id) => scene.catalog.model(id).and_then(|model| model.params_b),
                _ => None,
            })
        }
        _ => range(&statement.value).map(|(_, high)| high),
    };
    let stated = asked.model_params_b.as_ref().map(|stated| stated.value);
    let Some(params) = named.or(stated.filter(|_| statement.field == Field::ModelName)) else {
        return Judged::not_judged("the number of its parameters is not known");
    };
    let total = scene.design.compute.as_ref().and_then(|compute| compute.total_gpu_memory_gb);
    let Some(total) = total else { return Judged::not_judged("the memory of the GPUs is not known") };
    let at = "/design/compute/total_gpu_memory_gb";
    let training = scene.workload_has(&["train"]) || asked.train_tokens.is_some();
    let (bytes, basis) = if training {
        (TRAINING_BYTES, "weights, gradients and optimizer state".to_string())
    } else {
        let stated = asked.precision.as_ref().map(|stated| stated.value.word().to_string());
        let assumed = scene.assumed(Field::Precision).map(|assumption| assumption.value.words());
        let precision = stated.or(assumed).unwrap_or_else(|| "bf16".into());
        match bytes_of(&precision) {
            Some(bytes) => (bytes, format!("weights in {precision}")),
            None => {
                return Judged::not_judged(format!("the size of a parameter in {precision} is not known"));
            }
        }
    };
    let need = params * bytes;
    let words =
        format!("{} of memory for {} of {basis}", with_unit(total, "GB"), with_unit(need.round(), "GB"));
    Judged::whether(need <= total, &words, at, format!("the GPUs have {words}")).if_only(
        "the memory holds it; room for cache and activations is in the estimates, where one is given",
    )
}

/// The rate of the GPU in a precision, as the catalog knows it.
fn rate<'a>(gpu: &'a Gpu, precision: &str) -> Option<&'a Fact<f64>> {
    let precision = precision.to_lowercase();
    if precision.contains("fp4") {
        gpu.fp4_tflops_dense.as_ref().or(gpu.fp4_tflops_sparse.as_ref())
    } else if precision.contains("fp8") {
        gpu.fp8_tflops_dense.as_ref()
    } else if precision.contains("int8") {
        gpu.int8_tops_dense.as_ref()
    } else if precision.contains("fp64") {
        gpu.fp64_tflops.as_ref().or(gpu.fp64_tensor_tflops.as_ref())
    } else if precision.contains("bf16") {
        gpu.bf16_tflops_dense.as_ref()
    } else if precision.contains("fp16") {
        gpu.fp16_tflops_dense.as_ref()
    } else if precision.contains("tf32") {
        gpu.tf32_tflops_dense.as_ref()
    } else {
        None
    }
}

/// A precision: the GPU computes in it. INT4 and other weight formats are unpacked before they are computed with.
pub(super) fn precision(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(gpu) = scene.gpu() else { return Judged::not_judged("the design names no GPU") };
    let word = words_of(&statement.value).join(", ");
    if statement.negated {
        return Judged::not_judged("in what precision the model is run is the user's choice");
    }
    match rate(gpu, &word).map(|fact| &fact.value) {
        Some(Value::Known(rate)) => Judged::by(
            CoverageStatus::Met,
            format!("{}: {} TFLOPS in {word}", gpu.name, crate::units::plain(*rate)),
            "/design/compute/gpu_id",
            "the GPU computes in it",
        ),
        Some(Value::Absent) => Judged::by(
            CoverageStatus::NotMet,
            gpu.name.to_string(),
            "/design/compute/gpu_id",
            format!("{} does not compute in {word}", gpu.name),
        ),
        _ => demand(scene, statement),
    }
}

/// The use of the cluster: what the GPU must be able to do for it, and what the pattern is published for.
pub(super) fn workload(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(gpu) = scene.gpu() else { return Judged::not_judged("the design names no GPU") };
    let words = words_of(&statement.value);
    let at = "/design/compute/gpu_id";
    let has = |parts: &[&str]| words.iter().any(|word| parts.iter().any(|part| word.contains(part)));
    if has(&["fp64", "hpc"]) {
        // A rate below that of FP32 by more than 16 is there for compatibility, not for work.
        let (fp64, fp32) = (known(gpu.fp64_tflops.as_ref()), known(gpu.fp32_tflops.as_ref()));
        if let (Some(fp64), Some(fp32)) = (fp64, fp32)
            && has(&["fp64"])
        {
            let found = format!("{}: {} of FP64", gpu.name, with_unit(fp64, "TFLOPS"));
            let full = fp64 * 16.0 >= fp32;
            return Judged::whether(
                full != statement.negated,
                &found,
                at,
                format!("{found}, a small share of its FP32 rate"),
            );
        }
    }
    if has(&["vdi", "render", "graphics"]) {
        let graphics = gpu.ray_tracing.as_ref().and_then(Fact::known).copied();
        if let Some(graphics) = graphics {
            let found = format!(
                "{}: {}",
                gpu.name,
                if graphics { "has a graphics stack" } else { "has no graphics stack" }
            );
            return Judged::whether(graphics != statement.negated, &found, at, &*found);
        }
    }
    let Some(pattern) = scene.pattern().filter(|pattern| !pattern.workload_fit.is_empty()) else {
        let note =
            "the design follows no pattern that is published for a use; it is judged by its size and rates";
        return Judged::by(CoverageStatus::MetIf, gpu.name.to_string(), at, note);
    };
    let class = if has(&["finetune", "fine-tun"]) && !has(&["pretrain"]) {
        "finetune"
    } else if has(&["train"]) {
        "training"
    } else if has(&["hpc", "simulation", "cfd", "weather", "molecular"]) {
        "hpc"
    } else if has(&["rag"]) {
        "rag"
    } else if has(&["vdi", "render", "graphics"]) {
        "visual-computing"
    } else {
        "inference"
    };
    let fits = pattern.workload_fit.iter().any(|fit| fit.contains(class) || class.contains(fit.as_ref()));
    let found = format!("{}: published for {}", pattern.id, pattern.workload_fit.join(", "));
    let at = "/design/compute/pattern_id";
    if fits || statement.negated {
        return Judged::whether(fits != statement.negated, &found, at, &*found);
    }
    Judged::by(
        CoverageStatus::MetIf,
        &found,
        at,
        format!("the pattern is not published for {class}; its rates carry it"),
    )
}

fn known(fact: Option<&Fact<f64>>) -> Option<f64> {
    fact.and_then(Fact::known).copied()
}

/// A day: a run that is estimated to end by it. Days of delivery are the suppliers' to confirm.
pub(super) fn deadline(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match bound_of_a_finding(scene, statement) {
        Some(judged) => judged,
        None => match demand(scene, statement) {
            judged if judged.status == CoverageStatus::NotJudged => {
                Judged::not_judged("lead times come from suppliers and no run is estimated for it")
            }
            judged => judged,
        },
    }
}

/// Whether users may share a GPU: MIG is a fact of the GPU, vGPU a licence of the design.
pub(super) fn slicing(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(gpu) = scene.gpu() else { return Judged::not_judged("the design names no GPU") };
    let wanted = !words_of(&statement.value).iter().any(|word| word == "false" || word == "no");
    if !wanted || statement.negated {
        return Judged::not_judged(
            "whether GPUs are shared is set in operation; the design does not slice them",
        );
    }
    let slices = gpu.mig_max_instances.as_ref().and_then(Fact::known).copied().filter(|slices| *slices > 0);
    let at = "/design/compute/gpu_id";
    if let Some(slices) = slices {
        let found = format!("{}: up to {slices} MIG instances", gpu.name);
        let note =
            "the GPU can be sliced by MIG; how many slices of which size are needed is not held against it";
        return Judged::by(CoverageStatus::MetIf, found, at, note);
    }
    let vgpu = scene.design.software.iter().position(|item| item.id.contains("vgpu"));
    match vgpu {
        Some(index) => Judged::by(
            CoverageStatus::MetIf,
            scene.design.software[index].name.clone(),
            &format!("/design/software/{index}/id"),
            "users share the GPU by vGPU; the profiles are not held against it",
        ),
        None => Judged::by(
            CoverageStatus::NotMet,
            gpu.name.to_string(),
            at,
            format!("{} has no MIG and no vGPU licence is in the design", gpu.name),
        ),
    }
}
