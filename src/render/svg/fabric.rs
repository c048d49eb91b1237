//! The fabrics around the nodes: tiers as rows of boxes, links between rows as a trunk with their count. A row shows
//! the first boxes and the last one, so two nodes and two thousand are equally readable.

use super::{Anchor, Hue, Picture, Style};

/// One tier of switches.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Name with the count and the switch model.
    pub label: String,
    /// A line below the label; empty for none.
    pub note: String,
    /// Name of one of its boxes.
    pub short: String,
    /// How many.
    pub count: u64,
    /// Count as printed.
    pub count_text: String,
}

/// One fabric.
#[derive(Debug, Clone, PartialEq)]
pub struct FabricView {
    /// Name.
    pub name: String,
    /// Technology and speed, in a few words.
    pub detail: String,
    /// Colours.
    pub hue: Hue,
    /// Tiers from the leaf outwards; empty when it shares another fabric's switches.
    pub tiers: Vec<Tier>,
    /// Label of the links to the nodes.
    pub node_links: String,
    /// Labels of the links between the tiers, from the leaf outwards.
    pub tier_links: Vec<String>,
}

/// What the picture shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Title.
    pub title: String,
    /// Nodes or groups of nodes.
    pub nodes: Tier,
    /// The fabric drawn above the nodes.
    pub above: Option<FabricView>,
    /// Fabrics drawn below the nodes.
    pub below: Vec<FabricView>,
}

const WIDTH: f64 = 960.0;
const LEFT: f64 = 232.0;
const BOX_HEIGHT: f64 = 32.0;
const GAP: f64 = 44.0;
/// Boxes a row shows at most.
const BOXES: u64 = 8;

/// Draws it.
#[must_use]
pub fn draw(id: &str, overview: &Overview) -> Picture {
    let mut picture = Picture::new(id, &overview.title, WIDTH);
    let mut y = 16.0;
    if let Some(fabric) = &overview.above {
        heading(&mut picture, y, fabric);
        y += 30.0;
        // Outermost tier first.
        for (index, tier) in fabric.tiers.iter().enumerate().rev() {
            row(&mut picture, y, tier, fabric.hue);
            let label = match index {
                0 => fabric.node_links.as_str(),
                _ => fabric.tier_links.get(index - 1).map_or("", String::as_str),
            };
            let count = if index == 0 { &overview.nodes } else { &fabric.tiers[index - 1] };
            trunk(&mut picture, y + BOX_HEIGHT, tier.count, count.count, label, fabric.hue);
            y += BOX_HEIGHT + GAP;
        }
    }
    row(&mut picture, y, &overview.nodes, Hue::Violet);
    let mut bottom = y + BOX_HEIGHT;
    for fabric in &overview.below {
        if fabric.tiers.is_empty() {
            heading(&mut picture, bottom + 20.0, fabric);
            bottom += 34.0;
            continue;
        }
        let mut upper = overview.nodes.count;
        let mut top = bottom + 22.0;
        heading(&mut picture, top, fabric);
        top += 14.0;
        for (index, tier) in fabric.tiers.iter().enumerate() {
            let label = match index {
                0 => fabric.node_links.as_str(),
                _ => fabric.tier_links.get(index - 1).map_or("", String::as_str),
            };
            // Below the nodes each fabric starts with its own trunk; stubs upward stand for the node row.
            trunk(&mut picture, top, upper, tier.count, label, fabric.hue);
            top += GAP;
            row(&mut picture, top, tier, fabric.hue);
            top += BOX_HEIGHT;
            upper = tier.count;
        }
        bottom = top;
    }
    picture.height = bottom + 20.0;
    picture
}

fn heading(picture: &mut Picture, y: f64, fabric: &FabricView) {
    picture.text((16.0, y + 6.0), &fabric.name, Style::plain(15.0).bold().hue(fabric.hue), 300.0);
    picture.text(
        (LEFT + 120.0, y + 6.0),
        &fabric.detail,
        Style::plain(13.0).hue(fabric.hue),
        WIDTH - LEFT - 140.0,
    );
}

/// Left edges and the width of the boxes of a row.
fn slots(count: u64) -> (Vec<f64>, f64) {
    let shown = count.clamp(1, BOXES);
    let room = WIDTH - LEFT - 16.0;
    let width = (room / shown as f64 - 10.0).min(112.0);
    let step = width + 10.0;
    let start = LEFT + (room - step * shown as f64 + 10.0) / 2.0;
    ((0..shown).map(|index| start + step * index as f64).collect(), width)
}

fn row(picture: &mut Picture, y: f64, tier: &Tier, hue: Hue) {
    let middle = y + BOX_HEIGHT / 2.0 + if tier.note.is_empty() { 5.0 } else { -2.0 };
    picture.text((16.0, middle), &tier.label, Style::plain(13.0), LEFT - 24.0);
    picture.text((16.0, middle + 15.0), &tier.note, Style::plain(12.0).hue(hue), LEFT - 24.0);
    let (edges, width) = slots(tier.count);
    let last = edges.len().saturating_sub(1);
    let style = Style::plain(12.0).held(Anchor::Middle).hue(hue);
    for (index, x) in edges.into_iter().enumerate() {
        let middle = (x + width / 2.0, y + BOX_HEIGHT / 2.0 + 4.0);
        if tier.count > BOXES && index + 1 == last {
            picture.text(middle, "…", Style::plain(18.0).held(Anchor::Middle).hue(hue), width);
            continue;
        }
        picture.rect((x, y), (width, BOX_HEIGHT), hue);
        let name = if tier.count > BOXES && index == last {
            format!("{} {}", tier.short, tier.count_text)
        } else {
            format!("{} {}", tier.short, index + 1)
        };
        picture.text(middle, &name, style, width - 6.0);
    }
}

/// A trunk between two rows with a stub to every box, and its label on a white ground.
fn trunk(picture: &mut Picture, top: f64, above: u64, below: u64, label: &str, hue: Hue) {
    let bus = top + GAP / 2.0;
    let mut ends: Vec<f64> = Vec::new();
    for (count, edge) in [(above, top), (below, top + GAP)] {
        let (edges, width) = slots(count);
        let last = edges.len().saturating_sub(1);
        for (index, x) in edges.iter().enumerate() {
            if count > BOXES && index + 1 == last {
                continue;
            }
            let x = x + width / 2.0;
            picture.line((x, edge), (x, bus), hue.line());
            ends.push(x);
        }
    }
    let (low, high) = ends.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
    if high > low {
        picture.line((low, bus), (high, bus), hue.line());
    }
    if !label.is_empty() {
        picture.text((16.0, bus + 4.0), label, Style::plain(12.0).hue(hue), LEFT - 24.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_inside_the_picture_at_any_count() {
        for count in [1, 2, 7, 8, 9, 2304] {
            let (edges, width) = slots(count);
            assert!(edges.first().is_some_and(|x| *x >= LEFT - 0.5), "{count}");
            assert!(edges.last().is_some_and(|x| x + width <= WIDTH - 15.0), "{count}");
        }
    }
}
