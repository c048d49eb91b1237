//! The catalog and the prompts as the build script compiled them.

#![allow(clippy::unreadable_literal, clippy::excessive_precision, clippy::approx_constant)]

use std::borrow::Cow;

use super::kinds::*;

include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
include!(concat!(env!("OUT_DIR"), "/prompts.rs"));
