//! The totals of a cluster of several parts are the sums over its parts.

use super::{
    Group, Rule,
    evidence::{at, breach},
};
use crate::{
    catalog::Catalog,
    design::{Design, Part, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::PartsTotal,
    group: Group::Consistency,
    checks: "nodes, GPUs, racks, power and bill of the whole are the sums over its pools and sites",
    why: "a total that does not add up is ordered and wired wrong",
    source: "arithmetic",
    needs: &["/parts"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(parts) = &design.parts else { return Vec::new() };
    let totals = &parts.totals;
    let sum = |of: &dyn Fn(&Part) -> Option<f64>| parts.list.iter().map(of).sum::<Option<f64>>();
    let count = |number: Option<u64>| number.map(|number| number as f64);
    let compute = |part: &Part| part.design.compute.as_ref().map(|one| (one.node_count, one.gpu_count));
    let rows: [(&str, &str, Option<f64>, Option<f64>); 6] = [
        (
            "node_count",
            "nodes",
            Some(totals.node_count as f64),
            sum(&|part| count(compute(part).map(|one| one.0))),
        ),
        (
            "gpu_count",
            "GPUs",
            Some(totals.gpu_count as f64),
            sum(&|part| count(compute(part).map(|one| one.1))),
        ),
        (
            "rack_count",
            "racks",
            count(totals.rack_count),
            sum(&|part| count(part.design.facility.as_ref()?.rack_count)),
        ),
        ("it_power_kw", "kW", totals.it_power_kw, sum(&|part| part.design.facility.as_ref()?.it_power_kw)),
        (
            "priced_low",
            totals.currency.as_deref().unwrap_or_default(),
            totals.priced_low,
            sum(&|part| Some(part.design.cost.as_ref()?.priced_low)),
        ),
        (
            "priced_high",
            totals.currency.as_deref().unwrap_or_default(),
            totals.priced_high,
            sum(&|part| Some(part.design.cost.as_ref()?.priced_high)),
        ),
    ];
    let mut findings: Vec<FindingDraft> = rows
        .into_iter()
        .filter_map(|(key, unit, stated, summed)| {
            let (stated, summed) = (stated?, summed?);
            let same = (stated - summed).abs() <= 1e-6 * summed.abs().max(1.0);
            (!same).then(|| wrong(&format!("/design/parts/totals/{key}"), unit, stated, summed))
        })
        .collect();
    let pieces = |design: &Design| -> Option<u64> {
        design.bom.as_ref().map(|bom| bom.lines.iter().map(|line| line.quantity).sum())
    };
    if let (Some(whole), Some(summed)) = (pieces(design), sum(&|part| count(pieces(&part.design))))
        && whole as f64 != summed
    {
        findings.push(wrong("/design/bom", "pieces", whole as f64, summed));
    }
    findings
}

fn wrong(place: &str, unit: &str, stated: f64, summed: f64) -> FindingDraft {
    let limit = Traced::constant(summed, unit, "sum over the parts", "parts of the design");
    let found = if place == "/design/bom" {
        Traced::constant(stated, unit, "pieces of all lines", "bill of materials")
    } else {
        at(place, stated, unit)
    };
    let message = format!("the whole says {}, its parts add up to {}", found.words(), limit.words());
    FindingDraft {
        at: Some(place.into()),
        ..breach(&RULE, Severity::Error, message, found, limit, "add up the parts")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::design::{Fabrics, PartKind, PartTotals, Parts};

    #[test]
    fn it_can_be_provoked() {
        let sound: Design = serde_json::from_str(include_str!("../../../tests/designs/sound.json")).unwrap();
        let compute = sound.compute.clone().unwrap();
        let part = |name: &str| Part {
            name: name.into(),
            kind: PartKind::Pool,
            site: None,
            gpu_name: compute.gpu_name.clone(),
            gpu_count: compute.gpu_count,
            node_count: compute.node_count,
            server: None,
            rack_count: None,
            it_power_kw: None,
            currency: None,
            priced_low: None,
            priced_high: None,
            check: None,
            design: Box::new(sound.clone()),
        };
        let whole = |nodes: u64| Design {
            compute: None,
            fabric: Fabrics::default(),
            bom: None,
            parts: Some(Parts {
                list: vec![part("a"), part("b")],
                totals: PartTotals {
                    site_count: 1,
                    node_count: nodes,
                    gpu_count: 2 * compute.gpu_count,
                    rack_count: None,
                    it_power_kw: None,
                    currency: None,
                    priced_low: None,
                    priced_high: None,
                },
                each_site_carries_all: false,
                fabrics: String::new(),
                site_link: None,
            }),
            ..sound.clone()
        };
        let found = |nodes: u64| judge(&whole(nodes), &Requirement::default(), &Catalog::embedded());
        assert_eq!(found(2 * compute.node_count), []);
        let wrong = found(2 * compute.node_count + 1);
        assert_eq!((wrong.len(), wrong[0].at.as_deref()), (1, Some("/design/parts/totals/node_count")));
    }
}
