//! The rules, one file each, and the list that runs them.

mod adapter_links;
mod architecture_size;
mod architecture_system;
mod bom_ids;
mod bom_parts;
mod bom_quantities;
mod bom_quotable;
mod bom_servers;
mod bom_switches;
mod bom_unknown_parts;
mod cage_fit;
mod cooling_form;
mod cost_complete;
mod cost_currency;
mod cost_lines;
mod cost_sums;
mod cost_whole;
mod fault_zones;
mod feed_carries_rack;
mod feed_kva;
mod feed_pairs;
mod fibre_count;
mod fibre_medium;
mod floor_load;
mod gpu_arithmetic;
mod gpu_known;
mod gpu_memory;
mod heat_btu;
mod heat_power;
mod kw_not_kva;
mod leaf_ports;
mod licence_count;
mod link_speed;
mod no_negative;
mod node_power;
mod node_power_total;
mod nodes_per_rack;
mod oob_ports;
mod optic_count;
mod optic_network;
mod oversubscription;
mod parts_total;
mod pattern_digits;
mod pattern_gpu;
mod ra_fabric;
mod ra_gpus_per_node;
mod ra_node_range;
mod ra_node_step;
mod ra_rate;
mod rack_height;
mod rack_nodes;
mod rack_positions;
mod rack_power_budget;
mod rack_power_sum;
mod rack_scale_counts;
mod rack_total;
mod rack_weight;
mod racks_available;
mod scalable_units;
mod single_switch;
mod site_power_total;
mod spine_ports;
mod storage_capacity;
mod storage_links;
mod supplies;
mod switch_known;
mod switch_sum;
mod switch_technology;
mod system_holds_gpu;
#[cfg(test)]
mod toy_rule;

use super::evidence;
#[cfg(test)]
use super::sample;
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, judged_rules},
    trace::{FindingDraft, reroot::Reroot},
};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The published patterns and architectures.
    ReferenceArchitecture,
    /// Power, heat, racks and floor.
    Electrical,
    /// Switches, links and optics.
    Fabric,
    /// Whether the design is whole and agrees with itself.
    Consistency,
}

impl Group {
    /// The words used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ReferenceArchitecture => "reference_architecture",
            Self::Electrical => "electrical_and_thermal",
            Self::Fabric => "fabric_and_optics",
            Self::Consistency => "completeness_and_consistency",
        }
    }
}

/// A property every design must have.
pub struct Rule {
    /// Name, read as "the design satisfies ...".
    pub name: RuleId,
    /// What it is about.
    pub group: Group,
    /// What it checks, in a sentence.
    pub checks: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Parts of the design it needs, as JSON pointers; without them it is not judged.
    pub needs: &'static [&'static str],
    /// Judges a design.
    pub judge: fn(&Design, &Requirement, &Catalog) -> Vec<FindingDraft>,
}

/// Makes the list of rules from the names in `design`, so that a rule is one file and one row there.
macro_rules! list {
    ($($(#[$when:meta])* $name:ident $file:ident,)*) => {
        /// Every rule, in the order of the report.
        pub const RULES: &[&Rule] = &[$($(#[$when])* &$file::RULE,)*];
    };
}
judged_rules!(list);

/// Rules that hold for the sums over several parts; the others judge each part by itself.
const OF_WHOLE: &[RuleId] = &[
    RuleId::PartsTotal,
    RuleId::BomIds,
    RuleId::BomParts,
    RuleId::BomQuantities,
    RuleId::BomUnknownParts,
    RuleId::BomQuotable,
    RuleId::NoNegative,
];

/// What all rules find in a design.
#[must_use]
pub fn judge(design: &Design, requirement: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    by_rule(design, requirement, catalog).into_iter().flatten().collect()
}

/// What each rule finds, in the order of the rules. Of several parts, each is judged by what it must meet itself; the whole
/// by what adds up.
pub(super) fn by_rule(
    design: &Design,
    requirement: &Requirement,
    catalog: &Catalog,
) -> Vec<Vec<FindingDraft>> {
    let Some(parts) = &design.parts else {
        return RULES.iter().map(|rule| (rule.judge)(design, requirement, catalog)).collect();
    };
    let asked = requirement.split().map(|split| split.parts).unwrap_or_default();
    let nothing = Requirement::default();
    let of_rule = |rule: &&Rule| {
        let mut found = Vec::new();
        if OF_WHOLE.contains(&rule.name) {
            found = (rule.judge)(design, &nothing, catalog);
        }
        for (index, part) in parts.list.iter().enumerate() {
            let asked = asked.iter().find(|asked| asked.name == part.name);
            let own = asked.map_or(&nothing, |asked| &asked.requirement);
            let mut reroot = Reroot::new(index, &part.name, asked);
            let of_part = (rule.judge)(&part.design, own, catalog).into_iter();
            found.extend(of_part.map(|finding| reroot.finding(finding)));
        }
        found
    };
    RULES.iter().map(of_rule).collect()
}
