//! One session: what the protocol asks, answered by the tools, the catalog and the prompts.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, GetPromptRequestParams, GetPromptResponse, Implementation,
        ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
        PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult,
        ServerCapabilities, ServerConfig, Tool,
    },
    service::RequestContext,
};
// The protocol is retiring log messages; today's clients still ask for them.
#[allow(deprecated)]
use rmcp::model::{LoggingLevel, LoggingMessageNotificationParam, SetLevelRequestParams};
use serde_json::{Value, json};

use super::{arguments, draft, kept::Results, manifest, prompts, resources, short};
use crate::{
    cli::{failure::Failure, output},
    tools::{self, Catalog},
};

/// What all sessions of a server have in common.
pub struct Shared {
    catalog: Catalog,
    tools: Vec<Tool>,
}

impl Shared {
    /// The catalog and the list of tools.
    ///
    /// # Errors
    /// When a tool's schema is none: a bug of ours.
    pub fn new(catalog: Catalog) -> Result<Self, Failure> {
        Ok(Self { catalog, tools: manifest::all()? })
    }
}

/// One session.
#[allow(deprecated)] // log levels, as above
pub struct Server {
    shared: Arc<Shared>,
    results: Mutex<Results>,
    level: Mutex<Option<LoggingLevel>>,
}

impl Server {
    /// A session without results.
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared, results: Mutex::default(), level: Mutex::new(None) }
    }

    /// Runs a tool on a thread of its own, so that a long search does not hold up other requests.
    async fn run(&self, name: &'static str, arguments: Value) -> Result<CallToolResponse, ErrorData> {
        self.work(name, move |catalog: &Catalog| tools::call(catalog, name, arguments)).await
    }

    async fn work(
        &self,
        name: &'static str,
        work: impl FnOnce(&Catalog) -> Result<Value, tools::ToolError> + Send + 'static,
    ) -> Result<CallToolResponse, ErrorData> {
        let shared = Arc::clone(&self.shared);
        let called = tokio::task::spawn_blocking(move || work(&shared.catalog)).await;
        let result = match called {
            Ok(Ok(value)) => {
                let whole = output::line(&value).trim_end().to_string();
                let length = whole.len();
                let number = lock(&self.results).keep(name, whole);
                let shown = short::shown(name, value, length, number);
                let text = output::line(&shown).trim_end().to_string();
                manifest::success(name, shown, text, number)
            }
            Ok(Err(error)) => manifest::failure(&error),
            Err(_) => {
                return Err(ErrorData::internal_error(
                    format!(
                        "`{name}` ended abnormally; this is a bug of gcg, please report it with the arguments"
                    ),
                    None,
                ));
            }
        };
        Ok(result.into())
    }

    /// Tells the client about a call when it asked for such messages.
    #[allow(deprecated)] // log messages, as above
    async fn log(&self, context: &RequestContext<RoleServer>, name: &str, response: &CallToolResponse) {
        let failed = matches!(response, CallToolResponse::Complete(result) if result.is_error == Some(true));
        let level = if failed { LoggingLevel::Warning } else { LoggingLevel::Debug };
        let wanted = *lock(&self.level);
        if wanted.is_some_and(|wanted| level as u8 >= wanted as u8) {
            let data = json!({ "tool": name, "failed": failed });
            let message = LoggingMessageNotificationParam::new(level, data).with_logger("gcg");
            // A client that has gone away needs no message.
            let _ = context.peer.notify_logging_message(message).await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ServerHandler for Server {
    #[allow(deprecated)] // log messages, as above
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_logging()
            .enable_prompts()
            .enable_resources()
            .enable_tools()
            .build();
        let version = format!("{} catalog {}", env!("CARGO_PKG_VERSION"), self.shared.catalog.edition());
        ServerConfig::new(capabilities)
            .with_server_info(
                Implementation::new("gcg", version)
                    .with_title("GPU cluster generator")
                    .with_description(env!("CARGO_PKG_DESCRIPTION")),
            )
            .with_instructions(
                "Figures and designs of GPU clusters, every number with its source. Give the customer's words to `plan` \
                 as `text`; it gives the figures that stand alone, and gcg://answer/N holds the whole (one part: \
                 gcg://answer/N/design/bom). Later calls take that address or mean the last answer. Take figures from results only; when a \
                 result says what is missing, ask for it.",
            )
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.shared.tools.clone()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.shared.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if request.name == draft::NAME {
            let wanted = draft::wanted(request.arguments.unwrap_or_default(), &lock(&self.results));
            return Ok(match wanted {
                Ok(wanted) => {
                    let work = move |catalog: &Catalog| draft::run(catalog, &wanted);
                    self.work(draft::NAME, work).await?
                }
                Err(error) => manifest::failure(&error).into(),
            });
        }
        let tool = tools::find(&request.name)
            .map_err(|error| ErrorData::invalid_params(error.message.clone(), Some(error.document())))?;
        let given = Value::Object(request.arguments.unwrap_or_default());
        let arguments = arguments::resolve(&self.shared.catalog, tool, given, &lock(&self.results));
        let response = match arguments {
            Ok(arguments) => self.run(tool.name(), arguments).await?,
            Err(error) => manifest::failure(&error).into(),
        };
        self.log(&context, tool.name(), &response).await;
        Ok(response)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let from = match request.and_then(|request| request.cursor) {
            Some(cursor) => cursor.parse().map_err(|_| {
                ErrorData::invalid_params(format!("`{cursor}` is no cursor of this server"), None)
            })?,
            None => 0,
        };
        let (items, next) = resources::page(&self.shared.catalog, &lock(&self.results), from);
        let mut result = ListResourcesResult::with_all_items(items);
        result.next_cursor = next.map(|at| at.to_string());
        Ok(result)
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let contents = resources::read(&self.shared.catalog, &lock(&self.results), &request.uri)
            .map_err(|message| ErrorData::resource_not_found(message, Some(json!({ "uri": request.uri }))))?;
        Ok(ReadResourceResult::new(vec![contents]).into())
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::all()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(&request.name, &request.arguments.unwrap_or_default())
            .map(Into::into)
            .map_err(|message| ErrorData::invalid_params(Cow::Owned(message), None))
    }

    #[allow(deprecated)] // log levels, as above
    async fn set_level(
        &self,
        request: SetLevelRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        *lock(&self.level) = Some(request.level);
        Ok(())
    }
}
