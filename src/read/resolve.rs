//! From readings to one requirement: lists are joined, corrections replace, contradictions are reported, and counts
//! that follow from the stated ones are added with the words they follow from.

use serde_json::{Value, json};

use super::{
    claim::{Claim, Claims},
    derive::{derive_gpus, derive_nodes},
    lexicon::C,
    page::{Page, What},
};
use crate::design::{Conflict, ConflictKind, OtherWish, Plain, Requirement};

/// Fields that hold several values.
const LISTS: &[&str] = &[
    "workload",
    "gpu_models",
    "gpu_models_unknown",
    "gpu_models_excluded",
    "server_models",
    "patterns",
    "fabric",
    "security",
    "scheduler",
];
/// Fields whose values add up when one sentence names several groups.
const SUMS: &[&str] = &["gpu_count", "node_count", "users_total"];

/// The requirement and the disagreements found on the way.
pub(super) fn resolve(page: &Page, claims: &mut Claims) -> (Requirement, Vec<Conflict>) {
    let mut conflicts = Vec::new();
    take_back(page, claims, &mut conflicts);
    derive_nodes(page, claims, &mut conflicts);
    let mut chosen: Vec<(&'static str, Value, String)> = Vec::new();
    let mut fields: Vec<&'static str> = Vec::new();
    for claim in &claims.list {
        if !fields.contains(&claim.field) && !claim.field.starts_with(['!', '~', '#']) {
            fields.push(claim.field);
        }
    }
    for field in fields {
        let list: Vec<&Claim> =
            claims.list.iter().filter(|claim| claim.field == field && !claim.retracted).collect();
        if list.is_empty() {
            continue;
        }
        if LISTS.contains(&field) {
            let (value, quote) = join(page, &list);
            chosen.push((field, value, quote));
        } else if let Some((value, quote)) = scalar(page, field, &list, &mut conflicts) {
            chosen.push((field, value, quote));
        }
    }
    derive_gpus(page, claims, &mut chosen, &mut conflicts);
    let mut requirement = Requirement::default();
    for (field, value, quote) in chosen {
        // A fraction for a count, a word outside its list or a number out of range is kept with its words, not bent.
        if requirement.set(field, value, &quote).is_err() {
            requirement.other.push(OtherWish { about: field.replace('_', " "), quote });
        }
    }
    (requirement, conflicts)
}

fn quote(page: &Page, claim: &Claim) -> String {
    page.quote(claim.from, claim.to).to_string()
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Array(list) if list.len() == 1 => Plain::from_json(&list[0]),
        _ => Plain::from_json(value),
    }
}

/// "Not four systems", "forget DGX", "sold out": earlier readings that no longer hold.
fn take_back(page: &Page, claims: &mut Claims, conflicts: &mut Vec<Conflict>) {
    let denials: Vec<Claim> =
        claims.list.iter().filter(|claim| claim.field.starts_with('!')).cloned().collect();
    for denial in denials {
        let field = &denial.field[1..];
        let old: Vec<Claim> = claims
            .list
            .iter()
            .filter(|claim| claim.field == field && claim.value == denial.value && claim.from < denial.from)
            .cloned()
            .collect();
        for claim in &mut claims.list {
            if claim.field == field && claim.value == denial.value && claim.from < denial.from {
                claim.retracted = true;
            }
        }
        let new = claims.last(field).cloned();
        if let Some(first) = old.first() {
            conflicts.push(superseded(page, field, first, new.as_ref(), Some(&denial)));
        }
    }
    for field in ["gpu_models", "form_factor"] {
        let mark = format!("~{field}");
        let old: Vec<Claim> = claims.list.iter().filter(|claim| claim.field == mark).cloned().collect();
        let new = claims.last(field).cloned();
        for claim in old {
            let name = if field == "form_factor" { "platform" } else { field };
            conflicts.push(superseded(page, name, &claim, new.as_ref(), None));
        }
    }
}

fn superseded(
    page: &Page,
    field: &str,
    old: &Claim,
    new: Option<&Claim>,
    denial: Option<&Claim>,
) -> Conflict {
    let mut quotes = vec![quote(page, old)];
    let mut values = vec![plain(&old.value)];
    if let Some(new) = new {
        quotes.push(quote(page, new));
        values.push(plain(&new.value));
    } else if let Some(denial) = denial {
        quotes.push(quote(page, denial));
        values.push(Plain::Nothing(()));
    }
    Conflict {
        kind: ConflictKind::Superseded,
        field: field.to_string(),
        quotes,
        values,
        used: new.map(|new| plain(&new.value)),
        reason: "a later statement takes the earlier one back".into(),
    }
}

/// All values of a list field in the order of the text.
fn join(page: &Page, list: &[&Claim]) -> (Value, String) {
    let mut values: Vec<Value> = Vec::new();
    let mut used: Vec<&Claim> = Vec::new();
    for claim in list {
        for value in claim.value.as_array().into_iter().flatten() {
            if !values.contains(value) {
                values.push(value.clone());
                used.push(claim);
            }
        }
    }
    let (from, to) = (
        used.iter().map(|claim| claim.from).min().unwrap_or(0),
        used.iter().map(|claim| claim.to).max().unwrap_or(0),
    );
    // One passage that holds them all where it is short, else the words of the first.
    let whole = page.quote(from, to);
    let text = if whole.chars().count() <= 160 { whole.to_string() } else { quote(page, used[0]) };
    (json!(values), text)
}

/// The value of a field with one value.
fn scalar(
    page: &Page,
    field: &str,
    list: &[&Claim],
    conflicts: &mut Vec<Conflict>,
) -> Option<(Value, String)> {
    let weight = list.iter().map(|claim| claim.weight).max().unwrap_or(0);
    let strong: Vec<&&Claim> = list.iter().filter(|claim| claim.weight == weight).collect();
    let first = *strong.first()?;
    let mut different: Vec<&Claim> = Vec::new();
    for claim in &strong {
        if !different.iter().any(|other| other.value == claim.value) {
            different.push(claim);
        }
    }
    if different.len() == 1 {
        return Some((first.value.clone(), quote(page, first)));
    }
    let last = different[different.len() - 1];
    if corrected(page, different[0], last) {
        conflicts.push(superseded(page, field, different[0], Some(last), None));
        return Some((last.value.clone(), quote(page, last)));
    }
    if field == "budget_amount" {
        return Some(budget(page, &different, conflicts));
    }
    if SUMS.contains(&field)
        && different.iter().all(|claim| page.nodes[claim.from].sentence == page.nodes[first.from].sentence)
    {
        let joined = strong.windows(2).all(|pair| {
            let gap = pair[0].to + 1..pair[1].from;
            let name = |claim: &Claim| {
                page.nodes[claim.from..(claim.to + 2).min(page.nodes.len())].iter().find_map(|node| {
                    match &node.what {
                        What::Gpu(name) => Some(name.clone()),
                        _ => None,
                    }
                })
            };
            let (one, two) = (name(pair[0]), name(pair[1]));
            let apart = field == "users_total" || one.is_some() && two.is_some() && one != two;
            apart
                && gap.len() <= 4
                && !gap.clone().any(|place| matches!(page.nodes[place].what, What::Opaque))
                && gap.clone().any(|place| {
                    matches!(
                        page.nodes[place].text.as_str(),
                        "and" | "plus" | "+" | "und" | "y" | "et" | "e" | "en" | "sowie" | "i"
                    )
                })
        });
        let sum: u64 = strong.iter().filter_map(|claim| claim.value.as_u64()).sum();
        if joined && sum > 0 {
            let last = strong[strong.len() - 1];
            return Some((json!(sum), page.quote(first.from, last.to).to_string()));
        }
    }
    if matches!(
        field,
        "golive"
            | "delivery_date"
            | "latency_scope"
            | "budget_currency"
            | "budget_tax"
            | "model_name"
            | "model_params_b"
            | "form_factor"
    ) && field != "model_params_b"
    {
        return Some((first.value.clone(), quote(page, first)));
    }
    conflicts.push(Conflict {
        kind: ConflictKind::Conflict,
        field: field.to_string(),
        quotes: different.iter().map(|claim| quote(page, claim)).collect(),
        values: different.iter().map(|claim| plain(&claim.value)).collect(),
        used: None,
        reason: "two statements disagree and the text does not say which one holds".into(),
    });
    None
}

/// Whether the later statement is made as a correction, or in a later mail of a thread.
fn corrected(page: &Page, old: &Claim, new: &Claim) -> bool {
    let sentence = page.sentence(new.from);
    let before =
        sentence.start.checked_sub(1).map_or(sentence.start..sentence.start, |last| page.sentence(last));
    let marks = [C::Correction, C::Instead];
    if page.nodes[old.from].sentence == page.nodes[new.from].sentence {
        return page.has(old.to + 1..new.from, &marks);
    }
    page.has(sentence.start..new.from + 1, &marks)
        || page.has(sentence, &[C::Correction])
        || (page.has(before.clone(), &[C::Correction]) && before.start > old.to)
        || later_mail(page, old.to, new.from)
}

/// Whether a new mail begins between two places ("Third mail:", "Update", "On Monday … wrote:").
fn later_mail(page: &Page, from: usize, to: usize) -> bool {
    (from..to).any(|place| {
        let text = page.nodes[place].text.as_str();
        let mail = matches!(
            text,
            "mail"
                | "email"
                | "e"
                | "message"
                | "nachricht"
                | "correo"
                | "mensaje"
                | "courriel"
                | "wrote"
                | "schrieb"
                | "ps"
                | "nachtrag"
                | "follow"
        );
        mail && (place..(place + 5).min(to)).any(|sign| page.is_sign(sign, ':') || page.is_sign(sign, ')'))
    })
}

/// Two budgets: the writer's preference counts ("I'd plan with the CFO"), else the last; both are reported.
fn budget(page: &Page, different: &[&Claim], conflicts: &mut Vec<Conflict>) -> (Value, String) {
    let last = different[different.len() - 1];
    let preferred = (0..page.nodes.len()).filter(|at| page.is(*at, C::Prefer)).find_map(|at| {
        let words: Vec<&str> = (at + 1..(at + 5).min(page.nodes.len()))
            .map(|place| page.nodes[place].text.as_str())
            .filter(|word| {
                word.chars().count() >= 3
                    && !matches!(*word, "the" | "der" | "die" | "das" | "one" | "figure" | "number")
            })
            .collect();
        // The amount whose source is named again, or a word such as lower and higher.
        let by_source = words.iter().find_map(|word| {
            let mention = (0..at).rev().find(|place| page.nodes[*place].text == *word)?;
            different.iter().find(|claim| claim.from > mention && claim.from - mention <= 10).copied()
        });
        let by_size = |largest: bool| {
            different.iter().copied().max_by(|a, b| {
                let order = a.value.as_f64().unwrap_or(0.0).total_cmp(&b.value.as_f64().unwrap_or(0.0));
                if largest { order } else { order.reverse() }
            })
        };
        by_source.or_else(|| {
            if words.iter().any(|word| matches!(*word, "lower" | "smaller" | "niedrigeren" | "menor")) {
                by_size(false)
            } else if words.iter().any(|word| matches!(*word, "higher" | "larger" | "hoheren" | "mayor")) {
                by_size(true)
            } else {
                None
            }
        })
    });
    let (used, reason) = match preferred {
        Some(claim) => (claim, "the writer says which one to plan with"),
        None => (last, "two amounts are named and no preference; the last one is used and must be confirmed"),
    };
    conflicts.push(Conflict {
        kind: ConflictKind::Conflict,
        field: "budget_amount".into(),
        quotes: different.iter().map(|claim| quote(page, claim)).collect(),
        values: different.iter().map(|claim| plain(&claim.value)).collect(),
        used: Some(plain(&used.value)),
        reason: reason.into(),
    });
    (used.value.clone(), quote(page, used))
}
