//! Power: per rack, for the whole, apparent power kept apart.

use super::super::{claim::Claims, lexicon::C, page::Page, quantity::Bound, unit::Unit};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) || !matches!(quantity.unit, Unit::Kw | Unit::Kva) {
            continue;
        }
        let apparent = quantity.unit == Unit::Kva;
        let value = match quantity.bound {
            Bound::AtMost => quantity.high,
            _ if quantity.low != quantity.high => continue,
            _ => quantity.low,
        };
        let mega = quantity.unit_text.to_lowercase().starts_with("mw")
            || quantity.unit_text.to_lowercase().starts_with("mega")
            || value >= 1000.0;
        let sentence = page.sentence(at);
        let rack = sentence
            .clone()
            .filter(|place| page.is(*place, C::Rack) && !page.denied(*place))
            .map(|place| place.abs_diff(at))
            .min();
        let other = page.distance(at, &[C::Node, C::Gpu, C::Switch]);
        // "per rack", "racks of 17 kW", "25 kW racks", "cabinets at 15 kW", "Rack power 30 kW".
        let per_other = (at + 1..(at + 4).min(sentence.end))
            .any(|place| page.is(place, C::Per) && page.is_any(place + 1, &[C::Node, C::Gpu, C::Switch]))
            // "6 kW servers", "two halls of 2.5 MW each": power of something that has no field.
            || page.is_any(at + 1, &[C::Node, C::Gpu, C::Switch])
            // A power supply's nameplate is no power budget.
            || matches!(page.nodes.get(at + 2).map(|node| node.text.as_str()), Some("supply" | "supplies" | "unit"))
            || matches!(page.nodes.get(at + 1).map(|node| node.text.as_str()), Some("psu" | "psus" | "netzteil" | "netzteile"))
            || page.is(at + 1, C::Each) && rack.is_none();
        let total_far = page.distance(at, &[C::Total, C::Site]);
        let total = total_far.is_some_and(|far| far <= 5)
            && rack.is_none_or(|near| total_far.is_some_and(|far| far < near));
        let bound_to_rack = rack.is_some_and(|far| far <= 12)
            && !per_other
            && other.is_none_or(|far| rack.is_some_and(|near| near <= far + 6));
        let field = if per_other {
            continue;
        } else if total {
            if apparent { "power_total_kva" } else { "power_total_kw" }
        } else if bound_to_rack {
            if apparent { "power_per_rack_kva" } else { "power_per_rack_kw" }
        } else if page.sentence_has(at, &[C::Power]) || mega {
            if apparent { "power_total_kva" } else { "power_total_kw" }
        } else if (5.0..=200.0).contains(&value)
            && rack.is_some() | claims_racks(page)
            && !page.sentence_has(at, &[C::Node, C::Gpu])
        {
            if apparent { "power_per_rack_kva" } else { "power_per_rack_kw" }
        } else {
            continue;
        };
        // A rack in megawatts is a slip of the unit; the slips are handled apart.
        if field == "power_per_rack_kw" && (mega || value > 1000.0) {
            claims.put("rack_power_stated", page.quote(at, at), at, at, 3);
            claims.take(at);
            continue;
        }
        let direct = rack.is_some_and(|far| far <= 4) || total;
        let to = page.after(at, 3, &[C::Rack]).unwrap_or(at);
        claims.number(field, value, at, to, 2 + u8::from(direct && field == "power_per_rack_kw"));
        claims.take(at);
        if field == "power_per_rack_kw" {
            if let Some(word) = page.after(at, 3, &[C::Usable]).or_else(|| page.before(at, 2, &[C::Usable])) {
                claims.put("power_rating_basis", "usable", at.min(word), at.max(word), 2);
            } else if let Some(word) = page.after(at, 3, &[C::Breaker]) {
                claims.put("power_rating_basis", "breaker", at, word, 2);
            }
        }
    }
}

/// Whether the text speaks of racks at all.
fn claims_racks(page: &Page) -> bool {
    (0..page.nodes.len()).any(|at| page.is(at, C::Rack) && !page.denied(at))
}
