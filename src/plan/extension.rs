//! A cluster that stands and is extended, or a design that grows later. Both sizes are planned whole; what is bought,
//! kept and laid anew is the difference of the plans.

use std::collections::BTreeSet;

use super::{
    growth::target,
    materials,
    stages::{Billed, Housed, Networked, Priced, Sized, gpus_of},
    trial::{self, Base, Depth},
    work::Work,
};
use crate::{
    design::{Extended, Extension, ExtensionLine, RuleId, Severity, wiring::Wiring},
    trace::{
        FindingDraft, Origin, Traced,
        record::{product, sum},
    },
    units::{Kw, Links, Nodes, Per, Pieces, Ports, Racks, Switches, Unit},
};

/// One size of the cluster with everything that is compared.
struct Side<'s> {
    nodes: &'s Traced,
    housed: &'s Housed,
    billed: &'s Billed,
    wiring: Option<Wiring>,
}

/// The extension, where a cluster stands or growth is stated.
pub(super) fn extend(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    housed: &Housed,
    billed: &Billed,
    priced: &Priced,
) -> Option<Extension> {
    let (per_node, nodes) = (sized.gpus_per_node.as_ref()?, sized.nodes.as_ref()?);
    let (other, extends) = match &sized.standing {
        Some(standing) => (standing.clone(), Extended::Existing),
        None => (target(work, per_node).filter(|target| target.value > nodes.value)?, Extended::Design),
    };
    let base = Base::of(sized)?;
    let trial = trial::plan(work, base, other.count(), Depth::Bill);
    let own =
        Side { nodes, housed, billed, wiring: materials::wiring(work.catalog, sized, networked, housed) };
    let tried = Side {
        nodes: &other,
        housed: &trial.housed,
        billed: &trial.billed,
        wiring: materials::wiring(work.catalog, &trial.sized, &trial.networked, &trial.housed),
    };
    let (before, after, of_before) = match extends {
        Extended::Existing => (&tried, &own, &trial.networked),
        Extended::Design => (&own, &tried, networked),
    };
    let mut extension = counts(work, extends, before, after, per_node);
    ports(work, &mut extension, sized, of_before, before, after);
    links(work, &mut extension, before, after);
    lines(work, &mut extension, before, after);
    if extends == Extended::Existing {
        purchase(work, &mut extension, priced);
    }
    Some(extension)
}

/// What the whole has more than what stands.
fn difference<U: Unit>(before: &Traced, after: &Traced) -> Traced {
    (after.named::<U>("whole") - before.named::<U>("standing")).at_least(0.0).clean().traced()
}

/// Nodes, GPUs, racks and power.
fn counts(
    work: &mut Work<'_>,
    extends: Extended,
    before: &Side<'_>,
    after: &Side<'_>,
    per_node: &Traced,
) -> Extension {
    let added = difference::<Nodes>(before.nodes, after.nodes);
    let gpus = gpus_of(&added, per_node);
    let (old, new) = (&before.housed.numbers, &after.housed.numbers);
    let racks = old.racks.as_ref().zip(new.racks.as_ref()).map(|(old, new)| difference::<Racks>(old, new));
    let power = old.it_kw.as_ref().zip(new.it_kw.as_ref()).map(|(old, new)| difference::<Kw>(old, new));
    let mut record = work.record("/design/extension");
    Extension {
        extends,
        standing_node_count: record.count("standing_node_count", before.nodes),
        whole_node_count: record.count("whole_node_count", after.nodes),
        added_node_count: record.count("added_node_count", &added),
        added_gpu_count: record.count("added_gpu_count", &gpus),
        added_rack_count: racks.map(|racks| record.count("added_rack_count", &racks)),
        added_it_power_kw: record.maybe("added_it_power_kw", power.as_ref()),
        free_leaf_port_count: None,
        added_node_link_count: None,
        kept_link_count: None,
        moved_link_count: None,
        added_link_count: None,
        lines: Vec::new(),
        currency: None,
        purchase_low: None,
        purchase_high: None,
    }
}

/// Leaf ports that are free before, and the links that are added.
fn ports(
    work: &mut Work<'_>,
    extension: &mut Extension,
    sized: &Sized<'_>,
    networked: &Networked,
    before: &Side<'_>,
    after: &Side<'_>,
) {
    let Some(fabric) = &networked.fabrics.compute else { return };
    let id = match (sized.architecture, sized.pattern) {
        (Some(known), _) => &known.id,
        (None, Some(pattern)) => &pattern.id,
        (None, None) => return,
    };
    let switch = fabric.form.switch_id.as_deref().and_then(|id| work.catalog.switch(id));
    let radix = switch.zip(fabric.form.link_gbps).and_then(|(switch, gbps)| switch.ports_at(gbps as u64));
    let (Some(radix), Some(node_links)) = (radix, &fabric.node_links) else { return };
    let ports = Traced::constant(radix as f64, "ports", "ports of a leaf at the speed of its links", id);
    // Of the links between switches every one ends on a leaf, those of a pair on two.
    let ends = if fabric.form.spine_count == 0 { 2.0 } else { 1.0 };
    let upward = Traced::constant(
        ends * fabric.form.leaf_spine_link_count.unwrap_or(0) as f64
            + fabric.form.service_link_count.unwrap_or(0) as f64,
        "ports",
        "ports of the leaves towards other switches and fabric managers",
        id,
    );
    let free = (fabric.leaf.named::<Switches>("leaves") * ports.named::<Per<Ports, Switches>>("ports")
        - upward.named::<Ports>("upward")
        - node_links.named::<Links>("node_links").as_many::<Ports>())
    .at_least(0.0)
    .traced();
    let added = {
        let standing = before.nodes.named::<Nodes>("standing");
        (node_links.named::<Links>("node_links").per(&standing)
            * (after.nodes.named::<Nodes>("whole") - &standing))
            .traced()
    };
    let mut record = work.record("/design/extension");
    extension.free_leaf_port_count = Some(record.count("free_leaf_port_count", &free));
    extension.added_node_link_count = Some(record.count("added_node_link_count", &added));
}

/// Both ends of every link, by device and port.
fn ends(wiring: &Wiring) -> BTreeSet<(&str, String, &str, String)> {
    let name = |device: u32| wiring.devices[device as usize].name.as_str();
    let links = wiring.links.iter();
    links
        .map(|link| {
            (
                name(link.a.device),
                format!("{:?}", link.a.port),
                name(link.z.device),
                format!("{:?}", link.z.port),
            )
        })
        .collect()
}

/// Links that stay, move and come; moved ones are found.
fn links(work: &mut Work<'_>, extension: &mut Extension, before: &Side<'_>, after: &Side<'_>) {
    let (Some(old), Some(new)) = (&before.wiring, &after.wiring) else { return };
    let (old, new) = (ends(old), ends(new));
    let counted =
        |value: usize, what: &str| Traced::constant(value as f64, "links", what, "wiring of both sizes");
    let stay = old.intersection(&new).count();
    let kept = counted(stay, "links with the same ports at both ends before and after");
    let moved = counted(old.len() - stay, "links of the smaller cluster that the larger one does not have");
    let added = counted(new.len() - stay, "links of the larger cluster that the smaller one does not have");
    let mut record = work.record("/design/extension");
    extension.kept_link_count = Some(record.count("kept_link_count", &kept));
    extension.moved_link_count = Some(record.count("moved_link_count", &moved));
    extension.added_link_count = Some(record.count("added_link_count", &added));
    if moved.value == 0.0 {
        return;
    }
    let forbidden = work.asked.constraint.is_some();
    let message = format!(
        "growing from {} to {} lays {} anew: the fabric of the larger size has other switches or ports",
        before.nodes.words(),
        after.nodes.words(),
        moved.words()
    );
    let severity = if forbidden { Severity::Error } else { Severity::Warning };
    work.find(
        FindingDraft::note(RuleId::ExistingNetwork, severity, message)
            .at("/design/extension/moved_link_count")
            .repaired_by("build the fabric of the larger size at once and leave its ports free"),
    );
}

/// The lines of both bills.
fn lines(work: &mut Work<'_>, extension: &mut Extension, before: &Side<'_>, after: &Side<'_>) {
    let empty =
        Traced::constant(0.0, "pieces", "the bill of this size has no such line", "bill of materials");
    let of = |side: &Side<'_>, id: &str| -> Option<Traced> {
        let place = side.billed.bom.as_ref()?.lines.iter().position(|line| line.id == id)?;
        side.billed.quantities.get(place).cloned()
    };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for line in
        [after, before].into_iter().filter_map(|side| side.billed.bom.as_ref()).flat_map(|bom| &bom.lines)
    {
        if !seen.insert(&line.id) {
            continue;
        }
        let standing = of(before, &line.id).unwrap_or_else(|| empty.clone());
        let whole = of(after, &line.id).unwrap_or_else(|| empty.clone());
        if standing.value == whole.value {
            continue;
        }
        let added = difference::<Pieces>(&standing, &whole);
        let freed =
            (standing.named::<Pieces>("standing") - whole.named::<Pieces>("whole")).at_least(0.0).traced();
        let mut row = work.record(format!("/design/extension/lines/{}", extension.lines.len()));
        extension.lines.push(ExtensionLine {
            line: line.id.clone(),
            item: line.item.clone(),
            part_id: line.part_id.clone(),
            standing_count: row.count("standing_count", &standing),
            whole_count: row.count("whole_count", &whole),
            added_count: row.count("added_count", &added),
            freed_count: row.count("freed_count", &freed),
        });
    }
}

/// What is added at the prices of the whole, and the budget held against it.
fn purchase(work: &mut Work<'_>, extension: &mut Extension, priced: &Priced) {
    let Some(cost) = &priced.cost else { return };
    let (mut low, mut high, mut open) = (Vec::new(), Vec::new(), 0_usize);
    for (index, line) in extension.lines.iter().enumerate().filter(|(_, line)| line.added_count > 0) {
        let Some(place) = cost.lines.iter().position(|priced| priced.line == line.line) else {
            open += 1;
            continue;
        };
        let added = Traced::new(
            line.added_count as f64,
            "pieces",
            Origin::Pointer(format!("/design/extension/lines/{index}/added_count")),
        );
        let unit = |key: &str, value: f64| {
            Traced::new(value, &cost.currency, Origin::Pointer(format!("/design/cost/lines/{place}/{key}")))
        };
        let bought = &cost.lines[place];
        let name = format!("line_{index}");
        let of = |unit: Traced| product(&cost.currency, ("added", &added), ("unit_price", &unit));
        low.push((name.clone(), of(unit("unit_low", bought.unit_low))));
        high.push((name, of(unit("unit_high", bought.unit_high))));
    }
    let (Some(low), Some(high)) = (sum(&cost.currency, &low), sum(&cost.currency, &high)) else { return };
    if open == 0 && cost.withheld.is_none() {
        let mut record = work.record("/design/extension");
        extension.currency = Some(cost.currency.clone());
        extension.purchase_low = Some(record.number("purchase_low", &low));
        extension.purchase_high = Some(record.number("purchase_high", &high));
    }
    let Some(stated) = &work.asked.budget_amount else { return };
    let currency = work.asked.budget_currency.as_ref().map(|stated| stated.value.to_string());
    if currency.as_deref() != Some(cost.currency.as_str()) {
        return;
    }
    let budget = Work::stated("budget_amount", &cost.currency, stated);
    if low.value > budget.value {
        let message = format!(
            "the priced lines of what is added cost {} at the low prices; the budget is {}",
            low.words(),
            budget.words()
        );
        work.find(
            FindingDraft::note(RuleId::Budget, Severity::Error, message)
                .against(low, budget)
                .at("/design/extension/lines")
                .repaired_by("add fewer nodes, or raise the budget"),
        );
    }
}
