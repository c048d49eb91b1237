//! A partner's price book: a CSV or YAML file of prices that an offer may be made with.
//!
//! CSV columns, in any order: `id`, `item`, `part` (id of the catalog), `unit` (each, gpu_hour, kwh, kw_month,
//! gpu_year, rate, coverage_min), `currency` (ISO 4217), `low`, `high`, `seller`, `term`, `date`, `source`, `note`.
//! Required are `id`, `item`, `unit`, `currency`, `low` and `date`; `high` is `low` where it is empty. YAML files hold
//! `prices:` in the catalog's own form, and `sources:` where the prices name documents. A line of unit `rate` is a rate
//! of exchange (`part` EUR, `currency` USD, `low` 1.08: a euro costs 1.08 dollars on that date); one of unit
//! `coverage_min` is the share of lines that must have a price before a total is given.

use std::{borrow::Cow, path::Path};

use super::{
    Catalog, OverlayError, OverlayFault,
    kinds::{CatalogFile, Confidence, Price, PriceUnit, Source, Text},
    lint, overlay,
};

/// Columns of a CSV price book, and whether a row must fill them.
const COLUMNS: &[(&str, bool)] = &[
    ("id", true),
    ("item", true),
    ("part", false),
    ("unit", true),
    ("currency", true),
    ("low", true),
    ("high", false),
    ("seller", false),
    ("term", false),
    ("date", true),
    ("source", false),
    ("note", false),
];

/// A price book in YAML.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)] // described here, and read as a catalog file, so that faults are told with their lines
pub struct PriceBook {
    /// Version of the file's form; 1.
    version: Option<u64>,
    /// Documents that prices name.
    #[schemars(default)]
    sources: Vec<Source>,
    /// The prices.
    prices: Vec<Price>,
}

impl Catalog {
    /// This catalog with the prices of a file, by its ending `.csv`, `.yaml` or `.yml`.
    ///
    /// # Errors
    /// When the file cannot be read or is no price book; all faults at once, with their lines.
    pub fn with_price_file(&self, path: &Path) -> Result<Self, OverlayError> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = overlay::read_text(path)
            .map_err(|message| OverlayError::one(&path.display().to_string(), message))?;
        self.with_price_book(&name, &text)
    }

    /// This catalog with the prices of a price book; `name` tells the format by its ending.
    ///
    /// # Errors
    /// When the text is no price book of that format; all faults at once, with their lines.
    pub fn with_price_book(&self, name: &str, text: &str) -> Result<Self, OverlayError> {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let file = match ending.as_str() {
            "csv" => from_csv(name, text)?,
            "yaml" | "yml" => {
                let file =
                    overlay::parse(name, text).map_err(|fault| OverlayError { faults: vec![fault] })?;
                let only = CatalogFile {
                    version: file.version,
                    sources: file.sources.clone(),
                    prices: file.prices.clone(),
                    ..CatalogFile::default()
                };
                if only.len() != file.len() || file.edition.is_some() || file.defaults.is_some() {
                    let message = "holds more than `prices` and `sources`; lay it over as a catalog overlay";
                    return Err(OverlayError::one(name, message.into()));
                }
                file
            }
            other => {
                let message = format!("ends in `.{other}`; a price book is a .csv, .yaml or .yml file");
                return Err(OverlayError::one(name, message));
            }
        };
        let faults = self.price_faults(name, &file.prices);
        if !faults.is_empty() {
            return Err(OverlayError { faults });
        }
        self.overlaid_with_parsed(name, text, file)
    }

    /// What is wrong with the prices of a book: figures, currencies, and parts the catalog does not hold.
    fn price_faults(&self, name: &str, prices: &[Price]) -> Vec<OverlayFault> {
        let fault = |price: &Price, message: String| OverlayFault {
            file: name.into(),
            line: None,
            column: None,
            message: format!("`{}`: {message}", price.id),
        };
        let mut faults = Vec::new();
        for price in prices {
            for (_, found, expected) in lint::price_faults(price) {
                faults.push(fault(price, format!("found {found}; expected {expected}")));
            }
            let is_currency = |part: &str| part.len() == 3 && part.chars().all(|c| c.is_ascii_uppercase());
            match (price.unit, price.part.as_deref()) {
                (PriceUnit::Rate, Some(part)) if is_currency(part) && part != price.currency => {}
                (PriceUnit::Rate, _) => faults.push(fault(
                    price,
                    "a rate of exchange names another currency as its part, such as part EUR, currency USD"
                        .into(),
                )),
                (_, Some(part)) if !self.holds(part) => faults.push(fault(
                    price,
                    format!("the part `{part}` is not in the catalog; give its id, or leave `part` empty"),
                )),
                _ => {}
            }
        }
        faults
    }

    /// Whether an id is a part of the catalog that may have a price.
    fn holds(&self, id: &str) -> bool {
        self.gpu(id).is_some()
            || self.system(id).is_some()
            || self.switch(id).is_some()
            || self.transceiver(id).is_some()
            || self.cable(id).is_some()
            || self.nic(id).is_some()
            || self.rack(id).is_some()
            || self.licence(id).is_some()
            || self.storage_block(id).is_some()
    }
}

fn from_csv(name: &str, text: &str) -> Result<CatalogFile, OverlayError> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, message: String| {
        faults.push(OverlayFault { file: name.into(), line: Some(line), column: None, message });
    };
    let text = text.trim_start_matches('\u{feff}');
    // Excel writes the divider of its fields on a first line of its own.
    let (text, told) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, rest)) => (rest, sign.trim_end_matches('\r').bytes().next()),
        None => (text, None),
    };
    let divider = told.unwrap_or_else(|| divider(text));
    let mut records = records(text, divider).into_iter();
    let header = records.next().map(|(_, fields)| fields).unwrap_or_default();
    let header: Vec<String> = header.iter().map(|field| field.trim().to_lowercase()).collect();
    for column in &header {
        if !COLUMNS.iter().any(|(known, _)| known == column) {
            let known: Vec<&str> = COLUMNS.iter().map(|(known, _)| *known).collect();
            fault(1, format!("unknown column `{column}`; the columns are {}", known.join(", ")));
        }
    }
    for (column, required) in COLUMNS {
        if *required && !header.iter().any(|have| have == column) {
            fault(1, format!("the column `{column}` is missing"));
        }
    }
    let mut prices: Vec<Price> = Vec::new();
    for (line, fields) in records {
        if fields.len() != header.len() {
            fault(line, format!("{} fields; the header has {}", fields.len(), header.len()));
            continue;
        }
        let get = |column: &str| {
            let at = header.iter().position(|have| have == column)?;
            fields.get(at).map(|field| field.trim()).filter(|field| !field.is_empty())
        };
        let mut complete = true;
        for (column, required) in COLUMNS {
            if *required && header.iter().any(|have| have == column) && get(column).is_none() {
                fault(line, format!("`{column}` is empty"));
                complete = false;
            }
        }
        let mut number = |column: &str| {
            let field = get(column)?;
            match price(field, divider) {
                Some(value) => Some(value),
                None => {
                    fault(line, format!("`{column}` is `{field}`; expected a number such as 1234.50"));
                    complete = false;
                    None
                }
            }
        };
        let low = number("low");
        let high = number("high").or(low);
        let unit = get("unit").and_then(unit);
        if let (None, Some(word)) = (unit, get("unit")) {
            fault(
                line,
                format!(
                    "`unit` is `{word}`; expected each, gpu_hour, kwh, kw_month, gpu_year, rate or coverage_min"
                ),
            );
        }
        let owned = |column: &str| get(column).map(|field| Cow::Owned(field.to_string()));
        let (true, Some(unit), Some(low), Some(high)) = (complete, unit, low, high) else { continue };
        let id: Text = owned("id").unwrap_or_default();
        if prices.iter().any(|price| price.id == id) {
            fault(line, format!("`{id}` is given twice"));
        }
        let note = match (owned("source"), owned("note")) {
            (Some(source), Some(note)) => Some(Cow::Owned(format!("{note}; {source}"))),
            (one, other) => one.or(other),
        };
        prices.push(Price {
            id,
            item: owned("item").unwrap_or_default(),
            part: owned("part"),
            unit,
            currency: owned("currency").unwrap_or_default(),
            low,
            high,
            seller: owned("seller"),
            term: owned("term"),
            date: owned("date").unwrap_or_default(),
            indicative: false,
            source: Cow::Borrowed("price-book"),
            confidence: Confidence::Verbatim,
            note,
        });
    }
    if !faults.is_empty() {
        return Err(OverlayError { faults });
    }
    let newest = prices.iter().map(|price| price.date.clone()).max().unwrap_or_default();
    let source = Source {
        id: Cow::Borrowed("price-book"),
        title: Cow::Owned(format!("Price book {name}")),
        url: None,
        via: None,
        locator: None,
        read: newest,
    };
    Ok(CatalogFile { sources: vec![source], prices, ..CatalogFile::default() })
}

fn unit(word: &str) -> Option<PriceUnit> {
    [
        PriceUnit::Each,
        PriceUnit::GpuHour,
        PriceUnit::Kwh,
        PriceUnit::KwMonth,
        PriceUnit::GpuYear,
        PriceUnit::Rate,
        PriceUnit::CoverageMin,
    ]
    .into_iter()
    .find(|unit| unit.word() == word.to_lowercase())
}

/// How the fields of a text are divided: by semicolons where its head row has them outside quotes and no comma, as
/// spreadsheets write where the comma is the decimal sign; by tabs, or by commas.
fn divider(text: &str) -> u8 {
    let mut quoted = false;
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: Vec<char> = head
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            !quoted
        })
        .collect();
    [(b',', ','), (b';', ';'), (b'\t', '\t')]
        .into_iter()
        .map(|(byte, sign)| (byte, outside.iter().filter(|c| **c == sign).count()))
        .max_by_key(|(byte, count)| (*count, *byte == b','))
        .map_or(b',', |(byte, _)| byte)
}

/// The records of a CSV text with the line each starts on; empty ones are left out.
fn records(text: &str, divider: u8) -> Vec<(usize, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(divider)
        .from_reader(text.as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| {
            let line = record.position().map_or(0, |at| at.line() as usize);
            (line, record.iter().map(str::to_string).collect::<Vec<_>>())
        })
        .filter(|(_, fields)| fields.iter().any(|field| !field.trim().is_empty()))
        .collect()
}

/// A price as people write it. With semicolons between the fields the comma is the decimal sign and the point groups
/// thousands (`301.500,50`); with commas between them it is the other way round (`"301,500.50"`). Spaces group as well.
fn price(field: &str, divider: u8) -> Option<f64> {
    let bare: String = field.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    let (decimal, group) = match (divider, bare.contains(',')) {
        (b',', _) | (_, false) => ('.', ','),
        _ => (',', '.'),
    };
    let (whole, rest) = bare.split_once(decimal).map_or((bare.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let grouped = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    let all: Vec<&str> = groups.collect();
    if !all.is_empty() && (first.len() > 3 || !all.iter().all(|part| grouped(part))) {
        return None;
    }
    let text = format!("{first}{}.{}", all.concat(), if rest.is_empty() { "0" } else { rest });
    text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_csv_price_book_adds_prices() {
        let text = "id,item,part,unit,currency,low,high,date,note\n\
                    x9680,\"XE9680, 8x H200\",dell-xe9680,each,EUR,301500.50,,2026-10-01,net\n";
        let catalog = Catalog::embedded().with_price_book("book.csv", text).unwrap();
        let price = catalog.price("x9680").unwrap();
        assert_eq!((price.low, price.high, price.indicative), (301_500.5, 301_500.5, false));
        assert_eq!((price.item.as_ref(), price.currency.as_ref()), ("XE9680, 8x H200", "EUR"));
        assert!(catalog.source("price-book").is_some());
        assert_ne!(catalog.digest(), Catalog::embedded().digest());
    }

    #[test]
    fn a_spreadsheet_with_decimal_commas_is_read_as_it_was_meant() {
        let text = "\u{feff}id;item;part;unit;currency;low;high;date;note\r\n\
                    x9680;XE9680, 8x H200;dell-xe9680;each;EUR;301.500,50;1 320 000,5;2026-10-01;net, ex works\r\n\
                    kwh;Strom;;kwh;EUR;0,21;;2026-10-01;\r\n";
        for text in [text.to_string(), format!("sep=;\r\n{}", text.trim_start_matches('\u{feff}'))] {
            let catalog = Catalog::embedded().with_price_book("book.csv", &text).unwrap();
            let price = catalog.price("x9680").unwrap();
            assert_eq!((price.low, price.high), (301_500.5, 1_320_000.5));
            assert_eq!(price.note.as_deref(), Some("net, ex works"));
            assert_eq!(catalog.price("kwh").unwrap().low, 0.21);
        }
        let text = "id,item,unit,currency,low,date,note\na,A,each,USD,\"301,500.50\",2026-10-01,two; three\n";
        let catalog = Catalog::embedded().with_price_book("book.csv", text).unwrap();
        assert_eq!(catalog.price("a").unwrap().low, 301_500.5);
        let note = catalog.price("a").unwrap().note.clone();
        assert!(note.is_some_and(|note| note.contains("two; three")));
    }

    #[test]
    fn prices_that_may_mean_two_things_are_refused() {
        assert_eq!(price("1,5", b','), None);
        assert_eq!(price("1.234.567,89", b';'), Some(1_234_567.89));
        assert_eq!(price("12 k", b';'), None);
        assert_eq!(price("1234.5", b';'), Some(1234.5));
        assert_eq!(price("-3", b','), None);
    }

    #[test]
    fn every_fault_of_a_csv_is_named_with_its_line() {
        let text = "id,item,unit,currency,low,date,colour\n\
                    a,A,each,USD,12 k,2026,red\n\
                    b,B,each,USD,5,2026\n\
                    c,,dozen,USD,5,2026,red\n";
        let error = Catalog::embedded().with_price_book("book.csv", text).unwrap_err();
        let lines: Vec<_> = error.faults.iter().map(|fault| (fault.line.unwrap(), &fault.message)).collect();
        assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 4, 4], "{lines:?}");
    }

    #[test]
    fn a_price_book_holds_prices_only() {
        let text = "ambiguous_names:\n  - {name: X, kind: gpu, candidates: [l4], effect: none}\n";
        assert!(Catalog::embedded().with_price_book("book.yaml", text).is_err());
        assert!(Catalog::embedded().with_price_book("book.xlsx", "").is_err());
    }

    #[test]
    fn indicative_prices_are_off_until_asked_for() {
        let plain = Catalog::embedded();
        assert!(plain.prices().is_empty());
        let priced = plain.with_bundled_overlay("indicative-prices").unwrap();
        assert!(priced.prices().len() > 100 && priced.prices().iter().all(|price| price.indicative));
        assert!(plain.with_bundled_overlay("nothing").is_err());
    }
}
