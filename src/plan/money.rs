//! Cost of the plan, and the budget held against it.

use super::work::Work;
use crate::{
    design::{RuleId, Severity},
    plan::cost,
    trace::{FindingDraft, Traced, facts, record::Record},
};

/// Years of ownership when none are stated: the usual depreciation of servers in the sources' comparisons.
const YEARS: f64 = 3.0;
/// Words that make a budget a wish and not a limit.
const SOFT: &[&str] =
    &["about", "around", "roughly", "approx", "ca.", "circa", "target", "~", "ungefähr", "etwa", "environ"];

/// Prices the bill of materials, where there are prices.
pub(super) fn price(work: &mut Work<'_>) {
    let (Some(bom), Some(gpu), Some(gpus)) = (work.bom.clone(), work.gpu, work.gpus.clone()) else { return };
    if work.catalog.prices().is_empty() {
        return;
    }
    let quantities = (0..bom.lines.len())
        .filter_map(|index| work.trace.get(&format!("/design/bom/lines/{index}/quantity")).cloned())
        .collect();
    let years = match &work.asked.warranty_years {
        Some(stated) if stated.value >= 1.0 => Work::stated("warranty_years", "years", stated),
        _ => {
            work.assume(
                "ownership_years",
                YEARS,
                "no term is stated",
                "a longer term lowers the cost of a GPU-hour and adds energy",
                false,
            );
            Traced::assumed(YEARS, "years", "ownership_years", "no term is stated")
        }
    };
    let pue = match &work.asked.pue_ratio {
        Some(stated) => Some(Work::stated("pue_ratio", "", stated)),
        None => work
            .catalog
            .site_factor("pue-default")
            .and_then(|factor| facts::number("site_factor/pue-default", "ratio", "", Some(&factor.ratio))),
    };
    let budget = work.asked.budget_amount.as_ref().map(|stated| {
        let currency =
            work.asked.budget_currency.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
        let words = stated.quote.to_lowercase();
        let hard = !SOFT.iter().any(|soft| words.contains(soft));
        (Work::stated("budget_amount", &currency, stated), currency, hard)
    });
    let stated_currency = budget.as_ref().map(|(_, currency, _)| currency.clone());
    let basis = cost::Basis {
        bom: &bom,
        quantities,
        gpu_id: &gpu.id,
        gpus,
        it_kw: work.trace.get("/design/facility/it_power_kw").cloned(),
        pue,
        years,
        served_tokens_per_s: work.served_tokens_per_s.clone(),
        budget,
    };
    work.cost = cost::cost(work.catalog, &mut Record::new(&mut work.trace, "/design/cost"), &basis);
    let Some(cost) = work.cost.clone() else {
        work.find(FindingDraft::note(
            RuleId::CostToBeQuoted,
            Severity::Info,
            "the price book prices no line of this bill of materials; cost is to be quoted",
        ));
        return;
    };
    match (&cost.budget, stated_currency) {
        (None, Some(currency)) if currency != cost.currency => work.find(FindingDraft::note(
            RuleId::Budget,
            Severity::Warning,
            format!(
                "the budget is in {}, the prices are in {}; no rate of exchange is taken, so they are not compared",
                if currency.is_empty() { "an unnamed currency" } else { &currency },
                cost.currency
            ),
        )),
        (Some(check), _) if check.fits == Some(false) => over(work, check.hard),
        _ => {}
    }
}

fn over(work: &mut Work<'_>, hard: bool) {
    let place = |key: &str| work.trace.get(&format!("/design/cost/{key}")).cloned();
    let (Some(low), Some(amount)) = (place("purchase_low"), place("budget/amount")) else { return };
    let severity = if hard { Severity::Error } else { Severity::Warning };
    let nodes = work.nodes.as_ref().map_or(0.0, |nodes| nodes.value);
    let fits = (nodes * amount.value / low.value).floor();
    let repair = if fits >= 1.0 {
        format!("plan about {fits} nodes, or raise the budget to {} at least", low.words())
    } else {
        format!("raise the budget to {} at least; it does not pay for one node", low.words())
    };
    work.find(
        FindingDraft::note(
            RuleId::Budget,
            severity,
            format!(
                "the priced lines alone cost {} at the low prices; the budget is {}; lines without a price come on top",
                low.words(),
                amount.words()
            ),
        )
        .against(low, amount)
        .at("/design/cost/purchase_low")
        .repaired_by(repair),
    );
}
