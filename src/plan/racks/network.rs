//! Racks for switches and fabric managers: many of one kind fill racks of their own, what is left over is packed
//! first fit, the device with the greatest power first.

use super::{Budget, Device, Filled, one_rack, per_rack};
use crate::trace::Traced;
use crate::units::{Per, Pieces, Racks};

const RULE: &str = "rack filling: power first, then weight, then height";

/// Places devices beside the nodes of the last rack when all fit there, else into racks of their own. Hands back
/// `None` when a single device exceeds a rack.
#[must_use]
pub fn network_racks(
    devices: &[(Device, Traced)],
    budget: &Budget,
    last: Option<&mut Filled>,
) -> Option<Vec<Filled>> {
    let mut sorted: Vec<&(Device, Traced)> = devices.iter().filter(|(_, count)| count.value > 0.0).collect();
    sorted.sort_by(|a, b| b.0.kw.value.total_cmp(&a.0.kw.value).then_with(|| a.0.part_id.cmp(&b.0.part_id)));
    if let Some(last) = last {
        let kw: f64 = sorted.iter().map(|(device, count)| device.kw.value * count.value).sum();
        let units: f64 = sorted.iter().map(|(device, count)| height(device) * count.value).sum();
        if last.count.value == 1.0
            && last.kw() + kw <= budget.kw.value + 1e-9
            && last.units() + units <= budget.units.value + 1e-9
        {
            last.stack.extend(sorted.into_iter().cloned());
            last.name = "nodes and network".into();
            return Some(Vec::new());
        }
    }
    let mut racks = Vec::new();
    let mut rests: Vec<(Device, f64)> = Vec::new();
    for (device, count) in sorted {
        let (each, _) = per_rack(device, budget);
        if each.value < 1.0 {
            return None;
        }
        let full = (count.named::<Pieces>("devices") / each.named::<Per<Pieces, Racks>>("devices_per_rack"))
            .floor()
            .traced();
        let rest = count.value - full.value * each.value;
        if full.value > 0.0 {
            racks.push(Filled {
                name: format!("network, {}", device.part_id),
                count: full,
                nodes: none(),
                stack: vec![(device.clone(), each)],
            });
        }
        if rest > 0.0 {
            rests.push((device.clone(), rest));
        }
    }
    racks.extend(pack(rests, budget));
    Some(racks)
}

fn pack(mut rests: Vec<(Device, f64)>, budget: &Budget) -> Vec<Filled> {
    let mut racks = Vec::new();
    while rests.iter().any(|(_, left)| *left > 0.0) {
        let (mut kw, mut units) = (budget.kw.value, budget.units.value);
        let mut kg = budget.kg.as_ref().map_or(f64::INFINITY, |most| most.value);
        let mut stack = Vec::new();
        for (device, left) in &mut rests {
            let weight = device.kg.as_ref().map_or(0.0, |each| each.value);
            let mut fits = left.min((kw / device.kw.value + 1e-9).floor());
            if height(device) > 0.0 {
                fits = fits.min((units / height(device) + 1e-9).floor());
            }
            if weight > 0.0 {
                fits = fits.min((kg / weight + 1e-9).floor());
            }
            if fits < 1.0 {
                continue;
            }
            *left -= fits;
            kw -= fits * device.kw.value;
            units -= fits * height(device);
            kg -= fits * weight;
            let placed =
                Traced::constant(fits, "devices", "devices that first-fit filling places in this rack", RULE);
            stack.push((device.clone(), placed));
        }
        // Every device fits an empty rack, so each round places at least one.
        if stack.is_empty() {
            break;
        }
        racks.push(Filled {
            name: "network".into(),
            count: one_rack("devices left over share a rack"),
            nodes: none(),
            stack,
        });
    }
    racks
}

fn height(device: &Device) -> f64 {
    device.units.as_ref().map_or(0.0, |units| units.value)
}

fn none() -> Traced {
    Traced::constant(0.0, "nodes", "a network rack holds no nodes", RULE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(value: f64, unit: &'static str) -> Traced {
        Traced::stated(value, unit, "test", "test")
    }

    fn device(part: &str, kw: f64, units: f64) -> Device {
        Device { part_id: part.into(), kw: number(kw, "kW"), units: Some(number(units, "U")), kg: None }
    }

    #[test]
    fn every_switch_finds_a_place_within_the_budget() {
        let budget = Budget { kw: number(12.0, "kW"), units: number(42.0, "U"), kg: None };
        let devices = vec![
            (device("spine", 2.08, 2.0), number(16.0, "switches")),
            (device("leaf", 1.72, 1.0), number(33.0, "switches")),
            (device("oob", 0.098, 1.0), number(9.0, "switches")),
        ];
        let racks = network_racks(&devices, &budget, None).unwrap();
        for (part, count) in [("spine", 16.0), ("leaf", 33.0), ("oob", 9.0)] {
            let placed: f64 = racks
                .iter()
                .flat_map(|rack| {
                    rack.stack.iter().map(|(device, each)| (device, each.value * rack.count.value))
                })
                .filter(|(device, _)| device.part_id == part)
                .map(|(_, count)| count)
                .sum();
            assert_eq!(placed, count, "{part}");
        }
        assert!(racks.iter().all(|rack| rack.kw() <= 12.0 + 1e-9 && rack.units() <= 42.0));
        assert!(
            network_racks(&[(device("big", 13.0, 4.0), number(1.0, "switches"))], &budget, None).is_none()
        );
    }
}
