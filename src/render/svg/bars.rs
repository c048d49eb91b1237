//! Small bars side by side: a row for every way, a column for every measure, each column on a scale of its own.

use super::{Hue, Picture, Style};

const WIDTH: f64 = 720.0;
const LEFT: f64 = 232.0;
const ROW: f64 = 34.0;

/// One way with its values, one a measure; none where a value is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Name.
    pub label: String,
    /// Values, and as printed.
    pub values: Vec<Option<(f64, String)>>,
    /// Whether it is the design of the document.
    pub chosen: bool,
}

/// Draws ways below each other; `measures` are the heads of the columns.
#[must_use]
pub fn small_multiples(id: &str, title: &str, measures: &[String], ways: &[Way]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    let column = (WIDTH - LEFT - 16.0) / measures.len().max(1) as f64;
    for (place, head) in measures.iter().enumerate() {
        let x = LEFT + column * place as f64;
        picture.text((x, 20.0), head, Style::plain(12.0).bold(), column - 2.0);
    }
    for (row, way) in ways.iter().enumerate() {
        let y = 30.0 + ROW * row as f64;
        let hue = if way.chosen { Hue::Blue } else { Hue::Grey };
        let style = if way.chosen { Style::plain(12.0).bold() } else { Style::plain(12.0) };
        let lines = super::wrapped(&way.label, LEFT - 26.0, 12.0, way.chosen);
        let first = y + if lines.len() > 1 { 11.0 } else { 18.0 };
        for (place, line) in lines.iter().enumerate() {
            picture.text((16.0, first + 14.0 * place as f64), line, style, LEFT - 26.0);
        }
        for (place, value) in way.values.iter().enumerate() {
            let x = LEFT + column * place as f64;
            let Some((value, text)) = value else {
                picture.text((x, y + 18.0), "\u{2013}", Style::plain(12.0), column - 12.0);
                continue;
            };
            let most = ways
                .iter()
                .filter_map(|other| other.values.get(place)?.as_ref())
                .map(|(value, _)| *value)
                .fold(0.0, f64::max)
                .max(1e-9);
            // Words stand behind the bar, so the longest bar leaves room for them.
            let words = super::text_width(text, 12.0, way.chosen) + 10.0;
            let room = (column - 14.0 - words).max(8.0);
            let width = (value / most * room).max(2.0);
            picture.rect((x, y + 5.0), (width, 18.0), hue);
            picture.text((x + width + 6.0, y + 18.0), text, style, words);
        }
    }
    picture.height = 30.0 + ROW * ways.len() as f64 + 6.0;
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::Shape;

    #[test]
    fn bars_keep_to_their_columns() {
        let way = |label: &str, one: f64, two: Option<f64>| Way {
            label: label.into(),
            values: vec![Some((one, format!("{one} kW"))), two.map(|two| (two, two.to_string()))],
            chosen: label == "this",
        };
        let heads = ["Power".to_string(), "Racks".to_string()];
        let picture = small_multiples(
            "w",
            "Ways",
            &heads,
            &[
                way("this", 163.2, Some(6.0)),
                way("a rather long name of another way to do the same", 12_345.0, None),
            ],
        );
        for shape in &picture.shapes {
            if let Shape::Rect { x, w, y, h, .. } = shape {
                assert!(x + w <= WIDTH && y + h <= picture.height);
            }
        }
        assert_eq!(picture.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { .. })).count(), 3);
    }
}
