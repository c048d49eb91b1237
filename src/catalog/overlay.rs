//! An overlay: a directory of YAML files in the catalog's own form that adds entries or replaces them by id.

use std::{borrow::Cow, fmt, path::Path};

use sha2::{Digest, Sha256};

use super::{
    Catalog, embedded,
    kinds::{CatalogFile, Entries},
};

/// A larger overlay file is refused unread: a flood of brackets costs the YAML reader seconds per megabyte.
const FILE_LIMIT_BYTES: u64 = 256 * 1024;
/// A deeper overlay than this is refused.
const FILE_LIMIT_COUNT: usize = 500;

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
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
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

impl Catalog {
    /// The embedded catalog with the entries of a directory laid over it.
    ///
    /// # Errors
    /// When the directory cannot be read, a file is too large, not YAML of the catalog's form, or two files of the
    /// overlay hold the same id. All faults are reported at once; nothing is half applied.
    pub fn with_overlay(directory: &Path) -> Result<Self, OverlayError> {
        let files = read_files(directory).map_err(|fault| OverlayError { faults: vec![fault] })?;
        let mut digest = Sha256::new();
        digest.update(embedded::DIGEST.as_bytes());
        let mut entries = embedded::ENTRIES.clone();
        let mut own = Entries::empty();
        let mut faults = Vec::new();
        for (name, text) in files {
            digest.update(name.as_bytes());
            digest.update([0]);
            digest.update(text.as_bytes());
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
                    entries.add(file);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(OverlayError { faults });
        }
        let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { entries: Cow::Owned(entries), digest: Cow::Owned(digest), overlaid: true })
    }
}

/// Reads one file of the catalog's form.
///
/// # Errors
/// The first fault the YAML reader meets, with line and column.
pub(crate) fn parse(name: &str, text: &str) -> Result<CatalogFile, OverlayFault> {
    serde_yaml::from_str::<CatalogFile>(text).map_err(|error| OverlayFault {
        file: name.to_string(),
        line: error.location().map(|at| at.line()),
        column: error.location().map(|at| at.column()),
        message: error.to_string(),
    })
}

fn read_files(directory: &Path) -> Result<Vec<(String, String)>, OverlayFault> {
    let fault = |path: &Path, message: String| OverlayFault {
        file: path.display().to_string(),
        line: None,
        column: None,
        message,
    };
    let mut folders = vec![directory.to_path_buf()];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        let listing = std::fs::read_dir(&folder)
            .map_err(|error| fault(&folder, format!("cannot be read as an overlay directory: {error}")))?;
        for entry in listing {
            let entry = entry.map_err(|error| fault(&folder, error.to_string()))?;
            let path = entry.path();
            // A link could lead out of the overlay or round in a circle.
            let kind = entry.file_type().map_err(|error| fault(&path, error.to_string()))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
                paths.push(path);
            }
        }
        if paths.len() + folders.len() > FILE_LIMIT_COUNT {
            return Err(fault(directory, format!("holds more than {FILE_LIMIT_COUNT} files and folders")));
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let size = std::fs::metadata(&path).map_err(|error| fault(&path, error.to_string()))?.len();
        if size > FILE_LIMIT_BYTES {
            return Err(fault(
                &path,
                format!("is {size} bytes; a catalog file may hold {FILE_LIMIT_BYTES} bytes"),
            ));
        }
        let text = std::fs::read_to_string(&path)
            .map_err(|error| fault(&path, format!("is not a readable UTF-8 file: {error}")))?;
        let name = path.strip_prefix(directory).unwrap_or(&path).display().to_string();
        files.push((name, text));
    }
    Ok(files)
}
