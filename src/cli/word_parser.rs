//! Closed words as flags: any spelling of the list, its words in help and completions, the nearest in errors.

use std::{ffi::OsStr, marker::PhantomData};

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, TypedValueParser},
    error::ErrorKind,
};

use crate::design::words::{self, Word};

/// Reads a word of one list.
#[derive(Debug, Clone)]
pub struct WordParser<W>(PhantomData<W>);

/// The parser of a list.
pub fn word<W: Word>() -> WordParser<W> {
    WordParser(PhantomData)
}

impl<W: Word> TypedValueParser for WordParser<W> {
    type Value = W;

    fn parse_ref(&self, command: &Command, _: Option<&Arg>, value: &OsStr) -> Result<W, Error> {
        words::parse(&value.to_string_lossy())
            .map_err(|error| Error::raw(ErrorKind::InvalidValue, error).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(W::ALL.iter().map(|word| PossibleValue::new(word.spelling().word))))
    }
}
