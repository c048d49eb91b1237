//! Modules and fibres are of one kind of glass.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Fibre},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FibreMedium,
    group: Group::Fabric,
    checks: "modules and fibres are of one kind of glass",
    why: "single-mode light does not enter a multi-mode fibre",
    source: "makers, product sheets in the catalog",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let glass = |id: &str| {
        let module = catalog.transceiver(id).and_then(|module| module.fibre.as_ref()?.known().copied());
        module.or_else(|| catalog.cable(id).and_then(|cable| cable.fibre.as_ref()?.known().copied()))
    };
    let kinds: Vec<(usize, Fibre)> = bom
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, glass(line.part_id.as_deref()?)?)))
        .collect();
    let Some((_, first)) = kinds.first() else { return Vec::new() };
    let other = kinds.iter().filter(|(_, kind)| kind != first);
    other
        .map(|(index, kind)| {
            let message = format!("a {} mode part next to {} mode ones", kind.word(), first.word());
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/bom/lines/{index}/part_id"),
                "use one kind of glass for modules and fibres that meet",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/2/part_id", r#""mma4z00-ns-finned""#)], &[]);
    }
}
