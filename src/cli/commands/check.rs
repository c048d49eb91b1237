//! `gcg check`: a design by every rule, or a wiring by the rules of wirings and against its design.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    super::{failure::Failure, input, requirement_file},
    Done,
};
use crate::{
    check::{
        AnswerDocument,
        fabric::{Limits, WiringFault, check_wiring, compare, infer_wiring, read_as_built},
    },
    design::{Design, Severity, fabric::Ratio, wiring_names::EndNames},
    tools::{Catalog, ErrorCode, Tool, ToolError, check_design, check_list, explain, layout},
};

/// `gcg check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Design or answer document, a list to be judged (sentences, a table, JSON), or - for standard input; may be left out
    /// with --wiring.
    #[arg(required_unless_present = "wiring")]
    pub design: Option<String>,
    /// As-built wiring: a cable list (CSV), an Air topology (JSON) or an ibnetdiscover scan; judged by itself and
    /// against the answer, when one is given.
    #[arg(long, value_name = "FILE", conflicts_with = "requirement")]
    pub wiring: Option<String>,
    /// Most downlinks to uplinks of an east-west leaf, such as 1:1; an answer states its own.
    #[arg(long, value_name = "DOWN:UP", requires = "wiring")]
    pub oversubscription: Option<String>,
    /// Requirement document the design must meet, in place of the answer's own.
    #[arg(long, value_name = "FILE")]
    pub requirement: Option<String>,
}

/// Runs `gcg check`; exit 9 when a rule fails.
pub fn run(catalog: &Catalog, request: &Check) -> Result<Done, Failure> {
    if let Some(file) = &request.wiring {
        return wiring(catalog, request, file);
    }
    let given = request.design.as_deref().unwrap_or("-");
    let text = input::text(given, input::ANSWER_LIMIT_BYTES)?;
    let shown = if given == "-" { "standard input" } else { given };
    let whole = serde_json::from_str::<Value>(&text).ok();
    if is_list(whole.as_ref()) {
        let input = check_list::Input { text: Some(text), listed: None };
        let verdict = check_list::CheckList::run(catalog, input)?;
        let exit = if verdict.verdict == "fail" { 9 } else { 0 };
        return Ok(Done::new(verdict)?.with_exit(exit));
    }
    let is_answer = whole.as_ref().is_some_and(|document| document.get("requirement").is_some());
    let mut given = check_design::Input { answer: None, design: None, requirement: None };
    if is_answer {
        given.answer = Some(input::parse::<AnswerDocument>(&text, shown, "answer")?);
    } else {
        given.design = Some(input::parse::<Design>(&text, shown, "design")?);
    }
    if let Some(path) = &request.requirement {
        given.requirement = Some(requirement_file::read(catalog, path)?);
    }
    let verdict = check_design::CheckDesign::run(catalog, given)?;
    let exit = if verdict.verdict == "fail" { 9 } else { 0 };
    Ok(Done::new(verdict)?.with_exit(exit))
}

/// Whether a text is a list of the customer's own and no document of ours: text and tables, or JSON without our schema.
fn is_list(whole: Option<&Value>) -> bool {
    match whole {
        Some(Value::Object(document)) => {
            document.contains_key("check")
                || !["schema", "compute", "fabric", "facility", "bom", "requirement", "outcome"]
                    .iter()
                    .any(|key| document.contains_key(*key))
        }
        Some(_) => false,
        None => true,
    }
}

/// The verdict on a wiring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WiringVerdict {
    /// Form of this document: `gcg/wiring-verdict/1`.
    pub schema: String,
    /// `pass`, `warn` or `fail`.
    pub verdict: String,
    /// Links of the file.
    pub link_count: u64,
    /// Whether an answer was given to compare with.
    pub compared: bool,
    /// Links the answer designs that such a file lists; null without an answer.
    pub designed_link_count: Option<u64>,
    /// As-built against designed, one line a technician can act on each; empty without an answer.
    pub differences: Vec<WiringDifference>,
    /// What the rules of wirings found.
    pub findings: Vec<WiringFinding>,
}

/// One difference between as-built and designed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WiringDifference {
    /// `missing`, `crossed`, `extra` or `twice`.
    pub kind: String,
    /// Both port ends and what to do.
    pub line: String,
}

/// What a rule found in a wiring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WiringFinding {
    /// Name of the rule.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub message: String,
    /// The count found, where there is one.
    pub found: Option<u64>,
    /// The count it is held against.
    pub bound: Option<u64>,
    /// The smallest change that repairs it.
    pub repair: String,
}

impl From<WiringFault> for WiringFinding {
    fn from(fault: WiringFault) -> Self {
        Self {
            rule: fault.rule.into(),
            severity: fault.severity,
            message: fault.message,
            found: fault.found,
            bound: fault.bound,
            repair: fault.repair,
        }
    }
}

/// Judges an as-built wiring, alone or against an answer.
fn wiring(catalog: &Catalog, request: &Check, file: &str) -> Result<Done, Failure> {
    let text = input::text(file, input::WIRING_LIMIT_BYTES)?;
    let mut built = read_as_built(&text).map_err(|error| -> Failure {
        ToolError::new(ErrorCode::InputInvalid, format!("{file}, {error}"))
            .hint("`gcg export ANSWER --format cables` prints a list in the form that is read")
            .into()
    })?;
    let mut ratio = request.oversubscription.as_deref().map(parse_ratio).transpose()?;
    let mut differences = Vec::new();
    let mut designed = None;
    if let Some(path) = &request.design {
        let answer: AnswerDocument = input::document(path, input::ANSWER_LIMIT_BYTES, "answer")?;
        explain::recompute(catalog, &answer)?;
        let design = answer.design.as_ref().ok_or_else(|| layout::nothing("the answer holds no design"))?;
        let (wiring, plan) = layout::lay_out(catalog, design)?;
        differences = compare(&wiring, &built);
        let names = EndNames::new(&wiring, built.naming);
        designed = Some(wiring.links.iter().filter(|link| names.lists(link)).count() as u64);
        ratio = ratio.or(Some(plan.compute.oversubscription));
        // A topology for a simulation carries no speeds; those of the designed links stand for them.
        let mut speeds: BTreeMap<(String, String), u32> = BTreeMap::new();
        for link in &wiring.links {
            speeds.insert(names.end(link.a), link.gbps);
            speeds.insert(names.end(link.z), link.gbps);
        }
        for link in built.links.iter_mut().filter(|link| link.gbps.is_none()) {
            link.gbps = speeds.get(&(link.a.device.clone(), link.a.port.clone())).copied();
        }
    }
    let limits = Limits { oversubscription: ratio, catalog: None };
    let faults = check_wiring(&infer_wiring(&built), &limits);
    let failed = !differences.is_empty() || faults.iter().any(|fault| fault.severity == Severity::Error);
    let warned = faults.iter().any(|fault| fault.severity == Severity::Warning);
    let verdict = WiringVerdict {
        schema: "gcg/wiring-verdict/1".into(),
        verdict: if failed {
            "fail"
        } else if warned {
            "warn"
        } else {
            "pass"
        }
        .into(),
        link_count: built.links.len() as u64,
        compared: designed.is_some(),
        designed_link_count: designed,
        differences: differences
            .into_iter()
            .map(|difference| WiringDifference { kind: difference.kind.word().into(), line: difference.line })
            .collect(),
        findings: faults.into_iter().map(WiringFinding::from).collect(),
    };
    Ok(Done::new(verdict)?.with_exit(if failed { 9 } else { 0 }))
}

fn parse_ratio(text: &str) -> Result<Ratio, Failure> {
    let parts = text.split_once(':').and_then(|(down, up)| Some((down.parse().ok()?, up.parse().ok()?)));
    match parts {
        Some((down, up)) if down > 0 && up > 0 => Ok(Ratio { down, up }),
        _ => Err(Failure::usage(
            format!("`--oversubscription {text}` is no ratio of two positive whole numbers"),
            "write downlinks to uplinks, such as 1:1 or 4:3",
        )),
    }
}
