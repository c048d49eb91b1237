//! An overlay: YAML files in the catalog's own form that add entries or replace them by id. From a directory, from
//! the files shipped below `catalog/overlays/`, or from a price book.

use std::{borrow::Cow, fmt, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{
    Catalog, FILES,
    guard::{self, FILE_LIMIT_BYTES},
    kinds::{CatalogFile, Entries},
    lint::LintSeverity,
};

/// An overlay with more files and folders than this is refused.
const FILE_LIMIT_COUNT: usize = 500;
/// An overlay with more text than this is refused: eight times the embedded catalog.
const TOTAL_LIMIT_BYTES: u64 = 4 * 1024 * 1024;

/// Version of the files' form that this program reads.
pub(crate) const FILE_VERSION: u64 = 1;

/// What is wrong with one file of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayFault {
    /// The file, as found.
    pub file: String,
    /// Line, when known.
    pub line: Option<usize>,
    /// Column, when known.
    pub column: Option<usize>,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for OverlayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, ":{line}:{column}")?,
            (Some(line), None) => write!(f, ":{line}")?,
            (None, _) => {}
        }
        write!(f, ": {}", self.message)
    }
}

/// An overlay that cannot be used: every fault found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the catalog overlay has {} fault(s): {}", .faults.len(), .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct OverlayError {
    /// Every fault found.
    pub faults: Vec<OverlayFault>,
}

impl OverlayError {
    pub(super) fn one(file: &str, message: String) -> Self {
        Self { faults: vec![OverlayFault { file: file.into(), line: None, column: None, message }] }
    }
}

impl Catalog {
    /// The embedded catalog with the entries of a directory laid over it, checked: what the lint calls an error is a
    /// fault.
    ///
    /// # Errors
    /// When the directory cannot be read, a file is too large, not YAML of the catalog's form, two files of the
    /// overlay hold the same id, or a fact is wrong. All faults are reported at once; nothing is half applied.
    pub fn with_overlay(directory: &Path) -> Result<Self, OverlayError> {
        let embedded = Self::embedded();
        let catalog = embedded.overlaid_with(directory)?;
        let files: Vec<(&str, &str)> =
            catalog.overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let faults: Vec<OverlayFault> = embedded
            .lint_files(&files)
            .into_iter()
            .filter(|found| found.severity == LintSeverity::Error)
            .map(|found| OverlayFault {
                message: format!("{}: found {}; expected {}", found.entry, found.found, found.expected),
                file: found.file,
                line: found.line,
                column: None,
            })
            .collect();
        if faults.is_empty() { Ok(catalog) } else { Err(OverlayError { faults }) }
    }

    /// This catalog with the entries of a directory laid over it.
    ///
    /// # Errors
    /// As [`Catalog::with_overlay`].
    pub fn overlaid_with(&self, directory: &Path) -> Result<Self, OverlayError> {
        let files = read_files(directory).map_err(|fault| OverlayError { faults: vec![fault] })?;
        self.overlaid_with_files(files)
    }

    /// This catalog with an overlay that ships inside the binary, such as `indicative-prices`.
    ///
    /// # Errors
    /// When no such overlay ships; the message lists those that do.
    pub fn with_bundled_overlay(&self, name: &str) -> Result<Self, OverlayError> {
        let folder = format!("overlays/{name}/");
        let files: Vec<(String, String)> = FILES
            .iter()
            .filter(|(file, _)| file.starts_with(&folder))
            .map(|(file, text)| ((*file).to_string(), (*text).to_string()))
            .collect();
        if files.is_empty() {
            let have = Self::bundled_overlays().join(", ");
            return Err(OverlayError::one(name, format!("no such overlay ships; there is: {have}")));
        }
        self.overlaid_with_files(files)
    }

    /// Names of the overlays that ship inside the binary.
    #[must_use]
    pub fn bundled_overlays() -> Vec<&'static str> {
        let mut names: Vec<&str> = FILES
            .iter()
            .filter_map(|(file, _)| file.strip_prefix("overlays/")?.split_once('/').map(|(name, _)| name))
            .collect();
        names.dedup();
        names
    }

    /// This catalog with the entries of these files (name, text) laid over it, in the order given.
    ///
    /// # Errors
    /// When a file is refused unread (size, nesting, anchors, tags, non-numbers), is not of the catalog's form, or
    /// two files hold the same id. All faults are reported at once; nothing is half applied.
    pub fn overlaid_with_files(&self, files: Vec<(String, String)>) -> Result<Self, OverlayError> {
        let mut parsed = Vec::new();
        let mut own = Entries::empty();
        let mut faults = Vec::new();
        for (name, text) in files {
            match parse(&name, &text) {
                Ok(file) => {
                    for twice in Entries::duplicates(&file, &own) {
                        faults.push(OverlayFault {
                            file: name.clone(),
                            line: None,
                            column: None,
                            message: format!("{twice} is given twice in this overlay"),
                        });
                    }
                    own.add(file.clone());
                    parsed.push((name, text, file));
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(OverlayError { faults });
        }
        Ok(self.add(parsed))
    }

    /// This catalog with one file that is read already.
    ///
    /// # Errors
    /// When the file holds an id twice.
    pub(super) fn overlaid_with_parsed(
        &self,
        name: &str,
        text: &str,
        file: CatalogFile,
    ) -> Result<Self, OverlayError> {
        let twice = Entries::duplicates(&file, &Entries::empty());
        if !twice.is_empty() {
            return Err(OverlayError::one(name, format!("{} given twice", twice.join(", "))));
        }
        Ok(self.add(vec![(name.to_string(), text.to_string(), file)]))
    }

    fn add(&self, files: Vec<(String, String, CatalogFile)>) -> Self {
        let mut digest = Sha256::new();
        digest.update(self.digest.as_bytes());
        let mut entries = self.entries.clone().into_owned();
        let mut overlays = self.overlays.clone();
        let mut own = self.own.clone();
        for (name, text, file) in files {
            digest.update(name.as_bytes());
            digest.update([0]);
            digest.update(text.as_bytes());
            own.extend(file.systems.iter().map(|system| system.id.to_string()));
            own.extend(file.patterns.iter().map(|pattern| pattern.id.to_string()));
            entries.add(file);
            overlays.push((name, text));
        }
        let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { entries: Cow::Owned(entries), digest: Cow::Owned(digest), overlays, own }
    }
}

/// Reads one file of the catalog's form.
///
/// # Errors
/// What the guard objects to, or the first fault the YAML reader meets, with line and column.
pub(crate) fn parse(name: &str, text: &str) -> Result<CatalogFile, OverlayFault> {
    if let Some(objection) = guard::objection(text) {
        return Err(OverlayFault {
            file: name.to_string(),
            line: objection.line,
            column: None,
            message: format!("found {}; expected {}", objection.found, objection.expected),
        });
    }
    let file = serde_yaml::from_str::<CatalogFile>(text).map_err(|error| OverlayFault {
        file: name.to_string(),
        line: error.location().map(|at| at.line()),
        column: error.location().map(|at| at.column()),
        message: error.to_string(),
    })?;
    match file.version {
        None | Some(FILE_VERSION) => Ok(file),
        Some(other) => Err(OverlayFault {
            file: name.to_string(),
            line: None,
            column: None,
            message: format!(
                "is written in version {other} of the form; this program reads version {FILE_VERSION}"
            ),
        }),
    }
}

/// The YAML files of a directory, by name, within the limits on number and size.
pub(crate) fn read_files(directory: &Path) -> Result<Vec<(String, String)>, OverlayFault> {
    let fault = |path: &Path, message: String| OverlayFault {
        file: path.display().to_string(),
        line: None,
        column: None,
        message,
    };
    let mut folders = vec![directory.to_path_buf()];
    let mut paths = Vec::new();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let listing = std::fs::read_dir(&folder)
            .map_err(|error| fault(&folder, format!("cannot be read as an overlay directory: {error}")))?;
        for entry in listing {
            let entry = entry.map_err(|error| fault(&folder, error.to_string()))?;
            let path = entry.path();
            seen += 1;
            if seen > FILE_LIMIT_COUNT {
                return Err(fault(
                    directory,
                    format!("holds more than {FILE_LIMIT_COUNT} files and folders"),
                ));
            }
            // A link could lead out of the overlay or round in a circle.
            let kind = entry.file_type().map_err(|error| fault(&path, error.to_string()))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() && path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
                return Err(fault(
                    &path,
                    "is a link and would be left out; put the file itself into the overlay directory".into(),
                ));
            } else if kind.is_file() && path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let mut total = 0;
    let mut files = Vec::new();
    for path in paths {
        let text = read_text(&path).map_err(|message| fault(&path, message))?;
        total += text.len() as u64;
        if total > TOTAL_LIMIT_BYTES {
            return Err(fault(directory, format!("holds more than {TOTAL_LIMIT_BYTES} bytes of YAML")));
        }
        let name = path.strip_prefix(directory).unwrap_or(&path).display().to_string();
        files.push((name, text));
    }
    Ok(files)
}

/// A file's text when it is UTF-8 within the size limit; reads no more than the limit.
///
/// # Errors
/// A sentence that names the limit or the system's reason.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
    let size = file.metadata().map_err(|error| error.to_string())?.len();
    if size > FILE_LIMIT_BYTES {
        return Err(format!("is {size} bytes; a catalog file may hold {FILE_LIMIT_BYTES} bytes"));
    }
    let mut text = String::new();
    file.take(FILE_LIMIT_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(|error| format!("is not a readable UTF-8 file: {error}"))?;
    Ok(text)
}
