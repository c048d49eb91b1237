//! Boxes joined by arrows: a chain from left to right that wraps to further rows.

use super::{Hue, Picture, Style};

const WIDTH: f64 = 720.0;

/// What stands between a box and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    /// Nothing: the first box.
    #[default]
    None,
    /// An arrow: the first leads to the second.
    Arrow,
    /// So many of the first.
    Times,
    /// The second comes on top.
    Plus,
    /// The second is the sum.
    Equals,
}

/// One box.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// How it follows from the box before it.
    pub sign: Sign,
    /// What it is.
    pub title: String,
    /// Value and unit, and what else is known.
    pub lines: Vec<String>,
    /// Colours.
    pub hue: Hue,
}

/// Draws a chain.
#[must_use]
pub fn chain(id: &str, title: &str, steps: &[Step]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    // Rows of equal length read better than a full row and a rest.
    let a_row = if steps.len() > 4 { 3 } else { steps.len().max(1) };
    let gap = 34.0;
    let width = (WIDTH - 32.0 - gap * (a_row as f64 - 1.0)) / a_row as f64;
    let lines = steps.iter().map(|step| step.lines.len()).max().unwrap_or(0) as f64;
    let height = 34.0 + lines * 20.0;
    for (index, step) in steps.iter().enumerate() {
        let (column, row) = (index % a_row, index / a_row);
        let x = 16.0 + (width + gap) * column as f64;
        let y = 16.0 + (height + 28.0) * row as f64;
        picture.rect((x, y), (width, height), step.hue);
        picture.text((x + 12.0, y + 22.0), &step.title, Style::plain(13.0).hue(step.hue), width - 24.0);
        for (place, line) in step.lines.iter().enumerate() {
            let style = if place == 0 { Style::plain(16.0).bold() } else { Style::plain(12.0) };
            picture.text((x + 12.0, y + 44.0 + 20.0 * place as f64), line, style, width - 24.0);
        }
        // In a further row the sign stands in the margin above the box.
        let middle = y + height / 2.0;
        match step.sign {
            Sign::Arrow if column > 0 => {
                picture.arrow((x - gap + 4.0, middle), (x - 4.0, middle), super::INK);
            }
            Sign::Arrow if row > 0 => picture.arrow((x + 40.0, y - 24.0), (x + 40.0, y - 4.0), super::INK),
            Sign::Times | Sign::Plus | Sign::Equals => {
                let text = match step.sign {
                    Sign::Times => "×",
                    Sign::Plus => "+",
                    _ => "=",
                };
                let style = Style::plain(20.0).bold().held(super::Anchor::Middle);
                let at = if column > 0 { (x - gap / 2.0, middle + 7.0) } else { (x + 40.0, y - 6.0) };
                picture.text(at, text, style, gap);
            }
            _ => {}
        }
    }
    let rows = steps.len().div_ceil(a_row) as f64;
    picture.height = 16.0 + (height + 28.0) * rows - 12.0;
    picture
}
