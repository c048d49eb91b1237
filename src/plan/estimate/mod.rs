//! Calibrated estimates for a plan: GPUs for a training deadline, days on given GPUs, GPUs for a serving load. Each
//! number carries the inputs, the calibration and the measured rows its band rests on. Where model, GPU or precision
//! are not covered there is no estimate, and the caller keeps its assumption.

mod serving;
mod serving_figures;
mod training;

pub(super) use serving::{serving_gpus, serving_load};
pub(super) use training::{training_days, training_gpus};

use super::work::Work;
use crate::{
    catalog::Gpu,
    perf::{
        GpuPerf, ModelArch, Precision, calibration::Calibration, catalog_facts, params::params,
        train_default::unstated_precision,
    },
    trace::{Origin, Traced, facts},
};

/// What an estimate needs of the model and the GPU, and how both are told.
struct Subject {
    model: ModelArch,
    perf: GpuPerf,
    precision: Precision,
    cal: &'static Calibration,
    inputs: Vec<(String, Traced)>,
    /// Words for a model of which only the parameters are known.
    stand_in: Option<String>,
    /// Why training computes in this precision, where none is stated and the model speaks for one.
    precision_assumed: Option<String>,
}

/// What precision is taken where none is stated.
#[derive(Clone, Copy, PartialEq)]
enum Unstated {
    /// The format of the published checkpoint.
    AsPublished,
    /// That in which the model is trained.
    AsTrained,
}

fn subject(work: &Work<'_>, gpu: &Gpu, unstated: Unstated) -> Option<Subject> {
    let cal = catalog_facts::calibration().ok()?;
    let perf = catalog_facts::gpu(work.catalog, gpu).ok()?;
    let stated = work.asked.model_params_b.as_ref().map(|stated| stated.value);
    let named = work.asked.model_name.as_ref().and_then(|name| {
        let resolution = work.catalog.resolve_model(&name.value);
        resolution.id().and_then(|id| work.catalog.model(id))
    });
    let named = named.and_then(|entry| catalog_facts::model(entry).ok());
    // A name and a size that disagree by more than rounding are two models; the stated size is the customer's word.
    let named =
        named.filter(|arch| stated.is_none_or(|b| (params(arch).total / (b * 1e9) - 1.0).abs() < 0.15));
    let resolved = named.is_some();
    let (model, stand_in) = match (named.or_else(|| family_member(work)), stated) {
        (Some(arch), _) if resolved => (arch, None),
        (Some(arch), _) => {
            let words =
                format!("; the name fits several models and is taken as {}, the nearest in size", arch.name);
            (arch, Some(words))
        }
        (None, Some(b)) => {
            let active =
                work.asked.active_params_b.as_ref().map(|stated| stated.value).filter(|a| *a < 0.9 * b);
            let (arch, kind) = match active {
                Some(active) => {
                    (catalog_facts::sparse_of(b * 1e9, active * 1e9).ok()?, "a mixture of experts")
                }
                None => (catalog_facts::dense_of(b * 1e9).ok()?, "dense"),
            };
            let words = format!(
                "; the architecture is not stated and taken as {kind} with {} layers of width {}",
                arch.layers, arch.hidden
            );
            (arch, Some(words))
        }
        _ => return None,
    };
    let (precision, precision_assumed) = match &work.asked.precision {
        Some(stated) => (Precision::of_word(stated.value)?, None),
        None if unstated == Unstated::AsPublished => {
            (model.native_precision.unwrap_or(Precision::Bf16), None)
        }
        None => unstated_precision(&model, &perf),
    };
    let entry = format!("gpu/{}", gpu.id);
    let mut inputs = Vec::new();
    let mut put = |name: &str, traced: Option<Traced>| {
        if let Some(traced) = traced {
            inputs.push((name.to_string(), traced));
        }
    };
    put("params_b", super::limits::model_params(work));
    put("bf16_tflops", facts::number(&entry, "bf16_tflops_dense", "TFLOPS", gpu.bf16_tflops_dense.as_ref()));
    if precision == Precision::Fp8 {
        put("fp8_tflops", facts::number(&entry, "fp8_tflops_dense", "TFLOPS", gpu.fp8_tflops_dense.as_ref()));
    }
    put("memory_gb", facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref()));
    put(
        "bandwidth_gbyte_per_s",
        facts::number(
            &entry,
            "memory_bandwidth_gbyte_per_s",
            "GB/s",
            gpu.memory_bandwidth_gbyte_per_s.as_ref(),
        ),
    );
    Some(Subject { model, perf, precision, cal, inputs, stand_in, precision_assumed })
}

/// The model nearest in size among those a loose name such as "Llama 70B" is near to, within a tenth of the stated size.
fn family_member(work: &Work<'_>) -> Option<ModelArch> {
    let name = &work.asked.model_name.as_ref()?.value;
    let wanted = super::limits::model_params(work)?.value * 1e9;
    let crate::catalog::Resolution::Unknown { near } = work.catalog.resolve_model(name) else { return None };
    let family =
        |text: &str| text.to_lowercase().chars().take_while(char::is_ascii_alphabetic).collect::<String>();
    let off = |arch: &ModelArch| (params(arch).total / wanted - 1.0).abs();
    near.into_iter()
        .filter(|id| family(id) == family(name.trim()))
        .filter_map(|id| catalog_facts::model(work.catalog.model(id)?).ok())
        .filter(|arch| off(arch) < 0.1)
        .min_by(|a, b| off(a).total_cmp(&off(b)))
}

impl Subject {
    fn traced(&self, value: f64, unit: &str, model: &str, basis: &str, more: &[(&str, &Traced)]) -> Traced {
        let mut inputs = self.inputs.clone();
        inputs.extend(more.iter().map(|(name, traced)| ((*name).to_string(), (*traced).clone())));
        Traced::new(value, unit, Origin::Estimated { model: model.into(), inputs, basis: basis.into() })
    }
}
