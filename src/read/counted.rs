//! What a bare count counts: rows of racks, a quantity under the line of a product, a pronoun for what was spoken of last.

use super::{
    item::{Item, Kind, Sheet},
    unit::Unit,
};

/// "4 rows of 6 cabinets": the number of racks is the product.
pub(super) fn rows_of_racks(sheet: &mut Sheet, at: usize) {
    const ROWS: &[&str] =
        &["rows", "row", "aisles", "reihen", "rangees", "filas", "file", "fileiras", "rijen", "rzedy", "rad"];
    let rows = sheet.items.get(at + 1).is_some_and(|item| ROWS.contains(&item.text.as_str()));
    if !rows || !sheet.items[at].quantity().is_some_and(|q| q.unit == Unit::None && !q.article) {
        return;
    }
    let number =
        (at + 2..(at + 6).min(sheet.items.len())).find(|place| sheet.items[*place].quantity().is_some());
    let Some(number) = number.filter(|place| {
        sheet.items[*place].sentence == sheet.items[at].sentence && sheet.is(place + 1, &["rack"])
    }) else {
        return;
    };
    let factor = sheet.items[at].quantity().map_or(1.0, |q| q.low);
    if let Kind::Number(quantity) = &mut sheet.items[number].kind
        && quantity.unit == Unit::None
    {
        quantity.low *= factor;
        quantity.high *= factor;
        sheet.items[at].kind = Kind::Explained;
    }
}

/// "GPU: B200", then "Quantity: 40": a bare count under a line that names a product counts that.
pub(super) fn quantity_row(sheet: &mut Sheet, at: usize) {
    if !sheet.items[at].is_bare() || !sheet.items[at].concepts.is_empty() {
        return;
    }
    if let Some(counted) = counted_in_a_row(sheet, at) {
        sheet.items[at].concepts = vec![counted];
        return;
    }
    let line = sheet.layout.line_of[at];
    let own = |place: &usize| sheet.layout.line_of[*place] == line;
    let label: Vec<usize> = (at.saturating_sub(6)..at).filter(own).collect();
    let counted = label.iter().any(|place| sheet.is(*place, &["count_label"]));
    let plain = label.iter().all(|place| {
        let item = &sheet.items[*place];
        matches!(item.kind, Kind::Word | Kind::Sign(_))
            && (item.concepts.is_empty()
                || item.is(&["count_label", "qty_word", "piece", "at_least", "at_most", "about"]))
    });
    if !counted || !plain || line == 0 {
        return;
    }
    let above: Vec<&Item> = (at.saturating_sub(40)..at)
        .filter(|place| sheet.layout.line_of[*place] + 1 == line)
        .map(|place| &sheet.items[place])
        .collect();
    let node =
        above.iter().any(|item| matches!(item.kind, Kind::Server(_)) || item.is(&["node", "hgx", "dgx"]));
    let gpu = above.iter().any(|item| item.is_gpu_name() || item.is(&["gpu"]));
    sheet.items[at].concepts = match (node, gpu) {
        (true, _) => vec!["node"],
        (false, true) => vec!["gpu"],
        _ => return,
    };
}

/// "| DGX B200 | 8 |" under "Qty": the number of what names the row.
fn counted_in_a_row(sheet: &Sheet, at: usize) -> Option<&'static str> {
    let cell = &sheet.layout.cells[sheet.layout.cell_of[at]?];
    let qty =
        cell.header.clone().filter(|header| sheet.has(header.clone(), &["qty_word", "count_label", "piece"]));
    let alone = cell.items.clone().all(|place| place == at || sheet.is(place, &["piece", "qty_word"]));
    if qty.is_none() || !alone {
        return None;
    }
    let row = &sheet.items[cell.label.clone()];
    let node =
        row.iter().any(|item| matches!(item.kind, Kind::Server(_)) || item.is(&["node", "hgx", "dgx"]));
    let gpu = row.iter().any(|item| item.is_gpu_name() || item.is(&["gpu"]));
    match (node, gpu) {
        (true, _) => Some("node"),
        (false, true) => Some("gpu"),
        _ => None,
    }
}

/// "21 kW a rack, we've got seven", "there are 9 of them": a count without its noun counts what was spoken of last.
pub(super) fn pronoun(sheet: &mut Sheet, at: usize) {
    const HAVE: &[&str] = &["have", "got", "exist", "'ve", "need", "want", "buy"];
    let item = &sheet.items[at];
    let counts = item
        .quantity()
        .is_some_and(|q| q.unit == Unit::None && q.letter.is_none() && !q.article && q.low >= 2.0);
    let spaced = !matches!(sheet.language, "zh" | "ja" | "ko");
    if !counts || !spaced || !item.concepts.is_empty() || sheet.layout.cell_of[at].is_some() {
        return;
    }
    let (own, clause) = (item.sentence, item.clause);
    let word = |place: usize| sheet.items.get(place).map_or("", |item| item.text.as_str());
    let of_them = word(at + 1) == "of" && matches!(word(at + 2), "them" | "those" | "these");
    let last = at + usize::from(matches!(word(at + 1), "now" | "then" | "only" | "instead"));
    let ends = sheet.items.get(last + 1).is_none_or(|next| {
        next.sentence != own || next.clause != clause || matches!(next.kind, Kind::Sign(_))
    });
    let held = (at.saturating_sub(3)..at).any(|place| {
        let item = &sheet.items[place];
        item.sentence == own
            && (item.is(&["stands", "wanted", "available", "at_least", "at_most"])
                || item.text.split([' ', '\'']).any(|word| HAVE.contains(&word)))
    });
    let corrected = (at.saturating_sub(8)..=last.min(sheet.items.len() - 1))
        .any(|place| sheet.items[place].sentence == own && sheet.items[place].is(&["correction"]));
    if !(of_them || ends && (held || corrected)) {
        return;
    }
    let noun = (at.saturating_sub(30)..at)
        .rev()
        .take_while(|place| {
            let item = &sheet.items[*place];
            (item.sentence + 1 >= own || at - *place <= 10)
                && item.quantity().is_none_or(|q| q.unit == Unit::None || q.article)
        })
        .find_map(|place| {
            let item = &sheet.items[place];
            ["rack", "node", "gpu", "user", "site", "run"].into_iter().find(|noun| match *noun {
                "gpu" => item.is_gpu_name() || item.is(&["gpu"]),
                "rack" => item.is(&["rack", "rack_power"]) || matches!(item.kind, Kind::RackScale(_)),
                "node" => item.is(&["node", "dgx", "hgx"]) || matches!(item.kind, Kind::Server(_)),
                noun => item.is(&[noun]),
            })
        });
    if let Some(noun) = noun {
        sheet.items[at].concepts = vec![noun];
    }
}
