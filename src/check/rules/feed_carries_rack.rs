//! The feeds carry the whole rack when one source fails.

use super::{
    Group, Rule,
    evidence::{at, breach, constant, times},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FeedCarriesRack,
    group: Group::Electrical,
    checks: "the feeds carry the whole rack when one source fails",
    why: "with all sources needed, one failing feed stops the rack",
    source: "A/B redundancy",
    needs: &["/facility/feed", "/facility/rack_power_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(feed), Some(rack)) = (&facility.feed, facility.rack_power_kw) else { return Vec::new() };
    let sources = facility.sources.as_ref().map_or(2, |sources| sources.source_count).max(2);
    let left = (sources - 1) * feed.feeds_per_side;
    if left as f64 * feed.continuous_kw >= rack - 1e-6 {
        return Vec::new();
    }
    let found = times(
        ("feeds", &constant(left as f64, "feeds", "feeds of all sources but one", "A/B redundancy")),
        ("feed_kw", &at("/design/facility/feed/continuous_kw", feed.continuous_kw, "kW")),
        "kW",
    );
    let limit = at("/design/facility/rack_power_kw", rack, "kW");
    let message =
        format!("with one source failed the feeds carry {}, the rack draws {}", found.words(), limit.words());
    vec![breach(
        &RULE,
        Severity::Error,
        message,
        found,
        limit,
        "add feeds to each source, or place fewer nodes in a rack",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/feed/continuous_kw", "20")], &[]);
    }
}
