//! The charts of a proposal: how the power adds up, what each way takes, what other values of the assumptions give.

use super::{
    chapters::assumed,
    desk::{Desk, capital},
};
use crate::{
    design::{Facility, ServingFigures},
    render::svg::{
        Hue, Picture,
        bars::{self, Way},
        boxes::{self, Sign, Step},
        curve::{self, Curve},
        plot::{self, Span},
    },
};

/// Ways shown at most.
const WAYS: usize = 6;

/// From one server to everything that is counted: a chain that adds up.
pub(super) fn power(desk: &mut Desk<'_>, facility: &Facility) -> Option<Picture> {
    let compute = desk.design()?.compute.as_ref()?;
    let at = |key: &str| format!("/design/facility/{key}");
    let (each, all) = (facility.node_power_kw?, facility.node_power_total_kw?);
    // A rack-scale system is powered by the rack and holds many servers.
    let near = |units: u64| (units as f64 * each - all).abs() <= 1e-6 * all.max(1.0);
    let racks = facility.node_rack_count.unwrap_or(0);
    let (units, place, rack_scale) = match (near(compute.node_count), near(racks)) {
        (true, _) => (compute.node_count, "/design/compute/node_count".to_string(), false),
        (false, true) => (racks, at("node_rack_count"), true),
        (false, false) => return None,
    };
    let mut steps = Vec::new();
    let mut step = |sign: Sign, title: String, line: String, hue: Hue| {
        steps.push(Step { sign, title, lines: vec![line], hue });
    };
    let one = desk.say(if rack_scale { "one_system" } else { "one_server" });
    step(Sign::None, one, desk.amount_text(each, "kW", &at("node_power_kw")), Hue::Violet);
    let many = capital(&desk.say(if rack_scale { "systems" } else { "servers" }));
    step(Sign::Times, many.clone(), desk.count_text(units, &place), Hue::Violet);
    let total = desk.words.say("all_of", &[("what", &many)]);
    step(Sign::Equals, total, desk.amount_text(all, "kW", &at("node_power_total_kw")), Hue::Blue);
    if let Some(it) = facility.it_power_kw {
        let switches = facility.switch_power_kw.unwrap_or(0.0);
        if facility.switch_power_kw.is_some() {
            let title = capital(&desk.say("switches"));
            step(Sign::Plus, title, desk.amount_text(switches, "kW", &at("switch_power_kw")), Hue::Green);
        }
        let rest = it - all - switches;
        if rest > 1e-6 * it.max(1.0) {
            let title = desk.say("other_devices");
            let text = desk.free_amount(rest, "kW").text();
            step(Sign::Plus, title, text, Hue::Green);
        }
        let text = desk.amount_text(it, "kW", &at("it_power_kw"));
        step(Sign::Equals, desk.words.label("it_power_kw"), text, Hue::Blue);
    }
    if let Some(heat) = facility.heat_btu_per_h {
        let text = desk.amount_text(heat, "BTU/h", &at("heat_btu_per_h"));
        step(Sign::Arrow, desk.say("heat"), text, Hue::Orange);
    }
    let alt: Vec<String> =
        steps.iter().map(|step| format!("{}: {}", step.title, step.lines.join(", "))).collect();
    let mut picture = boxes::chain("picture-power", &desk.say("picture_power"), &steps);
    picture.alt = desk.words.say("picture_power_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}

/// This design and the other ways by what each takes.
pub(super) fn ways(desk: &mut Desk<'_>) -> Option<Picture> {
    let answer = desk.answer;
    let design = desk.design()?;
    let compute = design.compute.as_ref()?;
    let facility = design.facility.as_ref();
    let power = facility.and_then(|facility| facility.node_power_total_kw);
    let mut ways = vec![Way {
        label: desk.say("this_design"),
        values: vec![
            power.map(|value| (value, desk.amount_text(value, "kW", "/design/facility/node_power_total_kw"))),
            Some((
                compute.node_count as f64,
                desk.count_text(compute.node_count, "/design/compute/node_count"),
            )),
            Some((compute.gpu_count as f64, desk.count_text(compute.gpu_count, "/design/compute/gpu_count"))),
        ],
        chosen: true,
    }];
    for (place, one) in answer.alternatives.iter().enumerate() {
        if one.node_count.is_none() || ways.len() > WAYS {
            continue;
        }
        let at = |key: &str| format!("/alternatives/{place}/{key}");
        let count = |desk: &mut Desk<'_>, value: Option<u64>, key: &str| {
            value.map(|value| (value as f64, desk.count_text(value, &at(key))))
        };
        let values = vec![
            one.power_kw.map(|value| (value, desk.amount_text(value, "kW", &at("power_kw")))),
            count(desk, one.node_count, "node_count"),
            count(desk, one.gpu_count, "gpu_count"),
        ];
        ways.push(Way { label: capital(&desk.people(&one.title)), values, chosen: false });
    }
    if ways.len() < 2 {
        return None;
    }
    let heads = [desk.say("server_power"), desk.say("servers_head"), desk.say("gpus_head")];
    let told: Vec<String> = ways
        .iter()
        .map(|way| {
            let values: Vec<String> = heads
                .iter()
                .zip(&way.values)
                .filter_map(|(head, value)| Some(format!("{head} {}", value.as_ref()?.1)))
                .collect();
            format!("{}: {}", way.label, values.join(", "))
        })
        .collect();
    let mut picture = bars::small_multiples("picture-ways", &desk.say("picture_ways"), &heads, &ways);
    picture.alt = desk.words.say("picture_ways_alt", &[("text", &told.join("; "))]);
    Some(picture)
}

/// The rate each user sees against the users at a time, with what was asked for and what is planned; none where the
/// estimate has no curve.
pub(super) fn serving(desk: &mut Desk<'_>, figures: &ServingFigures) -> Option<Picture> {
    if figures.curve.len() < 3 {
        return None;
    }
    let at = "/design/performance/serving";
    let points: Vec<(f64, f64)> =
        figures.curve.iter().map(|point| (point.request_count as f64, point.user_tokens_per_s)).collect();
    let unit = desk.words.unit("tokens/s");
    let rate = desk.amount_text(figures.user_tokens_per_s, &unit, &format!("{at}/user_tokens_per_s"));
    let users = desk.count_text(figures.request_count, &format!("{at}/request_count"));
    // What is planned lies on the curve, where the load of this design meets it.
    let own = desk.words.say("curve_planned", &[("rate", &rate), ("users", &users)]);
    let target = figures.tpot_target_ms.map(|ms| {
        let text = desk.free_amount(1000.0 / ms, &unit).text();
        (1000.0 / ms, desk.words.say("curve_target", &[("rate", &text)]))
    });
    let told: Vec<String> = points
        .iter()
        .map(|(users, rate)| {
            let (users, rate) = (desk.free_amount(*users, "").text(), desk.free_amount(*rate, &unit).text());
            format!("{users}: {rate}")
        })
        .collect();
    let planned = points
        .iter()
        .copied()
        .min_by(|one, two| {
            let off = |point: &(f64, f64)| (point.1 / figures.user_tokens_per_s - 1.0).abs();
            off(one).total_cmp(&off(two))
        })
        .map(|point| (point, own.clone()));
    let curve = Curve {
        x_title: desk.say("curve_users"),
        y_title: desk.say("curve_rate"),
        points,
        own: planned,
        target: target.clone(),
    };
    let numbers = &desk.settings.numbers;
    let mut picture =
        curve::draw("picture-serving", &desk.say("picture_serving"), &curve, &|value| numbers.write(value));
    let asked = target.map(|(_, words)| format!("; {words}")).unwrap_or_default();
    picture.alt =
        desk.words.say("picture_serving_alt", &[("text", &format!("{}; {own}{asked}", told.join("; ")))]);
    Some(picture)
}

/// What the tried values of the assumptions make of the IT power, around that of this design.
pub(super) fn tornado(desk: &mut Desk<'_>) -> Option<Picture> {
    let answer = desk.answer;
    let base = desk.design()?.facility.as_ref()?.it_power_kw?;
    let base_text = desk.amount_text(base, "kW", "/design/facility/it_power_kw");
    let mut spans = Vec::new();
    for (place, one) in answer.assumptions.iter().enumerate() {
        let (mut low, mut high) = ((base, String::new()), (base, String::new()));
        for (index, case) in one.cases.iter().enumerate() {
            let Some(value) = case.it_power_kw else { continue };
            let at = format!("/assumptions/{place}/cases/{index}/it_power_kw");
            let text = desk.amount_text(value, "kW", &at);
            let text = format!("{}: {text}", assumed(desk, &one.field, &case.value));
            if value < low.0 {
                low = (value, text);
            } else if value > high.0 {
                high = (value, text);
            }
        }
        if low.0 < high.0 {
            spans.push(Span { label: desk.words.label(&one.field), low, high });
        }
    }
    if spans.is_empty() {
        return None;
    }
    let told: Vec<String> = spans
        .iter()
        .map(|span| {
            let ends: Vec<&str> = [span.low.1.as_str(), span.high.1.as_str()]
                .into_iter()
                .filter(|end| !end.is_empty())
                .collect();
            format!("{}: {}", span.label, ends.join(", "))
        })
        .collect();
    let base_text = format!("{}: {base_text}", desk.say("this_design"));
    let mut picture =
        plot::tornado("picture-tornado", &desk.say("picture_tornado"), (base, &base_text), &spans);
    picture.alt =
        desk.words.say("picture_tornado_alt", &[("text", &format!("{base_text}; {}", told.join("; ")))]);
    Some(picture)
}
