//! The requests of a run: the lines of a file, or of one part of it.

use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    path::Path,
};

use crate::cli::{failure::Failure, input};

/// One request: its line in the file, counted from 1, and its bytes.
#[derive(Debug)]
pub struct Request {
    /// Line, from 1.
    pub line: u64,
    /// The line without its end; cut just behind the limit when it is longer.
    pub bytes: Vec<u8>,
}

impl Request {
    /// Whether the line is longer than a request may be.
    pub fn is_too_long(&self) -> bool {
        self.bytes.len() as u64 > input::TEXT_LIMIT_BYTES
    }
}

/// Lines that can be read twice: they are counted first.
trait Rereadable: BufRead + Seek {}
impl<T: BufRead + Seek> Rereadable for T {}

/// The lines of one part of a file, or of standard input.
pub struct Source {
    reader: Box<dyn Rereadable>,
    shown: String,
    next: u64,
    end: u64,
    total: u64,
}

impl Source {
    /// Opens a file and finds its part.
    ///
    /// # Errors
    /// A file that cannot be read twice: the first time its lines are counted.
    pub fn open(path: &Path, (part, of): (u64, u64)) -> Result<Self, Failure> {
        let standard = path == Path::new("-");
        let shown = if standard { "standard input".to_string() } else { path.display().to_string() };
        let unreadable = |error: &dyn std::fmt::Display| unreadable(&shown, error);
        let mut reader: Box<dyn Rereadable> = if standard {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
            Box::new(Cursor::new(bytes))
        } else {
            let file = File::open(path).map_err(|error| unreadable(&error))?;
            if !file.metadata().map_err(|error| unreadable(&error))?.is_file() {
                return Err(Failure::input(
                    format!("{shown} is not a regular file; its lines are counted before they are read"),
                    "write the requests to a file first, or give - and pipe them in",
                ));
            }
            Box::new(BufReader::new(file))
        };
        let mut lines = 0_u64;
        while skip_line(&mut reader).map_err(|error| unreadable(&error))? {
            lines += 1;
        }
        // Neighbouring lines stay together, so that parts laid end to end are the whole.
        let bound =
            |part: u64| u64::try_from(u128::from(lines) * u128::from(part) / u128::from(of)).unwrap_or(lines);
        let (first, end) = (bound(part), bound(part + 1));
        reader.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
        for _ in 0..first {
            skip_line(&mut reader).map_err(|error| unreadable(&error))?;
        }
        Ok(Self { reader, shown, next: first + 1, end, total: end - first })
    }

    /// Requests of this part.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The next request; none at the end.
    ///
    /// # Errors
    /// When the file can no longer be read.
    pub fn next(&mut self) -> Result<Option<Request>, Failure> {
        if self.next > self.end {
            return Ok(None);
        }
        let unreadable = |error: std::io::Error| unreadable(&self.shown, &error);
        let mut bytes = Vec::new();
        let mut limited = (&mut self.reader).take(input::TEXT_LIMIT_BYTES + 1);
        limited.read_until(b'\n', &mut bytes).map_err(unreadable)?;
        if bytes.is_empty() {
            return Err(Failure::input(
                format!("{} became shorter while it was read", self.shown),
                "leave the input alone during a run",
            ));
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        } else {
            skip_line(&mut self.reader).map_err(unreadable)?;
        }
        let line = self.next;
        self.next += 1;
        Ok(Some(Request { line, bytes }))
    }
}

fn unreadable(shown: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::input(format!("{shown} cannot be read: {error}"), "give a readable file of JSON lines")
}

/// Skips to behind the next line end without keeping anything; false at the end of the file.
fn skip_line(reader: &mut (impl BufRead + ?Sized)) -> std::io::Result<bool> {
    let mut any = false;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                reader.consume(at + 1);
                return Ok(true);
            }
            None => {
                let length = buffer.len();
                reader.consume(length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(text: &str, shard: (u64, u64)) -> Vec<(u64, String)> {
        let path =
            std::env::temp_dir().join(format!("gcg-source-{}-{}-{}", std::process::id(), shard.0, shard.1));
        std::fs::write(&path, text).unwrap();
        let mut source = Source::open(&path, shard).unwrap();
        let mut found = Vec::new();
        while let Some(request) = source.next().unwrap() {
            found.push((request.line, String::from_utf8(request.bytes).unwrap()));
        }
        assert_eq!(found.len() as u64, source.total());
        std::fs::remove_file(path).unwrap();
        found
    }

    #[test]
    fn parts_laid_end_to_end_are_the_whole() {
        for text in ["a\nb\r\n\nd\ne", "a\n", "", "a\nb\nc\nd\ne\nf\ng\n"] {
            let whole = lines(text, (0, 1));
            assert_eq!(whole.len(), text.lines().count());
            for of in 1..9 {
                let parts: Vec<_> = (0..of).flat_map(|part| lines(text, (part, of))).collect();
                assert_eq!(parts, whole, "{text:?} in {of}");
            }
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_cut_and_the_next_one_whole() {
        let text = format!("{}\nb\n", "x".repeat(300 * 1024));
        let found = lines(&text, (0, 1));
        assert_eq!(found[0].1.len() as u64, input::TEXT_LIMIT_BYTES + 1);
        assert_eq!(found[1], (2, "b".to_string()));
    }
}
