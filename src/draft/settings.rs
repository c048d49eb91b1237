//! What the sender of a document decides: company, colours, logo, disclaimer, currency, number format, words.

use serde::Deserialize;

use crate::render::document::{Logo, Look, Paper};

/// How numbers are written where the sender does not say: German writes a comma before the decimals.
const NUMBERS_OF_LANGUAGES: &[(&str, &str)] = &[("de", "1.234,5")];

impl Branding {
    /// The branding of nobody, with the numbers of a language.
    #[must_use]
    pub fn of_language(language: &str) -> Self {
        let numbers = NUMBERS_OF_LANGUAGES.iter().find(|(code, _)| *code == language);
        Self {
            number_format: numbers.map_or(String::new(), |(_, form)| (*form).to_string()),
            ..Self::default()
        }
    }
}

/// Branding as written in a YAML file. Every key is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Branding {
    /// Company that sends the document.
    pub company: String,
    /// Who wrote it.
    pub author: String,
    /// Whom it is for.
    pub customer: String,
    /// Name of the project; the title of the document when given.
    pub project: String,
    /// Confidentiality note on the cover.
    pub confidentiality: String,
    /// Text that replaces the built-in disclaimer.
    pub disclaimer: String,
    /// Accent colour, `#rrggbb`; text on white in this colour must stay readable.
    pub accent: String,
    /// File of the logo, PNG, JPEG or SVG, relative to the branding file.
    pub logo: String,
    /// Currency of prices that the workbook leaves to be filled in, ISO 4217.
    pub currency: String,
    /// How numbers are written: `1,234.5`, `1.234,5`, `1 234,5` or `1'234.5`.
    pub number_format: String,
    /// Paper of printed documents: `a4` (the default) or `letter`.
    pub paper: String,
    /// File of words that replace built-in ones, relative to the branding file.
    pub words: String,
}

/// A branding that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BrandingError {
    /// The colour is no `#rrggbb`.
    #[error("the accent colour `{0}` is not of the form #rrggbb")]
    Colour(String),
    /// The colour is too light for text on white.
    #[error("the accent colour `{0}` has a contrast of {1:.1}:1 on white; WCAG AA asks for 4.5:1")]
    Contrast(String, f64),
    /// The number format is unknown.
    #[error("the number format `{0}` is unknown; known: 1,234.5 and 1.234,5 and 1 234,5 and 1'234.5")]
    Numbers(String),
    /// The paper is unknown.
    #[error("the paper `{0}` is unknown; known: a4 and letter")]
    Paper(String),
    /// The currency is no ISO 4217 code.
    #[error("the currency `{0}` is no code of three capital letters")]
    Currency(String),
    /// The logo is no picture we can place.
    #[error("the logo is neither PNG, JPEG nor SVG, or the SVG holds a script or an outside reference")]
    Logo,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFormat {
    group: char,
    decimal: char,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { group: ',', decimal: '.' }
    }
}

impl NumberFormat {
    /// Whether a comma stands before the decimals.
    #[must_use]
    pub const fn has_decimal_comma(self) -> bool {
        self.decimal == ','
    }

    /// A number with up to three decimals.
    #[must_use]
    pub fn write(self, value: f64) -> String {
        crate::design::Plain::Number(value)
            .words()
            .chars()
            .map(|c| match c {
                ',' => self.group,
                '.' => self.decimal,
                other => other,
            })
            .collect()
    }
}

/// Settings of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The branding as written.
    pub branding: Branding,
    /// Company, colour, logo.
    pub look: Look,
    /// How numbers are written.
    pub numbers: NumberFormat,
    /// Whether long tables are kept whole, as a workbook does; pages cut them short and say so.
    pub all_rows: bool,
    /// Date on the cover, as given; empty for none, so that the same answer gives the same bytes.
    pub date: String,
}

impl Settings {
    /// Checks a branding.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn new(branding: Branding, logo: Option<Vec<u8>>, date: &str) -> Result<Self, BrandingError> {
        let mut look = Look { company: branding.company.clone(), ..Look::default() };
        if !branding.accent.is_empty() {
            let contrast = contrast_on_white(&branding.accent)
                .ok_or_else(|| BrandingError::Colour(branding.accent.clone()))?;
            if contrast < 4.5 {
                return Err(BrandingError::Contrast(branding.accent.clone(), contrast));
            }
            look.accent.clone_from(&branding.accent);
        }
        let numbers = match branding.number_format.as_str() {
            "" | "1,234.5" => NumberFormat::default(),
            "1.234,5" => NumberFormat { group: '.', decimal: ',' },
            "1 234,5" => NumberFormat { group: '\u{202f}', decimal: ',' },
            "1'234.5" => NumberFormat { group: '\'', decimal: '.' },
            other => return Err(BrandingError::Numbers(other.into())),
        };
        look.paper = match branding.paper.to_lowercase().as_str() {
            "" | "a4" => Paper::A4,
            "letter" | "us letter" | "us-letter" => Paper::Letter,
            other => return Err(BrandingError::Paper(other.into())),
        };
        let currency = &branding.currency;
        if !currency.is_empty() && !(currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return Err(BrandingError::Currency(currency.clone()));
        }
        look.logo = logo.map(|bytes| picture(bytes).ok_or(BrandingError::Logo)).transpose()?;
        Ok(Self { branding, look, numbers, all_rows: false, date: date.into() })
    }
}

/// A picture by its first bytes.
fn picture(bytes: Vec<u8>) -> Option<Logo> {
    let media_type = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        "image/jpeg"
    } else {
        let text = std::str::from_utf8(&bytes).ok()?;
        let lower = text.to_lowercase();
        let outside = ["<script", "href=\"http", "href='http", "url(http", "<foreignobject", "<!entity"];
        if !lower.contains("<svg") || outside.iter().any(|word| lower.contains(word)) {
            return None;
        }
        "image/svg+xml"
    };
    Some(Logo { media_type: media_type.into(), bytes })
}

/// Contrast of a colour on white by WCAG 2.1, section 1.4.3; `None` for what is no `#rrggbb`.
fn contrast_on_white(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| -> Option<f64> {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        // Relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?;
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wrong_branding_is_refused_with_a_reason() {
        let with = |change: fn(&mut Branding)| {
            let mut branding = Branding::default();
            change(&mut branding);
            Settings::new(branding, None, "")
        };
        assert!(matches!(with(|b| b.accent = "blue".into()), Err(BrandingError::Colour(_))));
        assert!(matches!(with(|b| b.accent = "#ffff00".into()), Err(BrandingError::Contrast(..))));
        assert!(matches!(with(|b| b.number_format = "1_0".into()), Err(BrandingError::Numbers(_))));
        assert!(matches!(with(|b| b.currency = "euro".into()), Err(BrandingError::Currency(_))));
        let script = b"<svg><script>1</script></svg>".to_vec();
        assert_eq!(Settings::new(Branding::default(), Some(script), ""), Err(BrandingError::Logo));
        assert!((contrast_on_white("#767676").unwrap() - 4.54).abs() < 0.01);
    }

    #[test]
    fn numbers_follow_the_format() {
        let branding = Branding { number_format: "1.234,5".into(), ..Branding::default() };
        assert_eq!(Settings::new(branding, None, "").unwrap().numbers.write(12345.25), "12.345,25");
    }
}
