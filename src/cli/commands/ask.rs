//! `gcg ask`: a customer's text, answered.

use std::{io::IsTerminal, path::PathBuf};

use clap::Args;
use tokio::runtime::Builder;

use super::{
    super::{
        config::ConfigFile,
        input, output, scrub, service,
        service_args::Service,
        sessions::store,
        shown::With,
        signals,
        stream::{StreamLine, print},
    },
    Ended, Failure,
    plan::finish,
};
use crate::{
    agent::{Event, EventSink, Session, converse_until, journal::Line, provider::replay::Recorder},
    tools::{Catalog, plan},
};

/// `gcg ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// The customer's text.
    #[arg(value_name = "TEXT")]
    pub request: Option<String>,
    /// File with the customer's text, or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "request")]
    pub file: Option<String>,
    /// Write the model's turns to this file; `--provider replay:FILE` plays them again.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Keep the conversation under this name, or go on with it; without a name nothing is written.
    #[arg(long, value_name = "NAME")]
    pub session: Option<String>,
    #[command(flatten)]
    pub service: Service,
    #[command(flatten)]
    pub with: With,
    /// NDJSON events; the last line is the result.
    #[arg(long, visible_alias = "events")]
    pub stream: bool,
}

/// Runs `gcg ask`. With `--stream` everything is printed here, line by line, and only the exit code is left.
pub fn run(catalog: &Catalog, request: &Ask, settings: &ConfigFile) -> Result<Ended, Failure> {
    let text = match (&request.request, &request.file) {
        (Some(text), None) => text.clone(),
        (None, Some(path)) => input::text(path, input::TEXT_LIMIT_BYTES)?,
        _ => {
            return Err(Failure::usage(
                "there is no text to answer",
                "write it after `gcg ask` in quotes, or give --file FILE, or --file - for standard input",
            ));
        }
    };
    if text.trim().is_empty() {
        return Err(Failure::input("the text is empty", "write what the customer said"));
    }
    let text = scrub::clean(&text).into_owned();
    let mut chosen = service::choose(&request.service, settings)?;
    let (mut kept, mut session) = match &request.session {
        Some(name) => {
            let opened = store::open(name, true, catalog)?;
            opened.warnings.iter().for_each(|warning| output::err(warning));
            (Some(opened.store), opened.session)
        }
        None => (None, Session::new()),
    };
    let mut recorder = Recorder::new(chosen.provider);
    let mut events = Progress::new(request.stream);
    if let Some(store) = &mut kept {
        store.add(&Line::Question { text: text.clone() });
    }
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
    let before = session.transcript().len();
    let ended = runtime.block_on(async {
        let signal = signals::Signal::default();
        let stop = signal.wait();
        let limits = service::limits(&request.service);
        let result =
            converse_until(&mut session, &text, &mut recorder, catalog, &limits, &mut events, stop).await;
        (result, signal.exit())
    });
    if let Some(path) = &request.record {
        std::fs::write(path, &*scrub::clean(&recorder.jsonl())).map_err(|error| {
            Failure::input(format!("{} was not written: {error}", path.display()), "name another file")
        })?;
    }
    // Kept before it is shown: what was seen is never lost.
    if let (Some(store), Some(exchange)) = (&mut kept, session.transcript().get(before)) {
        store.add(&Line::Exchange(Box::new(exchange.clone())));
        if let Some(broken) = store.take_broken() {
            output::err(&broken);
        }
    }
    let result = match ended {
        (Ok(mut answer), _) => {
            if request.with.has("sensitivity") {
                answer = plan::with_sensitivity(answer, catalog)?;
            }
            let mut document = answer.into_document(request.with.has("provenance"));
            document.planner.notes.extend(chosen.note.take());
            finish(document)
        }
        (Err(_), Some(exit)) => Err(Failure::interrupted(exit)),
        (Err(error), None) => Err(service::failure(&error)),
    };
    if !request.stream {
        return result.map(Ended::Document);
    }
    let (line, exit) = match result {
        Ok(done) => (StreamLine::Result { exit: done.exit, result: done.document }, done.exit),
        Err(Failure::Error { document, exit }) => (StreamLine::Error { document, exit }, exit),
    };
    print(&line);
    Ok(Ended::Printed(exit))
}

/// Events as NDJSON on standard output, or as a line for people on a terminal.
pub struct Progress {
    stream: bool,
    terminal: bool,
}

impl Progress {
    /// Progress of one question.
    pub fn new(stream: bool) -> Self {
        if stream {
            let version = env!("CARGO_PKG_VERSION").into();
            print(&StreamLine::Version { schema: "gcg/events/1".into(), version });
        }
        Self { stream, terminal: !stream && std::io::stderr().is_terminal() }
    }
}

impl EventSink for Progress {
    fn emit(&mut self, event: Event) {
        if self.stream {
            print(&StreamLine::Event(event));
        } else if self.terminal {
            let words = match event {
                Event::TurnStarted { request, model } => {
                    format!("asking {} ({request})", model.as_deref().unwrap_or("the built-in planner"))
                }
                Event::ToolStarted { tool, .. } => format!("calling {tool}"),
                Event::Retrying { attempt, delay_ms, reason } => {
                    format!("{reason}; attempt {attempt} failed, next in {delay_ms} ms")
                }
                Event::Repair { message, .. } | Event::Warning { message, .. } => message,
                Event::ToolCompleted { .. } | Event::Usage(_) => return,
            };
            output::err(&format!("… {words}"));
        }
    }
}
