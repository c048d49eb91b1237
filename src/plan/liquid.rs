//! Servers that liquid cools, where liquid is to cool.

use super::work::Work;
use crate::{
    catalog::{Fact, Gpu, System, kinds::Cooling as SystemCooling},
    design::words::{Cooling, FormFactor},
};

/// Where liquid is to cool and the node that would be taken is cooled by air: a server of the catalog with the same GPUs
/// that liquid cools, as an assumption. None where air will do as well, the form is a maker's own, or no such server is
/// published.
pub(super) fn server<'a>(work: &mut Work<'a>, gpu: &Gpu, usual: Option<&'a System>) -> Option<&'a System> {
    let usual = usual?;
    let cooled = |system: &System| system.cooling.as_ref().and_then(Fact::known).copied();
    let asked = work.asked.cooling.as_ref().is_some_and(|stated| stated.value == Cooling::Liquid);
    let own_form = work.asked.form_factor.as_ref().is_some_and(|stated| stated.value == FormFactor::Dgx);
    if !asked || own_form || cooled(usual) != Some(SystemCooling::Air) {
        return None;
    }
    let count = usual.gpu_count.as_ref().and_then(Fact::known);
    let mut fits: Vec<&System> = work
        .catalog
        .systems()
        .iter()
        .filter(|system| {
            system.class == usual.class
                && system.gpu_count.as_ref().and_then(Fact::known) == count
                && system.gpus.contains(&gpu.id)
                && cooled(system).is_some_and(|form| form != SystemCooling::Air)
        })
        .collect();
    let power = |system: &System| system.power_max_kw.as_ref().and_then(Fact::known).is_some();
    fits.sort_by_key(|system| (!power(system), cooled(system) != Some(SystemCooling::Liquid), &*system.id));
    let taken = fits.into_iter().next()?;
    let reason = format!("liquid is to cool; {} is cooled by air", usual.name);
    work.assume(
        "server_models",
        taken.id.to_string(),
        &reason,
        "another server changes power, height and price",
        true,
    );
    Some(taken)
}
