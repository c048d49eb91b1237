//! Number formats: bits per stored weight, scales included, and the names people use for them.

use serde::{Deserialize, Serialize};

use super::error::SizeError;
use crate::design::words;

/// A storage and arithmetic format of weights, activations or cache entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// 16 bit, BF16 or FP16.
    Bf16,
    /// 8-bit floating point, any scaling recipe (per tensor, block, MX).
    Fp8,
    /// 8-bit integer.
    Int8,
    /// NVFP4: 4 bit with one 8-bit scale per 16 values.
    Fp4,
    /// MXFP4: 4 bit with one 8-bit scale per 32 values.
    Mxfp4,
    /// 4-bit integer weights with one 16-bit scale per 32 values; arithmetic in 16 bit.
    Int4,
}

impl Precision {
    /// Bits per stored value without scales.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Bf16 => 16,
            Self::Fp8 | Self::Int8 => 8,
            Self::Fp4 | Self::Mxfp4 | Self::Int4 => 4,
        }
    }

    /// Bytes per stored weight, block scales included. Scale layouts: OCP MX v1.0 (32 values, 8 bit),
    /// NVFP4 (16 values, 8 bit), group-32 INT4 with FP16 scales as in the Kimi-K2 checkpoints.
    #[must_use]
    pub fn bytes_per_weight(self) -> f64 {
        let scale_bits = match self {
            Self::Fp4 => 8.0 / 16.0,
            Self::Mxfp4 => 8.0 / 32.0,
            Self::Int4 => 16.0 / 32.0,
            Self::Bf16 | Self::Fp8 | Self::Int8 => 0.0,
        };
        (f64::from(self.bits()) + scale_bits) / 8.0
    }

    /// Usual KV-cache element size in bytes for a checkpoint of this precision: 8-bit caches go with FP8 and
    /// FP4 checkpoints, 16-bit caches with the others.
    #[must_use]
    pub const fn usual_kv_bytes(self) -> f64 {
        match self {
            Self::Fp8 | Self::Fp4 | Self::Mxfp4 => 1.0,
            Self::Bf16 | Self::Int8 | Self::Int4 => 2.0,
        }
    }

    /// The storage format a stated precision comes to; none for those this model has no figures of.
    #[must_use]
    pub const fn of_word(word: words::Precision) -> Option<Self> {
        match word {
            words::Precision::Bf16 | words::Precision::Fp16 => Some(Self::Bf16),
            words::Precision::Fp8 => Some(Self::Fp8),
            words::Precision::Int8 => Some(Self::Int8),
            words::Precision::Fp4 => Some(Self::Fp4),
            words::Precision::Mxfp4 => Some(Self::Mxfp4),
            words::Precision::Int4 => Some(Self::Int4),
            words::Precision::Fp64 | words::Precision::Fp32 | words::Precision::Tf32 => None,
        }
    }

    /// Reads the names used in papers, result tables and by customers (`FP8-CS`, `MXFP8`, `fp16`, `nvfp4`, `int4`, ...).
    ///
    /// # Errors
    /// [`SizeError::Invalid`] for a name that is none of the known formats (also TF32: it is no storage format).
    pub fn parse(name: &str) -> Result<Self, SizeError> {
        let key: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        match key.as_str() {
            "bf16" | "fp16" | "bfloat16" | "float16" | "half" => Ok(Self::Bf16),
            "fp8" | "fp8cs" | "fp8mx" | "fp8ds" | "fp8sc" | "mxfp8" | "fp8e4m3" | "e4m3" => Ok(Self::Fp8),
            "int8" | "w8a8" => Ok(Self::Int8),
            "fp4" | "nvfp4" => Ok(Self::Fp4),
            "mxfp4" => Ok(Self::Mxfp4),
            "int4" | "w4a16" | "awq" | "gptq" => Ok(Self::Int4),
            _ => Err(SizeError::invalid(
                "precision",
                name,
                "one of bf16, fp16, fp8, mxfp8, int8, nvfp4, mxfp4, int4",
            )),
        }
    }

    /// Reads the label of a result row: a known name, or one followed by the details of a recipe (`fp8_dyn`, `NVFP4 (W4A4)`).
    /// An empty label is the format models are published in, BF16, as in the sizing commands.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if neither the label nor its first word is a known format.
    pub fn of_label(label: &str) -> Result<Self, SizeError> {
        if label.trim().is_empty() {
            return Ok(Self::Bf16);
        }
        let first = label.split(|c: char| !c.is_ascii_alphanumeric()).find(|part| !part.is_empty());
        Self::parse(label).or_else(|error| first.map(Self::parse).and_then(Result::ok).ok_or(error))
    }

    /// The lower-case name used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Int8 => "int8",
            Self::Fp4 => "fp4",
            Self::Mxfp4 => "mxfp4",
            Self::Int4 => "int4",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn four_bit_weights_take_half_a_byte_and_their_scales() {
        // A public sizing table (failure F12) gave FP4 a quarter of a byte.
        assert!((Precision::Fp4.bytes_per_weight() - 0.5625).abs() < 1e-12);
        assert!((Precision::Mxfp4.bytes_per_weight() - 0.53125).abs() < 1e-12);
        assert!(Precision::Int4.bytes_per_weight() > 0.5);
        assert_eq!(Precision::Bf16.bytes_per_weight(), 2.0);
    }

    #[test]
    fn recipe_names_map_to_formats() {
        assert_eq!(Precision::parse("FP8-CS").unwrap(), Precision::Fp8);
        assert_eq!(Precision::parse("MXFP8").unwrap(), Precision::Fp8);
        assert_eq!(Precision::parse("NVFP4").unwrap(), Precision::Fp4);
        // TF32 rows were once read as BF16 (failure F4): not accepted as a storage format.
        assert!(Precision::parse("tf32").is_err());
        // A row without a label is scored as the command would size it.
        assert_eq!(Precision::of_label("").unwrap(), Precision::Bf16);
        assert!(Precision::of_label("tf32").is_err());
    }
}
