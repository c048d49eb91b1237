//! What a rule sees: the entries, and where in the files an entry or a field stands.

use super::{LintFinding, LintSeverity, is_rule};
use crate::catalog::{
    kinds::{Deviation, Entries},
    view::json_lists,
};

/// Where an entry stands.
struct Place<'a> {
    file: &'a str,
    list: &'a str,
    id: String,
    first: usize,
    last: usize,
}

/// Entries and places.
pub(super) struct Context<'a> {
    /// The entries.
    pub(super) entries: &'a Entries,
    files: &'a [(&'a str, &'a str)],
    places: Vec<Place<'a>>,
    /// Every list of entries as JSON, with the list's name.
    pub(super) lists: Vec<(String, Vec<serde_json::Value>)>,
    unused: std::cell::RefCell<Vec<bool>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(entries: &'a Entries, files: &'a [(&'a str, &'a str)]) -> Self {
        let mut places = Vec::new();
        for (file, text) in files {
            places_of(file, text, &mut places);
        }
        let unused = std::cell::RefCell::new(vec![true; entries.deviations.len()]);
        Self { entries, files, places, lists: json_lists(entries), unused }
    }

    /// File and line of an entry, or of one of its fields.
    pub(super) fn place(&self, list: &str, id: &str, field: &str) -> (String, Option<usize>) {
        let Some(place) = self.places.iter().rev().find(|place| place.list == list && place.id == id) else {
            return (self.files.last().map_or_else(String::new, |(name, _)| (*name).to_string()), None);
        };
        let text = self.files.iter().find(|(name, _)| *name == place.file).map_or("", |(_, text)| text);
        let key = format!("{field}:");
        let line = text
            .lines()
            .enumerate()
            .skip(place.first)
            .take(place.last - place.first)
            .find(|(_, line)| line.trim_start().trim_start_matches("- ").starts_with(&key))
            .map_or(place.first, |(at, _)| at);
        (place.file.to_string(), Some(line + 1))
    }

    fn deviation(&self, rule: &str, entry: &str) -> Option<&Deviation> {
        let at = self.entries.deviations.iter().position(|one| one.rule == rule && one.entry == entry)?;
        self.unused.borrow_mut()[at] = false;
        self.entries.deviations.get(at)
    }

    /// Deviations that no finding needs any more.
    pub(super) fn unused_deviations(&self, findings: &[LintFinding]) -> Vec<LintFinding> {
        let in_doubt = findings.iter().any(|found| found.severity == LintSeverity::Error);
        let unused = self.unused.borrow();
        let left = self.entries.deviations.iter().zip(unused.iter()).filter(|(one, unused)| {
            // An overlay may replace the entry by one without the contradiction; the deviation then waits.
            let replaced = self.places.iter().filter(|place| place.id == *one.entry).count() > 1;
            **unused && is_rule(&one.rule) && !in_doubt && !replaced
        });
        left.map(|(one, _)| {
            let (file, line) = self.place("deviations", &one.id, "id");
            LintFinding {
                file,
                line,
                rule: "deviation-unused".into(),
                severity: LintSeverity::Warning,
                entry: one.id.to_string(),
                found: format!("the rule `{}` no longer objects to `{}`", one.rule, one.entry),
                expected: "remove the deviation".into(),
            }
        })
        .collect()
    }
}

/// Finds the entries of a file: lists begin in column 0, their entries with a dash and an `id` or `name`.
fn places_of<'a>(file: &'a str, text: &'a str, places: &mut Vec<Place<'a>>) {
    let mut list = "";
    let mut dash: Option<usize> = None;
    let first_new = places.len();
    let total = text.lines().count();
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        if indent == 0 && !bare.starts_with('-') {
            list = bare.split(':').next().unwrap_or_default();
            dash = None;
            if let Some(last) = places[first_new..].last_mut()
                && last.last == total
            {
                last.last = at;
            }
            continue;
        }
        if bare.starts_with("- ") && dash.is_none_or(|column| indent <= column) {
            dash = Some(indent);
            if let Some(last) = places[first_new..].last_mut()
                && last.last == total
            {
                last.last = at;
            }
            places.push(Place { file, list, id: String::new(), first: at, last: total });
        }
        if let Some(place) = places[first_new..].last_mut()
            && place.id.is_empty()
            && let Some(id) = id_of(bare)
        {
            place.id = id;
        }
    }
}

/// The id or name in `- id: x`, `id: x` or `- {id: x, ...}`.
fn id_of(bare: &str) -> Option<String> {
    let bare = bare.trim_start_matches("- ").trim_start_matches('{');
    let rest = bare.strip_prefix("id:").or_else(|| bare.strip_prefix("name:"))?.trim();
    let end = if rest.starts_with('"') {
        return rest.get(1..)?.split('"').next().map(ToString::to_string);
    } else {
        rest.find([',', '}', '#']).unwrap_or(rest.len())
    };
    Some(rest[..end].trim().to_string())
}

/// Collects the findings of one rule.
pub(super) struct Report<'c, 'a> {
    /// What the rule sees.
    pub(super) context: &'c Context<'a>,
    rule: &'static str,
    findings: Vec<LintFinding>,
}

impl<'c, 'a> Report<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>, rule: &'static str) -> Self {
        Self { context, rule, findings: Vec::new() }
    }

    /// The entries.
    pub(super) fn entries(&self) -> &'a Entries {
        self.context.entries
    }

    /// Every list of entries as JSON, with the list's name.
    pub(super) fn lists(&self) -> &'c [(String, Vec<serde_json::Value>)] {
        &self.context.lists
    }

    /// Reports an error in a field of an entry; a known deviation of the entry makes it an info.
    pub(super) fn error(&mut self, list: &str, id: &str, field: &str, found: String, expected: String) {
        self.push(LintSeverity::Error, list, id, field, found, expected);
    }

    /// Reports something doubtful.
    pub(super) fn warning(&mut self, list: &str, id: &str, field: &str, found: String, expected: String) {
        self.push(LintSeverity::Warning, list, id, field, found, expected);
    }

    /// Reports something worth knowing.
    pub(super) fn info(&mut self, list: &str, id: &str, field: &str, found: String, expected: String) {
        self.push(LintSeverity::Info, list, id, field, found, expected);
    }

    fn push(
        &mut self,
        severity: LintSeverity,
        list: &str,
        id: &str,
        field: &str,
        found: String,
        expected: String,
    ) {
        let (file, line) = self.context.place(list, id, field);
        let (severity, expected) = match self.context.deviation(self.rule, id) {
            Some(known) => (
                LintSeverity::Info,
                format!(
                    "known: printed {}, recomputed {}; {}",
                    known.printed, known.recomputed, known.reason
                ),
            ),
            None => (severity, expected),
        };
        self.findings.push(LintFinding {
            file,
            line,
            rule: self.rule.to_string(),
            severity,
            entry: id.to_string(),
            found,
            expected,
        });
    }

    pub(super) fn into_findings(self) -> Vec<LintFinding> {
        self.findings
    }
}

/// A number without a needless fraction.
pub(super) fn num(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    format!("{rounded}")
}
