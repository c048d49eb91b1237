//! Switches in the spare room of the racks of nodes, for a site whose racks are counted.

use super::{Budget, Device, Filled};
use crate::trace::Traced;

const RULE: &str = "rack filling: spare power, height and weight of the racks of nodes first";

/// The same racks with every device placed in their spare room; none when the room is not enough. A rack whose spare
/// room took devices stands apart from those that took none.
#[must_use]
pub fn beside_nodes(racks: &[Filled], devices: &[(Device, Traced)], budget: &Budget) -> Option<Vec<Filled>> {
    let mut left: Vec<(&Device, f64)> = devices
        .iter()
        .map(|(device, count)| (device, count.value))
        .filter(|(_, count)| *count > 0.0)
        .collect();
    left.sort_by(|a, b| b.0.kw.value.total_cmp(&a.0.kw.value).then_with(|| a.0.part_id.cmp(&b.0.part_id)));
    let mut filled: Vec<Filled> = Vec::new();
    for group in racks {
        let mut unchanged = group.count.value;
        while unchanged >= 1.0 {
            let Some(stack) = place(group, &mut left, budget) else { break };
            unchanged -= 1.0;
            let same =
                filled.last_mut().filter(|last| last.nodes == group.nodes && alike(&last.stack, &stack));
            match same {
                Some(last) => last.count = racks_of(last.count.value + 1.0),
                None => filled.push(Filled {
                    name: "nodes and network".into(),
                    count: racks_of(1.0),
                    nodes: group.nodes.clone(),
                    stack,
                }),
            }
        }
        if unchanged >= 1.0 {
            let count =
                if unchanged == group.count.value { group.count.clone() } else { racks_of(unchanged) };
            filled.push(Filled { count, ..group.clone() });
        }
    }
    left.iter().all(|(_, count)| *count <= 0.0).then_some(filled)
}

/// The stack of one rack after as many devices as fit; none when none fits.
fn place(group: &Filled, left: &mut [(&Device, f64)], budget: &Budget) -> Option<Vec<(Device, Traced)>> {
    let weight = |device: &Device| device.kg.as_ref().map_or(0.0, |kg| kg.value);
    let height = |device: &Device| device.units.as_ref().map_or(0.0, |units| units.value);
    let mut kw = budget.kw.value - group.kw();
    let mut units = budget.units.value - group.units();
    let used_kg: f64 = group.stack.iter().map(|(device, count)| weight(device) * count.value).sum();
    let mut kg = budget.kg.as_ref().map_or(f64::INFINITY, |most| most.value - used_kg);
    let mut stack = group.stack.clone();
    for (device, count) in left.iter_mut() {
        let mut fits = count.min((kw / device.kw.value + 1e-9).floor());
        if height(device) > 0.0 {
            fits = fits.min((units / height(device) + 1e-9).floor());
        }
        if weight(device) > 0.0 {
            fits = fits.min((kg / weight(device) + 1e-9).floor());
        }
        if fits < 1.0 {
            continue;
        }
        *count -= fits;
        kw -= fits * device.kw.value;
        units -= fits * height(device);
        kg -= fits * weight(device);
        let placed = Traced::constant(fits, "devices", "devices placed in the spare room of this rack", RULE);
        stack.push(((*device).clone(), placed));
    }
    (stack.len() > group.stack.len()).then_some(stack)
}

fn alike(a: &[(Device, Traced)], b: &[(Device, Traced)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0.part_id == b.0.part_id && a.1.value == b.1.value)
}

fn racks_of(count: f64) -> Traced {
    Traced::constant(count, "racks", "racks whose spare room holds the same switches", RULE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(value: f64) -> Traced {
        Traced::stated(value, "", "test", "test")
    }

    fn device(part: &str, kw: f64, units: f64) -> Device {
        Device { part_id: part.into(), kw: number(kw), units: Some(number(units)), kg: None }
    }

    #[test]
    fn switches_take_spare_room_before_racks_of_their_own() {
        let budget = Budget { kw: number(20.0), units: number(48.0), kg: None };
        let node = device("node", 10.2, 8.0);
        let racks = vec![Filled {
            name: "nodes".into(),
            count: number(8.0),
            nodes: number(1.0),
            stack: vec![(node, number(1.0))],
        }];
        let devices = vec![(device("leaf", 2.0, 2.0), number(10.0)), (device("oob", 0.1, 1.0), number(3.0))];
        let filled = beside_nodes(&racks, &devices, &budget).unwrap();
        let all: f64 = filled.iter().map(|rack| rack.count.value).sum();
        assert_eq!(all, 8.0);
        for (part, count) in [("leaf", 10.0), ("oob", 3.0), ("node", 8.0)] {
            let placed: f64 = filled
                .iter()
                .flat_map(|rack| {
                    rack.stack.iter().map(|(device, each)| (device, each.value * rack.count.value))
                })
                .filter(|(device, _)| device.part_id == part)
                .map(|(_, count)| count)
                .sum();
            assert_eq!(placed, count, "{part}");
        }
        assert!(filled.iter().all(|rack| rack.kw() <= 20.0 + 1e-9 && rack.units() <= 48.0));
        let many = vec![(device("leaf", 2.0, 2.0), number(40.0))];
        assert!(beside_nodes(&racks, &many, &budget).is_none());
    }
}
