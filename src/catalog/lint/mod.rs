//! Checks a catalog: form, references, physical ranges, arithmetic that vendors get wrong, names and dates. Every
//! finding at once, with file, line, what was found and what was expected.
//!
//! A contradiction of a publication that is kept on purpose is an entry of `deviations`: the finding is then reported
//! as known, at the lowest severity.

mod context;
mod dates;
mod form;
mod gpus;
mod models;
mod names;
mod network;
mod optics;
mod patterns;
mod prices;
mod ranges;
mod references;
mod site;
mod systems;

use std::collections::BTreeSet;

use super::{
    Catalog, FILES,
    kinds::{CatalogFile, Entries},
};
use context::{Context, Report};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintSeverity {
    /// Worth knowing; nothing to do.
    Info,
    /// Doubtful; `--strict` makes it an error.
    Warning,
    /// Wrong.
    Error,
}

impl LintSeverity {
    /// The word used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LintFinding {
    /// File, as named below the catalog's folder.
    pub file: String,
    /// Line, from 1, when it can be told.
    pub line: Option<usize>,
    /// Name of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: LintSeverity,
    /// Id of the entry; empty when the whole file is meant.
    pub entry: String,
    /// What was found.
    pub found: String,
    /// What was expected, or what to do.
    pub expected: String,
}

/// A rule of the lint.
pub struct LintRule {
    /// Name, such as `sparse-ratio`.
    pub name: &'static str,
    /// What it checks, for people.
    pub about: &'static str,
    check: fn(&mut Report<'_, '_>),
}

/// All rules that look at entries, by group; rules on the form of a file are [`FORM_RULES`].
pub const RULES: &[&[LintRule]] = &[
    references::RULES,
    ranges::RULES,
    gpus::RULES,
    systems::RULES,
    patterns::RULES,
    network::RULES,
    optics::RULES,
    models::RULES,
    names::RULES,
    dates::RULES,
    prices::RULES,
    site::RULES,
];

/// Rules on the form of a file, by name and with what they check.
pub use form::FORM_RULES;
pub(super) use prices::faults as price_faults;

/// Checks files that make up a whole catalog by themselves: name and text of each.
#[must_use]
pub fn lint(files: &[(&str, &str)]) -> Vec<LintFinding> {
    let mut entries = Entries::empty();
    let findings = form::read(files, &mut entries);
    run(entries, files, findings)
}

impl Catalog {
    /// Checks this catalog, with what was laid over it.
    #[must_use]
    pub fn lint(&self) -> Vec<LintFinding> {
        let mut files: Vec<(&str, &str)> = merged_files();
        files.extend(self.overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        run(self.entries.clone().into_owned(), &files, Vec::new())
    }

    /// Checks files as an overlay on this catalog: what they say themselves and what they break in it. Files of a
    /// wrong form are reported and left out of the rest.
    #[must_use]
    pub fn lint_files(&self, files: &[(&str, &str)]) -> Vec<LintFinding> {
        let mut entries = self.entries.clone().into_owned();
        let findings = form::read(files, &mut entries);
        let mut all: Vec<(&str, &str)> = merged_files();
        all.extend(self.overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        all.extend(files);
        let names: BTreeSet<&str> = files.iter().map(|(name, _)| *name).collect();
        let mut found = run(entries, &all, findings);
        let own = |finding: &LintFinding| names.contains(finding.file.as_str());
        found.retain(|finding| own(finding) || finding.severity > LintSeverity::Info);
        if found.iter().any(|finding| !own(finding)) {
            let before: BTreeSet<LintFinding> = self.lint().into_iter().collect();
            found.retain(|finding| own(finding) || !before.contains(finding));
        }
        found
    }
}

/// The embedded files that make up the entries; overlays that are off are left out.
fn merged_files() -> Vec<(&'static str, &'static str)> {
    FILES.iter().copied().filter(|(name, _)| !name.starts_with("overlays/")).collect()
}

fn run(entries: Entries, files: &[(&str, &str)], mut findings: Vec<LintFinding>) -> Vec<LintFinding> {
    let context = Context::new(&entries, files);
    for rule in RULES.iter().flat_map(|group| group.iter()) {
        let mut report = Report::new(&context, rule.name);
        (rule.check)(&mut report);
        findings.extend(report.into_findings());
    }
    findings.extend(context.unused_deviations(&findings));
    findings.sort();
    findings.dedup();
    findings
}

/// Whether a rule of this name exists.
fn is_rule(name: &str) -> bool {
    RULES.iter().flat_map(|group| group.iter()).any(|rule| rule.name == name)
        || FORM_RULES.iter().any(|(known, _)| *known == name)
}

/// Reads a file's entries of every kind without their order mattering.
fn add(entries: &mut Entries, file: CatalogFile) {
    entries.add(file);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_catalog_has_no_error() {
        let bad: Vec<_> = Catalog::embedded()
            .lint()
            .into_iter()
            .filter(|found| found.severity > LintSeverity::Info)
            .collect();
        assert!(bad.is_empty(), "{bad:#?}");
    }

    #[test]
    fn rules_have_names_of_their_own() {
        let mut names: Vec<&str> =
            RULES.iter().flat_map(|group| group.iter().map(|rule| rule.name)).collect();
        names.extend(FORM_RULES.iter().map(|(name, _)| *name));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(RULES.iter().flat_map(|group| group.iter()).all(|rule| !rule.about.is_empty()));
    }
}
