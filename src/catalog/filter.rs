//! Filters over entries: by number, by word; what nobody can tell is told apart from what does not pass.

use super::{Catalog, kinds::Kind, nearest, normalize, rows, view::EntryView};

/// What a filter asks of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// At least this number.
    AtLeast(f64),
    /// At most this number.
    AtMost(f64),
    /// A word or the beginning of one, read without case and punctuation: `pcie` finds `pcie_passive`.
    Is(String),
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Name of the field.
    pub field: String,
    /// What is asked of it.
    pub test: Test,
}

/// A filter that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Not of the form.
    #[error("`{0}` is no filter; write field>=number, field<=number or field=word")]
    Form(String),
    /// The kind has no such field.
    #[error("no entry has a field `{field}`; near: {}", .near.join(", "))]
    Field {
        /// The field asked for.
        field: String,
        /// Fields of the kind, nearest first.
        near: Vec<String>,
    },
}

/// What a filter found: entries that pass, and entries whose facts are missing, so that nobody can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Filtered {
    /// Entries that pass every filter.
    pub found: Vec<EntryView>,
    /// Ids of entries that lack a value a filter asks for and pass the others.
    pub untold: Vec<String>,
}

impl Filter {
    /// Reads `memory_gb>=140`, `tdp_w<=700` or `generation=hopper`.
    ///
    /// # Errors
    /// When the text is not of one of these forms.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let form = || FilterError::Form(text.to_string());
        for (mark, least) in [(">=", true), ("<=", false)] {
            if let Some((field, number)) = text.split_once(mark) {
                let number: f64 = number.trim().parse().map_err(|_| form())?;
                let test = if least { Test::AtLeast(number) } else { Test::AtMost(number) };
                return Ok(Self { field: field.trim().to_string(), test });
            }
        }
        let (field, word) = text.split_once('=').ok_or_else(form)?;
        if field.trim().is_empty() || word.trim().is_empty() {
            return Err(form());
        }
        Ok(Self { field: field.trim().to_string(), test: Test::Is(word.trim().to_string()) })
    }

    /// Whether an entry passes; none when it lacks the value.
    #[must_use]
    pub fn passes(&self, entry: &EntryView) -> Option<bool> {
        let row = entry.row(&self.field)?;
        if row.state == "none" {
            return Some(false);
        }
        match &self.test {
            Test::AtLeast(number) => Some(row.value.as_f64()? >= *number),
            Test::AtMost(number) => Some(row.value.as_f64()? <= *number),
            Test::Is(word) => {
                let (have, want) = (normalize(&rows::text(&row.value)), normalize(word));
                (row.state == "value").then(|| have.starts_with(&want))
            }
        }
    }
}

impl Catalog {
    /// Entries of a kind that pass every filter.
    ///
    /// # Errors
    /// When a filter asks for a field that no entry of the kind has; the nearest fields are named.
    pub fn filter(&self, kind: Kind, filters: &[Filter]) -> Result<Filtered, FilterError> {
        let all = self.views(kind);
        for filter in filters {
            let mut fields: Vec<&str> =
                all.iter().flat_map(|entry| entry.rows.iter().map(|row| row.field.as_str())).collect();
            fields.sort_unstable();
            fields.dedup();
            if !fields.contains(&filter.field.as_str()) {
                let mut near: Vec<String> = nearest(&normalize(&filter.field), fields.iter().copied())
                    .into_iter()
                    .map(ToString::to_string)
                    .collect();
                if near.is_empty() {
                    near = fields.into_iter().map(ToString::to_string).collect();
                }
                return Err(FilterError::Field { field: filter.field.clone(), near });
            }
        }
        let mut filtered = Filtered { found: Vec::new(), untold: Vec::new() };
        for entry in all {
            let passes: Vec<Option<bool>> = filters.iter().map(|filter| filter.passes(&entry)).collect();
            if passes.contains(&Some(false)) {
                continue;
            }
            if passes.contains(&None) {
                filtered.untold.push(entry.id);
            } else {
                filtered.found.push(entry);
            }
        }
        Ok(filtered)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ids(filters: &[&str]) -> Vec<String> {
        let filters: Vec<Filter> = filters.iter().map(|text| Filter::parse(text).unwrap()).collect();
        let filtered = Catalog::embedded().filter(Kind::Gpu, &filters).unwrap();
        filtered.found.into_iter().map(|entry| entry.id).collect()
    }

    #[test]
    fn filters_find_by_number_and_word() {
        let big = ids(&["generation=blackwell", "memory_gb>=140", "form=sxm"]);
        assert_eq!(big, ["b200-sxm", "b300-sxm"]);
        assert!(ids(&["form=pcie", "tdp_w<=75"]).contains(&"l4".to_string()));
        assert!(!ids(&["nvlink_total_gbyte_per_s>=1"]).contains(&"l40s".to_string()), "known to be absent");
    }

    #[test]
    fn what_nobody_can_tell_is_told() {
        let filter = [Filter::parse("tdp_w<=5000").unwrap()];
        let filtered = Catalog::embedded().filter(Kind::Gpu, &filter).unwrap();
        assert!(filtered.untold.contains(&"rubin".to_string()), "{:?}", filtered.untold);
    }

    #[test]
    fn wrong_filters_name_what_is_near() {
        assert!(Filter::parse("memory_gb").is_err() && Filter::parse("memory_gb>=lots").is_err());
        let filter = [Filter::parse("memory>=80").unwrap()];
        let error = Catalog::embedded().filter(Kind::Gpu, &filter).unwrap_err();
        assert!(error.to_string().contains("memory_gb"), "{error}");
    }
}
