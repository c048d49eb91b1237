//! What was said and fits no field: kept with its words.

use super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};
use crate::design::OtherWish;

/// Quantities with a unit that no rule read, and wishes without a field.
pub(super) fn find(page: &Page, claims: &Claims) -> Vec<OtherWish> {
    let mut out: Vec<OtherWish> = Vec::new();
    let mut push = |about: &str, quote: &str| {
        let quote = quote.trim();
        if !quote.is_empty() && !out.iter().any(|wish| wish.quote == quote) {
            out.push(OtherWish { about: about.into(), quote: quote.into() });
        }
    };
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) || quantity.article {
            continue;
        }
        let about = match quantity.unit {
            Unit::None | Unit::Other => continue,
            Unit::Kw | Unit::Kva => "power",
            Unit::Volt | Unit::Amp => "electrical feed",
            Unit::Gbyte | Unit::Gbit => "bytes",
            Unit::GbytePerS | Unit::GbitPerS | Unit::GbitEthernet | Unit::GigaSomething => "data rate",
            Unit::Percent => "share",
            Unit::Kg | Unit::KgPerM2 => "weight",
            Unit::Mm | Unit::M2 | Unit::Height => "dimension",
            Unit::Celsius => "temperature",
            Unit::Bar => "pressure",
            Unit::Money(_) => "price",
            Unit::TokensPerS | Unit::QueriesPerS | Unit::PerS => "rate",
            _ => "time",
        };
        let clause = page.clause(at);
        push(
            about,
            page.quote(clause.start, clause.end.saturating_sub(1)).trim_end_matches([',', '.', ';', ':']),
        );
    }
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.nodes[at].masked {
            continue;
        }
        let about = match &page.nodes[at].what {
            What::Concept(C::NonBlocking) => "non-blocking fabric",
            What::Concept(C::AskCertify) => "certification",
            _ => continue,
        };
        let clause = page.clause(at);
        push(
            about,
            page.quote(clause.start, clause.end.saturating_sub(1)).trim_end_matches([',', '.', ';', ':']),
        );
    }
    out
}
