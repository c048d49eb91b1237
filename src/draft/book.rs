//! The workbook of a proposal: a summary whose number of servers drives the bill, racks and power, and the lists people
//! filter. Every sheet is named whole and every formula carries its result.

use super::{
    DraftError, chapters,
    desk::{Desk, capital},
    files::Source,
    power_sheets, schedule,
    settings::Settings,
};
use crate::{
    design::{Bom, Design},
    render::{
        document::{Block, Document, Part, Table, flat, plain_text},
        xlsx::{Book, Cell, Plot, Sheet},
    },
};

/// The cell that holds the number of servers: second column of the fourth row of the summary.
const SERVERS_ROW: usize = 4;

/// Makes the workbook of a document.
///
/// # Errors
/// When the answer cannot be written as JSON: a bug of ours.
pub(super) fn make(document: &Document, source: Source<'_>) -> Result<Book, DraftError> {
    // A sheet holds every row; a page does not.
    let settings = Settings { all_rows: true, ..source.settings.clone() };
    let source = Source { settings: &settings, ..source };
    let whole = super::proposal(source)?;
    let desk = Desk::new(source, &document.identity.answer);
    let mut sheets = Vec::new();
    let driver = desk.design().and_then(|design| design.compute.as_ref()).map(|compute| compute.node_count);
    let summary_name = desk.say("sheet_summary");
    let ahead = Drive { servers: driver, cell: format!("'{summary_name}'!$B${SERVERS_ROW}") };
    if let Some(design) = desk.design() {
        if let Some(bill) = &design.bom {
            sheets.push(self::bill(&desk, design, bill, &ahead));
        }
        if let Some(facility) = &design.facility {
            sheets.extend(power_sheets::sheets(&desk, design, facility, &ahead));
        }
    }
    sheets.push(requirements(&desk, source));
    sheets.push(gathered(&desk, &whole, "sheet_open", &["risks"]));
    sheets.push(gathered(&desk, &whole, "sheet_ways", &["alternatives", "performance"]));
    if let Some(cabling) = source.cabling {
        sheets.extend(schedule::sheets(cabling, source.words, source.names));
    }
    sheets.push(numbers(&whole));
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets.insert(0, summary(&desk, document, &sheets, driver));
    Ok(Book {
        title: document.title.clone(),
        company: document.look.company.clone(),
        accent: document.look.accent.clone(),
        footer: document.labels.foot.clone(),
        comment: document.identity.line(),
        sheets,
    })
}

/// What the quantities move with.
#[derive(Debug)]
pub(super) struct Drive {
    /// Servers of the design.
    pub servers: Option<u64>,
    /// The cell of the summary that holds them.
    pub cell: String,
}

impl Drive {
    /// A quantity as a formula over the number of servers, and the name of how it moves: exactly with the servers,
    /// in proportion, or not at all.
    fn quantity(&self, group: &str, quantity: u64) -> (Cell, &'static str) {
        let value = quantity as f64;
        let Some(servers) = self.servers.filter(|servers| *servers > 0) else {
            return (Cell::Number(value), "moves_not");
        };
        let cell = &self.cell;
        match group {
            "management" | "storage" | "services" => (Cell::Input(Some(value)), "moves_not"),
            "compute" | "optics" | "cables" | "software" if quantity.is_multiple_of(servers) => {
                let each = quantity / servers;
                let formula = if each == 1 { format!("={cell}") } else { format!("={each}*{cell}") };
                (Cell::Formula(formula, value), "moves_with")
            }
            _ => (
                Cell::Formula(format!("=ROUNDUP({quantity}*{cell}/{servers},0)"), value),
                "moves_in_proportion",
            ),
        }
    }
}

/// A cell of text.
pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn summary(desk: &Desk<'_>, document: &Document, sheets: &[Sheet], servers: Option<u64>) -> Sheet {
    let mut rows = vec![vec![text(&document.title), text(&document.subtitle), Cell::Empty]];
    let headline = document.sections.first().map(|first| first.title.clone()).unwrap_or_default();
    rows.push(vec![text(desk.say("headline")), text(headline), Cell::Empty]);
    // The row of SERVERS_ROW: the head is the first row of the sheet.
    match servers {
        Some(servers) => rows.push(vec![
            text(capital(&desk.say("servers"))),
            Cell::Input(Some(servers as f64)),
            text(desk.say("servers_drive")),
        ]),
        None => rows.push(vec![text(capital(&desk.say("servers"))), text(desk.say("none")), Cell::Empty]),
    }
    if let Some(compute) = desk.design().and_then(|design| design.compute.as_ref()) {
        let each = compute.gpus_per_node;
        rows.push(vec![
            text(desk.words.label("gpu_count")),
            Cell::Formula(format!("={each}*B{SERVERS_ROW}"), compute.gpu_count as f64),
            text(desk.names.of(&compute.gpu_id)),
        ]);
    }
    for sheet in sheets {
        for (label, cell, value) in &sheet.totals {
            rows.push(vec![
                text(label),
                Cell::Formula(format!("='{}'!{cell}", sheet.name), *value),
                Cell::Link(sheet.name.clone(), sheet.name.clone()),
            ]);
        }
    }
    for (label, content) in &document.masthead {
        rows.push(vec![text(label), text(content), Cell::Empty]);
    }
    for sheet in sheets {
        rows.push(vec![
            text(desk.say("sheet")),
            Cell::Link(sheet.name.clone(), sheet.name.clone()),
            text(sheet.note.clone()),
        ]);
    }
    rows.push(vec![text(desk.say("note")), text(desk.say("workbook_note")), Cell::Empty]);
    rows.push(vec![
        text(desk.say("answer_id")),
        text(document.identity.answer.clone()),
        text(format!("{} ({})", document.identity.catalog_edition, document.identity.catalog_digest)),
    ]);
    Sheet {
        name: desk.say("sheet_summary"),
        head: vec![desk.say("item"), desk.say("value"), desk.say("note")],
        rows,
        ..Sheet::default()
    }
}

/// The bill: quantities move with the servers, totals with the unit prices; beside the totals stands how many lines
/// have no price.
fn bill(desk: &Desk<'_>, design: &Design, bill: &Bom, drive: &Drive) -> Sheet {
    let own = desk.settings.branding.currency.as_str();
    let currency = design.cost.as_ref().map_or(own, |cost| cost.currency.as_str());
    let priced = |name: &str| match currency {
        "" => desk.say(name),
        currency => format!("{} ({currency})", desk.say(name)),
    };
    let head = vec![
        desk.say("item"),
        desk.say("part_number"),
        desk.say("quantity"),
        desk.say("unit"),
        priced("unit_low"),
        priced("unit_high"),
        priced("total_low"),
        priced("total_high"),
        desk.say("status"),
        desk.say("moves"),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut low_sum, mut high_sum, mut open) = (0.0, 0.0, 0usize);
    for line in &bill.lines {
        let price = design.cost.iter().flat_map(|cost| &cost.lines).find(|price| price.line == line.id);
        let (low, high) = (price.map(|one| one.unit_low), price.map(|one| one.unit_high));
        let count = line.quantity as f64;
        let (lows, highs) = (low.unwrap_or(0.0) * count, high.unwrap_or(0.0) * count);
        low_sum += lows;
        high_sum += highs;
        open += usize::from(low.is_none());
        let row = rows.len() + 2;
        let (quantity, moves) = drive.quantity(&line.group, line.quantity);
        rows.push(vec![
            text(chapters::item(desk, line)),
            text(line.part_number.clone().unwrap_or_default()),
            quantity,
            text(desk.words.value(&line.unit)),
            Cell::Input(low),
            Cell::Input(high),
            Cell::Formula(format!("=C{row}*E{row}"), lows),
            Cell::Formula(format!("=C{row}*F{row}"), highs),
            text(desk.words.value(line.confidence.word())),
            text(desk.say(moves)),
        ]);
    }
    let last = rows.len() + 1;
    let total_row = last + 1;
    if !rows.is_empty() {
        let mut total = vec![text(desk.say("total"))];
        total.extend([Cell::Empty, Cell::Empty, text(desk.say("unpriced_lines"))]);
        total.push(Cell::Formula(format!("=COUNTBLANK(E2:E{last})"), open as f64));
        total.push(Cell::Formula(format!("=COUNTBLANK(F2:F{last})"), open as f64));
        total.push(Cell::Formula(format!("=SUM(G2:G{last})"), low_sum));
        total.push(Cell::Formula(format!("=SUM(H2:H{last})"), high_sum));
        rows.push(total);
    }
    let plots = if design.cost.as_ref().is_some_and(|cost| !cost.lines.is_empty()) {
        vec![Plot { title: desk.say("plot_cost"), names: 0, values: 7, rows: (2, last) }]
    } else {
        Vec::new()
    };
    Sheet {
        name: desk.say("sheet_bill"),
        note: desk.say("sheet_bill_note"),
        totals: vec![
            (priced("purchase_low"), format!("G{total_row}"), low_sum),
            (priced("purchase_high"), format!("H{total_row}"), high_sum),
            (desk.say("unpriced_lines"), format!("E{total_row}"), open as f64),
        ],
        head,
        rows,
        has_total: true,
        plots,
    }
}

fn requirements(desk: &Desk<'_>, source: Source<'_>) -> Sheet {
    let heads = ["number", "clause", "requirement", "quote", "binding", "status", "our_answer", "note"];
    let mut own = Desk::new(source, "");
    let rows =
        chapters::matrix(&mut own).into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect();
    Sheet {
        name: desk.say("sheet_requirements"),
        note: desk.say("sheet_requirements_note"),
        head: heads.map(|name| desk.say(name)).to_vec(),
        rows,
        ..Sheet::default()
    }
}

/// The tables of some chapters below each other, each row with the name of its table.
fn gathered(desk: &Desk<'_>, document: &Document, name: &str, ids: &[&str]) -> Sheet {
    let tables: Vec<&Table> = document
        .sections
        .iter()
        .filter(|section| section.part == Part::Chapter && ids.contains(&section.id.as_str()))
        .flat_map(|section| flat(&section.blocks))
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let wide = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let mut rows = Vec::new();
    for table in tables {
        for row in &table.rows {
            let mut cells = vec![text(table.caption.clone())];
            cells.extend(table.columns.iter().zip(row).map(|(column, cell)| {
                let value = plain_text(cell);
                // The head of a column varies from table to table, so each cell names its own.
                if value.is_empty() { Cell::Empty } else { text(format!("{}: {value}", column.title)) }
            }));
            cells.resize(wide + 1, Cell::Empty);
            rows.push(cells);
        }
    }
    let mut head = vec![desk.say("table")];
    head.extend((1..=wide).map(|place| format!("{} {place}", desk.say("detail"))));
    Sheet { name: desk.say(name), note: desk.say(&format!("{name}_note")), head, rows, ..Sheet::default() }
}

/// Every number with the way it came about.
fn numbers(document: &Document) -> Sheet {
    let labels = &document.labels;
    let rows = document
        .derivations
        .iter()
        .map(|one| {
            [&one.label, &one.words, &one.kind, &one.sentence, &one.sources.join(", ")]
                .map(|text| Cell::Text(text.clone()))
                .to_vec()
        })
        .collect();
    Sheet {
        name: labels.derivations.clone(),
        head: [&labels.place, &labels.value, &labels.kind, &labels.how, &labels.sources]
            .map(Clone::clone)
            .to_vec(),
        rows,
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_move_with_the_servers() {
        let drive = Drive { servers: Some(16), cell: "'S'!$B$4".into() };
        assert_eq!(drive.quantity("compute", 16), (Cell::Formula("='S'!$B$4".into(), 16.0), "moves_with"));
        assert_eq!(drive.quantity("software", 128).0, Cell::Formula("=8*'S'!$B$4".into(), 128.0));
        assert_eq!(
            drive.quantity("network", 6),
            (Cell::Formula("=ROUNDUP(6*'S'!$B$4/16,0)".into(), 6.0), "moves_in_proportion")
        );
        assert_eq!(drive.quantity("management", 8), (Cell::Input(Some(8.0)), "moves_not"));
    }
}
