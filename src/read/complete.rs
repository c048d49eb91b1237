//! What follows from the statements for the engines: counts from counts, the size of a model from its name.

use super::{
    item::{Kind, Sheet},
    numbers::Claim,
};
use crate::design::{Field, Requirement, Scope, Stated};

/// Fills what follows from what was said.
pub(super) fn complete(sheet: &Sheet, claims: &[Claim], requirement: &mut Requirement) {
    let size = claims.iter().find_map(|claim| match &sheet.items[claim.from].kind {
        Kind::Model(model) if claim.statement.field == Field::ModelName && claim.statement.scope == Scope::New => {
            Some((model.params_b?, model.active_b, claim.statement.quote.clone()))
        }
        _ => None,
    });
    if let Some((params, active, quote)) = size {
        if requirement.model_params_b.is_none() {
            requirement.model_params_b = Some(Stated::new(params, quote.clone()));
        }
        if let (None, Some(active)) = (&requirement.active_params_b, active) {
            requirement.active_params_b = Some(Stated::new(active, quote));
        }
    }
    // Boards with eight GPUs: HGX and DGX by name, and chips that exist on such boards only.
    let (Some(nodes), None) = (&requirement.node_count, &requirement.gpu_count) else { return };
    let board = requirement.form_factor.is_some()
        || requirement
            .gpu_models
            .as_ref()
            .is_some_and(|models| models.value.iter().any(|name| matches!(name.as_str(), "B200" | "B300")));
    let each = requirement.gpus_per_node.as_ref().map(|each| each.value).or(board.then_some(8));
    let stated_total = claims.iter().any(|claim| {
        claim.statement.field == Field::GpuCount && claim.statement.scope.is_built_now()
    });
    if let Some(each) = each.filter(|_| !stated_total) {
        requirement.gpu_count = Some(Stated::new(nodes.value * each, nodes.quote.clone()));
    }
}
