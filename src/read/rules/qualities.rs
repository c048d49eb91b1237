//! What is said without a number: cooling, fabric, sovereignty, security, schedulers, software, sites.

use serde_json::json;

use super::super::{
    claim::Claims,
    lexicon::C,
    page::{Page, What},
    unit::Unit,
};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.nodes[at].masked {
            continue;
        }
        let Some(concept) = page.concept(at) else { continue };
        cooling(page, claims, at, concept);
        fabric(page, claims, at, concept);
        simple(page, claims, at, concept);
    }
    availability(page, claims);
    shares(page, claims);
    profile(page, claims);
    sovereignty(page, claims);
}

fn cooling(page: &Page, claims: &mut Claims, at: usize, concept: C) {
    // "No cooling besides air" wants air.
    let but = at.checked_sub(1).is_some_and(|before| {
        matches!(
            page.nodes[before].text.as_str(),
            "besides"
                | "except"
                | "than"
                | "but"
                | "ausser"
                | "salvo"
                | "sauf"
                | "tranne"
                | "exceto"
                | "behalve"
        )
    });
    let denied = page.denied(at) && !but;
    let damage = page.nodes.get(at + 1).is_some_and(|next| {
        ["damage", "leak", "schad", "bottle", "degat"].iter().any(|stem| next.text.starts_with(stem))
    });
    if concept == C::Water && damage {
        return;
    }
    let about_supply = page.clause_has(at, &[C::Inlet]);
    match concept {
        C::CoolingAir => claims.put("cooling", if denied { "liquid" } else { "air" }, at, at, 3),
        C::CoolingLiquid if denied || page.clause_has(at, &[C::Forbidden]) => {
            claims.put("cooling", "air", from_denial(page, at), at, 3)
        }
        C::CoolingLiquid => claims.put("cooling", "liquid", at, at, 3),
        C::Water if denied || page.clause_has(at, &[C::Forbidden, C::No]) && behind_denial(page, at) => {
            // "no water damage", "no water in the building": the second is about cooling, and so is a plain "no water".
            claims.put("cooling", "air", from_denial(page, at), at, 2);
        }
        C::Air if !denied && !about_supply => {
            let clause = page.clause(at);
            let words = clause
                .clone()
                .filter(|place| {
                    !matches!(page.nodes[*place].what, What::Sign(_))
                        && !matches!(
                            page.nodes[*place].text.as_str(),
                            "and" | "y" | "und" | "et" | "e" | "all" | "by" | "just"
                        )
                })
                .count();
            let alone = words <= 2
                && (words == 1
                    || page.is_any(at.wrapping_sub(1), &[C::Only])
                    || page.is_any(at + 1, &[C::Only]));
            if alone
                || page.clause_has(at, &[C::CoolingWord])
                || page.clause(at).end < page.sentence(at).end
                    && page.is(page.clause(at).start.saturating_sub(2), C::CoolingWord)
            {
                claims.put("cooling", "air", at, at, 2);
            }
        }
        _ => {}
    }
}

fn from_denial(page: &Page, at: usize) -> usize {
    page.before(at, 4, &[C::No, C::Forget]).unwrap_or(at)
}

fn behind_denial(page: &Page, at: usize) -> bool {
    page.after(at, 4, &[C::Forbidden, C::No]).is_some()
}

fn fabric(page: &Page, claims: &mut Claims, at: usize, concept: C) {
    let name = match concept {
        C::InfiniBand => "infiniband",
        C::Ethernet => "ethernet",
        _ => return,
    };
    let existing = page.clause_has(at, &[C::Existing])
        || at.checked_sub(1).is_some_and(|before| {
            page.quantity(before).is_some_and(|q| q.unit == Unit::GbitPerS || q.unit == Unit::GigaSomething)
                && page.sentence_has(at, &[C::Existing])
        });
    if existing {
        return;
    }
    // "InfiniBand or Ethernet is up to you" wishes for neither.
    let either = [at + 2, at.wrapping_sub(2)].iter().any(|other| {
        page.is_any(*other, &[C::InfiniBand, C::Ethernet])
            && page.concept(*other) != Some(concept)
            && page.nodes.get((at + other) / 2).is_some_and(|node| {
                matches!(node.text.as_str(), "or" | "oder" | "/" | "o" | "ou" | "of" | "lub" | "还是" | "或")
            })
    });
    if either {
        return;
    }
    if page.denied(at) || page.after(at, 5, &[C::Forbidden, C::Unavailable]).is_some() {
        for claim in &mut claims.list {
            claim.retracted |= claim.field == "fabric" && claim.value == json!([name]) && claim.to < at;
        }
        // Of two fabrics the other one is meant.
        let other = if name == "infiniband" { "ethernet" } else { "infiniband" };
        let said = (0..page.nodes.len()).any(|place| {
            place != at && page.is(place, if name == "infiniband" { C::Ethernet } else { C::InfiniBand })
        });
        if !said {
            claims.put("fabric", json!([other]), from_denial(page, at), at, 2);
        }
        return;
    }
    if at.checked_sub(1).is_some_and(|before| page.is(before, C::Instead)) {
        return;
    }
    claims.put("fabric", json!([name]), at, at, 2);
}

fn simple(page: &Page, claims: &mut Claims, at: usize, concept: C) {
    let denied = page.denied(at);
    let mut put = |field: &'static str, value: serde_json::Value, from: usize, to: usize| {
        claims.put(field, value, from, to, 2)
    };
    match concept {
        C::Slurm if !denied => put("scheduler", json!(["slurm"]), at, at),
        C::Kubernetes if !denied => put("scheduler", json!(["kubernetes"]), at, at),
        C::Vmware if !denied => put("hypervisor", json!("vmware"), at, at),
        C::OtherHypervisor if !denied => {
            let name = page.nodes[at].text.replace([' ', '-'], "_");
            let name = if name == "hyperv" { "hyper_v".to_string() } else { name };
            put("hypervisor", json!(name), at, at);
        }
        C::Sso if !denied => put("security", json!(["sso"]), at, at),
        C::Siem if !denied => put("security", json!(["siem_logging"]), at, at),
        C::Mfa if !denied => put("security", json!(["mfa"]), at, at),
        C::NoEgress => put("network_egress", json!("none"), at, at),
        C::RemoteAccess => {
            let clause = page.clause(at);
            if denied || page.has(at..clause.end, &[C::Forbidden, C::No]) {
                let to = page.after(at, 6, &[C::Forbidden, C::No]).unwrap_or(at);
                put("remote_access", json!("forbidden"), if denied { from_denial(page, at) } else { at }, to);
            } else if let Some(to) = page.after(at, 4, &[C::Allowed]) {
                put("remote_access", json!("allowed"), at, to);
            }
        }
        C::EncryptAtRest if !denied => {
            let sentence = page.sentence(at);
            if let Some(keys) = page.find(sentence.clone(), &[C::NationalKeys]) {
                put("encryption", json!("national_keys"), at, keys);
            } else if let Some(keys) = page.find(sentence.clone(), &[C::OwnKeys]) {
                put("encryption", json!("customer_keys"), at, keys);
            } else if !page.has(sentence.start..at, &[C::EncryptAtRest]) {
                put("encryption", json!("at_rest"), at, at);
            }
        }
        C::FullLoadEach => put("site_capacity", json!("full_each"), at, at),
        C::Office => put("location", json!("office"), at, at),
        C::NoRecabling
            if denied
                || page.nodes[at].text.starts_with("sin")
                || page.nodes[at].text.starts_with("without")
                || page.nodes[at].text.starts_with("no")
                || page.nodes[at].text.starts_with("sans")
                || page.sentence(at).any(|place| place < at && page.is(place, C::No)) =>
        {
            put("constraint", json!("no_recabling"), from_denial_far(page, at), at);
        }
        C::NoSoftware => put("software", json!("none"), at, at),
        C::AiEnterprise if denied => put("software", json!("none"), from_denial(page, at), at),
        C::AiEnterprise => put("software", json!("ai_enterprise"), at, at),
        C::Slicing if denied => put("slicing", json!(false), from_denial(page, at), at),
        C::Slicing => put("slicing", json!(true), at, at),
        _ => {}
    }
}

fn from_denial_far(page: &Page, at: usize) -> usize {
    page.before(at, 8, &[C::No]).unwrap_or(at)
}

/// 99.99 %, active-active.
fn availability(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if quantity.unit == Unit::Percent && (90.0..100.0).contains(&quantity.low) && !claims.is_taken(at) {
            let named = page.distance(at, &[C::Availability]).is_some_and(|far| far <= 5);
            if named
                || quantity.low > 99.0
                    && quantity.low.fract() > 0.0
                    && page.sentence_has(at, &[C::Availability])
            {
                let text = super::super::claim::number(quantity.low);
                claims.put("availability", format!("{text}%"), at, at, 2);
                claims.take(at);
            }
        }
    }
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.denied(at) {
            continue;
        }
        match page.concept(at) {
            Some(C::ActiveActive) if !claims.has("availability") => {
                claims.put("availability", "active_active", at, at, 2)
            }
            Some(C::ActivePassive) if !claims.has("availability") => {
                claims.put("availability", "active_passive", at, at, 2)
            }
            _ => {}
        }
    }
}

/// "Daytime: 70 % inference".
fn shares(page: &Page, claims: &mut Claims) {
    for (at, quantity) in page.quantities() {
        if quantity.unit == Unit::Percent
            && !claims.is_taken(at)
            && page.sentence_has(at, &[C::Day])
            && page.after(at, 4, &[C::WorkInference]).is_some()
        {
            let to = page.after(at, 4, &[C::WorkInference]).unwrap_or(at);
            claims.number("inference_share_day", quantity.low / 100.0, at, to, 2);
            claims.take(at);
        }
    }
}

/// A vGPU profile by its name: L40S-4Q, "profile 8Q".
fn profile(page: &Page, claims: &mut Claims) {
    for at in 1..page.nodes.len() {
        let letter = &page.nodes[at];
        let number = &page.nodes[at - 1];
        let fits = matches!(letter.text.as_str(), "q" | "b" | "c")
            && letter.glued
            && page.quantity(at - 1).is_some_and(|q| q.low <= 96.0);
        if fits
            && (number.glued && at >= 2 && page.is_sign(at - 2, '-') || page.sentence_has(at, &[C::Profile]))
        {
            claims.put("vgpu_profile", page.quote(at - 1, at).to_uppercase(), at - 1, at, 2);
        }
    }
}

/// Where data must stay: the narrowest statement counts.
fn sovereignty(page: &Page, claims: &mut Claims) {
    for (concept, value) in [
        (C::OwnHall, "on_premises_own_hall"),
        (C::InCountry, "in_country"),
        (C::OnPremises, "on_premises"),
        (C::National, "national"),
    ] {
        let found = (0..page.nodes.len()).find(|at| page.is(*at, concept) && !claims.is_taken(*at));
        if let Some(at) = found {
            claims.put("sovereignty", value, at, at, 2);
            return;
        }
    }
}
