//! Bytes: memory per GPU and per desktop, cache, checkpoints, storage and its rates.

use serde_json::json;

use super::super::{
    claim::{Claims, number},
    lexicon::C,
    page::{Page, What},
    quantity::Bound,
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    options(page, claims);
    checkpoint(page, claims);
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        match quantity.unit {
            Unit::Gbyte => bytes(page, claims, at),
            Unit::Gbit
                if page.distance(at, &[C::Memory]).is_some_and(|memory| {
                    page.distance(at, &[C::Port, C::Network]).is_none_or(|port| memory < port)
                }) =>
            {
                claims.put("gpu_mem_stated", page.quote(at, at), at, at, 3);
                claims.take(at);
            }
            Unit::GbytePerS | Unit::GigaSomething => rate(page, claims, at),
            _ => {}
        }
    }
}

/// "Two accelerators of at least 140 GB, or four of at least 94 GB": the forms an inference node may have.
fn options(page: &Page, claims: &mut Claims) {
    let mut at = 0;
    while at < page.nodes.len() {
        let sentence = page.sentence(at);
        let memories: Vec<usize> = sentence
            .clone()
            .filter(|place| {
                page.quantity(*place)
                    .is_some_and(|q| q.unit == Unit::Gbyte && q.bound == Bound::AtLeast && q.low < 400.0)
            })
            .collect();
        if memories.len() >= 2
            && page.has(sentence.clone(), &[C::WorkInference])
            && !claims.is_taken(memories[0])
        {
            let mut found = Vec::new();
            for memory in &memories {
                let count = (sentence.start..*memory).rev().find_map(|place| {
                    page.quantity(place)
                        .filter(|_| !claims.is_taken(place))
                        .and_then(|q| q.count())
                        .map(|count| (place, count))
                });
                if let (Some((place, count)), Some(quantity)) = (count, page.quantity(*memory))
                    && (1..=16).contains(&count)
                {
                    found.push((
                        place,
                        *memory,
                        json!({ "gpus_per_node": count, "mem_gb_min": number(quantity.low) }),
                    ));
                }
            }
            if found.len() == memories.len() {
                let (from, to) = (found[0].0, found[found.len() - 1].1);
                for (place, memory, _) in &found {
                    claims.take(*place);
                    claims.take(*memory);
                }
                let list: Vec<_> = found.into_iter().map(|(.., option)| option).collect();
                claims.put("inference_options", list, from, to, 3);
            }
        }
        at = sentence.end.max(at + 1);
    }
}

fn checkpoint(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) || !page.sentence_has(at, &[C::Checkpoint]) {
            continue;
        }
        let near = page.distance(at, &[C::Checkpoint]).unwrap_or(99);
        if quantity.unit == Unit::Gbyte && near <= 6 {
            claims.number("checkpoint_tb", quantity.low / 1000.0, at, at, 3);
            claims.take(at);
        } else if let Some(seconds) = quantity.seconds() {
            let stall = page.distance(at, &[C::Stall]);
            let every = at.checked_sub(1).is_some_and(|before| {
                page.is_any(before, &[C::Each, C::Per]) || is_every(&page.nodes[before].text)
            });
            if every && quantity.unit != Unit::Ms {
                claims.number("checkpoint_interval_min", seconds / 60.0, at - 1, at, 3);
                claims.take(at);
            } else if stall.is_some() && seconds <= 7200.0 {
                claims.number("checkpoint_stall_s", seconds, at, at, 3);
                claims.take(at);
            } else if (60.0..=86_400.0).contains(&seconds) && near <= 4 {
                claims.number("checkpoint_interval_min", seconds / 60.0, at, at, 2);
                claims.take(at);
            }
        }
    }
}

fn is_every(word: &str) -> bool {
    matches!(
        word,
        "every"
            | "alle"
            | "cada"
            | "toutes"
            | "tous"
            | "ogni"
            | "elke"
            | "co"
            | "每"
            | "毎"
            | "كل"
            | "каждые"
            | "var"
    )
}

fn bytes(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let value = quantity.low;
    let far = |concepts: &[C]| page.distance(at, concepts).unwrap_or(99);
    let sentence = page.sentence(at);
    let named_gpu = sentence.clone().any(|place| {
        matches!(page.nodes[place].what, What::Gpu(_) | What::UnknownGpu(_) | What::RackScale(_))
    });
    let mut put = |field: &'static str, value: f64, to: usize, weight: u8| {
        claims.number(field, value, at, to, weight);
        claims.take(at);
    };
    if far(&[C::KvCache]) <= 4 && value >= 1.0 && !page.sentence_has(at, &[C::Core]) {
        put("kv_cache_gb", value, at, 3);
    } else if value <= 96.0
        && (far(&[C::GraphicsMemory]) <= 5
            || page.sentence_has(at, &[C::Desktop]) && page.sentence_has(at, &[C::Each, C::Per, C::Memory]))
        && !page.clause_has(at, &[C::Ram])
    {
        let to = page.after(at, 4, &[C::GraphicsMemory]).unwrap_or(at);
        put("vgpu_gb", value, to, 2);
    } else if far(&[C::Ram]) <= 4 || far(&[C::Drive]) <= 3 || far(&[C::Core]) <= 3 {
    } else if value <= 400.0
        && (far(&[C::Gpu]) <= 8 || far(&[C::Memory]) <= 4)
        && !named_gpu
        && (quantity.bound == Bound::AtLeast
            || page.is(at + 1, C::Memory)
            || page.clause_has(at, &[C::Each, C::Memory])
            || page.is(at + 1, C::AtLeastAfter))
        && far(&[C::Storage]) > 3
    {
        put("gpu_mem_gb_min", value, at, if quantity.bound == Bound::AtLeast { 3 } else { 2 });
    } else if named_gpu
        && value <= 400.0
        && quantity.bound == Bound::AtLeast
        && far(&[C::Gpu, C::Memory]) <= 6
        && far(&[C::Storage]) > 4
    {
        put("gpu_mem_gb_min", value, at, 2);
    } else if value >= 1000.0 {
        let each = page.clause_has(at, &[C::Existing])
            || page.clause_has(at, &[C::Node]) && page.clause_has(at, &[C::Per, C::Each])
            || page.clause_has(at, &[C::User, C::Desktop]);
        let stored = far(&[C::Storage]) <= 8 || page.sentence_has(at, &[C::Storage]);
        let usable =
            page.after(at, 2, &[C::Usable, C::Capacity]).is_some() && !page.sentence_has(at, &[C::Memory]);
        if !each
            && (stored
                || usable && value >= 100_000.0
                || value >= 1e6 && page.after(at, 2, &[C::Usable, C::Storage]).is_some())
        {
            let to = page.after(at, 4, &[C::Storage, C::Capacity, C::Usable]).unwrap_or(at);
            put("storage_capacity_tb", value / 1000.0, to, 2);
        }
    }
}

fn rate(page: &Page, claims: &mut Claims, at: usize) {
    let Some(quantity) = page.quantity(at) else { return };
    let read = page.distance(at, &[C::Read]);
    let write = page.distance(at, &[C::Write]);
    let field = match (read, write) {
        _ if page.clause_has(at, &[C::Nvlink, C::Port]) => return,
        (Some(r), Some(w)) => {
            // "200 GB/s read, 100 GB/s write" or "read 200 GB/s, write 100 GB/s": the word in the same clause decides.
            if page.clause_has(at, &[C::Read]) && !page.clause_has(at, &[C::Write]) {
                "storage_read_gbs"
            } else if page.clause_has(at, &[C::Write]) && !page.clause_has(at, &[C::Read]) {
                "storage_write_gbs"
            } else {
                let behind = page.is(at + 1, C::Read) || page.is(at + 1, C::Write);
                match (behind, page.is(at + 1, C::Read), r <= w) {
                    (true, true, _) | (false, _, true) => "storage_read_gbs",
                    _ => "storage_write_gbs",
                }
            }
        }
        (Some(_), None) => "storage_read_gbs",
        (None, Some(_)) => "storage_write_gbs",
        _ => return,
    };
    if quantity.unit == Unit::GigaSomething {
        return;
    }
    claims.number(field, quantity.low, at, at, 2);
    claims.take(at);
}
