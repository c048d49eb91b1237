//! How one figure of two parts of a kind stand to each other, as a ratio and in percent.

use super::{Ask, facts};
use crate::{design::Outcome, read::question::Thing};

/// The figures of both parts, with how they stand to each other before them.
pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let told = told(ask)?;
    let (mut sentences, outcome) = facts::answer(ask)?;
    sentences.insert(0, told);
    Some((sentences, outcome))
}

/// How one figure of two parts of a kind stand to each other: "H100 / A100: bandwidth ×1.64 (+64.3 %)".
fn told(ask: &Ask<'_>) -> Option<String> {
    let [figure] = ask.question.figures.as_slice() else { return None };
    let kind = ask.question.things.first()?.kind;
    let things = ask.question.of(kind);
    let [one, two] = things.as_slice() else { return None };
    let value = |thing: &Thing| {
        facts::figure_brief(ask, figure, &facts::rows(ask, kind, &thing.id))?.1.filter(|value| *value > 0.0)
    };
    let ratio = value(one)? / value(two)?;
    Some(format!(
        "{} / {}: {} ×{ratio:.2} ({:+.1} %).",
        ask.name(one),
        ask.name(two),
        ask.label(figure),
        (ratio - 1.0) * 100.0
    ))
}
