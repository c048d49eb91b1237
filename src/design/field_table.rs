//! The table that declares requirement fields: struct, names, meanings, bounds and ways of setting from one list.

/// Declares the fields once: the struct, its JSON, its schema, the list of names and the `Field` enum come from one
/// table. A row is `Variant field: type`, and `=> bounds` where a number has bounds.
macro_rules! requirement {
    ($($(#[doc = $doc:expr])+ $variant:ident $field:ident: $kind:ty $(=> $bounds:expr)?,)*) => {
        /// The customer's requirement. Every field is a stated value with its quote, or `null`.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Requirement {
            $($(#[doc = $doc])+ pub $field: Option<Stated<$kind>>,)*
            /// What fits no field, kept with its words.
            pub other: Vec<OtherWish>,
        }

        /// Every field's name and meaning, in the order of the document.
        pub const FIELDS: &[(&str, &str)] = &[$((stringify!($field), concat!($($doc),+)),)*];

        /// What a statement is about. The order is that of the document.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
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

        impl Requirement {
            /// Sets one field from JSON, or clears it with a `null` value.
            ///
            /// # Errors
            /// When there is no such field, or the field cannot take the value.
            pub fn set(
                &mut self,
                field: &str,
                value: serde_json::Value,
                quote: &str,
            ) -> Result<(), Refused> {
                match Field::named(field)? {
                    $(Field::$variant if value.is_null() => self.$field = None,
                    Field::$variant => {
                        let value = serde_json::from_value(value).map_err(|error| error.to_string());
                        self.$field = Some(stated::<$kind>(Field::$variant, value, quote)?);
                    })*
                    Field::Other => return Err(Field::Other.refuses("it is set by its own words")),
                }
                Ok(())
            }

            /// Sets one field from the text of a flag or form.
            ///
            /// # Errors
            /// When there is no such field, or the field cannot take the value.
            pub fn set_text(&mut self, field: &str, text: &str, quote: &str) -> Result<(), Refused> {
                match Field::named(field)? {
                    $(Field::$variant => {
                        self.$field = Some(stated(Field::$variant, FieldValue::from_text(text), quote)?);
                    })*
                    Field::Other => return Err(Field::Other.refuses("it is set by its own words")),
                }
                Ok(())
            }

            /// Every value outside the bounds of its field.
            #[must_use]
            pub fn out_of_bounds(&self) -> Vec<Refused> {
                let mut faults = Vec::new();
                $(if let Some(stated) = &self.$field
                    && let Some(fault) = outside(&stated.value, Field::$variant.bounds())
                {
                    faults.push(Field::$variant.refuses(&fault));
                })*
                faults
            }
        }
    };
}
pub(super) use requirement;
