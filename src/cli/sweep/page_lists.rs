//! The lists of a sweep's page: where the choice flips, and every point.

use super::{
    chart::safe,
    grid::Axis,
    insight::{Insight, shown},
    page::{FLIP_LIMIT, cell, tag},
    table::{Table, field_words},
};

/// Rows in the table of the page; the files hold all.
const ROW_LIMIT: usize = 500;

/// Steps at which the choice flips.
pub fn flips(insight: &Insight) -> String {
    if insight.flips.is_empty() {
        return "<h2>Where the choice flips</h2><p>Nowhere along the numbers that vary.</p>".into();
    }
    let lines: String = insight
        .flips
        .iter()
        .take(FLIP_LIMIT)
        .map(|flip| {
            format!(
                "<tr><td>{}</td><td>{} → {}</td><td>{}</td><td>{}</td></tr>",
                safe(&field_words(&flip.field)),
                safe(&flip.step[0]),
                safe(&flip.step[1]),
                safe(&flip.conditions().join("; ")),
                safe(&flip.flipped().join("; "))
            )
        })
        .collect();
    let rest = insight.flips.len().saturating_sub(FLIP_LIMIT);
    let note = if rest > 0 {
        format!("<p class=\"soft\">{rest} more are in the JSON result.</p>")
    } else {
        String::new()
    };
    format!(
        "<h2>Where the choice flips</h2><div class=\"wide\"><table><thead><tr><th>along</th><th>step</th><th>at</th><th>what changes</th></tr></thead><tbody>{lines}</tbody></table></div>{note}"
    )
}

/// Every point.
pub fn rows(table: &Table, axes: &[Axis], metrics: &[(String, String)]) -> String {
    let mut names: Vec<(String, String)> =
        axes.iter().map(|axis| (axis.field.clone(), field_words(&axis.field))).collect();
    names.extend(
        [
            ("outcome", "outcome"),
            ("broken_rules", "broken rules"),
            ("compute.gpu_id", "GPU"),
            ("compute.pattern_id", "pattern"),
        ]
        .map(|(name, title)| (name.to_string(), title.to_string())),
    );
    names.extend(metrics.iter().cloned());
    names.retain(|(name, _)| table.column(name).is_some());
    let class = |name: &str| {
        let numeric =
            table.column(name).is_some_and(|column| column.cells.iter().any(|cell| cell.number().is_some()));
        if numeric { " class=\"n\"" } else { "" }
    };
    let heads: String =
        names.iter().map(|(name, title)| format!("<th{}>{}</th>", class(name), safe(title))).collect();
    let lines: String = (0..table.rows().min(ROW_LIMIT))
        .map(|row| {
            let cells: String = names
                .iter()
                .map(|(name, _)| match name.as_str() {
                    "outcome" => format!("<td>{}</td>", tag(&cell(table, name, row).words())),
                    _ => format!("<td{}>{}</td>", class(name), safe(&shown(cell(table, name, row)))),
                })
                .collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    let rest = table.rows().saturating_sub(ROW_LIMIT);
    let note = if rest > 0 {
        format!("<p class=\"soft\">{rest} more points are in the CSV and Parquet files.</p>")
    } else {
        String::new()
    };
    format!(
        "<h2>All points</h2><div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{note}"
    )
}
