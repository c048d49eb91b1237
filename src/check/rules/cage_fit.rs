//! The cages of the servers hold what is put into them.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Cooling, ModuleTop, NodeCages, PortType, System, kinds::CageUse},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CageFit,
    group: Group::Fabric,
    checks: "the cages of the servers hold the links and the modules that are put into them",
    why: "a module that fits no cage of the server is returned on the day of installation",
    source: "makers, cages of the servers in the catalog",
    needs: &["/bom/lines/0", "/compute/system_id", "/fabric/compute/node_link_count"],
    judge,
};

/// Ports of a support server for the converged fabric: two, as the wire maps of the patterns have it.
const SUPPORT_PORTS: u64 = 2;

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let system = compute.system_id.as_deref().and_then(|id| catalog.system(id));
    let Some((system, cages)) = system.and_then(|system| Some((system, system.cages.as_ref()?.known()?)))
    else {
        return Vec::new();
    };
    let mut findings = links(design, system, cages);
    findings.extend(modules(design, catalog, system, cages));
    findings
}

/// The east-west links of a node against what its cages carry.
fn links(design: &Design, system: &System, cages: &[NodeCages]) -> Vec<FindingDraft> {
    let (Some(compute), Some(fabric)) = (&design.compute, &design.fabric.compute) else { return Vec::new() };
    let (Some(links), Some(gbps)) = (fabric.node_link_count, fabric.link_gbps) else { return Vec::new() };
    let east_west = cages.iter().filter(|cages| cages.used_for == CageUse::EastWest);
    let carried: u64 = east_west.map(|cages| cages.count * (cages.gbps / (gbps as u64).max(1))).sum();
    let each = links.div_ceil(compute.node_count.max(1));
    if each <= carried {
        return Vec::new();
    }
    let message = format!(
        "{each} east-west links of {} Gb/s leave a node, the cages of {} carry {carried}",
        crate::units::plain(gbps),
        system.name
    );
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/fabric/compute/node_link_count",
        "plan as many links as the cages carry, or a server with more of them",
    )]
}

/// Modules made for adapters (flat top) against the cages of their type in all servers.
fn modules(design: &Design, catalog: &Catalog, system: &System, cages: &[NodeCages]) -> Vec<FindingDraft> {
    let (Some(compute), Some(bom)) = (&design.compute, &design.bom) else { return Vec::new() };
    // The cages of liquid-cooled switches take flat tops as well.
    let liquid = design.fabric.each().any(|(_, fabric)| {
        let switch = fabric.switch_id.as_deref().and_then(|id| catalog.switch(id));
        switch.and_then(|switch| switch.cooling.as_ref()?.known()) == Some(&Cooling::Liquid)
    });
    if liquid {
        return Vec::new();
    }
    let support: u64 = design.support.iter().map(|row| row.count * SUPPORT_PORTS).sum();
    let mut put: Vec<(PortType, u64, usize)> = Vec::new();
    for (index, line) in bom.lines.iter().enumerate().filter(|(_, line)| line.group == "optics") {
        let module = line.part_id.as_deref().and_then(|id| catalog.transceiver(id));
        let flat = module.filter(|module| {
            module.top.as_ref().and_then(|top| top.known()) == Some(&ModuleTop::Flat)
                || module.cage.as_ref().and_then(|cage| cage.known()) == Some(&PortType::Qsfp112)
        });
        let Some(cage) = flat.and_then(|module| module.cage.as_ref()?.known().copied()) else { continue };
        match put.iter_mut().find(|(known, ..)| *known == cage) {
            Some((_, count, _)) => *count += line.quantity,
            None => put.push((cage, line.quantity, index)),
        }
    }
    put.into_iter()
        .filter_map(|(cage, count, index)| {
            let own: u64 = cages.iter().filter(|cages| cages.cage == cage).map(|cages| cages.count).sum();
            let room = own * compute.node_count + if cage == PortType::Qsfp112 { support } else { 0 };
            if count <= room {
                return None;
            }
            let message = format!(
                "{count} modules for {} cages, the servers ({}) have {room}",
                cage.word().to_uppercase(),
                system.name
            );
            Some(note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/bom/lines/{index}/quantity"),
                "take modules of the type and number of the server's cages",
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(
            &super::RULE,
            &[("/bom/lines/3/part_id", r#""mms1x00-ns400""#), ("/bom/lines/3/quantity", "256")],
            &[],
        );
        sample::provoked(&super::RULE, &[("/fabric/compute/node_link_count", "512")], &[]);
    }
}
