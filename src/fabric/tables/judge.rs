//! Compares any sizing table with the rules, row by row: reproduced, deviation with its reason, or no rule.

use crate::{
    catalog::{
        Catalog,
        kinds::{Cell, FabricProfile},
    },
    design::fabric::FabricPlan,
};

use super::{
    super::{Overrides, from_profile, plan_fabric},
    components, diagnosis,
    expected::{self, Expected},
    infer,
    meaning::Meaning,
    more_rules,
    sheet::{Sheet, nothing, show},
};

/// How a check of a row came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The rule gives what is printed.
    Reproduced,
    /// The rule gives something else.
    Deviation {
        /// Why, as far as it is known.
        reason: String,
    },
}

/// One compared cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Column or item.
    pub column: String,
    /// As printed.
    pub printed: String,
    /// What the rule gives; "-" where it gives nothing.
    pub computed: String,
    /// Whether they agree.
    pub agrees: bool,
    /// Reading under which the computed value was taken ("per plane"), when not the plain one.
    pub reading: Option<String>,
}

/// One rule applied to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Rule id.
    pub rule: String,
    /// Size the rule was applied at, when a row covers several.
    pub size: Option<String>,
    /// Compared cells.
    pub cells: Vec<Compared>,
    /// Result.
    pub outcome: Outcome,
}

/// A row and its checks; none when no rule covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult {
    /// Row key.
    pub row: String,
    /// Checks.
    pub checks: Vec<Check>,
    /// Why there is no check.
    pub no_rule: Option<String>,
}

/// A judged table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableResult {
    /// Table id.
    pub table: String,
    /// Architecture the rows were read as, when one.
    pub architecture: Option<String>,
    /// Rows.
    pub rows: Vec<RowResult>,
}

impl RowResult {
    /// `reproduced`, `deviation` or `no_rule`.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match self {
            row if row.checks.is_empty() => "no_rule",
            row if row.checks.iter().all(|check| check.outcome == Outcome::Reproduced) => "reproduced",
            _ => "deviation",
        }
    }
}

/// Judges one table.
#[must_use]
pub fn judge(catalog: &Catalog, sheet: &Sheet) -> TableResult {
    let inferred = infer::profile(catalog, sheet);
    let meanings = sheet.meanings();
    let mut architecture = None;
    let mut rows = Vec::new();
    for row in &sheet.rows {
        let own = sheet.profile(catalog, row);
        let profile = inferred.as_ref().or(own);
        if architecture.is_none() {
            architecture = profile.map(|profile| profile.id.to_string());
        }
        let mut checks = Vec::new();
        let mut why = None;
        match profile {
            None => {
                why = Some(
                    "no architecture is named that the catalog knows, and none can be inferred".to_string(),
                )
            }
            Some(profile) => {
                let sizes = sizes(catalog, sheet, row, profile);
                let several = sizes.len() > 1;
                for nodes in &sizes {
                    let input = from_profile(profile, *nodes, &Overrides::default());
                    match plan_fabric(&input) {
                        Ok(plan) => {
                            checks.extend(compare(catalog, sheet, meanings, row, profile, &plan, several))
                        }
                        Err(error) => why = Some(error.to_string()),
                    }
                }
                checks.extend(more_rules::row(sheet, row, profile));
            }
        }
        checks.extend(more_rules::names(sheet, row));
        checks.extend(components::row(catalog, sheet, row, profile));
        checks.extend(more_rules::sums(sheet, row));
        let no_rule =
            checks.is_empty().then(|| why.unwrap_or_else(|| "no column states what a rule computes".into()));
        rows.push(RowResult { row: sheet.key(row), checks, no_rule });
    }
    more_rules::multiples(sheet, &mut rows);
    TableResult { table: sheet.id.clone(), architecture, rows }
}

/// The sizes of a row in nodes: one, or one per scalable unit of a range.
fn sizes(catalog: &Catalog, sheet: &Sheet, row: &[Cell], profile: &FabricProfile) -> Vec<u64> {
    if let (Some(from), Some(to), Some(su)) =
        (sheet.number(row, Meaning::UnitsFrom), sheet.number(row, Meaning::UnitsTo), profile.su_nodes)
    {
        return (from..=to.min(from + 200)).map(|units| units * su).collect();
    }
    if let Some(nodes) = sheet.nodes(row, profile) {
        return vec![nodes];
    }
    more_rules::implied_size(catalog, sheet, profile).into_iter().collect()
}

/// Groups the comparable cells of a row by rule.
fn compare(
    catalog: &Catalog,
    sheet: &Sheet,
    meanings: &[Option<Meaning>],
    row: &[Cell],
    profile: &FabricProfile,
    plan: &FabricPlan,
    several: bool,
) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for ((meaning, column), cell) in meanings.iter().zip(&sheet.columns).zip(row) {
        let Some(meaning) = meaning else { continue };
        let per_plane = column.to_ascii_lowercase().replace([' ', '-'], "_").contains("per_plane");
        let Some(expected) = expected::of(*meaning, sheet, row, profile, plan, per_plane) else { continue };
        let Some(compared) = compared(sheet, meanings, *meaning, column, cell, &expected, profile, catalog)
        else {
            continue;
        };
        match checks.iter_mut().find(|check| check.rule == expected.rule) {
            Some(check) => check.cells.push(compared),
            None => checks.push(Check {
                rule: expected.rule,
                size: several.then(|| format!("{} nodes", plan.node_count)),
                cells: vec![compared],
                outcome: Outcome::Reproduced,
            }),
        }
    }
    for check in &mut checks {
        settle(check, |cell| {
            diagnosis::reason(catalog, sheet, row, &cell.column, Some((profile, plan)), cell)
        });
    }
    checks
}

/// Sets the outcome of a check from its cells.
pub(super) fn settle(check: &mut Check, reason: impl Fn(&Compared) -> String) {
    let wrong: Vec<String> = check.cells.iter().filter(|cell| !cell.agrees).map(reason).collect();
    check.outcome =
        if wrong.is_empty() { Outcome::Reproduced } else { Outcome::Deviation { reason: wrong.join("; ") } };
}

/// Compares one cell under the reading that fits the whole column best.
#[allow(clippy::too_many_arguments)]
fn compared(
    sheet: &Sheet,
    meanings: &[Option<Meaning>],
    meaning: Meaning,
    column: &str,
    cell: &Cell,
    expected: &Expected,
    profile: &FabricProfile,
    catalog: &Catalog,
) -> Option<Compared> {
    let printed = super::sheet::count(cell);
    // A dash says "none" only where a design may have none; elsewhere the source left the cell open.
    let may_be_none = matches!(
        meaning,
        Meaning::Spine
            | Meaning::Core
            | Meaning::ConvergedSpine
            | Meaning::CoreCables
            | Meaning::SpineCables
            | Meaning::DedicatedPair
            | Meaning::InRack
    );
    if printed.is_none() && !(nothing(cell) && may_be_none) {
        return None;
    }
    let at =
        expected::best_reading(sheet, meanings, meaning, column, profile, catalog, expected.readings.len());
    let (reading, value) = expected.readings.get(at).or_else(|| expected.readings.first())?;
    let agrees = printed.unwrap_or(0) == *value;
    Some(Compared {
        column: column.to_string(),
        printed: show(cell),
        computed: if *value == 0 && printed.is_none() { "-".into() } else { value.to_string() },
        agrees,
        reading: (at > 0).then(|| (*reading).to_string()),
    })
}
