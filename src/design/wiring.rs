//! Every link of a cluster with both its ends. Kept small: a design of 131,072 GPUs has about a million links.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fabric::{Network, Technology};
pub use super::{
    wiring_port::{Port, PortKind},
    wiring_product::{Medium, Product, RackFeed},
};

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A GPU server or compute tray.
    Node,
    /// A switch of a collapsed core pair.
    Core,
    /// A switch nodes are attached to.
    Leaf,
    /// A switch that joins leaves.
    Spine,
    /// A switch that joins spines.
    SuperSpine,
    /// A switch that joins super-spines.
    Top,
    /// An out-of-band switch.
    OobSwitch,
    /// A support (management) server.
    Support,
    /// A storage system.
    Storage,
    /// A switch of the customer's network.
    Edge,
}

impl DeviceKind {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Core => "core",
            Self::Leaf => "leaf",
            Self::Spine => "spine",
            Self::SuperSpine => "super_spine",
            Self::Top => "top",
            Self::OobSwitch => "oob_switch",
            Self::Support => "support",
            Self::Storage => "storage",
            Self::Edge => "edge",
        }
    }

    /// Whether it forwards traffic of others.
    #[must_use]
    pub fn is_switch(self) -> bool {
        matches!(
            self,
            Self::Core
                | Self::Leaf
                | Self::Spine
                | Self::SuperSpine
                | Self::Top
                | Self::OobSwitch
                | Self::Edge
        )
    }

    /// Height in the fabric: 0 for what traffic starts from, 1 for leaves and cores, and so on.
    #[must_use]
    pub fn tier(self) -> u8 {
        match self {
            Self::Node | Self::Support | Self::Storage => 0,
            Self::Core | Self::Leaf | Self::OobSwitch => 1,
            Self::Spine | Self::Edge => 2,
            Self::SuperSpine => 3,
            Self::Top => 4,
        }
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: DeviceKind,
    /// Catalog id of the product; empty when the design names none.
    pub model: String,
    /// Fabric a switch belongs to; out-of-band for everything else.
    pub network: Network,
    /// Technology of its ports.
    pub technology: Technology,
    /// Plane, counted from 1; 0 when it belongs to none.
    pub plane: u16,
    /// Scalable unit of a node, group of a leaf, counted from 1; 0 when none.
    pub unit: u32,
    /// Place inside the unit, counted from 1.
    pub place: u32,
    /// Pod, counted from 1; 0 when the tier has none.
    pub pod: u32,
    /// Row of [`Wiring::port_names`] its ports are named by.
    pub naming: u16,
    /// Links at most, at the speed of its fabric; 0 when unknown.
    pub radix: u32,
    /// Cages; 0 when unknown.
    pub cages: u16,
    /// Gb/s of one cage; 0 when cages differ or are unknown.
    pub cage_gbps: u32,
}

/// One end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Place of the device in [`Wiring::devices`].
    pub device: u32,
    /// Port.
    pub port: Port,
}

/// Where a device stands. Racks are counted from 1; 0 when the rack plan has no place for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Rack.
    pub rack: u32,
    /// Lowest rack unit; 0 when only the rack is known.
    pub unit: u16,
    /// Rack units it takes; 0 when only the rack is known.
    pub height: u16,
}

impl Place {
    /// `R012`; empty when there is no place.
    #[must_use]
    pub fn rack_name(self) -> String {
        if self.rack == 0 { String::new() } else { format!("R{:03}", self.rack) }
    }
}

/// What a link joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkRole {
    /// A node and its switch.
    Node,
    /// The switches of a pair.
    Isl,
    /// A switch and one of the tier above.
    Uplink,
    /// An out-of-band switch and the north-south fabric.
    OobUplink,
    /// A support server and its switch.
    Support,
    /// A storage system and its switch.
    Storage,
    /// The customer's network.
    Edge,
}

impl LinkRole {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Isl => "isl",
            Self::Uplink => "uplink",
            Self::OobUplink => "oob_uplink",
            Self::Support => "support",
            Self::Storage => "storage",
            Self::Edge => "edge",
        }
    }
}

/// A link. `a` is the lower end: node before switch, leaf before spine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Lower end.
    pub a: End,
    /// Upper end.
    pub z: End,
    /// Speed, Gb/s.
    pub gbps: u32,
    /// Fabric.
    pub network: Network,
    /// What it joins.
    pub role: LinkRole,
    /// Rail, from 1; 0 when none.
    pub rail: u16,
    /// Plane, from 1; 0 when none.
    pub plane: u16,
    /// Row of [`Wiring::media`], from 1; 0 when no parts are chosen.
    pub media: u16,
}

/// The parts of a link: modules at its ends and the cable between, as catalog ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Media {
    /// Module at the lower end; none for a moulded cable or a socket.
    pub a_module: Option<String>,
    /// Part number of that module, where the maker's catalogue prints one.
    pub a_part_number: Option<String>,
    /// Part number of the module at the upper end.
    pub z_part_number: Option<String>,
    /// Module at the upper end.
    pub z_module: Option<String>,
    /// Cable or fibre.
    pub cable: Option<String>,
    /// Links that share one cable: 2 for a splitter or a twin-port copper cable.
    pub links_per_cable: u16,
    /// What the cable is made of; none where no part is chosen.
    pub medium: Option<Medium>,
    /// Fibre strands a link uses; 0 for copper.
    pub strands: u16,
    /// Length, decimetres.
    pub length_dm: u32,
    /// Whether no part of the catalog fits, so that the length is all that is known.
    pub missing: bool,
}

/// What a module of a node's port looks like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NodeCage {
    /// Cage, in the catalog's word (`osfp`, `qsfp112`).
    pub cage: String,
    /// Gb/s of the module.
    pub gbps: u32,
    /// Links that share a module: two rails of a DGX node, two planes of a dual-plane adapter.
    pub links: u16,
}

/// How the ports of a device are named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PortNames {
    /// East-west adapter ports by rail; the plane is appended as " P2" from the second on. A table with a name for
    /// each plane of each rail is used as it is.
    pub adapters: Vec<String>,
    /// North-south ports.
    pub converged: Vec<String>,
    /// Management ports.
    pub management: Vec<String>,
}

/// What a published simulation topology adds to the cables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Simulation {
    /// First out-of-band port for the management ports of simulated devices.
    pub eth0_port: u64,
    /// Whether all management ports end on the first switch and replace the nodes' own ones.
    pub one_management_switch: bool,
    /// East-west interfaces of a simulated node.
    pub east_west: Vec<String>,
    /// North-south interfaces.
    pub converged: Vec<String>,
    /// Management interfaces.
    pub management: Vec<String>,
}

/// Every link of a cluster.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wiring {
    /// Pattern or architecture id.
    pub architecture: String,
    /// Devices.
    pub devices: Vec<Device>,
    /// Place of each device; empty when no racks are planned.
    pub places: Vec<Place>,
    /// Links, in the order a crew lays them.
    pub links: Vec<Link>,
    /// East-west rails of a node.
    pub rails: u16,
    /// East-west planes.
    pub planes: u16,
    /// Links of one cage of an east-west switch.
    pub compute_parts: u16,
    /// Nodes of an NVLink domain that spans nodes; 0 when NVLink ends inside the node.
    pub nvlink_domain_nodes: u16,
    /// Groups of leaves whose leaves of one rail form a pod; 0 when pods hold whole groups.
    pub rail_pod_groups: u16,
    /// How NVIDIA's simulation of this architecture names and manages its devices, where one is published.
    pub simulation: Option<Simulation>,
    /// How ports of nodes and servers are named.
    pub port_names: Vec<PortNames>,
    /// Parts of links.
    pub media: Vec<Media>,
    /// East-west cages of a node, where known.
    pub east_west_cage: Option<NodeCage>,
    /// North-south cages of a node, where known.
    pub converged_cage: Option<NodeCage>,
    /// The products of the devices, where a catalog names them.
    pub products: Vec<Product>,
    /// Catalog id of the nodes' server, where one is chosen.
    pub node_product: Option<String>,
    /// Height of a rack, rack units; 0 when it is not planned.
    pub rack_units: u16,
    /// Feeds of a rack of nodes, where they are planned.
    pub feed: Option<RackFeed>,
    /// Readings worth knowing.
    pub notes: Vec<String>,
}

impl Wiring {
    /// The product of a device, where a catalog names it.
    #[must_use]
    pub fn product(&self, device: &Device) -> Option<&Product> {
        let id = match device.kind {
            DeviceKind::Node => self.node_product.as_deref()?,
            _ => device.model.as_str(),
        };
        self.products.iter().find(|product| product.id == id)
    }

    /// The parts of a link.
    #[must_use]
    pub fn media_of(&self, link: &Link) -> Option<&Media> {
        self.media.get(usize::from(link.media).checked_sub(1)?)
    }

    /// The device of an end; `None` for an end that points nowhere.
    #[must_use]
    pub fn device(&self, end: End) -> Option<&Device> {
        self.devices.get(end.device as usize)
    }

    /// Where the device of an end stands.
    #[must_use]
    pub fn place(&self, end: End) -> Place {
        self.places.get(end.device as usize).copied().unwrap_or_default()
    }

    /// Name of the device of an end.
    #[must_use]
    pub fn device_name(&self, end: End) -> &str {
        self.device(end).map_or("?", |device| &device.name)
    }

    /// Whether a table names the port of every plane and not just that of the first.
    fn names_each_plane(&self, names: Option<&PortNames>) -> bool {
        let ports = usize::from(self.rails) * usize::from(self.planes);
        self.planes > 1 && names.is_some_and(|names| names.adapters.len() == ports)
    }

    /// Name of the port of an end: `swp4s0` on an Ethernet switch, `4/1` on an InfiniBand one, the adapter's name
    /// on a node.
    #[must_use]
    pub fn port_name(&self, end: End) -> String {
        let device = self.device(end);
        let infiniband = device.is_some_and(|device| device.technology == Technology::Infiniband);
        let names = device.and_then(|device| self.port_names.get(usize::from(device.naming)));
        let named = |list: fn(&PortNames) -> &Vec<String>, number: u16| {
            names.and_then(|names| list(names).get(usize::from(number.max(1)) - 1)).cloned()
        };
        match end.port.kind() {
            PortKind::Cage(cage) if infiniband => cage.to_string(),
            PortKind::Part(cage, part) if infiniband => format!("{cage}/{}", part + 1),
            PortKind::Cage(cage) => format!("swp{cage}"),
            PortKind::Part(cage, part) => format!("swp{cage}s{part}"),
            PortKind::Adapter(rail, plane) if self.names_each_plane(names) => {
                let flat = super::wiring_names::adapter_index(self, rail, plane);
                named(|names| &names.adapters, flat + 1).unwrap_or_default()
            }
            PortKind::Adapter(rail, plane) => {
                let name = named(|names| &names.adapters, rail).unwrap_or_else(|| format!("NIC{rail} P1"));
                match (plane, name.strip_suffix(" P1")) {
                    (0 | 1, _) => name,
                    (_, Some(stem)) => format!("{stem} P{plane}"),
                    (_, None) => format!("{name} P{plane}"),
                }
            }
            PortKind::Converged(number) => {
                named(|names| &names.converged, number).unwrap_or_else(|| format!("DPU1 P{number}"))
            }
            PortKind::Management(number) => {
                named(|names| &names.management, number).unwrap_or_else(|| format!("MGMT{number}"))
            }
        }
    }
}
