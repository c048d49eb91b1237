//! The fabrics of a cluster: pods of leaves and servers with the tiers above them, and the other fabrics as rails below
//! that every pod is joined to. The picture grows with the design: two servers are two boxes, thousands are pods.

use super::{Anchor, Hue, Picture, Style};

/// A tier of switches above the pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upper {
    /// Name of the tier.
    pub name: String,
    /// Count and product.
    pub note: String,
    /// Name of one box.
    pub short: String,
    /// How many.
    pub count: u64,
    /// Label of the links to the tier below.
    pub links: String,
}

/// Pods: leaves that serve the same servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pods {
    /// How many.
    pub count: u64,
    /// Name of one; empty where there is only one.
    pub name: String,
    /// Leaves of one.
    pub leaves: u64,
    /// Name of the leaf tier.
    pub leaf_name: String,
    /// Count and product of all leaves.
    pub leaf_note: String,
    /// Name of one leaf box.
    pub leaf_short: String,
    /// Label of the links from leaves to servers.
    pub links: String,
    /// Label of the links between the leaves of a pair; empty for none.
    pub across: String,
    /// Servers of one pod.
    pub servers: u64,
    /// Servers of the cluster, in words.
    pub server_name: String,
    /// What a server holds.
    pub server_note: String,
    /// Name of one server box.
    pub server_short: String,
}

/// A fabric below the servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lower {
    /// Name.
    pub name: String,
    /// Switches, or whose switches it shares.
    pub note: String,
    /// Links to servers and their speed.
    pub links: String,
    /// Colours.
    pub hue: Hue,
    /// Whether it has switches of its own.
    pub own: bool,
}

/// What the picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Title.
    pub title: String,
    /// Name of the fabric above the servers with its speed.
    pub name: String,
    /// Tiers above the leaves, the outermost first.
    pub uppers: Vec<Upper>,
    /// The pods.
    pub pods: Pods,
    /// Fabrics below.
    pub lowers: Vec<Lower>,
}

const WIDTH: f64 = 830.0;
const LEFT: f64 = 252.0;
const RIGHT: f64 = 16.0;
const BOX: f64 = 26.0;
/// Pods drawn at most.
const PODS: u64 = 4;

/// Places of a row: left edge, width and the number in the row; `None` stands for the ones left out.
fn slots(count: u64, from: f64, room: f64, widest: f64, narrowest: f64) -> Vec<(f64, f64, Option<u64>)> {
    let fit = ((room + 6.0) / (narrowest + 6.0)).floor().max(1.0) as u64;
    let shown = count.clamp(1, fit.max(1));
    let width = ((room + 6.0) / shown as f64 - 6.0).min(widest);
    let start = from + (room - (width + 6.0) * shown as f64 + 6.0) / 2.0;
    (0..shown)
        .map(|index| {
            let number = match count > shown {
                true if shown > 2 && index + 2 == shown => None,
                true if index + 1 == shown => Some(count),
                _ => Some(index + 1),
            };
            (start + (width + 6.0) * index as f64, width, number)
        })
        .collect()
}

fn label(picture: &mut Picture, y: f64, name: &str, note: &str, hue: Hue) {
    let room = LEFT - 28.0;
    picture.text((16.0, y - 2.0), name, Style::plain(13.0).bold().hue(hue), room);
    picture.text((16.0, y + 14.0), note, Style::plain(12.0), room);
}

/// Boxes of a row; the middles of those drawn.
fn row(picture: &mut Picture, y: f64, places: &[(f64, f64, Option<u64>)], short: &str, hue: Hue) -> Vec<f64> {
    let mut middles = Vec::new();
    for (x, width, number) in places {
        let middle = x + width / 2.0;
        let style = Style::plain(11.0).held(Anchor::Middle).hue(hue);
        match number {
            Some(number) => {
                picture.rect((*x, y), (*width, BOX), hue);
                let long = format!("{short} {number}");
                let text = if super::text_width(&long, 11.0, false) <= width - 4.0 {
                    long
                } else {
                    number.to_string()
                };
                picture.text((middle, y + BOX / 2.0 + 4.0), &text, style, *width);
                middles.push(middle);
            }
            None => picture.text((middle, y + BOX / 2.0 + 4.0), "…", style.bold(), *width),
        }
    }
    middles
}

fn web(picture: &mut Picture, above: &[f64], top: f64, below: &[f64], bottom: f64, hue: Hue) {
    let width = if above.len() * below.len() > 40 { 0.5 } else { 0.9 };
    for from in above {
        for to in below {
            picture.thin((*from, top), (*to, bottom), hue.line(), width);
        }
    }
}

/// Draws it.
#[must_use]
pub fn draw(id: &str, view: &View) -> Picture {
    let mut picture = Picture::new(id, &view.title, WIDTH);
    let room = WIDTH - LEFT - RIGHT;
    let pods = &view.pods;
    picture.text((16.0, 20.0), &view.name, Style::plain(14.0).bold().hue(Hue::Blue), WIDTH - 32.0);
    let mut y = 40.0;
    let mut joints: Vec<f64> = Vec::new();
    let mut joint_y = y;
    let mut joint_label = String::new();
    for upper in &view.uppers {
        let places = slots(upper.count, LEFT, room, 96.0, 58.0);
        label(&mut picture, y + BOX / 2.0, &upper.name, &upper.note, Hue::Blue);
        let middles: Vec<f64> =
            places.iter().filter(|one| one.2.is_some()).map(|one| one.0 + one.1 / 2.0).collect();
        if !joints.is_empty() {
            web(&mut picture, &joints, joint_y, &middles, y, Hue::Blue);
            picture.text((16.0, (joint_y + y) / 2.0 + 4.0), &joint_label, Style::plain(12.0), LEFT - 28.0);
        }
        row(&mut picture, y, &places, &upper.short, Hue::Blue);
        joints = middles;
        joint_y = y + BOX;
        joint_label.clone_from(&upper.links);
        y += BOX + 58.0;
    }
    let frames = slots(pods.count, LEFT, room, room, room / PODS as f64 - 8.0);
    let frames: Vec<_> = if pods.count > PODS { frames } else { slots(pods.count, LEFT, room, room, 60.0) };
    let head = if pods.name.is_empty() && pods.across.is_empty() { 8.0 } else { 24.0 };
    let leaf_y = y + head;
    let server_y = leaf_y + BOX + 52.0;
    let frame_height = server_y + BOX + 10.0 - y;
    let mut all_leaves = Vec::new();
    for (x, width, number) in &frames {
        if number.is_none() {
            let style = Style::plain(20.0).bold().held(Anchor::Middle).hue(Hue::Grey);
            picture.text((x + width / 2.0, y + frame_height / 2.0), "…", style, *width);
            continue;
        }
        let leaves = slots(pods.leaves, x + 8.0, width - 16.0, 110.0, 22.0);
        all_leaves.extend(leaves.iter().filter(|one| one.2.is_some()).map(|one| one.0 + one.1 / 2.0));
    }
    if !joints.is_empty() {
        web(&mut picture, &joints, joint_y, &all_leaves, leaf_y, Hue::Blue);
        picture.text((16.0, (joint_y + y) / 2.0 + 4.0), &joint_label, Style::plain(12.0), LEFT - 28.0);
    }
    label(&mut picture, leaf_y + BOX / 2.0, &pods.leaf_name, &pods.leaf_note, Hue::Blue);
    picture.text((16.0, (leaf_y + BOX + server_y) / 2.0 + 5.0), &pods.links, Style::plain(12.0), LEFT - 28.0);
    label(&mut picture, server_y + BOX / 2.0, &pods.server_name, &pods.server_note, Hue::Violet);
    let bottom = y + frame_height;
    let drops = view.lowers.len() as f64;
    for (x, width, number) in &frames {
        let Some(number) = number else { continue };
        picture.free((*x, y), (*width, frame_height));
        if !pods.name.is_empty() {
            let text = format!("{} {number}", pods.name);
            picture.text((x + 10.0, y + 16.0), &text, Style::plain(12.0).bold().hue(Hue::Grey), width - 16.0);
        }
        let leaves = slots(pods.leaves, x + 8.0, width - 16.0, 110.0, 22.0);
        let servers = slots(pods.servers, x + 8.0, width - 16.0, 84.0, 22.0);
        let mid = |places: &[(f64, f64, Option<u64>)]| -> Vec<f64> {
            places.iter().filter(|one| one.2.is_some()).map(|one| one.0 + one.1 / 2.0).collect()
        };
        web(&mut picture, &mid(&leaves), leaf_y + BOX, &mid(&servers), server_y, Hue::Blue);
        let middles = row(&mut picture, leaf_y, &leaves, &pods.leaf_short, Hue::Blue);
        row(&mut picture, server_y, &servers, &pods.server_short, Hue::Violet);
        if !pods.across.is_empty()
            && let ([first, second], Some((_, wide, _))) = (middles.as_slice(), leaves.first())
        {
            let (from, to) = (first + wide / 2.0, second - wide / 2.0);
            picture.line((from, leaf_y + BOX / 2.0), (to, leaf_y + BOX / 2.0), Hue::Blue.line());
            // Where the gap is too narrow for its words they stand above the leaves.
            let style = Style::plain(11.0).held(Anchor::Middle).hue(Hue::Blue);
            picture.text(((first + second) / 2.0, leaf_y - 5.0), &pods.across, style, width - 20.0);
        }
        for (place, lower) in view.lowers.iter().enumerate() {
            let at = x + width * (place as f64 + 1.0) / (drops + 1.0);
            let end = bottom + 30.0 + 46.0 * place as f64;
            picture.line((at, bottom), (at, end), lower.hue.line());
            picture.dot((at, end + 3.0), 4.0, lower.hue);
        }
    }
    for (place, lower) in view.lowers.iter().enumerate() {
        let line = bottom + 30.0 + 46.0 * place as f64;
        label(&mut picture, line + 4.0, &lower.name, &lower.note, lower.hue);
        if lower.own {
            picture.rect((LEFT, line), (room, 6.0), lower.hue);
        } else {
            picture.free((LEFT, line), (room, 6.0));
        }
        let style = Style::plain(12.0).held(Anchor::End).hue(lower.hue);
        picture.text((WIDTH - RIGHT, line + 22.0), &lower.links, style, room);
    }
    picture.height = bottom + 30.0 + 46.0 * drops + 8.0;
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::Shape;

    fn view(pods: u64, leaves: u64, servers: u64, uppers: &[u64]) -> View {
        let text = String::from;
        View {
            title: text("Fabrics"),
            name: text("East-west"),
            uppers: uppers
                .iter()
                .map(|count| Upper {
                    name: text("Spine"),
                    note: text("4 × SN5600"),
                    short: text("Spine"),
                    count: *count,
                    links: text("64 links"),
                })
                .collect(),
            pods: Pods {
                count: pods,
                name: if pods > 1 { text("Pod") } else { String::new() },
                leaves,
                leaf_name: text("Leaf"),
                leaf_note: String::new(),
                leaf_short: text("Rail"),
                links: text("128 links"),
                across: if leaves == 2 { text("64 links") } else { String::new() },
                servers,
                server_name: text("Servers"),
                server_note: String::new(),
                server_short: text("Server"),
            },
            lowers: vec![Lower {
                name: text("Storage"),
                note: String::new(),
                links: text("2 links"),
                hue: Hue::Green,
                own: true,
            }],
        }
    }

    #[test]
    fn the_picture_stays_in_its_frame_and_changes_with_scale() {
        let mut drawn = Vec::new();
        for (pods, leaves, servers, uppers) in [
            (1, 1, 2, &[][..]),
            (1, 2, 16, &[]),
            (4, 8, 32, &[4]),
            (72, 8, 32, &[288, 144]),
            (3, 64, 400, &[1000]),
        ] {
            let picture = draw("p", &view(pods, leaves, servers, uppers));
            for shape in &picture.shapes {
                let inside = match shape {
                    Shape::Rect { x, y, w, h, .. } => {
                        *x >= 0.0 && *y >= 0.0 && x + w <= WIDTH + 0.1 && y + h <= picture.height && *w > 0.0
                    }
                    Shape::Line { from, to, .. } => {
                        from.0.max(to.0) <= WIDTH && from.1.max(to.1) <= picture.height
                    }
                    Shape::Dot { x, y, .. } => *x <= WIDTH && *y <= picture.height,
                    Shape::Text { y, .. } => *y <= picture.height,
                };
                assert!(inside, "{pods} {leaves} {servers}: {shape:?}");
            }
            drawn.push(picture.svg(true));
        }
        let distinct: std::collections::BTreeSet<&String> = drawn.iter().collect();
        assert_eq!(distinct.len(), drawn.len());
    }
}
