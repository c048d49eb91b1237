//! Cost of the plan, and the budget held against it.

use super::{
    stages::{Billed, Housed, Priced, Serving, Sized},
    work::Work,
};
use crate::{
    design::{RuleId, Severity},
    plan::cost,
    trace::{FindingDraft, Traced, facts},
};

/// Years of ownership when none are stated: the usual depreciation of servers in the sources' comparisons.
const YEARS: f64 = 3.0;
/// Words that make a budget a wish and not a limit.
const SOFT: &[&str] =
    &["about", "around", "roughly", "approx", "ca.", "circa", "target", "~", "ungefähr", "etwa", "environ"];

/// The bill of materials with prices, where there are any, and the budget compared with it.
pub(super) fn price(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    housed: &Housed,
    billed: &Billed,
    served: Option<&Serving>,
) -> Priced {
    let (Some(bom), Some(gpu), Some(gpus)) = (&billed.bom, sized.gpu, sized.gpus.clone()) else {
        return Priced::default();
    };
    if work.catalog.prices().is_empty() {
        return Priced::default();
    }
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
    // What stands is not bought: the budget is for what is added, and is compared with that.
    let limit = work.asked.budget_amount.as_ref().filter(|_| sized.standing.is_none());
    let budget = limit.map(|stated| {
        let currency =
            work.asked.budget_currency.as_ref().map(|stated| stated.value.to_string()).unwrap_or_default();
        let words = stated.quote.to_lowercase();
        let hard = !SOFT.iter().any(|soft| words.contains(soft));
        (Work::stated("budget_amount", &currency, stated), currency, hard)
    });
    let stated = budget.clone();
    let basis = cost::Basis {
        bom,
        quantities: &billed.quantities,
        gpu_id: &gpu.id,
        gpus,
        it_kw: housed.numbers.it_kw.clone(),
        pue,
        years,
        served_tokens_per_s: served.and_then(|served| served.tokens_per_s.clone()),
        budget,
    };
    let catalog = work.catalog;
    let Some(total) = cost::cost(catalog, &mut work.record("/design/cost"), &basis) else {
        work.find(FindingDraft::note(
            RuleId::CostToBeQuoted,
            Severity::Info,
            "the price book prices no line of this bill of materials; cost is to be quoted",
        ));
        return Priced::default();
    };
    let cost = &total.cost;
    if let Some(why) = &cost.withheld {
        work.find(
            FindingDraft::note(
                RuleId::CostWithheld,
                Severity::Warning,
                format!("no purchase price is given: {why}"),
            )
            .at("/design/cost/to_be_quoted")
            .repaired_by("add the missing prices to the price book"),
        );
    }
    match (&cost.budget, stated) {
        (None, Some((_, currency, _))) if currency != cost.currency => work.find(FindingDraft::note(
            RuleId::Budget,
            Severity::Warning,
            format!(
                "the budget is in {}, the prices are in {}; the price book holds no rate of exchange, so they are not compared",
                if currency.is_empty() { "an unnamed currency" } else { &currency },
                cost.currency
            ),
        )),
        (Some(check), Some((amount, _, hard))) if check.fits == Some(false) => {
            over(work, sized.nodes.as_ref(), total.low.clone(), amount, hard);
        }
        _ => {}
    }
    // The priced lines alone are no purchase.
    let purchase = total.cost.purchase_low.is_some().then_some((total.low, total.high));
    Priced { cost: Some(total.cost), purchase }
}

/// Finds that the priced lines alone exceed the budget.
fn over(work: &mut Work<'_>, nodes: Option<&Traced>, low: Traced, amount: Traced, hard: bool) {
    let severity = if hard { Severity::Error } else { Severity::Warning };
    let nodes = nodes.map_or(0.0, |nodes| nodes.value);
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
        .at("/design/cost/priced_low")
        .repaired_by(repair),
    );
}
