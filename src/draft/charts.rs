//! The charts of a proposal: sizes, ways to do the same work, tried values, and how requirements fare.

use serde_json::Value;

use super::desk::Desk;
use crate::render::svg::{
    Hue, Picture,
    bars::{self, Bar},
    plot::{self, Point, Span},
};

/// This design next to the growth that was stated and the alternatives.
pub(super) fn sizes(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let mut bars = Vec::new();
    let mut add = |desk: &mut Desk<'_>, pointer: &str, label: String, hue: Hue| {
        if let Some((value, text)) = desk.shown(pointer) {
            let text = format!("{text} {}", words.label("node_count").to_lowercase());
            bars.push(Bar { label, value, text, hue });
        }
    };
    add(desk, "/design/compute/node_count", words.say("picture_this_design", &[]), Hue::Blue);
    add(desk, "/requirement/growth_node_count/value", words.say("picture_growth", &[]), Hue::Green);
    for (index, other) in desk.list("/alternatives").iter().enumerate().take(8) {
        let title = other.get("title").and_then(Value::as_str).unwrap_or_default().to_string();
        add(desk, &format!("/alternatives/{index}/node_count"), title, Hue::Grey);
    }
    if bars.len() < 2 {
        return None;
    }
    let alt: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.text)).collect();
    let mut picture = bars::side_by_side("picture-sizes", &words.say("picture_sizes", &[]), &bars);
    picture.alt = words.say("picture_sizes_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}

/// The alternatives and this design in two measures where less is better: power where every one states it, else GPUs,
/// against nodes. The ones no other beats in both are joined.
pub(super) fn field(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let others = desk.list("/alternatives").len();
    let powers = (0..others).all(|index| desk.at(&format!("/alternatives/{index}/power_kw")).is_some());
    let (measure, own) = if powers {
        ("power_kw", "/design/facility/node_power_total_kw")
    } else {
        ("gpu_count", "/design/compute/gpu_count")
    };
    let mut points = Vec::new();
    let mut add = |desk: &mut Desk<'_>, label: String, x: &str, y: &str, chosen: bool| {
        let (Some((x, across)), Some((y, up))) = (desk.shown(x), desk.shown(y)) else { return };
        let name = words.label(measure);
        let text = if powers {
            format!("{across}, {up} {}", words.label("node_count").to_lowercase())
        } else {
            format!("{across} {name}, {up} {}", words.label("node_count").to_lowercase())
        };
        points.push(Point { label, x, y, text, chosen });
    };
    add(desk, words.say("picture_this_design", &[]), own, "/design/compute/node_count", true);
    for (index, other) in desk.list("/alternatives").iter().enumerate().take(7) {
        // Only what does the same work belongs into one field; a smaller or a grown design does not.
        let same = other["reason"].as_str().is_some_and(|why| why.contains(" do the same "))
            || other["node_count"] == desk.answer["design"]["compute"]["node_count"];
        if same {
            let title = other["title"].as_str().unwrap_or_default().to_string();
            let at = format!("/alternatives/{index}");
            add(desk, title, &format!("{at}/{measure}"), &format!("{at}/node_count"), false);
        }
    }
    // Where every way takes the same, a field shows nothing that the table does not.
    let apart = points.iter().any(|point| (point.x, point.y) != (points[0].x, points[0].y));
    if points.len() < 3 || !apart {
        return None;
    }
    let told: Vec<String> = points.iter().map(|point| format!("{}: {}", point.label, point.text)).collect();
    let nodes = words.label("node_count");
    let measured = words.head(measure);
    let mut picture =
        plot::field("picture-field", &words.say("picture_field", &[]), (&measured, &nodes), &points);
    picture.alt = words.say("picture_field_alt", &[("text", &told.join("; "))]);
    Some(picture)
}

/// What the tried values of the assumptions make of the IT power (of the nodes where no IT power is counted), around
/// that of this design.
pub(super) fn tornado(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let (base, base_text) = desk.shown("/design/facility/it_power_kw")?;
    let mut spans = Vec::new();
    for (index, one) in desk.list("/assumptions").iter().enumerate() {
        let cases = one["cases"].as_array().map_or(0, Vec::len);
        let (mut low, mut high) = ((base, String::new()), (base, String::new()));
        for case in 0..cases {
            let at = format!("/assumptions/{index}/cases/{case}");
            let Some((value, text)) = desk.shown(&format!("{at}/it_power_kw")) else { continue };
            if value < low.0 {
                low = (value, text);
            } else if value > high.0 {
                high = (value, text);
            }
        }
        if low.0 < high.0 {
            let label = words.label(one["field"].as_str().unwrap_or_default());
            spans.push(Span { label, low, high });
        }
    }
    if spans.is_empty() {
        return None;
    }
    let told: Vec<String> = spans
        .iter()
        .map(|span| {
            let ends: Vec<&str> = [&span.low.1, &span.high.1]
                .into_iter()
                .map(String::as_str)
                .filter(|end| !end.is_empty())
                .collect();
            format!("{}: {}", span.label, ends.join(", "))
        })
        .collect();
    let base_text = format!("{}: {base_text}", words.say("picture_this_design", &[]));
    let title = words.say("picture_tornado", &[]);
    let mut picture = plot::tornado("picture-tornado", &title, (base, &base_text), &spans);
    picture.alt = words.say("picture_tornado_alt", &[("text", &format!("{base_text}; {}", told.join("; ")))]);
    Some(picture)
}

/// How many requirements have which status.
pub(super) fn coverage(desk: &mut Desk<'_>) -> Option<Picture> {
    let words = desk.words;
    let rows = desk.list("/coverage");
    let parts: Vec<Bar> = [
        ("met", Hue::Blue),
        ("met_if", Hue::Green),
        ("partly", Hue::Yellow),
        ("not_met", Hue::Orange),
        ("not_judged", Hue::Grey),
    ]
    .into_iter()
    .filter_map(|(status, hue)| {
        let count = rows.iter().filter(|row| row["status"] == status).count();
        let text = desk.settings.numbers.write(count as f64);
        (count > 0).then(|| Bar { label: words.value(status), value: count as f64, text, hue })
    })
    .collect();
    if parts.is_empty() {
        return None;
    }
    let alt: Vec<String> = parts.iter().map(|part| format!("{}: {}", part.label, part.text)).collect();
    let mut picture = bars::divided("picture-coverage", &words.say("picture_coverage", &[]), &parts);
    picture.alt = words.say("picture_coverage_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}
