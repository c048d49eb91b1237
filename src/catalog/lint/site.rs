//! Feeds and storage guidelines: volt-amperes follow from volts and amperes; link bandwidth is no throughput.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Fact, StorageMeaning};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "feed-kva",
        about: "Apparent power is volts x amperes (x sqrt(3) for three phases) x the share a load may take.",
        check: feed_kva,
    },
    LintRule { name: "feed-phases", about: "A feed has one phase or three.", check: feed_phases },
    LintRule {
        name: "storage-meaning",
        about: "A throughput guideline has no link bandwidth, and the other way round.",
        check: meaning,
    },
    LintRule {
        name: "storage-write-above-read",
        about: "Write throughput is not above read throughput.",
        check: write_above_read,
    },
];

fn known(fact: &Option<Fact<f64>>) -> Option<f64> {
    fact.as_ref().and_then(Fact::known).copied()
}

fn feed_kva(report: &mut Report<'_, '_>) {
    for one in report.entries().power_feeds.iter() {
        let (Some(volts), Some(amperes), Some(kva)) =
            (known(&one.voltage_v), known(&one.breaker_a), known(&one.continuous_kva))
        else {
            continue;
        };
        let three = one.phases.as_ref().and_then(Fact::known) == Some(&3);
        let share = known(&one.continuous_ratio).unwrap_or(1.0);
        let wanted = volts * amperes * if three { 3f64.sqrt() } else { 1.0 } * share / 1000.0;
        if (kva - wanted).abs() > wanted * 0.02 {
            let found = format!("{} kVA", num(kva));
            let expected =
                format!("{} kVA from volts, amperes and share", num((wanted * 10.0).round() / 10.0));
            report.error("power_feeds", &one.id, "continuous_kva", found, expected);
        }
    }
}

fn feed_phases(report: &mut Report<'_, '_>) {
    for one in report.entries().power_feeds.iter() {
        if let Some(phases) = one.phases.as_ref().and_then(Fact::known)
            && !matches!(phases, 1 | 3)
        {
            report.error("power_feeds", &one.id, "phases", format!("{phases} phases"), "1 or 3".into());
        }
    }
}

fn meaning(report: &mut Report<'_, '_>) {
    for one in report.entries().storage_guidelines.iter() {
        let (throughput, link) = (
            one.read_gbyte_per_s.is_some() || one.write_gbyte_per_s.is_some(),
            one.link_gbps_per_gpu.is_some(),
        );
        let right = match one.meaning {
            StorageMeaning::Throughput => throughput && !link,
            StorageMeaning::LinkProvisioning => link && !throughput,
        };
        if !right {
            let found =
                format!("{} with throughput: {throughput}, link bandwidth: {link}", one.meaning.word());
            let expected = "read and write in GB/s, or link bandwidth in Gb/s, never both".into();
            report.error("storage_guidelines", &one.id, "meaning", found, expected);
        }
    }
}

fn write_above_read(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let guidelines = entries.storage_guidelines.iter().map(|one| {
        ("storage_guidelines", one.id.as_ref(), known(&one.read_gbyte_per_s), known(&one.write_gbyte_per_s))
    });
    let blocks = entries.storage_blocks.iter().map(|one| {
        ("storage_blocks", one.id.as_ref(), known(&one.read_gbyte_per_s), known(&one.write_gbyte_per_s))
    });
    for (list, id, read, write) in guidelines.chain(blocks) {
        let (Some(read), Some(write)) = (read, write) else { continue };
        if write > read {
            let found = format!("write {} GB/s above read {} GB/s", num(write), num(read));
            report.warning(list, id, "write_gbyte_per_s", found, "read at least as fast as write".into());
        }
    }
}
