//! Names of rules: those that judge a finished design, and those that planning raises while it makes one.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules that judge a finished design, in the order of the report: the name of each and the file that holds it. The
/// list of rules and the names below are both made from it.
macro_rules! judged_rules {
    ($then:ident) => {
        $then! {
            RaNodeRange ra_node_range,
            RaGpusPerNode ra_gpus_per_node,
            PatternGpu pattern_gpu,
            RaNodeStep ra_node_step,
            RaRate ra_rate,
            PatternDigits pattern_digits,
            ScalableUnits scalable_units,
            ArchitectureSize architecture_size,
            ArchitectureSystem architecture_system,
            RaFabric ra_fabric,
            RackScaleCounts rack_scale_counts,
            AdapterLinks adapter_links,
            StorageLinks storage_links,
            NodePower node_power,
            NodePowerTotal node_power_total,
            RackPowerBudget rack_power_budget,
            NodesPerRack nodes_per_rack,
            RackHeight rack_height,
            RackWeight rack_weight,
            RackPositions rack_positions,
            RackNodes rack_nodes,
            RackTotal rack_total,
            RackPowerSum rack_power_sum,
            RacksAvailable racks_available,
            HeatBtu heat_btu,
            HeatPower heat_power,
            FeedCarriesRack feed_carries_rack,
            FeedPairs feed_pairs,
            Supplies supplies,
            FeedKva feed_kva,
            KwNotKva kw_not_kva,
            SitePowerTotal site_power_total,
            CoolingForm cooling_form,
            FloorLoad floor_load,
            SwitchSum switch_sum,
            LeafPorts leaf_ports,
            SpinePorts spine_ports,
            Oversubscription oversubscription,
            SwitchKnown switch_known,
            SwitchTechnology switch_technology,
            LinkSpeed link_speed,
            SingleSwitch single_switch,
            OobPorts oob_ports,
            OpticNetwork optic_network,
            OpticCount optic_count,
            CageFit cage_fit,
            FibreMedium fibre_medium,
            FibreCount fibre_count,
            GpuArithmetic gpu_arithmetic,
            PartsTotal parts_total,
            GpuKnown gpu_known,
            GpuMemory gpu_memory,
            SystemHoldsGpu system_holds_gpu,
            BomServers bom_servers,
            BomSwitches bom_switches,
            BomParts bom_parts,
            BomUnknownParts bom_unknown_parts,
            BomQuotable bom_quotable,
            BomIds bom_ids,
            BomQuantities bom_quantities,
            LicenceCount licence_count,
            CostSums cost_sums,
            CostWhole cost_whole,
            CostLines cost_lines,
            CostComplete cost_complete,
            CostCurrency cost_currency,
            FaultZones fault_zones,
            StorageCapacity storage_capacity,
            NoNegative no_negative,
            #[cfg(test)]
            ToyRule toy_rule,
        }
    };
}
pub(crate) use judged_rules;

/// Declares the enum from the judged rules and those of planning.
macro_rules! rule_ids {
    ($($(#[$when:meta])* $judged:ident $file:ident,)*) => {
        rule_ids! {
            @with $($(#[$when])* $judged $file,)*;
            /// Air at this height carries less heat.
            Altitude altitude,
            /// An assumption in a model's words.
            AssumedByPlanner assumed_by_planner,
            /// What limits the size of the design.
            BindingLimit binding_limit,
            /// The purchase keeps within the budget.
            Budget budget,
            /// The room cools the product.
            CoolingMatch cooling_match,
            /// Why no purchase price is given.
            CostWithheld cost_withheld,
            /// What no price book prices.
            CostToBeQuoted cost_to_be_quoted,
            /// Memory bandwidth allows the time per token.
            DecodeBandwidth decode_bandwidth,
            /// What the network that is there can carry.
            ExistingNetwork existing_network,
            /// A figure for people to read.
            Figure figure,
            /// Wording of a document that a model gave.
            DraftProse draft_prose,
            /// The text carries hidden characters.
            HiddenText hidden_text,
            /// One subnet addresses the fabric.
            InfinibandSubnetSize infiniband_subnet_size,
            /// The model fits into the memory.
            MemoryFit memory_fit,
            /// What memory the model needs.
            MemoryNeed memory_need,
            /// The tool gives no certificate.
            NoCertificate no_certificate,
            /// The tool confirms no date.
            NoDeliveryPromise no_delivery_promise,
            /// No prices are loaded.
            NoPriceBook no_price_book,
            /// No published rule covers it.
            NotCovered not_covered,
            /// The tool orders and sends nothing.
            OutOfScope out_of_scope,
            /// The text carries a pasted result.
            PastedResult pasted_result,
            /// The maker publishes no power.
            PowerNotPublished power_not_published,
            /// Figures the maker calls preliminary.
            PreliminaryFigures preliminary_figures,
            /// The pattern is published for the GPU.
            RaGpuType ra_gpu_type,
            /// Adapters per node are those of the pattern.
            RaNicCount ra_nic_count,
            /// A pattern is published for GPU and node.
            RaPattern ra_pattern,
            /// What a pattern's name means.
            RaPatternName ra_pattern_name,
            /// Whole scalable units.
            RaScalableUnit ra_scalable_unit,
            /// The racks that exist hold the nodes.
            RackCount rack_count,
            /// A rack carries its nodes.
            RackPower rack_power,
            /// What the text takes for granted is true.
            Premise premise,
            /// What redundant feeds leave to use.
            RedundantFeeds redundant_feeds,
            /// What is not carried out.
            Refused refused,
            /// A risk in a model's words.
            RiskNamedByPlanner risk_named_by_planner,
            /// The named server takes the GPU.
            ServerGpu server_gpu,
            /// The estimate of a serving load.
            ServingEstimate serving_estimate,
            /// The GPUs carry the serving load.
            ServingLoad serving_load,
            /// The site carries the nodes.
            SitePower site_power,
            /// What the storage fabric is.
            StorageFabric storage_fabric,
            /// Numbers of a summary stand in the answer.
            SummaryNumbers summary_numbers,
            /// A part of an answer that its statements do not lead to.
            EditedAnswer edited_answer,
            /// Which servers manage the cluster.
            SupportNodes support_nodes,
            /// The estimate of a training run.
            TrainingEstimate training_estimate,
            /// The training state fits into the memory.
            TrainingMemory training_memory,
            /// What the deadline allows.
            TrainingReach training_reach,
            /// The training run keeps its deadline.
            TrainingTime training_time,
            /// A named product is not in the catalog.
            UnknownProduct unknown_product,
            /// The text gives orders to the tool.
            UntrustedInstruction untrusted_instruction,
        }
    };
    (@with $($(#[$when:meta])* $judged:ident $file:ident,)*; $($(#[doc = $doc:expr])+ $planned:ident $word:ident,)*) => {
        /// The rule a finding belongs to.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum RuleId {
            $(#[doc = concat!("A rule that judges the finished design: ", stringify!($file), ".")] $(#[$when])* $judged,)*
            $($(#[doc = $doc])+ $planned,)*
        }

        impl RuleId {
            /// Every name, in the order of the report.
            pub const ALL: &[Self] = &[$($(#[$when])* Self::$judged,)* $(Self::$planned,)*];

            /// The word used in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($(#[$when])* Self::$judged => stringify!($file),)*
                    $(Self::$planned => stringify!($word),)*
                }
            }
        }
    };
}

judged_rules!(rule_ids);

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::RuleId;

    #[test]
    fn names_in_json_are_the_names_of_the_files() {
        for rule in RuleId::ALL {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.name());
            assert_eq!(rule.to_string(), rule.name());
        }
    }
}
