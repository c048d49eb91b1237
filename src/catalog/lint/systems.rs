//! A system against its parts: memory, power, heat, form and the pattern it is listed for.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Fact, Gpu, GpuForm, System, SystemClass};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "system-memory",
        about: "Memory of one GPU times their number is the memory of the system.",
        check: memory,
    },
    LintRule {
        name: "system-power-parts",
        about: "The GPUs alone draw less than the system's greatest power.",
        check: power_parts,
    },
    LintRule {
        name: "system-power-order",
        about: "Typical power is below the greatest, and that below the peak.",
        check: power_order,
    },
    LintRule { name: "system-heat", about: "Heat is greatest power times 3412.142 BTU/h.", check: heat },
    LintRule { name: "system-form", about: "A system takes GPUs of its form.", check: form },
    LintRule {
        name: "system-pattern",
        about: "A system has the GPUs and adapters of the patterns it is listed for.",
        check: pattern,
    },
];

/// One kilowatt in BTU per hour (international table).
const BTU_PER_H_PER_KW: f64 = 3412.142;

fn known(fact: &Option<Fact<f64>>) -> Option<f64> {
    fact.as_ref().and_then(Fact::known).copied()
}

fn count(fact: &Option<Fact<u64>>) -> Option<u64> {
    fact.as_ref().and_then(Fact::known).copied()
}

/// The GPUs a system may hold, as entries.
fn parts<'a>(report: &Report<'_, 'a>, system: &System) -> Vec<&'a Gpu> {
    let gpus = &report.entries().gpus;
    system.gpus.iter().filter_map(|id| gpus.iter().find(|gpu| gpu.id == *id)).collect()
}

fn memory(report: &mut Report<'_, '_>) {
    for system in report.entries().systems.iter() {
        let (Some(total), Some(gpus)) = (known(&system.gpu_memory_gb), count(&system.gpu_count)) else {
            continue;
        };
        let each: Vec<f64> = parts(report, system).iter().filter_map(|gpu| known(&gpu.memory_gb)).collect();
        // Racks print terabytes with one digit: 1 % covers that.
        let fits = |each: &f64| (each * gpus as f64 - total).abs() <= total * 0.01;
        if !each.is_empty() && !each.iter().any(fits) {
            let products: Vec<String> = each
                .iter()
                .map(|each| format!("{gpus} x {} = {}", num(*each), num(each * gpus as f64)))
                .collect();
            let found = format!("{} GB", num(total));
            report.error(
                "systems",
                &system.id,
                "gpu_memory_gb",
                found,
                format!("{} GB", products.join(" or ")),
            );
        }
    }
}

fn power_parts(report: &mut Report<'_, '_>) {
    for system in report.entries().systems.iter() {
        let (Some(power), Some(gpus)) = (known(&system.power_max_kw), count(&system.gpu_count)) else {
            continue;
        };
        let least =
            parts(report, system).iter().filter_map(|gpu| known(&gpu.tdp_w)).fold(f64::INFINITY, f64::min);
        let sum = least * gpus as f64 / 1000.0;
        if sum.is_finite() && sum > power {
            let found = format!("{} kW", num(power));
            let expected = format!("more than its GPUs alone: {gpus} x {} W = {} kW", num(least), num(sum));
            report.error("systems", &system.id, "power_max_kw", found, expected);
        }
    }
}

fn power_order(report: &mut Report<'_, '_>) {
    for system in report.entries().systems.iter() {
        let most = known(&system.power_max_kw);
        for (field, low, high) in [
            ("power_typical_kw", known(&system.power_typical_kw), most),
            ("power_peak_kw", most, known(&system.power_peak_kw)),
        ] {
            let (Some(low), Some(high)) = (low, high) else { continue };
            if low > high {
                let found = format!("{} kW above {} kW", num(low), num(high));
                let expected = "typical, greatest and peak power in rising order".into();
                report.error("systems", &system.id, field, found, expected);
            }
        }
    }
}

fn heat(report: &mut Report<'_, '_>) {
    for system in report.entries().systems.iter() {
        let (Some(power), Some(heat)) = (known(&system.power_max_kw), known(&system.heat_btu_per_h)) else {
            continue;
        };
        let wanted = power * BTU_PER_H_PER_KW;
        if (heat - wanted).abs() > wanted * 0.01 {
            let found = format!("{} BTU/h", num(heat));
            let expected = format!("{} kW x 3412.142 = {} BTU/h", num(power), num(wanted.round()));
            report.error("systems", &system.id, "heat_btu_per_h", found, expected);
        }
    }
}

fn form(report: &mut Report<'_, '_>) {
    for system in report.entries().systems.iter() {
        let takes: &[GpuForm] = match system.class {
            SystemClass::SxmNode | SystemClass::SxmBaseboard => &[GpuForm::Sxm],
            SystemClass::PcieNode => &[GpuForm::PciePassive],
            SystemClass::RackScale | SystemClass::Tray | SystemClass::SuperchipNode => &[GpuForm::Superchip],
            SystemClass::Workstation => &[GpuForm::PcieActive, GpuForm::Desktop],
            SystemClass::Other => &[],
        };
        for gpu in parts(report, system) {
            // Of a part that is not out yet one form is published, and its products differ.
            if !takes.contains(&gpu.form) && !gpu.preliminary {
                let words: Vec<&str> = takes.iter().map(|form| form.word()).collect();
                let found = format!("`{}` is {}", gpu.id, gpu.form.word());
                report.error(
                    "systems",
                    &system.id,
                    "gpus",
                    found,
                    format!("GPUs of form {}", words.join(", ")),
                );
            }
        }
    }
}

fn pattern(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for system in entries.systems.iter() {
        let nodes = count(&system.nodes).unwrap_or(1);
        for pattern in
            system.patterns.iter().filter_map(|id| entries.patterns.iter().find(|one| one.id == *id))
        {
            let id = &pattern.id;
            if let Some(gpus) = count(&system.gpu_count)
                && gpus != pattern.g * nodes
            {
                let found = format!("{gpus} GPUs in {nodes} node(s)");
                let expected = format!("{} per node, as {id} says", pattern.g);
                report.error("systems", &system.id, "gpu_count", found, expected);
            }
            let allowed = |gpu: &_| pattern.gpus_allowed.is_empty() || pattern.gpus_allowed.contains(gpu);
            if !system.gpus.is_empty() && !system.gpus.iter().any(allowed) {
                let found = format!("GPUs {}", system.gpus.join(", "));
                report.error(
                    "systems",
                    &system.id,
                    "gpus",
                    found,
                    format!("one of {id}: {}", pattern.gpus_allowed.join(", ")),
                );
            }
            let Some(adapters) = &pattern.ew_nics else { continue };
            if let Some(nics) = count(&system.compute_nics)
                && nics != adapters.count * nodes
            {
                let found = format!("{nics} east-west adapters");
                let expected = format!("{} per node, as {id} says", adapters.count);
                report.error("systems", &system.id, "compute_nics", found, expected);
            }
            // A faster adapter may be run slower (a single plane); a slower one never carries the pattern.
            if let (Some(speed), Some(wanted)) = (count(&system.compute_nic_gbps), adapters.gbps)
                && speed < wanted
            {
                let found = format!("{speed} Gb/s adapters");
                report.error(
                    "systems",
                    &system.id,
                    "compute_nic_gbps",
                    found,
                    format!("at least {wanted} Gb/s, as {id} says"),
                );
            }
        }
    }
}
