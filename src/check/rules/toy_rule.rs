//! A toy rule: with its row among the judged rules it is all a rule needs, and that is what it shows.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::ToyRule,
    group: Group::Consistency,
    checks: "no design has 777 racks",
    why: "it shows that a row is judged",
    source: "toy",
    needs: &["/facility/rack_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let racks = design.facility.as_ref().and_then(|facility| facility.rack_count);
    if racks != Some(777) {
        return Vec::new();
    }
    let message = "777 racks".to_string();
    vec![note(&RULE, Severity::Warning, message, "/design/facility/rack_count", "take another number")]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        catalog::Catalog,
        check::{rules, sample},
        design::{Design, Requirement, RuleId},
    };

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/rack_count", "777")], &[]);
    }

    #[test]
    fn its_row_names_it_and_lets_every_check_judge_by_it() {
        assert_eq!(serde_json::to_value(RuleId::ToyRule).unwrap(), "toy_rule");
        let mut design: Design =
            serde_json::from_str(include_str!("../../../tests/designs/sound.json")).unwrap();
        let found = |design: &Design| {
            let all = rules::judge(design, &Requirement::default(), &Catalog::embedded());
            all.iter().filter(|finding| finding.rule == RuleId::ToyRule).count()
        };
        assert_eq!(found(&design), 0);
        design.facility.as_mut().unwrap().rack_count = Some(777);
        assert_eq!(found(&design), 1);
    }
}
