//! What a person needs before signing off a subject, with what the answer holds of it and what it does not.

use crate::{
    draft::desk::Desk,
    render::document::{Block, Column, Inline, Table, Tone},
};

/// One need: the name of its words, and the places of the answer that meet it, the first that is there.
pub(super) type Need = (&'static str, &'static [&'static str]);

/// What signing off power and cooling needs.
pub(super) const POWER: [Need; 13] = [
    ("need_node_power", &["/design/facility/node_power_kw"]),
    ("need_rack_power", &["/design/facility/racks/0/power_kw", "/design/facility/rack_power_kw"]),
    ("need_it_power", &["/design/facility/it_power_kw"]),
    ("need_typical_power", &["/design/facility/typical_power_kw"]),
    ("need_feed", &["/design/facility/feed/continuous_kw"]),
    ("need_breaker", &["/design/facility/feed/breaker_a"]),
    ("need_sides", &["/design/facility/feed/feeds_per_side"]),
    ("need_heat", &["/design/facility/heat_btu_per_h"]),
    ("need_cooling", &["/design/facility/cooling"]),
    ("need_supply", &["/requirement/water_supply_c/value", "/requirement/inlet_c_max/value"]),
    ("need_flow", &["/design/facility/flow_l_per_min"]),
    ("need_floor", &["/design/facility/racks/0/floor_load_kg_per_m2"]),
    ("need_altitude", &["/requirement/altitude_m/value"]),
];

/// What ordering and labelling the cabling needs, beside the schedule itself.
pub(super) const CABLING: [Need; 5] = [
    ("need_links", &["/design/fabric"]),
    ("need_positions", &["/design/facility/racks/0/positions"]),
    ("need_spares", &["/design/bom/lines"]),
    ("need_room", &["/design/facility/room"]),
    ("need_patch", &["/design/cabling/patch_panels"]),
];

/// The table of needs; none where the answer holds no design.
pub(super) fn table(desk: &mut Desk<'_>, needs: &[Need], caption: &str) -> Option<Block> {
    desk.at("/design/facility")?;
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut rows = Vec::new();
    for (name, places) in needs {
        let place = places.iter().find(|place| desk.at(place).is_some());
        // A bill may hold no spares, and links have both ends only in the schedule.
        let place = match *name {
            "need_spares" => {
                place.filter(|place| desk.list(place).iter().any(|line| line["group"] == "spares"))
            }
            "need_links" => place.filter(|_| desk.cabling.is_some()),
            _ => place,
        };
        let (mark, value) = match place {
            Some(_) if *name == "need_links" => {
                let links = desk.cabling.map_or(0, |cabling| cabling.wiring.links.len());
                (Inline::Mark(Tone::Good, say("given")), vec![desk.count(links)])
            }
            Some(place) => {
                let list = desk.at(place).is_some_and(serde_json::Value::is_array);
                let value =
                    if list { vec![Inline::Text(say("see_section"))] } else { desk.cell(place, true) };
                (Inline::Mark(Tone::Good, say("given")), value)
            }
            None => (
                Inline::Mark(Tone::Warning, say("missing")),
                vec![Inline::Text(say(&format!("{name}_from")))],
            ),
        };
        rows.push(vec![vec![Inline::Text(say(name))], vec![mark], value]);
    }
    let columns = ["signoff_need", "status", "signoff_value"].map(|name| Column::text(&say(name))).to_vec();
    Some(Block::Table(Table { caption: say(caption), columns, rows, rest: String::new() }))
}
