//! The worksheet of a plan: what was asked, and the notes that every stage adds to. What a stage decides is a value of
//! its own (`stages`); a number's origin is written here and never read back.

use super::{Headline, Planned, PlannedAlternative};
use crate::{
    catalog::Catalog,
    design::{
        Alternative, Assumption, Design, OpenQuestion, Performance, Plain, Reading, Requirement, Severity,
        Stated,
        words::{Workload, WorkloadGroup},
    },
    trace::{FindingDraft, Trace, Traced, record::Record},
};

/// Most alternatives of an answer.
const ALTERNATIVES: usize = 3;

/// What was asked, and the notes.
pub(super) struct Work<'a> {
    pub catalog: &'a Catalog,
    pub reading: &'a Reading,
    pub asked: &'a Requirement,
    /// The only GPU the policy may take; any where none is given.
    pub only_gpu: Option<&'a str>,
    /// Origins of the design's numbers, written only.
    origins: Trace,
    pub assumptions: Vec<Assumption>,
    /// Whether an assumption could change the design.
    pub material: bool,
    questions: Vec<(u8, OpenQuestion)>,
    pub findings: Vec<FindingDraft>,
    /// Estimates for the stated work, in their published form.
    pub performance: Performance,
    alternatives: Vec<PlannedAlternative>,
}

impl<'a> Work<'a> {
    pub fn new(reading: &'a Reading, catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            reading,
            asked: &reading.requirement,
            only_gpu: None,
            origins: Trace::default(),
            assumptions: Vec::new(),
            material: false,
            questions: Vec::new(),
            findings: Vec::new(),
            performance: Performance::default(),
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

    /// Whether a stated workload is of any of these groups.
    pub fn is_for(&self, groups: &[WorkloadGroup]) -> bool {
        self.workloads().iter().any(|workload| workload.is_any(groups))
    }

    /// Whether this workload is stated.
    pub fn asks_for(&self, workload: Workload) -> bool {
        self.workloads().contains(&workload)
    }

    /// The stated workloads; empty when none is.
    pub fn workloads(&self) -> &'a [Workload] {
        self.asked.workload.as_ref().map_or(&[], |stated| &stated.value)
    }

    /// The place of the design at a JSON pointer, to write its numbers with their origins.
    pub fn record(&mut self, at: impl Into<String>) -> Record<'_> {
        Record::new(&mut self.origins, at)
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

    /// How many more ways may be offered: three at most help a decision.
    pub fn offers_left(&self) -> usize {
        ALTERNATIVES.saturating_sub(self.alternatives.len())
    }

    /// Offers another way.
    pub fn offer(&mut self, alternative: Alternative, node_count: Option<Traced>, gpu_count: Option<Traced>) {
        self.offer_with_power(alternative, node_count, gpu_count, None);
    }

    /// Offers another way whose nodes take a known power.
    pub fn offer_with_power(
        &mut self,
        alternative: Alternative,
        node_count: Option<Traced>,
        gpu_count: Option<Traced>,
        power_kw: Option<Traced>,
    ) {
        let alternative = Alternative {
            node_count: node_count.as_ref().map(Traced::count),
            gpu_count: gpu_count.as_ref().map(Traced::count),
            power_kw: power_kw.as_ref().map(|power| power.value),
            ..alternative
        };
        if self.offers_left() > 0 {
            self.alternatives.push(PlannedAlternative { alternative, node_count, gpu_count, power_kw });
        }
    }

    /// The finished plan.
    pub fn finish(mut self, design: Option<Design>, headline: Headline, size_unknown: bool) -> Planned {
        self.questions.sort_by_key(|(rank, _)| *rank);
        Planned {
            assumptions: self.assumptions,
            open_questions: self.questions.into_iter().map(|(_, question)| question).collect(),
            design,
            headline,
            findings: self.findings,
            alternatives: self.alternatives,
            trace: self.origins,
            material: self.material,
            size_unknown,
        }
    }
}
