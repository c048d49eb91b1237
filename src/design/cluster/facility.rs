//! Racks, power, heat, what fails together, and what the building must provide.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Racks, power and heat.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Facility {
    /// Greatest power of one node (or one rack-scale rack), kW.
    pub node_power_kw: Option<f64>,
    /// Greatest power of all nodes, kW; switches and storage come on top.
    pub node_power_total_kw: Option<f64>,
    /// Power of all switches whose power is published, kW.
    pub switch_power_kw: Option<f64>,
    /// Power of nodes, switches and fabric managers, kW; what is not published is named in `not_counted`.
    pub it_power_kw: Option<f64>,
    /// Parts of the design whose power is not in `it_power_kw`.
    pub not_counted: Vec<String>,
    /// Nodes one rack's power carries.
    pub nodes_per_rack: Option<u64>,
    /// What limits the nodes of a rack: stated, power, weight or height.
    pub rack_limit: Option<String>,
    /// Racks for the nodes.
    pub node_rack_count: Option<u64>,
    /// Racks for switches and fabric managers that find no place beside the nodes.
    pub network_rack_count: Option<u64>,
    /// All racks.
    pub rack_count: Option<u64>,
    /// Power a rack may draw, kW.
    pub rack_budget_kw: Option<f64>,
    /// Power of a full rack of nodes, kW.
    pub rack_power_kw: Option<f64>,
    /// Power left in a full rack, kW.
    pub rack_headroom_kw: Option<f64>,
    /// Height of a rack, rack units.
    pub rack_u: Option<f64>,
    /// Heat of everything counted in `it_power_kw`, kW; equals it.
    pub heat_kw: Option<f64>,
    /// Heat of everything counted in `it_power_kw`, BTU/h.
    pub heat_btu_per_h: Option<f64>,
    /// Cooling the servers need: air or liquid.
    pub cooling: Option<String>,
    /// Power supplies of a node and the power sources of its rack.
    pub sources: Option<PowerSources>,
    /// Power feeds of a rack.
    pub feed: Option<Feed>,
    /// Racks by kind; equal racks are one row.
    pub racks: Vec<RackGroup>,
    /// What still runs when something fails.
    pub fault_zones: Vec<FaultZone>,
    /// What the building must provide.
    pub building: Vec<Demand>,
}

/// How many feeds of different origin a rack of nodes has, and what its power supplies carry when one of them fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PowerSources {
    /// Power supplies of a node; null when their redundancy is not published.
    pub supply_count: Option<u64>,
    /// Supplies that full load needs.
    pub needed_supply_count: Option<u64>,
    /// Supplies that go on when one source fails, spread evenly.
    pub left_supply_count: Option<u64>,
    /// Sources of a rack of nodes.
    pub source_count: u64,
}

/// The feeds of one rack. Volt-amperes are not watts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Feed of the catalog; null when the customer stated volts and amperes.
    pub feed_id: Option<String>,
    /// Region the feed is usual in.
    pub region: Option<String>,
    /// Voltage, V.
    pub voltage_v: f64,
    /// Phases.
    pub phase_count: u64,
    /// Rating of the breaker, A.
    pub breaker_a: f64,
    /// Share of the breaker's rating a load may take without end.
    pub continuous_ratio: f64,
    /// Apparent power one feed carries without end, kVA.
    pub continuous_kva: f64,
    /// Real power one feed carries without end, kW.
    pub continuous_kw: f64,
    /// Feeds of one source; the others have as many, and all but one of them carry the whole rack.
    pub feeds_per_side: u64,
    /// Feeds of a rack, all sources.
    pub feeds_per_rack: u64,
}

/// Equal racks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RackGroup {
    /// What they hold.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Nodes in each.
    pub node_count: u64,
    /// Power of each, kW.
    pub power_kw: f64,
    /// Heat of each, BTU/h.
    pub heat_btu_per_h: f64,
    /// Rack units filled in each; null when a height is not published.
    pub used_u: Option<f64>,
    /// Weight of what is mounted in each, kg, without the rack; null when a weight is not published.
    pub weight_kg: Option<f64>,
    /// Load on the floor under each, kg per square metre of rack footprint, without the rack itself.
    pub floor_load_kg_per_m2: Option<f64>,
    /// What stands where, from the bottom.
    pub positions: Vec<Position>,
}

/// Equal devices one above the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Device, by catalog id.
    pub part_id: String,
    /// How many.
    pub count: u64,
    /// Lowest rack unit.
    pub from_u: f64,
    /// Highest rack unit.
    pub to_u: f64,
}

/// What is lost when one thing fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultZone {
    /// What fails: feed, node, rack, leaf, spine.
    pub fails: String,
    /// GPUs that stop.
    pub lost_gpu_count: u64,
    /// GPUs that go on.
    pub running_gpu_count: u64,
    /// East-west bandwidth that remains, percent.
    pub bandwidth_left_percent: f64,
    /// What it means, in a sentence without figures.
    pub effect: String,
}

/// What the building must provide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// What it is.
    pub what: String,
    /// How much; null when nothing publishes it.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
}
