//! Every part of the bill is a part of the catalog.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomParts,
    group: Group::Consistency,
    checks: "every part of the bill is a part of the catalog",
    why: "an unknown id cannot be ordered or priced",
    source: "catalog",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let exists = |id: &str| {
        catalog.system(id).is_some()
            || catalog.switch(id).is_some()
            || catalog.transceiver(id).is_some()
            || catalog.cable(id).is_some()
            || catalog.nic(id).is_some()
            || catalog.rack(id).is_some()
            || catalog.licence(id).is_some()
            || catalog.storage_block(id).is_some()
            || catalog.gpu(id).is_some()
    };
    let each =
        bom.lines.iter().enumerate().filter_map(|(index, line)| Some((index, line.part_id.as_deref()?)));
    each.filter(|(_, id)| !exists(id))
        .map(|(index, id)| {
            let message = format!("`{id}` is no part of the catalog");
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/bom/lines/{index}/part_id"),
                "use an id of the catalog, or null when the part is not known",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/1/part_id", r#""box-1""#)], &[]);
    }
}
