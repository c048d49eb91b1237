//! What a plan is computed from: plain numbers, taken from a profile and the wishes of a design.

use crate::{
    catalog::kinds::{FabricProfile, NorthSouth, OutOfBand},
    design::fabric::Technology,
};

use super::{clos::Depth, collapsed::CoreBudget};

/// A switch as the fabric rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchClass {
    /// Id in the catalog.
    pub id: String,
    /// Links at the speed of one adapter port.
    pub links: u64,
}

/// The east-west fabric to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EastWest {
    /// Technology.
    pub technology: Technology,
    /// Planes.
    pub planes: u64,
    /// Adapters of a node; each is a rail and has one port per plane.
    pub adapters: u64,
    /// Gb/s of one adapter port.
    pub link_gbps: u64,
    /// Switch.
    pub switch: SwitchClass,
    /// Rails that share a leaf in a full group.
    pub rails_per_leaf: u64,
    /// Downlinks of a leaf.
    pub leaf_down: u64,
    /// Uplinks of a leaf.
    pub leaf_up: u64,
    /// Whether one part-filled group puts more rails on a leaf.
    pub pack_rails: bool,
    /// Whether a plane needs an even number of spines.
    pub even_spines: bool,
    /// Groups whose leaves of one rail form a pod.
    pub rail_pod_groups: Option<u64>,
    /// How many tiers.
    pub depth: Depth,
    /// Spines a publication prints for this size.
    pub printed_spines: Option<u64>,
    /// Whether small sizes use a pair with inter-switch links.
    pub pair: bool,
    /// Links to fabric managers.
    pub manager_links: u64,
}

/// Everything `plan_fabric` needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FabricInput {
    /// Pattern or architecture id.
    pub architecture: String,
    /// Nodes.
    pub nodes: u64,
    /// GPUs of a node.
    pub gpus_per_node: u64,
    /// Nodes of a scalable unit.
    pub su_nodes: Option<u64>,
    /// Nodes of a rack, for rack-scale systems.
    pub rack_nodes: Option<u64>,
    /// Largest size of the architecture, where it ends.
    pub nodes_max: Option<u64>,
    /// East-west.
    pub east_west: EastWest,
    /// Collapsed core, where the architecture has one.
    pub core: Option<CoreBudget>,
    /// North-south.
    pub north_south: Option<NorthSouth>,
    /// Out-of-band.
    pub out_of_band: Option<OutOfBand>,
    /// 100G links of storage on the converged fabric, by the provisioning the architecture publishes.
    pub storage_links: u64,
}

/// 100G storage links: the published Gb/s per GPU over all GPUs (R11: 12.5 Gb/s per GPU, 32 links at 256 GPUs).
#[must_use]
pub fn storage_links(gpus: u64, gbps_per_gpu: f64) -> u64 {
    (gpus as f64 * gbps_per_gpu / 100.0).ceil() as u64
}

/// Wishes that change an architecture's own fabric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Another technology for east-west.
    pub technology: Option<Technology>,
    /// Another east-west switch, with its links at the speed of one adapter port.
    pub switch: Option<SwitchClass>,
    /// Links of a leaf to nodes.
    pub leaf_down: Option<u64>,
    /// Links of a leaf to spines; fewer than downlinks makes an oversubscribed fabric.
    pub leaf_up: Option<u64>,
    /// Rails that share a leaf.
    pub rails_per_leaf: Option<u64>,
    /// Planes.
    pub planes: Option<u64>,
    /// Number of tiers.
    pub depth: Option<Depth>,
    /// Whether the collapsed core and the dedicated pair are allowed; yes when not said.
    pub allow_pair: Option<bool>,
}

impl Overrides {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The input of a profile at a size, with the wishes applied.
///
/// Changing to InfiniBand without naming a switch takes the 64-port switch of the DGX SuperPOD H100 documents
/// (QM9700, 64 x 400G) for 400G links and the 144-port one of the B300 XDR edition for 800G links.
#[must_use]
pub fn from_profile(profile: &FabricProfile, nodes: u64, wishes: &Overrides) -> FabricInput {
    let own = profile.technology.parse().unwrap_or(Technology::Ethernet);
    let technology = wishes.technology.unwrap_or(own);
    let changed = technology != own;
    let planes = wishes.planes.unwrap_or(if changed { 1 } else { profile.planes }).max(1);
    let link_gbps = profile.ew_adapter_gbps / planes;
    let switch = wishes.switch.clone().unwrap_or_else(|| match (changed, technology, link_gbps) {
        (true, Technology::Infiniband, 0..=400) => SwitchClass { id: "qm9700".into(), links: 64 },
        (true, Technology::Infiniband, _) => SwitchClass { id: "q3400-ra".into(), links: 144 },
        (true, Technology::Ethernet, 0..=400) => SwitchClass { id: "sn5600".into(), links: 128 },
        (true, Technology::Ethernet, _) => SwitchClass { id: "sn5600".into(), links: 64 },
        (false, ..) => SwitchClass { id: profile.ew_switch.to_string(), links: profile.ew_switch_links },
    });
    let fixed = !changed && wishes.switch.is_none() && wishes.planes.is_none();
    let leaf_down = wishes.leaf_down.or(profile.leaf_down.filter(|_| fixed)).unwrap_or(switch.links / 2);
    let leaf_up =
        wishes.leaf_up.or(profile.leaf_up.filter(|_| fixed)).unwrap_or(if wishes.leaf_down.is_some() {
            switch.links.saturating_sub(leaf_down).min(leaf_down)
        } else {
            leaf_down
        });
    let joined = changed && technology == Technology::Infiniband && wishes.switch.is_none();
    let pair_allowed = wishes.allow_pair.unwrap_or(true);
    FabricInput {
        architecture: profile.id.to_string(),
        nodes,
        gpus_per_node: profile.gpus_per_node,
        su_nodes: profile.su_nodes,
        rack_nodes: profile.rack_nodes,
        nodes_max: profile.nodes_max.filter(|_| wishes.is_empty()),
        east_west: EastWest {
            technology,
            planes,
            adapters: profile.ew_adapters,
            link_gbps,
            switch,
            rails_per_leaf: wishes.rails_per_leaf.or(profile.rails_per_leaf.filter(|_| fixed)).unwrap_or(1),
            leaf_down,
            leaf_up,
            // A small InfiniBand fabric is the pair of DGX BasePOD, and shares leaves among rails before it adds some.
            pack_rails: (profile.pack_rails && fixed || joined) && wishes.rails_per_leaf.is_none(),
            even_spines: profile.even_spines && fixed,
            rail_pod_groups: profile.rail_pod_groups.filter(|_| fixed),
            depth: wishes.depth.unwrap_or_default(),
            printed_spines: None,
            pair: (profile.pair && !changed || joined) && pair_allowed && wishes.depth.is_none(),
            manager_links: if technology == Technology::Infiniband { profile.manager_links } else { 0 },
        },
        core: profile.core.as_ref().filter(|_| fixed && pair_allowed && wishes.depth.is_none()).map(|core| {
            CoreBudget {
                cages: core.cages,
                links_per_cage: core.links_per_cage,
                converged_per_cage: core.converged_per_cage,
                support_cages: core.support_cages,
                breakout_cages: core.breakout_cages,
            }
        }),
        north_south: profile.north_south.clone(),
        out_of_band: profile.out_of_band.clone(),
        storage_links: profile
            .storage_gbps_per_gpu
            .map_or(0, |rate| storage_links(nodes * profile.gpus_per_node, rate)),
    }
}
