//! What a message makes of the requirement before it: changed values with what they replaced, or a question in between.

use crate::{
    design::{Conflict, ConflictKind, Field, Intent, Plain, Reading, Statement},
    tools::{Change, FollowUp, Pending},
};

/// The requirement with a question that must be answered before anything changes.
pub(super) fn asking(old: &Reading, pending: &Pending) -> Reading {
    let mut asked = old.clone();
    asked.conflicts.push(Conflict {
        kind: ConflictKind::Conflict,
        field: pending.fields.join(" or "),
        quotes: vec![pending.quote.clone()],
        values: vec![Plain::Number(pending.value)],
        used: None,
        reason: pending.question.clone(),
    });
    asked
}

/// The requirement with a message's changes made; what changed stays visible.
pub(super) fn changed(old: &Reading, follow: &FollowUp, new: &Reading) -> Reading {
    let before = old.requirement.stated();
    let touched = || follow.changes.iter().chain(&follow.cleared);
    let mut next = old.clone();
    next.requirement = follow.apply(&old.requirement);
    next.requirement.other.extend(new.requirement.other.clone());
    next.conflicts.retain(|conflict| touched().all(|change| change.field != conflict.field));
    for change in touched() {
        if let Some((_, earlier, words)) = before.iter().find(|(name, ..)| *name == change.field)
            && *earlier != change.value
        {
            let value = Plain::from_json(&change.value);
            next.conflicts.push(Conflict {
                kind: ConflictKind::Superseded,
                field: change.field.clone(),
                quotes: vec![words.clone(), change.quote.clone()],
                values: vec![Plain::from_json(earlier), value.clone()],
                used: Some(value),
                reason: "a later message states it anew".into(),
            });
        }
    }
    next.statements = restated(old, follow, new);
    next.notices.extend(follow.notices.clone());
    let asks = |intent: &Intent| *intent != Intent::Design;
    next.intents = if follow.intents.iter().any(asks) { follow.intents.clone() } else { old.intents.clone() };
    if !new.language.is_empty() {
        next.language.clone_from(&new.language);
    }
    next
}

/// The statements that hold after a message: what it changes or drops goes, what it says in its place comes.
fn restated(old: &Reading, follow: &FollowUp, new: &Reading) -> Vec<Statement> {
    let named = |change: &Change| Field::named(&change.field).ok();
    let mut touched: Vec<Field> = follow.changes.iter().chain(&follow.cleared).filter_map(named).collect();
    touched.extend(new.statements.iter().filter(|one| one.negated).map(|one| one.field));
    let stays = |one: &&Statement| !touched.contains(&one.field) || !one.scope.is_built_now();
    let mut all: Vec<Statement> = old.statements.iter().filter(stays).cloned().collect();
    all.extend(new.statements.iter().filter(|one| touched.contains(&one.field)).cloned());
    for change in &follow.changes {
        let Some(field) = named(change) else { continue };
        if !new.statements.iter().any(|one| one.field == field) {
            all.push(Statement::new(field, Plain::from_json(&change.value), change.quote.clone()));
        }
    }
    all
}
