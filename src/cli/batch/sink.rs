//! The results of a run: a file that only grows, and that a run can take up again after any end, a kill included.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::Path,
};

use serde_json::Value;

use super::tally::Seen;
use crate::cli::{failure::Failure, output};

/// A result line longer than this was not written by a run.
const LINE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// The output file.
#[derive(Debug)]
pub struct Sink {
    reader: BufReader<File>,
    shown: String,
    /// Bytes of whole, readable lines so far.
    length: u64,
    waiting: Vec<u8>,
}

impl Sink {
    /// Opens the output: a new file, one to go on with, or one to write anew.
    ///
    /// # Errors
    /// A file that holds something while neither was asked for, or that cannot be opened.
    pub fn open(path: &Path, resume: bool, overwrite: bool) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(overwrite)
            .open(path)
            .map_err(|error| unwritable(&shown, &error))?;
        let size = file.metadata().map_err(|error| unwritable(&shown, &error))?.len();
        if size > 0 && !resume {
            return Err(Failure::input(
                format!("{shown} holds results already"),
                "go on with them with --resume, or write anew with --overwrite",
            ));
        }
        Ok(Self { reader: BufReader::new(file), shown, length: 0, waiting: Vec::new() })
    }

    /// The next result an earlier run wrote; none at the end, or where a line was cut off by a kill.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn kept(&mut self) -> Result<Option<Seen>, Failure> {
        let mut bytes = Vec::new();
        (&mut self.reader)
            .take(LINE_LIMIT_BYTES)
            .read_until(b'\n', &mut bytes)
            .map_err(|error| unwritable(&self.shown, &error))?;
        if bytes.last() != Some(&b'\n') {
            return Ok(None);
        }
        let Ok(seen) = serde_json::from_slice::<Seen>(&bytes) else { return Ok(None) };
        self.length += bytes.len() as u64;
        Ok(Some(seen))
    }

    /// Cuts off what follows the last whole line, so that the run goes on behind it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn go_on(&mut self) -> Result<(), Failure> {
        let file = self.reader.get_mut();
        file.set_len(self.length)
            .and_then(|()| file.seek(SeekFrom::Start(self.length)))
            .map_err(|error| unwritable(&self.shown, &error))?;
        Ok(())
    }

    /// Adds a result line.
    ///
    /// # Errors
    /// None here; the file is written by [`Sink::flush`].
    pub fn write(&mut self, record: &Value) -> Result<(), Failure> {
        self.waiting.extend_from_slice(output::line(record).as_bytes());
        Ok(())
    }

    /// Writes the lines that wait, whole lines in one call.
    ///
    /// # Errors
    /// When the file cannot be written, or another process wrote to it meanwhile.
    pub fn flush(&mut self) -> Result<(), Failure> {
        let file = self.reader.get_mut();
        let size = file.metadata().map_err(|error| unwritable(&self.shown, &error))?.len();
        if size != self.length {
            return Err(Failure::input(
                format!("{} was changed by another process during the run", self.shown),
                "give each run an output of its own, then go on with --resume",
            ));
        }
        file.write_all(&self.waiting).map_err(|error| unwritable(&self.shown, &error))?;
        self.length += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }
}

fn unwritable(shown: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::input(format!("{shown} cannot be written: {error}"), "give a file that can be written")
}
