//! The precision a training run is estimated in where none is stated.

use super::gpu::GpuPerf;
use super::model::ModelArch;
use super::precision::Precision;

/// The precision of the matrix products of a run whose precision is not stated, and the sentence that says so (`None` for
/// BF16 where nothing speaks for another).
///
/// A model published in FP8 was trained in it, so its products are in FP8 wherever the GPU computes in it. The 4-bit formats of
/// checkpoints (MXFP4, NVFP4, INT4) are formats of stored weights: published runs of such models compute in 16 bit.
#[must_use]
pub fn unstated_precision(model: &ModelArch, gpu: &GpuPerf) -> (Precision, Option<String>) {
    match model.native_precision {
        Some(Precision::Fp8) if gpu.fp8_flops.is_some() => (
            Precision::Fp8,
            Some(format!("products in fp8, in which {} is published; none was given", model.name)),
        ),
        Some(Precision::Fp8) => (
            Precision::Bf16,
            Some(format!(
                "products in bf16: {} is published in fp8, in which {} does not compute",
                model.name, gpu.name
            )),
        ),
        Some(native @ (Precision::Mxfp4 | Precision::Fp4 | Precision::Int4 | Precision::Int8)) => (
            Precision::Bf16,
            Some(format!(
                "products in bf16: {} is published with weights stored in {}, and published training runs of such models \
                 compute in 16 bit",
                model.name,
                native.name()
            )),
        ),
        Some(Precision::Bf16) | None => (Precision::Bf16, None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::gpu::samples::h100;
    use super::*;

    #[test]
    fn what_is_published_in_fp8_is_trained_in_it_where_the_gpu_can() {
        let of = |native, gpu: &GpuPerf| {
            let mut m = ModelArch::dense("m", 32, 4096, 32, 8, 128, 14336, 128_256, true, false);
            m.native_precision = native;
            unstated_precision(&m, gpu)
        };
        let old = GpuPerf { fp8_flops: None, ..h100() };
        assert_eq!(of(Some(Precision::Fp8), &h100()).0, Precision::Fp8);
        assert_eq!(of(Some(Precision::Fp8), &old).0, Precision::Bf16);
        assert_eq!(of(Some(Precision::Mxfp4), &h100()).0, Precision::Bf16);
        assert_eq!(of(None, &h100()), (Precision::Bf16, None));
        for native in [Precision::Fp8, Precision::Mxfp4, Precision::Int4] {
            assert!(of(Some(native), &old).1.is_some_and(|words| words.contains(native.name())));
        }
    }
}
