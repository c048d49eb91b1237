//! A GPU as a part. Dense and sparse rates are separate fields; memory as printed, as reported by the driver and as
//! the chip's nameplate are separate fields; NVLink is the total of both directions.

use serde::{Deserialize, Serialize};

use super::{Fact, List, NamedFact, Text};

/// Generation of a GPU: decides which ratios between dense and sparse rates are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Generation {
    /// Volta: no sparsity, no BF16.
    Volta,
    /// Turing: no sparsity, no BF16.
    Turing,
    /// Ampere: 2:4 sparsity doubles; no FP8.
    Ampere,
    /// Ada Lovelace: 2:4 sparsity doubles; FP8.
    Ada,
    /// Hopper: 2:4 sparsity doubles; FP8.
    Hopper,
    /// Blackwell: 2:4 sparsity doubles; FP8 and FP4.
    Blackwell,
    /// Blackwell Ultra: as Blackwell, but FP4 with sparsity is 4/3 of FP4 dense; INT8 and FP64 cut.
    BlackwellUltra,
    /// Rubin: figures are preliminary.
    Rubin,
}

impl Generation {
    /// The word used in files, JSON and filters.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Volta => "volta",
            Self::Turing => "turing",
            Self::Ampere => "ampere",
            Self::Ada => "ada",
            Self::Hopper => "hopper",
            Self::Blackwell => "blackwell",
            Self::BlackwellUltra => "blackwell_ultra",
            Self::Rubin => "rubin",
        }
    }
}

/// How a GPU is mounted: decides which systems can take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum GpuForm {
    /// A module on a baseboard with NVSwitch.
    Sxm,
    /// A PCIe card cooled by the server's own air.
    PciePassive,
    /// A PCIe card with its own fans; not for closed servers.
    PcieActive,
    /// A CPU-GPU module of a superchip or rack-scale system.
    Superchip,
    /// Part of a desktop computer.
    Desktop,
}

impl GpuForm {
    /// The word used in files, JSON and filters.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sxm => "sxm",
            Self::PciePassive => "pcie_passive",
            Self::PcieActive => "pcie_active",
            Self::Superchip => "superchip",
            Self::Desktop => "desktop",
        }
    }
}

/// One way to split a GPU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MigProfile {
    /// Name, such as `1g.10gb`: compute slices and memory.
    pub name: Text,
    /// Memory of an instance as its name gives it, GB.
    pub memory_gb: u64,
    /// Instances of this profile that one GPU holds.
    pub count: u64,
}

/// A GPU: one part, so SXM, NVL and PCIe variants are separate entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Gpu {
    /// Id, such as `h200-sxm`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Spellings that mean this part and no other.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Name that files of measured rows use for this part, where there are such rows.
    #[serde(default)]
    pub measured_as: Option<Text>,
    /// Architecture and chip.
    pub architecture: Text,
    /// Generation.
    pub generation: Generation,
    /// How it is mounted.
    pub form: GpuForm,
    /// SXM5, PCIe dual-slot, superchip ...
    pub form_factor: Text,
    /// On sale, end of life, announced.
    pub status: Text,
    /// Memory as the vendor prints it for the system page, GB.
    pub memory_gb: Option<Fact<f64>>,
    /// Memory the driver reports, MiB: what software can use.
    pub memory_mib_reported: Option<Fact<f64>>,
    /// Memory on the chip, where the vendor also prints that, GB.
    pub memory_gb_nameplate: Option<Fact<f64>>,
    /// Memory technology.
    pub memory_type: Option<Fact<Text>>,
    /// Memory bandwidth, GB/s.
    pub memory_bandwidth_gbyte_per_s: Option<Fact<f64>>,
    /// FP64 outside the tensor cores, TFLOPS.
    pub fp64_tflops: Option<Fact<f64>>,
    /// FP64 in the tensor cores, TFLOPS.
    pub fp64_tensor_tflops: Option<Fact<f64>>,
    /// FP32 outside the tensor cores, TFLOPS.
    pub fp32_tflops: Option<Fact<f64>>,
    /// TF32, dense, TFLOPS.
    pub tf32_tflops_dense: Option<Fact<f64>>,
    /// TF32 with 2:4 sparsity, TFLOPS.
    pub tf32_tflops_sparse: Option<Fact<f64>>,
    /// BF16, dense, TFLOPS.
    pub bf16_tflops_dense: Option<Fact<f64>>,
    /// BF16 with 2:4 sparsity, TFLOPS.
    pub bf16_tflops_sparse: Option<Fact<f64>>,
    /// FP16 in the tensor cores, dense, TFLOPS.
    pub fp16_tflops_dense: Option<Fact<f64>>,
    /// FP16 with 2:4 sparsity, TFLOPS.
    pub fp16_tflops_sparse: Option<Fact<f64>>,
    /// FP8, dense, TFLOPS.
    pub fp8_tflops_dense: Option<Fact<f64>>,
    /// FP8 with 2:4 sparsity, TFLOPS.
    pub fp8_tflops_sparse: Option<Fact<f64>>,
    /// FP4, dense, TFLOPS.
    pub fp4_tflops_dense: Option<Fact<f64>>,
    /// FP4 as printed with sparsity, TFLOPS.
    pub fp4_tflops_sparse: Option<Fact<f64>>,
    /// INT8, dense, TOPS.
    pub int8_tops_dense: Option<Fact<f64>>,
    /// INT8 with 2:4 sparsity, TOPS.
    pub int8_tops_sparse: Option<Fact<f64>>,
    /// Best measured BF16 matrix rate, dense, TFLOPS.
    pub measured_bf16_tflops: Option<Fact<f64>>,
    /// Best measured FP8 matrix rate, dense, TFLOPS.
    pub measured_fp8_tflops: Option<Fact<f64>>,
    /// Greatest board power, W.
    pub tdp_w: Option<Fact<f64>>,
    /// NVLink, both directions together, GB/s per GPU.
    pub nvlink_total_gbyte_per_s: Option<Fact<f64>>,
    /// Host interface as printed.
    pub pcie: Option<Fact<Text>>,
    /// Greatest number of MIG instances.
    pub mig_max_instances: Option<Fact<u64>>,
    /// MIG profiles, each with the instances one GPU holds of it alone; smallest first.
    pub mig_profiles: Option<Fact<List<MigProfile>>>,
    /// CUDA compute capability.
    pub compute_capability: Option<Fact<Text>>,
    /// Year of release.
    pub release_year: Option<Fact<u64>>,
    /// Whether the part has ray-tracing cores and a graphics stack.
    pub ray_tracing: Option<Fact<bool>>,
    /// Whether the figures are preliminary: no design may be defended with them.
    #[serde(default)]
    pub preliminary: bool,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}
