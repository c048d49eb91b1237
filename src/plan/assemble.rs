//! The published design from the values of the stages.

use super::{
    Headline, gpu, scalable_units,
    stages::{Billed, Housed, Networked, Priced, Sized},
    work::Work,
};
use crate::{
    design::{Compute, Design, Extension, Performance, Storage},
    trace::facts,
    units::{GbPerGpu, Gpus, Nodes, Per, ScalableUnits},
};

/// Everything the stages decided.
pub(super) struct Parts<'a> {
    pub sized: Sized<'a>,
    pub networked: Networked,
    pub housed: Housed,
    pub storage: Option<Storage>,
    pub billed: Billed,
    pub priced: Priced,
    pub extension: Option<Extension>,
}

impl Parts<'_> {
    /// The numbers that two designs are compared by.
    pub fn headline(&self) -> Headline {
        Headline {
            nodes: self.sized.nodes.clone(),
            gpus: self.sized.gpus.clone(),
            racks: self.housed.numbers.racks.clone(),
            it_kw: self.housed.numbers.it_kw.clone(),
            purchase_high: self.priced.purchase.as_ref().map(|(_, high)| high.clone()),
        }
    }

    /// The design, as far as it could be made.
    pub fn design(self, work: &mut Work<'_>) -> Option<Design> {
        let compute = compute(work, &self.sized);
        if compute.is_none() && self.housed.facility.is_none() && self.storage.is_none() {
            return None;
        }
        Some(Design {
            schema: "gcg/design/1".into(),
            compute,
            fabric: self.networked.fabrics.published(),
            support: self.networked.support.into_iter().map(|row| row.form).collect(),
            performance: Some(std::mem::take(&mut work.performance))
                .filter(|one| *one != Performance::default()),
            storage: self.storage,
            facility: self.housed.facility,
            software: self.billed.software,
            bom: self.billed.bom,
            cost: self.priced.cost,
            extension: self.extension,
            parts: None,
        })
    }
}

/// Servers and GPUs; none where no size is known.
fn compute(work: &mut Work<'_>, sized: &Sized<'_>) -> Option<Compute> {
    let (gpu, per_node, nodes, gpus) =
        (sized.gpu?, sized.gpus_per_node.clone()?, sized.nodes.clone()?, sized.gpus.clone()?);
    let entry = format!("gpu/{}", gpu.id);
    let memory = facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref());
    let total = memory
        .as_ref()
        .map(|memory| (gpus.named::<Gpus>("gpus") * memory.named::<GbPerGpu>("memory_gb")).traced());
    let of_architecture =
        sized.architecture.and_then(|known| scalable_units::of_profile(work.catalog, &known.id));
    let su_nodes = of_architecture.map(|unit| unit.nodes).or_else(|| {
        let pattern = sized.pattern?;
        Some(facts::pattern(pattern, "su_nodes", "nodes", pattern.su_nodes? as f64))
    });
    let su_count = su_nodes.as_ref().map(|su| {
        (nodes.named::<Nodes>("nodes") / su.named::<Per<Nodes, ScalableUnits>>("su_nodes")).ceil().traced()
    });
    let rate = sized
        .pattern
        .map(|pattern| facts::pattern(pattern, "b_gbps_per_gpu", "Gb/s", pattern.b_gbps_per_gpu as f64));
    let mut record = work.record("/design/compute");
    Some(Compute {
        gpu_id: gpu.id.to_string(),
        gpu_name: gpu.name.to_string(),
        server_class: gpu::server_class(gpu, sized.system),
        system_id: sized.system.map(|system| system.id.to_string()),
        pattern_id: sized.pattern.map(|pattern| pattern.id.to_string()),
        architecture_id: sized.architecture.map(|known| known.id.to_string()),
        gpus_per_node: record.count("gpus_per_node", &per_node),
        node_count: record.count("node_count", &nodes),
        gpu_count: record.count("gpu_count", &gpus),
        su_nodes: su_nodes.as_ref().map(|su| record.count("su_nodes", su)),
        su_count: su_count.as_ref().map(|count| record.count("su_count", count)),
        gpu_memory_gb: record.maybe("gpu_memory_gb", memory.as_ref()),
        total_gpu_memory_gb: record.maybe("total_gpu_memory_gb", total.as_ref()),
        ew_gbps_per_gpu: record.maybe("ew_gbps_per_gpu", rate.as_ref()),
    })
}
