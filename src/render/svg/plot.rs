//! Spans around a base (a tornado): what other values of the assumptions make of a result.

use super::{Anchor, Hue, INK, Picture, Style};

const WIDTH: f64 = 720.0;

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
    let (left, right) = (300.0, WIDTH - 170.0);
    let scale = (right - left) / (most - least).max(1e-9);
    let x = |value: f64| left + (value - least) * scale;
    picture.text((x(base.0), 18.0), base.1, Style::plain(12.0).bold().held(Anchor::Middle), 300.0);
    let mut y = 30.0;
    for span in order {
        picture.text((16.0, y + 18.0), &span.label, Style::plain(13.0), 150.0);
        for (end, hue) in [(&span.low, Hue::Blue), (&span.high, Hue::Orange)] {
            let (from, to) = (x(base.0).min(x(end.0)), x(base.0).max(x(end.0)));
            if to - from > 0.5 {
                picture.rect((from, y), (to - from, 26.0), hue);
            }
        }
        let (first, last) =
            if span.low.0 <= span.high.0 { (&span.low, &span.high) } else { (&span.high, &span.low) };
        let style = Style::plain(11.0);
        picture.text((x(first.0.min(base.0)) - 6.0, y + 17.0), &first.1, style.held(Anchor::End), 130.0);
        picture.text((x(last.0.max(base.0)) + 6.0, y + 17.0), &last.1, style, 160.0);
        y += 36.0;
    }
    picture.line((x(base.0), 24.0), (x(base.0), y), INK);
    picture.height = y + 10.0;
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

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
