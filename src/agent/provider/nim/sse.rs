//! Splits the bytes of an event stream into its data. Pure, bounded, and without the trap of the library's own
//! splitter, which panics on a byte-order mark and keeps a line of any length.
//!
//! The form is that of the HTML standard, section 9.2.6: lines end in CR, LF or CRLF, `data` lines of one event are
//! joined by LF, comments and other fields are skipped, an empty line ends the event.

/// Bytes of one event; a longer one is no chat frame.
const EVENT_LIMIT_BYTES: usize = 1024 * 1024;

/// Why a stream cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SseFault {
    /// Bytes that are no UTF-8.
    NoText,
    /// An event beyond the limit.
    TooLong,
}

/// A stream in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Splitter {
    line: Vec<u8>,
    data: Option<String>,
    /// The last byte was a CR; an LF right after it belongs to it.
    after_cr: bool,
    begun: bool,
}

impl Splitter {
    /// Takes bytes as they come and gives the data of every event they complete.
    ///
    /// # Errors
    /// When a line is no text or an event is too long; the stream is of no use then.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<String>, SseFault> {
        let mut events = Vec::new();
        for byte in bytes {
            let joined = std::mem::take(&mut self.after_cr) && *byte == b'\n';
            match byte {
                _ if joined => {}
                b'\r' | b'\n' => {
                    self.after_cr = *byte == b'\r';
                    events.extend(self.end_line()?);
                }
                _ => {
                    self.line.push(*byte);
                    if self.line.len() > EVENT_LIMIT_BYTES {
                        return Err(SseFault::TooLong);
                    }
                }
            }
        }
        Ok(events)
    }

    /// Ends a line; the event's data when the line was the empty one that ends it.
    fn end_line(&mut self) -> Result<Option<String>, SseFault> {
        let line = std::mem::take(&mut self.line);
        let mut text = String::from_utf8(line).map_err(|_| SseFault::NoText)?;
        if !std::mem::replace(&mut self.begun, true)
            && let Some(rest) = text.strip_prefix('\u{feff}')
        {
            text = rest.to_string();
        }
        if text.is_empty() {
            return Ok(self.data.take());
        }
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            let data = self.data.get_or_insert_with(String::new);
            if !data.is_empty() {
                data.push('\n');
            }
            data.push_str(value);
            if data.len() > EVENT_LIMIT_BYTES {
                return Err(SseFault::TooLong);
            }
        }
        Ok(None)
    }

    /// The data of a last event whose empty line never came. Some servers leave it out at the end.
    ///
    /// # Errors
    /// When the rest is no text.
    pub fn finish(mut self) -> Result<Option<String>, SseFault> {
        if !self.line.is_empty() {
            self.end_line()?;
        }
        Ok(self.data.take())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn split(bytes: &[u8]) -> Result<Vec<String>, SseFault> {
        let mut splitter = Splitter::default();
        let mut events = splitter.feed(bytes)?;
        events.extend(splitter.finish()?);
        Ok(events)
    }

    #[test]
    fn s11_all_line_ends_comments_marks_and_fields() {
        for (text, events) in [
            ("data: a\n\ndata: b\n\n", &["a", "b"][..]),
            ("\u{feff}data: a\r\n\r\n", &["a"]),
            ("data:a\r\rdata:  b\r\r", &["a", " b"]),
            (": ping\n\nevent: x\nid: 1\nretry: 5\ndata: a\n\n", &["a"]),
            ("data: a\ndata: b\n\n", &["a\nb"]),
            ("data\n\ndata: \n\n", &["", ""]),
            ("data: a", &["a"]),
            ("", &[]),
        ] {
            assert_eq!(split(text.as_bytes()).unwrap(), events, "{text:?}");
        }
    }

    #[test]
    fn s09_bytes_that_are_no_text_and_events_without_end() {
        assert_eq!(split(b"data: \xff\n\n"), Err(SseFault::NoText));
        let mut splitter = Splitter::default();
        let block = [b'x'; 65536];
        let ended = (0..40).find_map(|_| splitter.feed(&block).err());
        assert_eq!(ended, Some(SseFault::TooLong));
        let mut many = Splitter::default();
        let line = format!("data: {}\n", "x".repeat(60_000));
        let ended = (0..40).find_map(|_| many.feed(line.as_bytes()).err());
        assert_eq!(ended, Some(SseFault::TooLong));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cutting_the_bytes_anywhere_changes_nothing(
            text in "(data: [a-z一｜ü]{0,5}|: x|data|\u{feff})?(\r\n|\n|\r){1,2}(data: [a-z]{0,3}(\n|\r\n)){0,3}(\n)?",
            cuts in prop::collection::vec(0usize..60, 0..6),
        ) {
            let bytes = text.as_bytes();
            let mut places: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
            places.push(bytes.len());
            places.sort_unstable();
            let mut splitter = Splitter::default();
            let mut events = Vec::new();
            let mut from = 0;
            for place in places {
                events.extend(splitter.feed(&bytes[from..place]).unwrap());
                from = place;
            }
            events.extend(splitter.finish().unwrap());
            prop_assert_eq!(events, split(bytes).unwrap());
        }

        #[test]
        fn any_bytes_end_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = split(&bytes);
        }
    }
}
