//! A DGX architecture is built of its own systems.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::ArchitectureSystem,
    group: Group::ReferenceArchitecture,
    checks: "a DGX architecture is built of its own systems",
    why: "the tables of an architecture hold for its systems only",
    source: "DGX SuperPOD and BasePOD reference architectures",
    needs: &["/compute/architecture_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(known) = compute.architecture_id.as_deref().and_then(|id| catalog.architecture(id)) else {
        return Vec::new();
    };
    let Some(system) = compute.system_id.as_ref() else { return Vec::new() };
    if known.systems.iter().any(|id| id == system) {
        return Vec::new();
    }
    let message = format!("{} is published for {}, not for {system}", known.name, known.systems.join(", "));
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/compute/system_id",
        "use a system of the architecture",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/architecture_id", r#""superpod-b200""#)], &[]);
    }
}
