//! Pictures: a few kinds of shapes, and their SVG. The same shapes become a metafile in a Word document.
//!
//! Colours are those of Okabe and Ito's palette (distinguishable with any colour vision), darkened where text stands
//! in them; meaning is always written out as well.

pub mod bars;
pub mod boxes;
pub mod curve;
pub mod elevation;
pub mod fabric;
mod hue;
mod letters;
pub mod plot;
pub mod rails;

pub use hue::Hue;
pub use letters::{escaped, shortened, text_width, wrapped};

use std::fmt::Write;

use hue::class_of;

/// A picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// Stable id, used as an anchor and a file name.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub alt: String,
    /// Width, px.
    pub width: f64,
    /// Height, px.
    pub height: f64,
    /// Shapes, from back to front.
    pub shapes: Vec<Shape>,
}

/// Colour of plain text.
pub const INK: &str = "#1b1f24";

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In the middle.
    Middle,
    /// At its right end.
    End,
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A rectangle.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Colours.
        hue: Hue,
        /// Whether the outline is dashed: something that is not there (headroom, free space).
        dashed: bool,
    },
    /// A line.
    Line {
        /// From.
        from: (f64, f64),
        /// To.
        to: (f64, f64),
        /// Colour.
        colour: &'static str,
        /// Width, px.
        width: f64,
        /// Whether it ends in an arrow head.
        arrow: bool,
    },
    /// A filled circle.
    Dot {
        /// Middle.
        x: f64,
        /// Middle.
        y: f64,
        /// Radius, px.
        r: f64,
        /// Colours.
        hue: Hue,
    },
    /// A text.
    Text {
        /// Where.
        x: f64,
        /// Baseline.
        y: f64,
        /// Height of the letters, px.
        size: f64,
        /// Where it is held.
        anchor: Anchor,
        /// Whether it is bold.
        bold: bool,
        /// Colour.
        colour: &'static str,
        /// The text.
        text: String,
    },
}

impl Picture {
    /// An empty picture.
    #[must_use]
    pub fn new(id: &str, title: &str, width: f64) -> Self {
        Self { id: id.into(), title: title.into(), width, ..Self::default() }
    }

    /// Adds a rectangle.
    pub fn rect(&mut self, at: (f64, f64), size: (f64, f64), hue: Hue) {
        self.shapes.push(Shape::Rect { x: at.0, y: at.1, w: size.0, h: size.1, hue, dashed: false });
    }

    /// Adds a rectangle for something that is not there.
    pub fn free(&mut self, at: (f64, f64), size: (f64, f64)) {
        self.shapes.push(Shape::Rect {
            x: at.0,
            y: at.1,
            w: size.0,
            h: size.1,
            hue: Hue::White,
            dashed: true,
        });
    }

    /// Adds a line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &'static str) {
        self.shapes.push(Shape::Line { from, to, colour, width: 1.5, arrow: false });
    }

    /// Adds a line of another width.
    pub fn thin(&mut self, from: (f64, f64), to: (f64, f64), colour: &'static str, width: f64) {
        self.shapes.push(Shape::Line { from, to, colour, width, arrow: false });
    }

    /// Adds a filled circle.
    pub fn dot(&mut self, at: (f64, f64), r: f64, hue: Hue) {
        self.shapes.push(Shape::Dot { x: at.0, y: at.1, r, hue });
    }

    /// Adds an arrow.
    pub fn arrow(&mut self, from: (f64, f64), to: (f64, f64), colour: &'static str) {
        self.shapes.push(Shape::Line { from, to, colour, width: 1.5, arrow: true });
    }

    /// Adds a text no wider than `room`.
    pub fn text(&mut self, at: (f64, f64), text: &str, style: Style, room: f64) {
        let text = shortened(text, room, style.size, style.bold);
        self.shapes.push(Shape::Text {
            x: at.0,
            y: at.1,
            size: style.size,
            anchor: style.anchor,
            bold: style.bold,
            colour: style.colour,
            text,
        });
    }

    /// The picture as an SVG document; `alone` adds what a file of its own needs.
    #[must_use]
    pub fn svg(&self, alone: bool) -> String {
        let mut out = String::new();
        let Self { id, width, height, .. } = self;
        let _ = write!(
            out,
            "<svg{} viewBox=\"0 0 {} {}\"{} role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            if alone { " xmlns=\"http://www.w3.org/2000/svg\"" } else { "" },
            short(*width),
            short(*height),
            if alone {
                format!(" width=\"{}\" height=\"{}\"", short(*width), short(*height))
            } else {
                String::new()
            },
            escaped(&self.title),
            escaped(&self.alt),
        );
        // A file of its own has a ground of its own; inside a page the page's colours hold, light or dark.
        if alone {
            let _ = write!(
                out,
                "<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>",
                short(*width),
                short(*height)
            );
        }
        for shape in &self.shapes {
            write_shape(&mut out, shape);
        }
        out.push_str("</svg>");
        if alone {
            out.push('\n');
        }
        out
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Height of the letters, px.
    pub size: f64,
    /// Where it is held.
    pub anchor: Anchor,
    /// Whether it is bold.
    pub bold: bool,
    /// Colour.
    pub colour: &'static str,
}

impl Style {
    /// Plain text held at its left end.
    #[must_use]
    pub fn plain(size: f64) -> Self {
        Self { size, anchor: Anchor::Start, bold: false, colour: INK }
    }
    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    /// The same held elsewhere.
    #[must_use]
    pub fn held(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
    /// The same in the dark colour of a hue.
    #[must_use]
    pub fn hue(self, hue: Hue) -> Self {
        Self { colour: hue.line(), ..self }
    }
}

fn write_shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Rect { x, y, w, h, hue, dashed } => {
            let dash = if *dashed { " stroke-dasharray=\"4 3\"" } else { "" };
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" class=\"h{}\" fill=\"{}\" stroke=\"{}\"{dash}/>",
                short(*x),
                short(*y),
                short(*w),
                short(*h),
                hue.letter(),
                hue.fill(),
                hue.line(),
            );
        }
        Shape::Line { from, to, colour, width, arrow } => {
            let _ = write!(
                out,
                "<path d=\"M{} {}L{} {}\" class=\"l{}\" stroke=\"{colour}\" stroke-width=\"{}\" fill=\"none\"/>",
                short(from.0),
                short(from.1),
                short(to.0),
                short(to.1),
                class_of(colour),
                short(*width),
            );
            if *arrow {
                let [left, right] = arrow_head(*from, *to);
                let _ = write!(
                    out,
                    "<path d=\"M{} {}L{} {}L{} {}Z\" class=\"t{}\" fill=\"{colour}\"/>",
                    short(to.0),
                    short(to.1),
                    short(left.0),
                    short(left.1),
                    short(right.0),
                    short(right.1),
                    class_of(colour),
                );
            }
        }
        Shape::Dot { x, y, r, hue } => {
            let _ = write!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"t{}\" fill=\"{}\"/>",
                short(*x),
                short(*y),
                short(*r),
                hue.letter(),
                hue.line()
            );
        }
        Shape::Text { x, y, size, anchor, bold, colour, text } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let weight = if *bold { " font-weight=\"600\"" } else { "" };
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{weight} class=\"t{}\" fill=\"{colour}\">{}</text>",
                short(*x),
                short(*y),
                short(*size),
                class_of(colour),
                escaped(text),
            );
        }
    }
}

/// The two back corners of an arrow head.
#[must_use]
pub fn arrow_head(from: (f64, f64), to: (f64, f64)) -> [(f64, f64); 2] {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1e-9);
    let (ux, uy) = (dx / length * 9.0, dy / length * 9.0);
    [(to.0 - ux - uy * 0.45, to.1 - uy + ux * 0.45), (to.0 - ux + uy * 0.45, to.1 - uy - ux * 0.45)]
}

/// A coordinate with at most two decimals.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_takes_two_lines() {
        let lines = wrapped("NVIDIA B300 SXM (HGX/DGX B300) on 2-8-9-400-SP", 200.0, 13.0, false);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with("2-8-9-400-SP"), "{lines:?}");
        assert_eq!(wrapped("short", 200.0, 13.0, false), ["short"]);
    }

    #[test]
    fn text_is_escaped_and_kept_in_its_room() {
        let mut picture = Picture::new("p", "A <b> & c", 100.0);
        picture.height = 20.0;
        picture.text((0.0, 10.0), "a rather long label that cannot fit", Style::plain(10.0), 60.0);
        let svg = picture.svg(true);
        assert!(svg.contains("A &lt;b&gt; &amp; c") && svg.contains('…'), "{svg}");
        assert!(svg.contains("xmlns=") && !picture.svg(false).contains("xmlns="));
        assert_eq!(escaped("a\u{202e}b\u{0}c"), "abc");
        assert_eq!(shortened("headroom: 1.942 kW", 100.0, 12.0, false), "headroom:…");
    }
}
