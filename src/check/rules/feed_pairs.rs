//! A rack has as many feeds on side B as on side A.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FeedPairs,
    group: Group::Electrical,
    checks: "a rack has as many feeds on side B as on side A",
    why: "a side with fewer feeds cannot take over",
    source: "A/B redundancy",
    needs: &["/facility/feed"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(feed) = facility.feed.as_ref().filter(|feed| feed.feeds_per_rack != 2 * feed.feeds_per_side)
    else {
        return Vec::new();
    };
    let message = format!("{} feeds in a rack, {} on side A", feed.feeds_per_rack, feed.feeds_per_side);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/facility/feed/feeds_per_rack",
        "feed both sides alike",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/feed/feeds_per_rack", "1")], &[]);
    }
}
