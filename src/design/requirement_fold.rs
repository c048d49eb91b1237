//! The requirement as the fold of the statements: what is to be built now.

use super::{
    reading::{Conflict, ConflictKind},
    requirement::{Field, Requirement},
    requirement_parts::OtherWish,
    stated::Plain,
    statement::{Bound, Scope, Statement},
};

/// Fields of what is computed with: where nothing new is asked for, what stands already is what the text is about.
const KIT: &[Field] = &[
    Field::GpuCount,
    Field::GpuModels,
    Field::NodeCount,
    Field::GpusPerNode,
    Field::FormFactor,
    Field::ServerModels,
    Field::ModelName,
];

impl Requirement {
    /// What the statements ask to be built now. Values in conflict are left out; denied values are never taken for
    /// wanted ones.
    #[must_use]
    pub fn fold(statements: &[Statement], conflicts: &[Conflict]) -> Self {
        let mut requirement = Self::default();
        let new_kit = statements.iter().any(|one| {
            one.scope.is_built_now()
                && matches!(
                    one.field,
                    Field::GpuCount | Field::NodeCount | Field::GpuModels | Field::RacksRequested
                )
        });
        let counts = |one: &&Statement| {
            !one.negated
                && (one.scope.is_built_now()
                    || one.scope == Scope::Existing && !new_kit && KIT.contains(&one.field)
                    || one.scope == Scope::Existing && one.field == Field::FabricExistingGbps
                    || one.scope == Scope::Existing && one.field == Field::Hypervisor
                    || one.scope == Scope::Later
                        && matches!(
                            one.field,
                            Field::GrowthGpuCount | Field::GrowthNodeCount | Field::GrowthMonths
                        ))
        };
        let open = |field: Field| {
            conflicts.iter().any(|conflict| {
                conflict.kind == ConflictKind::Conflict
                    && conflict.used.is_none()
                    && conflict.field == field.name()
            })
        };
        for field in Field::ALL.iter().copied().filter(|field| !open(*field)) {
            let own: Vec<&Statement> =
                statements.iter().filter(|one| one.field == field).filter(counts).collect();
            let Some(first) = own.iter().copied().min_by_key(|one| rank(one)) else { continue };
            let value = match listed(field) {
                true => serde_json::json!(joined(&own)),
                false => single(first),
            };
            // A value that does not fit its field stays a statement and is judged as one.
            let _ = requirement.set(field.name(), value, &first.quote);
        }
        if requirement.cooling.is_none()
            && let Some(no) = statements.iter().find(|one| {
                one.field == Field::Cooling
                    && one.negated
                    && one.scope.is_built_now()
                    && holds(&one.value, "liquid")
            })
        {
            let _ = requirement.set("cooling", "air".into(), &no.quote);
        }
        requirement.other = statements
            .iter()
            .filter(|one| one.field == Field::Other && one.scope.is_built_now())
            .map(|one| OtherWish { about: one.about.clone().unwrap_or_default(), quote: one.quote.clone() })
            .collect();
        requirement
    }
}

/// Exact values are taken before near ones, and these before limits.
fn rank(statement: &Statement) -> u8 {
    let whole = u8::from(!statement.scope.is_new()) * 8;
    whole
        + match statement.bound {
            Bound::Exactly => 0,
            Bound::About => 1,
            Bound::AtLeast => 2,
            Bound::Between => 3,
            Bound::AtMost => 4,
        }
}

/// Whether a field of the requirement holds a list of words.
fn listed(field: Field) -> bool {
    matches!(
        field,
        Field::Workload
            | Field::GpuModels
            | Field::GpuModelsUnknown
            | Field::GpuModelsExcluded
            | Field::ServerModels
            | Field::Patterns
            | Field::Fabric
            | Field::Security
            | Field::Scheduler
            | Field::LiftMm
    )
}

fn joined(own: &[&Statement]) -> Vec<serde_json::Value> {
    let mut all: Vec<serde_json::Value> = Vec::new();
    for statement in own {
        let values = match &statement.value {
            Plain::List(list) => list.clone(),
            one => vec![one.clone()],
        };
        for value in values {
            let value = match &value {
                Plain::Text(name) if statement.field == Field::GpuModels => {
                    form_of(name, &statement.quote).into()
                }
                other => serde_json::to_value(other).unwrap_or_default(),
            };
            if !all.contains(&value) {
                all.push(value);
            }
        }
    }
    all
}

/// The name with the form it was written with: the SXM form is no part of a maker's name, but it was asked for.
fn form_of(name: &str, quote: &str) -> String {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "");
    if plain(quote).contains(&format!("{}sxm", plain(name))) {
        format!("{name} SXM")
    } else {
        name.to_string()
    }
}

/// The one value of a field: the lower end of a range, the first of a list.
fn single(statement: &Statement) -> serde_json::Value {
    let value = match &statement.value {
        Plain::List(list) => list.first().cloned().unwrap_or(Plain::Nothing(())),
        one => one.clone(),
    };
    serde_json::to_value(value).unwrap_or_default()
}

fn holds(value: &Plain, word: &str) -> bool {
    match value {
        Plain::Text(text) => text == word,
        Plain::List(list) => list.iter().any(|one| holds(one, word)),
        _ => false,
    }
}
