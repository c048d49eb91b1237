//! A statement in words: its bound, its value with the unit, whether it is ruled out.

use crate::design::{Bound, Field, Plain, Statement};

use super::judged::{range, with_unit};

/// Units by the suffix of a requirement field, longest first where one ends another.
const UNITS: &[(&str, &str)] = &[
    ("_gbps_per_gpu", "Gb/s per GPU"),
    ("_tokens_per_s", "tokens/s"),
    ("tokens_per_s", "tokens/s"),
    ("queries_per_s", "requests/s"),
    ("transactions_per_s", "transactions/s"),
    ("_kg_m2", "kg/m2"),
    ("_footprint_m2", "m2"),
    ("_gb_min", "GB"),
    ("_gbps", "Gb/s"),
    ("_gbs", "GB/s"),
    ("_gb", "GB"),
    ("_tb", "TB"),
    ("_params_b", "billion parameters"),
    ("_kva", "kVA"),
    ("_kw", "kW"),
    ("_kg", "kg"),
    ("_mm", "mm"),
    ("_km", "km"),
    ("_ms", "ms"),
    ("_stall_s", "s"),
    ("_interval_min", "min"),
    ("_days", "days"),
    ("_months", "months"),
    ("_years", "years"),
    ("_min_pct", "%"),
    ("_c_max", "C"),
    ("_supply_c", "C"),
    ("_bar", "bar"),
    ("altitude_m", "m"),
    ("volts", "V"),
    ("amps", "A"),
    ("rack_u", "U"),
    ("gpu_count", "GPUs"),
    ("gpu_count_min", "GPUs"),
    ("node_count", "nodes"),
    ("_nodes", "nodes"),
    ("gpus_per_node", "GPUs per node"),
    ("nodes_per_rack", "nodes per rack"),
    ("racks_available", "racks"),
    ("racks_requested", "racks"),
    ("racks_stated", "racks"),
];

/// The unit of a field, for people; empty for a plain count, a ratio or a word.
pub(super) fn unit(field: Field) -> &'static str {
    let name = field.name();
    UNITS.iter().find(|(suffix, _)| name.ends_with(suffix)).map_or("", |(_, unit)| unit)
}

/// What is asked for: bound, value and unit.
pub(in crate::check) fn asked(statement: &Statement) -> String {
    let unit = unit(statement.field);
    let value = match (&statement.value, range(&statement.value)) {
        (Plain::List(_), Some((low, high))) if statement.bound == Bound::Between => {
            format!("{} to {}", with_unit(low, ""), with_unit(high, unit))
        }
        (Plain::Number(number), _) => with_unit(*number, unit),
        (other, _) => other.words(),
    };
    let bound = match statement.bound {
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
        Bound::About => "about ",
        Bound::Exactly | Bound::Between => "",
    };
    format!("{}{bound}{value}", if statement.negated { "not " } else { "" })
}

/// A name of a field for people: its words, without the suffix of the unit.
pub(in crate::check) fn label(field: Field) -> String {
    let name = field.name();
    let suffixes =
        ["_gbps_per_gpu", "_kg_m2", "_gbs", "_gbps", "_tb", "_gb", "_kw", "_kva", "_ms", "_mm", "_km", "_kg"];
    let short = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    short.replace("gpu", "GPU").replace('_', " ")
}
