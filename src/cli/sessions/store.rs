//! Session files: one folder for their owner alone, one file a session, one writer at a time, lines only ever added.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::super::{config, failure::Failure, scrub, service};
use crate::{
    agent::{
        AgentError, Code, Session,
        journal::{Head, Journal, Line, SCHEMA},
    },
    tools::Catalog,
};

/// A longer file is no session of ours.
const FILE_LIMIT_BYTES: u64 = 256 * 1024 * 1024;
/// Characters of a name.
const NAME_CHARS_MAX: usize = 64;

/// A session file that is open for writing.
#[derive(Debug)]
pub struct Store {
    file: File,
    path: PathBuf,
    /// Why nothing is written any more.
    broken: Option<String>,
}

/// A session that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub store: Store,
    /// The conversation so far.
    pub session: Session,
    /// What the user should know.
    pub warnings: Vec<String>,
    /// Questions that ended so far.
    pub questions: usize,
}

/// The folder of session files.
pub fn folder() -> Result<PathBuf, Failure> {
    match config::directory("XDG_STATE_HOME", ".local/state") {
        Some(state) => Ok(state.join("sessions")),
        None => Err(Failure::input(
            "there is no place for sessions",
            "set HOME or XDG_STATE_HOME to an absolute path",
        )),
    }
}

/// The file of a session.
pub fn path(name: &str) -> Result<PathBuf, Failure> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > NAME_CHARS_MAX || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Failure::usage(
            format!("`{}` is no name of a session", name.chars().take(80).collect::<String>()),
            "a name has up to 64 letters, digits, hyphens, dots and underscores, and does not begin with a dot",
        ));
    }
    Ok(folder()?.join(format!("{name}.jsonl")))
}

/// Reads a session without taking it; anyone may read while another process writes.
pub fn read(name: &str) -> Result<Journal, Failure> {
    let path = path(name)?;
    let mut file = File::open(&path).map_err(|error| unreadable(name, &error))?;
    let bytes = content(&mut file, &path)?;
    Journal::read(&bytes).map_err(|error| service::failure(&told(error, &path)))
}

/// Opens a session for writing; a new one when there is none and `create` says so.
pub fn open(name: &str, create: bool, catalog: &Catalog) -> Result<Opened, Failure> {
    let path = path(name)?;
    let fault = |what: &str, error: &dyn std::fmt::Display| {
        Failure::input(
            format!("{}: {what}: {error}", path.display()),
            "check the folder, or set XDG_STATE_HOME to another one",
        )
    };
    if !create && !path.exists() {
        return Err(unreadable(name, &std::io::Error::from(std::io::ErrorKind::NotFound)));
    }
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(|error| fault("the folder cannot be made", &error))?;
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(create);
    for_owner(&mut options);
    let mut file = options.open(&path).map_err(|error| fault("the session cannot be opened", &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let busy =
                AgentError::new(Code::SessionBusy, format!("another process writes to the session `{name}`"))
                    .hint("wait for it to end, or use another session");
            return Err(service::failure(&busy));
        }
        Err(TryLockError::Error(error)) => return Err(fault("the session cannot be locked", &error)),
    }
    let mut warnings = close_to_others(&file, &path);
    let bytes = content(&mut file, &path)?;
    if bytes.is_empty() || !bytes.contains(&b'\n') && bytes.starts_with(br#"{"type":"session""#) {
        // New, or killed while its first line was written.
        file.set_len(0).map_err(|error| fault("the session cannot be begun", &error))?;
        let mut store = Store { file, path, broken: None };
        store.add(&Line::Session(head(catalog)));
        if let Some(error) = &store.broken {
            warnings.push(error.clone());
        }
        return Ok(Opened { store, session: Session::new(), warnings, questions: 0 });
    }
    let journal = Journal::read(&bytes).map_err(|error| service::failure(&told(error, &path)))?;
    if journal.sound_bytes < bytes.len() {
        file.set_len(journal.sound_bytes as u64)
            .map_err(|error| fault("the torn line cannot be dropped", &error))?;
    }
    warnings.extend(journal.warnings.iter().cloned());
    warnings.extend(other_catalog(&journal.head, catalog));
    let questions = journal.exchanges().count();
    Ok(Opened { store: Store { file, path, broken: None }, session: journal.session(), warnings, questions })
}

/// What it means that a session was made with another catalog.
pub fn other_catalog(head: &Head, catalog: &Catalog) -> Option<String> {
    (head.catalog != catalog.digest()).then(|| {
        format!(
            "the session began with catalog edition {} ({}) under {}; this is edition {} ({}): what is asked from now on \
             rests on this one, and earlier results may come out otherwise",
            head.edition,
            head.catalog,
            head.program,
            catalog.edition(),
            catalog.digest()
        )
    })
}

fn head(catalog: &Catalog) -> Head {
    Head {
        schema: SCHEMA.into(),
        created: super::clock::now(),
        program: format!("gcg {}", env!("CARGO_PKG_VERSION")),
        edition: catalog.edition().to_string(),
        catalog: catalog.digest().to_string(),
    }
}

impl Store {
    /// Adds a line. A disk that is full costs the session, never the answer: the failure is kept for [`Self::broken`].
    pub fn add(&mut self, line: &Line) {
        if self.broken.is_some() {
            return;
        }
        let written = line.text().map_err(|error| error.message).and_then(|text| {
            let text = scrub::clean(&text);
            let before = self.file.seek(SeekFrom::End(0)).unwrap_or_default();
            self.file.write_all(text.as_bytes()).and_then(|()| self.file.flush()).map_err(|error| {
                // Half a line is worse than none.
                let _ = self.file.set_len(before);
                error.to_string()
            })
        });
        if let Err(error) = written {
            self.broken =
                Some(format!("the session {} is not written any more: {error}", self.path.display()));
        }
    }

    /// Why nothing is written any more, told once.
    pub fn take_broken(&mut self) -> Option<String> {
        let told = self.broken.clone()?;
        self.broken = Some(String::new());
        (!told.is_empty()).then_some(told)
    }
}

fn content(file: &mut File, path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let wrong = |what: String| Failure::input(format!("{shown} {what}"), "name another session");
    let known = file.metadata().map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if !known.is_file() {
        return Err(wrong("is no file".into()));
    }
    if known.len() > FILE_LIMIT_BYTES {
        return Err(wrong(format!("is larger than {FILE_LIMIT_BYTES} bytes")));
    }
    let mut bytes = Vec::new();
    file.rewind()
        .and_then(|()| file.take(FILE_LIMIT_BYTES).read_to_end(&mut bytes))
        .map_err(|error| wrong(format!("cannot be read: {error}")))?;
    Ok(bytes)
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::NotFound {
        let known = super::names().unwrap_or_default();
        let hint = if known.is_empty() {
            "there is none yet; `gcg ask --session NAME` begins one".to_string()
        } else {
            format!("sessions: {}", known.join(", "))
        };
        return Failure::input(format!("there is no session `{name}`"), hint);
    }
    Failure::input(format!("the session `{name}` cannot be read: {error}"), "check its permissions")
}

fn told(error: AgentError, path: &Path) -> AgentError {
    AgentError { message: format!("{}: {}", path.display(), error.message), ..error }
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn for_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn for_owner(_: &mut OpenOptions) {}

/// Takes the rights of others away, and says that they had some.
#[cfg(unix)]
fn close_to_others(file: &File, path: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let open = file.metadata().is_ok_and(|known| known.permissions().mode() & 0o077 != 0);
    if !open {
        return Vec::new();
    }
    let closed = file.set_permissions(fs::Permissions::from_mode(0o600)).is_ok();
    let now = if closed { "they cannot any more" } else { "that could not be changed" };
    vec![format!("others could read {}; {now}", path.display())]
}

#[cfg(not(unix))]
fn close_to_others(_: &File, _: &Path) -> Vec<String> {
    Vec::new()
}
