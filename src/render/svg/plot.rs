//! Points in a field of two measures, the ones no other beats joined by a line; and spans around a base (a tornado).

use super::{Anchor, Hue, INK, Picture, Style};

/// A point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Name.
    pub label: String,
    /// First measure.
    pub x: f64,
    /// Second measure.
    pub y: f64,
    /// Both measures as printed.
    pub text: String,
    /// Whether it is the design of the document.
    pub chosen: bool,
}

const WIDTH: f64 = 960.0;
const FIELD: (f64, f64, f64, f64) = (70.0, 20.0, 400.0, 290.0);

/// Whether no other point is at least as small in both measures and smaller in one.
#[must_use]
pub fn unbeaten(points: &[Point], place: usize) -> bool {
    points.get(place).is_some_and(|own| {
        !points
            .iter()
            .any(|other| other.x <= own.x && other.y <= own.y && (other.x < own.x || other.y < own.y))
    })
}

/// Draws points; smaller is better in both measures. `axes` are the names of the measures with their units.
#[must_use]
pub fn field(id: &str, title: &str, axes: (&str, &str), points: &[Point]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    let (left, top, width, height) = FIELD;
    let most = |measure: fn(&Point) -> f64| points.iter().map(measure).fold(0.0, f64::max).max(1e-9);
    // The axes end at the greatest values and print no others: every number of a picture is one of the answer.
    let (x_end, y_end) = (most(|point| point.x), most(|point| point.y));
    let at = |x: f64, y: f64| (left + x / x_end * width, top + height - y / y_end * height);
    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        let (x, y) = at(share * x_end, share * y_end);
        let grid = if step == 0 { INK } else { "#cfd5db" };
        picture.line((x, top), (x, top + height), grid);
        picture.line((left, y), (left + width, y), grid);
        let tick = Style::plain(11.0).hue(Hue::Grey);
        if step % 4 == 0 {
            let (across, up) = (crate::units::plain(share * x_end), crate::units::plain(share * y_end));
            picture.text((x, top + height + 18.0), &across, tick.held(Anchor::Middle), 90.0);
            picture.text((left - 8.0, y + 4.0), &up, tick.held(Anchor::End), 58.0);
        }
    }
    picture.text(
        (left + width / 2.0, top + height + 38.0),
        axes.0,
        Style::plain(12.0).held(Anchor::Middle),
        width,
    );
    picture.text((16.0, 12.0), axes.1, Style::plain(12.0), 400.0);
    let mut front: Vec<(f64, f64)> = (0..points.len())
        .filter(|place| unbeaten(points, *place))
        .map(|place| (points[place].x, points[place].y))
        .collect();
    front.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    front.dedup();
    for pair in front.windows(2) {
        let (from, to) = (at(pair[0].0, pair[0].1), at(pair[1].0, pair[1].1));
        picture.line(from, to, Hue::Green.line());
    }
    // Points at the same place share a mark that names all of them.
    let mut marks: Vec<((f64, f64), Vec<usize>)> = Vec::new();
    for (place, point) in points.iter().enumerate() {
        let spot = at(point.x, point.y);
        let near = |mark: &&mut ((f64, f64), Vec<usize>)| {
            (mark.0.0 - spot.0).abs() < 24.0 && (mark.0.1 - spot.1).abs() < 20.0
        };
        match marks.iter_mut().find(near) {
            Some((_, names)) => names.push(place),
            None => marks.push((spot, vec![place])),
        }
    }
    for ((x, y), names) in &marks {
        let hue = names.iter().fold(Hue::Grey, |hue, place| match points.get(*place) {
            Some(point) if point.chosen => Hue::Blue,
            _ if hue == Hue::Grey && unbeaten(points, *place) => Hue::Green,
            _ => hue,
        });
        let text = names.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ");
        let size = (super::text_width(&text, 11.0, true) + 12.0).max(20.0);
        let x = x.min(left + width + 40.0 - size / 2.0);
        picture.rect((x - size / 2.0, y - 10.0), (size, 20.0), hue);
        picture.text((x, y + 4.0), &text, Style::plain(11.0).bold().held(Anchor::Middle).hue(hue), size);
    }
    let key = left + width + 60.0;
    let mut y = top + 10.0;
    for (place, point) in points.iter().enumerate() {
        let hue = match (point.chosen, unbeaten(points, place)) {
            (true, _) => Hue::Blue,
            (_, true) => Hue::Green,
            _ => Hue::Grey,
        };
        picture.rect((key, y - 8.0), (22.0, 20.0), hue);
        let number = Style::plain(11.0).bold().held(Anchor::Middle).hue(hue);
        picture.text((key + 11.0, y + 6.0), &(place + 1).to_string(), number, 22.0);
        let room = WIDTH - key - 46.0;
        for line in super::wrapped(&point.label, room, 12.0, true) {
            picture.text((key + 30.0, y + 1.0), &line, Style::plain(12.0).bold(), room);
            y += 15.0;
        }
        picture.text((key + 30.0, y + 1.0), &point.text, Style::plain(11.0), room);
        y += 21.0;
    }
    picture.height = (top + height + 50.0).max(y + 4.0);
    picture
}

/// A value low and high around a base.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// What is varied.
    pub label: String,
    /// Result at the low value, and as printed.
    pub low: (f64, String),
    /// Result at the high value, and as printed.
    pub high: (f64, String),
}

/// Draws spans around a base, the widest first.
#[must_use]
pub fn tornado(id: &str, title: &str, base: (f64, &str), spans: &[Span]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    let mut order: Vec<&Span> = spans.iter().collect();
    let reach = |span: &Span| (span.high.0 - span.low.0).abs();
    order.sort_by(|a, b| reach(b).total_cmp(&reach(a)).then_with(|| a.label.cmp(&b.label)));
    let ends = spans.iter().flat_map(|span| [span.low.0, span.high.0]).chain([base.0]);
    let (least, most) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    let (left, right) = (330.0, WIDTH - 110.0);
    let scale = (right - left) / (most - least).max(1e-9);
    let x = |value: f64| left + (value - least) * scale;
    picture.text((x(base.0), 18.0), base.1, Style::plain(12.0).bold().held(Anchor::Middle), 300.0);
    let mut y = 30.0;
    for span in order {
        picture.text((16.0, y + 18.0), &span.label, Style::plain(13.0), 220.0);
        for (end, hue) in [(&span.low, Hue::Blue), (&span.high, Hue::Orange)] {
            let (from, to) = (x(base.0).min(x(end.0)), x(base.0).max(x(end.0)));
            if to - from > 0.5 {
                picture.rect((from, y), (to - from, 26.0), hue);
            }
        }
        let (first, last) =
            if span.low.0 <= span.high.0 { (&span.low, &span.high) } else { (&span.high, &span.low) };
        let style = Style::plain(11.0);
        picture.text((x(first.0.min(base.0)) - 6.0, y + 17.0), &first.1, style.held(Anchor::End), 84.0);
        picture.text((x(last.0.max(base.0)) + 6.0, y + 17.0), &last.1, style, 100.0);
        y += 36.0;
    }
    picture.line((x(base.0), 24.0), (x(base.0), y), INK);
    picture.height = y + 10.0;
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Point {
        Point { label: "p".into(), x, y, text: "t".into(), chosen: false }
    }

    #[test]
    fn a_point_that_another_beats_is_not_on_the_front() {
        let points = [point(1.0, 4.0), point(2.0, 2.0), point(3.0, 2.0), point(4.0, 1.0), point(2.0, 2.0)];
        let front: Vec<bool> = (0..5).map(|place| unbeaten(&points, place)).collect();
        assert_eq!(front, [true, true, false, true, true]);
    }

    #[test]
    fn the_widest_span_comes_first() {
        let span = |label: &str, low: f64, high: f64| Span {
            label: label.into(),
            low: (low, "l".into()),
            high: (high, "h".into()),
        };
        let picture = tornado("t", "T", (10.0, "ten"), &[span("narrow", 9.0, 11.0), span("wide", 5.0, 20.0)]);
        let place = |name: &str| {
            picture
                .shapes
                .iter()
                .position(|shape| matches!(shape, super::super::Shape::Text { text, .. } if text == name))
        };
        assert!(place("wide") < place("narrow"));
    }
}
