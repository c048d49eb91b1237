//! Findings of the rules and of planning, brought together without losing one.

use crate::trace::FindingDraft;

/// What the rules found on the finished design, and what planning found, gravest first. Planning's word is left out only
/// where the rule itself says the same: same rule, same place, same severity.
pub(super) fn together(judged: Vec<FindingDraft>, planned: Vec<FindingDraft>) -> Vec<FindingDraft> {
    let more: Vec<FindingDraft> =
        planned.into_iter().filter(|one| !judged.iter().any(|known| same(known, one))).collect();
    let mut all: Vec<FindingDraft> = judged.into_iter().chain(more).collect();
    all.sort_by(|a, b| a.severity.cmp(&b.severity).then_with(|| a.rule.name().cmp(b.rule.name())));
    all.dedup_by(|a, b| a.rule == b.rule && a.message == b.message);
    all
}

/// Whether two findings say the same: rule, severity and place.
pub(super) fn same(one: &FindingDraft, other: &FindingDraft) -> bool {
    (one.rule, one.severity, &one.at) == (other.rule, other.severity, &other.at)
}

#[cfg(test)]
mod tests {
    use super::together;
    use crate::{
        design::{RuleId, Severity},
        trace::FindingDraft,
    };

    #[test]
    fn a_word_of_planning_silences_no_rule() {
        let found = |severity, message: &str| {
            FindingDraft::note(RuleId::RaNodeRange, severity, message).at("/design/compute/node_count")
        };
        let rule = found(Severity::Error, "1,000 nodes, the pattern ends at 128");
        let all = together(vec![rule.clone()], vec![found(Severity::Info, "a large cluster")]);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], rule);
        // The same rule, place and severity is said once, in the rule's words.
        assert_eq!(together(vec![rule.clone()], vec![found(Severity::Error, "too many nodes")]), [rule]);
    }
}
