//! The nodes of a rack draw no more than the rack's power.

use super::{
    Group, Rule,
    evidence::{at, breach, times},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::NodesPerRack,
    group: Group::Electrical,
    checks: "the nodes of a rack draw no more than the rack's power",
    why: "the number of racks, feeds and strips follows from the nodes of a rack",
    source: "arithmetic",
    needs: &["/facility/nodes_per_rack", "/facility/node_power_kw", "/facility/rack_budget_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(nodes), Some(power), Some(budget)) =
        (facility.nodes_per_rack, facility.node_power_kw, facility.rack_budget_kw)
    else {
        return Vec::new();
    };
    if nodes as f64 * power <= budget + 1e-6 {
        return Vec::new();
    }
    let limit = at("/design/facility/rack_budget_kw", budget, "kW");
    let nodes = at("/design/facility/nodes_per_rack", nodes as f64, "nodes");
    let power = at("/design/facility/node_power_kw", power, "kW");
    let draw = times(("nodes", &nodes), ("node_kw", &power), "kW");
    let message =
        format!("{} of {} draw {}, a rack has {}", nodes.words(), power.words(), draw.words(), limit.words());
    let repair = "place fewer nodes in a rack, or provide more power";
    vec![breach(&RULE, Severity::Error, message, draw, limit, repair).at("/design/facility/nodes_per_rack")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/nodes_per_rack", "8")], &[]);
    }
}
