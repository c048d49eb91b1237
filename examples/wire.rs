//! Wires an architecture and writes every export: `cargo run --example wire -- 2-8-9-400 12 [DIRECTORY]`.
//! Without a directory the cable schedule goes to standard output. `--tiers N`, `--leaf-up N`, `--leaf-down N` and
//! `--switch-links N` change the fabric.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{fs, path::Path, process::ExitCode};

use gpu_cluster_generator::{
    catalog::Catalog,
    design::{fabric::Technology, wiring::Wiring},
    fabric::{
        Depth, Overrides, SwitchClass, profile_of, recommend,
        wiring::{Lengths, choose_parts, wire},
    },
    render::export,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> Result<(), String> {
    let mut plain = Vec::new();
    let mut wishes = Overrides::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u64, String> {
            let text = arguments.next().ok_or(format!("{argument} needs a number"))?;
            text.parse().map_err(|error| format!("{argument} {text}: {error}"))
        };
        match argument.as_str() {
            "--tiers" => wishes.depth = Some(Depth::Tiers(number()?)),
            "--leaf-up" => wishes.leaf_up = Some(number()?),
            "--leaf-down" => wishes.leaf_down = Some(number()?),
            "--switch-links" => {
                wishes.switch = Some(SwitchClass { id: "other".into(), links: number()? });
            }
            "--infiniband" => wishes.technology = Some(Technology::Infiniband),
            _ => plain.push(argument),
        }
    }
    let [architecture, nodes, rest @ ..] = plain.as_slice() else {
        return Err("usage: wire ARCHITECTURE NODES [DIRECTORY]".into());
    };
    let catalog = Catalog::embedded();
    let nodes = nodes.parse().map_err(|error| format!("{nodes}: {error}"))?;
    let profile = profile_of(&catalog, architecture).map_err(|error| error.to_string())?;
    let plan = recommend(&catalog, architecture, nodes, &wishes).map_err(|error| error.to_string())?;
    let mut wiring = wire(&catalog, &profile, &plan).map_err(|error| error.to_string())?;
    choose_parts(&catalog, &mut wiring, Lengths::default());
    match rest.first() {
        None => print!("{}", export::cables(&wiring, export::Direction::Once)),
        Some(directory) => write(&wiring, Path::new(directory)).map_err(|error| error.to_string())?,
    }
    Ok(())
}

fn write(wiring: &Wiring, directory: &Path) -> std::io::Result<()> {
    fs::create_dir_all(directory.join("netbox/device-types"))?;
    let put = |name: &str, text: String| fs::write(directory.join(name), text);
    put("cables.csv", export::cables(wiring, export::Direction::Once))?;
    put("air.json", export::air(wiring, export::Scope::All))?;
    put("air-first-unit.json", export::air(wiring, export::Scope::FirstUnit))?;
    put("launch-kit.json", export::launch_kit(wiring))?;
    match export::launch_kit_air(wiring) {
        Ok(text) => put("launch-kit-air.json", text)?,
        Err(error) => eprintln!("launch-kit-air.json: {error}"),
    }
    put("topology.conf", export::slurm_tree(wiring))?;
    if let Some(text) = export::slurm_block(wiring) {
        put("topology-block.conf", text)?;
    }
    put("topology.yaml", export::slurm_yaml(wiring))?;
    put("topograph.yaml", export::topograph(wiring))?;
    let infiniband = export::infiniband(wiring);
    put("fabric.topo", infiniband.topology)?;
    put("fabric.roots", infiniband.roots)?;
    put("ib-cables.csv", infiniband.cables)?;
    put("ufm.csv", export::ufm(wiring))?;
    put("fabric.dot", export::dot(wiring))?;
    put("fabric.svg", export::svg(wiring))?;
    for (name, text) in export::netbox(wiring) {
        put(&format!("netbox/{name}"), text)?;
    }
    Ok(())
}
