//! What a proposal is written from besides the answer; the command and the protocol share it.

use crate::{
    check::{AnswerDocument, Explanation},
    design::{fabric::FabricPlan, wiring::Wiring},
    draft::{Settings, Words, cabling::Cabling, files::Source, prose::Prose},
    render::names::Names,
    tools::{Catalog, ErrorCode, Tool, ToolError, explain, layout::lay_out, names},
};

/// What a proposal is written from besides the answer: derivations, names and the wiring.
pub struct Drafting {
    explanations: Vec<Explanation>,
    names: Names,
    laid_out: Option<(Wiring, FabricPlan)>,
    no_wiring: String,
}

impl Drafting {
    /// Plans the answer anew for its derivations, and lays out its wiring.
    ///
    /// # Errors
    /// When the answer was edited, or made with another catalog.
    pub fn new(catalog: &Catalog, answer: &AnswerDocument) -> Result<Self, ToolError> {
        let explained =
            explain::Explain::run(catalog, explain::Input { answer: answer.clone(), pointer: None })?;
        let laid_out = match &answer.design {
            Some(design) => lay_out(catalog, design),
            None => Err(ToolError::new(ErrorCode::InputInvalid, "the answer holds no design")),
        };
        let (laid_out, no_wiring) = match laid_out {
            Ok(wiring) => (Some(wiring), String::new()),
            Err(error) => (None, error.message),
        };
        let names = Names::new(names::product_names(catalog));
        Ok(Self { explanations: explained.explanations, names, laid_out, no_wiring })
    }

    /// The cable schedule, where the design can be wired.
    pub fn cabling(&self) -> Option<Cabling<'_>> {
        self.laid_out.as_ref().map(|(wiring, _)| Cabling::new(wiring))
    }

    /// What the formats are made from.
    pub fn source<'a>(
        &'a self,
        answer: &'a AnswerDocument,
        words: &'a Words,
        settings: &'a Settings,
        cabling: Option<&'a Cabling<'a>>,
        prose: Option<&'a Prose>,
    ) -> Source<'a> {
        Source {
            answer,
            explanations: &self.explanations,
            words,
            names: &self.names,
            settings,
            wired_plan: self.laid_out.as_ref().map(|(_, plan)| plan),
            cabling,
            no_wiring: &self.no_wiring,
            prose,
        }
    }
}
