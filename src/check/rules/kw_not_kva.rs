//! Real power of a feed is not above its apparent power.

use super::{
    Group, Rule,
    evidence::{at, breach},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::KwNotKva,
    group: Group::Electrical,
    checks: "real power of a feed is not above its apparent power",
    why: "volt-amperes are not watts",
    source: "power factor of at most one",
    needs: &["/facility/feed"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(feed) = facility.feed.as_ref().filter(|feed| feed.continuous_kw > feed.continuous_kva + 1e-9)
    else {
        return Vec::new();
    };
    let found = at("/design/facility/feed/continuous_kw", feed.continuous_kw, "kW");
    let limit = at("/design/facility/feed/continuous_kva", feed.continuous_kva, "kVA");
    let message = format!("{} from a feed of {}", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "apply the power factor")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/feed/continuous_kw", "60")], &[]);
    }
}
