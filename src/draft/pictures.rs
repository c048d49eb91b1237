//! The pictures of a proposal, from the parts of the answer that are there.

use super::desk::Desk;
use crate::render::{
    document::Inline,
    svg::{
        Hue, Picture,
        bars::{self, RackPower},
        boxes::{self, Sign, Step},
        elevation::{self, Filled, RackView},
        fabric::{self, FabricView, Overview, Tier},
    },
};

/// Rack groups shown at most; a design has few kinds of racks.
const RACK_VIEWS: usize = 10;

impl Desk<'_> {
    /// A number as text with its unit, noted like any other.
    pub(super) fn shown(&mut self, pointer: &str) -> Option<(f64, String)> {
        match self.number(pointer, true)? {
            Inline::Number(number) => Some((number.value, number.words())),
            _ => None,
        }
    }
}

/// All fabrics around the nodes.
pub(super) fn overview(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let (nodes, nodes_text) = desk.shown("/design/compute/node_count")?;
    let units = desk.shown("/design/compute/su_count").filter(|(count, _)| *count >= 2.0);
    let label = words.say("picture_nodes_of", &[("count", &nodes_text)]);
    let nodes = match units {
        Some((count, text)) => Tier {
            label,
            note: words.say("picture_units_of", &[("count", &text)]),
            short: "SU".into(),
            count: count as u64,
            count_text: text,
        },
        None => Tier {
            label,
            note: String::new(),
            short: words.label("node_count").trim_end_matches('s').to_string(),
            count: nodes as u64,
            count_text: nodes_text,
        },
    };
    let above = view(desk, "compute", Hue::Blue);
    let below: Vec<FabricView> =
        [("converged", Hue::Orange), ("storage", Hue::Green), ("out_of_band", Hue::Grey)]
            .into_iter()
            .filter_map(|(key, hue)| view(desk, key, hue))
            .collect();
    if above.is_none() && below.is_empty() {
        return None;
    }
    let told: Vec<String> = above
        .iter()
        .chain(&below)
        .map(|fabric| {
            let tiers: Vec<&str> = fabric.tiers.iter().map(|tier| tier.label.as_str()).collect();
            format!("{} ({}): {}", fabric.name, fabric.detail, tiers.join(", "))
        })
        .collect();
    let alt = format!("{}; {}", nodes.label, told.join("; "));
    let title = words.say("picture_fabric", &[]);
    let mut picture = fabric::draw("picture-fabric", &Overview { title, nodes, above, below });
    picture.alt = words.say("picture_fabric_alt", &[("text", &alt)]);
    Some(picture)
}

fn view(desk: &mut Desk<'_>, key: &str, hue: Hue) -> Option<FabricView> {
    let at = format!("/design/fabric/{key}");
    desk.at(&at)?;
    let words = desk.words;
    let switch = desk.text(&format!("{at}/switch_id")).to_string();
    let mut tiers = Vec::new();
    for (field, name) in
        [("leaf_count", "picture_leaf"), ("spine_count", "picture_spine"), ("core_count", "picture_core")]
    {
        if let Some((count, text)) = desk.shown(&format!("{at}/{field}")).filter(|(count, _)| *count > 0.0) {
            let short = words.say(name, &[]);
            let label = if switch.is_empty() {
                format!("{short}: {text}")
            } else {
                format!("{short}: {text} × {switch}")
            };
            tiers.push(Tier { label, note: String::new(), short, count: count as u64, count_text: text });
        }
    }
    let speed = desk.shown(&format!("{at}/link_gbps")).map(|(_, text)| text).unwrap_or_default();
    let mut label = |field: &str, sentence: &str| {
        desk.shown(&format!("{at}/{field}"))
            .filter(|(count, _)| *count > 0.0)
            .map_or(String::new(), |(_, text)| words.say(sentence, &[("count", &text)]))
    };
    let node_links = label("node_link_count", "picture_node_links");
    let tier_links = vec![label("leaf_spine_link_count", "picture_links")];
    // With one tier, these links join the switches of the tier.
    if let ([tier], [links]) = (tiers.as_mut_slice(), tier_links.as_slice()) {
        tier.note.clone_from(links);
    }
    let technology = words.value(desk.text(&format!("{at}/technology")));
    let topology = desk.text(&format!("{at}/topology"));
    let mut detail: Vec<&str> = vec![&technology, topology, &speed];
    let ratio = desk.text(&format!("{at}/oversubscription"));
    if !ratio.is_empty() {
        detail.push(ratio);
    }
    detail.retain(|part| !part.is_empty());
    let shared = words.say("picture_shared", &[]);
    if tiers.is_empty() {
        detail.push(&shared);
    }
    Some(FabricView {
        name: words.say(&format!("fabric_{key}"), &[]),
        detail: detail.join(", "),
        hue,
        tiers,
        node_links,
        tier_links,
    })
}

/// A full rack of nodes against the power of a rack.
pub(super) fn rack_power(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let (used, used_text) = desk.shown("/design/facility/rack_power_kw")?;
    let (nodes, nodes_text) = desk.shown("/design/facility/nodes_per_rack")?;
    let node = desk.shown("/design/facility/node_power_kw").map(|(_, text)| text).unwrap_or_default();
    let limit = ["/design/facility/rack_budget_kw", "/requirement/power_per_rack_kw/value"]
        .iter()
        .find_map(|pointer| desk.number(pointer, false))
        .and_then(|inline| match inline {
            Inline::Number(number) => Some((number.value, format!("{}\u{a0}kW", number.text))),
            _ => None,
        });
    let free = desk.shown("/design/facility/rack_headroom_kw").filter(|(free, _)| *free > 0.0);
    let budget = words.say("picture_budget", &[]);
    let rack = RackPower {
        title: words.say("picture_rack", &[]),
        nodes: nodes as u64,
        node_text: node,
        used,
        used_text: format!(
            "{}: {used_text} ({nodes_text} {})",
            words.say("picture_rack_full", &[]),
            words.label("node_count").to_lowercase()
        ),
        limit: limit.map(|(value, text)| (value, format!("{budget}: {text}"))),
        free_text: free
            .map(|(_, text)| format!("{}: {text}", words.say("picture_headroom", &[])))
            .unwrap_or_default(),
    };
    let mut alt = rack.used_text.clone();
    for part in [rack.limit.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default(), &rack.free_text] {
        if !part.is_empty() {
            alt.push_str(&format!("; {part}"));
        }
    }
    let mut picture = bars::rack_power("picture-rack-power", &rack);
    picture.alt = words.say("picture_rack_alt", &[("text", &alt)]);
    Some(picture)
}

/// Front views of the racks, when the answer lays them out.
pub(super) fn racks(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let groups = desk.list("/design/facility/racks");
    let mut views = Vec::new();
    let mut highest = 0.0f64;
    for index in 0..groups.len().min(RACK_VIEWS) {
        let at = format!("/design/facility/racks/{index}");
        let count = desk.shown(&format!("{at}/count")).map(|(_, text)| text).unwrap_or_default();
        let mut lines = Vec::new();
        for key in ["power_kw", "weight_kg"] {
            if let Some((_, text)) = desk.shown(&format!("{at}/{key}")) {
                lines.push(format!("{}: {text}", words.label(key)));
            }
        }
        let mut filled = Vec::new();
        for place in 0..desk.list(&format!("{at}/positions")).len() {
            let at = format!("{at}/positions/{place}");
            let (Some((from_u, _)), Some((to_u, _)), Some((count, _))) = (
                desk.shown(&format!("{at}/from_u")),
                desk.shown(&format!("{at}/to_u")),
                desk.shown(&format!("{at}/count")),
            ) else {
                continue;
            };
            highest = highest.max(to_u);
            let label = desk.text(&format!("{at}/part_id")).to_string();
            let system = desk.text("/design/compute/system_id");
            let hue = if label == system { Hue::Violet } else { Hue::Blue };
            filled.push(Filled { label, count: count as u64, from_u, to_u, hue });
        }
        if !filled.is_empty() {
            let name = words.say("picture_racks_of", &[("count", &count)]);
            lines.insert(0, words.value(desk.text(&format!("{at}/name"))));
            views.push(RackView { name, lines, filled });
        }
    }
    if views.is_empty() {
        return None;
    }
    let height = desk.shown("/design/facility/rack_u").map_or(highest, |(height, _)| height.max(highest));
    let alt: Vec<String> = views
        .iter()
        .map(|view| {
            let parts: Vec<String> =
                view.filled.iter().map(|part| format!("{} × {}", part.count, part.label)).collect();
            format!("{} ({}): {}", view.name, view.lines.join(", "), parts.join(", "))
        })
        .collect();
    let mut picture =
        elevation::draw("picture-elevation", &words.say("picture_elevation", &[]), height, &views);
    picture.alt = words.say("picture_elevation_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}

/// From the feed and one node to all nodes and their heat.
pub(super) fn chain(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let mut steps = Vec::new();
    if let Some((_, kw)) = desk.shown("/design/facility/feed/continuous_kw") {
        let mut lines = vec![kw];
        for key in ["continuous_kva", "voltage_v", "breaker_a", "feeds_per_rack"] {
            if let Some((_, text)) = desk.shown(&format!("/design/facility/feed/{key}")) {
                lines.push(format!("{}: {text}", words.label(key)));
            }
        }
        steps.push(Step { sign: Sign::None, title: words.label("feed"), lines, hue: Hue::Grey });
    }
    for (pointer, hue, extra, sign) in [
        ("/design/facility/node_power_kw", Hue::Violet, "", Sign::Arrow),
        ("/design/facility/rack_power_kw", Hue::Violet, "/design/facility/nodes_per_rack", Sign::Arrow),
        ("/design/facility/node_power_total_kw", Hue::Blue, "/design/compute/node_count", Sign::Arrow),
        ("/design/facility/switch_power_kw", Hue::Green, "", Sign::Plus),
        ("/design/facility/it_power_kw", Hue::Blue, "", Sign::Equals),
        ("/design/facility/heat_btu_per_h", Hue::Orange, "", Sign::Arrow),
    ] {
        let Some((_, text)) = desk.shown(pointer) else { continue };
        let mut lines = vec![text];
        let rack_scale = extra == "/design/compute/node_count" && desk.is_rack_scale();
        let extra = if rack_scale { "/design/facility/node_rack_count" } else { extra };
        if let Some((_, text)) = desk.shown(extra) {
            lines.push(format!("{}: {text}", words.label(extra.rsplit('/').next().unwrap_or_default())));
        }
        let sign = if steps.is_empty() { Sign::None } else { sign };
        steps.push(Step { sign, title: desk.label_at(pointer), lines, hue });
    }
    if steps.len() < 2 {
        return None;
    }
    let alt: Vec<String> =
        steps.iter().map(|step| format!("{}: {}", step.title, step.lines.join(", "))).collect();
    let mut picture = boxes::chain("picture-power", &words.say("picture_chain", &[]), &steps);
    picture.alt = words.say("picture_chain_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::draft::{settings::Settings, words::Words};

    #[test]
    fn racks_and_feeds_are_drawn_when_the_answer_lays_them_out() {
        let answer = serde_json::json!({"design": {
            "compute": {"system_id": "dgx-h100"},
            "facility": {
                "rack_u": 48,
                "node_power_kw": 10.2,
                "feed": {"continuous_kw": 34.6, "continuous_kva": 34.6, "voltage_v": 415, "breaker_a": 60, "feeds_per_rack": 2},
                "racks": [{"name": "Node rack", "count": 4, "power_kw": 40.8, "positions": [
                    {"part_id": "dgx-h100", "count": 4, "from_u": 1, "to_u": 32},
                    {"part_id": "sn2201", "count": 2, "from_u": 40, "to_u": 41},
                ]}],
            },
        }});
        let (words, settings) = (Words::with(None).unwrap(), Settings::default());
        let mut desk = Desk::new(&answer, &[], &words, &settings);
        let racks = racks(&mut desk).unwrap();
        assert!(racks.alt.contains("Racks: 4 (Node rack, Power: 40.8"), "{}", racks.alt);
        assert!(racks.alt.contains("4 × dgx-h100, 2 × sn2201"), "{}", racks.alt);
        let bottom = 16.0 + 22.0 + 48.0 * 8.0;
        let inside = racks.shapes.iter().all(|shape| match shape {
            crate::render::svg::Shape::Rect { y, h, .. } => *y >= 16.0 && y + h <= bottom + 0.1,
            _ => true,
        });
        assert!(inside && racks.height >= bottom);
        let chain = chain(&mut desk).unwrap();
        assert!(chain.alt.contains("415"), "{}", chain.alt);
    }
}
