//! The one command for people: a conversation at a prompt. Piped, it reads plain lines and prints no prompt.

use std::{
    io::{BufRead, IsTerminal},
    path::PathBuf,
};

use rustyline::{Config, Editor, error::ReadlineError, history::FileHistory};
use tokio::runtime::{Builder, Runtime};

use super::{
    commands::{ask::Progress, draft},
    config::ConfigFile,
    failure::Failure,
    output,
    repl_line::{Names, history_file},
    repl_named::Named,
    scrub, service,
    service_args::Service,
    sessions::{self, store},
    signals, turn_text,
};
use crate::{
    agent::{EventSink, Session, Silent, converse_until, journal::Line},
    check::{AnswerDocument, Planner},
    design::Reading,
    tools::{Catalog, Tool, explain, plan},
};

const HELP: &str = "\
Write what the customer said, or ask; a change is made when it is said (\"make it 256\", \"what if racks are 20 kW?\").
  /show WHAT          bill, racks, power, switches, assumptions, questions, or all of the last answer
  /requirement        what was read so far
  /explain POINTER    where a number of the last answer comes from; without a pointer, every number
  /json               the last answer as JSON
  /save FILE          write the last answer to a file
  /name NAME          keep this design under a name; /designs lists, /use NAME takes up, /compare A B
  /draft [FOLDER]     write the proposal of the design (also: draft it)
  /undo               go back to the requirement before the last change (also /back)
  /reset              start over
  /help               this text
  /quit               leave (or Ctrl-D)
The commands work without the stroke too: undo, help, exit, show the bill, what changed.
A line that ends with a backslash goes on in the next one. Ctrl-C breaks off a turn, not the conversation.";

const GREETING: &str = "\
gcg plans GPU clusters and answers questions about them. For example:
  128 H200 for training, 40 kW racks
  How heavy is a DGX H200?
  Will DeepSeek V3 fit on 8 H200?
/help lists the commands, Tab completes names, Ctrl-D leaves.";

/// `gcg repl`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Repl {
    /// Go on with the session of this name, or begin it; at a terminal, without a name, one is begun under the time.
    #[arg(long, value_name = "NAME")]
    pub session: Option<String>,
    /// Keep nothing.
    #[arg(long, conflicts_with = "session")]
    pub no_session: bool,
    #[command(flatten)]
    pub service: Service,
}

/// Runs the conversation until its end.
pub fn run(catalog: &Catalog, request: &Repl, settings: &ConfigFile) -> Result<u8, Failure> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
    let terminal = std::io::stdin().is_terminal();
    // A pipe keeps nothing unless asked to; a person at a terminal expects to find the conversation again.
    let name = match &request.session {
        Some(name) => Some(name.clone()),
        None => (terminal && !request.no_session).then(sessions::new_name),
    };
    let mut talk = Talk {
        catalog,
        service: request.service.clone(),
        chosen: service::choose(&request.service, settings)?,
        runtime,
        session: Session::new(),
        store: None,
        answer: None,
        before: None,
        named: Named::default(),
        settings,
    };
    if let Some(name) = name {
        let opened = store::open(&name, true, catalog)?;
        opened.warnings.iter().for_each(|warning| output::err(warning));
        if terminal {
            output::err(&format!(
                "The conversation is kept as `{name}` ({} questions so far).",
                opened.questions
            ));
        }
        talk.session = opened.session;
        talk.store = Some(opened.store);
    }
    if terminal { talk.edit() } else { talk.lines() }
}

struct Talk<'a> {
    catalog: &'a Catalog,
    service: Service,
    chosen: service::Chosen,
    runtime: Runtime,
    session: Session,
    store: Option<store::Store>,
    answer: Option<AnswerDocument>,
    /// The answer with a design before that one.
    before: Option<AnswerDocument>,
    named: Named,
    settings: &'a ConfigFile,
}

impl Talk<'_> {
    /// Plain lines from a pipe; a backslash at the end goes on with the next line.
    fn lines(&mut self) -> Result<u8, Failure> {
        let mut entry = String::new();
        for line in std::io::stdin().lock().split(b'\n') {
            let line =
                line.map_err(|error| Failure::input(format!("standard input: {error}"), "give text"))?;
            let line = String::from_utf8(line)
                .map_err(|_| Failure::input("standard input is not UTF-8 text", "convert it to UTF-8"))?;
            let line = line.trim_end_matches('\r');
            if let Some(begun) = line.strip_suffix('\\') {
                entry.push_str(begun);
                entry.push('\n');
                continue;
            }
            entry.push_str(line);
            if !self.take(&std::mem::take(&mut entry)) {
                return Ok(0);
            }
        }
        self.take(&entry);
        Ok(0)
    }

    /// An edited prompt with history and completion; a pasted text of several lines is one entry.
    fn edit(&mut self) -> Result<u8, Failure> {
        let bug = |error: ReadlineError| Failure::bug(&format!("the line editor: {error}"));
        let settings = Config::builder().bracketed_paste(true).auto_add_history(false).build();
        let mut editor: Editor<Names, FileHistory> = Editor::with_config(settings).map_err(bug)?;
        editor.set_helper(Some(Names::of(self.catalog)));
        let history = history_file();
        if let Some(path) = &history {
            // A first start has no history yet.
            let _ = editor.load_history(path);
        }
        output::err(GREETING);
        loop {
            match editor.readline("> ") {
                Ok(line) => {
                    // A key pasted by mistake must not end up in a file.
                    if !line.contains("nvapi-") && !line.trim().is_empty() {
                        let _ = editor.add_history_entry(line.as_str());
                    }
                    if !self.take(&line) {
                        break;
                    }
                }
                Err(ReadlineError::Interrupted) => output::err("(Ctrl-D or /quit leaves)"),
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(bug(error)),
            }
        }
        if let Some(path) = &history {
            let _ = editor.save_history(path);
        }
        Ok(0)
    }

    /// Takes one entry; false ends the conversation.
    fn take(&mut self, entry: &str) -> bool {
        let entry = entry.trim();
        if entry.is_empty() {
            return true;
        }
        let meant = turn_text::as_command(entry);
        let written = entry;
        let entry = meant.as_deref().unwrap_or(entry);
        let (command, rest) = entry.split_once(char::is_whitespace).unwrap_or((entry, ""));
        let rest = rest.trim();
        match command {
            "/quit" | "/exit" => return false,
            "/help" => output::out(&format!("{HELP}\n")),
            "/requirement" => self.show_requirement(),
            "/explain" => self.explain(rest),
            "/json" => match &self.answer {
                Some(answer) => output::out(&output::json(answer)),
                None => output::out("There is no answer yet.\n"),
            },
            "/save" => self.save(rest),
            "/back" | "/undo" => self.back(),
            "/show" => self.show_part(rest),
            "/changed" => self.show_changed(),
            "/name" => {
                let told = self.named.keep(rest, self.session.reading(), self.answer.as_ref());
                output::out(&output::printable(&told));
            }
            "/designs" => output::out(&output::printable(&self.named.list())),
            "/use" if self.named.get(rest).is_some() || meant.is_none() => self.take_up(rest),
            "/compare" if self.named.holds(rest) || meant.is_none() => {
                output::out(&output::printable(&self.named.compare(rest)));
            }
            // Words that name no design are a question or a change.
            "/use" | "/compare" => self.ask(written),
            "/draft" => self.draft(rest),
            "/reset" => {
                self.session.reset();
                self.keep(&Line::Reset);
                self.answer = None;
                output::out("Started over.\n");
            }
            _ if command.starts_with('/') => {
                output::out(&format!("There is no command {command}; /help lists them.\n"));
            }
            _ => self.ask(entry),
        }
        true
    }

    /// Adds a line to the session file, when there is one.
    fn keep(&mut self, line: &Line) {
        if let Some(store) = &mut self.store {
            store.add(line);
            if let Some(broken) = store.take_broken() {
                output::err(&broken);
            }
        }
    }

    fn ask(&mut self, text: &str) {
        let text = &*scrub::clean(text);
        self.keep(&Line::Question { text: text.to_string() });
        let limits = service::limits(&self.service);
        let before = self.session.transcript().len();
        let signal = signals::Signal::default();
        // The built-in planner is done before a line about it could be read.
        let mut events: Box<dyn EventSink> = match self.chosen.provider.name() {
            "offline" => Box::new(Silent),
            _ => Box::new(Progress::new(false)),
        };
        let result = self.runtime.block_on(converse_until(
            &mut self.session,
            text,
            self.chosen.provider.as_mut(),
            self.catalog,
            &limits,
            events.as_mut(),
            signal.wait(),
        ));
        // Kept before it is shown: what was seen is never lost.
        if let Some(exchange) = self.session.transcript().get(before).cloned() {
            self.keep(&Line::Exchange(Box::new(exchange)));
        }
        match result {
            Ok(answer) => {
                let mut document = answer.into_document(false);
                document.planner.notes.extend(self.chosen.note.take());
                self.show(document);
            }
            Err(_) if signal.exit().is_some() => output::out("Broken off; the conversation goes on.\n"),
            Err(error) => {
                output::out(&output::printable(&format!("{}\n", error.message)));
                for hint in &error.hints {
                    output::out(&output::printable(&format!("  {hint}\n")));
                }
            }
        }
    }

    fn show(&mut self, document: AnswerDocument) {
        output::out(&output::printable(&turn_text::of(self.answer.as_ref(), &document)));
        // A question that was answered leaves the design under discussion where it is.
        if document.design.is_some() || self.answer.is_none() {
            self.before = self.answer.replace(document);
        }
    }

    /// A part of the last answer, or all of it.
    fn show_part(&self, what: &str) {
        let Some(answer) = &self.answer else {
            output::out("There is no answer yet.\n");
            return;
        };
        output::out(&output::printable(&turn_text::part(answer, what)));
    }

    /// What the last change came to.
    fn show_changed(&self) {
        let told = match (&self.before, &self.answer) {
            (Some(before), Some(after)) => turn_text::difference(before, after),
            _ => None,
        };
        output::out(&output::printable(&told.unwrap_or_else(|| "Nothing has changed yet.\n".into())));
    }

    /// Takes a named design up again.
    fn take_up(&mut self, name: &str) {
        let Some((reading, answer)) = self.named.get(name).cloned() else {
            output::out(&output::printable(&self.named.list()));
            return;
        };
        let result = serde_json::to_value(&answer).unwrap_or_default();
        let exchange = self.session.taken_up(&reading, &format!("use design {name}"), result);
        self.session.restore(exchange.clone());
        self.keep(&Line::Exchange(Box::new(exchange)));
        self.show(answer);
    }

    /// Writes the proposal of the last answer to a folder, and the answer beside it.
    fn draft(&self, folder: &str) {
        let Some(answer) = self.answer.as_ref().filter(|answer| answer.design.is_some()) else {
            output::out("There is no design to write about yet.\n");
            return;
        };
        let folder = PathBuf::from(if folder.is_empty() { "draft" } else { folder });
        let path = folder.join("answer.json");
        let written =
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, output::json(answer)));
        if let Err(error) = written {
            output::out(&output::printable(&format!("{} was not written: {error}\n", path.display())));
            return;
        }
        let request = draft::Request::engine(&path.display().to_string(), folder.clone());
        let told = match draft::run(self.catalog, &request, self.settings) {
            Ok(_) => format!("Written to {}: the proposal (md, html) and the answer.\n", folder.display()),
            Err(Failure::Error { document, .. }) => {
                format!("{}\n", document["error"].as_str().unwrap_or("the proposal was not written"))
            }
        };
        output::out(&output::printable(&told));
    }

    fn show_requirement(&self) {
        let stated = self.session.reading().requirement.stated();
        if stated.is_empty() {
            output::out("Nothing was stated yet.\n");
        }
        for (field, value, quote) in stated {
            output::out(&output::printable(&format!("{field} = {} (\"{quote}\")\n", plan::words(&value))));
        }
    }

    fn explain(&self, pointer: &str) {
        let Some(answer) = self.answer.clone() else {
            output::out("There is no answer yet.\n");
            return;
        };
        let pointer = (!pointer.is_empty()).then(|| pointer.to_string());
        match explain::Explain::run(self.catalog, explain::Input { answer, pointer }) {
            Ok(found) => {
                for one in &found.explanations {
                    let mut text = String::new();
                    turn_text::steps(one, 0, &mut text);
                    output::out(&output::printable(&text));
                }
            }
            Err(error) => {
                output::out(&output::printable(&format!("{error}\n  {}\n", error.hints.join("\n  "))))
            }
        }
    }

    fn save(&self, path: &str) {
        let Some(answer) = &self.answer else {
            output::out("There is no answer yet.\n");
            return;
        };
        if path.is_empty() {
            output::out("Name a file: /save answer.json\n");
            return;
        }
        match std::fs::write(path, output::json(answer)) {
            Ok(()) => output::out(&output::printable(&format!("Saved to {path}.\n"))),
            Err(error) => output::out(&output::printable(&format!("{path} was not written: {error}\n"))),
        }
    }

    fn back(&mut self) {
        if !self.session.back() {
            output::out("There is nothing to go back to.\n");
            return;
        }
        self.keep(&Line::Back);
        let reading: Reading = self.session.reading().clone();
        match plan::answer(self.catalog, &reading, Planner::none()) {
            Ok(answer) => self.show(answer.into_document(false)),
            Err(error) => output::out(&output::printable(&format!("{error}\n"))),
        }
    }
}
