//! The requirement as the fold of the statements: what is to be built now.

use super::{
    binding::{Bound, Scope},
    field::Field,
    reading::{Conflict, ConflictKind},
    requirement::Requirement,
    requirement_parts::OtherWish,
    stated::Plain,
    statement::Statement,
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
    /// What the statements ask to be built now, and beside it what stands already, the options, what comes later and what is
    /// ruled out. `derived` holds counts that follow from several statements (groups that add up) and replace each of them.
    /// A value in an open conflict is left out; a denied value is never taken for a wanted one.
    #[must_use]
    pub fn fold(statements: &[Statement], derived: &[Statement], conflicts: &[Conflict]) -> Self {
        let mut requirement = Self::default();
        let subject = Subject::of(statements);
        for field in Field::ALL.iter().copied() {
            let conflict =
                conflicts.iter().find(|one| one.kind == ConflictKind::Conflict && one.field == field.name());
            if conflict.is_some_and(|one| one.used.is_none()) {
                continue;
            }
            let own: Vec<&Statement> =
                statements.iter().filter(|one| one.field == field && subject.holds(one)).collect();
            let used = conflict.and_then(|one| one.used.as_ref());
            let first = derived
                .iter()
                .find(|one| one.field == field)
                .or_else(|| own.iter().copied().find(|one| used == Some(&one.value)))
                .or_else(|| own.iter().copied().min_by_key(|one| rank(one)));
            let Some(first) = first else { continue };
            let value = match (listed(field), total(field, &own)) {
                (true, _) => {
                    let kept: Vec<serde_json::Value> = joined(&own)
                        .into_iter()
                        .filter(|value| !ruled_out(field, value, statements))
                        .collect();
                    if kept.is_empty() {
                        continue;
                    }
                    serde_json::json!(kept)
                }
                (false, Some(total)) if first.scope.is_part() => serde_json::json!(total),
                (false, _) => single(first),
            };
            // A value that does not fit its field stays a statement and is judged as one.
            if requirement.set(field.name(), value, &first.quote).is_ok() {
                requirement.bind(first);
            }
        }
        requirement.other_of_two(statements);
        requirement.put_aside(statements);
        requirement
    }

    /// Of two ways, the one that is not ruled out.
    fn other_of_two(&mut self, statements: &[Statement]) {
        const PAIRS: &[(Field, &str, &str)] = &[
            (Field::Cooling, "liquid", "air"),
            (Field::Fabric, "infiniband", "ethernet"),
            (Field::Fabric, "ethernet", "infiniband"),
        ];
        for (field, out, left) in PAIRS {
            let denied = statements.iter().find(|one| {
                one.field == *field && one.negated && one.scope.is_built_now() && holds(&one.value, out)
            });
            let open = match field {
                Field::Cooling => self.cooling.is_none(),
                _ => self.fabric.is_none(),
            };
            if let (Some(denied), true) = (denied, open) {
                let value = if listed(*field) { serde_json::json!([left]) } else { (*left).into() };
                let _ = self.set(field.name(), value, &denied.quote);
            }
        }
    }

    /// What is no single value of what is built now.
    fn put_aside(&mut self, statements: &[Statement]) {
        for one in statements {
            let list = match &one.scope {
                _ if one.field == Field::Other => {
                    if one.scope.is_built_now() {
                        let about = one.about.clone().unwrap_or_default();
                        self.other.push(OtherWish { about, quote: one.quote.clone() });
                    }
                    continue;
                }
                Scope::New if one.negated => &mut self.excluded,
                Scope::New => continue,
                Scope::Pool(_) | Scope::Site(_) => &mut self.pools,
                Scope::Existing => &mut self.existing,
                Scope::Option => &mut self.options,
                Scope::Later => &mut self.later,
            };
            list.push(one.clone());
        }
        let ruled_out = self.excluded.iter().filter(|one| one.field == Field::GpuModels);
        let names: Vec<&Statement> = ruled_out.collect();
        if self.gpu_models_excluded.is_none()
            && let Some(first) = names.first()
        {
            let (value, quote) = (serde_json::json!(joined(&names)), first.quote.clone());
            let _ = self.set(Field::GpuModelsExcluded.name(), value, &quote);
        }
    }
}

/// What the text is about.
struct Subject {
    /// Whether something new is asked for; else what stands already is what the text is about.
    new_kit: bool,
}

impl Subject {
    fn of(statements: &[Statement]) -> Self {
        let new_kit = statements.iter().any(|one| {
            one.scope.is_built_now()
                && !one.negated
                && matches!(
                    one.field,
                    Field::GpuCount | Field::NodeCount | Field::GpuModels | Field::RacksRequested
                )
        });
        Self { new_kit }
    }

    /// Whether a statement counts for what is built now.
    fn holds(&self, one: &Statement) -> bool {
        let standing = one.scope == Scope::Existing
            && (!self.new_kit && KIT.contains(&one.field)
                || matches!(one.field, Field::FabricExistingGbps | Field::Hypervisor));
        let growth = one.scope == Scope::Later
            && matches!(one.field, Field::GrowthGpuCount | Field::GrowthNodeCount | Field::GrowthMonths);
        !one.negated && (one.scope.is_built_now() || standing || growth)
    }
}

/// Whether a value of a list is ruled out elsewhere in the text ("we want X, but ... so no X").
fn ruled_out(field: Field, value: &serde_json::Value, statements: &[Statement]) -> bool {
    let word = value.as_str().unwrap_or_default();
    statements
        .iter()
        .any(|one| one.field == field && one.negated && one.scope.is_built_now() && holds(&one.value, word))
}

/// The sum over pools or sites of a count that adds up.
fn total(field: Field, own: &[&Statement]) -> Option<u64> {
    const ADD_UP: &[Field] =
        &[Field::GpuCount, Field::NodeCount, Field::UsersTotal, Field::UsersConcurrent, Field::VdiUsers];
    if !ADD_UP.contains(&field) || own.len() < 2 || !own.iter().all(|one| one.scope.is_part()) {
        return None;
    }
    let counts = own.iter().map(|one| match one.value {
        Plain::Number(number) if number >= 0.0 => Some(number as u64),
        _ => None,
    });
    counts.sum()
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
        // Values with parts of their own stand in a statement as JSON.
        Plain::Text(text) if text.starts_with(['{', '[']) => {
            return serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into());
        }
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
