//! Plots as SVG, legible at the width of a telephone: lines over a number, bars over names, a scatter.

use crate::units::plain;

/// Size of a plot in its own units; close to the pixels of a telephone's width, so that text keeps its size.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 250.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 42.0;

/// Colours that stay apart for colour-blind readers (Okabe and Ito, 2008).
pub const COLOURS: &[&str] =
    &["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07d00", "#3d9fd6", "#4d4d4d", "#8c510a"];

/// One named run of points.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Name.
    pub name: String,
    /// Points: place, value, whether it may be built, words for it.
    pub points: Vec<Mark>,
}

/// One point.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Place along the plot.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Whether it is drawn full: a design that may be built, or a point of the front.
    pub full: bool,
    /// What it is, for who points at it.
    pub words: String,
}

/// What a plot shows.
#[derive(Debug)]
pub struct Plot<'a> {
    /// Title, read out to who cannot see it.
    pub title: &'a str,
    /// What runs along it.
    pub x_title: &'a str,
    /// What rises in it.
    pub y_title: &'a str,
    /// The runs.
    pub series: &'a [Series],
    /// Whether the points of a run are joined.
    pub joined: bool,
    /// Names along it in place of numbers.
    pub names: Option<&'a [String]>,
}

/// Text that is safe inside a page.
pub fn safe(text: &str) -> String {
    crate::render::svg::escaped(&crate::cli::output::printable(text))
}

/// Round steps that cover a span: 1, 2 or 5 times a power of ten.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = (high - low).max(f64::MIN_POSITIVE);
    let raw = span / 4.0;
    let power = 10_f64.powf(raw.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= raw).unwrap_or(raw);
    let first = (low / step).floor() as i64;
    let last = (high / step).ceil() as i64;
    (first..=last).take(12).map(|at| at as f64 * step).collect()
}

/// A number short enough for an axis.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1e9 => format!("{}G", plain(value / 1e9)),
        size if size >= 1e6 => format!("{}M", plain(value / 1e6)),
        size if size >= 1e4 => format!("{}k", plain(value / 1e3)),
        _ => plain((value * 1000.0).round() / 1000.0),
    }
}

/// A shape per run, so that runs are told apart without colours too.
fn shape(run: usize, x: f64, y: f64, full: bool, colour: &str) -> String {
    let fill = if full { colour } else { "var(--page)" };
    let paint = format!("fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.5\"");
    match run % 4 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.4\" {paint}/>"),
        1 => {
            format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6.4\" height=\"6.4\" {paint}/>", x - 3.2, y - 3.2)
        }
        2 => format!("<path d=\"M{x:.1} {:.1}l4 7h-8z\" {paint}/>", y - 4.2),
        _ => format!("<path d=\"M{x:.1} {:.1}l4.2 4.2l-4.2 4.2l-4.2 -4.2z\" {paint}/>", y - 4.2),
    }
}

/// The mark of a run for a legend.
pub fn key(run: usize) -> String {
    let colour = COLOURS[run % COLOURS.len()];
    format!(
        "<svg class=\"key\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">{}</svg>",
        shape(run, 7.0, 7.0, true, colour)
    )
}

/// The plot.
pub fn svg(plot: &Plot<'_>) -> String {
    let marks = || plot.series.iter().flat_map(|series| &series.points);
    let bounds = |value: fn(&Mark) -> f64| {
        marks()
            .map(value)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (_, y_high) = bounds(|mark| mark.y);
    let (x_low, x_high) = bounds(|mark| mark.x);
    // Amounts start at nothing: a cut axis makes small differences look large.
    let y_ticks = ticks(0.0, if y_high > 0.0 { y_high } else { 1.0 });
    let x_ticks = match plot.names {
        Some(names) => (0..names.len()).map(|at| at as f64).collect(),
        None => ticks(x_low, if x_high > x_low { x_high } else { x_low + 1.0 }),
    };
    let (x0, x1) = match plot.names {
        Some(names) => (-0.5, names.len() as f64 - 0.5),
        None => (first(&x_ticks), last(&x_ticks)),
    };
    let y1 = last(&y_ticks);
    let px = |x: f64| LEFT + (x - x0) / (x1 - x0).max(f64::MIN_POSITIVE) * (WIDTH - LEFT - RIGHT);
    let py = |y: f64| HEIGHT - BOTTOM - y / y1.max(f64::MIN_POSITIVE) * (HEIGHT - TOP - BOTTOM);
    let mut out = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        safe(plot.title)
    );
    for tick in &y_ticks {
        let y = py(*tick);
        out.push_str(&format!(
            "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
            short(*tick)
        ));
    }
    let floor = HEIGHT - BOTTOM;
    for (at, tick) in x_ticks.iter().enumerate() {
        let label = match plot.names {
            Some(names) => safe(&cut(&names[at])),
            None => short(*tick),
        };
        out.push_str(&format!(
            "<path class=\"grid\" d=\"M{0:.1} {floor}v4\"/><text x=\"{0:.1}\" y=\"{1}\" text-anchor=\"middle\">{label}</text>",
            px(*tick),
            floor + 17.0
        ));
    }
    out.push_str(&format!(
        "<path class=\"axis\" d=\"M{LEFT} {TOP}V{floor}H{}\"/><text class=\"title\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        WIDTH - RIGHT,
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 6.0,
        safe(plot.x_title)
    ));
    for (run, series) in plot.series.iter().enumerate() {
        let colour = COLOURS[run % COLOURS.len()];
        if plot.joined {
            let path: String = series
                .points
                .iter()
                .enumerate()
                .map(|(at, mark)| {
                    format!("{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, px(mark.x), py(mark.y))
                })
                .collect();
            let dash = if run % 2 == 0 { "" } else { " stroke-dasharray=\"5 3\"" };
            out.push_str(&format!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"{dash}/>"
            ));
        }
        for mark in &series.points {
            out.push_str(&format!(
                "<g><title>{}</title>{}</g>",
                safe(&mark.words),
                shape(run, px(mark.x), py(mark.y), mark.full, colour)
            ));
        }
    }
    out.push_str("</svg>");
    out
}

fn first(ticks: &[f64]) -> f64 {
    ticks.first().copied().unwrap_or(0.0)
}

fn last(ticks: &[f64]) -> f64 {
    ticks.last().copied().unwrap_or(1.0)
}

/// A name short enough for an axis.
fn cut(name: &str) -> String {
    if name.chars().count() <= 12 { name.into() } else { name.chars().take(11).collect::<String>() + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_span() {
        assert_eq!(ticks(0.0, 130.0), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(ticks(10.0, 60.0), [0.0, 20.0, 40.0, 60.0]);
        assert!(ticks(0.0, 0.07).last().is_some_and(|last| *last >= 0.07));
    }

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(safe("<a href=\"x\">&\u{202e}"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
