//! Models and GPUs by the names that measured rows use for them.

use std::collections::BTreeMap;

use super::gpu::GpuPerf;
use super::model::ModelArch;

/// Model and GPU facts by name and alias.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Models.
    pub models: BTreeMap<String, ModelArch>,
    /// GPUs.
    pub gpus: BTreeMap<String, GpuPerf>,
    /// Normalised name to a key of `models`.
    known_models: BTreeMap<String, String>,
}

/// Endings that name a checkpoint's purpose or format, not another shape.
const ENDINGS: [&str; 15] = [
    "instruct",
    "chat",
    "hf",
    "base",
    "it",
    "fp8",
    "fp4",
    "nvfp4",
    "mxfp4",
    "bf16",
    "int4",
    "awq",
    "gptq",
    "dynamic",
    "quantized",
];

/// GPU families in result lists; longer names first, so that GB200 is not read as B200.
const FAMILIES: [&str; 12] =
    ["GB300", "GB200", "GH200", "RTXPRO6000", "B300", "B200", "H200", "H800", "H100", "A100", "L40S", "A30"];

impl Facts {
    /// Adds a model under a name; a name that is taken keeps its model.
    pub fn add_model(&mut self, name: &str, arch: &ModelArch) {
        self.known_models.entry(plain_name(name)).or_insert_with(|| name.to_owned());
        self.models.entry(name.to_owned()).or_insert_with(|| arch.clone());
    }

    /// Adds a GPU under a name; a name that is taken keeps its GPU.
    pub fn add_gpu(&mut self, name: &str, perf: &GpuPerf) {
        self.gpus.entry(name.to_owned()).or_insert_with(|| perf.clone());
    }

    /// The model a row names: as it stands, else without organisation, capitals and checkpoint endings
    /// (`meta-llama/Llama-3.1-70B-Instruct-FP8`).
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&ModelArch> {
        self.models
            .get(name)
            .or_else(|| self.known_models.get(&plain_name(name)).and_then(|key| self.models.get(key)))
    }

    /// The GPU a row names: as it stands, else by family, form factor and memory in the label
    /// (`NVIDIA H100-SXM5-80GB`). A label with a power cap or an unknown form is no match.
    #[must_use]
    pub fn gpu(&self, label: &str) -> Option<&GpuPerf> {
        self.gpus.get(label).or_else(|| part_key(label).and_then(|key| self.gpus.get(&key)))
    }
}

fn plain_name(name: &str) -> String {
    let own = name.rsplit('/').next().unwrap_or(name).to_lowercase().replace(['_', ' '], "-");
    let own = own.strip_prefix("meta-").or_else(|| own.strip_prefix("nvidia-")).unwrap_or(&own);
    let mut parts: Vec<&str> = own.split('-').filter(|part| !part.is_empty()).collect();
    while parts.len() > 1 && parts.last().is_some_and(|last| ENDINGS.contains(last)) {
        parts.pop();
    }
    parts.concat()
}

/// The name of the calibrated part a label stands for; `None` if it names none or one with a power cap.
fn part_key(label: &str) -> Option<String> {
    let text: String = label.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    if ["MAXQ", "500W", "HBM2E"].iter().any(|cap| text.contains(cap)) {
        return None;
    }
    let family = FAMILIES.into_iter().find(|family| text.contains(family))?;
    let form = if text.contains("PCIE") {
        "-PCIE"
    } else if text.contains("NVL72") || text.contains("NVL36") || family.starts_with("GB") {
        ""
    } else if text.contains("NVL") {
        "-NVL"
    } else {
        ""
    };
    let memory = match family {
        "A100" if text.contains("40G") => "-40G",
        "A100" => "-80G",
        "GH200" if text.contains("144G") => "-144G",
        _ => "",
    };
    Some(format!("{family}{memory}{form}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn labels_of_result_lists_name_parts() {
        for (label, key) in [
            ("NVIDIA H100-SXM5-80GB", "H100"),
            ("NVIDIA H100-NVL-94GB", "H100-NVL"),
            ("NVIDIA H100-PCIe-80GB", "H100-PCIE"),
            ("NVIDIA Blackwell GPU (GB200)", "GB200"),
            ("GB300 NVL72", "GB300"),
            ("A100", "A100-80G"),
            ("NVIDIA A100-SXM4-40GB", "A100-40G"),
            ("NVIDIA GH200 Grace Hopper Superchip 144GB", "GH200-144G"),
            ("NVIDIA RTX PRO 6000 Blackwell Server Edition", "RTXPRO6000"),
            ("Virtualized NVIDIA H200-SXM-141GB", "H200"),
        ] {
            assert_eq!(part_key(label).as_deref(), Some(key), "{label}");
        }
        assert_eq!(part_key("H100-HBM2e-500W"), None);
        assert_eq!(part_key("MI300X"), None);
    }

    #[test]
    fn checkpoint_names_find_their_model() {
        let m = ModelArch::dense("llama-3.1-70b", 80, 8192, 64, 8, 128, 28672, 128_256, true, false);
        let mut facts = Facts::default();
        facts.add_model("llama-3.1-70b", &m);
        for name in
            ["llama-3.1-70b", "meta-llama/Llama-3.1-70B-Instruct", "nvidia/Llama-3.1-70B-Instruct-FP8"]
        {
            assert!(facts.model(name).is_some(), "{name}");
        }
        assert!(facts.model("llama-3.1-8b").is_none());
    }
}
