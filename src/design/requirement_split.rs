//! A requirement with pools, with nodes of two kinds or with several sites as one requirement a part: what is shared, and
//! what is the part's own.

use serde_json::{Value, json};

use super::{
    binding::Scope,
    cluster::PartKind,
    field::{Field, Field as F},
    part_draft::{Document, Draft, PartAsked, drop_all, quote, squeezed},
    requirement::Requirement,
    statement::Statement,
    words::SiteCapacity,
};

/// Most sites that are designed one by one.
const SITES: u64 = 32;

/// A requirement as its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The parts, at least two.
    pub parts: Vec<PartAsked>,
    /// Whether each site carries the whole load.
    pub each_site_carries_all: bool,
    /// How something was understood that the text leaves open: field and reason.
    pub understood: Vec<(Field, String)>,
}

/// Sizes that make a group of statements a part.
const SIZES: &[F] =
    &[F::NodeCount, F::GpuCount, F::GpuCountMin, F::ScalableUnits, F::RacksRequested, F::VdiUsers];
/// Counts of what is computed with; of the whole where no part has its own.
const COUNTS: &[F] = &[F::NodeCount, F::GpuCount, F::GpuCountMin, F::ScalableUnits, F::RacksRequested];
/// Bounds of the whole that no part must keep alone.
const OF_ALL: &[F] = &[
    F::RacksAvailable,
    F::RacksStated,
    F::PowerTotalKw,
    F::PowerTotalKva,
    F::BudgetAmount,
    F::GrowthNodeCount,
    F::GrowthGpuCount,
    F::GrowthMonths,
    F::LeafCount,
    F::TrainingNodes,
    F::InferenceNodes,
    F::TrainingGpusPerNode,
    F::InferenceGpusPerNode,
    F::InferenceOptions,
    F::Sites,
    F::SiteCapacity,
    F::DistanceKm,
];
/// Storage of all pools, which the first of them holds.
const STORAGE: &[F] = &[F::StorageCapacityTb, F::StorageReadGbs, F::StorageWriteGbs];
/// Needs of those who use a trained model.
const USE: &[F] = &[
    F::UsersTotal,
    F::UsersConcurrent,
    F::UsersConcurrentPeak,
    F::ConcurrencyRatio,
    F::QueriesPerS,
    F::TokensPerS,
    F::TransactionsPerS,
    F::TtftMs,
    F::TpotMs,
    F::E2eMs,
    F::LatencyP99Ms,
    F::LatencyScope,
    F::KvCacheGb,
    F::TokensOut,
    F::VdiUsers,
    F::RenderUsers,
    F::VgpuGb,
    F::VgpuProfile,
];
/// Needs of a training run.
const RUN: &[F] = &[
    F::TrainTokens,
    F::FinetunesPerWeek,
    F::CheckpointTb,
    F::CheckpointIntervalMin,
    F::CheckpointStallS,
    F::DeadlineDays,
];
/// What is dealt out over the sites in whole pieces.
const DEALT: &[F] = &[
    F::NodeCount,
    F::GpuCount,
    F::GpuCountMin,
    F::ScalableUnits,
    F::RacksRequested,
    F::UsersTotal,
    F::UsersConcurrent,
    F::UsersConcurrentPeak,
    F::VdiUsers,
    F::RenderUsers,
    F::ScenesParallel,
];
/// What is divided over the sites in any fraction.
const DIVIDED: &[F] = &[
    F::TokensPerS,
    F::QueriesPerS,
    F::TransactionsPerS,
    F::StorageCapacityTb,
    F::StorageReadGbs,
    F::StorageWriteGbs,
];

impl Requirement {
    /// The parts, where at least two pools with sizes of their own, nodes of two kinds, or several sites are stated; none
    /// where the cluster is one.
    #[must_use]
    pub fn split(&self) -> Option<Split> {
        let Ok(Value::Object(document)) = serde_json::to_value(self) else { return None };
        let mut understood = Vec::new();
        let pools = self.named(&document).or_else(|| self.kinds(&document, &mut understood));
        let each = self.each_site_carries_all();
        let at_sites =
            pools.iter().flatten().any(|part| part.kind == PartKind::Site) || self.sites_stated().is_none();
        let drafts = match (pools, at_sites) {
            (Some(pools), true) => pools,
            (pools, false) => {
                let all = pools.unwrap_or_else(|| vec![Draft::whole(&document)]);
                self.at_sites(&all, each, &mut understood)?
            }
            (None, true) => return None,
        };
        let parts: Option<Vec<PartAsked>> = drafts.into_iter().map(Draft::finish).collect();
        let parts = parts.filter(|parts| parts.len() > 1)?;
        Some(Split { parts, each_site_carries_all: each, understood })
    }

    fn sites_stated(&self) -> Option<u64> {
        self.sites.as_ref().map(|stated| stated.value).filter(|sites| (2..=SITES).contains(sites))
    }

    fn each_site_carries_all(&self) -> bool {
        let several = self.sites_stated().is_some();
        let active = self.availability.as_ref().is_some_and(|stated| stated.value.contains("active_active"));
        match self.site_capacity.as_ref().map(|stated| stated.value) {
            Some(SiteCapacity::FullEach) => several,
            Some(SiteCapacity::Shared) => false,
            None => several && active,
        }
    }

    /// Pools and sites by their names.
    fn named(&self, document: &Document) -> Option<Vec<Draft>> {
        let mut scopes: Vec<&Scope> = Vec::new();
        for one in &self.pools {
            if !scopes.contains(&&one.scope) {
                scopes.push(&one.scope);
            }
        }
        let of = |scope: &Scope| -> Vec<&Statement> {
            self.pools.iter().filter(|one| one.scope == *scope).collect()
        };
        scopes.retain(|scope| of(scope).iter().any(|one| SIZES.contains(&one.field) && !one.negated));
        if scopes.len() < 2 {
            return None;
        }
        let mut shared = document.clone();
        drop_all(&mut shared, COUNTS);
        drop_all(&mut shared, OF_ALL);
        self.without_own(&mut shared);
        let parts = scopes.iter().enumerate().map(|(index, scope)| {
            let own: Vec<Statement> =
                of(scope).into_iter().map(|one| Statement { scope: Scope::New, ..one.clone() }).collect();
            let folded = serde_json::to_value(Self::fold(&own, &[], &[])).unwrap_or_default();
            let mut part = shared.clone();
            if index > 0 {
                drop_all(&mut part, STORAGE);
            }
            for (field, value) in folded.as_object().into_iter().flatten() {
                if value.get("quote").is_some() {
                    part.insert(field.clone(), value.clone());
                }
                if let ("excluded", Value::Array(more)) = (field.as_str(), value)
                    && let Value::Array(all) = part.entry("excluded").or_insert_with(|| json!([]))
                {
                    all.extend(more.iter().cloned());
                }
            }
            let (name, kind, site) = match scope {
                Scope::Site(name) => (name.clone(), PartKind::Site, Some(name.clone())),
                Scope::Pool(name) => (name.clone(), PartKind::Pool, None),
                other => (other.to_string(), PartKind::Pool, None),
            };
            Draft { name, kind, site, document: part, shares: Vec::new() }
        });
        Some(parts.collect())
    }

    /// Takes out of the shared values those that are stated of one part alone.
    fn without_own(&self, shared: &mut Document) {
        for one in &self.pools {
            let Some(Value::Object(stated)) = shared.get_mut(one.field.name()) else { continue };
            let own = json!(one.value);
            let empty = match stated.get_mut("value") {
                Some(Value::Array(all)) => {
                    let own = own.as_array().cloned().unwrap_or_else(|| vec![own.clone()]);
                    all.retain(|value| !own.contains(value));
                    all.is_empty()
                }
                _ => stated.get("quote").and_then(Value::as_str) == Some(one.quote.as_str()),
            };
            if empty {
                shared.insert(one.field.name().into(), Value::Null);
            }
        }
    }

    /// Nodes of two kinds: for training and for inference, and those that are stated beside both.
    fn kinds(&self, document: &Document, understood: &mut Vec<(Field, String)>) -> Option<Vec<Draft>> {
        let (training, inference) = (self.training_nodes.as_ref()?, self.inference_nodes.as_ref()?);
        let words = |fields: &[Field]| -> String {
            let quotes = fields.iter().filter_map(|field| quote(document, *field));
            quotes.map(|quote| squeezed(&quote)).collect::<Vec<_>>().join(" ")
        };
        let further = self.node_count.as_ref().filter(|stated| {
            stated.value != training.value + inference.value
                && stated.quote != training.quote
                && stated.quote != inference.quote
        });
        let quotes = [
            words(&[F::TrainingNodes, F::TrainingGpusPerNode]),
            words(&[F::InferenceNodes, F::InferenceGpusPerNode]),
            if further.is_some() { words(&[F::NodeCount, F::GpusPerNode]) } else { String::new() },
        ];
        let mut shared = document.clone();
        drop_all(&mut shared, &[F::GpuCount, F::GpuCountMin, F::ScalableUnits, F::RacksRequested]);
        drop_all(&mut shared, OF_ALL);
        let mut parts = Vec::new();
        let forms = [
            ("training", F::TrainingNodes, F::TrainingGpusPerNode),
            ("inference", F::InferenceNodes, F::InferenceGpusPerNode),
            ("further nodes", F::NodeCount, F::GpusPerNode),
        ];
        for (index, (name, nodes, each)) in forms.into_iter().enumerate() {
            if index == 2 && further.is_none() {
                continue;
            }
            let mut part = Draft {
                name: name.into(),
                kind: PartKind::Pool,
                site: None,
                document: shared.clone(),
                shares: Vec::new(),
            };
            for field in [F::NodeCount, F::GpusPerNode].into_iter().filter(|_| index < 2) {
                part.document.insert(field.name().into(), Value::Null);
            }
            part.renamed(document, nodes, F::NodeCount);
            if each != F::GpusPerNode {
                part.renamed(document, each, F::GpusPerNode);
            }
            if let (1, None, Some(options)) = (index, &self.inference_gpus_per_node, &self.inference_options)
                && let Some(option) = options.value.first()
            {
                part.put(F::GpusPerNode, option.gpus_per_node as f64, F::InferenceOptions, &options.quote);
                part.put(F::GpuMemGbMin, option.mem_gb_min, F::InferenceOptions, &options.quote);
            }
            drop_all(&mut part.document, if index == 1 { RUN } else { USE });
            if index > 0 {
                drop_all(&mut part.document, STORAGE);
            }
            part.products(&quotes, index, understood);
            part.use_of(index, quote(document, nodes));
            parts.push(part);
        }
        Some(parts)
    }

    /// Every part once at each site: whole where each site carries the load, else its share.
    fn at_sites(
        &self,
        all: &[Draft],
        each: bool,
        understood: &mut Vec<(Field, String)>,
    ) -> Option<Vec<Draft>> {
        let sites = self.sites_stated()?;
        let Ok(Value::Object(document)) = serde_json::to_value(self) else { return None };
        let single = all.len() == 1;
        let mut parts = Vec::new();
        for index in 0..sites {
            let site = format!("site {}", index + 1);
            for pool in all {
                let mut part = pool.clone();
                part.site = Some(site.clone());
                part.kind = if single { PartKind::Site } else { PartKind::Pool };
                part.name = if single { site.clone() } else { format!("{site}, {}", pool.name) };
                drop_all(&mut part.document, &[F::Sites, F::SiteCapacity, F::DistanceKm, F::LeafCount]);
                drop_all(&mut part.document, &[F::GrowthNodeCount, F::GrowthGpuCount, F::GrowthMonths]);
                if !each {
                    for field in DEALT {
                        part.deal(*field, index, sites)?;
                    }
                    for field in DIVIDED {
                        part.divide(*field, index, sites);
                    }
                }
                for field in
                    [F::RacksAvailable, F::PowerTotalKw, F::PowerTotalKva].into_iter().filter(|_| single)
                {
                    let Some(words) = quote(&document, field) else { continue };
                    let reason = if each {
                        "is taken as that of each site"
                    } else if field == F::RacksAvailable {
                        part.deal(field, index, sites)?;
                        "is taken as that of all sites together, shared evenly"
                    } else {
                        part.divide(field, index, sites);
                        "is taken as that of all sites together, shared evenly"
                    };
                    if index == 0 {
                        understood.push((field, format!("\"{words}\" {reason}")));
                    }
                }
                if COUNTS.iter().any(|field| quote(&part.document, *field).is_some()) {
                    drop_all(&mut part.document, &[F::BudgetAmount]);
                } else {
                    part.divide(F::BudgetAmount, index, sites);
                }
                parts.push(part);
            }
        }
        Some(parts)
    }
}
