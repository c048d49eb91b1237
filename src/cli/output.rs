//! The one place that writes to standard output: one JSON document a command, or one line a record.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use super::scrub;
use serde::Serialize;
use serde_json::{
    Value,
    ser::{CharEscape, Formatter, PrettyFormatter},
};

/// JSON with two spaces of indent in which control, bidirectional and invisible characters are escaped, so that
/// a document printed on a terminal cannot act on it.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| acts_on_terminal(*c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }
    /// A whole number is written as one: `80`, not `80.0`, as the original prototype does.
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        // Above 2^53 a double no longer holds every whole number.
        if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
            write!(writer, "{value:.0}")
        } else {
            self.0.write_f64(writer, value)
        }
    }
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Characters of the basic plane that steer a terminal or hide in text.
pub fn acts_on_terminal(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A value as the JSON text of a command: two spaces of indent, a newline at the end.
pub fn json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Safe(PrettyFormatter::new()));
    if value.serialize(&mut serializer).is_err() {
        bytes =
            br#"{"error":"the result cannot be written as JSON","code":"internal.bug","hints":[]}"#.to_vec();
    }
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value as one line of NDJSON.
pub fn line(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut bytes, Safe(serde_json::ser::CompactFormatter));
    let _ = value.serialize(&mut serializer);
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Text for people without anything that acts on a terminal; line breaks and tabs stay.
pub fn printable(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || acts_on_terminal(*c))).collect()
}

/// The first failure to write to standard output, kept until the command ends.
static WRITE_FAULT: Mutex<Option<String>> = Mutex::new(None);

/// Writes to standard output. A reader that has gone away is no error: nobody is left to tell. Any other failure (a
/// full disk) is kept for [`write_fault`].
pub fn out(text: &str) {
    let text = scrub::clean(text);
    let mut stdout = io::stdout().lock();
    if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        WRITE_FAULT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.to_string());
    }
}

/// Why standard output could not be written, when it could not.
pub fn write_fault() -> Option<String> {
    WRITE_FAULT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Narrowest and widest lines of people's text, characters; a wider window is not filled.
const WIDTHS: (usize, usize) = (40, 160);
/// Where nothing tells the width.
const USUAL_WIDTH: usize = 100;

/// Characters of a line of people's text: `COLUMNS`, else the window's, else 100.
pub fn width() -> usize {
    let told = super::config::variable("COLUMNS").and_then(|text| text.trim().parse::<usize>().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(seen).unwrap_or(USUAL_WIDTH).clamp(WIDTHS.0, WIDTHS.1)
}

/// Whether people's text may have bold headings: a terminal that is not dumb, and no `NO_COLOR`.
pub fn styled() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = super::config::variable("TERM").is_some_and(|term| term == "dumb");
    on_terminal() && !unwanted && !dumb
}

/// Whether a person sees standard output.
pub fn on_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdout())
}

/// Writes a line of progress to standard error, when a person is looking.
pub fn progress(text: &str) {
    if io::IsTerminal::is_terminal(&io::stderr()) {
        err(text);
    }
}

/// Writes a line for people to standard error.
pub fn err(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{}", printable(&scrub::clean(text)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_escapes_what_acts_on_a_terminal() {
        let text = json(&serde_json::json!({ "a": "x\u{1b}[2J\u{9b}y\u{202e}z€" }));
        assert_eq!(text, "{\n  \"a\": \"x\\u001b[2J\\u009by\\u202ez€\"\n}\n");
    }

    #[test]
    fn whole_numbers_are_written_whole() {
        assert_eq!(
            line(&serde_json::json!([80.0, 9.4, -0.5, 2e13, 1e300])),
            "[80,9.4,-0.5,20000000000000,1e+300]\n"
        );
    }

    #[test]
    fn people_get_plain_text() {
        assert_eq!(printable("a\u{1b}[31mb\n\u{202e}c"), "a[31mb\nc");
    }
}
