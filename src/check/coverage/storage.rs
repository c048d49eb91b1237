//! Judges of storage. A capacity or a rate is met by figures of a chosen product, by nothing else: the demand that a design
//! repeats proves nothing, and links are no file system.

use super::judged::{Judged, Scene, number, range, with_unit};
use crate::{
    catalog::{Fact, kinds::StorageBlock},
    design::{CoverageStatus, Field, Statement},
};

const PROVE: &str =
    "performance to be proven by the vendor: no storage product with a published figure is in the bill";

/// Storage products of the bill, with their quantities and the pointers of their lines.
fn products<'a>(scene: &Scene<'a>) -> Vec<(&'a StorageBlock, f64, String)> {
    let Some(bom) = &scene.design.bom else { return Vec::new() };
    bom.lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            let id = line.part_id.as_deref()?;
            let block = scene.catalog.storage_blocks().iter().find(|block| *block.id == *id)?;
            Some((block, line.quantity as f64, format!("/design/bom/lines/{index}/quantity")))
        })
        .collect()
}

/// Capacity or rate of the storage products in the bill.
pub(super) fn figure(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let products = products(scene);
    let (unit, of): (&str, fn(&StorageBlock) -> Option<&Fact<f64>>) = match statement.field {
        Field::StorageCapacityTb => ("TB usable", |block| block.usable_tb.as_ref()),
        Field::StorageWriteGbs => ("GB/s written", |block| block.write_gbyte_per_s.as_ref()),
        _ => ("GB/s read", |block| block.read_gbyte_per_s.as_ref()),
    };
    let mut total = 0.0;
    let mut at = None;
    for (block, count, pointer) in &products {
        if let Some(each) = of(block).and_then(Fact::known) {
            total += each * count;
            at.get_or_insert_with(|| pointer.clone());
        }
    }
    match at {
        Some(at) => number(statement, Some(total), unit, &at, PROVE),
        None => links(scene, statement),
    }
}

/// Without a product: the links that are provisioned are a bound of any rate, so they can only refuse.
fn links(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let provisioned = scene.design.storage.as_ref().and_then(|storage| storage.link_provision_gbps);
    let rate = matches!(statement.field, Field::StorageReadGbs | Field::StorageWriteGbs);
    match (provisioned, range(&statement.value)) {
        (Some(gbps), Some((_, asked))) if rate && gbps / 8.0 < asked => {
            let found = with_unit(gbps / 8.0, "GB/s through the storage links");
            let note = format!("the links carry {found}, less than is asked for");
            Judged::by(CoverageStatus::NotMet, found, "/design/storage/link_provision_gbps", note)
        }
        _ => Judged::not_judged(PROVE),
    }
}

/// Checkpoints: the write rate they need, against the products' figure.
pub(super) fn checkpoint(scene: &Scene<'_>, _: &Statement) -> Judged {
    let need = scene.design.storage.as_ref().and_then(|storage| storage.checkpoint_write_gbyte_per_s);
    let Some(need) = need else { return Judged::not_judged("no write rate follows from it alone") };
    let at = "/design/storage/checkpoint_write_gbyte_per_s";
    let products = products(scene);
    let writes: Vec<f64> = products
        .iter()
        .filter_map(|(block, count, _)| Some(block.write_gbyte_per_s.as_ref().and_then(Fact::known)? * count))
        .collect();
    if writes.is_empty() {
        return Judged {
            found: Some(with_unit(need, "GB/s needed")),
            evidence: vec![at.into()],
            ..Judged::not_judged(PROVE)
        };
    }
    let total: f64 = writes.iter().sum();
    let found = format!("{} of {}", with_unit(total, "GB/s written"), with_unit(need, "GB/s needed"));
    Judged::whether(total >= need, &found, at, format!("the products give {found}"))
}
