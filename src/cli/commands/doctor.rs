//! `gcg doctor`: what is configured, and whether it works.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    super::{config, config::ConfigFile, service, service_args::Service},
    Done, Failure,
};
use crate::{
    agent::provider::nim::Probe,
    tools::{Catalog, TOOLS},
};

/// What is configured, and whether it works.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Whether every check holds.
    healthy: bool,
    /// The checks.
    checks: Vec<Check>,
    /// What was tried with the model service, one after another; empty without one.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    probes: Vec<Probe>,
    /// Where the customer's text goes.
    notice: String,
}

/// One check.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Check {
    /// What is looked at.
    check: String,
    /// Whether it holds.
    ok: bool,
    /// What was found.
    found: String,
    /// What to do; null when it holds.
    advice: Option<String>,
}

impl Check {
    fn new(name: &str, ok: bool, found: String, advice: &str) -> Self {
        Self { check: name.into(), ok, found, advice: (!ok).then(|| advice.to_string()) }
    }
}

/// Looks at configuration, catalog and model service. Nothing secret is shown.
pub fn run(catalog: &Catalog, request: &Service, settings: &ConfigFile) -> Result<Done, Failure> {
    let mut checks = Vec::new();
    let mut note = |name: &str, ok: bool, found: String, advice: &str| {
        checks.push(Check::new(name, ok, found, advice));
    };
    note(
        "catalog",
        true,
        format!(
            "edition {}, digest {}: {} GPUs, {} systems, {} patterns, {} models, {} documents",
            catalog.edition(),
            catalog.digest(),
            catalog.gpus().len(),
            catalog.systems().len(),
            catalog.patterns().len(),
            catalog.models().len(),
            catalog.sources().len()
        ),
        "",
    );
    for tool in TOOLS {
        if let Err(error) = crate::tools::schemas(tool.name()) {
            note("tools", false, error.message, "report this; a schema of the program does not compile");
        }
    }
    note("tools", true, format!("{} tools, every schema compiles", TOOLS.len()), "");
    let key = config::key();
    let (found, ok) = match &key {
        Ok(Some((_, source))) => (format!("found in {}", source.words()), true),
        Ok(None) => ("no key; the built-in planner answers free text".to_string(), true),
        Err(Failure::Error { document, .. }) => {
            (document["error"].as_str().unwrap_or_default().to_string(), false)
        }
    };
    note("key", ok, found, "copy the key again, as one line");
    let chosen = service::choose(request, settings);
    let serves = matches!(&chosen, Ok(chosen) if chosen.provider.name() == "nim");
    match chosen {
        Ok(chosen) => {
            let model = chosen.provider.model().map(|model| format!(", model {model}")).unwrap_or_default();
            note("planner", true, format!("{}{model}", chosen.provider.name()), "");
        }
        Err(Failure::Error { document, .. }) => {
            note(
                "planner",
                false,
                document["error"].as_str().unwrap_or_default().to_string(),
                "see `gcg ask --help`",
            );
        }
    }
    let mut probes = Vec::new();
    if serves {
        let nim = service::nim(request, settings)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
        probes = runtime.block_on(nim.probe());
        let chats = probes.iter().any(|probe| probe.name == "one-token chat" && probe.ok);
        let found = if chats {
            let able = probes.iter().filter(|probe| probe.ok).count();
            format!("the model answers; {able} of {} probes work, see `probes`", probes.len())
        } else {
            probes.last().map(|probe| probe.found.clone()).unwrap_or_default()
        };
        let advice = "check key, base URL and model; --provider offline needs none of them";
        checks.push(Check::new("service", chats, found, advice));
    }
    let healthy = checks.iter().all(|check| check.ok);
    let notice = "With a model service, the customer's text is sent to the host of the base URL; the terms of that \
                  host hold. A self-hosted service (--base-url) or the built-in planner (--provider offline) keeps \
                  the text on this machine.";
    let document = Report { healthy, checks, probes, notice: notice.into() };
    Ok(Done::new(document)?.with_exit(if healthy { 0 } else { 3 }))
}
