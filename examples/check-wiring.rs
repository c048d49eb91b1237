//! Judges a cable list, Air topology or ibnetdiscover scan: `cargo run --example check-wiring -- FILE [DOWN UP]`.
//! With an architecture and a size it is compared with that design as well:
//! `cargo run --example check-wiring -- FILE --like 2-8-9-400 12`. Ends with 9 when a rule is broken.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::{Limits, check_wiring, compare, infer_wiring, read_as_built},
    design::{Severity, fabric::Ratio},
    fabric::{Overrides, profile_of, recommend, wiring::wire},
};

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(9),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> Result<usize, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, rest) =
        arguments.split_first().ok_or("usage: check-wiring FILE [DOWN UP | --like ARCHITECTURE NODES]")?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let built = read_as_built(&text).map_err(|error| format!("{file}: {error}"))?;
    let number = |text: &String| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
    let mut broken = 0;
    let ratio = match rest {
        [mark, architecture, nodes] if mark == "--like" => {
            let catalog = Catalog::embedded();
            let profile = profile_of(&catalog, architecture).map_err(|error| error.to_string())?;
            let plan = recommend(&catalog, architecture, number(nodes)?, &Overrides::default())
                .map_err(|error| error.to_string())?;
            let wiring = wire(&catalog, &profile, &plan).map_err(|error| error.to_string())?;
            for difference in compare(&wiring, &built) {
                println!("{}: {}", difference.kind.word(), difference.line);
                broken += 1;
            }
            plan.compute.oversubscription
        }
        [down, up] => Ratio { down: number(down)?, up: number(up)? },
        _ => Ratio { down: 1, up: 1 },
    };
    let limits = Limits { oversubscription: Some(ratio), catalog: None };
    for fault in check_wiring(&infer_wiring(&built), &limits) {
        println!("{}: {}. {}", fault.rule, fault.message, fault.repair);
        broken += usize::from(fault.severity == Severity::Error);
    }
    println!("{} links, {broken} findings", built.links.len());
    Ok(broken)
}
