//! The site: dimensions of racks and lifts, loads, altitude, air and water temperatures, pressure, heat.

use serde_json::json;

use super::super::{
    claim::{Claims, number},
    lexicon::C,
    page::Page,
    quantity::Bound,
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    lift(page, claims);
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        let value = quantity.high;
        let near = |concepts: &[C]| page.distance(at, concepts);
        match quantity.unit {
            Unit::Mm => length(page, claims, at),
            Unit::Kg => {
                if near(&[C::Lift]).is_some() {
                    claims.number("lift_kg", value, at, at, 2);
                    claims.take(at);
                } else if page.clause_has(at, &[C::Rack]) && near(&[C::Weight]).is_some()
                    || value >= 200.0
                        && page
                            .sentence(at)
                            .find(|place| page.concept(*place).is_some())
                            .is_some_and(|first| page.is(first, C::Rack))
                {
                    claims.number("rack_weight_kg", value, at, at, 2);
                    claims.take(at);
                }
            }
            Unit::KgPerM2 => {
                claims.number("floor_load_kg_m2", value, at, at, 3);
                claims.take(at);
            }
            Unit::M2 if page.sentence_has(at, &[C::Footprint, C::Rack]) && value < 10.0 => {
                claims.number("rack_footprint_m2", value, at, at, 2);
                claims.take(at);
            }
            Unit::Height if (20.0..=60.0).contains(&value) => {
                claims.number("rack_u", value, at, at + usize::from(page.is(at + 1, C::Rack)), 2);
                claims.take(at);
            }
            Unit::Celsius => temperature(page, claims, at),
            Unit::Bar => {
                claims.number("water_pressure_bar", value, at, at, 2);
                claims.take(at);
            }
            Unit::Percent
                if near(&[C::Heat]).is_some_and(|far| far <= 6)
                    && page.sentence_has(at, &[C::Water, C::Supply, C::CoolingLiquid]) =>
            {
                claims.number(
                    "heat_to_water_min_pct",
                    quantity.low,
                    at.saturating_sub(usize::from(quantity.bound != Bound::Exact)),
                    at,
                    3,
                );
                claims.take(at);
            }
            Unit::None
                if near(&[C::Pue]).is_some_and(|far| far <= 3) && (1.0..3.0).contains(&quantity.low) =>
            {
                claims.number("pue_ratio", quantity.low, at, at, 3);
                claims.take(at);
            }
            _ => {}
        }
    }
}

/// Three lengths in a row near a lift: height, width, depth as the text orders them, else as they come.
fn lift(page: &Page, claims: &mut Claims) {
    for word in 0..page.nodes.len() {
        if !page.is(word, C::Lift) {
            continue;
        }
        let sentence = page.sentence(word);
        let places: Vec<usize> = sentence
            .clone()
            .filter(|at| !claims.is_taken(*at))
            .filter(|at| {
                page.quantity(*at).is_some_and(|q| matches!(q.unit, Unit::Mm | Unit::None) && q.low > 0.0)
            })
            .collect();
        for three in places.windows(3) {
            let [a, b, c] = [three[0], three[1], three[2]];
            if c - a > 12 {
                continue;
            }
            let last_unit = page.quantity(c).filter(|q| q.unit == Unit::Mm);
            let Some(last) = last_unit else { continue };
            // 205 x 95 x 135 cm: the unit stands behind the last only.
            let shared = match last.unit_text.to_lowercase().as_str() {
                "cm" => 10.0,
                "m" => 1000.0,
                _ => 1.0,
            };
            let mm = |at: usize| {
                page.quantity(at).map_or(0.0, |q| if q.unit == Unit::Mm { q.low } else { q.low * shared })
            };
            let mut sizes = [mm(a), mm(b), mm(c)];
            if sizes.iter().any(|size| *size < 300.0 || *size > 20_000.0) {
                continue;
            }
            let order = order(page, a, b, c, sentence.end);
            sizes = [sizes[order[0]], sizes[order[1]], sizes[order[2]]];
            claims.put("lift_mm", json!(sizes.map(number)), a, c, 3);
            for at in [a, b, c] {
                claims.take(at);
            }
            break;
        }
    }
}

/// The places of height, width and depth among three lengths: from words next to them or a key such as (W x D x H).
fn order(page: &Page, a: usize, b: usize, c: usize, end: usize) -> [usize; 3] {
    let named = |concept: C| {
        [a, b, c].iter().position(|at| {
            page.is(at + 1, concept) || at.checked_sub(1).is_some_and(|before| page.is(before, concept))
        })
    };
    if let (Some(high), Some(wide), Some(deep)) = (named(C::High), named(C::Wide), named(C::Deep)) {
        return [high, wide, deep];
    }
    let key: Vec<char> = (c + 1..(c + 9).min(end))
        .filter_map(|at| page.nodes[at].text.chars().next().filter(|c| c.is_alphabetic() && *c != 'x'))
        .collect();
    let place = |letters: &[char]| key.iter().take(3).position(|letter| letters.contains(letter));
    match (place(&['h', 'a']), place(&['w', 'b', 'l']), place(&['d', 't', 'p', 'f'])) {
        (Some(high), Some(wide), Some(deep)) if high != wide && wide != deep && high != deep => {
            [high, wide, deep]
        }
        _ => [0, 1, 2],
    }
}

fn length(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let value = quantity.high;
    let km = quantity.unit_text.to_lowercase().starts_with("k")
        || matches!(quantity.unit_text.as_str(), "公里" | "公" | "كم" | "كيلومتر" | "км" | "mile" | "miles");
    let next = |concept: C| {
        page.is(at + 1, concept)
            || at.checked_sub(1).is_some_and(|before| page.is(before, concept))
            || at.checked_sub(2).is_some_and(|before| page.is(before, concept))
    };
    let beside = |concept: C| page.is(at + 1, concept);
    let (field, value) = if km {
        if page.sentence_has(at, &[C::Distance]) && (0..page.nodes.len()).any(|place| page.is(place, C::Site))
        {
            ("distance_km", value / 1e6)
        } else {
            return;
        }
    } else if page.sentence_has(at, &[C::Altitude]) || location_at_height(page, at) {
        ("altitude_m", value / 1e3)
    } else if page.sentence_has(at, &[C::Lift, C::Door]) {
        return;
    } else if page.sentence_has(at, &[C::Rack]) && (100.0..4000.0).contains(&value) {
        if beside(C::Wide) {
            ("rack_width_mm", value)
        } else if beside(C::High) {
            ("rack_height_mm", value)
        } else if beside(C::Deep) {
            ("rack_depth_mm", value)
        } else if next(C::Wide) {
            ("rack_width_mm", value)
        } else if next(C::High) {
            ("rack_height_mm", value)
        } else if next(C::Deep) {
            ("rack_depth_mm", value)
        } else {
            return;
        }
    } else {
        return;
    };
    claims.number(field, value, at, at, 2);
    claims.take(at);
}

/// "Observatory at 3,000 m": a height of a place, in whole metres, behind "at".
fn location_at_height(page: &Page, at: usize) -> bool {
    let Some(quantity) = page.quantity(at) else { return false };
    let metres = matches!(
        quantity.unit_text.to_lowercase().as_str(),
        "m" | "ft" | "feet" | "metres" | "meters" | "metros" | "meter" | "metri"
    );
    let behind = at.checked_sub(1).map(|before| page.nodes[before].text.as_str()).unwrap_or_default();
    metres
        && (800_000.0..=6_000_000.0).contains(&quantity.low)
        && matches!(behind, "at" | "auf" | "a" | "in" | "op" | "na" | "على")
}

fn temperature(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let sentence = page.sentence(at);
    let nearest = |concepts: &[C]| {
        sentence.clone().filter(|place| page.is_any(*place, concepts)).map(|place| place.abs_diff(at)).min()
    };
    let water = nearest(&[C::Supply, C::Water]);
    let air = nearest(&[C::Inlet, C::Air]);
    let field = match (water, air) {
        (Some(w), Some(a)) if a < w => "inlet_c_max",
        (Some(_), _) => "water_supply_c",
        (None, Some(_)) => "inlet_c_max",
        _ => return,
    };
    claims.number(field, if field == "inlet_c_max" { quantity.high } else { quantity.low }, at, at, 2);
    claims.take(at);
}
