//! Arguments in, one document and an exit code out.

use std::{cell::RefCell, ffi::OsString, panic};

use clap::{FromArgMatches, error::ErrorKind};

use super::{
    args::{Cli, Command},
    batch,
    commands::{self, Done, Ended},
    config::{self, ConfigFile, Output},
    eval,
    failure::Failure,
    help, mcp, output, repl, sessions, sweep,
};
use crate::{
    catalog::OverlayError,
    render::{answer, lines, names::Names},
    tools::{Catalog, ErrorCode, ToolError, names, part::PartKind},
};

thread_local! {
    /// The message of the last panic, kept for the error document.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs the program: parses, carries out, prints one document, returns the exit code.
#[must_use]
pub fn run(arguments: Vec<OsString>) -> u8 {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        let what = info.payload().downcast_ref::<&str>().map(ToString::to_string);
        let what = what.or_else(|| info.payload().downcast_ref::<String>().cloned()).unwrap_or_default();
        PANIC.with_borrow_mut(|message| *message = format!("{what}{place}"));
    }));
    let outcome = panic::catch_unwind(|| carry_out(arguments));
    let result = outcome.unwrap_or_else(|_| Err(Failure::bug(&PANIC.with_borrow(Clone::clone))));
    let exit = match result {
        Ok((Ended::Document(done), Some(show), next)) => {
            output::out(&text(&done, &show, next));
            done.exit
        }
        Ok((Ended::Document(done), None, _)) => {
            output::out(&output::json(&done.document));
            if output::on_terminal() {
                output::progress(
                    "\u{1b}[2mJSON for scripts; --text or GCG_OUTPUT=text prints text for people\u{1b}[0m",
                );
            }
            done.exit
        }
        Ok((Ended::Printed(exit), ..)) => exit,
        Err(Failure::Error { document, exit }) => {
            output::out(&output::json(&document));
            exit
        }
    };
    match output::write_fault() {
        None => exit,
        Some(fault) => {
            output::err(&output::json(&serde_json::json!({
                "error": format!("standard output could not be written: {fault}"),
                "code": "output.unwritable",
                "hints": ["what was printed is cut short; free space or choose another place, and run the command again"],
            })));
            if exit == 0 { 3 } else { exit }
        }
    }
}

/// How results are shown to people.
struct Show {
    names: Names,
    detail: answer::Detail,
}

/// The text of a result, for the width of the screen, with the step that usually follows.
fn text(done: &Done, show: &Show, next: Option<&str>) -> String {
    // An answer has a form of its own for people; every other document is shown as its tables.
    let document = done.for_people.as_ref().unwrap_or(&done.document);
    let width = output::width();
    let mut text = match serde_json::from_value::<crate::check::AnswerDocument>(document.clone()) {
        Ok(answer) => lines::fitted(&show.names.put(&answer::text(&answer, show.detail)), width),
        Err(_) => crate::render::text::document(document, width),
    };
    text = output::printable(&text);
    if let Some(next) = next.filter(|_| done.exit == 0) {
        text = format!("{}\n\n{}", text.trim_end(), lines::fitted(&format!("Next: {next}\n"), width));
    }
    if output::styled() { lines::with_bold_headings(&text) } else { text }
}

fn carry_out(arguments: Vec<OsString>) -> Result<(Ended, Option<Show>, Option<&'static str>), Failure> {
    let parsed =
        help::command().try_get_matches_from(arguments).and_then(|found| Cli::from_arg_matches(&found));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return Ok((usage(&error)?, None, None)),
    };
    let settings = config::file(cli.config.as_deref())?;
    let shown = if cli.text { Output::Text } else { Output::wanted(&settings)? };
    let overlay = cli.catalog.clone().or_else(|| settings.catalog.clone());
    let catalog = match overlay {
        Some(directory) => commands::catalog::overlaid(&directory)?,
        None => Catalog::embedded(),
    };
    let catalog = match cli.prices.as_deref().or(settings.prices.as_deref()) {
        Some("indicative") => {
            catalog.with_bundled_overlay("indicative-prices").map_err(|error| overlay_fault(&error))?
        }
        Some(path) => {
            catalog.with_price_file(std::path::Path::new(path)).map_err(|error| overlay_fault(&error))?
        }
        None => catalog,
    };
    let show = (shown == Output::Text).then(|| Show {
        names: Names::new(names::product_names(&catalog)),
        detail: answer::Detail { reasons: cli.verbose, sources: cli.sources },
    });
    Ok((dispatch(&cli, &settings, catalog)?, show, help::next_step(&cli.command)))
}

fn dispatch(cli: &Cli, settings: &ConfigFile, catalog: Catalog) -> Result<Ended, Failure> {
    let done = match &cli.command {
        Command::Gpu(command) => commands::gpu::run(&catalog, command, settings)?,
        Command::System(command) => commands::part::run(&catalog, PartKind::System, command)?,
        Command::Switch(command) => commands::part::run(&catalog, PartKind::Switch, command)?,
        Command::Nic(command) => commands::part::run(&catalog, PartKind::Nic, command)?,
        Command::Optic(command) => commands::part::run(&catalog, PartKind::Optic, command)?,
        Command::Cable(command) => commands::part::run(&catalog, PartKind::Cable, command)?,
        Command::Model(command) => commands::part::run(&catalog, PartKind::Model, command)?,
        Command::Ra(command) => commands::ra::run(&catalog, command)?,
        Command::Size(command) => commands::size::run(&catalog, command)?,
        Command::Read(request) => commands::read::run(&catalog, request)?,
        Command::Plan(request) => commands::plan::run(&catalog, request)?,
        Command::Check(request) => commands::check::run(&catalog, request)?,
        Command::Diff(request) => commands::diff::run(&catalog, request)?,
        Command::Explain(request) => commands::explain::run(&catalog, request)?,
        Command::Export(request) => return commands::export::run(&catalog, request),
        Command::Prices(command) => return commands::prices::run(command),
        Command::Draft(request) => commands::draft::run(&catalog, request, settings)?,
        Command::Tools(command) => commands::tools::run(&catalog, command)?,
        Command::Catalog(command) => commands::catalog::run(&catalog, command)?,
        Command::Schema(request) => commands::schema::run(request.name.as_deref())?,
        Command::Version => {
            output::out(&format!("gcg {}\n", env!("CARGO_PKG_VERSION")));
            return Ok(Ended::Printed(0));
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut help::command(), "gcg", &mut script);
            output::out(&String::from_utf8_lossy(&script));
            return Ok(Ended::Printed(0));
        }
        Command::Batch(request) => batch::run(&catalog, request)?,
        Command::Sweep(request) => sweep::run(&catalog, request)?,
        Command::Mcp(request) => return mcp::run(catalog, request).map(Ended::Printed),
        Command::Ask(request) => return commands::ask::run(&catalog, request, settings),
        Command::Repl(service) => return repl::run(&catalog, service, settings).map(Ended::Printed),
        Command::Sessions(command) => return sessions::run(&catalog, command, settings),
        Command::Eval(request) => eval::run(&catalog, request, settings)?,
        Command::Doctor(service) => commands::doctor::run(&catalog, service, settings)?,
    };
    Ok(Ended::Document(done))
}

/// An overlay or price book that cannot be used, every fault with its place.
fn overlay_fault(error: &OverlayError) -> ToolError {
    let faults: Vec<serde_json::Value> = error
        .faults
        .iter()
        .map(|fault| {
            serde_json::json!({ "file": fault.file, "line": fault.line, "column": fault.column, "message": fault.message })
        })
        .collect();
    ToolError::new(ErrorCode::CatalogInvalid, error.to_string())
        .hint("catalog/README.md of the project describes the form of the files")
        .details(faults.into())
}

/// A wrong command line as an error document; help and version as their text.
fn usage(error: &clap::Error) -> Result<Ended, Failure> {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        output::out(&error.render().to_string());
        return Ok(Ended::Printed(0));
    }
    let rendered = error.render().to_string();
    let mut lines = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("the command line is wrong").trim_start_matches("error: ").to_string();
    // The command line is well formed; what it says is not.
    let value = matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation);
    let mut failure = ToolError::new(if value { ErrorCode::InputInvalid } else { ErrorCode::Usage }, first);
    for line in lines {
        if let Some(tip) = line.strip_prefix("tip: ") {
            failure = failure.hint(tip);
        } else if line.starts_with("[possible values") || line.starts_with("--") || line.starts_with('<') {
            failure = failure.hint(line);
        }
    }
    Err(failure.hint("`gcg --help`, or --help after a command, lists what can be given").into())
}
