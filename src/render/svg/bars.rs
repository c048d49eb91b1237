//! Bars: sizes side by side, a bar divided into parts, and the power of a rack against its limit.

use super::{Anchor, Hue, Picture, Style};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 150.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Label.
    pub label: String,
    /// Length in the unit of the picture.
    pub value: f64,
    /// Value and unit as printed.
    pub text: String,
    /// Colours.
    pub hue: Hue,
}

/// Bars below each other on one scale.
#[must_use]
pub fn side_by_side(id: &str, title: &str, bars: &[Bar]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    let longest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max).max(1e-9);
    let room = WIDTH - LEFT - RIGHT;
    let mut y = 16.0;
    for bar in bars {
        let lines = super::wrapped(&bar.label, LEFT - 28.0, 13.0, false);
        let first = y + if lines.len() > 1 { 11.0 } else { 18.0 };
        for (place, line) in lines.iter().enumerate() {
            picture.text((16.0, first + 15.0 * place as f64), line, Style::plain(13.0), LEFT - 28.0);
        }
        let width = (bar.value / longest * room).max(2.0);
        picture.rect((LEFT, y), (width, 26.0), bar.hue);
        picture.text((LEFT + width + 8.0, y + 18.0), &bar.text, Style::plain(13.0).bold(), RIGHT - 20.0);
        y += 38.0;
    }
    picture.height = y + 4.0;
    picture
}

/// One bar divided into parts, with a key below.
#[must_use]
pub fn divided(id: &str, title: &str, parts: &[Bar]) -> Picture {
    let mut picture = Picture::new(id, title, WIDTH);
    let total = parts.iter().map(|part| part.value).sum::<f64>().max(1e-9);
    let room = WIDTH - 32.0;
    let mut x = 16.0;
    for part in parts {
        let width = part.value / total * room;
        picture.rect((x, 16.0), (width, 34.0), part.hue);
        if width > 26.0 {
            let style = Style::plain(14.0).bold().held(Anchor::Middle).hue(part.hue);
            picture.text((x + width / 2.0, 38.0), &part.text, style, width - 4.0);
        }
        x += width;
    }
    let column = room / parts.len().max(1) as f64;
    for (index, part) in parts.iter().enumerate() {
        let x = 16.0 + column * index as f64;
        picture.rect((x, 66.0), (14.0, 14.0), part.hue);
        let text = format!("{}: {}", part.label, part.text);
        picture.text((x + 20.0, 78.0), &text, Style::plain(13.0), column - 26.0);
    }
    picture.height = 96.0;
    picture
}

/// The power of one full rack: a segment for every node, and what is left to the limit.
#[derive(Debug, Clone, PartialEq)]
pub struct RackPower {
    /// Title.
    pub title: String,
    /// Nodes of a full rack.
    pub nodes: u64,
    /// Label of one segment.
    pub node_text: String,
    /// Power of a full rack, kW.
    pub used: f64,
    /// Label of the used part.
    pub used_text: String,
    /// Limit, kW, and its label; none when no limit is known.
    pub limit: Option<(f64, String)>,
    /// Label of the free part; empty when nothing is free.
    pub free_text: String,
}

/// Draws the power of a rack.
#[must_use]
pub fn rack_power(id: &str, rack: &RackPower) -> Picture {
    let mut picture = Picture::new(id, &rack.title, WIDTH);
    let limit = rack.limit.as_ref().map_or(rack.used, |(limit, _)| *limit);
    let longest = rack.used.max(limit).max(1e-9);
    let room = WIDTH - 32.0;
    let used = rack.used / longest * room;
    let over = rack.used > limit;
    let hue = if over { Hue::Orange } else { Hue::Blue };
    let segments = rack.nodes.clamp(1, 40);
    let width = used / segments as f64;
    for index in 0..segments {
        picture.rect((16.0 + width * index as f64, 44.0), (width, 40.0), hue);
        let style = Style::plain(12.0).held(Anchor::Middle).hue(hue);
        if width > 60.0 {
            picture.text((16.0 + width * (index as f64 + 0.5), 68.0), &rack.node_text, style, width - 6.0);
        }
    }
    if !over && limit > rack.used {
        let free = (limit - rack.used) / longest * room;
        picture.free((16.0 + used, 44.0), (free, 40.0));
        if super::text_width(&rack.free_text, 12.0, false) <= free - 6.0 {
            let style = Style::plain(12.0).held(Anchor::Middle);
            picture.text((16.0 + used + free / 2.0, 68.0), &rack.free_text, style, free);
        } else {
            picture.text((16.0, 112.0), &rack.free_text, Style::plain(12.0), room * 0.4);
        }
    }
    picture.text((16.0, 30.0), &rack.used_text, Style::plain(13.0).bold(), room * 0.55);
    if let Some((value, label)) = &rack.limit {
        let x = 16.0 + value / longest * room;
        picture.line((x, 38.0), (x, 96.0), super::INK);
        picture.text((x.min(WIDTH - 16.0), 112.0), label, Style::plain(13.0).held(Anchor::End), x - 20.0);
    }
    picture.height = 126.0;
    picture
}
