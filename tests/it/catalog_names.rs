//! Spellings people type: each resolves to the right part, to a bare name with candidates, to a refusal, or to nothing
//! with near names; none silently to a wrong part.

use gpu_cluster_generator::catalog::{Catalog, Kind, Resolution};

/// What a spelling must mean.
enum Means {
    /// One part.
    One(&'static str),
    /// A bare name, and its default.
    Bare(&'static str, Option<&'static str>),
    /// No such product.
    None,
    /// Not in the catalog.
    Unknown,
}
use Means::{Bare, One, Unknown};

const GPUS: &[(&str, Means)] = &[
    ("h100", Bare("H100", Some("h100-sxm"))),
    ("NVIDIA H100", Bare("H100", Some("h100-sxm"))),
    ("nvidia h100 tensor core gpu", Bare("H100", Some("h100-sxm"))),
    ("NVIDIA® H100", Bare("H100", Some("h100-sxm"))),
    ("NVIDIA(R) H100 GPUs", Bare("H100", Some("h100-sxm"))),
    ("H100s", Bare("H100", Some("h100-sxm"))),
    ("H-100", Bare("H100", Some("h100-sxm"))),
    ("H 100", Bare("H100", Some("h100-sxm"))),
    ("Ｈ１００", Bare("H100", Some("h100-sxm"))),
    ("H100 80GB", Bare("H100", Some("h100-sxm"))),
    ("80GB H100", Bare("H100", Some("h100-sxm"))),
    ("Hopper H100", Bare("H100", Some("h100-sxm"))),
    ("H100 SXM", One("h100-sxm")),
    ("H100-SXM", One("h100-sxm")),
    ("H100 SXM5", One("h100-sxm")),
    ("SXM5 H100", One("h100-sxm")),
    ("H100 SXM5 80 GB", One("h100-sxm")),
    ("H100-SXM5-80GB", One("h100-sxm")),
    ("NVIDIA H100 80GB HBM3", One("h100-sxm")),
    ("HGX H100", One("h100-sxm")),
    ("H100 NVL", One("h100-nvl")),
    ("H100NVL", One("h100-nvl")),
    ("H100 94GB", One("h100-nvl")),
    ("h100l 94gb", One("h100-nvl")),
    ("H100 PCIe", One("h100-pcie")),
    ("H100-PCIE", One("h100-pcie")),
    ("PCIe H100", One("h100-pcie")),
    ("NVIDIA H100 PCIe 80GB", One("h100-pcie")),
    ("h100-sxm", One("h100-sxm")),
    ("H100 Ultra", Means::None),
    ("h200", Bare("H200", Some("h200-sxm"))),
    ("H200 141GB", Bare("H200", Some("h200-sxm"))),
    ("H200s", Bare("H200", Some("h200-sxm"))),
    ("NVIDIA H200 SXM", One("h200-sxm")),
    ("H200 SXM5", One("h200-sxm")),
    ("HGX H200", One("h200-sxm")),
    ("H200 NVL", One("h200-nvl")),
    ("h200nvl", One("h200-nvl")),
    ("H200 PCIe", Means::None),
    ("H200-PCIE", Means::None),
    ("H20", One("h20")),
    ("NVIDIA H20", One("h20")),
    ("H2O", Unknown),
    ("H20-3e", Unknown),
    ("H800", One("h800-sxm")),
    ("H300", Means::None),
    ("H400", Means::None),
    ("NVIDIA L20X", Unknown),
    ("a100", Bare("A100", Some("a100-sxm-80gb"))),
    ("NVIDIA A100", Bare("A100", Some("a100-sxm-80gb"))),
    ("A100s", Bare("A100", Some("a100-sxm-80gb"))),
    ("A100 80GB", Bare("A100 80GB", Some("a100-sxm-80gb"))),
    ("A100-80G", Bare("A100 80GB", Some("a100-sxm-80gb"))),
    ("A100 40GB", Bare("A100 40GB", Some("a100-sxm-40gb"))),
    ("A100 40 GB", Bare("A100 40GB", Some("a100-sxm-40gb"))),
    ("A100 SXM", Bare("A100 SXM", Some("a100-sxm-80gb"))),
    ("A100 PCIe", Bare("A100 PCIe", Some("a100-pcie-80gb"))),
    ("A100-SXM4-80GB", One("a100-sxm-80gb")),
    ("NVIDIA A100-SXM4-40GB", One("a100-sxm-40gb")),
    ("NVIDIA A100 80GB PCIe", One("a100-pcie-80gb")),
    ("A100-PCIE-40GB", One("a100-pcie-40gb")),
    ("40GB A100 PCIe", One("a100-pcie-40gb")),
    ("A100 NVL", Means::None),
    ("A200", Means::None),
    ("A10080GB", Unknown),
    ("A10", One("a10")),
    ("NVIDIA A10", One("a10")),
    ("A10G", One("a10g")),
    ("A10 24GB", One("a10")),
    ("A16", One("a16")),
    ("A2", One("a2")),
    ("A30", One("a30")),
    ("A40", One("a40")),
    ("A1000", Unknown),
    ("l4", One("l4")),
    ("L4s", One("l4")),
    ("L4S", Means::None),
    ("NVIDIA L4 24GB", One("l4")),
    ("L40", One("l40")),
    ("NVIDIA L40", One("l40")),
    ("L40S", One("l40s")),
    ("L40s", One("l40s")),
    ("l40-s", One("l40s")),
    ("NVIDIA L40S 48GB", One("l40s")),
    ("L400", Means::None),
    ("L50", Means::None),
    ("L40S SXM", Means::None),
    ("b200", Bare("B200", Some("b200-sxm"))),
    ("NVIDIA B200", Bare("B200", Some("b200-sxm"))),
    ("Blackwell B200", Bare("B200", Some("b200-sxm"))),
    ("B200 SXM", One("b200-sxm")),
    ("HGX B200", One("b200-sxm")),
    ("B200 180GB", One("b200-sxm")),
    ("B200 192 GB", One("b200-sxm")),
    ("B200 PCIe", Means::None),
    ("B200 NVL", Means::None),
    ("B200 Ultra", Means::None),
    ("B250", Means::None),
    ("B250 Ultra", Means::None),
    ("b300", Bare("B300", Some("b300-sxm"))),
    ("B300 Ultra", Unknown),
    ("HGX B300", One("b300-sxm")),
    ("HGX B300 NVL16", One("b300-sxm")),
    ("B300 SXM6 AC", One("b300-sxm")),
    ("B300 PCIe", Means::None),
    ("GB200", One("gb200")),
    ("GB200 superchip", One("gb200")),
    ("GB200 NVL72", One("gb200")),
    ("GB300", One("gb300")),
    ("GB300 NVL72", One("gb300")),
    ("GB250", Means::None),
    ("GB200 PCIe", Means::None),
    ("Blackwell", Bare("Blackwell", None)),
    ("Blackwell Ultra", Bare("Blackwell Ultra", None)),
    ("Grace Blackwell", Bare("Grace Blackwell", None)),
    ("Hopper", Bare("Hopper", None)),
    ("GH200", Bare("GH200", Some("gh200-96gb"))),
    ("Grace Hopper", Bare("GH200", Some("gh200-96gb"))),
    ("GH200 480GB", One("gh200-96gb")),
    ("GH200 144G HBM3e", One("gh200-144gb")),
    ("RTX 6000", Bare("RTX 6000", None)),
    ("RTX6000", Bare("RTX 6000", None)),
    ("RTX 6000 Ada", One("rtx-6000-ada")),
    ("RTX 6000 Ada Generation", One("rtx-6000-ada")),
    ("RTX A6000", One("rtx-a6000")),
    ("A6000", One("rtx-a6000")),
    ("Quadro RTX 6000", One("quadro-rtx-6000")),
    ("RTX PRO 6000", Bare("RTX PRO 6000", Some("rtx-pro-6000-se"))),
    ("RTX 6000 Pro", Bare("RTX PRO 6000", Some("rtx-pro-6000-se"))),
    ("RTX PRO 6000 Blackwell", Bare("RTX PRO 6000", Some("rtx-pro-6000-se"))),
    ("RTX PRO 6000 Server Edition", One("rtx-pro-6000-se")),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition", One("rtx-pro-6000-se")),
    ("RTX PRO 6000 Blackwell Workstation Edition", One("rtx-pro-6000-ws")),
    ("RTX PRO 6000 Max-Q", One("rtx-pro-6000-max-q")),
    ("RTX PRO 6000 SXM", Means::None),
    ("RTX PRO 4500 Server Edition", One("rtx-pro-4500-se")),
    ("RTX PRO 4500", Unknown),
    ("RTX 4090", One("rtx-4090")),
    ("GeForce RTX 4090", One("rtx-4090")),
    ("rtx4090", One("rtx-4090")),
    ("4090", One("rtx-4090")),
    ("RTX 4090 Ti", Unknown),
    ("RTX 4090D", Unknown),
    ("RTX 5090", Unknown),
    ("V100", Bare("V100", Some("v100-sxm2"))),
    ("Tesla V100-SXM2-32GB", One("v100-sxm2")),
    ("V100S", Unknown),
    ("Tesla T4", One("t4")),
    ("T40", Unknown),
    ("DGX Spark", One("gb10")),
    ("Rubin", One("rubin")),
    ("Rubin CPX", One("rubin-cpx")),
    ("MI300X", Unknown),
    ("Gaudi 3", Unknown),
    ("TPU v5p", Unknown),
    ("", Unknown),
    ("GPU", Unknown),
    ("---", Unknown),
];

const SYSTEMS: &[(&str, Means)] = &[
    ("DGX H100", One("dgx-h100")),
    ("dgx-h100", One("dgx-h100")),
    ("NVIDIA DGX H100", One("dgx-h100")),
    ("DGXH100", One("dgx-h100")),
    ("DGX B200", One("dgx-b200")),
    ("DGX B300", One("dgx-b300")),
    ("DGX A100", One("dgx-a100")),
    ("DGX GB200", One("dgx-gb200-nvl72")),
    ("GB200 NVL72", One("dgx-gb200-nvl72")),
    ("GB300 NVL72", One("gb300-nvl72")),
    ("DGX GB300", One("gb300-nvl72")),
    ("NVL144", Bare("NVL144", None)),
    ("DGX", Bare("DGX", None)),
    ("HGX", Bare("HGX", None)),
    ("8 GPU server", Bare("HGX", None)),
    ("HGX B300", One("hgx-b300")),
    ("XE9680", One("dell-xe9680")),
    ("Dell XE9680", One("dell-xe9680")),
    ("PowerEdge XE9680", One("dell-xe9680")),
    ("XE9680L", One("dell-xe9680l")),
    ("Dell PowerEdge XE7745", One("dell-xe7745")),
    ("XD670", One("hpe-xd670")),
    ("DL380a", Bare("DL380a", None)),
    ("DL380a Gen12", One("hpe-dl380a-gen12")),
    ("DL380", Unknown),
    ("SR680a V3", One("lenovo-sr680a-v3")),
    ("ThinkSystem SR680a", Bare("SR680a", None)),
    ("UCS C885A", One("cisco-c885a-m8")),
    ("AS-8125GS-TNHR", One("smc-as-8125gs-tnhr")),
    ("Supermicro SYS-821GE-TNHR", One("smc-sys-821ge-tnhr")),
    ("DGX B250", Means::None),
    ("DGX L40S", Means::None),
    ("GB200 NVL144", Means::None),
];

const MODELS: &[(&str, Means)] = &[
    ("Llama 3.1 70B", One("llama-3-70b")),
    ("llama-3.3-70b-instruct", One("llama-3-70b")),
    ("Llama3 70B", One("llama-3-70b")),
    ("meta-llama/Llama-3.1-8B", One("llama-3-8b")),
    ("llama 3 18b", Unknown),
    ("Llama 405B", One("llama-3.1-405b")),
    ("Llama 2 70B", One("llama-2-70b")),
    ("DeepSeek-R1", One("deepseek-v3")),
    ("DeepSeek V3", One("deepseek-v3")),
    ("deepseek v3.2", One("deepseek-v3.2")),
    ("gpt-oss-120b", One("gpt-oss-120b")),
    ("GPT OSS 20B", One("gpt-oss-20b")),
    ("Qwen2.5 72B", One("qwen2.5-72b")),
    ("Qwen 25 72B", Unknown),
    ("Mixtral 8x7B", One("mixtral-8x7b")),
    ("GPT-4", Unknown),
];

const PARTS: &[(Kind, &str, Means)] = &[
    (Kind::Switch, "SN5600", One("sn5600")),
    (Kind::Switch, "MSN5600", One("sn5600")),
    (Kind::Switch, "Spectrum-4 SN5610", One("sn5610")),
    (Kind::Switch, "SN5700", Unknown),
    (Kind::Switch, "QM9700", One("qm9700")),
    (Kind::Switch, "MQM9700-NS2F", One("qm9700")),
    (Kind::Switch, "Q3400", One("q3400-ra")),
    (Kind::Switch, "SN2201", One("sn2201")),
    (Kind::Nic, "B3140H", One("bf3-b3140h")),
    (Kind::Nic, "BlueField-3 B3220", One("bf3-b3220")),
    (Kind::Nic, "900-9D3B6-00CN-AB0", One("bf3-b3240")),
    (Kind::Nic, "MCX75310AAS-NEAT", One("cx7-mcx75310aas-neat")),
    (Kind::Nic, "B3200", Unknown),
    (Kind::Transceiver, "980-9I30G-00NM00", One("mms4x00-nm-finned")),
    (Kind::Transceiver, "MMS4X00-NM finned", One("mms4x00-nm-finned")),
    (Kind::Transceiver, "MMS4X00", Unknown),
    (Kind::Cable, "MFP7E30", One("mfp7e30")),
    (Kind::Rack, "48U rack", One("rack-48u-800")),
    (Kind::Storage, "AI400X2-Turbo", One("ddn-ai400x2-turbo")),
];

/// Why a resolution is not what it must be; none when it is.
fn fault(resolution: &Resolution<'_>, means: &Means) -> Option<String> {
    let right = match (resolution, means) {
        (Resolution::One(id), One(wanted)) => id == wanted,
        (Resolution::Several(bare), Bare(name, default)) => {
            bare.name == *name && bare.default.as_deref() == *default
        }
        (Resolution::NoSuchProduct { why, near }, Means::None) => !why.is_empty() && !near.is_empty(),
        (Resolution::Unknown { .. }, Unknown) => true,
        _ => false,
    };
    (!right).then(|| format!("{resolution:?}"))
}

#[test]
fn every_spelling_means_what_it_must() {
    let catalog = Catalog::embedded();
    let table = GPUS
        .iter()
        .map(|(typed, means)| (Kind::Gpu, *typed, means))
        .chain(SYSTEMS.iter().map(|(typed, means)| (Kind::System, *typed, means)))
        .chain(MODELS.iter().map(|(typed, means)| (Kind::Model, *typed, means)))
        .chain(PARTS.iter().map(|(kind, typed, means)| (*kind, *typed, means)));
    let (mut count, mut wrong) = (0, Vec::new());
    for (kind, typed, means) in table {
        count += 1;
        if let Some(found) = fault(&catalog.resolve_name(kind, typed), means) {
            wrong.push(format!("{kind:?} `{typed}`: {found}"));
        }
    }
    assert!(count >= 120, "{count} spellings");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_id_and_name_finds_its_own_entry() {
    let catalog = Catalog::embedded();
    for gpu in catalog.gpus() {
        for spelling in gpu.aliases.iter().chain([&gpu.id, &gpu.name]) {
            assert_eq!(catalog.resolve_gpu(spelling), Resolution::One(&gpu.id), "{spelling}");
        }
    }
    for system in catalog.systems() {
        for spelling in system.aliases.iter().chain([&system.id, &system.name]) {
            assert_eq!(catalog.resolve_system(spelling), Resolution::One(&system.id), "{spelling}");
        }
    }
    for model in catalog.models() {
        for spelling in model.aliases.iter().chain([&model.id, &model.hf]) {
            assert_eq!(catalog.resolve_model(spelling), Resolution::One(&model.id), "{spelling}");
        }
    }
}

#[test]
fn near_names_are_offered_for_slips() {
    let catalog = Catalog::embedded();
    for (typed, wanted) in
        [("H100 SXN", "h100-sxm"), ("B20O", "b200-sxm"), ("L4OS", "l40s"), ("RTX 4080", "rtx-4090")]
    {
        match catalog.resolve_gpu(typed) {
            Resolution::Unknown { near } => assert!(near.contains(&wanted), "{typed}: {near:?}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
}
