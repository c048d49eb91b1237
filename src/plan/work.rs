//! The worksheet of a plan: what is known so far, and where each number comes from.

use super::{Planned, PlannedAlternative};
use crate::{
    catalog::{Catalog, Gpu, Pattern, System, kinds::Architecture},
    design::{
        Alternative, Assumption, Bom, Compute, Cost, Design, Fabrics, Facility, OpenQuestion, Plain, Reading,
        Requirement, Severity, SoftwareItem, Stated, Storage, SupportNodes,
    },
    trace::{FindingDraft, Trace, Traced},
};

/// What is known so far.
pub(super) struct Work<'a> {
    pub catalog: &'a Catalog,
    pub reading: &'a Reading,
    pub asked: &'a Requirement,
    /// Chosen GPU.
    pub gpu: Option<&'a Gpu>,
    /// Product that node figures are taken from.
    pub system: Option<&'a System>,
    /// The server the customer names, where the catalog holds it.
    pub server: Option<&'a System>,
    /// Chosen pattern.
    pub pattern: Option<&'a Pattern>,
    /// DGX architecture that takes the pattern's place.
    pub architecture: Option<&'a Architecture>,
    /// A name that fits a baseboard part as well as a card was taken as its default.
    pub form_guessed: bool,
    /// GPUs per node.
    pub gpus_per_node: Option<Traced>,
    /// Nodes.
    pub nodes: Option<Traced>,
    /// GPUs.
    pub gpus: Option<Traced>,
    /// Why no size is known, when it is not.
    pub size_unknown: bool,
    /// Output tokens per second of the load that the serving estimate holds for.
    pub served_tokens_per_s: Option<Traced>,
    pub fabric: Fabrics,
    pub facility: Option<Facility>,
    pub storage: Option<Storage>,
    pub support: Vec<SupportNodes>,
    pub software: Vec<SoftwareItem>,
    pub bom: Option<Bom>,
    pub cost: Option<Cost>,
    pub trace: Trace,
    pub assumptions: Vec<Assumption>,
    /// Whether an assumption could change the design.
    pub material: bool,
    pub questions: Vec<(u8, OpenQuestion)>,
    pub findings: Vec<FindingDraft>,
    pub alternatives: Vec<PlannedAlternative>,
}

impl<'a> Work<'a> {
    pub fn new(reading: &'a Reading, catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            reading,
            asked: &reading.requirement,
            gpu: None,
            system: None,
            server: None,
            pattern: None,
            architecture: None,
            form_guessed: false,
            gpus_per_node: None,
            nodes: None,
            gpus: None,
            size_unknown: false,
            served_tokens_per_s: None,
            fabric: Fabrics::default(),
            facility: None,
            storage: None,
            support: Vec::new(),
            software: Vec::new(),
            bom: None,
            cost: None,
            trace: Trace::default(),
            assumptions: Vec::new(),
            material: false,
            questions: Vec::new(),
            findings: Vec::new(),
            alternatives: Vec::new(),
        }
    }

    /// A stated count as a traced number.
    pub fn stated_count(field: &str, unit: &str, stated: &Stated<u64>) -> Traced {
        Traced::stated(stated.value as f64, unit, field, &stated.quote)
    }

    /// A stated figure as a traced number.
    pub fn stated(field: &str, unit: &str, stated: &Stated<f64>) -> Traced {
        Traced::stated(stated.value, unit, field, &stated.quote)
    }

    /// Whether a workload word holds any of these parts.
    pub fn has_workload(&self, parts: &[&str]) -> bool {
        self.asked.workload.as_ref().is_some_and(|stated| {
            stated.value.iter().any(|word| parts.iter().any(|part| word.contains(part)))
        })
    }

    /// Records an assumption; a material one could change the design.
    pub fn assume(
        &mut self,
        field: &str,
        value: impl Into<Plain>,
        reason: &str,
        effect: &str,
        material: bool,
    ) {
        self.material |= material;
        self.assumptions.push(Assumption {
            field: field.into(),
            value: value.into(),
            reason: reason.into(),
            effect_if_wrong: effect.into(),
            cases: Vec::new(),
        });
    }

    /// Notes a question; the smaller the rank, the greater its effect.
    pub fn question(&mut self, rank: u8, field: &str, question: &str, effect: &str) {
        if !self.questions.iter().any(|(_, known)| known.field == field) {
            self.questions.push((
                rank,
                OpenQuestion { field: field.into(), question: question.into(), effect: effect.into() },
            ));
        }
    }

    /// Notes a finding.
    pub fn find(&mut self, finding: FindingDraft) {
        self.findings.push(finding);
    }

    /// Whether any finding so far is an error.
    pub fn broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Offers another way.
    pub fn offer(&mut self, alternative: Alternative, node_count: Option<Traced>, gpu_count: Option<Traced>) {
        let alternative = Alternative {
            node_count: node_count.as_ref().map(Traced::count),
            gpu_count: gpu_count.as_ref().map(Traced::count),
            ..alternative
        };
        self.alternatives.push(PlannedAlternative { alternative, node_count, gpu_count, power_kw: None });
    }

    /// States the power of the nodes of the alternative that was offered last.
    pub fn offered_power(&mut self, power: Traced) {
        if let Some(last) = self.alternatives.last_mut() {
            last.alternative.power_kw = Some(power.value);
            last.power_kw = Some(power);
        }
    }

    /// The design, as far as it could be made.
    fn design(&mut self) -> Option<Design> {
        let compute = self.compute();
        if compute.is_none() && self.facility.is_none() && self.storage.is_none() {
            return None;
        }
        Some(Design {
            schema: "gcg/design/1".into(),
            compute,
            fabric: self.fabric.clone(),
            support: self.support.clone(),
            storage: self.storage.clone(),
            facility: self.facility.clone(),
            software: self.software.clone(),
            bom: self.bom.clone(),
            cost: self.cost.clone(),
        })
    }

    fn compute(&mut self) -> Option<Compute> {
        let (gpu, per_node, nodes, gpus) =
            (self.gpu?, self.gpus_per_node.clone()?, self.nodes.clone()?, self.gpus.clone()?);
        let entry = format!("gpu/{}", gpu.id);
        let memory = crate::trace::facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref());
        let total = memory.as_ref().map(|memory| {
            Traced::derived(
                gpus.value * memory.value,
                "GB",
                "gpus * memory_gb",
                &[("gpus", &gpus), ("memory_gb", memory)],
            )
        });
        let su_nodes = self.pattern.and_then(|pattern| {
            Some(crate::trace::facts::pattern(pattern, "su_nodes", "nodes", pattern.su_nodes? as f64))
        });
        let su_count = su_nodes.as_ref().map(|su| {
            Traced::derived(
                (nodes.value / su.value).ceil(),
                "scalable units",
                "ceil(nodes / su_nodes)",
                &[("nodes", &nodes), ("su_nodes", su)],
            )
        });
        let rate = self.pattern.map(|pattern| {
            crate::trace::facts::pattern(pattern, "b_gbps_per_gpu", "Gb/s", pattern.b_gbps_per_gpu as f64)
        });
        let mut put =
            |key: &str, traced: &Traced| self.trace.put(format!("/design/compute/{key}"), traced.clone());
        put("gpus_per_node", &per_node);
        put("node_count", &nodes);
        put("gpu_count", &gpus);
        let gpu_memory_gb = memory.as_ref().map(|traced| put("gpu_memory_gb", traced));
        let total_gpu_memory_gb = total.as_ref().map(|traced| put("total_gpu_memory_gb", traced));
        let ew_gbps_per_gpu = rate.as_ref().map(|traced| put("ew_gbps_per_gpu", traced));
        if let (Some(nodes), Some(count)) = (&su_nodes, &su_count) {
            put("su_nodes", nodes);
            put("su_count", count);
        }
        Some(Compute {
            gpu_id: gpu.id.to_string(),
            gpu_name: gpu.name.to_string(),
            server_class: super::gpu::server_class(gpu, self.system),
            system_id: self.system.map(|system| system.id.to_string()),
            pattern_id: self.pattern.map(|pattern| pattern.id.to_string()),
            architecture_id: self.architecture.map(|known| known.id.to_string()),
            gpus_per_node: per_node.count(),
            node_count: nodes.count(),
            gpu_count: gpus.count(),
            su_nodes: su_nodes.as_ref().map(Traced::count),
            su_count: su_count.as_ref().map(Traced::count),
            gpu_memory_gb,
            total_gpu_memory_gb,
            ew_gbps_per_gpu,
        })
    }

    /// The finished plan.
    pub fn finish(mut self) -> Planned {
        let design = self.design();
        self.questions.sort_by_key(|(rank, _)| *rank);
        Planned {
            assumptions: self.assumptions,
            open_questions: self.questions.into_iter().map(|(_, question)| question).collect(),
            design,
            findings: self.findings,
            alternatives: self.alternatives,
            trace: self.trace,
            material: self.material,
            size_unknown: self.size_unknown,
        }
    }
}
