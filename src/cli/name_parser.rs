//! Names as flags and arguments: any text is taken, since products are named in many ways; the ids of the built-in
//! catalog are what a shell completes.

use std::ffi::OsStr;

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, TypedValueParser},
    error::ErrorKind,
};

/// Takes a name; the function lists what a shell offers for it.
#[derive(Debug, Clone, Copy)]
pub struct NameParser(pub fn() -> Vec<PossibleValue>);

impl TypedValueParser for NameParser {
    type Value = String;

    fn parse_ref(&self, command: &Command, _: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        value.to_str().map(str::to_string).ok_or_else(|| {
            Error::raw(ErrorKind::InvalidUtf8, "the name is not UTF-8 text\n").with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

/// What a shell offers for each kind of name.
pub mod names {
    use std::borrow::Cow;

    use clap::builder::PossibleValue;

    use crate::{
        cli::commands::schema::DOCUMENTS,
        tools::{Catalog, TOOLS},
    };

    /// An id of the built-in catalog, which is part of the program.
    #[allow(clippy::ptr_arg)] // only a borrowed id lives as long as the program
    fn offered(id: &Cow<'static, str>) -> Option<PossibleValue> {
        match id {
            Cow::Borrowed(id) => Some(PossibleValue::new(*id)),
            Cow::Owned(_) => None,
        }
    }

    macro_rules! ids {
        ($($name:ident, $list:ident, $what:literal;)*) => {
            $(
                #[doc = $what]
                pub fn $name() -> Vec<PossibleValue> {
                    let catalog = Catalog::embedded();
                    catalog.$list().iter().filter_map(|one| offered(&one.id)).collect()
                }
            )*
        };
    }

    ids! {
        gpus, gpus, "GPUs.";
        servers, systems, "Servers and rack-scale systems.";
        patterns, patterns, "Reference-architecture patterns.";
        models, models, "Language models.";
    }

    /// Tools.
    pub fn tools() -> Vec<PossibleValue> {
        TOOLS.iter().map(|tool| PossibleValue::new(tool.name())).collect()
    }

    /// Published documents and tools.
    pub fn schemas() -> Vec<PossibleValue> {
        let documents = DOCUMENTS.iter().map(|(name, ..)| PossibleValue::new(*name));
        documents.chain(tools()).collect()
    }
}
