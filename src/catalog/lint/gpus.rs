//! Arithmetic inside a GPU: dense against sparse, one precision against the next, one memory figure against another.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Fact, Generation, Gpu};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "sparse-ratio",
        about: "Sparse is twice dense; for FP4 on Blackwell Ultra it is 4/3 of dense.",
        check: sparse_ratio,
    },
    LintRule {
        name: "precision-ladder",
        about: "Halving the width of a number doubles the dense rate; BF16 and FP16 have one rate.",
        check: ladder,
    },
    LintRule {
        name: "precision-unsupported",
        about: "A generation has no rate in a format it does not know.",
        check: unsupported,
    },
    LintRule {
        name: "memory-readings",
        about: "Printed, reported and nameplate memory are readings of one size.",
        check: memory,
    },
    LintRule {
        name: "measured-above-peak",
        about: "A measured rate is below the dense peak.",
        check: measured,
    },
    LintRule { name: "preliminary", about: "Rubin figures are marked preliminary.", check: preliminary },
];

/// Printed figures are rounded to three or four digits; 1 % covers that.
const ROUNDING: f64 = 0.01;

fn known(fact: &Option<Fact<f64>>) -> Option<f64> {
    fact.as_ref().and_then(Fact::known).copied()
}

fn near(value: f64, wanted: f64, tolerance: f64) -> bool {
    (value - wanted).abs() <= wanted.abs() * tolerance
}

fn sparse_ratio(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter() {
        let fp4 = if gpu.generation == Generation::BlackwellUltra { 4.0 / 3.0 } else { 2.0 };
        for (field, dense, sparse, ratio) in [
            ("tf32_tflops_sparse", &gpu.tf32_tflops_dense, &gpu.tf32_tflops_sparse, 2.0),
            ("bf16_tflops_sparse", &gpu.bf16_tflops_dense, &gpu.bf16_tflops_sparse, 2.0),
            ("fp16_tflops_sparse", &gpu.fp16_tflops_dense, &gpu.fp16_tflops_sparse, 2.0),
            ("fp8_tflops_sparse", &gpu.fp8_tflops_dense, &gpu.fp8_tflops_sparse, 2.0),
            ("fp4_tflops_sparse", &gpu.fp4_tflops_dense, &gpu.fp4_tflops_sparse, fp4),
            ("int8_tops_sparse", &gpu.int8_tops_dense, &gpu.int8_tops_sparse, 2.0),
        ] {
            let (Some(dense), Some(sparse)) = (known(dense), known(sparse)) else { continue };
            if !near(sparse, dense * ratio, ROUNDING) {
                let found = format!(
                    "`{field}` {} against {} dense: {} times",
                    num(sparse),
                    num(dense),
                    num(sparse / dense)
                );
                let expected = format!("{} times, {}", num(ratio), num(dense * ratio));
                report.error("gpus", &gpu.id, field, found, expected);
            }
        }
    }
}

fn ladder(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter().filter(|gpu| !gpu.preliminary) {
        let bf16 = known(&gpu.bf16_tflops_dense);
        for (field, rate, times) in [
            ("tf32_tflops_dense", known(&gpu.tf32_tflops_dense), 0.5),
            ("fp16_tflops_dense", known(&gpu.fp16_tflops_dense), 1.0),
            ("fp8_tflops_dense", known(&gpu.fp8_tflops_dense), 2.0),
        ] {
            let (Some(bf16), Some(rate)) = (bf16, rate) else { continue };
            if !near(rate, bf16 * times, 0.02) {
                let found = format!("`{field}` {} against {} BF16 dense", num(rate), num(bf16));
                let expected = format!("{} times BF16 dense, {}", num(times), num(bf16 * times));
                report.error("gpus", &gpu.id, field, found, expected);
            }
        }
    }
}

/// Fields of a GPU that a generation cannot have.
fn impossible(gpu: &Gpu) -> Vec<(&'static str, Option<f64>)> {
    let fp8 = [
        ("fp8_tflops_dense", known(&gpu.fp8_tflops_dense)),
        ("fp8_tflops_sparse", known(&gpu.fp8_tflops_sparse)),
    ];
    let fp4 = [
        ("fp4_tflops_dense", known(&gpu.fp4_tflops_dense)),
        ("fp4_tflops_sparse", known(&gpu.fp4_tflops_sparse)),
    ];
    let bf16 = [
        ("bf16_tflops_dense", known(&gpu.bf16_tflops_dense)),
        ("tf32_tflops_dense", known(&gpu.tf32_tflops_dense)),
    ];
    let sparse = [
        ("fp16_tflops_sparse", known(&gpu.fp16_tflops_sparse)),
        ("int8_tops_sparse", known(&gpu.int8_tops_sparse)),
    ];
    match gpu.generation {
        Generation::Volta | Generation::Turing => [fp8, fp4, bf16, sparse].concat(),
        Generation::Ampere => [fp8, fp4].concat(),
        Generation::Ada | Generation::Hopper => fp4.to_vec(),
        Generation::Blackwell | Generation::BlackwellUltra | Generation::Rubin => Vec::new(),
    }
}

fn unsupported(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter() {
        for (field, rate) in impossible(gpu) {
            let Some(rate) = rate else { continue };
            let found = format!("`{field}` {} on {}", num(rate), gpu.generation.word());
            report.error(
                "gpus",
                &gpu.id,
                field,
                found,
                "`state: none`: the generation does not know it".into(),
            );
        }
    }
}

fn memory(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter() {
        let Some(printed) = known(&gpu.memory_gb) else { continue };
        if let Some(mib) = known(&gpu.memory_mib_reported) {
            // Vendors print GB for what is GiB on stacked memory (1.074 times), and error correction takes up to a
            // sixteenth from graphics memory (0.94 times): see the readings in the README.
            let gb = mib * 1_048_576.0 / 1e9;
            if !(printed * 0.93..=printed * 1.08).contains(&gb) {
                let found = format!("{} MiB reported is {} GB", num(mib), num(gb));
                let expected = format!("0.93 to 1.08 times the printed {} GB", num(printed));
                report.error("gpus", &gpu.id, "memory_mib_reported", found, expected);
            }
        }
        if let Some(nameplate) = known(&gpu.memory_gb_nameplate)
            && nameplate < printed
        {
            let found = format!("nameplate {} GB", num(nameplate));
            report.error(
                "gpus",
                &gpu.id,
                "memory_gb_nameplate",
                found,
                format!("at least the printed {} GB", num(printed)),
            );
        }
    }
}

fn measured(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter() {
        for (field, measured, peak) in [
            ("measured_bf16_tflops", &gpu.measured_bf16_tflops, &gpu.bf16_tflops_dense),
            ("measured_fp8_tflops", &gpu.measured_fp8_tflops, &gpu.fp8_tflops_dense),
        ] {
            let (Some(measured), Some(peak)) = (known(measured), known(peak)) else { continue };
            if measured > peak {
                let found = format!("`{field}` {}", num(measured));
                report.error("gpus", &gpu.id, field, found, format!("at most the dense peak, {}", num(peak)));
            }
        }
    }
}

fn preliminary(report: &mut Report<'_, '_>) {
    for gpu in report.entries().gpus.iter() {
        if gpu.generation == Generation::Rubin && !gpu.preliminary {
            let found = "a Rubin part without `preliminary`".into();
            report.error("gpus", &gpu.id, "generation", found, "`preliminary: true`".into());
        }
    }
}
