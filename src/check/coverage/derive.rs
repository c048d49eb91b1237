//! Statements from a requirement, for readings that hold no statements of their own: a requirement document, flags.

use crate::design::{Bound, Field, Plain, Reading, Scope, Statement};

/// The statements of a reading: its own, or one for every field that is stated.
pub(in crate::check) fn statements(reading: &Reading) -> Vec<Statement> {
    let stated = reading.requirement.stated();
    let mut all = reading.statements.clone();
    // A value that was set beside the text (a flag, a correction) has no statement; it is judged like any other.
    for (name, value, quote) in &stated {
        let Ok(field) = Field::named(name) else { continue };
        if !all.iter().any(|statement| speaks_of(statement, field)) {
            all.push(from_field(field, Plain::from_json(value), quote));
        }
    }
    for other in &reading.requirement.other {
        if !all.iter().any(|statement| statement.quote == other.quote) {
            all.push(Statement {
                about: Some(other.about.clone()),
                ..Statement::new(Field::Other, other.quote.as_str(), other.quote.as_str())
            });
        }
    }
    all
}

/// Whether a statement is where a field of the requirement comes from: the requirement keeps a least count and what is
/// ruled out in fields of their own, a statement says them by its bound.
fn speaks_of(statement: &Statement, field: Field) -> bool {
    statement.field == field
        || match field {
            Field::GpuCountMin => statement.field == Field::GpuCount && statement.bound == Bound::AtLeast,
            Field::GpuModelsExcluded => statement.field == Field::GpuModels && statement.negated,
            Field::GrowthGpuCount => statement.field == Field::GpuCount && statement.scope == Scope::Later,
            Field::GrowthNodeCount => statement.field == Field::NodeCount && statement.scope == Scope::Later,
            _ => false,
        }
}

fn from_field(field: Field, value: Plain, quote: &str) -> Statement {
    let bound = if field == Field::GpuCountMin { Bound::AtLeast } else { Bound::Exactly };
    let scope = match field {
        Field::GrowthGpuCount | Field::GrowthNodeCount | Field::GrowthMonths => Scope::Later,
        Field::FabricExistingGbps => Scope::Existing,
        _ => Scope::New,
    };
    Statement { bound, scope, ..Statement::new(field, value, quote) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_stated_field_becomes_one_statement() {
        let mut reading = Reading::default();
        reading.requirement.set("gpu_count_min", 64.into(), "at least 64 GPUs").unwrap();
        reading.requirement.set("growth_node_count", 32.into(), "32 nodes next year").unwrap();
        let all = statements(&reading);
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].field, all[0].bound), (Field::GpuCountMin, Bound::AtLeast));
        assert_eq!((all[1].field, &all[1].scope), (Field::GrowthNodeCount, &Scope::Later));
        // A statement of the text is not said twice.
        reading.statements = vec![Statement {
            bound: Bound::AtLeast,
            ..Statement::new(Field::GpuCount, 64.0, "at least 64 GPUs")
        }];
        let fields: Vec<Field> = statements(&reading).iter().map(|one| one.field).collect();
        assert_eq!(fields, [Field::GpuCount, Field::GrowthNodeCount]);
    }
}
