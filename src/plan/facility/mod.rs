//! Racks, power, heat and what the building must give. An unpublished power stops the rack plan with a finding; it
//! never becomes zero or a guess.

mod allowance;
mod devices;
mod feed;
mod sources;
mod zones;

pub(super) use devices::default_rack;
pub(super) use feed::{feed, power_factor, rack_budget};

use super::{
    stages::{Housed, Networked, RackNumbers, RoomNumbers, Sized, Stored},
    work::Work,
};
use crate::{
    catalog::Cooling,
    design::{Facility, RuleId, Severity},
    plan::{
        management,
        racks::{self, Budget, Device, Filled, one_rack},
    },
    trace::{
        FindingDraft, Traced,
        record::{product, sum},
    },
    units::{Kw, Nodes, NodesPerRack},
};

/// The room: nodes and switches in racks, with power, heat, feeds and what the building must give.
pub(super) fn house(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    stored: &Stored,
) -> Housed {
    let Some(gpu) = sized.gpu else { return Housed::default() };
    if sized.system.is_none() && sized.nodes.is_none() {
        // Nothing was sized, so no server was looked for.
        return Housed::default();
    }
    let Some(system) = sized.system else {
        work.find(
            FindingDraft::note(
                RuleId::PowerNotPublished,
                Severity::Warning,
                format!(
                    "the catalog holds no server with {} whose power is published; racks are not planned",
                    gpu.id
                ),
            )
            .repaired_by("add the server with its maker's power figure to a catalog overlay"),
        );
        return Housed::default();
    };
    let estimated = if devices::node(system).is_none() { allowance::node(sized, system, gpu) } else { None };
    if let Some(node) = &estimated {
        allowance::say_node(work, node.kw.value);
    }
    let Some(node) = devices::node(system).or(estimated) else {
        work.find(
            FindingDraft::note(
                RuleId::PowerNotPublished,
                Severity::Warning,
                format!(
                    "the maker publishes no power for {} ({}); racks are not planned",
                    system.name, gpu.id
                ),
            )
            .repaired_by("ask the maker's configurator for the figure and give it in a catalog overlay"),
        );
        return Housed::default();
    };
    let cooling = system.cooling.as_ref().and_then(|fact| fact.known().copied());
    let mut room = Room::default();
    room.facility.cooling = cooling.map(|cooling| cooling.word().to_string());
    let budget = budget(work, sized, &node);
    let each = if sized.rack_scale() {
        None
    } else {
        nodes_per_rack(work, sized, &node, budget.as_ref(), &mut room.facility)
    };
    if rack_budget(work).is_none() && (sized.rack_scale() || published_rack(sized, &node).is_none()) {
        assume_rack(work, &node, sized.rack_scale());
    }
    room.node(work, sized, &node, each.as_ref());
    if let Some(nodes) = &sized.nodes {
        let filled = room.totals(work, sized, nodes, &node, each.as_ref());
        let mut devices = devices::others(work, networked, stored, &mut room.facility);
        if cooling == Some(Cooling::Liquid)
            && let Some(kw) = &room.numbers.nodes_kw
            && let Some((name, unit, count)) = devices::coolant(work.catalog, kw)
        {
            room.numbers.coolant_units = Some((name, unit.part_id.clone(), count.clone()));
            devices.push((unit, count));
        }
        room.power(work, &devices, stored.appliances.is_some());
        room.place(work, sized.rack_scale(), filled, &devices, budget.as_ref());
        let sources = sources::of(sized);
        room.facility.sources = Some(sources::record(work, &sources));
        room.facility.fault_zones = zones::faults(work, sized, networked, &room.numbers, &sources);
        room.numbers.sources = Some(sources.count);
        room.feeds(work);
        room.facility.building = zones::demands(work, &room.numbers, cooling == Some(Cooling::Liquid));
    }
    if cooling == Some(Cooling::Liquid) && work.asked.cooling.is_none() {
        work.question(
            12,
            "cooling",
            "Does the room have facility water for liquid-cooled racks?",
            "Without water this product cannot be installed.",
        );
    }
    Housed { facility: Some(room.facility), numbers: room.numbers }
}

/// The room while it is being filled: the published form and the numbers behind it.
#[derive(Default)]
struct Room {
    facility: Facility,
    numbers: RoomNumbers,
}

impl Room {
    /// Power of a node and of a full rack.
    fn node(&mut self, work: &mut Work<'_>, sized: &Sized<'_>, node: &Device, each: Option<&Traced>) {
        let published = published_rack(sized, node).is_some();
        let rack = rack_budget(work).or_else(|| (!published).then(|| usual_rack(together(work, node))));
        let mut record = work.record("/design/facility");
        self.facility.node_power_kw = Some(record.number("node_power_kw", &node.kw));
        self.numbers.node_kw = Some(node.kw.clone());
        let Some(each) = each else { return };
        self.facility.nodes_per_rack = Some(record.count("nodes_per_rack", each));
        self.numbers.nodes_per_rack = Some(each.clone());
        let full = product("kW", ("nodes_per_rack", each), ("node_kw", &node.kw));
        self.facility.rack_power_kw = Some(record.number("rack_power_kw", &full));
        if let Some(rack) = rack {
            let headroom = (rack.named::<Kw>("rack_kw") - full.named::<Kw>("used_kw")).clean().traced();
            self.facility.rack_budget_kw = Some(record.number("rack_budget_kw", &rack));
            self.facility.rack_headroom_kw = Some(record.number("rack_headroom_kw", &headroom));
            self.numbers.rack_budget_kw = Some(rack);
        }
        self.numbers.full_rack_kw = Some(full);
    }

    /// Power and racks of the nodes, and the racks they fill.
    fn totals(
        &mut self,
        work: &mut Work<'_>,
        sized: &Sized<'_>,
        nodes: &Traced,
        node: &Device,
        each: Option<&Traced>,
    ) -> Vec<Filled> {
        let trays = sized.system.filter(|_| sized.rack_scale()).and_then(devices::trays);
        let racks = if sized.rack_scale() {
            trays.as_ref().map(|trays| {
                (nodes.named::<Nodes>("nodes") / trays.named::<NodesPerRack>("trays_per_rack"))
                    .ceil()
                    .traced()
            })
        } else {
            each.filter(|each| each.value > 0.0).map(|each| {
                (nodes.named::<Nodes>("nodes") / each.named::<NodesPerRack>("nodes_per_rack")).ceil().traced()
            })
        };
        let units = if sized.rack_scale() { racks.clone() } else { Some(nodes.clone()) };
        let mut record = work.record("/design/facility");
        if let Some(units) = units {
            let total = product("kW", ("units", &units), ("unit_kw", &node.kw));
            self.facility.node_power_total_kw = Some(record.number("node_power_total_kw", &total));
            self.numbers.nodes_kw = Some(total);
        }
        let Some(racks) = racks else { return Vec::new() };
        self.facility.node_rack_count = Some(record.count("node_rack_count", &racks));
        self.numbers.node_racks = Some(racks.clone());
        if sized.rack_scale() {
            return vec![Filled {
                name: "rack-scale system".into(),
                count: racks,
                nodes: trays.unwrap_or_else(|| nodes.clone()),
                stack: vec![(node.clone(), one_rack("the system is a rack by itself"))],
            }];
        }
        each.map_or_else(Vec::new, |each| racks::node_racks(node, nodes, each))
    }

    /// Power of the switches, and of everything that is counted.
    fn power(&mut self, work: &mut Work<'_>, devices: &[(Device, Traced)], stores: bool) {
        let terms: Vec<(String, Traced)> = devices
            .iter()
            .map(|(device, count)| {
                let name = crate::trace::record::formula_name(&device.part_id);
                (name, product("kW", ("count", count), ("each_kw", &device.kw)))
            })
            .collect();
        let switches = sum("kW", &terms);
        let mut parts = Vec::new();
        parts.extend(self.numbers.nodes_kw.clone().map(|nodes| ("nodes_kw".to_string(), nodes)));
        parts.extend(switches.clone().map(|switches| ("switches_kw".to_string(), switches)));
        let mut record = work.record("/design/facility");
        self.facility.switch_power_kw = record.maybe("switch_power_kw", switches.as_ref());
        if let Some(total) = sum("kW", &parts) {
            let all = total.named::<Kw>("power_kw").spelled_out();
            self.facility.heat_kw = Some(record.number("heat_kw", &all));
            let heat = racks::heat(&total);
            self.facility.it_power_kw = Some(record.number("it_power_kw", &total));
            self.facility.heat_btu_per_h = Some(record.number("heat_btu_per_h", &heat));
            (self.numbers.it_kw, self.numbers.heat_btu_per_h) = (Some(total), Some(heat));
        }
        if !stores {
            self.facility.not_counted.push("storage: no product is chosen".into());
        }
    }

    /// Places the switches and writes the racks.
    fn place(
        &mut self,
        work: &mut Work<'_>,
        rack_scale: bool,
        mut filled: Vec<Filled>,
        devices: &[(Device, Traced)],
        budget: Option<&Budget>,
    ) {
        if filled.is_empty() {
            return;
        }
        let mut network = budget.and_then(|budget| {
            let last = if rack_scale { None } else { filled.last_mut() };
            racks::network_racks(devices, budget, last)
        });
        // Where the racks are counted, switches go into spare room before they take racks of their own.
        let total = |racks: &[Filled]| racks.iter().map(|rack| rack.count.value).sum::<f64>();
        let places = work.asked.racks_available.as_ref().filter(|_| !rack_scale);
        if let (Some(places), Some(budget), Some(own)) = (places, budget, &network)
            && total(&filled) + total(own) > places.value as f64
            && let Some(spread) = racks::beside_nodes(&filled, devices, budget)
        {
            (filled, network) = (spread, Some(Vec::new()));
        }
        let footprint = budget.and_then(|_| devices::footprint(work.catalog));
        let mut record = work.record("/design/facility");
        if let Some(network) = network {
            let counts: Vec<(String, Traced)> = network
                .iter()
                .enumerate()
                .map(|(index, rack)| (format!("kind_{}", index + 1), rack.count.clone()))
                .collect();
            let all = sum("racks", &counts).unwrap_or_else(|| {
                Traced::constant(0.0, "racks", "every switch stands beside the nodes", "rack filling")
            });
            self.facility.network_rack_count = Some(record.count("network_rack_count", &all));
            self.numbers.network_racks = Some(all.clone());
            let nodes =
                filled.iter().enumerate().map(|(index, rack)| (format!("nodes_{}", index + 1), &rack.count));
            let mut parts: Vec<(String, Traced)> = nodes.map(|(name, count)| (name, count.clone())).collect();
            parts.push(("network_racks".into(), all));
            if let Some(total) = sum("racks", &parts) {
                self.facility.rack_count = Some(record.count("rack_count", &total));
                self.numbers.racks = Some(total);
            }
            filled.extend(network);
        } else {
            let why = "racks for switches: no power is known for such a rack";
            self.facility.not_counted.push(why.into());
        }
        self.facility.rack_u = record.maybe("rack_u", budget.map(|budget| &budget.units));
        for (index, rack) in filled.iter().enumerate() {
            let group = racks::group(&mut record.below(format!("racks/{index}")), rack, footprint.as_ref());
            self.facility.racks.push(group.row);
            self.numbers.kinds.push(RackNumbers {
                nodes: rack.nodes.clone(),
                kw: group.kw,
                floor_kg_per_m2: group.floor_kg_per_m2,
            });
        }
    }

    /// Feeds that carry a full rack of nodes, or a rack-scale system.
    fn feeds(&mut self, work: &mut Work<'_>) {
        let numbers = &self.numbers;
        let power = numbers.full_rack_kw.as_ref().or_else(|| numbers.kinds.first().map(|kind| &kind.kw));
        let Some(power) = power.filter(|power| power.value > 0.0).cloned() else { return };
        let Some(sources) = numbers.sources.clone() else { return };
        if let Some((feed, per_rack)) = feed::of_rack(work, &power, &sources) {
            self.facility.feed = Some(feed);
            self.numbers.feeds_per_rack = Some(per_rack);
        }
    }
}

/// Power of a rack when neither the customer nor a publication says one, kW.
const USUAL_RACK_KW: f64 = 40.0;
const USUAL_RACK_REASON: &str =
    "no rack power is stated or published; a rack of an air-cooled room with contained aisles";

/// What the nodes draw that the customer wants in one rack, kW; one node where the text does not say.
fn together(work: &Work<'_>, node: &Device) -> f64 {
    let nodes = work.asked.nodes_per_rack.as_ref().map_or(1, |stated| stated.value);
    node.kw.value * nodes as f64
}

/// The power of a rack that is assumed: at least what its nodes draw.
fn usual_rack(node_kw: f64) -> Traced {
    Traced::assumed(USUAL_RACK_KW.max(node_kw.ceil()), "kW", "power_per_rack_kw", USUAL_RACK_REASON)
}

/// Shows the assumed power of a rack; the racks of a rack-scale system are not changed by it.
fn assume_rack(work: &mut Work<'_>, node: &Device, rack_scale: bool) {
    let (kw, effect) = if rack_scale {
        (0.0, "another rack power changes the racks of the switches, not those of the rack-scale systems")
    } else {
        (together(work, node), "another rack power changes nodes per rack, racks, feeds and cable lengths")
    };
    work.assume("power_per_rack_kw", usual_rack(kw).value, USUAL_RACK_REASON, effect, !rack_scale);
}

/// What one rack gives; the height is stated or that of the catalog's rack.
fn budget(work: &Work<'_>, sized: &Sized<'_>, node: &Device) -> Option<Budget> {
    let known = rack_budget(work).or_else(|| published_rack(sized, node).map(|(_, kw)| kw));
    let kw = known.unwrap_or_else(|| usual_rack(if sized.rack_scale() { 0.0 } else { together(work, node) }));
    let units = match &work.asked.rack_u {
        Some(stated) => Work::stated_count("rack_u", "U", stated),
        None => devices::rack_units(work.catalog)?,
    };
    let rack = work.asked.rack_weight_kg.as_ref().map(|stated| Work::stated("rack_weight_kg", "kg", stated));
    let floor = work.asked.floor_load_kg_m2.as_ref().zip(devices::footprint(work.catalog));
    let floor = floor.map(|(stated, area)| {
        let load = Work::stated("floor_load_kg_m2", "kg/m2", stated);
        product("kg", ("floor_load_kg_m2", &load), ("footprint_m2", &area))
    });
    let lighter = |a: &Traced, b: &Traced| a.value.total_cmp(&b.value);
    let kg = [rack, floor].into_iter().flatten().min_by(lighter);
    Some(Budget { kw, units, kg })
}

/// The rack of a published DGX architecture: its greatest number of systems, and their power.
fn published_rack(sized: &Sized<'_>, node: &Device) -> Option<(Traced, Traced)> {
    let each = management::systems_per_rack(sized.architecture?)?;
    let kw = product("kW", ("systems_per_rack", &each), ("system_kw", &node.kw));
    Some((each, kw))
}

/// Nodes per rack: as stated, else as many as the rack's power, weight and height carry.
fn nodes_per_rack(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    node: &Device,
    budget: Option<&Budget>,
    facility: &mut Facility,
) -> Option<Traced> {
    if let Some(stated) = &work.asked.nodes_per_rack {
        facility.rack_limit = Some("stated".into());
        return Some(Work::stated_count("nodes_per_rack", "nodes", stated));
    }
    if rack_budget(work).is_none() {
        if let Some((each, _)) = published_rack(sized, node) {
            facility.rack_limit = Some("published".into());
            return Some(each);
        }
        work.question(
            15,
            "power_per_rack_kw",
            "How much continuous power and which cooling does a rack have?",
            "It decides nodes per rack, racks and cable lengths.",
        );
    }
    let (each, limit) = racks::per_rack(node, budget?);
    facility.rack_limit = Some(limit.into());
    Some(each)
}
