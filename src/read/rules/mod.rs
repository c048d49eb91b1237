//! The rules, one file per topic. Each looks at the nodes of a page and claims fields; a place that a rule has read
//! is taken and not read again, so the order below goes from the particular to the general.

mod counts;
mod facility;
mod feeds;
mod idioms;
mod memory;
mod model;
mod money;
mod network;
mod nodes;
mod people;
mod power;
mod products;
mod qualities;
mod serving;
mod target;
mod tender;
mod time;
mod today;
mod workload;

use super::{claim::Claims, page::Page};

/// A rule.
type Rule = fn(&Page, &mut Claims);

/// All rules, in order.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("tender", tender::read),
    ("facility", facility::read),
    ("feeds", feeds::read),
    ("money", money::read),
    ("power", power::read),
    ("memory", memory::read),
    ("network", network::read),
    ("serving", serving::read),
    ("model", model::read),
    ("time", time::read),
    ("nodes", nodes::read),
    ("people", people::read),
    ("counts", counts::read),
    ("products", products::read),
    ("qualities", qualities::read),
    ("workload", workload::read),
];
