//! Rules of fabrics and counts: ratio, ports, media, cages, reach, storage links, GPUs, pattern.

use super::{ListVerdict, against, lacks, rack::system_named, said, words};
use crate::{
    catalog::{Catalog, Fact, Fibre, Kind, Resolution, Transceiver},
    design::Listed,
};

/// Downlinks over uplinks against the ratio that is claimed.
pub(super) fn ratio(listed: &Listed, _: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "oversubscription";
    let claimed = listed.oversubscription.as_deref().and_then(super::super::coverage::ratio);
    let (Some(down), Some(up)) = (listed.downlinks, listed.uplinks) else {
        return match claimed {
            Some(_) => vec![lacks(RULE, "links to nodes and links to spines are not both given".into())],
            None => Vec::new(),
        };
    };
    if up <= 0.0 {
        return vec![said(RULE, false, "there are no links to spines".into(), "add uplinks")];
    }
    let real = down / up;
    let found = format!(
        "{} down and {} up are {}:1",
        words(down, "links"),
        words(up, "links"),
        crate::units::plain(crate::units::rounded(real, 2))
    );
    // Without a claim the ratio of a training fabric is judged: rail-optimized fabrics are published without blocking.
    let (limit, claim) = match claimed {
        Some(claimed) => (claimed, format!("{}:1 is claimed", crate::units::plain(claimed))),
        None => (1.0, "1:1 is what reference architectures build for jobs that span nodes".to_string()),
    };
    let holds = real <= limit + 1e-9;
    vec![against(
        RULE,
        holds,
        (real, "links down per link up"),
        (limit, "links down per link up"),
        format!("{found}; {claim}"),
        "add uplinks, or state the ratio there is",
    )]
}

/// Links of a leaf against the ports of the switch.
pub(super) fn ports(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "leaf_ports";
    let Some(name) = listed.switch.as_deref() else { return Vec::new() };
    if listed.downlinks.is_none() && listed.uplinks.is_none() {
        return Vec::new();
    }
    let used = listed.downlinks.unwrap_or(0.0) + listed.uplinks.unwrap_or(0.0);
    let id = catalog.resolve_name(Kind::Switch, name).id().map(ToString::to_string);
    let Some(switch) = id.and_then(|id| catalog.switch(&id)) else {
        return vec![lacks(RULE, format!("the switch {name} is not in the catalog"))];
    };
    let Some(most) = switch.max_logical_ports.as_ref().and_then(Fact::known) else {
        return vec![lacks(RULE, format!("the ports of {} are not in the catalog", switch.name))];
    };
    let most = *most as f64;
    let message =
        format!("{} on one {}, it has {} at most", words(used, "links"), switch.name, words(most, "ports"));
    vec![against(
        RULE,
        used <= most,
        (used, "links"),
        (most, "ports"),
        message,
        "use fewer links per switch, or a switch with more ports",
    )]
}

/// Kind of a fibre by its class: OM is multi-mode, OS single-mode (ISO/IEC 11801).
fn fibre_kind(text: &str) -> Option<Fibre> {
    let text = text.to_lowercase();
    let squeezed: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if ["om1", "om2", "om3", "om4", "om5", "multi", "mmf"].iter().any(|word| squeezed.contains(word)) {
        Some(Fibre::Multi)
    } else if ["os1", "os2", "single", "smf", "mono"].iter().any(|word| squeezed.contains(word)) {
        Some(Fibre::Single)
    } else {
        None
    }
}

/// The catalog's modules a name means: a model, or every module that is printed with the class (DR4, SR8).
pub(super) fn modules<'a>(name: &str, catalog: &'a Catalog) -> Vec<&'a Transceiver> {
    if let Resolution::One(id) = catalog.resolve_name(Kind::Transceiver, name) {
        return catalog.transceiver(id).into_iter().collect();
    }
    let wanted = name.to_lowercase();
    let classes: Vec<&str> = wanted
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic))
        .filter(|word| !word.starts_with("osfp") && !word.starts_with("qsfp"))
        .collect();
    let printed_as = |module: &Transceiver| {
        let printed = module.form_printed.as_ref().and_then(Fact::known).map(|form| form.to_lowercase());
        printed.is_some_and(|form| {
            form.split(|c: char| !c.is_alphanumeric()).any(|word| {
                classes.iter().any(|class| word == *class || word.trim_start_matches("2x") == *class)
            })
        })
    };
    catalog.transceivers().iter().filter(|module| printed_as(module)).collect()
}

/// Modules against the fibre they are put on.
pub(super) fn media(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "fibre_medium";
    let mut verdicts = Vec::new();
    for link in &listed.links {
        let (Some(module), Some(fibre)) = (&link.module, &link.fibre) else { continue };
        let Some(laid) = fibre_kind(fibre) else {
            verdicts.push(lacks(RULE, format!("what kind of fibre {fibre} is is not known")));
            continue;
        };
        let found = modules(module, catalog);
        let kinds: Vec<Fibre> =
            found.iter().filter_map(|module| module.fibre.as_ref().and_then(Fact::known).copied()).collect();
        let Some(made) = kinds.first().filter(|first| kinds.iter().all(|kind| kind == *first)) else {
            verdicts.push(lacks(RULE, format!("no module {module} of one kind of fibre is in the catalog")));
            continue;
        };
        let source = found
            .first()
            .and_then(|module| module.fibre.as_ref().map(|fact| fact.source.to_string()))
            .unwrap_or_default();
        let message = format!(
            "{module} is made for {}-mode fibre, {fibre} is {}-mode ({source})",
            made.word(),
            laid.word()
        );
        verdicts.push(said(
            RULE,
            *made == laid,
            message,
            "lay the fibre the module is made for, or take a module for the fibre",
        ));
    }
    verdicts
}

/// The cage a text names, in the catalog's words.
fn cage_word(text: &str) -> Option<&'static str> {
    let squeezed: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    ["qsfpdd", "qsfp112", "qsfp56", "qsfp28", "sfp28", "osfp"]
        .into_iter()
        .find(|word| squeezed.contains(word))
}

/// Modules against the cages they are put into.
pub(super) fn cages(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "module_cage";
    let mut verdicts = Vec::new();
    for link in &listed.links {
        let (Some(module), Some(cage)) = (&link.module, &link.cage) else { continue };
        let own = cage_word(module).or_else(|| {
            let forms: Vec<&'static str> = modules(module, catalog)
                .iter()
                .filter_map(|module| cage_word(module.cage.as_ref().and_then(Fact::known)?.word()))
                .collect();
            forms.first().copied().filter(|first| forms.iter().all(|form| form == first))
        });
        match (own, cage_word(cage)) {
            (Some(own), Some(into)) => verdicts.push(said(
                RULE,
                own == into,
                format!("{module} is an {} module, the cage is {cage}", own.to_uppercase()),
                "take a module of the cage's form",
            )),
            _ => verdicts.push(lacks(RULE, format!("the form of {module} or of {cage} is not known"))),
        }
    }
    verdicts
}

/// Lengths against the reach of the modules.
pub(super) fn reach(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "link_reach";
    let mut verdicts = Vec::new();
    for link in &listed.links {
        let (Some(module), Some(length)) = (&link.module, link.length_m) else { continue };
        let found = modules(module, catalog);
        let most = found
            .iter()
            .filter_map(|module| module.reach_m.as_ref().and_then(Fact::known).copied())
            .fold(None, |most: Option<f64>, reach| Some(most.map_or(reach, |most| most.max(reach))));
        match most {
            Some(most) => {
                let message =
                    format!("{} with {module}, which reaches {}", words(length, "m"), words(most, "m"));
                verdicts.push(against(
                    RULE,
                    length <= most,
                    (length, "m"),
                    (most, "m"),
                    message,
                    "take a module with more reach, or move the ends together",
                ));
            }
            None => verdicts.push(lacks(RULE, format!("the reach of {module} is not in the catalog"))),
        }
    }
    verdicts
}

/// Storage links that are cabled against those that are needed.
pub(super) fn storage_links(listed: &Listed, _: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "storage_links";
    match (listed.storage_links, listed.storage_links_needed) {
        (Some(have), Some(need)) => {
            let message = format!("{} of {}", words(have, "storage links"), words(need, "needed"));
            vec![against(
                RULE,
                have >= need,
                (have, "links"),
                (need, "links"),
                message,
                "cable every storage link",
            )]
        }
        (Some(_), None) => vec![lacks(RULE, "how many storage links are needed is not given".into())],
        _ => Vec::new(),
    }
}

/// Counts that multiply out: nodes and GPUs, racks and GPUs.
pub(super) fn gpu_counts(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    const RULE: &str = "gpu_arithmetic";
    let mut verdicts = Vec::new();
    let Some(gpus) = listed.gpus else { return verdicts };
    let of_server =
        listed.server.as_deref().and_then(|name| system_named(name, catalog)).and_then(|system| {
            Some(
                *system.gpu_count.as_ref().and_then(Fact::known)? as f64
                    / system.nodes.as_ref().and_then(Fact::known).map_or(1.0, |nodes| *nodes as f64),
            )
        });
    let pairs = [
        (listed.nodes, listed.gpus_per_node.or(of_server), "nodes", "GPUs per node"),
        (listed.racks, listed.gpus_per_rack, "racks", "GPUs per rack"),
    ];
    for (count, each, what, per) in pairs {
        let (Some(count), Some(each)) = (count, each) else { continue };
        let product = count * each;
        let message = format!(
            "{} with {} hold {}, {} are listed",
            words(count, what),
            words(each, per),
            words(product, "GPUs"),
            words(gpus, "GPUs")
        );
        verdicts.push(against(
            RULE,
            (product - gpus).abs() < 0.5,
            (product, "GPUs"),
            (gpus, "GPUs"),
            message,
            "correct the count that is wrong",
        ));
    }
    verdicts
}

/// Nodes, GPUs per node and GPU against the pattern that is named.
pub(super) fn pattern(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    let Some(name) = listed.pattern.as_deref() else { return Vec::new() };
    let Some(pattern) = catalog.pattern(name) else {
        return vec![lacks("ra_pattern", format!("the pattern {name} is not in the catalog"))];
    };
    let mut verdicts = Vec::new();
    if let Some(nodes) = listed.nodes {
        let (least, most) = (pattern.node_count.min as f64, pattern.node_count.max as f64);
        let holds = nodes >= least && nodes <= most;
        let limit = if nodes < least { least } else { most };
        let message = format!(
            "{}; {} is published for {} to {}",
            words(nodes, "nodes"),
            pattern.id,
            least,
            words(most, "nodes")
        );
        verdicts.push(against(
            "ra_node_range",
            holds,
            (nodes, "nodes"),
            (limit, "nodes"),
            message,
            "use a size inside the range, or another pattern",
        ));
    }
    if let Some(each) = listed.gpus_per_node {
        let message = format!("{}; {} has {}", words(each, "GPUs per node"), pattern.id, pattern.g);
        verdicts.push(against(
            "ra_gpus_per_node",
            each == pattern.g as f64,
            (each, "GPUs"),
            (pattern.g as f64, "GPUs"),
            message,
            "use nodes of the pattern, or another pattern",
        ));
    }
    if let Some(gpu) = listed.gpu.as_deref()
        && !pattern.gpus_allowed.is_empty()
    {
        let fits = match catalog.resolve_gpu(gpu) {
            Resolution::One(id) => pattern.gpus_allowed.iter().any(|allowed| *allowed == id),
            Resolution::Several(bare) => bare.candidates.iter().any(|id| pattern.gpus_allowed.contains(id)),
            _ => false,
        };
        let message = format!("{gpu}; {} is published for {}", pattern.id, pattern.gpus_allowed.join(", "));
        verdicts.push(said("ra_gpu_type", fits, message, "use a GPU of the pattern, or another pattern"));
    }
    verdicts
}
