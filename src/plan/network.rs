//! Lays out the fabrics: counts of switches and links, from published rows where there are any.

use super::{
    architecture, separate,
    stages::{CountedFabric, FabricSet, Networked, Sized},
    work::Work,
};
use crate::{
    catalog::Pattern,
    design::{
        RuleId, Severity, SwitchedFabric,
        fabric::{Basis, Derivation, Fabric, FabricPlan, Layout, Role, Technology},
    },
    fabric::{self, Overrides},
    trace::{FindingDraft, Origin, Traced},
    units::{Identifiers, Links, Nodes, Per, Planes, Ports, Switches},
};

/// The fabrics and management servers of the chosen pattern or architecture at the chosen size.
pub(super) fn lay_out(work: &mut Work<'_>, sized: &Sized<'_>) -> Networked {
    let Some(nodes) = &sized.nodes else { return Networked::default() };
    let (id, own, wishes) = match (sized.architecture, sized.pattern) {
        (Some(known), _) => (known.id.to_string(), known.name.to_string(), Overrides::default()),
        (None, Some(pattern)) => (pattern.id.to_string(), pattern.fabric.to_string(), wishes(work, pattern)),
        (None, None) => return Networked::default(),
    };
    let fabrics = match fabric::recommend(work.catalog, &id, nodes.count(), &wishes) {
        Ok(plan) => {
            let ruled = by_rules(work, &id, nodes, &plan);
            let by_rule: Vec<&str> = ruled.each().map(|(key, _)| key).collect();
            let fabrics = separate::fill(work, &id, nodes, ruled);
            subnet(work, &plan.compute, nodes);
            managers(work, &id, &plan.compute, nodes);
            // What a publication counts where no rule does is no gap.
            let filled: Vec<&str> =
                fabrics.each().map(|(key, _)| key).filter(|key| !by_rule.contains(key)).collect();
            for gap in plan.gaps.iter().filter(|gap| !filled.contains(&gap.network.word())) {
                work.find(FindingDraft::note(
                    RuleId::NotCovered,
                    Severity::Warning,
                    format!("the {} fabric is not covered: {}", gap.network.word(), gap.missing),
                ));
            }
            if !wishes.is_empty() {
                work.find(FindingDraft::note(
                    RuleId::RaFabric,
                    Severity::Info,
                    format!(
                        "{} leaves the {} fabric that {} is published with; counts follow the same port rules",
                        plan.compute.technology.word(),
                        own,
                        id
                    ),
                ));
            }
            fabrics
        }
        Err(error) => {
            work.find(FindingDraft::note(
                RuleId::NotCovered,
                Severity::Warning,
                format!("the compute fabric is not covered: {error}"),
            ));
            separate::fill(work, &id, nodes, FabricSet::default())
        }
    };
    let support = architecture::support(work, &id, nodes, fabrics.compute.as_ref());
    separate::say(work, &id, sized.architecture.is_some(), nodes, &fabrics);
    Networked { fabrics, support }
}

/// The fabrics that published rows and port rules count.
fn by_rules(work: &mut Work<'_>, id: &str, nodes: &Traced, plan: &FabricPlan) -> FabricSet {
    let profile = fabric::profile_of(work.catalog, id).ok();
    let documents = profile.map(|profile| profile.sources.to_vec()).unwrap_or_default();
    let document = documents.first().map(ToString::to_string).unwrap_or_default();
    let frame = Frame { nodes, architecture: &plan.architecture, document: &document };
    let compute = frame.switched(&plan.compute, shape(plan.layout), "compute", work);
    let mut beside = |fabric: &Option<Fabric>, key: &str| {
        fabric.as_ref().map(|fabric| {
            let topology = match (&fabric.shares_switches_with, fabric.tier(Role::Spine)) {
                (Some(_), _) => "on the core pair of the compute fabric",
                (None, Some(_)) => "leaf-spine",
                (None, None) => "single tier",
            };
            frame.switched(fabric, topology, key, work)
        })
    };
    FabricSet {
        compute: Some(compute),
        converged: beside(&plan.converged, "converged"),
        storage: beside(&plan.storage, "storage"),
        out_of_band: beside(&plan.out_of_band, "out_of_band"),
    }
}

/// Says that the leaves of full scalable units have no port left for the fabric manager.
fn managers(work: &mut Work<'_>, id: &str, compute: &Fabric, nodes: &Traced) {
    let wanted = work.catalog.fabric_profile(id).map_or(0, |profile| profile.manager_links);
    if wanted == 0 || compute.technology != Technology::Infiniband || compute.service_link_count > 0 {
        return;
    }
    work.find(
        FindingDraft::note(
            RuleId::NotCovered,
            Severity::Warning,
            format!(
                "{} take every leaf port of the compute fabric: the {wanted} links of the fabric manager have none, as in \
                 the table of full scalable units",
                nodes.words()
            ),
        )
        .at("/design/fabric/compute/leaf_count")
        .repaired_by("give up one node, as the table of systems with a fabric manager does"),
    );
}

/// Unicast local identifiers of one InfiniBand subnet: 0x0001 to 0xBFFF (InfiniBand Architecture Specification,
/// volume 1, chapter 4: addressing). Adapter ports and switches take one each.
const UNICAST_LIDS: u64 = 49_151;

/// Refuses an InfiniBand plane that one subnet cannot address.
fn subnet(work: &mut Work<'_>, compute: &Fabric, nodes: &Traced) {
    let planes = compute.plane_count.max(1);
    let switches = compute.switch_count / planes;
    let identifiers = nodes.count() * compute.links_per_node + switches;
    if compute.technology != Technology::Infiniband || identifiers <= UNICAST_LIDS {
        return;
    }
    let per_node =
        Traced::constant(compute.links_per_node as f64, "ports", "adapter ports of a node", "fabric");
    let of_plane = Traced::constant(switches as f64, "switches", "switches of a plane", "fabric");
    let needed = ((nodes.named::<Nodes>("nodes") * per_node.named::<Per<Ports, Nodes>>("ports_per_node"))
        .as_many::<Identifiers>()
        + of_plane.named::<Switches>("switches").as_many())
    .traced();
    let limit = Traced::constant(
        UNICAST_LIDS as f64,
        "identifiers",
        "unicast local identifiers of one InfiniBand subnet",
        "InfiniBand Architecture Specification, volume 1",
    );
    work.find(
        FindingDraft::note(
            RuleId::InfinibandSubnetSize,
            Severity::Error,
            format!("one InfiniBand subnet holds {}; this plane needs {}", limit.words(), needed.words()),
        )
        .against(needed, limit)
        .at("/design/fabric/compute/node_link_count")
        .repaired_by("split the cluster into several subnets joined by routers, or use Ethernet"),
    );
}

fn wishes(work: &mut Work<'_>, pattern: &Pattern) -> Overrides {
    let mut wishes = Overrides::default();
    match &work.asked.fabric {
        Some(stated) => {
            let own = pattern.fabric.parse().ok();
            wishes.technology = stated.value.first().copied().filter(|wanted| Some(*wanted) != own);
        }
        None => {
            let platform = format!("{} ({})", pattern.fabric, pattern.platform);
            work.assume(
                "fabric",
                platform,
                "no fabric is stated; it is the one the pattern is published with",
                "InfiniBand needs other switches, adapters and a fabric manager",
                false,
            );
        }
    }
    wishes
}

fn shape(layout: Layout) -> &'static str {
    match layout {
        Layout::CollapsedCore => "collapsed core pair",
        Layout::DedicatedPair => "dedicated pair with inter-switch links",
        Layout::SingleSwitch => "one switch per plane",
        Layout::LeafSpine => "leaf-spine",
        Layout::MultiTier => "leaf, spine and further tiers",
    }
}

/// What the counts of one plan rest on.
struct Frame<'a> {
    nodes: &'a Traced,
    architecture: &'a str,
    document: &'a str,
}

impl Frame<'_> {
    /// A number of the architecture's fabric parameters.
    fn parameter(&self, name: &str, unit: &str, value: u64) -> Traced {
        Traced::new(
            value as f64,
            unit,
            Origin::Catalog {
                entry: format!("fabric_profile/{}", self.architecture),
                field: name.into(),
                source: self.document.into(),
                confidence: "derived".into(),
            },
        )
    }

    /// A count with the way it came about: the published row, or the rule's formula.
    fn counted(&self, fabric: &Fabric, name: &str, value: u64) -> Traced {
        if let Basis::Published { row } = &fabric.basis
            && !fabric.derivations.iter().any(|step| step.count == name && step.value == value)
        {
            return Traced::new(
                value as f64,
                "switches",
                Origin::Catalog {
                    entry: format!("published_table/{}", row.table),
                    field: row.row.clone(),
                    source: self.document.into(),
                    confidence: "verbatim".into(),
                },
            );
        }
        match fabric.derivations.iter().find(|step| step.count == name && step.value == value) {
            Some(step) => self.derived(step),
            None => self.parameter(name, "switches", value),
        }
    }

    fn derived(&self, step: &Derivation) -> Traced {
        let inputs: Vec<(String, Traced)> = step
            .inputs
            .iter()
            .map(|input| {
                let traced = if input.name == "nodes" && input.value == self.nodes.count() {
                    self.nodes.clone()
                } else {
                    self.parameter(&input.name, "", input.value)
                };
                (input.name.clone(), traced)
            })
            .collect();
        let inputs: Vec<(&str, &Traced)> =
            inputs.iter().map(|(name, traced)| (name.as_str(), traced)).collect();
        Traced::derived(step.value as f64, "switches", &step.formula, &inputs)
            .by_rule(&format!("rule {}", step.rule))
    }

    /// A fabric in the published form, its numbers traced.
    fn switched(&self, fabric: &Fabric, topology: &str, key: &str, work: &mut Work<'_>) -> CountedFabric {
        let planes = self.parameter("planes", "planes", fabric.plane_count);
        let mut record = work.record(format!("/design/fabric/{key}"));
        let mut put = |name: &str, traced: Traced| {
            record.number(name, &traced);
            traced
        };
        let per_plane = |role: Role, name: &str| match fabric.tier(role) {
            Some(tier) => {
                let count = self.counted(fabric, name, tier.count_per_plane);
                (count.named::<Per<Switches, Planes>>("count_per_plane") * planes.named::<Planes>("planes"))
                    .traced()
            }
            None => Traced::constant(0.0, "switches", "the fabric has no such tier", "fabric layout"),
        };
        let leaf = put("leaf_count", per_plane(Role::Leaf, "leaf_count_per_plane"));
        let spine = put("spine_count", per_plane(Role::Spine, "spine_count_per_plane"));
        let super_spine = per_plane(Role::SuperSpine, "super_spine_count_per_plane");
        let top = per_plane(Role::Top, "top_count_per_plane");
        let core = put(
            "core_count",
            (super_spine.named::<Switches>("super_spine") + top.named::<Switches>("top")).traced(),
        );
        let switches = put(
            "switch_count",
            (leaf.named::<Switches>("leaf")
                + spine.named::<Switches>("spine")
                + core.named::<Switches>("core"))
            .traced(),
        );
        let in_rack = fabric
            .derivations
            .iter()
            .find(|step| step.count == "in_rack_count")
            .map(|step| put("in_rack_count", self.derived(step)));
        put("plane_count", planes.clone());
        let per_node = self.parameter("links_per_node", "links", fabric.links_per_node);
        let node_links = put(
            "node_link_count",
            ((self.nodes.named::<Nodes>("nodes") * per_node.named::<Per<Links, Nodes>>("links_per_node"))
                .each::<Planes>()
                * planes.named::<Planes>("planes"))
            .traced(),
        );
        let leaf_spine =
            fabric.tier(Role::Leaf).zip(fabric.tier_link_counts.first()).and_then(|(tier, links)| {
                // A pair's inter-switch links join its two switches; leaves of a tree go up.
                let of_leaves = |per_leaf: &Traced| {
                    leaf.named::<Switches>("leaf") * per_leaf.named::<Per<Links, Switches>>("links_per_leaf")
                };
                let counted = if tier.isl_link_count > 0 {
                    of_leaves(&self.parameter("isl_links_per_switch", "links", tier.isl_link_count)) / 2.0
                } else {
                    of_leaves(&self.parameter("uplinks_per_leaf", "links", tier.up_link_count))
                };
                (counted.value() == *links as f64).then(|| counted.traced())
            });
        let leaf_spine = leaf_spine.map(|traced| put("leaf_spine_link_count", traced));
        // Links between spines and the tier above, and links to fabric managers.
        let upper = fabric
            .tier_link_counts
            .get(1)
            .map(|links| put("upper_link_count", self.parameter("spine_core_links", "links", *links)));
        let service = (fabric.service_link_count > 0).then(|| {
            put("service_link_count", self.parameter("manager_links", "links", fabric.service_link_count))
        });
        let speed = put("link_gbps", self.parameter("link_gbps", "Gb/s", fabric.link_gbps));
        let (basis, reference) = match &fabric.basis {
            Basis::Published { row } => {
                ("published", format!("table {}, {} ({})", row.table, row.row, row.source))
            }
            Basis::Derived { rule, reason } => ("derived", format!("rule {rule}: {reason}")),
        };
        let form = SwitchedFabric {
            technology: Some(fabric.technology),
            topology: topology.into(),
            switch_id: Some(fabric.switch.clone()),
            plane_count: fabric.plane_count,
            leaf_count: leaf.count(),
            spine_count: spine.count(),
            core_count: core.count(),
            switch_count: switches.count(),
            in_rack_count: in_rack.as_ref().map(Traced::count),
            node_link_count: Some(node_links.count()),
            leaf_spine_link_count: leaf_spine.as_ref().map(Traced::count),
            upper_link_count: upper.as_ref().map(Traced::count),
            service_link_count: service.as_ref().map(Traced::count),
            link_gbps: Some(speed.value),
            oversubscription: Some(format!(
                "{}:{}",
                fabric.oversubscription.down, fabric.oversubscription.up
            )),
            basis: basis.into(),
            reference,
        };
        CountedFabric {
            form,
            leaf,
            spine,
            switches,
            in_rack,
            node_links: Some(node_links),
            gbps: Some(speed),
        }
    }
}
