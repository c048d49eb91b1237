//! A curve over a load, with the line it must stay above and the point that is planned.

use super::{Anchor, Hue, INK, Picture, Style};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 34.0;
const FOOT: f64 = 248.0;

/// What a curve shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// What runs along it.
    pub x_title: String,
    /// What rises in it.
    pub y_title: String,
    /// Points by rising load.
    pub points: Vec<(f64, f64)>,
    /// The planned point and its words.
    pub own: Option<((f64, f64), String)>,
    /// The value that is asked for at least, and its words.
    pub target: Option<(f64, String)>,
}

/// Round steps from nothing up to a value: 1, 2 or 5 times a power of ten, at most six.
fn ticks(high: f64) -> Vec<f64> {
    let raw = (high / 5.0).max(f64::MIN_POSITIVE);
    let power = 10f64.powf(raw.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= raw).unwrap_or(raw);
    (0..=(high / step).ceil() as u32).map(|at| f64::from(at) * step).collect()
}

/// Draws a curve; `written` writes a number of an axis.
#[must_use]
pub fn draw(id: &str, title: &str, curve: &Curve, written: &dyn Fn(f64) -> String) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    picture.height = HEIGHT;
    let own = curve.own.as_ref().map(|(point, _)| *point);
    let target = curve.target.as_ref().map(|(value, _)| *value);
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let x_ticks = ticks(most(&mut curve.points.iter().map(|point| point.0).chain(own.map(|point| point.0))));
    let y_ticks = ticks(most(&mut curve.points.iter().map(|point| point.1).chain(target)));
    let end = |ticks: &[f64]| ticks.last().copied().unwrap_or(1.0).max(1e-9);
    let x = |value: f64| LEFT + value / end(&x_ticks) * (RIGHT - LEFT);
    let y = |value: f64| FOOT - value / end(&y_ticks) * (FOOT - TOP);
    picture.text((16.0, 18.0), &curve.y_title, Style::plain(12.0).bold(), 400.0);
    for tick in &y_ticks {
        picture.thin((LEFT, y(*tick)), (RIGHT, y(*tick)), Hue::Grey.fill(), 1.0);
        let style = Style::plain(11.0).held(Anchor::End);
        picture.text((LEFT - 8.0, y(*tick) + 4.0), &written(*tick), style, LEFT - 12.0);
    }
    for tick in &x_ticks {
        let style = Style::plain(11.0).held(Anchor::Middle);
        picture.text((x(*tick), FOOT + 17.0), &written(*tick), style, 70.0);
    }
    picture.line((LEFT, FOOT), (RIGHT, FOOT), INK);
    let style = Style::plain(12.0).bold().held(Anchor::End);
    picture.text((RIGHT, FOOT + 38.0), &curve.x_title, style, 500.0);
    for pair in curve.points.windows(2) {
        if let [from, to] = pair {
            picture.thin((x(from.0), y(from.1)), (x(to.0), y(to.1)), Hue::Blue.line(), 2.0);
        }
    }
    for point in &curve.points {
        picture.dot((x(point.0), y(point.1)), 3.0, Hue::Blue);
    }
    if let Some((value, words)) = &curve.target {
        picture.thin((LEFT, y(*value)), (RIGHT, y(*value)), Hue::Orange.line(), 2.0);
        let style = Style::plain(12.0).hue(Hue::Orange).held(Anchor::End);
        picture.text((RIGHT - 4.0, y(*value) + 15.0), words, style, 260.0);
    }
    if let Some((point, words)) = &curve.own {
        picture.dot((x(point.0), y(point.1)), 6.0, Hue::Violet);
        // To the side with room, above the curve, which falls.
        let right = x(point.0) < (LEFT + RIGHT) / 2.0;
        let anchor = if right { Anchor::Start } else { Anchor::End };
        let aside = if right { 10.0 } else { -10.0 };
        let style = Style::plain(12.0).bold().hue(Hue::Violet).held(anchor);
        picture.text((x(point.0) + aside, y(point.1) - 12.0), words, style, 320.0);
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::Shape;

    #[test]
    fn axes_cover_the_curve_and_its_target() {
        let curve = Curve {
            points: vec![(8.0, 90.0), (64.0, 51.0), (400.0, 22.5)],
            own: Some(((400.0, 22.5), "planned".into())),
            target: Some((120.0, "asked".into())),
            ..Curve::default()
        };
        let picture = draw("c", "C", &curve, &|value| value.to_string());
        for shape in &picture.shapes {
            let inside = |x: f64, y: f64| (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y);
            match shape {
                Shape::Dot { x, y, .. } | Shape::Text { x, y, .. } => assert!(inside(*x, *y), "{shape:?}"),
                Shape::Line { from, to, .. } => assert!(inside(from.0, from.1) && inside(to.0, to.1)),
                _ => {}
            }
        }
        assert_eq!(ticks(400.0), [0.0, 100.0, 200.0, 300.0, 400.0]);
        assert_eq!(ticks(120.0), [0.0, 50.0, 100.0, 150.0]);
    }
}
