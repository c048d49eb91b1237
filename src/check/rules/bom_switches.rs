//! The bill of materials has every switch.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomSwitches,
    group: Group::Consistency,
    checks: "the bill of materials has every switch",
    why: "a missing switch stops the installation",
    source: "arithmetic",
    needs: &["/bom/lines/0", "/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let mut models: Vec<(&str, u64)> = Vec::new();
    for (_, fabric) in design.fabric.each() {
        let Some(id) = fabric.switch_id.as_deref() else { continue };
        // Switches inside a rack-scale system come with it.
        let bought = fabric.switch_count.saturating_sub(fabric.in_rack_count.unwrap_or(0));
        match models.iter_mut().find(|(known, _)| *known == id) {
            Some((_, count)) => *count += bought,
            None => models.push((id, bought)),
        }
    }
    let listed = |id: &str| -> u64 {
        let lines =
            bom.lines.iter().filter(|line| line.group == "network" && line.part_id.as_deref() == Some(id));
        lines.map(|line| line.quantity).sum()
    };
    models
        .into_iter()
        .filter(|(id, right)| listed(id) != *right)
        .map(|(id, right)| {
            let message = format!("the bill lists {} of {id}, the fabrics have {right}", listed(id));
            note(&RULE, Severity::Error, message, "/design/bom/lines", "correct the quantity")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/switch_count", "7")], &[]);
    }
}
