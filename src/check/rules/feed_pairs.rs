//! A rack has as many feeds on every source.

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
    checks: "a rack has as many feeds on every source",
    why: "a source with fewer feeds cannot take over",
    source: "A/B redundancy",
    needs: &["/facility/feed"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let sources = facility.sources.as_ref().map_or(2, |sources| sources.source_count);
    let Some(feed) =
        facility.feed.as_ref().filter(|feed| feed.feeds_per_rack != sources * feed.feeds_per_side)
    else {
        return Vec::new();
    };
    let message = format!(
        "{} feeds in a rack of {sources} sources, {} on the first",
        feed.feeds_per_rack, feed.feeds_per_side
    );
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/facility/feed/feeds_per_rack",
        "feed all sources alike",
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
