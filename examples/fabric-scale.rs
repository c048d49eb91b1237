//! Measures planning, wiring and checking: `cargo run --release --example fabric-scale -- 2-8-9-800 16384`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::{process::ExitCode, time::Instant};

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::{Limits, check_wiring},
    fabric::{
        Overrides, profile_of, recommend,
        wiring::{Lengths, choose_parts, wire},
    },
    render::export::{Direction, cables},
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(architecture), Some(nodes)) =
        (arguments.first(), arguments.get(1).and_then(|text| text.parse().ok()))
    else {
        eprintln!("usage: fabric-scale ARCHITECTURE NODES");
        return ExitCode::from(2);
    };
    match measure(architecture, nodes) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

fn measure(architecture: &str, nodes: u64) -> Result<String, String> {
    let catalog = Catalog::embedded();
    let start = Instant::now();
    let profile = profile_of(&catalog, architecture).map_err(|error| error.to_string())?;
    let plan =
        recommend(&catalog, architecture, nodes, &Overrides::default()).map_err(|error| error.to_string())?;
    let mut wiring = wire(&catalog, &profile, &plan).map_err(|error| error.to_string())?;
    choose_parts(&catalog, &mut wiring, Lengths::default());
    let wired = start.elapsed();
    let faults = check_wiring(
        &wiring,
        &Limits { oversubscription: Some(plan.compute.oversubscription), catalog: Some(&catalog) },
    );
    let checked = start.elapsed();
    let memory = memory_mb();
    let csv = cables(&wiring, Direction::Once);
    let exported = start.elapsed();
    Ok(format!(
        "{architecture}: {} GPUs, {} devices, {} links; wired {:.3} s, checked {:.3} s, peak {memory} MB; {} faults; CSV of {} MB at {:.3} s, peak {} MB",
        plan.gpu_count,
        wiring.devices.len(),
        wiring.links.len(),
        wired.as_secs_f64(),
        checked.as_secs_f64(),
        faults.len(),
        csv.len() / 1_000_000,
        exported.as_secs_f64(),
        memory_mb(),
    ))
}

/// Peak resident memory, MB, as Linux reports it; 0 elsewhere.
fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
