//! The ports of one node and the switches they end on, a line for every port.

use super::{Anchor, Hue, Picture, Style};

/// One port of the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortRow {
    /// Name of the port.
    pub port: String,
    /// Its rail, in words; empty when it has none.
    pub rail: String,
    /// Place of the switch in [`RailView::switches`].
    pub switch: usize,
    /// Port of the switch.
    pub end: String,
}

/// A switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchBox {
    /// Name.
    pub name: String,
    /// Line below it.
    pub note: String,
}

/// What the picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailView {
    /// Title.
    pub title: String,
    /// Name of the node.
    pub node: String,
    /// Line below the picture.
    pub note: String,
    /// Ports, from above.
    pub rows: Vec<PortRow>,
    /// Switches, from above.
    pub switches: Vec<SwitchBox>,
    /// Colours of the fabric.
    pub hue: Hue,
}

const WIDTH: f64 = 960.0;
const ROW: f64 = 24.0;
const NODE: (f64, f64) = (16.0, 250.0);
const SWITCH: (f64, f64) = (650.0, 294.0);
const SWITCH_HEIGHT: f64 = 44.0;

/// Draws it.
#[must_use]
pub fn draw(id: &str, view: &RailView) -> Picture {
    let mut picture = Picture::new(id, &view.title, WIDTH);
    let count = view.switches.len().max(1) as f64;
    let inner = (view.rows.len() as f64 * ROW).max(count * (SWITCH_HEIGHT + 10.0));
    let (top, height) = (16.0, inner + 34.0);
    picture.rect((NODE.0, top), (NODE.1, height), Hue::Violet);
    picture.text(
        (NODE.0 + 12.0, top + 20.0),
        &view.node,
        Style::plain(13.0).bold().hue(Hue::Violet),
        NODE.1 - 24.0,
    );
    let step = height / count;
    let middle = |place: usize| top + step * (place as f64 + 0.5);
    for (place, switch) in view.switches.iter().enumerate() {
        let y = middle(place) - SWITCH_HEIGHT / 2.0;
        picture.rect((SWITCH.0, y), (SWITCH.1, SWITCH_HEIGHT), view.hue);
        let name = Style::plain(13.0).bold().hue(view.hue);
        picture.text((SWITCH.0 + 12.0, y + 18.0), &switch.name, name, SWITCH.1 - 24.0);
        picture.text(
            (SWITCH.0 + 12.0, y + 35.0),
            &switch.note,
            Style::plain(11.0).hue(view.hue),
            SWITCH.1 - 24.0,
        );
    }
    let mut arrived = vec![0usize; view.switches.len()];
    let expected: Vec<usize> = (0..view.switches.len())
        .map(|place| view.rows.iter().filter(|row| row.switch == place).count())
        .collect();
    let spread = (inner - view.rows.len() as f64 * ROW) / 2.0;
    for (place, row) in view.rows.iter().enumerate() {
        let y = top + 30.0 + spread + ROW * (place as f64 + 0.5);
        let right = NODE.0 + NODE.1;
        picture.text((NODE.0 + 12.0, y + 4.0), &row.rail, Style::plain(11.0).hue(Hue::Violet), 60.0);
        let port = Style::plain(12.0).held(Anchor::End);
        picture.text((right - 10.0, y + 4.0), &row.port, port, NODE.1 - 90.0);
        let (Some(done), Some(all)) = (arrived.get_mut(row.switch), expected.get(row.switch)) else {
            continue;
        };
        *done += 1;
        let share = (*done as f64 - 0.5) / (*all).max(1) as f64 - 0.5;
        let end = middle(row.switch) + share * (SWITCH_HEIGHT - 8.0);
        // The port of the switch stands on the level part of the line, next to the node, where lines keep apart.
        picture.text((right + 8.0, y - 4.0), &row.end, Style::plain(11.0).hue(view.hue), 110.0);
        picture.line((right, y), (right + 130.0, y), view.hue.line());
        picture.line((right + 130.0, y), (SWITCH.0, end), view.hue.line());
    }
    picture.text((16.0, top + height + 24.0), &view.note, Style::plain(12.0), WIDTH - 32.0);
    picture.height = top + height + 38.0;
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::Shape;

    #[test]
    fn every_port_ends_on_its_switch_and_nothing_leaves_the_picture() {
        for (ports, switches) in [(1, 1), (8, 8), (16, 2), (2, 9)] {
            let view = RailView {
                title: "Rails".into(),
                node: "node-01".into(),
                note: "All nodes alike".into(),
                rows: (0..ports)
                    .map(|port| PortRow {
                        port: format!("NIC{port}"),
                        rail: format!("rail {port}"),
                        switch: port % switches,
                        end: format!("swp{port}"),
                    })
                    .collect(),
                switches: (0..switches)
                    .map(|place| SwitchBox { name: format!("leaf-{place}"), note: "x".into() })
                    .collect(),
                hue: Hue::Blue,
            };
            let picture = draw("rails", &view);
            let lines = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Line { .. })).count();
            assert_eq!(lines, ports * 2);
            assert!(picture.shapes.iter().all(|shape| match shape {
                Shape::Rect { y, h, .. } => y + h <= picture.height && *y >= 0.0,
                Shape::Text { y, .. } => *y <= picture.height && *y >= 8.0,
                Shape::Line { to, .. } => to.1 <= picture.height && to.1 >= 0.0,
                Shape::Dot { y, .. } => *y <= picture.height,
            }));
        }
    }
}
