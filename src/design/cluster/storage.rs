//! Storage as asked for and as the reference architecture provisions it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Storage as asked for and as the reference architecture provisions it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// Usable capacity asked for, TB.
    pub capacity_tb: Option<f64>,
    /// Sustained read asked for, GB/s.
    pub read_gbyte_per_s: Option<f64>,
    /// Sustained write asked for, GB/s.
    pub write_gbyte_per_s: Option<f64>,
    /// Size of one checkpoint, TB: stated, or weights and optimizer state of the model.
    pub checkpoint_tb: Option<f64>,
    /// Write rate the checkpoints need, GB/s.
    pub checkpoint_write_gbyte_per_s: Option<f64>,
    /// Share of time training stands still for checkpoints, percent.
    pub checkpoint_stall_percent: Option<f64>,
    /// Link provisioning of the reference architecture for all GPUs, Gb/s; not a file-system rate.
    pub link_provision_gbps: Option<f64>,
    /// Storage links of 100 Gb/s that carry the provisioning.
    pub link_100g_count: Option<u64>,
    /// File-system throughput guidelines, scaled to all GPUs, by level.
    pub tiers: Vec<StorageTier>,
    /// A product that gives what is asked for, as far as its figures are published; left out where nothing is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appliances: Option<Appliances>,
}

/// Storage appliances of one product. An example of a product class: another maker may be offered in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appliances {
    /// Product, by catalog id.
    pub part_id: String,
    /// Its name.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Read rate of all of them, GB/s; null when none is published.
    pub read_gbyte_per_s: Option<f64>,
    /// Write rate of all of them, GB/s; null when none is published.
    pub write_gbyte_per_s: Option<f64>,
    /// Usable capacity of all of them, TB; null when none is published.
    pub usable_tb: Option<f64>,
    /// What is asked for and not published: to be proven by the maker.
    pub to_be_proven: Vec<String>,
}

/// A published file-system guideline, scaled to the cluster. It is seen by clients; links are provisioned apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StorageTier {
    /// Level as the publication calls it (good, better, best, standard, enhanced).
    pub level: String,
    /// Publication.
    pub guideline: String,
    /// Read throughput for all GPUs, GB/s.
    pub read_gbyte_per_s: f64,
    /// Write throughput for all GPUs, GB/s.
    pub write_gbyte_per_s: Option<f64>,
}
