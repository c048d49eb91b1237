//! One pattern with every published limit and its documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, ra_list};
use crate::catalog::{Adapters, Catalog, Pattern, nearest};

/// Shows a pattern.
pub struct RaShow;

/// Which pattern.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Pattern id, such as "2-8-9-400".
    pub pattern: String,
}

/// The pattern.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The fields every pattern has.
    pub pattern: ra_list::Row,
    /// Family, as the publication calls it.
    pub family: String,
    /// What the pattern is, in a sentence.
    pub description: String,
    /// What the four digits mean here.
    pub reading: String,
    /// Fabric technology.
    pub fabric: String,
    /// Network platform.
    pub platform: String,
    /// GPUs it is published for, by catalog id.
    pub gpus_allowed: Vec<String>,
    /// Every published limit, kept apart.
    pub node_limits: Vec<LimitRow>,
    /// Nodes of a scalable unit.
    pub su_nodes: Option<u64>,
    /// What a node is.
    pub node_unit: String,
    /// Sizes grow in steps of this many nodes, where sold whole.
    pub node_step: Option<u64>,
    /// East-west adapters per node.
    pub ew_nics: Option<AdapterRow>,
    /// North-south adapters per node.
    pub ns_nics: Option<AdapterRow>,
    /// East-west switches.
    pub ew_switches: Vec<String>,
    /// North-south switches.
    pub ns_switches: Vec<String>,
    /// Out-of-band switch.
    pub oob_switch: Option<String>,
    /// Number of the sizing document.
    pub era_doc: Option<String>,
    /// Documents, by group of fields.
    pub sources: Vec<SourceRow>,
    /// Readings worth knowing.
    pub notes: Vec<String>,
}

/// One published limit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitRow {
    /// Which publication says so.
    pub by: String,
    /// Fewest nodes.
    pub min: Option<u64>,
    /// Most nodes.
    pub max: Option<u64>,
    /// Node counts it works out.
    pub points: Vec<u64>,
    /// Id of the document.
    pub source: String,
    /// Reading worth knowing.
    pub note: Option<String>,
}

/// Adapters for one direction of traffic.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterRow {
    /// Adapters per node.
    pub count: u64,
    /// Model; null when the publication names none.
    pub model: Option<String>,
    /// Gb/s per adapter.
    pub speed_gbps: Option<u64>,
}

/// Documents behind a group of fields.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRow {
    /// Names of the fields.
    pub fields: Vec<String>,
    /// Ids of the documents.
    pub sources: Vec<String>,
    /// verbatim, secondary or derived.
    pub confidence: String,
}

impl From<&Adapters> for AdapterRow {
    fn from(adapters: &Adapters) -> Self {
        Self {
            count: adapters.count,
            model: adapters.model.as_ref().map(ToString::to_string),
            speed_gbps: adapters.gbps,
        }
    }
}

/// Every published limit of a pattern.
#[must_use]
pub fn limits(pattern: &Pattern) -> Vec<LimitRow> {
    pattern
        .node_limits
        .iter()
        .map(|limit| LimitRow {
            by: limit.by.to_string(),
            min: limit.min,
            max: limit.max,
            points: limit.points.to_vec(),
            source: limit.source.to_string(),
            note: limit.note.as_ref().map(ToString::to_string),
        })
        .collect()
}

/// The pattern with this id, as people may write it ("2-8-9-400", "2 8 9 400").
///
/// # Errors
/// `name.unknown` with the nearest ids.
pub fn find<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Pattern, ToolError> {
    let wanted = normalize_id(id);
    catalog.patterns().iter().find(|pattern| normalize_id(&pattern.id) == wanted).ok_or_else(|| {
        let ids = || catalog.patterns().iter().map(|pattern| pattern.id.as_ref());
        let near = nearest(&wanted, ids());
        let near = if near.is_empty() { ids().collect() } else { near };
        ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no pattern `{id}`"))
            .hint(format!("patterns: {}", near.join(", ")))
    })
}

fn normalize_id(id: &str) -> String {
    id.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

impl Tool for RaShow {
    const NAME: &'static str = "ra_show";
    const DESCRIPTION: &'static str = "Shows one reference-architecture pattern: what its digits mean, allowed GPUs, every published node limit, adapters and switches. Use it when the request names a pattern such as 2-8-9-400 and asks about it. To judge a design against the pattern use ra_check.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let pattern = find(catalog, &input.pattern)?;
        let text = |list: &[crate::catalog::Text]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        Ok(Output {
            pattern: pattern.into(),
            family: pattern.family.to_string(),
            description: pattern.description.to_string(),
            reading: format!(
                "{} CPU sockets, {} GPUs and {} network adapters per node; {} Gb/s east-west per GPU on average",
                pattern.c, pattern.g, pattern.n, pattern.b_gbps_per_gpu
            ),
            fabric: pattern.fabric.to_string(),
            platform: pattern.platform.to_string(),
            gpus_allowed: text(&pattern.gpus_allowed),
            node_limits: limits(pattern),
            su_nodes: pattern.su_nodes,
            node_unit: pattern.node_unit.as_deref().unwrap_or("node").to_string(),
            node_step: pattern.node_step,
            ew_nics: pattern.ew_nics.as_ref().map(AdapterRow::from),
            ns_nics: pattern.ns_nics.as_ref().map(AdapterRow::from),
            ew_switches: text(&pattern.ew_switches),
            ns_switches: text(&pattern.ns_switches),
            oob_switch: pattern.oob_switch.as_ref().map(ToString::to_string),
            era_doc: pattern.era_doc.as_ref().map(ToString::to_string),
            sources: pattern
                .sources
                .iter()
                .map(|group| SourceRow {
                    fields: text(&group.fields),
                    sources: text(&group.sources),
                    confidence: group.confidence.word().into(),
                })
                .collect(),
            notes: text(&pattern.notes),
        })
    }
}
