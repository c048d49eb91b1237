//! Figures that disagree with the catalog or whose unit is most likely a slip.

use super::{
    item::{Kind, Sheet},
    numbers::Claim,
    status::{Standing, standing},
    unit::Unit,
};
use crate::{
    catalog::{Catalog, Resolution},
    design::{Conflict, ConflictKind, Field, Plain},
};

/// How far a product figure in a text may be from the catalog's before it is disputed.
const TOLERANCE: f64 = 0.06;
/// Items between a product and a figure that is said of it.
const REACH: usize = 8;

/// All such figures.
pub(super) fn find(sheet: &Sheet, claims: &[Claim], catalog: &Catalog) -> Vec<Conflict> {
    let mut out = disputed(sheet, catalog);
    out.extend(claims.iter().filter_map(|claim| slip(sheet, claim)));
    out.extend(storage_in_bits(sheet));
    out
}

/// "H200 has 288 GB and 12 TB/s": what a text says about a product never replaces the catalog.
fn disputed(sheet: &Sheet, catalog: &Catalog) -> Vec<Conflict> {
    let mut out = Vec::new();
    for at in 0..sheet.items.len() {
        let Some(quantity) = sheet.items[at].quantity() else { continue };
        if sheet.items[at].masked || !matches!(quantity.unit, Unit::Gbyte | Unit::GbytePerS) {
            continue;
        }
        let start = sheet.sentence(at).start.max(at.saturating_sub(REACH));
        let named = (start..at).rev().find_map(|place| match &sheet.items[place].kind {
            Kind::Gpu(name) => Some((place, name)),
            _ => None,
        });
        let Some((gpu, name)) = named else { continue };
        let says = sheet.items[gpu + 1..at].iter().any(|item| item.is(&["has_word"]) || item.is_sign(':'));
        let of_other = sheet.has(
            gpu + 1..(at + 3).min(sheet.items.len()),
            &["storage", "kv_cache", "model", "checkpoint", "ram", "desktop", "graphics_memory", "nvlink"],
        );
        if !says || of_other || matches!(standing(sheet, at), Standing::Nothing(_)) {
            continue;
        }
        let known: Vec<f64> = parts(catalog, name)
            .iter()
            .filter_map(|id| catalog.gpu(id))
            .filter_map(|gpu| match quantity.unit {
                Unit::Gbyte => gpu.memory_gb.as_ref().and_then(|fact| fact.known().copied()),
                _ => gpu.memory_bandwidth_gbyte_per_s.as_ref().and_then(|fact| fact.known().copied()),
            })
            .collect();
        let Some(stands) = known.first().copied() else { continue };
        if known.iter().any(|value| (value - quantity.low).abs() <= value * TOLERANCE) {
            continue;
        }
        let (field, scale) =
            if quantity.unit == Unit::Gbyte { ("gpu_mem_gb", 1.0) } else { ("gpu_bw_tbs", 1000.0) };
        out.push(Conflict {
            kind: ConflictKind::Disputed,
            field: field.into(),
            quotes: vec![sheet.quote(at, at).to_string()],
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

/// A figure kept as written because its unit is most likely a slip: ports in GB/s, memory in Gb, racks in W or MW.
fn slip(sheet: &Sheet, claim: &Claim) -> Option<Conflict> {
    let quantity = sheet.items[claim.from..=claim.to].iter().find_map(super::item::Item::quantity)?;
    let low = quantity.low;
    let (field, literal, likely, reason) = match claim.statement.field {
        Field::FabricRateStated if quantity.unit == Unit::GbytePerS => (
            Field::FabricGbpsPerGpu.name(),
            low * 8.0,
            low,
            "ports are rated in gigabits per second; read literally this is eight times as much",
        ),
        Field::FabricRateStated => (
            Field::FabricGbpsPerGpu.name(),
            low,
            low,
            "ports are rated in gigabits per second, not in gigabytes",
        ),
        Field::GpuMemStated => (
            "gpu_mem_gb",
            low / 8.0,
            low,
            "memory is rated in gigabytes; read literally this is an eighth of it",
        ),
        Field::RackPowerStated if low < 1.0 => (
            Field::PowerPerRackKw.name(),
            low,
            low * 1000.0,
            "racks are rated in kilowatts; read literally this is a thousandth of it",
        ),
        Field::RackPowerStated => (
            Field::PowerPerRackKw.name(),
            low,
            low / 1000.0,
            "racks are rated in kilowatts; read literally this is a thousand times as much",
        ),
        _ => return None,
    };
    Some(Conflict {
        kind: ConflictKind::Suspected,
        field: field.into(),
        quotes: vec![claim.statement.quote.clone()],
        values: vec![Plain::from(literal), Plain::from(likely)],
        used: None,
        reason: reason.into(),
    })
}

/// Storage rates in gigabits are usually meant in gigabytes.
fn storage_in_bits(sheet: &Sheet) -> Vec<Conflict> {
    let mut out = Vec::new();
    for at in 0..sheet.items.len() {
        let item = &sheet.items[at];
        let Some(quantity) = item.quantity().filter(|q| q.unit == Unit::GbitPerS && !item.masked) else {
            continue;
        };
        let clause = sheet.clause(at);
        let stored = sheet.has(clause.clone(), &["storage", "read", "write"])
            && !sheet.has(clause.clone(), &["port", "network", "nic", "per_gpu"]);
        if !stored || matches!(standing(sheet, at), Standing::Nothing(_)) {
            continue;
        }
        let field =
            if sheet.has(clause, &["write"]) { Field::StorageWriteGbs } else { Field::StorageReadGbs };
        out.push(Conflict {
            kind: ConflictKind::Suspected,
            field: field.name().into(),
            quotes: vec![sheet.quote(at, at).to_string()],
            values: vec![Plain::from(quantity.low / 8.0), Plain::from(quantity.low)],
            used: None,
            reason: "storage rates are usually stated in gigabytes per second; read literally this is an eighth of it"
                .into(),
        });
    }
    out
}
