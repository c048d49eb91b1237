//! A switch, with its radix as data: cages, what a cage may be split into, and how many logical ports there may be.

use serde::{Deserialize, Serialize};

use super::{Cooling, Fabric, Fact, List, NamedFact, PortType, Text};

/// What a switch-like product does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum SwitchRole {
    /// Switches the data of a fabric.
    Fabric,
    /// Switches management traffic.
    Management,
    /// A tray inside a rack-scale system.
    RackTray,
    /// An appliance that manages a fabric; switches nothing.
    Manager,
}

impl SwitchRole {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fabric => "fabric",
            Self::Management => "management",
            Self::RackTray => "rack_tray",
            Self::Manager => "manager",
        }
    }
}

/// One way to use a cage: so many logical ports of a speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Breakout {
    /// Logical ports of the cage.
    pub ports: u64,
    /// Greatest speed of each, Gb/s.
    pub gbps: u64,
}

/// Cages of one kind on the panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CageGroup {
    /// Number of cages.
    pub count: u64,
    /// Type of cage.
    pub cage: PortType,
    /// Speed of a whole cage, Gb/s one way.
    pub gbps: u64,
    /// Ways to use a cage, widest first.
    pub breakouts: List<Breakout>,
    /// Whether the cages are for managing the switch and do not count for its throughput.
    #[serde(default)]
    pub management: bool,
}

/// A switch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Id, such as `sn5600`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Spellings that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Network technology.
    pub fabric: Fabric,
    /// What it does.
    pub role: SwitchRole,
    /// Rate class of an InfiniBand switch (NDR, XDR, HDR).
    #[serde(default)]
    pub rate_class: Option<Text>,
    /// Ordering numbers; the first is the one the reference architectures use.
    pub part_numbers: Option<Fact<List<Text>>>,
    /// Switch chip.
    pub asic: Option<Fact<Text>>,
    /// Ports as printed.
    pub ports: Option<Fact<Text>>,
    /// Cages and what they may be split into.
    pub cages: Option<Fact<List<CageGroup>>>,
    /// Greatest number of logical ports, without those for managing the switch.
    pub max_logical_ports: Option<Fact<u64>>,
    /// Logical ports as printed.
    pub max_port_counts: Option<Fact<Text>>,
    /// Throughput, Gb/s one way.
    pub throughput_gbps: Option<Fact<f64>>,
    /// Throughput as printed where both directions are added, Gb/s.
    pub throughput_both_ways_gbps: Option<Fact<f64>>,
    /// Packets, billions per second.
    pub packets_bpps: Option<Fact<f64>>,
    /// Height, rack units.
    pub rack_units: Option<Fact<f64>>,
    /// Weight, kg.
    pub weight_kg: Option<Fact<f64>>,
    /// Height, mm.
    pub height_mm: Option<Fact<f64>>,
    /// Width, mm.
    pub width_mm: Option<Fact<f64>>,
    /// Depth, mm.
    pub depth_mm: Option<Fact<f64>>,
    /// Typical power with passive cables, W.
    pub power_typical_w: Option<Fact<f64>>,
    /// Greatest power as published, W.
    pub power_max_w: Option<Fact<f64>>,
    /// Power to plan with where no greatest power is published, W.
    pub power_planning_w: Option<Fact<f64>>,
    /// Airflow as printed.
    pub airflow: Option<Fact<Text>>,
    /// How heat leaves it.
    pub cooling: Option<Fact<Cooling>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

impl Switch {
    /// Logical ports of at least this speed, Gb/s: each cage split as far as the speed allows, no more than the
    /// greatest number of logical ports. None when the cages are not known; 0 when no cage is that fast.
    #[must_use]
    pub fn ports_at(&self, gbps: u64) -> Option<u64> {
        let cages = self.cages.as_ref()?.known()?;
        let ports: u64 = cages
            .iter()
            .filter(|group| !group.management)
            .map(|group| {
                let split = group.breakouts.iter().filter(|way| way.gbps >= gbps).map(|way| way.ports).max();
                group.count * split.unwrap_or(0)
            })
            .sum();
        let most = self.max_logical_ports.as_ref().and_then(Fact::known).copied().unwrap_or(u64::MAX);
        Some(ports.min(most))
    }
}
