//! Front views of racks: what stands at which unit, and what stays empty.

use super::{Anchor, Hue, Picture, Style};

/// Equal devices one above the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// What they are.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Lowest unit, from 1.
    pub from_u: f64,
    /// Highest unit.
    pub to_u: f64,
    /// Colours.
    pub hue: Hue,
}

/// Equal racks.
#[derive(Debug, Clone, PartialEq)]
pub struct RackView {
    /// Name and how many there are.
    pub name: String,
    /// Lines below it: power, weight.
    pub lines: Vec<String>,
    /// Share of the rack's power limit that is used; none where no limit is known.
    pub used: Option<f64>,
    /// What stands in it.
    pub filled: Vec<Filled>,
}

/// Draws racks next to each other, five a row; `height_u` is the height of a rack.
#[must_use]
pub fn draw(id: &str, title: &str, height_u: f64, racks: &[RackView]) -> Picture {
    let unit = 8.0;
    let a_row = racks.len().clamp(1, 5);
    let column = 190.0;
    let mut picture = Picture::new(id, title, 32.0 + column * a_row.max(3) as f64);
    let lines = racks.iter().map(|rack| rack.lines.len()).max().unwrap_or(0) as f64;
    let block = height_u * unit + 66.0 + lines * 17.0 + 20.0;
    for (index, rack) in racks.iter().enumerate() {
        let x = 16.0 + column * (index % a_row) as f64 + 24.0;
        let y = 16.0 + block * (index / a_row) as f64;
        let width = column - 44.0;
        for (place, line) in super::wrapped(&rack.name, width + 16.0, 13.0, true).iter().enumerate() {
            picture.text((x, y + 12.0 + 15.0 * place as f64), line, Style::plain(13.0).bold(), width + 16.0);
        }
        let top = y + 36.0;
        picture.free((x, top), (width, height_u * unit));
        let mut marked = 1.0;
        while marked <= height_u {
            let line = top + (height_u - marked + 0.5) * unit + 3.0;
            let style = Style::plain(9.0).held(Anchor::End).hue(Hue::Grey);
            picture.text((x - 4.0, line), &format!("{marked:.0}"), style, 22.0);
            marked += 5.0;
        }
        for part in &rack.filled {
            let height = (part.to_u - part.from_u + 1.0) * unit;
            let upper = top + (height_u - part.to_u) * unit;
            let each = height / part.count.max(1) as f64;
            for place in 0..part.count {
                picture.rect((x + 3.0, upper + each * place as f64), (width - 6.0, each), part.hue);
            }
            if height >= 13.0 && each >= 11.0 {
                for place in 0..part.count {
                    let middle = upper + each * (place as f64 + 0.5) + 3.5;
                    let style = Style::plain(10.0).held(Anchor::Middle).hue(part.hue);
                    picture.text((x + width / 2.0, middle), &part.label, style, width - 12.0);
                }
            } else if height >= 13.0 {
                // Devices of one unit each: one label over all of them, on a ground of its own.
                let text = format!("{} × {}", part.count, part.label);
                let style = Style::plain(10.0).held(Anchor::Middle).hue(part.hue);
                let wide = super::text_width(&text, 10.0, false).min(width - 16.0);
                picture.shapes.push(super::Shape::Rect {
                    x: x + width / 2.0 - wide / 2.0 - 3.0,
                    y: upper + height / 2.0 - 6.5,
                    w: wide + 6.0,
                    h: 13.0,
                    hue: part.hue,
                    dashed: false,
                });
                picture.text((x + width / 2.0, upper + height / 2.0 + 3.5), &text, style, width - 16.0);
            }
        }
        let mut below = top + height_u * unit;
        if let Some(used) = rack.used {
            // A gauge: the dashed outline is the limit, the filled part is in use.
            let part = used.clamp(0.0, 1.0) * width;
            picture.free((x, below + 6.0), (width, 9.0));
            picture.rect((x, below + 6.0), (part, 9.0), if used > 1.0 { Hue::Orange } else { Hue::Green });
            below += 16.0;
        }
        for (place, line) in rack.lines.iter().enumerate() {
            let y = below + 17.0 * (place as f64 + 1.0);
            picture.text((x, y), line, Style::plain(12.0), width + 16.0);
        }
    }
    let rows = racks.len().div_ceil(a_row) as f64;
    picture.height = 16.0 + block * rows;
    picture
}
