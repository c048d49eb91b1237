//! The storage product: how many appliances of the catalog give the rates and the capacity that are asked for. What no
//! document prints of it stays open by name, to be proven by its maker.

use super::super::work::Work;
use crate::{
    catalog::StorageBlock,
    design::Appliances,
    trace::{Num, Traced, facts},
    units::{self, GbytePerS, Per, Tb, Unit},
};

/// What the storage must give.
pub(super) struct Asked<'a> {
    /// Usable capacity, TB.
    pub capacity: Option<&'a Traced>,
    /// Sustained read, GB/s.
    pub read: Option<&'a Traced>,
    /// Sustained write, GB/s: stated, or what the checkpoints need.
    pub write: Option<&'a Traced>,
}

/// The appliances of the product that leaves the least open, and of those the fewest; none when nothing is asked that
/// the catalog prints a figure for.
pub(super) fn choose(work: &mut Work<'_>, asked: &Asked<'_>) -> Option<(Appliances, Traced)> {
    let found = work.catalog.storage_blocks().iter().filter_map(|block| counted(block, asked));
    let best = found.min_by(|a, b| {
        (a.open.len(), a.count.count(), &a.block.id).cmp(&(b.open.len(), b.count.count(), &b.block.id))
    })?;
    let mut record = work.record("/design/storage/appliances");
    let whole = |each: &Option<Traced>| {
        each.as_ref().map(|each| {
            crate::trace::record::product(&each.unit, ("appliances", &best.count), ("each", each))
        })
    };
    let (read, write, usable) = (whole(&best.read), whole(&best.write), whole(&best.usable));
    let form = Appliances {
        part_id: best.block.id.to_string(),
        name: best.block.name.to_string(),
        count: record.count("count", &best.count),
        read_gbyte_per_s: record.maybe("read_gbyte_per_s", read.as_ref()),
        write_gbyte_per_s: record.maybe("write_gbyte_per_s", write.as_ref()),
        usable_tb: record.maybe("usable_tb", usable.as_ref()),
        to_be_proven: best.open.iter().map(|what| (*what).to_string()).collect(),
    };
    Some((form, best.count))
}

struct Counted<'a> {
    block: &'a StorageBlock,
    count: Traced,
    read: Option<Traced>,
    write: Option<Traced>,
    usable: Option<Traced>,
    open: Vec<&'static str>,
}

/// Appliances that give what is asked for, by what one gives.
fn enough<U: Unit>(name: &str, asked: &Traced, each: &Traced) -> Num<units::Appliances> {
    let each = each.named::<Per<U, units::Appliances>>(format!("{name}_each"));
    (asked.named::<U>(format!("{name}_asked")) / each).ceil()
}

fn counted<'a>(block: &'a StorageBlock, asked: &Asked<'_>) -> Option<Counted<'a>> {
    let entry = format!("storage_block/{}", block.id);
    let read = facts::number(&entry, "read_gbyte_per_s", "GB/s", block.read_gbyte_per_s.as_ref());
    let write = facts::number(&entry, "write_gbyte_per_s", "GB/s", block.write_gbyte_per_s.as_ref());
    let usable = facts::number(&entry, "usable_tb", "TB", block.usable_tb.as_ref());
    let needs = [
        ("read", asked.read, &read, "the read rate is not published; its maker has to prove it"),
        ("write", asked.write, &write, "the write rate is not published; its maker has to prove it"),
        (
            "capacity",
            asked.capacity,
            &usable,
            "the usable capacity is not published; its maker has to state it",
        ),
    ];
    let (mut counts, mut open) = (Vec::new(), Vec::new());
    for (name, asked, each, missing) in needs {
        let Some(asked) = asked.filter(|asked| asked.value > 0.0) else { continue };
        match each.as_ref().filter(|each| each.value > 0.0) {
            Some(each) if name == "capacity" => counts.push(enough::<Tb>(name, asked, each)),
            Some(each) => counts.push(enough::<GbytePerS>(name, asked, each)),
            None => open.push(missing),
        }
    }
    let count = Num::greatest(&counts)?.traced();
    Some(Counted { block, count, read, write, usable, open })
}
