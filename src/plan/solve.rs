//! The largest cluster inside what the site's power, the racks or the budget allow: each size is planned whole, with
//! its switches and racks, and the largest that keeps within every limit is taken.

use super::{
    facility,
    trial::{self, Base, Depth},
    work::Work,
};
use crate::{
    design::{RuleId, Severity},
    trace::{FindingDraft, Origin, Traced, facts},
    units::{Kva, Kw, PowerFactor, Ratio},
};

/// Sizes above the first one that does not fit which are tried as well: a published row may need fewer switches than
/// the size below it.
const TRIED_ABOVE: u64 = 8;
/// Largest number of nodes that is tried.
const NODES_MAX: u64 = 16_384;

/// What a design must keep within.
struct Limits {
    /// Power for everything that is counted, kW.
    it_kw: Option<Traced>,
    racks: Option<Traced>,
    /// Amount and currency.
    budget: Option<(Traced, String)>,
}

/// The limits that are stated, when nothing else says how large the cluster shall be.
fn limits(work: &Work<'_>, rack_scale: bool) -> Option<Limits> {
    let asked = work.asked;
    let sized_by_need = [
        asked.model_params_b.is_some(),
        asked.model_name.is_some(),
        asked.users_total.is_some(),
        asked.users_concurrent.is_some(),
        asked.users_concurrent_peak.is_some(),
        asked.vdi_users.is_some(),
        asked.render_users.is_some(),
        asked.queries_per_s.is_some(),
        asked.tokens_per_s.is_some(),
        asked.train_tokens.is_some(),
        asked.scenes_parallel.is_some(),
        asked.corpus_pages.is_some(),
    ];
    if sized_by_need.contains(&true) {
        return None;
    }
    let racks = asked
        .racks_available
        .as_ref()
        .filter(|_| rack_scale || facility::rack_budget(work).is_some())
        .map(|stated| Work::stated_count("racks_available", "racks", stated));
    let budget =
        asked.budget_amount.as_ref().zip(asked.budget_currency.as_ref()).map(|(amount, currency)| {
            (Work::stated("budget_amount", currency.value.code(), amount), currency.value.code().to_string())
        });
    let it_kw = site_kw(work);
    let limits = Limits { it_kw, racks, budget: budget.filter(|_| !work.catalog.prices().is_empty()) };
    (limits.it_kw.is_some() || limits.racks.is_some() || limits.budget.is_some()).then_some(limits)
}

/// Power for the equipment: the site's, as kW or as kVA times a power factor, divided by the PUE where one is stated.
fn site_kw(work: &Work<'_>) -> Option<Traced> {
    let asked = work.asked;
    let site = match (&asked.power_total_kw, &asked.power_total_kva) {
        (Some(stated), _) => Work::stated("power_total_kw", "kW", stated),
        (None, Some(stated)) => {
            let kva = Work::stated("power_total_kva", "kVA", stated);
            let factor = facility::power_factor(work);
            (kva.named::<Kva>("site_kva") * factor.named::<PowerFactor>("power_factor")).traced()
        }
        (None, None) => return None,
    };
    let Some(stated) = &asked.pue_ratio else { return Some(site) };
    let pue = Work::stated("pue_ratio", "", stated);
    Some((site.named::<Kw>("site_kw") / pue.named::<Ratio>("pue")).traced())
}

/// What a design of one size takes.
struct Takes {
    legal: bool,
    it_kw: Option<f64>,
    racks: Option<f64>,
    purchase: Option<f64>,
}

/// The largest number of nodes within the stated limits, or none where not even the smallest design keeps within them;
/// nothing at all where no limit decides the size, or a limit cannot be compared because power or prices are not known.
pub(super) fn nodes<'a>(work: &mut Work<'a>, base: Base<'_, 'a>) -> Option<Option<Traced>> {
    let system = base.system?;
    let entry = format!("system/{}", system.id);
    let unit_kw = facts::number(&entry, "power_max_kw", "kW", system.power_max_kw.as_ref());
    let step = if base.rack_scale() { *system.nodes.as_ref()?.known()? } else { 1 };
    let limits = limits(work, base.rack_scale())?;
    let takes = |count: u64| takes(work, base, &limits, count);
    let most = ceiling(&limits, &takes, unit_kw.as_ref(), step)?;
    let fits = |count: u64| count > 0 && within(&limits, &takes(count));
    // What a design takes grows with its size but for a few published rows, so halving finds the last size that fits.
    let (mut low, mut high) = (0, most / step + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle * step) { low = middle } else { high = middle }
    }
    let above = (low + 1..=low + TRIED_ABOVE).rev().find(|units| fits(units * step));
    let count = above.unwrap_or(low) * step;
    Some(report(work, base, &limits, count, step))
}

/// A number of nodes that the limits cannot carry, or the largest tried; none where a limit cannot be compared.
fn ceiling(
    limits: &Limits,
    takes: &dyn Fn(u64) -> Takes,
    unit_kw: Option<&Traced>,
    step: u64,
) -> Option<u64> {
    let one = takes(step);
    let known = (limits.it_kw.is_none() || one.it_kw.is_some())
        && (limits.racks.is_none() || one.racks.is_some())
        && (limits.budget.is_none() || one.purchase.is_some());
    if !known {
        return None;
    }
    let mut most = NODES_MAX / step * step;
    if let (Some(site), Some(unit)) = (&limits.it_kw, unit_kw) {
        most = most.min((site.value / unit.value).floor() as u64 * step);
    }
    Some(most)
}

fn within(limits: &Limits, takes: &Takes) -> bool {
    let keeps = |limit: Option<&Traced>, found: Option<f64>| {
        limit.is_none_or(|limit| found.is_some_and(|found| found <= limit.value + 1e-9))
    };
    takes.legal
        && keeps(limits.it_kw.as_ref(), takes.it_kw)
        && keeps(limits.racks.as_ref(), takes.racks)
        && keeps(limits.budget.as_ref().map(|(amount, _)| amount), takes.purchase)
}

/// Plans one size on a worksheet of its own.
fn takes(work: &Work<'_>, base: Base<'_, '_>, limits: &Limits, count: u64) -> Takes {
    let trial = trial::plan(work, base, count, Depth::with_prices(limits.budget.is_some()));
    let numbers = &trial.housed.numbers;
    let value = |traced: &Option<Traced>| traced.as_ref().map(|traced| traced.value);
    let currency = limits.budget.as_ref().map(|(_, currency)| currency.as_str());
    let comparable = trial.priced.cost.as_ref().is_some_and(|cost| Some(cost.currency.as_str()) == currency);
    Takes {
        legal: !trial.broken && trial.sized.nodes.as_ref().map(Traced::count) == Some(count),
        it_kw: value(&numbers.it_kw),
        racks: value(&numbers.racks).or_else(|| value(&numbers.node_racks)),
        purchase: trial.priced.purchase.filter(|_| comparable).map(|(_, high)| high.value),
    }
}

/// The solved size with its limits, and what stands against one more; none is a finding.
fn report(work: &mut Work<'_>, base: Base<'_, '_>, limits: &Limits, count: u64, step: u64) -> Option<Traced> {
    let mut inputs: Vec<(String, Traced)> = Vec::new();
    inputs.extend(limits.it_kw.clone().map(|limit| ("equipment_kw".to_string(), limit)));
    inputs.extend(limits.racks.clone().map(|limit| ("racks".to_string(), limit)));
    inputs.extend(limits.budget.clone().map(|(limit, _)| ("budget".to_string(), limit)));
    let words: Vec<String> = inputs.iter().map(|(_, limit)| limit.words()).collect();
    let next = takes(work, base, limits, count + step);
    let mut over: Vec<String> = Vec::new();
    let mut say = |limit: Option<&Traced>, found: Option<f64>| {
        if let (Some(limit), Some(found)) = (limit, found)
            && found > limit.value + 1e-9
        {
            let found = crate::units::plain(crate::units::rounded(found, 3));
            over.push(format!("{found} {} of {}", limit.unit, limit.words()));
        }
    };
    say(limits.it_kw.as_ref(), next.it_kw);
    say(limits.racks.as_ref(), next.racks);
    say(limits.budget.as_ref().map(|(amount, _)| amount), next.purchase);
    let reason = if over.is_empty() { "a published bound of the design".into() } else { over.join(" and ") };
    let more = if step > 1 { "one rack more" } else { "one node more" };
    let message = if count == 0 {
        format!("not even the smallest design keeps within {}: {more} takes {reason}", words.join(" and "))
    } else {
        format!("the largest design within {} is {count} nodes: {more} takes {reason}", words.join(" and "))
    };
    let severity = if count == 0 { Severity::Error } else { Severity::Info };
    work.find(FindingDraft::note(RuleId::BindingLimit, severity, message).at("/design/compute/node_count"));
    if count == 0 {
        return None;
    }
    if limits.it_kw.is_some() && work.asked.pue_ratio.is_none() {
        work.assume(
            "pue_ratio",
            "not applied",
            "no PUE is stated, so the site's figure is taken as power for the equipment",
            "if it is the site's whole supply, cooling takes its share of it and fewer nodes fit",
            true,
        );
    }
    if limits.racks.is_some() && !base.rack_scale() {
        work.question(
            8,
            "power_rating_basis",
            "Is the rack power usable continuous power or the breaker rating?",
            "A breaker rating leaves less continuous power, which can halve the nodes per rack.",
        );
    }
    work.assume(
        "node_count",
        count as f64,
        "as many as keep within the stated limits, switches and racks counted",
        "storage and servers whose power or price is not known take their share and leave room for fewer",
        true,
    );
    Some(Traced::new(
        count as f64,
        "nodes",
        Origin::Estimated {
            model: "largest size whose whole plan keeps within the limits".into(),
            inputs,
            basis: "each size planned whole; the next larger one breaks a limit".into(),
        },
    ))
}
