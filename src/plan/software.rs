//! Software and licences: what the catalog's sources say one licence covers and comes with; the rest is said to be
//! unknown.

use crate::{
    catalog::{Catalog, Fact, Gpu, kinds::Licence},
    design::words::Workload,
    trace::Traced,
};

/// What the licences are counted from.
#[derive(Debug)]
pub struct Counted<'a> {
    /// GPU of the design.
    pub gpu: &'a Gpu,
    /// GPUs.
    pub gpus: &'a Traced,
    /// Servers and switches of an InfiniBand fabric; none without one.
    pub managed: Option<Traced>,
    /// What the cluster is for.
    pub workloads: &'a [Workload],
}

/// A licence the design needs.
#[derive(Debug)]
pub struct Needed<'a> {
    /// The licence.
    pub licence: &'a Licence,
    /// Metric, in words; empty when no source names one.
    pub metric: String,
    /// How many; none when the metric cannot be counted.
    pub count: Option<Traced>,
    /// Whether it comes with the GPU; none when no source says so.
    pub bundled: Option<bool>,
    /// Document of the metric.
    pub source: String,
    /// What is not known.
    pub note: String,
}

/// The licences a design needs.
#[must_use]
pub fn licences<'a>(catalog: &'a Catalog, counted: &Counted<'_>) -> Vec<Needed<'a>> {
    catalog
        .licences()
        .iter()
        .filter(|licence| licence.fabric.is_none() || counted.managed.is_some())
        .filter(|licence| {
            licence.workloads.is_empty()
                || licence
                    .workloads
                    .iter()
                    .filter_map(|group| group.parse().ok())
                    .any(|group| counted.workloads.iter().any(|workload| workload.is_any(&[group])))
        })
        .map(|licence| needed(licence, counted))
        .collect()
}

fn needed<'a>(licence: &'a Licence, counted: &Counted<'_>) -> Needed<'a> {
    let metric = licence.metric.as_ref().and_then(Fact::known).map(ToString::to_string).unwrap_or_default();
    let count = match metric.as_str() {
        "gpu" => Some(counted.gpus.clone()),
        "managed_device" => counted.managed.clone(),
        _ => None,
    };
    let bundled = licence.bundled_with.as_ref().and_then(Fact::known).and_then(|list| {
        // A source that lists some GPUs says nothing of the others.
        list.contains(&counted.gpu.id).then_some(true)
    });
    let note = match (&licence.part_of, bundled, &count) {
        (Some(whole), ..) => format!("contained in {whole}"),
        (None, Some(true), _) => "comes with the GPU; confirm the term".to_string(),
        (None, _, None) => "no source that was read says how it is licensed; to be quoted".to_string(),
        (None, _, Some(_)) => {
            "no source that was read says that it comes with this GPU; to be quoted".to_string()
        }
    };
    let source = licence.metric.as_ref().map(|fact| fact.source.to_string()).unwrap_or_default();
    Needed { licence, metric, count, bundled, source, note }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn licences_follow_gpu_and_fabric() {
        let catalog = Catalog::embedded();
        let gpus = Traced::stated(16.0, "GPUs", "gpu_count", "16");
        let ids = |gpu: &str, managed: Option<f64>, workload: Workload| -> Vec<(String, Option<bool>)> {
            let counted = Counted {
                gpu: catalog.gpu(gpu).unwrap(),
                gpus: &gpus,
                managed: managed.map(|count| Traced::stated(count, "", "managed", "so many")),
                workloads: &[workload],
            };
            let found = licences(&catalog, &counted);
            found.into_iter().map(|one| (one.licence.id.to_string(), one.bundled)).collect()
        };
        let has = |list: &[(String, Option<bool>)], id: &str| list.iter().any(|(known, _)| known == id);
        let nvl = ids("h200-nvl", None, Workload::LlmInference);
        assert!(nvl.contains(&("nvidia-ai-enterprise".into(), Some(true))));
        assert!(!has(&nvl, "ufm-enterprise") && !has(&nvl, "nvidia-vgpu"));
        let sxm = ids("h100-sxm", Some(20.0), Workload::Vdi);
        assert!(sxm.contains(&("nvidia-ai-enterprise".into(), None)));
        assert!(has(&sxm, "ufm-enterprise") && has(&sxm, "nvidia-vgpu"));
    }
}
