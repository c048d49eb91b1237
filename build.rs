//! Compiles `catalog/**/*.yaml` into constants and embeds the files' text, and embeds `prompts/`.
//!
//! The YAML is read into the same types the crate uses, so a file that breaks its schema fails the build with
//! file, line and column; what is left for run time is a constant.

// A build script talks to cargo through the environment and standard output.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

#[allow(dead_code, missing_docs, unused_imports)]
#[path = "src/catalog/kinds/mod.rs"]
mod kinds;
#[path = "build/literal.rs"]
mod literal;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Folders of `catalog/` whose files are embedded as text but not merged into the entries: overlays that a user
/// switches on, and tables that an engine reads in its own form.
const NOT_MERGED: [&str; 3] = ["overlays/", "data/", "calibration/"];
/// Measured rows that calibration was fitted on: no answer reads them, so they stay out of binary and digest.
const MEASURED: &str = "measured/";

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for watched in ["build.rs", "build", "catalog", "prompts", "src/catalog/kinds"] {
        println!("cargo:rerun-if-changed={watched}");
    }

    // The crate describes the kinds by schemas; this script, which reads them too, does without.
    println!("cargo:rustc-cfg=described");

    let mut digest = Sha256::new();
    let mut entries = kinds::Entries::empty();
    let mut files = String::new();
    for path in files_below(&root.join("catalog"), "yaml")? {
        let name = path.strip_prefix(root.join("catalog"))?.to_string_lossy().replace('\\', "/");
        if name.starts_with(MEASURED) {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update(text.as_bytes());
        digest.update([0]);
        files.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
        if NOT_MERGED.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let file: kinds::CatalogFile =
            serde_yaml::from_str(&text).map_err(|error| format!("catalog/{name}: {error}"))?;
        let twice = kinds::Entries::duplicates(&file, &entries);
        if !twice.is_empty() {
            return Err(format!("catalog/{name}: ids that are already taken: {}", twice.join(", ")).into());
        }
        entries.add(file);
    }
    let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    fs::write(
        out.join("catalog.rs"),
        format!(
            "/// The embedded entries.\npub static ENTRIES: Entries = {};\n\
             /// Digest of the embedded files.\npub const DIGEST: &str = {digest:?};\n\
             /// The embedded files: name below `catalog/`, text.\npub static FILES: &[(&str, &str)] = &[\n{files}];\n",
            literal::of(&entries)?
        ),
    )?;

    let mut prompts = String::new();
    for path in files_below(&root.join("prompts"), "md")? {
        let name = path.strip_prefix(root.join("prompts"))?.to_string_lossy().replace('\\', "/");
        prompts.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    fs::write(
        out.join("prompts.rs"),
        format!(
            "/// The embedded prompts: name below `prompts/`, text.\npub static PROMPTS: &[(&str, &str)] = &[\n{prompts}];\n"
        ),
    )?;
    Ok(())
}

/// Files below a folder with an ending, sorted by path; none when there is no such folder.
fn files_below(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
