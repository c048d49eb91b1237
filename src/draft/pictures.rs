//! The pictures of a proposal, from the parts of the answer that are there.

use super::desk::Desk;
use crate::{
    design::{
        Compute, Facility, SwitchedFabric,
        fabric::{Fabric, FabricPlan, Role},
    },
    render::svg::{
        Hue, Picture,
        elevation::{self, Filled, RackView},
        fabric::{self, Lower, Pods, Upper, View},
    },
};

pub(super) use super::{
    charts::{power, serving, tornado, ways},
    rails::pictures as rails,
};

/// Rack groups shown at most; a design has few kinds of racks.
const RACK_VIEWS: usize = 8;

impl Desk<'_> {
    pub(super) fn count_text(&mut self, value: u64, at: &str) -> String {
        self.count(value, at).text()
    }

    pub(super) fn amount_text(&mut self, value: f64, unit: &str, at: &str) -> String {
        self.amount(value, unit, at).text()
    }

    fn counted(&self, value: u64) -> String {
        self.settings.numbers.write(value as f64)
    }
}

/// All fabrics around the servers.
pub(super) fn fabric(desk: &mut Desk<'_>) -> Option<Picture> {
    let design = desk.design()?;
    let compute = design.compute.as_ref()?;
    let above = design.fabric.compute.as_ref().filter(|fabric| fabric.leaf_count > 0);
    let lowers: Vec<Lower> =
        [("converged", Hue::Orange), ("storage", Hue::Green), ("out_of_band", Hue::Grey)]
            .into_iter()
            .filter_map(|(key, hue)| {
                let (_, one) = design.fabric.each().find(|(name, _)| *name == key)?;
                Some(lower(desk, key, one, hue))
            })
            .collect();
    if above.is_none() && lowers.is_empty() {
        return None;
    }
    let wired = desk.wired_plan;
    let (name, uppers) = match above {
        Some(fabric) => (heading(desk, fabric), uppers(desk, fabric, wired)),
        None => (String::new(), Vec::new()),
    };
    let pods = pods(desk, compute, above, wired);
    let mut told = vec![name.clone()];
    told.extend(uppers.iter().map(|upper| format!("{} {} ({})", upper.name, upper.note, upper.links)));
    told.push(format!("{} {} ({})", pods.leaf_name, pods.leaf_note, pods.links));
    told.push(format!("{}: {}", pods.server_name, pods.server_note));
    told.extend(lowers.iter().map(|one| format!("{}: {}, {}", one.name, one.note, one.links)));
    told.retain(|part| part.len() > 4);
    let title = desk.say("picture_fabric");
    let mut picture = fabric::draw("picture-fabric", &View { title, name, uppers, pods, lowers });
    picture.alt = desk.words.say("picture_fabric_alt", &[("text", &told.join("; "))]);
    Some(picture)
}

fn heading(desk: &mut Desk<'_>, fabric: &SwitchedFabric) -> String {
    let mut parts = vec![desk.say("fabric_compute"), desk.technology(fabric)];
    if let Some(speed) = fabric.link_gbps {
        parts.push(desk.amount_text(speed, "Gb/s", "/design/fabric/compute/link_gbps"));
    }
    match fabric.oversubscription.as_deref() {
        Some("1:1") => parts.push(desk.say("non_blocking")),
        Some(ratio) => parts.push(ratio.to_string()),
        None => {}
    }
    if fabric.plane_count > 1 {
        let planes = desk.count_text(fabric.plane_count, "/design/fabric/compute/plane_count");
        parts.push(format!("{planes} {}", desk.say("planes")));
    }
    parts.join(" · ")
}

fn product(desk: &Desk<'_>, count: u64, id: Option<&str>) -> String {
    let count = desk.counted(count);
    match id {
        Some(id) => format!("{count} × {}", desk.names.of(id)),
        None => count,
    }
}

fn uppers(desk: &mut Desk<'_>, fabric: &SwitchedFabric, wired: Option<&FabricPlan>) -> Vec<Upper> {
    let mut tiers = Vec::new();
    let links = |desk: &mut Desk<'_>, count: Option<u64>, key: &str| match count {
        Some(count) if count > 0 => {
            let count = desk.count_text(count, &format!("/design/fabric/compute/{key}"));
            desk.words.say("picture_links", &[("count", &count)])
        }
        _ => String::new(),
    };
    if fabric.core_count > 0 {
        let spines = links(desk, fabric.upper_link_count, "upper_link_count");
        tiers.push(("core", fabric.core_count, spines));
    }
    if fabric.spine_count > 0 {
        let leaves = links(desk, fabric.leaf_spine_link_count, "leaf_spine_link_count");
        tiers.push(("spine", fabric.spine_count, leaves));
    }
    let pods = wired.and_then(|plan| plan.compute.tier(Role::Spine)).map_or(1, |tier| tier.pod_count);
    tiers
        .into_iter()
        .map(|(name, count, links)| {
            let mut note = product(desk, count, fabric.switch_id.as_deref());
            if name == "spine" && pods > 1 {
                let pods = desk.counted(pods);
                note = format!("{note}, {pods} {}", desk.say("groups"));
            }
            Upper {
                name: desk.say(&format!("picture_{name}")),
                note,
                short: desk.say(&format!("picture_{name}")),
                count,
                links,
            }
        })
        .collect()
}

/// The groups of servers that share their leaves: those of the wired plan, else scalable units, else one.
fn pods(
    desk: &mut Desk<'_>,
    compute: &Compute,
    fabric: Option<&SwitchedFabric>,
    wired: Option<&FabricPlan>,
) -> Pods {
    let nodes = compute.node_count;
    let leaves = fabric.map_or(0, |fabric| fabric.leaf_count);
    let plan: Option<&Fabric> = wired
        .map(|plan| &plan.compute)
        .filter(|plan| plan.group_node_count > 0 && plan.group_leaf_count > 0 && fabric.is_some());
    let (count, own_leaves, own_nodes) = match plan {
        Some(plan) if nodes > plan.group_node_count => {
            (nodes.div_ceil(plan.group_node_count), plan.group_leaf_count, plan.group_node_count)
        }
        Some(_) => (1, leaves, nodes),
        None => match (compute.su_count, compute.su_nodes) {
            (Some(units), Some(unit)) if units > 1 && leaves >= units && leaves.is_multiple_of(units) => {
                (units, leaves / units, unit)
            }
            _ => (1, leaves, nodes),
        },
    };
    let rails = plan.map_or(0, |plan| plan.rail_count);
    let railed = rails > 1 && own_leaves >= rails && plan.is_some_and(|plan| plan.rails_per_leaf == 1);
    let links = |desk: &mut Desk<'_>, count: Option<u64>, key: &str| match count {
        Some(count) if count > 0 => {
            let count = desk.count_text(count, &format!("/design/fabric/compute/{key}"));
            desk.words.say("picture_links", &[("count", &count)])
        }
        _ => String::new(),
    };
    let across = match fabric {
        Some(fabric) if fabric.spine_count == 0 && fabric.leaf_count == 2 => {
            links(desk, fabric.leaf_spine_link_count, "leaf_spine_link_count")
        }
        _ => String::new(),
    };
    let down = match fabric {
        Some(fabric) => links(desk, fabric.node_link_count, "node_link_count"),
        None => String::new(),
    };
    let each = desk.count_text(compute.gpus_per_node, "/design/compute/gpus_per_node");
    let all = desk.count_text(nodes, "/design/compute/node_count");
    let leaf_note = match fabric {
        Some(fabric) => product(desk, fabric.leaf_count, fabric.switch_id.as_deref()),
        None => String::new(),
    };
    Pods {
        count,
        name: if count > 1 { desk.say("picture_group") } else { String::new() },
        leaves: own_leaves,
        leaf_name: if leaves > 0 { desk.say("picture_leaf") } else { String::new() },
        leaf_note,
        leaf_short: desk.say(if railed { "picture_rail" } else { "picture_leaf" }),
        links: down,
        across,
        servers: own_nodes,
        server_name: desk.words.say("picture_servers", &[("count", &all)]),
        server_note: desk
            .words
            .say("picture_gpus_each", &[("count", &each), ("gpu", &desk.names.of(&compute.gpu_id))]),
        server_short: desk.say("picture_server"),
    }
}

fn lower(desk: &mut Desk<'_>, key: &str, fabric: &SwitchedFabric, hue: Hue) -> Lower {
    let at = |name: &str| format!("/design/fabric/{key}/{name}");
    let own = fabric.switch_count > 0;
    let note = if own {
        product(desk, fabric.switch_count, fabric.switch_id.as_deref())
    } else {
        desk.say("shares_switches")
    };
    let mut links = Vec::new();
    if let Some(count) = fabric.node_link_count.filter(|count| *count > 0) {
        let count = desk.count_text(count, &at("node_link_count"));
        links.push(desk.words.say("picture_node_links", &[("count", &count)]));
    }
    if let Some(speed) = fabric.link_gbps {
        links.push(desk.amount_text(speed, "Gb/s", &at("link_gbps")));
    }
    Lower { name: desk.say(&format!("fabric_{key}")), note, links: links.join(", "), hue, own }
}

/// Front views of the racks with what each draws of its limit.
pub(super) fn racks(desk: &mut Desk<'_>, facility: &Facility) -> Option<Picture> {
    let system = desk.design()?.compute.as_ref().and_then(|compute| compute.system_id.clone());
    let mut views = Vec::new();
    let mut highest = 0.0f64;
    for (place, group) in facility.racks.iter().enumerate().take(RACK_VIEWS) {
        let at = |key: &str| format!("/design/facility/racks/{place}/{key}");
        let count = desk.count_text(group.count, &at("count"));
        let power = desk.amount_text(group.power_kw, "kW", &at("power_kw"));
        let mut lines = Vec::new();
        lines.push(match facility.rack_budget_kw {
            Some(limit) => {
                let limit = desk.amount_text(limit, "kW", "/design/facility/rack_budget_kw");
                desk.words.say("used_of", &[("used", &power), ("limit", &limit)])
            }
            None => power,
        });
        if let Some(weight) = group.weight_kg {
            lines.push(desk.amount_text(weight, "kg", &at("weight_kg")));
        }
        let filled: Vec<Filled> = group
            .positions
            .iter()
            .map(|part| {
                highest = highest.max(part.to_u);
                let hue = if system.as_deref() == Some(&part.part_id) { Hue::Violet } else { Hue::Blue };
                let label = desk.words.value(&desk.names.of(&part.part_id));
                Filled { label, count: part.count, from_u: part.from_u, to_u: part.to_u, hue }
            })
            .collect();
        if !filled.is_empty() {
            let name = format!("{count} × {}", desk.rack_name(&group.name));
            let used = facility.rack_budget_kw.map(|limit| group.power_kw / limit.max(1e-9));
            views.push(RackView { name, lines, used, filled });
        }
    }
    if views.is_empty() {
        return None;
    }
    let height = facility.rack_u.map_or(highest, |height| height.max(highest));
    let alt: Vec<String> = views
        .iter()
        .map(|view| {
            let parts: Vec<String> =
                view.filled.iter().map(|part| format!("{} × {}", part.count, part.label)).collect();
            format!("{} ({}): {}", view.name, view.lines.join(", "), parts.join(", "))
        })
        .collect();
    let mut picture = elevation::draw("picture-racks", &desk.say("picture_racks"), height, &views);
    picture.alt = desk.words.say("picture_racks_alt", &[("text", &alt.join("; "))]);
    Some(picture)
}
