//! What the customer asked for: everything optional, nothing defaulted. A value that was not said is `null`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    field::Field,
    field_rows::field_rows,
    field_value::{FieldValue, Refused, outside},
    requirement_parts::{Acceptance, Evaluation, NodeOption, OtherWish, Questioned},
    stated::Stated,
    statement::Statement,
    words::{
        Cooling, Encryption, FormFactor, NetworkEgress, PowerBasis, Precision, Redundancy, RemoteAccess,
        Scheduler, Security, SiteCapacity, Software, Sovereignty, Tax, Technology, WarrantyLevel, Workload,
    },
};
use crate::units::Currency;

/// Declares the requirement from the rows of its fields, with ways of setting each.
macro_rules! requirement {
    ($($(#[doc = $doc:expr])+ $variant:ident $field:ident: $kind:ty $(=> $bounds:expr)?,)*) => {
        /// The customer's requirement. Every field is a stated value with its quote, or `null`.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Requirement {
            $($(#[doc = $doc])+ pub $field: Option<Stated<$kind>>,)*
            /// What fits no field, kept with its words.
            pub other: Vec<OtherWish>,
            /// Needs of one pool or site of several, as stated.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub pools: Vec<Statement>,
            /// What stands already.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub existing: Vec<Statement>,
            /// What is to be priced beside the order.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub options: Vec<Statement>,
            /// What comes after the order.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub later: Vec<Statement>,
            /// What is ruled out.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            pub excluded: Vec<Statement>,
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

            /// Takes over how a statement binds the value of its field.
            pub(super) fn bind(&mut self, statement: &Statement) {
                match statement.field {
                    $(Field::$variant => if let Some(stated) = &mut self.$field {
                        stated.bound = statement.bound;
                        stated.strength = statement.strength;
                        stated.clause.clone_from(&statement.clause);
                    },)*
                    Field::Other => {}
                }
            }

            /// Takes the named fields from another requirement, stated or not.
            pub fn take_over(&mut self, other: &Self, fields: &[Field]) {
                $(if fields.contains(&Field::$variant) {
                    self.$field.clone_from(&other.$field);
                })*
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

field_rows!(requirement);

impl Requirement {
    /// Every stated field: name, value as JSON, quote; in the order of the document.
    #[must_use]
    pub fn stated(&self) -> Vec<(String, serde_json::Value, String)> {
        let Ok(serde_json::Value::Object(map)) = serde_json::to_value(self) else { return Vec::new() };
        map.into_iter()
            .filter_map(|(name, field)| {
                let quote = field.get("quote")?.as_str()?.to_string();
                Some((name, field.get("value")?.clone(), quote))
            })
            .collect()
    }

    /// Statements that are no single value of what is built now, by the name of their list.
    #[must_use]
    pub fn aside(&self) -> [(&'static str, &[Statement]); 5] {
        [
            ("pools", &self.pools),
            ("existing", &self.existing),
            ("options", &self.options),
            ("later", &self.later),
            ("excluded", &self.excluded),
        ]
    }

    /// Whether nothing at all was stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A value as stated, when its type and bounds allow it.
fn stated<T: FieldValue>(field: Field, value: Result<T, String>, quote: &str) -> Result<Stated<T>, Refused> {
    let value = value.map_err(|fault| field.refuses(&fault))?;
    match outside(&value, field.bounds()) {
        Some(fault) => Err(field.refuses(&fault)),
        None => Ok(Stated::new(value, quote)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::design::FIELDS;

    #[test]
    fn fields_are_set_and_listed_by_name() {
        let mut requirement = Requirement::default();
        assert!(requirement.is_empty());
        requirement.set("gpu_count", 128.into(), "128 H100").unwrap();
        requirement.set("gpu_models", serde_json::json!(["H100"]), "128 H100").unwrap();
        let names: Vec<String> = requirement.stated().into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["gpu_count", "gpu_models"]);
        requirement.set("gpu_count", serde_json::Value::Null, "").unwrap();
        assert_eq!(requirement.gpu_count, None);
        assert!(requirement.set("gpu_count", "many".into(), "many").is_err());
        assert!(requirement.set("gpus", 8.into(), "8").unwrap_err().message.contains("no requirement field"));
    }

    #[test]
    fn what_was_not_said_is_null_in_json() {
        let json = serde_json::to_value(Requirement::default()).unwrap();
        assert_eq!(json["power_per_rack_kw"], serde_json::Value::Null);
        assert_eq!(json.as_object().unwrap().len(), FIELDS.len() + 1);
    }
}
