//! Every kind of glass in the bill has its modules and its fibres.

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
    checks: "every kind of glass in the bill has its modules and its fibres",
    why: "single-mode light does not enter a multi-mode fibre",
    source: "makers, product sheets in the catalog",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let module =
        |id: &str| catalog.transceiver(id).and_then(|module| module.fibre.as_ref()?.known().copied());
    let fibre = |id: &str| catalog.cable(id).and_then(|cable| cable.fibre.as_ref()?.known().copied());
    let kinds = |glass: &dyn Fn(&str) -> Option<Fibre>| -> Vec<(usize, Fibre)> {
        let lines = bom.lines.iter().enumerate();
        lines.filter_map(|(index, line)| Some((index, glass(line.part_id.as_deref()?)?))).collect()
    };
    let (modules, fibres) = (kinds(&module), kinds(&fibre));
    let lonely = |one: &[(usize, Fibre)], other: &[(usize, Fibre)]| -> Vec<(usize, Fibre)> {
        let alone = |kind: Fibre| !other.is_empty() && other.iter().all(|(_, met)| *met != kind);
        one.iter().copied().filter(|(_, kind)| alone(*kind)).collect()
    };
    let mut alone = lonely(&modules, &fibres);
    alone.extend(lonely(&fibres, &modules));
    alone
        .into_iter()
        .map(|(index, kind)| {
            let message = format!("a {} mode part, and nothing of that glass to join it to", kind.word());
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
