//! A fabric called non-blocking has as many uplinks as downlinks.

use super::{
    Group, Rule,
    evidence::{at, breach, note},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::Oversubscription,
    group: Group::Fabric,
    checks: "a fabric called non-blocking has as many uplinks as downlinks",
    why: "an oversubscribed fabric slows every collective",
    source: "definition of oversubscription",
    needs: &["/fabric/compute/oversubscription", "/fabric/compute/leaf_spine_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let mut findings = Vec::new();
    for (key, fabric) in design.fabric.each() {
        let Some(label) = fabric.oversubscription.as_deref() else { continue };
        let place = format!("/design/fabric/{key}/oversubscription");
        let Some(said) = super::super::coverage::ratio(label) else {
            let message = format!("the {key} fabric is said to be {label}, which is no ratio");
            findings.push(note(
                &RULE,
                Severity::Error,
                message,
                &place,
                "state downlinks to uplinks, such as 1:1",
            ));
            continue;
        };
        // Without a second tier there is nothing to be short of.
        let (down, up) = match (fabric.node_link_count, fabric.leaf_spine_link_count) {
            (Some(down), Some(up)) if fabric.spine_count > 0 && up > 0 => (down as f64, up as f64),
            _ if key == "compute" && fabric.spine_count == 0 && said > 1.0 => {
                let message = format!("the fabric is said to be {label}, it has one tier and no uplinks");
                findings.push(note(&RULE, Severity::Error, message, &place, "state 1:1"));
                continue;
            }
            _ => continue,
        };
        let real = down / up;
        // Counts are whole links and whole switches, so a fabric may have a few more uplinks than its ratio needs.
        let fits = if said <= 1.0 { real <= 1.0 + 1e-9 } else { (real - said).abs() <= 0.1 * said };
        if key != "compute" || fits {
            continue;
        }
        let found = at(&format!("/design/fabric/{key}/leaf_spine_link_count"), up, "links");
        let limit = at(&format!("/design/fabric/{key}/node_link_count"), down, "links");
        let message =
            format!("{} to the spines for {} to nodes is not {label}", found.words(), limit.words());
        let repair = "correct the number of uplinks, or state the oversubscription there is";
        findings.push(breach(&RULE, Severity::Error, message, found, limit, repair));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/leaf_spine_link_count", "128")], &[]);
    }

    #[test]
    fn a_label_that_says_less_than_the_links_is_found() {
        sample::provoked(&super::RULE, &[("/fabric/compute/oversubscription", r#""2:1""#)], &[]);
    }
}
