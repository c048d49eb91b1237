//! A DGX architecture is planned at a size its tables cover.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::ArchitectureSize,
    group: Group::ReferenceArchitecture,
    checks: "a DGX architecture is planned at a size its tables cover",
    why: "beyond its tables nobody has published the counts",
    source: "DGX SuperPOD and BasePOD reference architectures",
    needs: &["/compute/architecture_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(known) = compute.architecture_id.as_deref().and_then(|id| catalog.architecture(id)) else {
        return Vec::new();
    };
    let Some(range) = known.size.filter(|_| known.size_unit == "node") else { return Vec::new() };
    if (range.min..=range.max).contains(&compute.node_count) {
        return Vec::new();
    }
    let message = format!(
        "{} has tables from {} to {} nodes; the design has {}",
        known.name, range.min, range.max, compute.node_count
    );
    vec![note(&RULE, Severity::Error, message, "/design/compute/node_count", "plan a size its tables cover")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(
            &super::RULE,
            &[("/compute/architecture_id", r#""superpod-h100""#), ("/compute/node_count", "8")],
            &[],
        );
    }
}
