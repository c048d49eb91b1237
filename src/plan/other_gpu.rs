//! Where no GPU is named and the one usually taken breaks a bound of the site, the next of the policy that breaks none.

use super::{Planned, plan_with};
use crate::{
    catalog::Catalog,
    design::{Reading, RuleId, Severity},
    trace::FindingDraft,
};

/// GPUs that are tried, at most.
const TRIED: usize = 10;

/// The plan with the first other GPU of the policy that keeps to all bounds; none where the usual one keeps to them, where
/// the customer chose it, or where no other does.
pub(super) fn fitting(reading: &Reading, catalog: &Catalog, usual: &Planned) -> Option<Planned> {
    let asked = &reading.requirement;
    let chosen_by_customer = asked.gpu_models.is_some()
        || asked.gpu_models_unknown.is_some()
        || asked.patterns.is_some()
        || asked.server_models.is_some();
    let taken = usual.assumptions.iter().find(|assumption| assumption.field == "gpu_models")?;
    if chosen_by_customer {
        return None;
    }
    let why = usual.findings.iter().find(|finding| broken(finding))?.message.clone();
    let taken = taken.value.words();
    let mut tried: Vec<&str> = vec![&taken];
    for choice in catalog.gpu_choices() {
        for id in choice.gpus.iter() {
            let gpu = catalog.gpu(id).filter(|gpu| !gpu.preliminary && !tried.contains(&&*gpu.id));
            let Some(gpu) = gpu.filter(|_| tried.len() <= TRIED) else { continue };
            tried.push(&gpu.id);
            let mut other = plan_with(reading, catalog, Some(&gpu.id));
            let whole = other.design.is_some() && !other.findings.iter().any(broken);
            let assumption = other
                .assumptions
                .iter_mut()
                .find(|assumption| assumption.field == "gpu_models" && assumption.value.words() == *gpu.id);
            if let Some(assumption) = assumption.filter(|_| whole) {
                assumption.reason = format!("no GPU is named; {taken}, usually taken, does not fit: {why}");
                return Some(other);
            }
        }
    }
    None
}

/// Whether a finding says that a bound is broken which another GPU could keep to.
fn broken(finding: &FindingDraft) -> bool {
    finding.rule == RuleId::RackPower
        || finding.severity == Severity::Error
            && !matches!(finding.rule, RuleId::Budget | RuleId::PreliminaryFigures)
}
