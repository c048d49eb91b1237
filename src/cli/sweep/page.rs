//! The page of a sweep: one file without scripts or references, for a screen of any width and for print.

use super::{
    chart::{self, Mark, Plot, Series, safe},
    grid::Axis,
    insight::{self, Insight, shown},
    page_lists,
    table::{Cell, Table, field_words},
};
use crate::design::Requirement;

/// Runs in one plot; more cannot be told apart.
const SERIES_LIMIT: usize = 8;
/// Flips listed.
pub(super) const FLIP_LIMIT: usize = 60;

const STYLE: &str = "
:root{--page:#fff;--ink:#1c2126;--soft:#5a646e;--line:#d9dee3;--band:#f4f6f8;--ok:#dff0e6;--warn:#fdf0d5;--bad:#fbe0dc}
@media(prefers-color-scheme:dark){:root{--page:#15181b;--ink:#e8ebee;--soft:#a3adb7;--line:#363d44;--band:#1e2327;--ok:#173b28;--warn:#43350f;--bad:#4a211b}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1320px;margin:0 auto;padding:16px}h1{font-size:1.5rem;margin:.4em 0}h2{font-size:1.15rem;margin:1.8em 0 .5em}
p{max-width:70ch;margin:.4em 0}.soft{color:var(--soft);font-size:.9rem}.plots{display:grid;gap:20px;grid-template-columns:repeat(auto-fill,minmax(min(100%,380px),1fr))}
figure{margin:0;border:1px solid var(--line);border-radius:8px;padding:12px}figcaption{font-weight:600;margin-bottom:4px}
.plot{width:100%;height:auto;display:block}.plot text{fill:var(--soft);font-size:12px}.plot .title{fill:var(--ink)}.grid{stroke:var(--line);fill:none}.axis{stroke:var(--soft);fill:none}
.key{width:14px;height:14px;vertical-align:-2px;margin-right:4px}.legend{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.9rem;list-style:none;margin:.4em 0 0;padding:0}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px}table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
th,td{padding:6px 10px;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}th{background:var(--band);white-space:normal;vertical-align:bottom}td.n,th.n{text-align:right}tr:last-child td{border-bottom:0}
.ok{background:var(--ok)}.warn{background:var(--warn)}.bad{background:var(--bad)}.tag{padding:1px 8px;border-radius:9px}
@media print{.wide{overflow:visible}figure{break-inside:avoid}}";

/// The page.
pub fn html(base: &Requirement, table: &Table, axes: &[Axis], insight: &Insight, state: &str) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Sweep over {0}</title><style>{STYLE}</style></head><body><main><h1>Sweep over {0}</h1>",
        safe(&names(axes))
    );
    out.push_str(&head(base, table, insight, state));
    let lay = Lay::of(axes);
    let metrics = insight::metrics(table, axes);
    out.push_str("<h2>Figures against the varied fields</h2>");
    if metrics.is_empty() {
        out.push_str("<p>No figure differs between the points.</p>");
    } else {
        out.push_str("<p class=\"soft\">A hollow mark is a design that cannot be built as asked; lines that coincide lie on one another.</p><div class=\"plots\">");
        let flat: Vec<&str> = metrics
            .iter()
            .filter(|(name, _)| !lay.moves(table, axes, name))
            .map(|(_, title)| title.as_str())
            .collect();
        for (name, title) in metrics.iter().filter(|(_, title)| !flat.contains(&title.as_str())) {
            out.push_str(&figure(table, axes, &lay, name, title));
        }
        out.push_str("</div>");
        if !flat.is_empty() {
            out.push_str(&format!(
                "<p class=\"soft\">Not drawn, because {} does not move them: {}.</p>",
                safe(&field_words(&axes[lay.along].field)),
                safe(&flat.join(", "))
            ));
        }
    }
    out.push_str(&front(table, axes, insight, &metrics));
    out.push_str(&choices(table, axes, &lay));
    out.push_str(&page_lists::flips(insight));
    out.push_str(&page_lists::rows(table, axes, &metrics));
    out.push_str("</main></body></html>\n");
    out
}

fn names(axes: &[Axis]) -> String {
    axes.iter().map(|axis| field_words(&axis.field)).collect::<Vec<_>>().join(", ")
}

pub(super) fn tag(outcome: &str) -> String {
    let class = match outcome {
        "answer" => "ok",
        "answer_with_assumptions" => "ok",
        "ask_first" | "partial" => "warn",
        _ => "bad",
    };
    format!("<span class=\"tag {class}\">{}</span>", safe(&outcome.replace('_', " ")))
}

fn head(base: &Requirement, table: &Table, insight: &Insight, state: &str) -> String {
    let stated: Vec<String> = base
        .stated()
        .into_iter()
        .map(|(name, value, _)| {
            format!("{} {}", field_words(&name), crate::design::Plain::from_json(&value).words())
        })
        .collect();
    let outcomes: Vec<String> =
        insight.outcomes.iter().map(|(outcome, count)| format!("{} {count}", tag(outcome))).collect();
    format!(
        "<p>The same for all points: {}.</p><p>{} points: {}</p><p class=\"soft\">Made by gcg {}, {}.</p>",
        if stated.is_empty() { "nothing".into() } else { safe(&stated.join("; ")) },
        table.rows(),
        outcomes.join(" "),
        env!("CARGO_PKG_VERSION"),
        safe(state)
    )
}

/// Which axis runs along the plots, and how the other axes make runs.
struct Lay {
    along: usize,
}

impl Lay {
    /// The number with the most values runs along; without one, the first field.
    fn of(axes: &[Axis]) -> Self {
        let mut along = 0;
        for (at, axis) in axes.iter().enumerate() {
            let better =
                (axis.is_numeric(), axis.values.len()) > (axes[along].is_numeric(), axes[along].values.len());
            if better {
                along = at;
            }
        }
        Self { along }
    }

    /// Whether a figure moves along the plot within any run; a flat line shows nothing that the table does not.
    fn moves(&self, table: &Table, axes: &[Axis], name: &str) -> bool {
        let mut first: Vec<(String, f64)> = Vec::new();
        for row in 0..table.rows() {
            let Some(value) = cell(table, name, row).number() else { continue };
            let run = self.run(table, axes, row);
            match first.iter().find(|(known, _)| *known == run) {
                Some((_, known)) if (known - value).abs() > 1e-9 * known.abs().max(1.0) => return true,
                Some(_) => {}
                None => first.push((run, value)),
            }
        }
        false
    }

    /// The name of a row's run: the values of the other fields.
    fn run(&self, table: &Table, axes: &[Axis], row: usize) -> String {
        let others: Vec<String> = axes
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != self.along)
            .map(|(_, axis)| cell(table, &axis.field, row).words())
            .collect();
        others.join(", ")
    }

    /// The runs, in the order of the table.
    fn runs(&self, table: &Table, axes: &[Axis]) -> Vec<String> {
        let mut runs: Vec<String> = Vec::new();
        for row in 0..table.rows() {
            let run = self.run(table, axes, row);
            if !runs.contains(&run) {
                runs.push(run);
            }
        }
        runs
    }
}

pub(super) fn cell<'a>(table: &'a Table, name: &str, row: usize) -> &'a Cell {
    table.column(name).map_or(&Cell::Empty, |column| &column.cells[row])
}

fn figure(table: &Table, axes: &[Axis], lay: &Lay, name: &str, title: &str) -> String {
    let axis = &axes[lay.along];
    let runs = lay.runs(table, axes);
    let mut series: Vec<Series> =
        runs.iter().map(|run| Series { name: run.clone(), points: Vec::new() }).collect();
    for row in 0..table.rows() {
        let run = lay.run(table, axes, row);
        let Some(place) = runs.iter().position(|known| *known == run) else { continue };
        let at = cell(table, &axis.field, row);
        let x = match axis.is_numeric() {
            true => at.number(),
            false => axis.values.iter().position(|value| *value == at.words()).map(|at| at as f64),
        };
        let (Some(x), Some(y)) = (x, cell(table, name, row).number()) else { continue };
        let words = format!("{} {}: {}", at.words(), run, shown(cell(table, name, row)));
        series[place].points.push(Mark { x, y, full: insight::is_feasible(table, row), words });
    }
    let left_out = series.len().saturating_sub(SERIES_LIMIT);
    series.truncate(SERIES_LIMIT);
    let along = field_words(&axis.field);
    let plot = Plot {
        title: &format!("{title} against {along}"),
        x_title: &along,
        y_title: title,
        series: &series,
        joined: axis.is_numeric(),
        names: (!axis.is_numeric()).then_some(&axis.values),
    };
    let note = match left_out {
        0 => String::new(),
        count => format!("<p class=\"soft\">{count} more combinations are in the table.</p>"),
    };
    format!(
        "<figure><figcaption>{}</figcaption>{}{}{note}</figure>",
        safe(plot.y_title),
        chart::svg(&plot),
        legend(&series)
    )
}

fn legend(series: &[Series]) -> String {
    if series.len() < 2 {
        return String::new();
    }
    let items: String = series
        .iter()
        .enumerate()
        .map(|(run, series)| format!("<li>{}{}</li>", chart::key(run), safe(&series.name)))
        .collect();
    format!("<ul class=\"legend\">{items}</ul>")
}

fn front(table: &Table, axes: &[Axis], insight: &Insight, metrics: &[(String, String)]) -> String {
    let Some(front) = &insight.pareto else { return String::new() };
    let title = |name: &str| {
        metrics
            .iter()
            .find(|(known, _)| known == name)
            .map_or_else(|| field_words(name), |(_, title)| title.clone())
    };
    let mark = |row: usize| {
        let (x, y) =
            (cell(table, &front.metrics[0], row).number()?, cell(table, &front.metrics[1], row).number()?);
        let at: Vec<String> = axes.iter().map(|axis| cell(table, &axis.field, row).words()).collect();
        Some(Mark { x, y, full: front.rows.contains(&row), words: at.join(", ") })
    };
    let points = (0..table.rows()).filter(|row| insight::is_feasible(table, *row)).filter_map(mark).collect();
    let series = [Series { name: String::new(), points }];
    let (x, y) = (title(&front.metrics[0]), title(&front.metrics[1]));
    let plot = Plot {
        title: &format!("{y} against {x}"),
        x_title: &x,
        y_title: &y,
        series: &series,
        joined: false,
        names: None,
    };
    let best: String = front
        .rows
        .iter()
        .take(FLIP_LIMIT)
        .map(|row| {
            let at: String = axes
                .iter()
                .map(|axis| format!("<td>{}</td>", safe(&shown(cell(table, &axis.field, *row)))))
                .collect();
            let figures: String = front
                .metrics
                .iter()
                .map(|name| format!("<td class=\"n\">{}</td>", safe(&shown(cell(table, name, *row)))))
                .collect();
            format!("<tr>{at}{figures}</tr>")
        })
        .collect();
    let heads: String =
        axes.iter().map(|axis| format!("<th>{}</th>", safe(&field_words(&axis.field)))).collect();
    format!(
        "<h2>Points no other point beats</h2><p class=\"soft\">{} against {}, designs that can be built only. A full mark is on the front: no other design is better in one and at least as good in the other.</p><div class=\"plots\"><figure><figcaption>{}</figcaption>{}</figure><div class=\"wide\"><table><thead><tr>{heads}<th class=\"n\">{}</th><th class=\"n\">{}</th></tr></thead><tbody>{best}</tbody></table></div></div>",
        safe(&y),
        safe(&x),
        safe(&y),
        chart::svg(&plot),
        safe(&x),
        safe(&y)
    )
}

/// What is chosen at each point, as a grid of the field that runs along and the runs.
fn choices(table: &Table, axes: &[Axis], lay: &Lay) -> String {
    let axis = &axes[lay.along];
    let runs = lay.runs(table, axes);
    let mut grid = vec![vec![String::from("<td></td>"); runs.len()]; axis.values.len()];
    let stride: usize = axes[lay.along + 1..].iter().map(|axis| axis.values.len()).product();
    for row in 0..table.rows() {
        let at = row / stride % axis.values.len();
        let run = lay.run(table, axes, row);
        let Some(place) = runs.iter().position(|known| *known == run) else { continue };
        let outcome = cell(table, "outcome", row).words();
        let class = if !insight::is_feasible(table, row) {
            "bad"
        } else if outcome == "ask_first" || outcome == "partial" {
            "warn"
        } else {
            "ok"
        };
        let chosen = match cell(table, "compute.pattern_id", row) {
            Cell::Empty => outcome.replace('_', " "),
            pattern => {
                format!("{} · {} nodes", pattern.words(), cell(table, "compute.node_count", row).words())
            }
        };
        grid[at][place] = format!("<td class=\"{class}\">{}</td>", safe(&chosen));
    }
    let heads: String = runs
        .iter()
        .map(|run| format!("<th>{}</th>", safe(if run.is_empty() { "choice" } else { run })))
        .collect();
    let lines: String = axis
        .values
        .iter()
        .zip(&grid)
        .map(|(value, cells)| format!("<tr><th>{}</th>{}</tr>", safe(value), cells.concat()))
        .collect();
    format!(
        "<h2>What is chosen where</h2><div class=\"wide\"><table><thead><tr><th>{}</th>{heads}</tr></thead><tbody>{lines}</tbody></table></div>",
        safe(&field_words(&axis.field))
    )
}
