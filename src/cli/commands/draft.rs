//! `gcg draft`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    super::{config::ConfigFile, drafting::Drafting, input, print, service, service_args::Service, signals},
    Done, Failure,
};
use crate::{
    agent::Silent,
    check::AnswerDocument,
    design::{Finding, Outcome},
    draft::{
        self, Branding, DraftError, Settings, Words, compare,
        files::{self, Format, Source},
        prose::Prose,
    },
    render::document::Document,
    tools::{Catalog, ErrorCode, ToolError},
};

/// A logo may be this large.
const LOGO_LIMIT_BYTES: u64 = 1024 * 1024;
/// An edited document may be this large.
const EDITED_LIMIT_BYTES: u64 = 32 * 1024 * 1024;

/// What `gcg draft` is asked for.
#[derive(Debug, clap::Args)]
pub struct Request {
    /// Answer document, or - for standard input.
    pub answer: String,
    /// Formats, with commas; csv is the compliance matrix, typ is Typst source for a PDF without a browser.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "md,html", value_parser = ["md", "html", "docx", "xlsx", "pdf", "typ", "csv"])]
    pub format: Vec<String>,
    /// Directory the files are written to.
    #[arg(long, value_name = "DIR", default_value = "draft")]
    pub out: PathBuf,
    /// Compare an edited proposal.md or proposal.xlsx with the answer instead; exit 9 when a number does not match.
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
    /// Browser that prints the PDF.
    #[arg(long, value_name = "PROGRAM")]
    pub browser: Option<PathBuf>,
    /// Branding file (YAML): company, colours, logo, disclaimer, currency, number format, words.
    #[arg(long, value_name = "FILE")]
    pub branding: Option<String>,
    /// Date on the cover; none without it.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Language of the document: en or de; that of the answer's text without it.
    #[arg(long, value_name = "CODE", value_parser = ["en", "de"])]
    pub language: Option<String>,
    /// Who words the sections of plain text: engine, or model (a model service; the program places and checks numbers).
    #[arg(long, value_name = "WHO", default_value = "engine", value_parser = ["engine", "model"])]
    pub prose: String,
    #[command(flatten)]
    pub service: Service,
}

impl Request {
    /// The program's own proposal of an answer, in the usual formats.
    #[must_use]
    pub fn engine(answer: &str, out: PathBuf) -> Self {
        Self {
            answer: answer.to_string(),
            format: vec!["md".into(), "html".into()],
            out,
            check: None,
            browser: None,
            branding: None,
            date: None,
            language: None,
            prose: "engine".into(),
            service: Service::default(),
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Written {
    /// Format it belongs to.
    pub format: String,
    /// Path.
    pub path: String,
    /// Size, bytes.
    pub size_bytes: usize,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What a document is a view of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ViewOf {
    /// SHA-256 of the answer, hexadecimal.
    pub answer: String,
    /// Catalog of the answer.
    pub catalog: CatalogView,
    /// Program and version.
    pub program: String,
}

/// A catalog by edition and digest.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CatalogView {
    /// Edition.
    pub edition: String,
    /// Digest.
    pub digest: String,
}

/// Result of `gcg draft`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Drafted {
    /// What the documents are a view of.
    #[serde(flatten)]
    pub of: ViewOf,
    /// Outcome of the answer.
    pub outcome: Outcome,
    /// Sections of the document.
    pub section_count: usize,
    /// Numbers of the document with a derivation.
    pub number_count: usize,
    /// Links of the cable schedule; null where the design cannot be wired.
    pub link_count: Option<usize>,
    /// Sections a model worded; null without `--prose model`.
    pub worded_sections: Option<Vec<String>>,
    /// Findings of the answer, and those of the drafting.
    pub findings: Vec<Finding>,
    /// Files.
    pub files: Vec<Written>,
}

/// Result of `gcg draft --check`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Compared {
    /// What the document should be a view of.
    #[serde(flatten)]
    pub of: ViewOf,
    /// File that was compared.
    pub file: String,
    /// Whether the file names this answer.
    pub same_answer: bool,
    /// Whether every number matches.
    pub matches: bool,
    /// Numbers that do not match.
    pub mismatch_count: usize,
    /// Each of them with its place.
    pub mismatches: Vec<compare::Mismatch>,
}

/// Runs `gcg draft`.
pub fn run(catalog: &Catalog, request: &Request, config: &ConfigFile) -> Result<Done, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    let drafting = Drafting::new(catalog, &answer)?;
    let language = request.language.as_deref().unwrap_or(&answer.language);
    let (mut settings, words) = settings(request, language)?;
    if let (Some(path), None) = (&request.check, &request.date) {
        settings.date = date_in(path, &words);
    }
    let cabling = drafting.cabling();
    let prose = match request.prose.as_str() {
        "model" => Some(worded(&answer, request, config)?),
        _ => None,
    };
    let source = drafting.source(&answer, &words, &settings, cabling.as_ref(), prose.as_ref());
    let document = draft::proposal(source).map_err(broken)?;
    if let Some(path) = &request.check {
        return check(path, &document, source);
    }
    let mut listed = Vec::new();
    for format in &request.format {
        let name = format.as_str();
        let made = match Format::of(name) {
            Some(format) => files::make(&document, source, format).map_err(broken)?,
            None => {
                let page = files::make(&document, source, Format::Html).map_err(broken)?;
                let html = page.first().map(|file| file.bytes.as_slice()).unwrap_or_default();
                let bytes = print::pdf(html, request.browser.as_deref())?;
                vec![files::File { name: "proposal.pdf".into(), bytes }]
            }
        };
        for file in made {
            write(&request.out, &file.name, &file.bytes)?;
            listed.push(Written {
                format: name.to_string(),
                path: request.out.join(&file.name).display().to_string(),
                size_bytes: file.bytes.len(),
                sha256: Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            });
        }
    }
    let mut findings = answer.findings.clone();
    findings.extend(prose.iter().flat_map(|prose| prose.findings.clone()));
    let drafted = Drafted {
        of: view_of(&document),
        outcome: answer.outcome,
        section_count: document.sections.len(),
        number_count: document.derivations.len(),
        link_count: cabling.as_ref().map(|cabling| cabling.wiring.links.len()),
        worded_sections: prose.as_ref().map(|prose| prose.chapters.keys().cloned().collect()),
        findings,
        files: listed,
    };
    Done::new(drafted)
}

/// Has a model word the sections of plain text.
fn worded(answer: &AnswerDocument, request: &Request, config: &ConfigFile) -> Result<Prose, Failure> {
    let mut chosen = service::choose(&request.service, config)?;
    if chosen.provider.name() == "offline" {
        return Err(Failure::usage(
            "--prose model needs a model service, and none is configured",
            "give a key or --base-url, or leave --prose out: the program words every section by itself",
        ));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
    let limits = service::limits(&request.service);
    let mut events = Silent;
    let work = draft::prose::write(answer, chosen.provider.as_mut(), &limits, &mut events);
    runtime.block_on(async {
        let signal = signals::Signal::default();
        let stop = signal.wait();
        tokio::select! {
            result = work => result.map_err(|error| service::failure(&error)),
            () = stop => Err(Failure::interrupted(signal.exit().unwrap_or(130))),
        }
    })
}

fn view_of(document: &Document) -> ViewOf {
    let identity = &document.identity;
    ViewOf {
        answer: identity.answer.clone(),
        catalog: CatalogView {
            edition: identity.catalog_edition.clone(),
            digest: identity.catalog_digest.clone(),
        },
        program: identity.program.clone(),
    }
}

/// Compares an edited file with what the answer gives; exit 9 when a number does not match.
fn check(path: &Path, document: &Document, source: Source<'_>) -> Result<Done, Failure> {
    let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
    let format = Format::of(&extension).filter(|format| matches!(format, Format::Markdown | Format::Xlsx));
    let Some(format) = format else {
        return Err(Failure::input(
            format!("{} is neither a .md nor an .xlsx file", path.display()),
            "numbers are checked in Markdown documents and in workbooks",
        ));
    };
    let unreadable = |error: String| {
        Failure::input(
            format!("{} cannot be checked: {error}", path.display()),
            "give a proposal.md or proposal.xlsx that `gcg draft` wrote, edited or not",
        )
    };
    let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > EDITED_LIMIT_BYTES {
        return Err(unreadable(format!("it is larger than {EDITED_LIMIT_BYTES} bytes")));
    }
    let found = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let made = files::make(document, source, format).map_err(broken)?;
    let expected = made.first().map(|file| file.bytes.as_slice()).unwrap_or_default();
    let comma = source.settings.numbers.has_decimal_comma();
    let (mismatches, text) = if format == Format::Markdown {
        let found = String::from_utf8(found).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
        (compare::markdown(&String::from_utf8_lossy(expected), &found, comma), found)
    } else {
        let mismatches = compare::workbook(expected, &found, comma).map_err(unreadable)?;
        (mismatches, compare::workbook_text(&found).map_err(unreadable)?)
    };
    let same_answer = text.contains(&document.identity.answer);
    let matches = same_answer && mismatches.is_empty();
    let compared = Compared {
        of: view_of(document),
        file: path.display().to_string(),
        same_answer,
        matches,
        mismatch_count: mismatches.len(),
        mismatches,
    };
    Ok(Done::new(compared)?.with_exit(if matches { 0 } else { 9 }))
}

/// The date an edited file carries, so that a comparison does not take it for a change.
fn date_in(path: &Path, words: &Words) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    let text =
        String::from_utf8(bytes.clone()).or_else(|_| compare::workbook_text(&bytes)).unwrap_or_default();
    let label = words.say("date", &[]);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(date) = line.strip_prefix(&format!("- {label}: ")) {
            return date.to_string();
        }
        if line == label {
            return lines.next().unwrap_or_default().to_string();
        }
    }
    String::new()
}

fn broken(error: DraftError) -> Failure {
    Failure::bug(&error.to_string())
}

/// The branding file with what it names.
fn settings(request: &Request, language: &str) -> Result<(Settings, Words), Failure> {
    let invalid = |message: String| {
        Failure::from(ToolError::new(ErrorCode::ConfigInvalid, message).hint(
            "keys of a branding file: company, author, customer, project, confidentiality, disclaimer, accent, logo, currency, number_format, paper, words",
        ))
    };
    let mut branding = Branding::default();
    let mut folder = Path::new("").to_path_buf();
    if let Some(path) = &request.branding {
        let text = input::text(path, 64 * 1024)?;
        branding = serde_yaml::from_str(&text).map_err(|error| invalid(format!("{path}: {error}")))?;
        folder = Path::new(path).parent().unwrap_or(Path::new("")).to_path_buf();
    }
    // German writes a comma before the decimals unless the sender says otherwise.
    if branding.number_format.is_empty() {
        branding.number_format = Branding::of_language(language).number_format;
    }
    let logo = (!branding.logo.is_empty())
        .then(|| {
            let path = folder.join(&branding.logo);
            match fs::metadata(&path) {
                Ok(found) if !found.is_file() => {
                    Err(invalid(format!("the logo {} is no file", path.display())))
                }
                Ok(found) if found.len() > LOGO_LIMIT_BYTES => Err(invalid(format!(
                    "the logo {} is larger than {LOGO_LIMIT_BYTES} bytes",
                    path.display()
                ))),
                _ => fs::read(&path)
                    .map_err(|error| invalid(format!("the logo {} cannot be read: {error}", path.display()))),
            }
        })
        .transpose()?;
    let overlay = (!branding.words.is_empty())
        .then(|| input::text(&folder.join(&branding.words).display().to_string(), 256 * 1024))
        .transpose()?;
    let words = Words::with(language, overlay.as_deref()).map_err(|error| invalid(error.to_string()))?;
    let date = request.date.clone().unwrap_or_default();
    let settings = Settings::new(branding, logo, &date).map_err(|error| invalid(error.to_string()))?;
    Ok((settings, words))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
    made.map_err(|error| {
        Failure::input(
            format!("{} cannot be written: {error}", path.display()),
            "give --out a directory that can be written",
        )
    })
}
