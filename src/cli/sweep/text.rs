//! A sweep for people: the points as a table of what varies, and the steps at which the choice flips.

use serde_json::{Map, Value, json};

use super::{
    grid::Axis,
    insight::{CHOICES, Insight, metrics, shown},
    table::{Table, field_words},
};

/// Points that are listed; more are in the files.
const LISTED: usize = 60;
/// Figures of a point: more do not fit a line.
const FIGURES: usize = 4;

/// The document that people's text is made from.
pub fn document(table: &Table, axes: &[Axis], insight: &Insight) -> Value {
    let mut columns: Vec<(String, String)> =
        axes.iter().map(|axis| (axis.field.clone(), field_words(&axis.field))).collect();
    let chosen = CHOICES.iter().filter(|name| table.column(name).is_some_and(super::table::Column::varies));
    columns.extend(chosen.map(|name| ((*name).to_string(), field_words(name))));
    columns.extend(metrics(table, axes).into_iter().take(FIGURES));
    // A figure stands once, under the title that tells it apart.
    let mut seen = std::collections::BTreeSet::new();
    columns.retain(|(name, title)| seen.insert(name.clone()) && seen.insert(title.clone()));
    let row = |at: usize| -> Value {
        let cells = columns.iter().filter_map(|(name, title)| {
            let cell = table.column(name)?.cells.get(at)?;
            Some((title.clone(), Value::from(shown(cell).replace('_', " "))))
        });
        let mut row: Map<String, Value> = cells.collect();
        let best = insight.pareto.as_ref().is_some_and(|front| front.rows.contains(&at));
        row.insert("best".into(), if best { "*" } else { "" }.into());
        Value::Object(row)
    };
    let points: Vec<Value> = (0..table.rows().min(LISTED)).map(row).collect();
    let flips: Vec<Value> = insight
        .flips
        .iter()
        .take(LISTED)
        .map(|flip| {
            json!({
                "along": field_words(&flip.field),
                "step": format!("{} → {}", flip.step[0], flip.step[1]),
                "where": flip.conditions().join(", "),
                "what flips": flip.flipped().join("; "),
            })
        })
        .collect();
    let outcomes: Vec<String> = insight
        .outcomes
        .iter()
        .map(|(outcome, count)| format!("{count} {}", outcome.replace('_', " ")))
        .collect();
    let mut document = json!({
        "points": format!("{}: {}", table.rows(), outcomes.join(", ")),
        "each_point": points,
        "where_the_choice_flips": flips,
    });
    if let Some(front) = &insight.pareto {
        let [x, y] = front.metrics.each_ref().map(|name| field_words(name));
        document["best"] = format!("* no other point has less of both: {x}, {y}").into();
    }
    document
}
