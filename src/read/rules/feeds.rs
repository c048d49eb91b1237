//! Electrical feeds: volts, phases, amps, feeds per rack, redundancy.

use super::super::{claim::Claims, lexicon::C, page::Page, unit::Unit};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let mut electric = None;
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) {
            continue;
        }
        match quantity.unit {
            Unit::Volt if (12.0..=40_000.0).contains(&quantity.low) => {
                // 230/400 V: the phase voltage is said first, the line voltage second.
                claims.number("volts", quantity.high, at, at, 2);
                claims.take(at);
                electric = Some(at);
            }
            Unit::Amp if (1.0..=6300.0).contains(&quantity.low) => {
                claims.number("amps", quantity.high, at, at, 2);
                claims.take(at);
                electric = Some(at);
            }
            _ => {}
        }
    }
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.nodes[at].masked {
            continue;
        }
        match page.concept(at) {
            Some(C::FeedPhase) => claims.put("phases", 3, at, at, 3),
            Some(C::SinglePhase) => claims.put("phases", 1, at, at, 3),
            Some(C::AbFeeds)
                if electric.is_some() || page.sentence_has(at, &[C::Feed, C::Power, C::Rack]) =>
            {
                let to = at + usize::from(page.is(at + 1, C::Feed));
                claims.put("redundancy", "A/B", at, to, 2);
                if page.sentence_has(at, &[C::Feed])
                    || page.text.quote(page.nodes[at].span).to_lowercase().contains("feed")
                {
                    claims.put("feeds_per_rack", 2, at, to, 1);
                }
            }
            Some(C::NPlusOne) => claims.put("redundancy", "N+1", at, at, 1),
            Some(C::TwoN) => claims.put("redundancy", "2N", at, at, 1),
            Some(C::Feed) => {
                let Some(count) = page.before(at, 3, &[]).or(at.checked_sub(1)).and_then(|_| {
                    (at.saturating_sub(3)..at)
                        .rev()
                        .find(|place| page.quantity(*place).is_some_and(|q| q.count().is_some()))
                }) else {
                    continue;
                };
                let fits = page
                    .quantity(count)
                    .filter(|q| !q.article)
                    .and_then(|q| q.count())
                    .filter(|n| (1..=8).contains(n));
                if let Some(number) = fits
                    && page.sentence_has(at, &[C::Rack, C::Each, C::Per])
                    && !claims.is_taken(count)
                {
                    claims.put("feeds_per_rack", number, count, at, 2);
                    claims.take(count);
                }
            }
            _ => {}
        }
    }
}
