//! A conversation as lines of JSON: what a session file holds, and how a conversation is taken up from it. A line is
//! written when its matter is finished and never changed; a line that is torn at the end is the running turn, and is
//! dropped. Files are the caller's business.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    error::{AgentError, Code},
    message::Message,
    session::{Exchange, Session},
};

/// Form of the lines. Another number is another form.
pub const SCHEMA: &str = "gcg/session/1";

/// What the first line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Form of the lines.
    pub schema: String,
    /// When the session began, UTC.
    pub created: String,
    /// Version of the program.
    pub program: String,
    /// Edition of the catalog.
    pub edition: String,
    /// Digest of the catalog.
    pub catalog: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// The first line.
    Session(Head),
    /// A question that begins. Without its exchange it was broken off.
    Question {
        /// The customer's words.
        text: String,
    },
    /// A question that ended, with everything it rested on.
    Exchange(Box<Exchange>),
    /// The requirement before the last change was gone back to.
    Back,
    /// The conversation started over.
    Reset,
}

impl Line {
    /// The line as it is written, with its line break.
    ///
    /// # Errors
    /// `internal.bug` when it cannot be written as JSON.
    pub fn text(&self) -> Result<String, AgentError> {
        let text = serde_json::to_string(self)
            .map_err(|error| AgentError::new(Code::Internal, format!("a session line: {error}")))?;
        Ok(text + "\n")
    }
}

/// A session as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    /// The first line.
    pub head: Head,
    /// The lines after it.
    pub lines: Vec<Line>,
    /// Bytes that hold whole lines; what follows is torn.
    pub sound_bytes: usize,
    /// What the reader should know: a torn tail, a question without an end, a call without a result.
    pub warnings: Vec<String>,
}

impl Journal {
    /// Reads the bytes of a session.
    ///
    /// # Errors
    /// `session.corrupt` for damage before the last line, `session.version` for another form.
    pub fn read(bytes: &[u8]) -> Result<Self, AgentError> {
        let mut sound_bytes = 0;
        let mut head = None;
        let mut lines = Vec::new();
        let mut warnings = Vec::new();
        for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let whole = line.ends_with(b"\n");
            let last = sound_bytes + line.len() == bytes.len();
            let read = std::str::from_utf8(line)
                .map_err(|error| error.to_string())
                .and_then(|text| serde_json::from_str::<Value>(text).map_err(|error| error.to_string()));
            let value = match read {
                Ok(value) if whole => value,
                // A write that was cut off: the running turn.
                Ok(_) | Err(_) if last && !whole && number > 0 => {
                    warnings.push(format!(
                        "line {} is torn and was dropped; the turn it belongs to was lost",
                        number + 1
                    ));
                    break;
                }
                Ok(_) => return Err(corrupt(number, "the line does not end")),
                Err(error) => return Err(corrupt(number, &error)),
            };
            sound_bytes += line.len();
            if number == 0 {
                head = Some(first(value)?);
                continue;
            }
            let mut line: Line =
                serde_json::from_value(value).map_err(|error| corrupt(number, &error.to_string()))?;
            if let Line::Exchange(exchange) = &mut line {
                let mended = pair(&mut exchange.history);
                if mended > 0 {
                    warnings.push(format!(
                        "line {}: {mended} calls and results did not pair and were mended",
                        number + 1
                    ));
                }
            }
            lines.push(line);
        }
        let head = head.ok_or_else(|| corrupt(0, "the file is empty"))?;
        for pair in lines.windows(2) {
            if let [Line::Question { text }, next] = pair
                && !matches!(next, Line::Exchange(_))
            {
                warnings.push(unfinished(text));
            }
        }
        if let Some(Line::Question { text }) = lines.last() {
            warnings.push(unfinished(text));
        }
        Ok(Self { head, lines, sound_bytes, warnings })
    }

    /// The conversation the lines come to.
    #[must_use]
    pub fn session(&self) -> Session {
        let mut session = Session::new();
        for line in &self.lines {
            take(&mut session, line);
        }
        session
    }

    /// The questions that ended, in order.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.lines
            .iter()
            .filter_map(|line| if let Line::Exchange(exchange) = line { Some(&**exchange) } else { None })
    }
}

/// Takes one line into a conversation.
pub(super) fn take(session: &mut Session, line: &Line) {
    match line {
        Line::Exchange(exchange) => session.restore((**exchange).clone()),
        Line::Back => {
            session.back();
        }
        Line::Reset => session.reset(),
        Line::Session(_) | Line::Question { .. } => {}
    }
}

fn unfinished(text: &str) -> String {
    let head: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("a question was broken off before its answer: {head}")
}

fn corrupt(number: usize, what: &str) -> AgentError {
    AgentError::new(
        Code::SessionCorrupt,
        format!("line {} of the session cannot be read: {what}", number + 1),
    )
    .hint("nothing was changed; delete the line, or the file, or go on in a new session")
}

/// The first line, in the form this edition reads.
fn first(value: Value) -> Result<Head, AgentError> {
    let schema = value["schema"].as_str().unwrap_or("none").chars().take(60).collect::<String>();
    if schema != SCHEMA {
        let program =
            value["program"].as_str().unwrap_or("another edition").chars().take(60).collect::<String>();
        let message =
            format!("the session is in form {schema}, written by {program}; this edition reads {SCHEMA}");
        return Err(AgentError::new(Code::SessionVersion, message)
            .hint("go on with the edition that wrote it, or ask again in a new session"));
    }
    match serde_json::from_value(value) {
        Ok(Line::Session(head)) => Ok(head),
        Ok(_) => Err(corrupt(0, "it does not begin a session")),
        Err(error) => Err(corrupt(0, &error.to_string())),
    }
}

/// Gives every call its result and every result its call; how many had to be mended. A service refuses a history in
/// which they do not pair, for ever.
pub fn pair(history: &mut Vec<Message>) -> usize {
    let mut mended = 0;
    let mut open: Vec<(String, String)> = Vec::new();
    let mut paired = Vec::with_capacity(history.len());
    for message in std::mem::take(history) {
        if let Message::Tool { call_id, .. } = &message {
            match open.iter().position(|(id, _)| id == call_id) {
                Some(at) => {
                    open.remove(at);
                    paired.push(message);
                }
                None => mended += 1,
            }
            continue;
        }
        mended += close(&mut open, &mut paired);
        if let Message::Assistant { calls, .. } = &message {
            open = calls.iter().map(|call| (call.id.clone(), call.name.clone())).collect();
        }
        paired.push(message);
    }
    mended += close(&mut open, &mut paired);
    *history = paired;
    mended
}

fn close(open: &mut Vec<(String, String)>, paired: &mut Vec<Message>) -> usize {
    let count = open.len();
    paired.extend(open.drain(..).map(|(call_id, name)| Message::Tool {
        call_id,
        name,
        content: r#"{"ok":false,"code":"interrupted","message":"the call was broken off"}"#.into(),
    }));
    count
}

#[cfg(test)]
#[path = "journal_cases.rs"]
mod cases;
