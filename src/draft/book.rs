//! The workbook of a proposal: a bill of materials that recomputes, racks and power, and every table of the document.

use serde_json::Value;

use super::{
    cabling::Cabling,
    desk::{Desk, legible},
    settings::Settings,
    words::Words,
};
use crate::{
    check::Explanation,
    render::{
        document::{Block, Document, Inline, Table, plain_text},
        xlsx::{Book, Cell, Sheet},
    },
};

/// Makes the workbook of a document. `document` must hold all rows.
#[must_use]
pub(super) fn make(
    document: &Document,
    answer: &Value,
    explanations: &[Explanation],
    words: &Words,
    settings: &Settings,
    cabling: Option<&Cabling<'_>>,
) -> Book {
    let desk = Desk::new(answer, explanations, words, settings);
    let mut sheets = vec![cover(document, words), bill(&desk)];
    if let Some(cabling) = cabling {
        sheets.extend(super::sheets::cables(cabling, words));
    }
    sheets.extend(super::sheets::racks(&desk));
    sheets.extend(super::sheets::power(&desk));
    sheets.push(items(document, words));
    // What a sheet of its own holds already, whole and with formulas.
    let own = ["bom_table", "schedule_sample", "rack_table", "cable_table", "contents"]
        .map(|name| words.say(name, &[]));
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::Table(table) = block
                && table.columns.len() > 2
                && !table.rows.is_empty()
                && !own.contains(&table.caption)
            {
                sheets.push(listed(table));
            }
        }
    }
    sheets.push(numbers(document));
    // The same table may stand in two sections; once is enough to filter it.
    let mut kept: Vec<Sheet> = Vec::new();
    for sheet in sheets {
        if !sheet.rows.is_empty()
            && !kept.iter().any(|other| other.head == sheet.head && other.rows == sheet.rows)
        {
            kept.push(sheet);
        }
    }
    Book {
        title: document.title.clone(),
        company: document.look.company.clone(),
        accent: document.look.accent.clone(),
        footer: document.identity.line(),
        sheets: kept,
    }
}

fn cover(document: &Document, words: &Words) -> Sheet {
    let mut rows = vec![vec![Cell::Text(document.title.clone()), Cell::Text(document.subtitle.clone())]];
    rows.extend(
        document
            .cover
            .iter()
            .map(|(label, content)| vec![Cell::Text(label.clone()), Cell::Text(plain_text(content))]),
    );
    rows.push(vec![Cell::Text(words.say("note", &[])), Cell::Text(words.say("workbook_note", &[]))]);
    Sheet {
        name: words.section("summary"),
        head: vec![words.say("item", &[]), words.say("value", &[])],
        rows,
        has_total: false,
    }
}

/// Quantity times unit price, low and high, summed.
fn bill(desk: &Desk<'_>) -> Sheet {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let cost = desk.text("/design/cost/currency");
    let own = desk.settings.branding.currency.as_str();
    let currency = if cost.is_empty() { own } else { cost };
    let priced = |name: &str, bound: &str| {
        let title = format!("{}, {}", say(name), say(bound));
        if currency.is_empty() { title } else { format!("{title} ({currency})") }
    };
    let head = vec![
        words.label("line"),
        words.label("group"),
        say("item"),
        words.label("part_number"),
        say("quantity"),
        say("unit"),
        priced("unit_price", "low"),
        priced("unit_price", "high"),
        priced("line_total", "low"),
        priced("line_total", "high"),
        say("quantity_basis"),
        say("status"),
        say("source"),
    ];
    let text = |value: &Value, key: &str| Cell::Text(value[key].as_str().unwrap_or_default().to_string());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut low_sum, mut high_sum) = (0.0, 0.0);
    let mut line = |rows: &mut Vec<Vec<Cell>>,
                    id: Cell,
                    group: Cell,
                    item: Cell,
                    part: Cell,
                    quantity: f64,
                    unit: Cell,
                    prices: (Option<f64>, Option<f64>),
                    rest: [Cell; 3]| {
        let row = rows.len() + 2;
        let (low, high) = (prices.0.unwrap_or(0.0) * quantity, prices.1.unwrap_or(0.0) * quantity);
        low_sum += low;
        high_sum += high;
        let [basis, status, source] = rest;
        rows.push(vec![
            id,
            group,
            item,
            part,
            Cell::Number(quantity),
            unit,
            Cell::Input(prices.0),
            Cell::Input(prices.1),
            Cell::Formula(format!("=E{row}*G{row}"), low),
            Cell::Formula(format!("=E{row}*H{row}"), high),
            basis,
            status,
            source,
        ]);
    };
    let lines = desk.list("/design/bom/lines");
    for bom in lines {
        let id = bom["id"].as_str().unwrap_or_default();
        let price = desk.list("/design/cost/lines").iter().find(|price| price["line"] == id);
        let at = |key: &str| price.and_then(|price| price[key].as_f64());
        line(
            &mut rows,
            Cell::Text(id.to_string()),
            text(bom, "group"),
            text(bom, "item"),
            text(bom, "part_number"),
            bom["quantity"].as_f64().unwrap_or(0.0),
            text(bom, "unit"),
            (at("unit_low"), at("unit_high")),
            [
                text(bom, "formula"),
                Cell::Text(words.value(bom["confidence"].as_str().unwrap_or_default())),
                text(bom, "source"),
            ],
        );
    }
    if lines.is_empty() {
        for (index, part) in super::sections::part_lines(desk).into_iter().enumerate() {
            let quantity = desk.at(&part.pointer).and_then(Value::as_f64).unwrap_or(0.0);
            line(
                &mut rows,
                Cell::Number((index + 1) as f64),
                Cell::Text(part.used_as),
                Cell::Text(part.product),
                Cell::Text(String::new()),
                quantity,
                Cell::Text(say("piece")),
                (None, None),
                [Cell::Text(part.pointer), Cell::Text(say("to_be_quoted")), Cell::Empty],
            );
        }
    }
    let has_total = !rows.is_empty();
    if has_total {
        let last = rows.len() + 1;
        let mut total = vec![Cell::Text(say("total"))];
        total.extend(std::iter::repeat_n(Cell::Empty, 7));
        total.push(Cell::Formula(format!("=SUM(I2:I{last})"), low_sum));
        total.push(Cell::Formula(format!("=SUM(J2:J{last})"), high_sum));
        rows.push(total);
    }
    Sheet { name: say("bom_sheet"), head, rows, has_total }
}

/// Every single value of the document, with its unit in a column of its own.
fn items(document: &Document, words: &Words) -> Sheet {
    let mut rows = Vec::new();
    for section in &document.sections {
        for block in &section.blocks {
            let Block::Table(table) = block else { continue };
            if table.columns.len() != 2 {
                continue;
            }
            for row in &table.rows {
                let [label, value] = row.as_slice() else { continue };
                let (value, unit) = match value.as_slice() {
                    [Inline::Number(number)] => {
                        (Cell::Number(legible(number.value, &number.unit)), number.unit.clone())
                    }
                    [Inline::Number(number), Inline::Text(unit)] => {
                        (Cell::Number(legible(number.value, unit.trim())), unit.trim().to_string())
                    }
                    other => (Cell::Text(plain_text(other)), String::new()),
                };
                rows.push(vec![
                    Cell::Text(section.title.clone()),
                    Cell::Text(plain_text(label)),
                    value,
                    Cell::Text(unit),
                ]);
            }
        }
    }
    Sheet {
        name: words.say("items_sheet", &[]),
        head: vec![
            words.say("section", &[]),
            words.say("item", &[]),
            words.say("value", &[]),
            words.say("unit", &[]),
        ],
        rows,
        has_total: false,
    }
}

/// A table of the document as a sheet.
fn listed(table: &Table) -> Sheet {
    let rows = table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| match cell.as_slice() {
                    [Inline::Number(number)] if number.unit.is_empty() => Cell::Number(number.value),
                    other => Cell::Text(plain_text(other)),
                })
                .collect()
        })
        .collect();
    Sheet {
        name: table.caption.clone(),
        head: table.columns.iter().map(|column| column.title.clone()).collect(),
        rows,
        has_total: false,
    }
}

/// Every number with the way it came about.
fn numbers(document: &Document) -> Sheet {
    let labels = &document.labels;
    let rows = document
        .derivations
        .iter()
        .map(|one| {
            [&one.pointer, &one.words, &one.kind, &one.sentence, &one.sources.join(", ")]
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
        has_total: false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_bill_with_prices_sums_what_is_priced() {
        let answer = serde_json::json!({"design": {
            "bom": {"lines": [
                {"id": "server", "group": "compute", "item": "Server", "quantity": 16, "unit": "piece", "confidence": "confirmed"},
                {"id": "cable", "group": "optics", "item": "Cable", "quantity": 128, "unit": "piece", "confidence": "to_be_quoted"},
            ]},
            "cost": {"currency": "EUR", "lines": [{"line": "server", "unit_low": 100.5, "unit_high": 200.0}]},
        }});
        let (words, settings) = (Words::with(None).unwrap(), Settings::default());
        let desk = Desk::new(&answer, &[], &words, &settings);
        let sheet = bill(&desk);
        assert_eq!(sheet.rows[0][8], Cell::Formula("=E2*G2".into(), 1608.0));
        assert_eq!(sheet.rows[1][8], Cell::Formula("=E3*G3".into(), 0.0));
        assert_eq!(sheet.rows[2][9], Cell::Formula("=SUM(J2:J3)".into(), 3200.0));
        assert!(sheet.head[6].ends_with("(EUR)"), "{:?}", sheet.head);
    }
}
