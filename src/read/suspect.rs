//! Statements that disagree with the catalog or with common sense: disputed product figures, slips of a unit, a pilot
//! behind the whole.

use super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};
use crate::{
    catalog::{Catalog, Resolution},
    design::{Conflict, ConflictKind, Plain},
};

/// How far a product figure in a text may be from the catalog's before it is disputed.
const TOLERANCE: f64 = 0.06;

/// All such statements.
pub(super) fn find(page: &Page, claims: &mut Claims, catalog: &Catalog) -> Vec<Conflict> {
    let mut out = disputed(page, claims, catalog);
    out.extend(slips(page, claims));
    out.extend(storage_in_bits(page, claims));
    out.extend(phases_swapped(page));
    out
}

/// "H200 has 288 GB and 12 TB/s": what a text says about a product never replaces the catalog.
fn disputed(page: &Page, claims: &mut Claims, catalog: &Catalog) -> Vec<Conflict> {
    let mut out = Vec::new();
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) || !matches!(quantity.unit, Unit::Gbyte | Unit::GbytePerS) {
            continue;
        }
        let sentence = page.sentence(at);
        let Some(gpu) =
            (sentence.start..at).rev().find(|place| matches!(page.nodes[*place].what, What::Gpu(_)))
        else {
            continue;
        };
        let What::Gpu(name) = &page.nodes[gpu].what else { continue };
        let between = gpu + 1..at;
        let verb = between.clone().any(|place| {
            matches!(
                page.nodes[place].text.as_str(),
                "has"
                    | "have"
                    | "with"
                    | "offers"
                    | "is"
                    | "="
                    | ":"
                    | "hat"
                    | "mit"
                    | "tiene"
                    | "a"
                    | "ha"
                    | "tem"
                    | "comes"
            )
        });
        let about_other = page.has(
            between,
            &[C::Storage, C::KvCache, C::Model, C::Checkpoint, C::Ram, C::Desktop, C::GraphicsMemory],
        ) || page.is_any(at + 1, &[C::Storage, C::KvCache, C::Nvlink])
            || page.is(at + 2, C::KvCache);
        if !verb || about_other || at - gpu > 8 || quantity.low > 30_000.0 {
            continue;
        }
        let parts = parts(catalog, name);
        let known: Vec<f64> = parts
            .iter()
            .filter_map(|id| catalog.gpu(id))
            .filter_map(|gpu| {
                if quantity.unit == Unit::Gbyte {
                    gpu.memory_gb.as_ref().and_then(|fact| fact.known().copied())
                } else {
                    gpu.memory_bandwidth_gbyte_per_s.as_ref().and_then(|fact| fact.known().copied())
                }
            })
            .collect();
        let Some(stands) = known.first().copied() else { continue };
        claims.take(at);
        if known.iter().any(|value| (value - quantity.low).abs() <= value * TOLERANCE) {
            continue;
        }
        let (field, scale) =
            if quantity.unit == Unit::Gbyte { ("gpu_mem_gb", 1.0) } else { ("gpu_bw_tbs", 1000.0) };
        out.push(Conflict {
            kind: ConflictKind::Disputed,
            field: field.into(),
            quotes: vec![page.quote(at, at).to_string()],
            values: vec![Plain::from(quantity.low / scale), Plain::from(stands / scale)],
            used: Some(Plain::from(stands / scale)),
            reason: format!(
                "the catalog has another figure for the {name}; a statement in a text does not change it"
            ),
        });
    }
    out
}

/// Ids of the parts a name may mean, the default first.
fn parts(catalog: &Catalog, name: &str) -> Vec<String> {
    match catalog.resolve_gpu(name) {
        Resolution::One(id) => vec![id.to_string()],
        Resolution::Several(bare) => {
            bare.default.iter().chain(bare.candidates.iter()).map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    }
}

/// Figures kept as written because their unit is most likely a slip: ports in GB/s, memory in Gb, racks in MW.
fn slips(page: &Page, claims: &Claims) -> Vec<Conflict> {
    let kinds = [
        (
            "fabric_rate_stated",
            "fabric_gbps_per_gpu",
            "ports are rated in gigabits per second; read literally this is eight times as much",
        ),
        (
            "gpu_mem_stated",
            "gpu_mem_gb",
            "memory is rated in gigabytes; read literally this is an eighth of it",
        ),
        (
            "rack_power_stated",
            "power_per_rack_kw",
            "racks are rated in kilowatts; read literally this is a thousand times as much",
        ),
    ];
    kinds
        .iter()
        .filter_map(|(stated, field, reason)| {
            let claim = claims.last(stated)?;
            let quantity = page.quantity(claim.from)?;
            let (literal, likely) = match *stated {
                "fabric_rate_stated" => (quantity.low * 8.0, quantity.low),
                "gpu_mem_stated" => (quantity.low / 8.0, quantity.low),
                _ => (quantity.low, quantity.low / 1000.0),
            };
            Some(Conflict {
                kind: ConflictKind::Suspected,
                field: (*field).into(),
                quotes: vec![page.quote(claim.from, claim.to).to_string()],
                values: vec![Plain::from(literal), Plain::from(likely)],
                used: None,
                reason: (*reason).into(),
            })
        })
        .collect()
}

/// Storage rates in gigabits are usually meant in gigabytes.
fn storage_in_bits(page: &Page, claims: &mut Claims) -> Vec<Conflict> {
    let mut out = Vec::new();
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at)
            || quantity.unit != Unit::GbitPerS
            || !page.clause_has(at, &[C::Storage, C::Read, C::Write])
            || page.clause_has(at, &[C::Port, C::Network, C::Nic])
        {
            continue;
        }
        claims.take(at);
        let field = if page.clause_has(at, &[C::Write]) { "storage_write_gbs" } else { "storage_read_gbs" };
        out.push(Conflict {
            kind: ConflictKind::Suspected,
            field: field.into(),
            quotes: vec![page.quote(at, at).to_string()],
            values: vec![Plain::from(quantity.low / 8.0), Plain::from(quantity.low)],
            used: None,
            reason: "storage rates are usually stated in gigabytes per second; read literally this is an eighth of it".into(),
        });
    }
    out
}

/// A pilot that comes after the whole cluster.
fn phases_swapped(page: &Page) -> Vec<Conflict> {
    let part = |concept: C| {
        (0..page.nodes.len()).find_map(|at| {
            let number = page.is(at, C::Phase).then(|| page.quantity(at + 1)).flatten()?.count()?;
            let end = page.sentence(at).end;
            let stop = (at + 2..end).find(|place| page.is(*place, C::Phase)).unwrap_or(end);
            let place = page.find(at + 2..stop, &[concept])?;
            Some((number, at, place))
        })
    };
    match (part(C::Whole), part(C::Pilot)) {
        (Some((whole, a, b)), Some((pilot, c, d))) if pilot > whole => vec![Conflict {
            kind: ConflictKind::Conflict,
            field: "phases".into(),
            quotes: vec![page.quote(a, b).to_string(), page.quote(c, d).to_string()],
            values: vec![Plain::from(whole), Plain::from(pilot)],
            used: None,
            reason: "a pilot after the whole cluster looks swapped".into(),
        }],
        _ => Vec::new(),
    }
}
