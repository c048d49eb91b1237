//! The bill of materials: lines with a quantity that is a formula, equal parts merged, and what stands in the way of
//! an offer.

mod cabling;
mod spares;

pub use cabling::cabling;
pub use spares::{SPARE_REASON, SPARE_SHARE, spares};

use crate::{
    catalog::{Catalog, Fact},
    design::{Bom, BomConfidence, BomLine},
    trace::{
        Origin, Traced,
        record::{Record, formula_name, sum},
    },
};

/// A line before its quantity is written.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Group.
    pub group: &'static str,
    /// What it is.
    pub item: String,
    /// Part, by catalog id.
    pub part_id: Option<String>,
    /// Ordering number.
    pub part_number: Option<String>,
    /// How many.
    pub quantity: Traced,
    /// What one of it is.
    pub unit: &'static str,
    /// Document or rule.
    pub source: String,
    /// How sure it is.
    pub confidence: BomConfidence,
}

impl Wanted {
    /// A piece of a known part.
    #[must_use]
    pub fn part(group: &'static str, item: &str, part_id: &str, quantity: Traced, source: &str) -> Self {
        Self {
            group,
            item: item.into(),
            part_id: Some(part_id.into()),
            part_number: None,
            quantity,
            unit: "piece",
            source: source.into(),
            confidence: BomConfidence::Confirmed,
        }
    }

    /// A piece whose part nobody has named yet.
    #[must_use]
    pub fn unknown(group: &'static str, item: &str, quantity: Traced, source: &str) -> Self {
        Self {
            group,
            item: item.into(),
            part_id: None,
            part_number: None,
            quantity,
            unit: "piece",
            source: source.into(),
            confidence: BomConfidence::ToBeQuoted,
        }
    }

    /// The same as an estimate.
    #[must_use]
    pub fn estimated(self) -> Self {
        Self { confidence: self.confidence.max(BomConfidence::Estimate), ..self }
    }

    fn id(&self) -> String {
        // What stands in brackets (lengths) may change from one edition to the next; the id may not.
        let item = self.item.split(" (").next().unwrap_or_default();
        let name = self.part_id.clone().unwrap_or_else(|| slug(item));
        format!("{}.{name}", self.group)
    }
}

/// Gives a line the ordering number that a document prints for its part; a cable's number needs its length.
pub fn number(catalog: &Catalog, line: &mut Wanted) {
    let Some(part) = line.part_id.as_deref().filter(|_| line.part_number.is_none()) else { return };
    let numbers = catalog.switch(part).and_then(|switch| switch.part_numbers.as_ref());
    let first = numbers.and_then(Fact::known).and_then(|numbers| numbers.first());
    line.part_number = first.map(ToString::to_string);
}

/// Equal parts of one group become one line; their quantities are added.
#[must_use]
pub fn merged(lines: Vec<Wanted>) -> Vec<Wanted> {
    let mut groups: Vec<Vec<Wanted>> = Vec::new();
    for line in lines {
        let same = |group: &&mut Vec<Wanted>| {
            group.first().is_some_and(|first| {
                first.group == line.group && first.part_id.is_some() && first.part_id == line.part_id
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
        .into_iter()
        .filter_map(|group| {
            let parts: Vec<(String, Traced)> = group
                .iter()
                .enumerate()
                .map(|(index, line)| {
                    (format!("{}_{}", formula_name(&line.item), index + 1), line.quantity.clone())
                })
                .collect();
            let quantity = sum("", &parts)?;
            let confidence = group.iter().map(|line| line.confidence).max()?;
            let mut items: Vec<String> = group.iter().map(|line| line.item.clone()).collect();
            items.dedup();
            let first = group.into_iter().next()?;
            Some(Wanted { item: items.join("; "), quantity, confidence, ..first })
        })
        .collect()
}

/// Writes the lines; gives them with their quantities, in the same order. An offer can be made when nothing is missing
/// and every part is known.
pub fn write(record: &mut Record<'_>, lines: Vec<Wanted>, mut missing: Vec<String>) -> (Bom, Vec<Traced>) {
    let mut rows: Vec<BomLine> = Vec::new();
    let mut quantities = Vec::new();
    for line in lines.into_iter().filter(|line| line.quantity.value > 0.0) {
        let index = rows.len();
        let mut row = record.below(format!("lines/{index}"));
        let mut id = line.id();
        while rows.iter().any(|known| known.id == id) {
            id.push_str("-2");
        }
        rows.push(BomLine {
            id,
            group: line.group.into(),
            formula: formula(&line.quantity),
            quantity: row.count("quantity", &line.quantity),
            item: line.item,
            part_id: line.part_id,
            part_number: line.part_number,
            unit: line.unit.into(),
            source: line.source,
            confidence: line.confidence,
        });
        quantities.push(line.quantity);
    }
    let unknown: Vec<&BomLine> = rows.iter().filter(|row| row.part_id.is_none()).collect();
    let count = Traced::constant(
        unknown.len() as f64,
        "lines",
        "lines of this bill of materials without a part",
        "counted in the lines",
    );
    missing.extend(unknown.iter().map(|row| format!("part for {} ({})", row.id, row.item)));
    let unknown_part_count = record.count("unknown_part_count", &count);
    (Bom { quotable: missing.is_empty(), unknown_part_count, missing, lines: rows }, quantities)
}

/// Words joined by single hyphens.
fn slug(text: &str) -> String {
    let name = formula_name(text).replace('_', "-");
    name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// How a quantity comes about, in words.
fn formula(quantity: &Traced) -> String {
    match &*quantity.origin {
        Origin::Derived { formula, .. } => formula.clone(),
        Origin::Stated { field, .. } => field.clone(),
        Origin::Catalog { entry, field, .. } => format!("{field} of {entry}"),
        Origin::Assumed { field, .. } => format!("{field} (assumed)"),
        Origin::Constant { what, .. } => what.clone(),
        Origin::Pointer(pointer) => pointer.clone(),
        Origin::Estimated { model, .. } => model.clone(),
        Origin::Measured { given_in } => given_in.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Trace;

    fn number(value: f64) -> Traced {
        Traced::stated(value, "", "count", "so many")
    }

    #[test]
    fn equal_parts_merge_and_unknown_ones_stand_in_the_way() {
        let lines = merged(vec![
            Wanted::part("network", "leaf", "sn5600", number(4.0), "rule"),
            Wanted::part("network", "spine", "sn5600", number(2.0), "rule").estimated(),
            Wanted::unknown("racks", "power strip", number(3.0), "rule"),
            Wanted::unknown("racks", "cable tray", number(0.0), "rule"),
        ]);
        let mut trace = Trace::default();
        let (bom, _) = write(&mut Record::new(&mut trace, "/design/bom"), lines, Vec::new());
        assert_eq!(bom.lines.len(), 2);
        assert_eq!((bom.lines[0].quantity, bom.lines[0].formula.as_str()), (6, "leaf_1 + spine_2"));
        assert_eq!(bom.lines[0].confidence, BomConfidence::Estimate);
        assert_eq!((bom.unknown_part_count, bom.quotable), (1, false));
        assert!(bom.missing[0].contains("power strip"));
    }
}
