//! What a statement can be about: the fields, their names, meanings and bounds.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{binding::Bound, field_rows::field_rows, field_value::Refused};

/// A number that must be more than nothing: the least that is.
const SOME: f64 = f64::MIN_POSITIVE;

macro_rules! fields {
    ($($(#[doc = $doc:expr])+ $variant:ident $field:ident: $kind:ty $(=> $bounds:expr)?,)*) => {
        /// Every field's name and meaning, in the order of the document.
        pub const FIELDS: &[(&str, &str)] = &[$((stringify!($field), concat!($($doc),+)),)*];

        /// What a statement is about. The order is that of the document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[doc = $doc])+ $variant,)*
            /// What fits no field, kept with its words.
            Other,
        }

        impl Field {
            /// Every field that has a place of its own in the requirement.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in documents, with its unit as suffix.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                    Self::Other => "other",
                }
            }

            /// The numbers it can take, in its unit; none for a field without numbers.
            #[must_use]
            pub fn bounds(self) -> Option<std::ops::RangeInclusive<f64>> {
                match self {
                    $(Self::$variant => None$(.or(Some($bounds)))?,)*
                    Self::Other => None,
                }
            }
        }
    };
}

field_rows!(fields);

/// The names alone: what each means is said once, by the fields of the requirement.
impl JsonSchema for Field {
    fn schema_name() -> Cow<'static, str> {
        "Field".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Self::ALL.iter().chain([&Self::Other]).map(|field| field.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

impl Field {
    /// The field with this name.
    ///
    /// # Errors
    /// The nearest names when there is none.
    pub fn named(name: &str) -> Result<Self, Refused> {
        Self::ALL.iter().copied().find(|field| field.name() == name).ok_or_else(|| {
            let near = super::words::nearest(name, Self::ALL.iter().map(|field| field.name()), 5);
            Refused {
                message: format!("there is no requirement field `{name}`"),
                hints: vec![format!("nearest fields: {}", near.join(", "))],
            }
        })
    }

    /// How its value binds where a text says no more than the value: what a site offers is a limit, what a user needs is a
    /// least value, a count is that count.
    #[must_use]
    pub fn natural_bound(self) -> Bound {
        match self {
            Self::GpuCountMin
            | Self::GpuMemGbMin
            | Self::StorageCapacityTb
            | Self::StorageReadGbs
            | Self::StorageWriteGbs
            | Self::FabricGbpsPerGpu
            | Self::HeatToWaterMinPct
            | Self::TokensPerS
            | Self::QueriesPerS
            | Self::TransactionsPerS
            | Self::KvCacheGb
            | Self::GrowthGpuCount
            | Self::GrowthNodeCount => Bound::AtLeast,
            Self::TtftMs
            | Self::TpotMs
            | Self::E2eMs
            | Self::LatencyP99Ms
            | Self::DeadlineDays
            | Self::BudgetAmount
            | Self::PowerPerRackKw
            | Self::PowerPerRackKva
            | Self::PowerTotalKw
            | Self::PowerTotalKva
            | Self::RacksAvailable
            | Self::RackU
            | Self::RackWidthMm
            | Self::RackHeightMm
            | Self::RackDepthMm
            | Self::RackWeightKg
            | Self::FloorLoadKgM2
            | Self::LiftKg
            | Self::LiftMm
            | Self::CheckpointStallS => Bound::AtMost,
            _ => Bound::Exactly,
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        FIELDS.iter().find(|(name, _)| *name == self.name()).map_or("", |(_, meaning)| meaning.trim())
    }

    /// The refusal of a value.
    pub(super) fn refuses(self, fault: &str) -> Refused {
        let hint = match self.meaning() {
            "" => "`gcg schema requirement` prints the fields".to_string(),
            meaning => format!("`{}`: {meaning}", self.name()),
        };
        Refused { message: format!("`{}`: {fault}", self.name()), hints: vec![hint] }
    }
}
