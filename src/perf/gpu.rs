//! What the sizing formulas need to know about a GPU: plain numbers, dense peaks, one-way link rates.

use serde::{Deserialize, Serialize};

use super::error::{SizeError, positive};
use super::precision::Precision;

/// Hardware generation; calibration constants are kept per generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Generation {
    /// A100 and relatives.
    Ampere,
    /// L40S and relatives.
    Ada,
    /// H100, H200, H800, GH200.
    Hopper,
    /// B200, GB200.
    Blackwell,
    /// B300, GB300.
    BlackwellUltra,
    /// RTX PRO Blackwell parts without NVLink.
    BlackwellPcie,
    /// Vera Rubin parts.
    Rubin,
}

impl Generation {
    /// The name used in calibration files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ampere => "ampere",
            Self::Ada => "ada",
            Self::Hopper => "hopper",
            Self::Blackwell => "blackwell",
            Self::BlackwellUltra => "blackwell-ultra",
            Self::BlackwellPcie => "blackwell-pcie",
            Self::Rubin => "rubin",
        }
    }
}

/// One GPU as the formulas see it. All peaks are **dense**; all link rates are **bytes per second in one direction**.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GpuPerf {
    /// Name, for messages and for matching measured rows.
    pub name: String,
    /// Hardware generation.
    pub generation: Generation,
    /// Memory in bytes (nameplate, 80 GB = 80e9).
    pub memory_bytes: f64,
    /// Memory bandwidth, bytes/s.
    pub hbm_bytes_per_s: f64,
    /// Dense 16-bit peak, FLOP/s.
    pub bf16_flops: f64,
    /// Dense 8-bit floating-point peak, FLOP/s; `None` if the part has none.
    #[serde(default)]
    pub fp8_flops: Option<f64>,
    /// Dense 4-bit floating-point peak, FLOP/s; `None` if the part has none.
    #[serde(default)]
    pub fp4_flops: Option<f64>,
    /// Scale-up link (NVLink, or PCIe where there is none), bytes/s in one direction.
    pub nvlink_bytes_per_s: f64,
    /// Scale-out NIC share of this GPU, bytes/s in one direction.
    pub nic_bytes_per_s: f64,
    /// GPUs in one scale-up domain (8 on HGX, 72 on NVL72, 1 without NVLink).
    pub scale_up_gpus: u32,
}

impl GpuPerf {
    /// Dense matmul peak (FLOP/s) that weights of `precision` run at. Formats the part lacks run at the next wider
    /// one (FP4 weights on Hopper are up-cast); INT4 weights always compute in 16 bit.
    #[must_use]
    pub fn matmul_flops(&self, precision: Precision) -> f64 {
        let eight = self.fp8_flops.unwrap_or(self.bf16_flops);
        match precision {
            Precision::Bf16 | Precision::Int4 => self.bf16_flops,
            Precision::Fp8 | Precision::Int8 => eight,
            Precision::Fp4 => self.fp4_flops.unwrap_or(eight),
            // MXFP4 checkpoints (gpt-oss) run with 16-bit activations where the part has no 4-bit unit.
            Precision::Mxfp4 => self.fp4_flops.unwrap_or(self.bf16_flops),
        }
    }

    /// Checks ranges and the ratio of precisions, so that sparse figures, prefixes and Gb/s are caught here.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] naming the first field that is not plausible.
    pub fn validate(&self) -> Result<(), SizeError> {
        positive("memory_bytes", self.memory_bytes)?;
        positive("hbm_bytes_per_s", self.hbm_bytes_per_s)?;
        positive("bf16_flops", self.bf16_flops)?;
        positive("nvlink_bytes_per_s", self.nvlink_bytes_per_s)?;
        positive("nic_bytes_per_s", self.nic_bytes_per_s)?;
        if self.scale_up_gpus == 0 {
            return Err(SizeError::invalid("scale_up_gpus", 0, "at least 1"));
        }
        if !(1e9..=4e12).contains(&self.memory_bytes) {
            return Err(SizeError::invalid("memory_bytes", self.memory_bytes, "1e9 to 4e12 bytes"));
        }
        if !(1e13..=1e17).contains(&self.bf16_flops) {
            return Err(SizeError::invalid(
                "bf16_flops",
                self.bf16_flops,
                "1e13 to 1e17 dense FLOP/s (one part, not a rack)",
            ));
        }
        // Dense FP8 is twice dense BF16 on every part that has it; 1x or 4x means a sparse figure was mixed in.
        if let Some(fp8) = self.fp8_flops {
            let ratio = fp8 / self.bf16_flops;
            if !(1.8..=2.2).contains(&ratio) {
                return Err(SizeError::invalid(
                    "fp8_flops",
                    fp8,
                    "twice bf16_flops: is one of the two a sparse figure?",
                ));
            }
        }
        if let Some(fp4) = self.fp4_flops {
            let ratio = fp4 / self.bf16_flops;
            if !(3.6..=10.0).contains(&ratio) {
                return Err(SizeError::invalid(
                    "fp4_flops",
                    fp4,
                    "4 to 8 times bf16_flops: is one of the two a sparse figure?",
                ));
            }
        }
        Ok(())
    }
}

/// Parts that tests compute with.
#[cfg(test)]
pub mod samples {
    use super::{Generation, GpuPerf};

    /// H100 SXM, dense figures as in the NVIDIA H100 datasheet (sparse figures halved).
    pub fn h100() -> GpuPerf {
        GpuPerf {
            name: "H100".into(),
            generation: Generation::Hopper,
            memory_bytes: 80e9,
            hbm_bytes_per_s: 3.35e12,
            bf16_flops: 989e12,
            fp8_flops: Some(1979e12),
            fp4_flops: None,
            nvlink_bytes_per_s: 450e9,
            nic_bytes_per_s: 50e9,
            scale_up_gpus: 8,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{samples::h100, *};

    #[test]
    fn a_sparse_figure_beside_a_dense_one_is_found() {
        assert!(h100().validate().is_ok());
        // Failures F1 and F2: 3,958 is the sparse FP8 figure.
        let mixed = GpuPerf { fp8_flops: Some(3958e12), ..h100() };
        assert!(mixed.validate().unwrap_err().to_string().contains("sparse"));
        // Failure F5: a rack's PFLOP/s typed into a part.
        let rack = GpuPerf { bf16_flops: 200e15, fp8_flops: None, ..h100() };
        assert!(rack.validate().is_err());
    }

    #[test]
    fn missing_formats_run_wider() {
        assert_eq!(h100().matmul_flops(Precision::Fp4), 1979e12);
        assert_eq!(h100().matmul_flops(Precision::Mxfp4), 989e12);
        assert_eq!(h100().matmul_flops(Precision::Int4), 989e12);
    }
}
