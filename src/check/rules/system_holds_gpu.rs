//! The server holds this GPU.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SystemHoldsGpu,
    group: Group::Consistency,
    checks: "the server holds this GPU",
    why: "a server of another GPU has another power and price",
    source: "maker, product sheet in the catalog",
    needs: &["/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(id) = &compute.system_id else { return Vec::new() };
    let Some(system) = catalog.system(id) else {
        let message = format!("`{id}` is no system of the catalog");
        return vec![note(
            &RULE,
            Severity::Error,
            message,
            "/design/compute/system_id",
            "use an id of the catalog, or add the system to an overlay",
        )];
    };
    if system.gpus.is_empty() || system.gpus.iter().any(|gpu| *gpu == compute.gpu_id) {
        return Vec::new();
    }
    let message = format!("{} holds {}, not {}", system.name, system.gpus.join(", "), compute.gpu_id);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/compute/system_id",
        "choose a server that holds the GPU",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/system_id", r#""dgx-b200""#)], &[]);
    }
}
