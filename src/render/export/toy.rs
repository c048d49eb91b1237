//! A toy format: with its row in `FORMATS` it is all a format needs, and that is what it shows.

use super::{Format, one};

/// The number of links.
pub const FORMAT: Format = Format {
    name: "toy",
    about: "the number of links",
    files: |wiring| one("toy.txt", wiring.links.len().to_string()),
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        design::wiring::Wiring,
        render::export::{FORMATS, format},
    };

    #[test]
    fn its_row_names_and_writes_it() {
        let toy = format("toy").unwrap();
        assert!(FORMATS.iter().any(|row| row.name == toy.name && row.about == "the number of links"));
        let files = (toy.files)(&Wiring::default()).unwrap();
        assert_eq!(files, [("toy.txt".to_string(), "0".to_string())]);
    }
}
