//! Judges of the room: racks, power, feeds, cooling, floor, climate.

use super::judged::{Judged, Scene, number, range, rests_on, with_unit, words_of};
use crate::{
    catalog::{Cooling, Fact},
    design::{CoverageStatus, Field, RackGroup, Statement},
};

const NO_RACKS: &str = "no racks are planned";

/// The rack with the greatest value, with its pointer.
fn greatest(
    scene: &Scene<'_>,
    key: &str,
    value: impl Fn(&RackGroup) -> Option<f64>,
) -> Option<(f64, String)> {
    let racks = scene.facility()?.racks.iter().enumerate();
    racks
        .filter_map(|(index, rack)| Some((value(rack)?, format!("/design/facility/racks/{index}/{key}"))))
        .max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Whether every rack has a published value.
fn all_known(scene: &Scene<'_>, value: impl Fn(&RackGroup) -> Option<f64>) -> bool {
    scene.facility().is_some_and(|facility| facility.racks.iter().all(|rack| value(rack).is_some()))
}

/// Power of the rack that draws most.
pub(super) fn rack_power(scene: &Scene<'_>, statement: &Statement) -> Judged {
    if let Some((power, at)) = greatest(scene, "power_kw", |rack| Some(rack.power_kw)) {
        return number(statement, Some(power), "kW in the fullest rack", &at, NO_RACKS);
    }
    let found = scene.facility().and_then(|facility| facility.rack_power_kw.or(facility.node_power_kw));
    let at = if scene.facility().is_some_and(|facility| facility.rack_power_kw.is_some()) {
        "/design/facility/rack_power_kw"
    } else {
        "/design/facility/node_power_kw"
    };
    number(statement, found, "kW", at, "the power of a rack is not known")
}

/// The power factor of the comparison; no server document states one, so the verdict names it as its condition.
const POWER_FACTOR: f64 = 0.95;

/// Apparent power: the design counts kilowatts, so the verdict stands under a power factor.
pub(super) fn rack_kva(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some((power, at)) = greatest(scene, "power_kw", |rack| Some(rack.power_kw)) else {
        return Judged::not_judged(NO_RACKS);
    };
    apparent(scene, statement, power, &at)
}

/// Apparent power of the whole installation.
pub(super) fn total_kva(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match scene.facility().and_then(|facility| facility.it_power_kw) {
        Some(power) => apparent(scene, statement, power, "/design/facility/it_power_kw"),
        None => Judged::not_judged("the power of the design is not known"),
    }
}

fn apparent(scene: &Scene<'_>, statement: &Statement, power: f64, at: &str) -> Judged {
    let stated = scene.requirement.power_factor.as_ref().map(|stated| stated.value);
    let factor = stated.unwrap_or(POWER_FACTOR);
    let kva = crate::units::rounded(power / factor, 3);
    let judged = number(statement, Some(kva), "kVA", at, "the power of the design is not known");
    if stated.is_some() {
        return judged;
    }
    judged.if_only(&format!("{} at a power factor of {factor}", with_unit(power, "kW")))
}

/// The power factor that the feeds, or the size, were worked out with.
pub(super) fn power_factor(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let feed = scene.facility().and_then(|facility| facility.feed.as_ref());
    if let Some(feed) = feed.filter(|feed| feed.continuous_kva > 0.0) {
        let found = crate::units::rounded(feed.continuous_kw / feed.continuous_kva, 6);
        return number(statement, Some(found), "", "/design/facility/feed/continuous_kw", NO_RACKS);
    }
    let at = "/design/compute/node_count";
    let value = range(&statement.value).map_or(0.0, |(_, value)| value);
    let used = scene.trace.get(at).is_some_and(|traced| rests_on(traced, statement.field, value));
    if used {
        return Judged::by(CoverageStatus::Met, with_unit(value, ""), at, "the size is worked out with it");
    }
    Judged::not_judged("no number of the design is worked out with a power factor")
}

/// Whether a rack figure is what may be used or the rating of its breaker: the budget must lie below a breaker's rating.
pub(super) fn rating_basis(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let budget = scene.facility().and_then(|facility| facility.rack_budget_kw);
    let stated = scene.requirement.power_per_rack_kw.as_ref().map(|stated| stated.value);
    let (Some(budget), Some(stated)) = (budget, stated) else {
        return Judged::not_judged("no power per rack is stated and planned with");
    };
    let breaker = words_of(&statement.value).iter().any(|word| word.contains("breaker"));
    // What may be drawn is planned with as it is stated; of a breaker's rating alone less is drawn.
    let met = if breaker && !drawn(scene) { budget < stated } else { budget <= stated + 1e-6 };
    let found = format!("planned with {}", with_unit(budget, "kW per rack"));
    Judged::whether(
        met,
        &found,
        "/design/facility/rack_budget_kw",
        format!("{found}, {} are stated", with_unit(stated, "kW")),
    )
}

/// Whether the text says of a power per rack that it may be drawn.
fn drawn(scene: &Scene<'_>) -> bool {
    let usable = |one: &Statement| {
        one.field == Field::PowerRatingBasis
            && words_of(&one.value).iter().any(|word| word.contains("usable"))
    };
    scene.statements.iter().any(usable)
}

/// Power of the whole installation. What no maker publishes is not in the sum and makes the verdict conditional.
pub(super) fn total_power(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(facility) = scene.facility() else { return Judged::not_judged(NO_RACKS) };
    let (found, at) = match (facility.it_power_kw, facility.node_power_total_kw) {
        (Some(power), _) => (Some(power), "/design/facility/it_power_kw"),
        (None, nodes) => (nodes, "/design/facility/node_power_total_kw"),
    };
    let judged = number(statement, found, "kW of IT power", at, "the power of the design is not known");
    if facility.it_power_kw.is_none() {
        return judged.if_only("the nodes alone keep within it; switches and storage come on top");
    }
    if facility.not_counted.is_empty() {
        judged
    } else {
        judged.if_only(&format!("not in the sum: {}", facility.not_counted.join("; ")))
    }
}

/// Air or liquid: by what the server is built for.
pub(super) fn cooling(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let words = words_of(&statement.value);
    let liquid_asked = words.iter().any(|word| word.contains("liquid") || word.contains("water"));
    let air_asked = words.iter().any(|word| word.contains("air"));
    let sold = scene.system().and_then(|system| system.cooling.as_ref().and_then(Fact::known).copied());
    let found = scene.facility().and_then(|facility| facility.cooling.clone());
    let Some(found) = found else { return Judged::not_judged("how the servers are cooled is not published") };
    let at = "/design/facility/cooling";
    let (air, liquid) = match found.as_str() {
        "air" => (true, false),
        "air_or_liquid" => (true, true),
        _ => (false, true),
    };
    let shown = scene.system().map_or_else(
        || found.replace('_', " "),
        |system| format!("{}: {}", system.name, found.replace('_', " ")),
    );
    if statement.negated {
        let free = !(liquid_asked && liquid && !air) && !(air_asked && air && !liquid);
        let judged = Judged::whether(free, &shown, at, format!("{shown}, which is ruled out"));
        let either = (liquid_asked || air_asked) && air && liquid;
        return if either { judged.if_only("the form without it is ordered") } else { judged };
    }
    let met = (liquid_asked && liquid) || (air_asked && air);
    let judged = Judged::whether(met, &shown, at, format!("{shown}; {} is asked for", words.join(" or ")));
    if sold == Some(Cooling::AirOrLiquid) && !(liquid_asked && air_asked) {
        return judged.if_only("the product is sold in both forms; the one asked for is ordered");
    }
    judged
}

/// Racks that are needed against racks that stand there.
pub(super) fn racks_available(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(facility) = scene.facility() else { return Judged::not_judged(NO_RACKS) };
    match (facility.rack_count, facility.node_rack_count) {
        (Some(all), _) => {
            number(statement, Some(all as f64), "racks", "/design/facility/rack_count", NO_RACKS)
        }
        (None, nodes) => number(
            statement,
            nodes.map(|count| count as f64),
            "racks for the nodes",
            "/design/facility/node_rack_count",
            NO_RACKS,
        )
        .if_only("the nodes find place; switches are not counted"),
    }
}

/// Rack-scale systems.
pub(super) fn racks_requested(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = scene.facility().and_then(|facility| facility.node_rack_count).map(|count| count as f64);
    number(statement, found, "racks", "/design/facility/node_rack_count", NO_RACKS)
}

/// Nodes of one rack.
pub(super) fn nodes_per_rack(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = scene.facility().and_then(|facility| facility.nodes_per_rack).map(|count| count as f64);
    number(statement, found, "nodes per rack", "/design/facility/nodes_per_rack", NO_RACKS)
}

/// Rack units that are filled.
pub(super) fn rack_units(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match greatest(scene, "used_u", |rack| rack.used_u) {
        Some((used, at)) => {
            let judged = number(statement, Some(used), "U filled in the fullest rack", &at, NO_RACKS);
            if all_known(scene, |rack| rack.used_u) {
                judged
            } else {
                judged.if_only("the height of some devices is not published")
            }
        }
        None => Judged::not_judged("no rack with published heights is planned"),
    }
}

/// Weight of what is mounted in a rack.
pub(super) fn rack_weight(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match greatest(scene, "weight_kg", |rack| rack.weight_kg) {
        Some((weight, at)) => {
            number(statement, Some(weight), "kg mounted in the heaviest rack", &at, NO_RACKS)
                .if_only("without the rack itself and its PDUs")
        }
        None => Judged::not_judged("the weight of the devices is not published"),
    }
}

/// Load on the floor.
pub(super) fn floor_load(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match greatest(scene, "floor_load_kg_per_m2", |rack| rack.floor_load_kg_per_m2) {
        Some((load, at)) => {
            let judged = number(statement, Some(load), "kg/m2 under the heaviest rack", &at, NO_RACKS);
            judged.if_only("without the rack itself; weight over the footprint that is planned with")
        }
        None => Judged::not_judged("the weight of the devices is not published"),
    }
}

/// A lift: a rack that is carried up whole must fit; servers may be carried one by one.
pub(super) fn lift_load(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let rack_scale =
        scene.system().is_some_and(|system| system.class == crate::catalog::SystemClass::RackScale);
    if !rack_scale {
        let Some(weight) = scene.system().and_then(|system| system.weight_kg.as_ref().and_then(Fact::known))
        else {
            return Judged::not_judged("the weight of a server is not published");
        };
        return number(statement, Some(*weight), "kg, one server", "/design/compute/system_id", NO_RACKS)
            .if_only("servers are carried up one by one and mounted on the floor");
    }
    match greatest(scene, "weight_kg", |rack| rack.weight_kg) {
        Some((weight, at)) => number(statement, Some(weight), "kg, the rack", &at, NO_RACKS),
        None => Judged::not_judged("the weight of the rack is not published"),
    }
}

/// A measure of a rack, against the depth, width or height of the server.
pub(super) fn measure(
    scene: &Scene<'_>,
    statement: &Statement,
    side: fn(&crate::catalog::System) -> Option<&Fact<f64>>,
) -> Judged {
    let found = scene.system().and_then(|system| side(system).and_then(Fact::known)).copied();
    number(
        statement,
        found,
        "mm, the server",
        "/design/compute/system_id",
        "the server's measures are not published",
    )
    .if_only("cables, rails and doors take room besides the server")
}

/// The feeds of a rack.
pub(super) fn feed(scene: &Scene<'_>, statement: &Statement, key: &str) -> Judged {
    let Some(feed) = scene.facility().and_then(|facility| facility.feed.as_ref()) else {
        return Judged::not_judged("no feed is planned");
    };
    let (found, unit) = match key {
        "voltage_v" => (feed.voltage_v, "V"),
        "phase_count" => (feed.phase_count as f64, "phases"),
        "breaker_a" => (feed.breaker_a, "A"),
        _ => (feed.feeds_per_rack as f64, "feeds per rack"),
    };
    number(statement, Some(found), unit, &format!("/design/facility/feed/{key}"), "no feed is planned")
}

/// Redundancy of power: two sides that each carry the rack. Of other parts nothing is planned to spare.
pub(super) fn redundancy(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let words = words_of(&statement.value).join(" ");
    let power =
        ["a/b", "a+b", "2n", "n+1", "n+n", "dual", "redundant"].iter().any(|word| words.contains(word));
    let zone = scene.facility().and_then(|facility| {
        facility.fault_zones.iter().enumerate().find(|(_, zone)| zone.fails.contains("feed"))
    });
    match zone {
        Some((index, zone)) if power => Judged::whether(
            (zone.lost_gpu_count == 0) != statement.negated,
            format!("{} GPUs stop when a feed fails", zone.lost_gpu_count),
            &format!("/design/facility/fault_zones/{index}/lost_gpu_count"),
            format!("{} GPUs stop when one feed of a rack fails", zone.lost_gpu_count),
        )
        .if_only("power feeds only: generators, cooling and spare servers are the site's"),
        _ => Judged::not_judged("what must be redundant and how is not worked out in the design"),
    }
}

/// The inlet temperature of the room against the range of the server.
pub(super) fn inlet(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let printed = scene.system().and_then(|system| system.inlet_c.as_ref().and_then(Fact::known));
    let (Some(printed), Some((_, room))) = (printed, range(&statement.value)) else {
        return Judged::not_judged("the server's inlet range is not published");
    };
    let highest = printed
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|part| part.parse::<f64>().ok())
        .fold(None, |best: Option<f64>, value| Some(best.map_or(value, |best| best.max(value))));
    match highest {
        Some(highest) => Judged::whether(
            highest >= room,
            format!("{} C at most at the inlet", crate::units::plain(highest)),
            "/design/compute/system_id",
            format!("the server takes {printed} C"),
        ),
        None => Judged::not_judged(format!("the server's inlet range is printed as {printed}")),
    }
}

/// Water: only the maker's facility guide says what a liquid-cooled product needs.
pub(super) fn water(scene: &Scene<'_>, _: &Statement) -> Judged {
    let liquid = scene.facility().and_then(|facility| facility.cooling.clone());
    Judged::not_judged(match liquid.as_deref() {
        Some("air") => "the servers are air-cooled and take no facility water",
        _ => "flow, temperature and pressure of the water are to be held against the maker's facility guide",
    })
}

/// PUE is the site's: the design takes it for the cost of energy.
pub(super) fn pue(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found =
        scene.design.cost.as_ref().and_then(|cost| cost.energy.as_ref()).map(|energy| energy.pue_ratio);
    number(
        statement,
        found,
        "",
        "/design/cost/energy/pue_ratio",
        "without a price of energy nothing is computed from it",
    )
}

/// Thin air: the makers' derating curves are not in the catalog.
pub(super) fn altitude(_: &Scene<'_>, _: &Statement) -> Judged {
    Judged::not_judged(
        "the server maker's derating for this height is not in the catalog; figures are those at sea level",
    )
}
