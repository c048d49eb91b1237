//! A rack weighs what its devices weigh.

use super::{
    Group, Rule,
    evidence::{at, breach, constant, known},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units::rounded,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackWeight,
    group: Group::Electrical,
    checks: "a rack weighs what its devices weigh",
    why: "floor, lift and rack are chosen by it",
    source: "makers, product sheets in the catalog",
    needs: &["/facility/racks/0/weight_kg"],
    judge,
};

/// Weight of one device of the catalog, kg.
fn weight(catalog: &Catalog, id: &str) -> Option<f64> {
    let system = catalog.system(id).and_then(|system| known(&system.weight_kg));
    system.or_else(|| catalog.switch(id).and_then(|switch| known(&switch.weight_kg)))
}

/// Share by which rounding of a maker's figure may move the sum.
const ROUNDING: f64 = 0.01;

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, rack) in facility.racks.iter().enumerate() {
        let Some(stated) = rack.weight_kg else { continue };
        let mut sum = Some(0.0);
        for position in &rack.positions {
            let each = weight(catalog, &position.part_id).map(|each| each * position.count as f64);
            sum = sum.zip(each).map(|(sum, each)| sum + each);
        }
        let Some(sum) = sum.filter(|_| !rack.positions.is_empty()) else { continue };
        if (stated - sum).abs() <= ROUNDING * sum.max(1.0) {
            continue;
        }
        let place = format!("/design/facility/racks/{index}/weight_kg");
        let found = at(&place, stated, "kg");
        let right = constant(rounded(sum, 3), "kg", "sum of the devices of the rack", "makers' sheets");
        let message = format!(
            "a rack of {} is said to weigh {}, its devices weigh {}",
            rack.name,
            found.words(),
            right.words()
        );
        findings.push(breach(
            &RULE,
            Severity::Error,
            message,
            found,
            right,
            "correct the weight of the rack",
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/racks/0/weight_kg", "9000")], &[]);
    }
}
