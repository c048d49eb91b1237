//! Verifies a stored conversation: every call of an engine is made again with the arguments, reading and text it had,
//! and its result is compared byte for byte; so is the design of every answer. Engines are pure, so that what differs
//! was changed in the file, or comes from another catalog or edition.

use serde::Serialize;
use serde_json::Value;

use super::{
    driver::carry_out,
    engines::Engines,
    journal::{self, Journal, Line},
    message::Message,
    run::{Record, Reply},
    session::Exchange,
};
use crate::{check::Planner, design::Reading};

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Questions looked at.
    pub questions: usize,
    /// Calls made again.
    pub calls: usize,
    /// Designs made again.
    pub designs: usize,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// Something that does not come out as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Number of the question, from one.
    pub question: usize,
    /// The call, or `design`.
    pub place: String,
    /// What differs, in a sentence.
    pub message: String,
}

/// Makes every call of a stored conversation again.
#[must_use]
pub fn verify(journal: &Journal, engines: &dyn Engines) -> Report {
    let mut session = super::Session::new();
    let mut report = Report { questions: 0, calls: 0, designs: 0, differences: Vec::new() };
    for line in &journal.lines {
        if let Line::Exchange(exchange) = line {
            report.questions += 1;
            let before = session.text();
            let customer = if before.is_empty() {
                exchange.text.clone()
            } else {
                format!("{before}\n\n{}", exchange.text)
            };
            one(exchange, &customer, engines, &mut report);
        }
        journal::take(&mut session, line);
    }
    report
}

fn one(exchange: &Exchange, customer: &str, engines: &dyn Engines, report: &mut Report) {
    let question = report.questions;
    let mut reading = exchange.reading.clone();
    let mut differ = |place: &str, message: String| {
        report.differences.push(Difference { question, place: place.into(), message });
    };
    let mut known = 0;
    for message in &exchange.history {
        let Message::Assistant { calls, .. } = message else { continue };
        // The calls of one turn see the same reading.
        let turn: Vec<&Record> = exchange
            .records
            .iter()
            .filter(|record| calls.iter().any(|call| call.id == record.call))
            .collect();
        known += turn.len();
        let mut next: Option<Reading> = None;
        for record in turn {
            report.calls += 1;
            let call = super::run::ToolCall {
                id: record.call.clone(),
                name: record.tool.clone(),
                arguments: record.arguments.clone(),
            };
            match carry_out(engines, &call, &reading, customer) {
                Ok(again) => {
                    let (old, new) = (told(&record.reply), told(&again));
                    if old != new {
                        differ(&record.call, first_difference(&record.tool, &old, &new));
                    }
                    if let Reply::Result { planned: Some(planned), .. } = again {
                        next = Some(*planned);
                    }
                }
                Err(error) => differ(&record.call, format!("`{}` failed: {}", record.tool, error.message)),
            }
        }
        reading = next.unwrap_or(reading);
    }
    if known != exchange.records.len() {
        let message = format!("{} results belong to no call of the history", exchange.records.len() - known);
        differ("records", message);
    }
    let stored = &exchange.result["design"];
    if stored.is_object() {
        report.designs += 1;
        let drafted = engines.draft(&reading, Planner::none());
        let again = engines.certify(drafted).map(|answer| answer.document().design.clone());
        match again {
            Ok(design) => {
                let design = read_back(&serde_json::to_value(design).unwrap_or_default());
                if design != *stored {
                    differ("design", first_difference("plan", stored, &design));
                }
            }
            Err(error) => differ("design", format!("the plan cannot be certified: {}", error.message)),
        }
    }
}

/// A reply as it is compared: written and read once, without the counters of its conversation.
fn told(reply: &Reply) -> Value {
    match reply {
        Reply::Result { value, .. } => read_back(value),
        Reply::BadArguments(told) | Reply::Refused(told) => {
            let mut told = read_back(told);
            if let Some(fields) = told.as_object_mut() {
                fields.remove("repairs_left");
                fields.remove("ok");
            }
            told
        }
    }
}

/// A value after one writing and reading, as that of the file is.
fn read_back(value: &Value) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or_default()
}

/// The first place at which two values differ.
fn first_difference(tool: &str, old: &Value, new: &Value) -> String {
    fn walk(at: &str, old: &Value, new: &Value) -> Option<String> {
        match (old, new) {
            (Value::Object(a), Value::Object(b)) => {
                for key in a.keys().chain(b.keys()) {
                    let place = format!("{at}/{key}");
                    let (one, two) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
                    if let Some(found) = walk(&place, one, two) {
                        return Some(found);
                    }
                }
                (a.keys().ne(b.keys())).then(|| format!("{at} (order of keys)"))
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
                .iter()
                .zip(b)
                .enumerate()
                .find_map(|(index, (one, two))| walk(&format!("{at}/{index}"), one, two)),
            (one, two) => (one != two).then(|| format!("{at}: stored {}, now {}", short(one), short(two))),
        }
    }
    format!("`{tool}` gives another result at {}", walk("", old, new).unwrap_or_default())
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 { text.chars().take(60).collect::<String>() + "…" } else { text }
}
