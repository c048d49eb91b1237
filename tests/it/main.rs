//! The integration tests, one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods, missing_docs)]

mod agent_claims; // what a perfect and a lying model can state
mod agent_command; // the binary against a scripted model server
mod agent_env; // proxies, certificates, configuration, escapes, secrets
mod agent_eval; // a corpus through a planner, scored
mod agent_faults; // the fault table: every row has its tests, and ends as it says
mod agent_faults_own; // faults that are in no one's list
mod agent_http; // faults of HTTP, a test per row of the fault table
mod agent_injection; // texts that try to take over, and their clean twins
mod agent_server; // a scripted model server that can cut sockets
mod agent_sessions; // sessions on disk: resumed, verified, killed
mod agent_stream; // faults of streams and of the protocol
mod answers; // every number of an answer is explained; same input, same bytes
mod batch; // many requests: order, errors, shards, kills
mod bill; // bill against cable schedule, price books
mod budgets; // start-up, size, memory, dependencies
mod catalog_lint;
mod catalog_names;
mod catalog_readme;
mod circles; // files import each other in one direction
mod cli; // one document on stdout, error codes, exit codes
mod design_cases; // golden cases from text to answer
mod design_superpod; // the published bill of a SuperPOD, line by line
mod design_sweep; // random requirements, changed facts
mod draft; // documents: edited numbers named, branding, words that stay words
mod draft_clauses; // clauses of tenders: all of them, in order, whole
mod draft_prose; // sections a model words
mod draft_trace; // documents read back: every number leads to the answer
mod draft_words; // what people read: no ids, field names, formulas or flags
mod exports; // files for other tools hold what the answer knows
mod fuzz; // six readers with spoiled input
mod growth;
mod harness; // runs the binary
mod largest; // the largest size within limits, against every larger one
mod layers; // the direction of imports
mod limits; // faults that were found once and stay mended
mod mcp; // the protocol server as a client meets it
mod metamorphic; // what must not change a reading, and what must
mod named_architectures; // published rows asked for in sentences
mod needs;
mod own_catalog;
mod parts;
mod planted; // planted needs, changed values, verdicts no better than what was found
mod prototype; // the documented examples of the original prototype
mod readme; // the README tells the truth
mod refusals; // words, names and numbers outside their lists and bounds
mod screens; // what people see at 80 and 120 columns
mod sensitivity;
mod size; // sizing commands: golden figures, failure cases
mod size_failures; // public failures of sizing tools, through the commands
mod size_flows;
mod size_methods; // arrivals, fine-tunes a week, a stated cluster against its load
mod size_rows; // measured rows of any form are scored or counted
mod sweep; // grids: table, files, page
mod talks; // conversations at the prompt: follow-ups, kept requirements, length of a reply
mod texts; // from words to an answer, offline
mod tidy; // house rules
mod tools; // rules over the list of tools
mod toy_leaves; // a tool and an export format in one file and one row
mod wiring; // cables out, as-built back in
mod words_lint; // phrases of the reader that cannot be found or say two things
