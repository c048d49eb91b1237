//! Judges a list that is no design of ours: devices of a rack, links with their modules, counts of a fabric or a cluster.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError, list_text};
use crate::{
    catalog::Catalog,
    check::{self, ListVerdict},
    design::Listed,
};

/// Judges a list.
pub struct CheckList;

/// What to judge.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// The list as it was handed over: sentences, a table with a header row, or JSON such as {"check": "rack", ...}.
    pub text: Option<String>,
    /// The figures, where they are typed already.
    pub listed: Option<Listed>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Form of this document: `gcg/list-verdict/1`.
    pub schema: String,
    /// `pass`, `fail`, or `incomplete` when a rule that concerns the list could not be judged and none fails.
    pub verdict: String,
    /// The verdict in a sentence, with the values that decide it.
    pub reply: String,
    /// Rules that were judged.
    pub judged_count: u64,
    /// Rules that concern the list and lack a value.
    pub not_judged_count: u64,
    /// Every rule that concerns the list.
    pub rules: Vec<ListVerdict>,
    /// What was read from the list.
    pub listed: Listed,
    /// Words and keys of the list that were not understood.
    pub not_read: Vec<String>,
}

impl Tool for CheckList {
    const NAME: &'static str = "check_list";
    const SESSION_KEYS: &'static [&'static str] = &["listed"];
    const DESCRIPTION: &'static str = "Judges a list of the customer or of another tool: devices of a rack, links with modules and fibres, downlinks and uplinks, counts of nodes, GPUs and racks. Use it when somebody asks whether such a list fits or is right. Give the list as text; products may be named.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let (listed, not_read) = match (input.listed, input.text) {
            (Some(listed), _) => (listed, Vec::new()),
            (None, Some(text)) => list_text::read(&text, catalog),
            (None, None) => {
                return Err(ToolError::new(ErrorCode::InputInvalid, "there is no list to judge")
                    .hint("give `text` (sentences, a table or JSON) or `listed`"));
            }
        };
        let rules = check::judge_list(&listed, catalog);
        if rules.is_empty() {
            return Err(ToolError::new(ErrorCode::InputInvalid, "nothing in the list can be judged").hint(
                "name devices with counts and the rack's kW, modules with their fibre, downlinks and uplinks, or nodes, racks and GPUs",
            ));
        }
        Ok(output(listed, rules, not_read))
    }
}

fn output(listed: Listed, rules: Vec<ListVerdict>, not_read: Vec<String>) -> Output {
    let count = |word: &str| rules.iter().filter(|rule| rule.verdict == word).count() as u64;
    let (fail, open) = (count("fail"), count("not_judged"));
    let verdict = if fail > 0 {
        "fail"
    } else if open > 0 || !not_read.is_empty() {
        "incomplete"
    } else {
        "pass"
    };
    let deciding = match verdict {
        "fail" => "fail",
        "incomplete" => "not_judged",
        _ => "pass",
    };
    let said: Vec<String> =
        rules.iter().filter(|rule| rule.verdict == deciding).map(|rule| rule.message.clone()).collect();
    let opening = match verdict {
        "fail" => "No: ",
        "incomplete" => "Not all of it could be judged: ",
        _ => "Yes: ",
    };
    let judged = rules.len() as u64 - open;
    Output {
        schema: "gcg/list-verdict/1".into(),
        verdict: verdict.into(),
        reply: format!("{opening}{}. {judged} of {} rules judged.", said.join("; "), rules.len()),
        judged_count: judged,
        not_judged_count: open,
        rules,
        listed,
        not_read,
    }
}
