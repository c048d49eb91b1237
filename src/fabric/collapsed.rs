//! The collapsed core: does one pair of switches carry every fabric? A port budget, not a size threshold (R8), and
//! the dedicated pair with inter-switch links (R9).

use crate::design::fabric::{Derivation, Input};

/// What the core pair has to carry besides east-west.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreBudget {
    /// Cages of one switch.
    pub cages: u64,
    /// Links of one cage at east-west speed (2 x 400G of an 800G cage).
    pub links_per_cage: u64,
    /// North-south links of one cage (4 x 200G of an 800G cage).
    pub converged_per_cage: u64,
    /// Cages for support servers, per switch.
    pub support_cages: u64,
    /// Cages broken out eight ways for storage, edge and out-of-band uplinks, per switch. Each disables the even
    /// cage next to it, so it costs two.
    pub breakout_cages: u64,
}

/// Cages of one core switch that `nodes` nodes with `adapters` east-west adapters take (R8).
///
/// North-south one link per node and switch; east-west half of each node's links; inter-switch links as many as
/// east-west downlinks, so that the pair is non-blocking.
#[must_use]
pub fn cages(budget: &CoreBudget, nodes: u64, adapters: u64) -> Derivation {
    let per_switch = (nodes * adapters).div_ceil(2);
    let east_west = per_switch.div_ceil(budget.links_per_cage);
    let converged = nodes.div_ceil(budget.converged_per_cage);
    let value = converged + 2 * east_west + budget.support_cages + 2 * budget.breakout_cages;
    Derivation {
        count: "core_cages_per_switch".into(),
        value,
        rule: "R8".into(),
        formula: "ceil(nodes / converged_per_cage) + 2 * ceil(ceil(nodes * adapters / 2) / links_per_cage) + support_cages + 2 * breakout_cages".into(),
        inputs: inputs(&[
            ("nodes", nodes),
            ("adapters", adapters),
            ("converged_per_cage", budget.converged_per_cage),
            ("links_per_cage", budget.links_per_cage),
            ("support_cages", budget.support_cages),
            ("breakout_cages", budget.breakout_cages),
        ]),
    }
}

/// East-west downlinks of one switch of a pair: half of the nodes' links of a plane, rounded up.
#[must_use]
pub fn pair_downlinks(nodes: u64, adapters: u64) -> u64 {
    (nodes * adapters).div_ceil(2)
}

/// Named numbers of a formula.
#[must_use]
pub fn inputs(named: &[(&str, u64)]) -> Vec<Input> {
    named.iter().map(|(name, value)| Input { name: (*name).to_string(), value: *value }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_the_configurator_follow_from_cages() {
        // era-cfg-single-tier: 2-4-3-200 never splits within 8 SU, 2-8-5-200 above 5 SU, 2-8-9-400 above 3 SU.
        for (adapters, breakout, last_su) in [(2, 3, 8), (4, 5, 5), (8, 4, 3)] {
            let budget = CoreBudget {
                cages: 64,
                links_per_cage: 2,
                converged_per_cage: 4,
                support_cages: 2,
                breakout_cages: breakout,
            };
            for su in 1..=8 {
                assert_eq!(cages(&budget, 4 * su, adapters).value <= 64, su <= last_su, "{adapters} {su}");
            }
        }
    }
}
