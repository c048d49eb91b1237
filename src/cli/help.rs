//! The help of the command line: commands in groups, with examples and exit codes.

use clap::{Command, CommandFactory};

use super::args::{Cli, Command as Given};

/// The commands by what people come for.
const GROUPS: &[(&str, &[&str])] = &[
    ("From a customer's words", &["ask", "repl", "read", "sessions"]),
    ("Design", &["plan", "check", "explain", "diff", "sweep", "batch"]),
    ("Hand over", &["draft", "export"]),
    ("Look up", &["ra", "gpu", "system", "switch", "nic", "optic", "cable", "model", "prices"]),
    ("Size", &["size"]),
    ("For programs", &["tools", "mcp", "schema"]),
    ("Upkeep", &["doctor", "catalog", "eval", "completions", "version", "help"]),
];

/// Examples by the path of the command: what is typed, and what it is for. The files are those of other examples.
pub const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            (r#"gcg ask "128 H100 for training, 40 kW racks, no water" --text"#, "a design from a sentence"),
            (
                "gcg plan --gpus 128 --gpu h100-sxm --workload training > answer.json",
                "the same from flags, kept",
            ),
            ("gcg draft answer.json --format html --out proposal", "the proposal as a page"),
        ],
    ),
    (
        "ask",
        &[
            (r#"gcg ask "Which switch has more ports, SN5600 or QM9700?" --text"#, "a question"),
            ("gcg ask --file tender.txt > answer.json", "a long text from a file"),
            (r#"gcg ask "and with H200?" --session acme --text"#, "go on with a kept conversation"),
        ],
    ),
    (
        "plan",
        &[
            ("gcg plan --gpus 128 --gpu h100-sxm --workload training --rack-kw 40", "from flags"),
            ("gcg plan --file requirement.yaml --text", "from a requirement document"),
            (
                "gcg plan --pattern 2-8-9-400 --nodes 12 --set cooling=air",
                "a named pattern, any field by --set",
            ),
        ],
    ),
    (
        "check",
        &[
            ("gcg check answer.json --text", "judge a design by every rule"),
            ("gcg check answer.json --wiring built.csv", "compare what was cabled with the design"),
        ],
    ),
    (
        "explain",
        &[(
            "gcg explain answer.json /design/facility/nodes_per_rack --text",
            "one number, down to its documents",
        )],
    ),
    ("diff", &[("gcg diff before.json after.json --text", "what changed, and why")]),
    (
        "export",
        &[
            ("gcg export answer.json --format cables > cables.csv", "the cable schedule"),
            ("gcg export answer.json --format netbox --out netbox", "files for NetBox"),
        ],
    ),
    (
        "draft",
        &[
            ("gcg draft answer.json --format html,docx --out proposal", "the proposal in two formats"),
            ("gcg draft answer.json --check proposal.md", "numbers that no longer match the answer"),
        ],
    ),
    (
        "size",
        &[
            (
                "gcg size serve --model llama-3.3-70b --gpu h200-sxm --users-total 500 --text",
                "how many GPUs for users",
            ),
            ("gcg size memory --model deepseek-v3 --gpu h200-sxm --gpus 8 --text", "whether a model fits"),
        ],
    ),
    (
        "ra",
        &[
            ("gcg ra recommend --gpus 128 --workload training", "the pattern for a number of GPUs"),
            ("gcg ra check --pattern 2-8-9-400 --nodes 40 --text", "whether a size is published"),
        ],
    ),
    (
        "gpu",
        &[
            ("gcg gpu compare h100-sxm h200-sxm b200-sxm --text", "side by side"),
            ("gcg gpu show h200-sxm --text", "every fact with its source"),
        ],
    ),
    (
        "prices",
        &[("gcg prices template answer.json > prices.csv", "the lines that lack a price, to fill in")],
    ),
    ("batch", &[("gcg batch requests.jsonl --out answers.jsonl --resume", "go on after an interruption")]),
    (
        "sweep",
        &[("gcg sweep --set workload=training --vary gpu_count=64:512:64 --text", "a grid of designs")],
    ),
    ("mcp", &[("gcg mcp --http 8765", "serve the tools on http://127.0.0.1:8765/mcp")]),
    ("catalog", &[("gcg --catalog my-parts catalog check", "judge your own parts and prices")]),
    ("schema", &[("gcg schema answer > answer.schema.json", "the form of an answer")]),
];

/// What usually follows a command, for the end of people's text.
pub fn next_step(command: &Given) -> Option<&'static str> {
    Some(match command {
        Given::Ask(_) | Given::Plan(_) => {
            "keep the answer (the same command without --text, > answer.json), then `gcg draft answer.json`"
        }
        Given::Gpu(_) => "`gcg plan --gpus 64 --gpu NAME --workload training --text` plans a cluster of it",
        Given::Ra(_) => "`gcg plan --pattern ID --nodes N --text` plans a cluster on a pattern",
        Given::Size(_) => "`gcg plan` with the same GPU and model plans the whole cluster",
        Given::Check(_) => "`gcg explain ANSWER POINTER --text` tells where a number comes from",
        Given::Diff(_) => "`gcg draft AFTER` writes the proposal of the newer answer",
        Given::Read(_) => "`gcg ask` with the same text plans the cluster",
        Given::Doctor(_) => "`gcg ask \"128 H100 for training, 40 kW racks\" --text`",
        Given::Sweep(_) => "open the page that was written in a browser",
        Given::Draft(_) => "open the proposal; `gcg draft ANSWER --check FILE` compares an edited one",
        Given::System(_) | Given::Switch(_) | Given::Nic(_) | Given::Optic(_) | Given::Cable(_) => {
            "`show NAME` in place of `list` prints every fact with its source"
        }
        _ => return None,
    })
}

/// Exit codes, as every command uses them.
const EXIT_CODES: &str = "Exit codes:
  0  done                       6  the model service failed
  1  a bug of gcg               7  the model is retired
  2  wrong command line         8  no valid answer within the budget
  3  wrong input or settings    9  infeasible, or breaks a rule (the JSON is complete)
  4  credentials               10  refused by policy
  5  rate limit or quota      130, 143  interrupted";

/// The command line with its groups, examples and exit codes.
pub fn command() -> Command {
    let plain = Cli::command();
    let template = format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{}\n\nOptions:\n{{options}}{{after-help}}",
        overview(&plain)
    );
    let mut command = plain
        .help_template(template)
        .after_help(format!("{}\n\n`gcg help COMMAND` shows a command's flags and examples.", after("")));
    let names: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_string()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |one| short_lists(one.after_help(after(&name))));
    }
    command
}

/// Values that a help text still lists; longer lists are for completions.
const LISTED_VALUES: usize = 20;

/// A command whose help leaves out long lists of possible values; completions keep them.
fn short_lists(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let many = arg.get_possible_values().len() > LISTED_VALUES;
        arg.hide_possible_values(many)
    });
    command.mut_subcommands(short_lists)
}

/// The commands by group, one line each.
fn overview(command: &Command) -> String {
    let mut lines = Vec::new();
    for (title, names) in GROUPS {
        lines.push(format!("{title}:"));
        for name in *names {
            let about = match (*name, command.find_subcommand(name)) {
                (_, Some(found)) => found.get_about().map(ToString::to_string).unwrap_or_default(),
                ("help", None) => "Print the help of a command".to_string(),
                (_, None) => continue,
            };
            lines.push(format!("  {name:<12} {about}"));
        }
        lines.push(String::new());
    }
    lines.pop();
    lines.join("\n")
}

/// What stands below the options of a command.
fn after(path: &str) -> String {
    let examples =
        EXAMPLES.iter().find(|(known, _)| *known == path).map_or(&[][..], |(_, examples)| *examples);
    let mut text = String::new();
    if !examples.is_empty() {
        text.push_str("Examples:\n");
        for (line, what) in examples {
            text.push_str(&format!("  {line}\n      {what}\n"));
        }
        text.push('\n');
    }
    text + EXIT_CODES
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let command = Cli::command();
        for one in command.get_subcommands().filter(|one| !one.is_hide_set()) {
            let name = one.get_name();
            let count = GROUPS.iter().filter(|(_, names)| names.contains(&name)).count();
            assert_eq!(count, 1, "{name}");
        }
    }

    #[test]
    fn every_example_is_a_legal_command_line() {
        for (path, examples) in EXAMPLES {
            for (line, _) in *examples {
                let line = line.split(" > ").next().unwrap();
                let words = line.split('"').enumerate().flat_map(|(at, part)| {
                    if at % 2 == 1 {
                        vec![part.to_string()]
                    } else {
                        part.split_whitespace().map(ToString::to_string).collect()
                    }
                });
                let parsed = command().try_get_matches_from(words);
                assert!(parsed.is_ok(), "{path}: {line}\n{}", parsed.unwrap_err());
            }
        }
    }
}
