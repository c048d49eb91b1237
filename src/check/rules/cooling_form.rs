//! The cooling stated is the one the product is sold with.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Cooling, Fact},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CoolingForm,
    group: Group::Electrical,
    checks: "the cooling stated is the one the product is sold with",
    why: "a liquid-cooled product does not run on air",
    source: "maker, product sheet in the catalog",
    needs: &["/facility/cooling", "/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(system) = compute.system_id.as_deref().and_then(|id| catalog.system(id)) else {
        return Vec::new();
    };
    let (Some(stated), Some(sold)) = (&facility.cooling, system.cooling.as_ref().and_then(Fact::known))
    else {
        return Vec::new();
    };
    if *sold == Cooling::AirOrLiquid || sold.word() == stated {
        return Vec::new();
    }
    let message = format!("{} is sold for {}, the design says {stated}", system.name, sold.word());
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/facility/cooling",
        "state the cooling of the product, or choose another product",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/cooling", r#""liquid""#)], &[]);
    }
}
