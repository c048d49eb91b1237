//! Network rates: per GPU, existing, and the ones whose unit is a slip.

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        let bits =
            matches!(quantity.unit, Unit::GbitPerS | Unit::GbitEthernet | Unit::GigaSomething | Unit::Gbit);
        let port = page.clause_has(at, &[C::Port, C::Network, C::Nic])
            || page.sentence_has(at, &[C::Port, C::Network, C::Nic]);
        if quantity.unit == Unit::GbytePerS {
            let spoken_rate = [100.0, 200.0, 400.0, 800.0].contains(&quantity.low);
            let other = page.sentence_has(at, &[C::Nvlink, C::Storage, C::Read, C::Write, C::Memory]);
            if port && spoken_rate && (!other || page.clause_has(at, &[C::Port])) {
                claims.put("fabric_rate_stated", page.quote(at, at), at, at, 3);
                claims.take(at);
            }
            continue;
        }
        let per_gpu = per_gpu(page, at);
        if !bits
            || page.clause_has(at, &[C::Nvlink, C::Memory])
            || page.clause_has(at, &[C::Storage]) && !per_gpu
        {
            continue;
        }
        let existing = page.clause_has(at, &[C::Existing]) || page.after(at, 5, &[C::Existing]).is_some();
        if existing && !per_gpu {
            let word = page.after(at, 5, &[C::Existing]).unwrap_or(at);
            claims.number("fabric_existing_gbps", quantity.low, at, word, 2);
            claims.take(at);
        } else if let Some(to) = per_gpu.then(|| page.after(at, 4, &[C::Gpu]).unwrap_or(at)) {
            claims.number("fabric_gbps_per_gpu", quantity.low, at, to, 2);
            claims.take(at);
            if quantity.unit == Unit::GbitEthernet {
                claims.put("fabric", vec!["ethernet"], at, at, 1);
            }
        } else if quantity.unit == Unit::GbitEthernet && quantity.low >= 100.0 {
            claims.put("fabric", vec!["ethernet"], at, at, 1);
            claims.take(at);
        }
    }
    for at in 0..page.nodes.len() {
        if let What::Ratio(ratio) = &page.nodes[at].what
            && !page.nodes[at].masked
            && !claims.is_taken(at)
        {
            let blocking = page.sentence(at).any(|place| {
                let text = &page.nodes[place].text;
                [
                    "oversub",
                    "blocking",
                    "blockier",
                    "uberbuch",
                    "subscri",
                    "sobresus",
                    "收敛",
                    "surabon",
                    "contention",
                ]
                .iter()
                .any(|stem| text.contains(stem))
            }) || page.sentence_has(at, &[C::NonBlocking, C::Network]);
            if blocking {
                claims.put("oversubscription", ratio.as_str(), at, at, 2);
                claims.take(at);
            }
        }
    }
}

/// "400G per GPU", "each GPU shall have a port of 400 Gb/s".
fn per_gpu(page: &Page, at: usize) -> bool {
    let gpu = |place: usize| {
        page.is(place, C::Gpu) || matches!(page.nodes.get(place).map(|node| &node.what), Some(What::Gpu(_)))
    };
    let end = page.sentence(at).end;
    let behind = (at + 1..(at + 6).min(end))
        .take_while(|place| page.quantity(*place).is_none())
        .any(|place| page.is_any(place, &[C::Per, C::Each]) && (gpu(place + 1) || gpu(place + 2)));
    let glued = (at + 1..(at + 6).min(end)).any(|place| {
        page.nodes[place].text.starts_with("gpu당") || page.nodes[place].text.starts_with("gpuあたり")
    });
    let start = page.sentence(at).start;
    let before = (start..at).any(|place| {
        page.is_any(place, &[C::Each, C::Per]) && (gpu(place + 1) || gpu(place + 2)) && at - place <= 10
    });
    behind || before || glued
}
