//! Every module is made for a network of the design.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Fact},
    design::{Design, Requirement, RuleId, Severity, words::Technology},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::OpticNetwork,
    group: Group::Fabric,
    checks: "every module is made for a network of the design",
    why: "a module of another network stays dark",
    source: "makers, product sheets in the catalog",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let used: Vec<&str> =
        design.fabric.each().filter_map(|(_, fabric)| fabric.technology.map(Technology::word)).collect();
    let each = bom
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, catalog.transceiver(line.part_id.as_deref()?)?)));
    each.filter(|(_, module)| {
        module
            .fabrics
            .as_ref()
            .and_then(Fact::known)
            .is_some_and(|list| !list.iter().any(|made| used.contains(&made.word())))
    })
    .map(|(index, module)| {
        let message = format!("{} is not made for {}", module.model, used.join(" or "));
        note(
            &RULE,
            Severity::Error,
            message,
            &format!("/design/bom/lines/{index}/part_id"),
            "choose a module of the fabric's network",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/2/part_id", r#""mms4a00-ihs""#)], &[]);
    }
}
