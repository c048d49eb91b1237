//! What the author of a document has on the desk: the answer, the way each number came about, and the words. Handing
//! out a number notes its derivation, so the list at the end holds what was printed and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::{derivation, rounding, settings::Settings, words::Words};
use crate::{
    check::{AnswerDocument, Explanation},
    design::{Design, Finding, Statement, SwitchedFabric, fabric::FabricPlan},
    render::{
        document::{Column, Derivation, Inline, Number, Table, plain_text},
        names::Names,
    },
};

/// The desk.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The answer.
    pub answer: &'a AnswerDocument,
    /// Words.
    pub words: &'a Words,
    /// Names of products.
    pub names: &'a Names,
    /// Settings.
    pub settings: &'a Settings,
    /// Every link of the design with both its ends, and what it counts, where the design can be wired.
    pub cabling: Option<&'a super::cabling::Cabling<'a>>,
    /// The fabrics the wiring was laid out from.
    pub wired_plan: Option<&'a FabricPlan>,
    /// Why there is no wiring, in the engine's words.
    pub no_wiring: &'a str,
    /// Paragraphs a model worded for a chapter, checked; by chapter id.
    pub prose: Option<&'a super::prose::Prose>,
    /// SHA-256 of the answer, hexadecimal.
    pub digest: String,
    /// Whether long tables are cut short for reading; the workbook never cuts.
    pub row_limit: usize,
    /// The pool or site that is being written about, by its place; none for the whole.
    pub part: Option<usize>,
    why: BTreeMap<&'a str, &'a Explanation>,
    noted: Vec<Derivation>,
    places: BTreeMap<String, usize>,
}

impl<'a> Desk<'a> {
    /// A desk with nothing written yet.
    #[must_use]
    pub fn new(source: super::files::Source<'a>, digest: &str) -> Self {
        let why = source.explanations.iter().filter_map(|one| Some((one.pointer.as_deref()?, one))).collect();
        Self {
            answer: source.answer,
            words: source.words,
            names: source.names,
            settings: source.settings,
            cabling: source.cabling,
            wired_plan: source.wired_plan,
            no_wiring: source.no_wiring,
            prose: source.prose,
            digest: digest.to_string(),
            row_limit: if source.settings.all_rows { usize::MAX } else { 60 },
            part: None,
            why,
            noted: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// The design, or that of the pool or site which is being written about; none where the answer makes none.
    #[must_use]
    pub fn design(&self) -> Option<&'a Design> {
        let whole = self.answer.design.as_ref()?;
        match self.part {
            Some(place) => whole.parts.as_ref()?.list.get(place).map(|part| &*part.design),
            None => Some(whole),
        }
    }

    /// How the number at a place of the design was explained; inside a pool or site its own design is meant.
    fn explained_at(&self, at: &str) -> Option<&'a Explanation> {
        match (self.part, at.strip_prefix("/design")) {
            (Some(place), Some(rest)) => {
                self.why.get(format!("/design/parts/list/{place}/design{rest}").as_str()).copied()
            }
            _ => self.why.get(at).copied(),
        }
    }

    /// A fixed sentence without values.
    #[must_use]
    pub fn say(&self, name: &str) -> String {
        self.words.say(name, &[])
    }

    /// A fixed sentence as a piece of text.
    #[must_use]
    pub fn text(&self, name: &str) -> Inline {
        Inline::Text(self.say(name))
    }

    /// A sentence of the engine with names of products and labels of fields in place of ids.
    #[must_use]
    pub fn people(&self, text: &str) -> String {
        if let Some(said) = self.words.spoken.say(text, &|value| self.spoken_value(value)) {
            return said;
        }
        let said = self.words.people(&self.words.plain(&self.names.put(text)));
        let said = derivation::calls_spoken(&said, self.words);
        rounding::figures_in(&said, &|value| self.settings.numbers.write(value))
    }

    /// A value inside a sentence of the engine: a figure as this document writes figures, a name or word as people know it.
    fn spoken_value(&self, text: &str) -> String {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        if let Ok(value) = number.replace(',', "").parse::<f64>() {
            let number = self.settings.numbers.write(rounding::legible(value, "").0);
            let unit = self.words.unit(unit);
            return if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") };
        }
        if let Some((from, to)) = text.split_once(" to ")
            && [from, to].iter().all(|end| end.replace(',', "").parse::<f64>().is_ok())
        {
            return format!("{} {} {}", self.spoken_value(from), self.say("to"), self.spoken_value(to));
        }
        // A sentence inside another one, such as what a spare part is for.
        if text.contains(' ')
            && let Some(said) = self.words.spoken.say(text, &|value| self.spoken_value(value))
        {
            return said;
        }
        let label = self.words.labels.get(text).cloned();
        label.unwrap_or_else(|| self.words.value(&self.names.put(text)))
    }

    /// A sentence of the engine as a sentence: a capital first and a full stop.
    #[must_use]
    pub fn sentence(&self, text: &str) -> String {
        let mut text = capital(&self.people(text));
        if !text.is_empty() && !text.ends_with(['.', '?', '!', ':']) {
            text.push('.');
        }
        text
    }

    /// A whole number without a derivation: the document's own counting.
    #[must_use]
    pub fn plain_count(&self, value: usize) -> Inline {
        let value = value as f64;
        let text = self.settings.numbers.write(value);
        Inline::Number(Number { value, text, unit: String::new(), why: None })
    }

    /// A count of the answer, printed whole; `at` is its place, for the derivation.
    pub fn count(&mut self, value: u64, at: &str) -> Inline {
        let value = value as f64;
        let text = self.settings.numbers.write(value);
        Inline::Number(Number { value, text, unit: String::new(), why: self.note(at) })
    }

    /// A quantity of the answer, rounded to three significant digits.
    pub fn amount(&mut self, value: f64, unit: &str, at: &str) -> Inline {
        let (shown, unit) = rounding::legible(value, unit);
        let text = self.settings.numbers.write(shown);
        Inline::Number(Number { value, text, unit: unit.to_string(), why: self.note(at) })
    }

    /// A quantity that no place of the answer holds by itself, rounded alike.
    #[must_use]
    pub fn free_amount(&self, value: f64, unit: &str) -> Inline {
        let (shown, unit) = rounding::legible(value, unit);
        let text = self.settings.numbers.write(shown);
        Inline::Number(Number { value, text, unit: unit.to_string(), why: None })
    }

    /// Money, in millions from one million on.
    pub fn money(&mut self, value: f64, currency: &str, at: &str) -> Inline {
        let (text, unit) = self.money_words(value, currency);
        Inline::Number(Number { value, text, unit, why: self.note(at) })
    }

    fn money_words(&self, value: f64, currency: &str) -> (String, String) {
        let (shown, millions) = rounding::money(value);
        let text = self.settings.numbers.write(shown);
        let unit =
            if millions { format!("{} {currency}", self.say("million")) } else { currency.to_string() };
        (text, unit)
    }

    /// Money from low to high; one figure where both print alike.
    pub fn money_range(&mut self, low: (f64, &str), high: (f64, &str), currency: &str) -> Vec<Inline> {
        let (from, to) = (self.money(low.0, currency, low.1), self.money(high.0, currency, high.1));
        if from.text() == to.text() {
            return vec![to];
        }
        let same_unit =
            matches!((&from, &to), (Inline::Number(one), Inline::Number(two)) if one.unit == two.unit);
        let from = match from {
            Inline::Number(number) if same_unit => Inline::Number(Number { unit: String::new(), ..number }),
            other => other,
        };
        vec![from, Inline::Text(format!(" {} ", self.say("to"))), to]
    }

    /// The statement that a row of coverage is about.
    #[must_use]
    pub fn statement(&self, field: &str, quote: &str) -> Option<&'a Statement> {
        self.answer
            .statements
            .iter()
            .find(|one| one.field.name() == field && one.quote == quote)
            .or_else(|| self.answer.statements.iter().find(|one| one.quote == quote && !quote.is_empty()))
    }

    /// The number at a place of the answer as the trace holds it, with its unit.
    pub fn traced(&mut self, at: &str) -> Option<Inline> {
        let one = self.explained_at(at)?;
        let unit = self.words.unit(&one.unit);
        // Counts beyond this are no whole numbers of a double any more.
        let whole = one.value.fract() == 0.0 && (0.0..9e15).contains(&one.value);
        Some(if whole && (unit.is_empty() || self.words.is_counted(&unit)) {
            self.count(one.value as u64, at)
        } else {
            self.amount(one.value, &unit, at)
        })
    }

    /// How the number at a place of the answer came about, in a sentence.
    #[must_use]
    pub fn explained(&self, at: &str) -> Option<String> {
        self.explained_at(at).map(|one| derivation::sentence(one, self))
    }

    /// Place of the derivation of the number at a place of the answer.
    fn note(&mut self, at: &str) -> Option<usize> {
        let key = format!("{}{at}", self.part.map(|place| format!("{place}:")).unwrap_or_default());
        if let Some(place) = self.places.get(&key) {
            return Some(*place);
        }
        let explanation = self.explained_at(at)?;
        let mut steps = Vec::new();
        let mut sources = BTreeSet::new();
        gather(explanation, 0, self, &mut steps, &mut sources);
        let made = Derivation {
            label: derivation::label(at, self),
            words: derivation::value(explanation, self),
            kind: self.words.value(&explanation.kind),
            sentence: derivation::sentence(explanation, self),
            steps,
            sources: sources.into_iter().collect(),
            unlisted: explanation.kind == "constant"
                || at.contains("/positions/")
                || at.starts_with("/design/bom/lines/"),
        };
        self.noted.push(made);
        self.places.insert(key, self.noted.len() - 1);
        Some(self.noted.len() - 1)
    }

    /// Numbers of the answer by kind of origin.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<&'a str, usize> {
        let mut kinds = BTreeMap::new();
        for explanation in self.why.values() {
            *kinds.entry(explanation.kind.as_str()).or_default() += 1;
        }
        kinds
    }

    /// The derivations of the numbers that were printed, in the order of printing.
    #[must_use]
    pub fn into_derivations(self) -> Vec<Derivation> {
        self.noted
    }

    /// A table whose caption and heads are sentences by name; heads that start with `#` hold numbers.
    #[must_use]
    pub fn table(&self, caption: &str, heads: &[&str], rows: Vec<Vec<Vec<Inline>>>) -> Table {
        let column = |name: &&str| match name.strip_prefix('#') {
            Some(name) => Column::number(&self.say(name)),
            None => Column::text(&self.say(name)),
        };
        let mut columns: Vec<Column> = heads.iter().map(column).collect();
        let mut rows = rows;
        // A column that no row fills only takes room.
        for place in (0..columns.len()).rev() {
            let empty =
                |row: &Vec<Vec<Inline>>| row.get(place).is_none_or(|cell| plain_text(cell).is_empty());
            if rows.len() > 1 && rows.iter().all(empty) {
                columns.remove(place);
                rows.iter_mut().for_each(|row| drop(row.remove(place)));
            }
        }
        Table { caption: self.say(caption), columns, rows, rest: String::new() }
    }

    /// The technology of a fabric; a dash where it is not known.
    #[must_use]
    pub fn technology(&self, fabric: &SwitchedFabric) -> String {
        fabric.technology.map_or_else(|| self.say("none"), |technology| self.words.value(technology.word()))
    }

    /// The name of a kind of rack.
    #[must_use]
    pub fn rack_name(&self, name: &str) -> String {
        self.words.value(&self.names.put(name))
    }

    /// A finding as a sentence, without the clauses that tell how it was computed; the derivations have them.
    #[must_use]
    pub fn finding(&self, message: &str) -> String {
        const INNER: [&str; 6] =
            ["layout ", "calibration", "band", "share of whole runs", "width of", "tensor "];
        let clauses: Vec<&str> = message
            .split("; ")
            .filter(|clause| {
                !INNER.iter().any(|inner| clause.starts_with(inner)) && !clause.contains(" tensor ")
            })
            .filter_map(|clause| match clause.split_once(" = ") {
                // "101 days on 96 GPUs: days = tokens / rate": the formula goes, what it gives stays.
                Some((before, _)) => before.rsplit_once(": ").map(|(said, _)| said),
                None => Some(clause),
            })
            .collect();
        self.sentence(&clauses.join("; "))
    }

    /// What repairs a finding, where it is something people do and no flag of the command line.
    #[must_use]
    pub fn repair(&self, finding: &Finding) -> Option<String> {
        finding.repair.as_deref().filter(|text| !text.contains("--")).map(|text| self.sentence(text))
    }

    /// A table cut to the rows a page shows, with a sentence about the rest.
    #[must_use]
    pub fn cut(&self, mut table: Table) -> Table {
        let total = table.rows.len();
        if total > self.row_limit {
            table.rows.truncate(self.row_limit);
            let write = |count: usize| self.settings.numbers.write(count as f64);
            table.rest = self
                .words
                .say("rows_left_out", &[("shown", &write(self.row_limit)), ("total", &write(total))]);
        }
        table
    }
}

/// The steps below an explanation and the documents at its leaves.
fn gather(
    one: &Explanation,
    depth: usize,
    desk: &Desk<'_>,
    steps: &mut Vec<(usize, String)>,
    sources: &mut BTreeSet<String>,
) {
    if let Some(source) = &one.source {
        sources.insert(source.title.clone());
    }
    if depth > 0 {
        let name = one
            .name
            .as_deref()
            .map(|name| format!("{}: ", capital(&derivation::input_label(name, desk))))
            .unwrap_or_default();
        steps.push((depth, format!("{name}{}", derivation::sentence(one, desk))));
    }
    for input in &one.inputs {
        gather(input, depth + 1, desk, steps, sources);
    }
}

/// A text with its first letter as a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
