//! Documents and texts the user gives: from a file, or from standard input as `-`.

use std::{fs, io::Read, path::Path};

use serde::de::DeserializeOwned;

use super::failure::Failure;

/// A customer's text or a document may be this large.
pub const TEXT_LIMIT_BYTES: u64 = 256 * 1024;
/// An answer with all its derivations may be this large.
pub const ANSWER_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// Brackets within brackets of a YAML document; its reader takes time with the square of them.
const NESTING_LIMIT: usize = 64;

/// A wiring may be this large: a cable list of 131,072 GPUs takes about 100 MB.
pub const WIRING_LIMIT_BYTES: u64 = 1024 * 1024 * 1024;

/// The text of a file, or of standard input for `-`.
pub fn text(path: &str, limit: u64) -> Result<String, Failure> {
    let shown = if path == "-" { "standard input" } else { path };
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::input(
            format!("{shown} cannot be read: {error}"),
            "give a readable file, or - for standard input",
        )
    };
    let mut bytes = Vec::new();
    let read = if path == "-" {
        std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(Path::new(path)).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::input(
            format!("{shown} is larger than {limit} bytes"),
            "shorten it; for a tender, give the pages that state requirements",
        ));
    }
    // A mark of byte order says nothing about UTF-8 and would hide the first sign of the text.
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        Failure::input(
            format!(
                "{shown} is not UTF-8 text: the byte at offset {} is wrong",
                error.utf8_error().valid_up_to()
            ),
            "convert it to UTF-8",
        )
    })
}

/// A JSON or YAML document of a published schema.
pub fn document<T: DeserializeOwned>(path: &str, limit: u64, schema: &str) -> Result<T, Failure> {
    let text = text(path, limit)?;
    parse(&text, path, schema)
}

/// A JSON or YAML document of a published schema, from its text.
pub fn parse<T: DeserializeOwned>(text: &str, shown: &str, schema: &str) -> Result<T, Failure> {
    let hint = format!("`gcg schema {schema}` prints the form");
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text)
            .map_err(|error| Failure::input(format!("{shown} is no {schema}: {error}"), hint))
    } else if text.len() > 64 * 1024 {
        // The YAML reader is slow on hostile input; larger documents are written as JSON.
        Err(Failure::input(format!("{shown} is a YAML document larger than 64 KiB"), "write it as JSON"))
    } else if nesting(text) > NESTING_LIMIT {
        let message = format!("{shown} is nested more than {NESTING_LIMIT} levels deep");
        Err(Failure::input(message, hint))
    } else {
        serde_yaml::from_str(text)
            .map_err(|error| Failure::input(format!("{shown} is no {schema}: {error}"), hint))
    }
}

/// How many brackets are open at once, at most. Brackets within quotes count too: no document of ours has that many.
fn nesting(text: &str) -> usize {
    let mut open = 0usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}
