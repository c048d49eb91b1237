//! What a text takes for granted, held against the catalog: a false premise is answered with what is right and where it
//! stands, before anything is built on it.

use crate::{
    catalog::{Catalog, Fact, Gpu, Resolution, Value},
    design::{Claim, ConflictKind, Design, Property, Reading, RuleId, Severity},
    trace::{FindingDraft, Traced},
    units::{plain, rounded},
};

/// Findings about every claim the catalog contradicts, and about every disputed figure.
pub(super) fn judge(reading: &Reading, design: Option<&Design>, catalog: &Catalog) -> Vec<FindingDraft> {
    let claims = reading.claims.iter().filter_map(|claim| one(claim, reading, design, catalog));
    let disputed = reading.conflicts.iter().filter(|conflict| conflict.kind == ConflictKind::Disputed);
    let disputed = disputed.filter_map(|conflict| {
        let (said, right) = (conflict.values.first()?.words(), conflict.values.get(1)?.words());
        let message = format!(
            "the text says {said} (\"{}\"), the catalog has {right}: {}",
            conflict.quotes.join("; "),
            conflict.reason
        );
        Some(FindingDraft::note(RuleId::Premise, Severity::Warning, message))
    });
    claims.chain(disputed).collect()
}

fn one(claim: &Claim, reading: &Reading, design: Option<&Design>, catalog: &Catalog) -> Option<FindingDraft> {
    match claim.property {
        Property::Nvlink => {
            let gpu = gpu(&claim.subject, catalog)?;
            lacking(
                claim,
                gpu,
                "NVLink",
                absent(gpu.nvlink_total_gbyte_per_s.as_ref())?,
                "take a GPU with NVLink, or let the cards talk over PCIe and the network",
            )
        }
        Property::Mig => {
            let gpu = gpu(&claim.subject, catalog)?;
            let source = match gpu.mig_max_instances.as_ref()? {
                fact if fact.value == Value::Known(0) => fact.source.as_ref(),
                fact => absent(Some(fact))?,
            };
            lacking(
                claim,
                gpu,
                "MIG",
                source,
                "take a GPU with MIG, or share the card by vGPU or time-slicing",
            )
        }
        Property::Fp64Tflops => fp64(claim, reading, design, catalog),
        Property::BytesPerParameter => format_size(claim),
    }
}

/// The one GPU a name means, the documented default of a bare name.
fn gpu<'a>(name: &str, catalog: &'a Catalog) -> Option<&'a Gpu> {
    match catalog.resolve_gpu(name) {
        Resolution::One(id) => catalog.gpu(id),
        // Forms of a name differ in what they can do; only one that is meant can be contradicted.
        _ => None,
    }
}

/// The source that says that a part does not have something.
fn absent<T>(fact: Option<&Fact<T>>) -> Option<&str> {
    fact.filter(|fact| matches!(fact.value, Value::Absent)).map(|fact| fact.source.as_ref())
}

fn lacking(claim: &Claim, gpu: &Gpu, what: &str, source: &str, repair: &str) -> Option<FindingDraft> {
    let severity = if claim.demanded { Severity::Error } else { Severity::Info };
    let message = format!("{} has no {what} ({source})", gpu.name);
    Some(FindingDraft::note(RuleId::Premise, severity, message).repaired_by(repair))
}

/// FP64 of all GPUs against a rate that is asked for. Where the customer fixes no number of GPUs it is a matter of size.
fn fp64(
    claim: &Claim,
    reading: &Reading,
    design: Option<&Design>,
    catalog: &Catalog,
) -> Option<FindingDraft> {
    let gpu = gpu(&claim.subject, catalog)?;
    let fixed = reading.requirement.gpu_count.as_ref().map(|stated| stated.value as f64);
    let designed = design.and_then(|design| design.compute.as_ref()).map(|compute| compute.gpu_count as f64);
    let count = fixed.or(designed)?;
    let known = |fact: &Option<Fact<f64>>| fact.as_ref().and_then(Fact::known).copied().unwrap_or(0.0);
    let each = known(&gpu.fp64_tflops).max(known(&gpu.fp64_tensor_tflops));
    let source = gpu.fp64_tflops.as_ref().or(gpu.fp64_tensor_tflops.as_ref())?.source.to_string();
    let asked = claim.value?;
    if each <= 0.0 || count * each >= asked {
        return None;
    }
    let severity = if fixed.is_some() && claim.demanded { Severity::Error } else { Severity::Warning };
    let message = format!(
        "{} x {} give {} TFLOPS of FP64 ({} each, {source}); {} are asked for",
        plain(count),
        gpu.name,
        plain(rounded(count * each, 3)),
        plain(each),
        plain(asked)
    );
    Some(
        FindingDraft::note(RuleId::Premise, severity, message)
            .repaired_by("take a GPU with full FP64, or more of them"),
    )
}

/// Bits of a parameter in a number format: the digits of its name.
fn format_size(claim: &Claim) -> Option<FindingDraft> {
    let bits: f64 =
        claim.subject.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok().or_else(|| {
            let digits: String = claim.subject.chars().rev().take_while(char::is_ascii_digit).collect();
            digits.chars().rev().collect::<String>().parse().ok()
        })?;
    let right = bits / 8.0;
    let said = claim.value?;
    if (said - right).abs() < 1e-9 {
        return None;
    }
    let severity = if claim.demanded { Severity::Error } else { Severity::Info };
    let name = claim.subject.to_uppercase();
    let message = format!(
        "{name} takes {} bytes per parameter ({} bits), not {}",
        plain(right),
        plain(bits),
        plain(said)
    );
    let found = Traced::stated(said, "bytes per parameter", "precision", &claim.quote);
    let limit = Traced::constant(
        right,
        "bytes per parameter",
        "bits of the format over eight",
        "the format's definition",
    );
    Some(
        FindingDraft::note(RuleId::Premise, severity, message)
            .against(found, limit)
            .repaired_by("reckon the memory with the right size"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(
        subject: &str,
        property: Property,
        value: Option<f64>,
        demanded: bool,
    ) -> Vec<(Severity, String)> {
        let claim = Claim { subject: subject.into(), property, value, demanded, quote: "as said".into() };
        let mut reading = Reading { claims: vec![claim], ..Reading::default() };
        reading.requirement.gpu_count = Some(crate::design::Stated::new(8, "eight"));
        let all = judge(&reading, None, &Catalog::embedded());
        all.into_iter().map(|finding| (finding.severity, finding.message)).collect()
    }

    #[test]
    fn what_the_catalog_denies_is_answered_with_its_source() {
        let nvlink = found("L40S", Property::Nvlink, None, true);
        assert!(nvlink[0].0 == Severity::Error && nvlink[0].1.contains("has no NVLink ("), "{nvlink:?}");
        assert_eq!(found("L40S", Property::Nvlink, None, false)[0].0, Severity::Info);
        assert_eq!(found("H200 SXM", Property::Nvlink, None, true), []);
        assert_eq!(found("H200 SXM", Property::Mig, None, true), []);
        assert_eq!(found("H200 SXM", Property::Fp64Tflops, Some(200.0), true), []);
        let quarter = found("fp4", Property::BytesPerParameter, Some(0.25), true);
        assert!(quarter[0].1.starts_with("FP4 takes 0.5 bytes"), "{quarter:?}");
        assert_eq!(found("fp8", Property::BytesPerParameter, Some(1.0), true), []);
    }
}
