//! Sheets as a workbook. Every formula is stored with its result, since many viewers never recalculate.

pub mod read;

use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Url,
    Workbook, Worksheet, XlsxError,
};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; never read as a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula with its true result.
    Formula(String, f64),
    /// A number to be filled in or changed by the reader, such as a price.
    Input(Option<f64>),
    /// A link to a sheet: its text, and the name of the sheet.
    Link(String, String),
}

/// A bar chart beside a sheet: columns of names and values, first and last row as the sheet counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// Title.
    pub title: String,
    /// Column of the names, from 0.
    pub names: u16,
    /// Column of the values.
    pub values: u16,
    /// First and last row, from 1.
    pub rows: (usize, usize),
}

/// A sheet: a head of column titles with units, and rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name; made fit for a workbook.
    pub name: String,
    /// Titles of the columns.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row is a sum, kept out of the filter.
    pub has_total: bool,
    /// What it is for, in a few words.
    pub note: String,
    /// Totals a summary repeats: label, cell and result.
    pub totals: Vec<(String, String, f64)>,
    /// Charts.
    pub plots: Vec<Plot>,
}

/// A workbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Title.
    pub title: String,
    /// Company.
    pub company: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Line of the footer.
    pub footer: String,
    /// Remark among the properties: what the workbook is a view of.
    pub comment: String,
    /// Sheets.
    pub sheets: Vec<Sheet>,
}

/// Letters of a column, from 0.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut name = Vec::new();
    while rest > 0 {
        name.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    name.reverse();
    String::from_utf8_lossy(&name).into_owned()
}

/// The workbook as a file.
///
/// # Errors
/// A sentence when the workbook cannot be written.
pub fn write(book: &Book) -> Result<Vec<u8>, String> {
    make(book).map_err(|error| error.to_string())
}

fn make(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: the file must not hold the clock.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&book.title)
        .set_company(&book.company)
        .set_comment(&book.comment)
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let accent = u32::from_str_radix(book.accent.trim_start_matches('#'), 16).unwrap_or(0x0b_4f_8a);
    let mut taken: Vec<String> = Vec::new();
    for sheet in &book.sheets {
        let name = sheet_name(&sheet.name, &taken);
        taken.push(name.to_lowercase());
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        fill(worksheet, sheet, &name, accent)?;
        worksheet.set_footer(format!("&L&8{}&R&8&P / &N", book.footer.replace('&', "&&")));
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, name: &str, accent: u32) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(accent))
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, title) in sheet.head.iter().enumerate() {
        worksheet.write_string_with_format(0, column as u16, title, &head)?;
        worksheet.set_column_width(column as u16, width(sheet, column))?;
    }
    let widths: Vec<f64> = (0..sheet.head.len()).map(|column| width(sheet, column)).collect();
    for (index, cells) in sheet.rows.iter().enumerate() {
        let row = index as u32 + 1;
        // Not every program grows a row to its wrapped text.
        worksheet.set_row_height(row, 15.0 * lines(cells, &widths))?;
        let total = sheet.has_total && index + 1 == sheet.rows.len();
        let styled = |column: usize, value: f64, computed: bool| {
            let title = sheet.head.get(column).map_or("", String::as_str);
            // Heat and weight of hundreds have no use for decimals, as in the other documents.
            let whole = value.abs() >= 100.0
                && ["(BTU/h)", "(kg)", "(kg/m²)"].iter().any(|unit| title.contains(unit));
            let pattern = match value {
                // A sum over prices that nobody filled in is no price.
                0.0 if computed => "#,##0.##;-#,##0.##;\"–\"",
                _ if whole || value.fract() == 0.0 => "#,##0",
                _ => "#,##0.0##",
            };
            let format = Format::new().set_num_format(pattern).set_align(FormatAlign::Top);
            if total { format.set_bold().set_border_top(FormatBorder::Medium) } else { format }
        };
        for (column, cell) in cells.iter().enumerate() {
            let column = column as u16;
            match cell {
                Cell::Empty if total => {
                    let line = Format::new().set_border_top(FormatBorder::Medium);
                    worksheet.write_blank(row, column, &line)?;
                }
                Cell::Empty => {}
                Cell::Text(value) if total => {
                    let format = text.clone().set_bold().set_border_top(FormatBorder::Medium);
                    worksheet.write_string_with_format(row, column, value, &format)?;
                }
                Cell::Text(value) => {
                    // A cell holds at most 32,767 characters.
                    let value: String = value.chars().take(32_000).collect();
                    worksheet.write_string_with_format(row, column, &value, &text)?;
                }
                Cell::Number(value) => {
                    worksheet.write_number_with_format(
                        row,
                        column,
                        *value,
                        &styled(usize::from(column), *value, false),
                    )?;
                }
                Cell::Formula(formula, result) => {
                    let formula = Formula::new(formula).set_result(format!("{result}"));
                    worksheet.write_formula_with_format(
                        row,
                        column,
                        formula,
                        &styled(usize::from(column), *result, true),
                    )?;
                }
                Cell::Input(value) => {
                    let whole = value.is_some_and(|value| value.fract() == 0.0);
                    let format = Format::new()
                        .set_num_format(if whole { "#,##0" } else { "#,##0.00" })
                        .set_align(FormatAlign::Top)
                        .set_background_color(Color::RGB(0x00ff_f8dc));
                    match value {
                        Some(value) => worksheet.write_number_with_format(row, column, *value, &format)?,
                        None => worksheet.write_blank(row, column, &format)?,
                    };
                }
                Cell::Link(shown, sheet) => {
                    let place = format!("internal:'{}'!A1", sheet.replace('\'', "''"));
                    worksheet.write_url(row, column, Url::new(place).set_text(shown))?;
                }
            }
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    let filtered = sheet.rows.len() - usize::from(sheet.has_total);
    if filtered > 0 && !sheet.head.is_empty() {
        worksheet.autofilter(0, 0, filtered as u32, sheet.head.len() as u16 - 1)?;
    }
    for (place, plot) in sheet.plots.iter().enumerate() {
        let range = |column: u16| {
            let letter = letters(usize::from(column));
            format!("='{name}'!${letter}${}:${letter}${}", plot.rows.0, plot.rows.1)
        };
        let mut chart = Chart::new(ChartType::Bar);
        let (names, values) = (range(plot.names), range(plot.values));
        chart.add_series().set_categories(names.as_str()).set_values(values.as_str());
        chart.title().set_name(&plot.title);
        chart.legend().set_hidden();
        let row = sheet.rows.len() as u32 + 3 + 18 * place as u32;
        worksheet.insert_chart(row, 0, &chart)?;
    }
    worksheet.set_landscape();
    worksheet.set_paper_size(9);
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Width of a column in letters: that of its longest cell, within bounds.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(|cell| match cell {
        Cell::Text(text) | Cell::Link(text, _) => text.chars().count(),
        Cell::Number(value) | Cell::Formula(_, value) => format!("{value:.2}").len() + 2,
        Cell::Input(_) => 14,
        Cell::Empty => 0,
    });
    let title = sheet.head.get(column).map_or(0, |title| title.chars().count().min(18) + 3);
    (cells.chain([title]).max().unwrap_or(8).clamp(8, 52) + 2) as f64
}

/// Lines the tallest cell of a row needs, within what a row may have.
fn lines(cells: &[Cell], widths: &[f64]) -> f64 {
    let needed = cells.iter().zip(widths).map(|(cell, width)| match cell {
        // A column as wide as its longest cell needs one line.
        Cell::Text(text) if text.chars().count() as f64 + 2.0 <= *width => 1.0,
        // A fifth less than the width: words do not break where the column ends.
        Cell::Text(text) => (text.chars().count() as f64 / (width * 0.8).max(1.0)).ceil(),
        _ => 1.0,
    });
    needed.fold(1.0, f64::max).min(24.0)
}

/// A name of at most 31 letters without what a workbook refuses, not taken yet.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String =
        wanted.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = if clean.is_empty() { "Sheet".to_string() } else { clean };
    let cut = |room: usize| clean.chars().take(room).collect::<String>().trim_end().to_string();
    let mut name = cut(31);
    let mut count = 2;
    while taken.contains(&name.to_lowercase()) {
        name = format!("{} {count}", cut(27));
        count += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_workbook_reads_back_with_results_and_the_same_bytes() {
        let book = Book {
            title: "T".into(),
            accent: "#0b4f8a".into(),
            sheets: vec![
                Sheet {
                    name: "A/B: long name that is longer than a workbook allows".into(),
                    head: vec!["Item".into(), "Quantity".into(), "Twice".into()],
                    rows: vec![
                        vec![
                            Cell::Text("=1+1 <&>".into()),
                            Cell::Number(16.0),
                            Cell::Formula("=B2*2".into(), 32.0),
                        ],
                        vec![
                            Cell::Text("Total".into()),
                            Cell::Empty,
                            Cell::Formula("=SUM(C2:C2)".into(), 32.0),
                        ],
                    ],
                    has_total: true,
                    ..Sheet::default()
                },
                Sheet { name: "A B".into(), head: vec!["x".into()], ..Sheet::default() },
            ],
            ..Book::default()
        };
        let bytes = write(&book).unwrap();
        assert_eq!(bytes, write(&book).unwrap());
        let sheets = read::sheets(&bytes).unwrap();
        assert_eq!(sheets[0].rows[1].cells, ["=1+1 <&>", "16", "32"]);
        assert_eq!(sheets[0].rows[2].cells, ["Total", "", "32"]);
        assert!(sheets[0].name.chars().count() <= 31);
        assert_eq!(letters(27), "AB");
    }
}
