//! What each stage of a plan hands to the next: Requirement, then Chosen, Sized, Networked, Housed, Billed, Priced.

use crate::{
    catalog::{Gpu, Pattern, System, SystemClass, kinds::Architecture},
    design::{Bom, Cost, Fabrics, Facility, SoftwareItem, Storage, SupportNodes, SwitchedFabric},
    trace::Traced,
    units::{GpusPerNode, Nodes, Switches},
};

/// The products a plan is made of, as far as they are named or follow from what is named.
#[derive(Clone, Copy, Default)]
pub(super) struct Chosen<'a> {
    pub gpu: Option<&'a Gpu>,
    /// The product that node figures are taken from, where it was named.
    pub system: Option<&'a System>,
    /// The server the customer names, where the catalog holds it.
    pub server: Option<&'a System>,
    /// DGX architecture that takes the place of a pattern.
    pub architecture: Option<&'a Architecture>,
    /// Nothing was said that a size can come from.
    pub size_unknown: bool,
}

/// The cluster by size: how many nodes of which product.
#[derive(Default)]
pub(super) struct Sized<'a> {
    pub gpu: Option<&'a Gpu>,
    /// The product that node figures are taken from.
    pub system: Option<&'a System>,
    /// The server the customer names, where the catalog holds it.
    pub server: Option<&'a System>,
    pub architecture: Option<&'a Architecture>,
    /// Chosen pattern; none beside an architecture, and none outside published sizes.
    pub pattern: Option<&'a Pattern>,
    pub gpus_per_node: Option<Traced>,
    pub nodes: Option<Traced>,
    pub gpus: Option<Traced>,
    /// Nothing was said that a size can come from.
    pub size_unknown: bool,
    /// The serving estimate the size came from.
    pub serving: Option<Serving>,
    /// Nodes of these that stand already.
    pub standing: Option<Traced>,
}

impl Sized<'_> {
    /// Whether the product is a whole rack.
    pub fn rack_scale(&self) -> bool {
        self.system.is_some_and(|system| system.class == SystemClass::RackScale)
    }
}

/// GPUs of so many nodes.
pub(super) fn gpus_of(nodes: &Traced, per_node: &Traced) -> Traced {
    (nodes.named::<Nodes>("nodes") * per_node.named::<GpusPerNode>("gpus_per_node")).traced()
}

/// What the serving estimate gives; both are none where no layout serves the load.
pub(super) struct Serving {
    pub gpus: Option<Traced>,
    /// Output tokens per second of the load the estimate holds for.
    pub tokens_per_s: Option<Traced>,
}

/// One fabric in its published form, with its counts and their origins.
pub(super) struct CountedFabric {
    pub form: SwitchedFabric,
    pub leaf: Traced,
    pub spine: Traced,
    pub switches: Traced,
    /// Switches of these that stand inside rack-scale systems and come with them.
    pub in_rack: Option<Traced>,
    pub node_links: Option<Traced>,
    pub gbps: Option<Traced>,
}

impl CountedFabric {
    /// Switches that are bought by themselves: without those a rack-scale system brings.
    pub fn bought(&self) -> Traced {
        match &self.in_rack {
            None => self.switches.clone(),
            Some(inside) => {
                (self.switches.named::<Switches>("switches") - inside.named::<Switches>("in_rack")).traced()
            }
        }
    }
}

/// The fabrics of the cluster.
#[derive(Default)]
pub(super) struct FabricSet {
    pub compute: Option<CountedFabric>,
    pub converged: Option<CountedFabric>,
    pub storage: Option<CountedFabric>,
    pub out_of_band: Option<CountedFabric>,
}

impl FabricSet {
    /// The fabrics there are, with their keys in the design.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &CountedFabric)> {
        [
            ("compute", self.compute.as_ref()),
            ("converged", self.converged.as_ref()),
            ("storage", self.storage.as_ref()),
            ("out_of_band", self.out_of_band.as_ref()),
        ]
        .into_iter()
        .filter_map(|(key, fabric)| Some((key, fabric?)))
    }

    /// The published form.
    pub fn published(&self) -> Fabrics {
        let form = |fabric: &Option<CountedFabric>| fabric.as_ref().map(|fabric| fabric.form.clone());
        Fabrics {
            compute: form(&self.compute),
            converged: form(&self.converged),
            storage: form(&self.storage),
            out_of_band: form(&self.out_of_band),
        }
    }
}

/// Servers that manage the cluster, with their count.
pub(super) struct Support {
    pub form: SupportNodes,
    pub count: Traced,
}

/// The cluster with its fabrics and the servers that manage it.
#[derive(Default)]
pub(super) struct Networked {
    pub fabrics: FabricSet,
    pub support: Vec<Support>,
}

/// Numbers of the room that later stages compute with.
#[derive(Default)]
pub(super) struct RoomNumbers {
    /// Power of one node, or of one rack-scale system, kW.
    pub node_kw: Option<Traced>,
    pub nodes_per_rack: Option<Traced>,
    /// Power of a full rack of nodes, kW.
    pub full_rack_kw: Option<Traced>,
    /// Power a rack may draw, kW.
    pub rack_budget_kw: Option<Traced>,
    /// Power of all nodes, kW.
    pub nodes_kw: Option<Traced>,
    /// Power of everything that is counted, kW.
    pub it_kw: Option<Traced>,
    /// Heat of everything that is counted, BTU/h.
    pub heat_btu_per_h: Option<Traced>,
    pub node_racks: Option<Traced>,
    /// Coolant distribution units: name, catalog id and number.
    pub coolant_units: Option<(String, String, Traced)>,
    pub network_racks: Option<Traced>,
    /// All racks.
    pub racks: Option<Traced>,
    pub feeds_per_rack: Option<Traced>,
    /// Power sources of a rack of nodes.
    pub sources: Option<Traced>,
    /// The kinds of racks, in the order of the design.
    pub kinds: Vec<RackNumbers>,
}

/// Numbers of one kind of rack.
pub(super) struct RackNumbers {
    pub nodes: Traced,
    pub kw: Traced,
    pub floor_kg_per_m2: Option<Traced>,
}

/// The room: racks, power and heat.
#[derive(Default)]
pub(super) struct Housed {
    /// None where no product and no power is known.
    pub facility: Option<Facility>,
    pub numbers: RoomNumbers,
}

/// Storage as asked for and provided, with the numbers that later stages compute with.
#[derive(Default)]
pub(super) struct Stored {
    /// None where nothing is asked and no architecture says anything.
    pub form: Option<Storage>,
    /// Appliances of the product, where one is counted.
    pub appliances: Option<Traced>,
}

/// What is bought.
#[derive(Default)]
pub(super) struct Billed {
    pub software: Vec<SoftwareItem>,
    pub bom: Option<Bom>,
    /// Quantities of the lines, in their order.
    pub quantities: Vec<Traced>,
}

/// What it costs.
#[derive(Default)]
pub(super) struct Priced {
    pub cost: Option<Cost>,
    /// Purchase at the low and at the high prices.
    pub purchase: Option<(Traced, Traced)>,
}
