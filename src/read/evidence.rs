//! How near a thing stands to a quantity, as a number from 0 to 10.

use super::{
    enclosed,
    item::{Kind, Sheet},
    unit::Unit,
};

/// Items looked at on either side.
const REACH: usize = 26;
/// The label of a table row or the words before a colon.
const LABEL: f32 = 8.0;

/// How near one of the concepts stands to the quantity at this place: behind it as what it counts, before it as what
/// it belongs to, or in a label, a header or a heading.
pub(super) fn near(sheet: &Sheet, at: usize, concepts: &[&str]) -> f32 {
    if sheet.items[at].is(concepts) {
        return 10.0;
    }
    behind(sheet, at, concepts).max(before(sheet, at, concepts)).max(titles(sheet, at, concepts))
}

/// Whether an item is a number that competes for the words around it.
fn competes(kind: &Kind) -> bool {
    matches!(kind, Kind::Number(quantity) if !quantity.article) || matches!(kind, Kind::Lengths(_))
}

/// Whether a word may stand between a label and its number: "prompts of", "Antworten mit", "بطول".
fn joins_a_label(sheet: &Sheet, at: usize) -> bool {
    let item = &sheet.items[at];
    item.is(&["with_word", "about", "at_most", "at_least"])
        || item.kind == Kind::Word && item.concepts.is_empty()
}

/// Whether the word right before a bare number may be its label: "ISL 3000", "input tokens: 3000".
fn own_label(sheet: &Sheet, at: usize) -> bool {
    // "Prompts of 8,000 tokens": past the word that joins them.
    let joined = at > 0 && joins_a_label(sheet, at - 1);
    let colon = usize::from(joined || at > 0 && matches!(sheet.items[at - 1].kind, Kind::Sign(':' | '=')));
    at.checked_sub(1 + colon).is_some_and(|place| {
        let item = &sheet.items[place];
        item.sentence == sheet.items[at].sentence
            && item.is(&[
                "wide",
                "deep",
                "high",
                "context",
                "generated",
                "ttft",
                "tpot",
                "gpu",
                "node",
                "rack",
                "user",
                "concurrent",
                "token",
                "rack_power",
                "e2e",
                "p99",
                "read",
                "write",
                "storage",
                "page",
                "budget",
                "query",
            ])
    })
}

/// How near it stands behind the quantity.
pub(super) fn behind(sheet: &Sheet, at: usize, concepts: &[&str]) -> f32 {
    let own = &sheet.items[at];
    let (mut steps, mut crossed, mut numbers, mut opened) = (0u16, 0u16, 0u16, false);
    let mut clause = own.clause;
    for place in at + 1..(at + REACH).min(sheet.items.len()) {
        let item = &sheet.items[place];
        if item.sentence != own.sentence {
            return 0.0;
        }
        if item.clause != clause {
            clause = item.clause;
            crossed += 1;
            opened |= sheet.items[place - 1].is_sign('(');
            if sheet.items[place - 1].is_sign(':') {
                return 0.0;
            }
        }
        // "ISL 3000 OSL 400": what stands right before the next number is that one's label, where this one has its own.
        let link = usize::from(
            place + 2 < sheet.items.len()
                && item.is(&["context", "generated"])
                && joins_a_label(sheet, place + 1),
        );
        let next_label = place + 1 + link < sheet.items.len()
            && competes(&sheet.items[place + 1 + link].kind)
            && sheet.items[place + 1].clause == item.clause
            && !item.is(&["per", "with_word", "and_word"])
            && own_label(sheet, at);
        if item.is(concepts) && (next_label || coordinated(sheet, at, place)) && crossed == 0 {
            return 1.5;
        }
        // "120 concurrent (peak 200)": a word right before a number in brackets of its own is that number's label.
        let labels_next = opened
            && sheet
                .items
                .get(place + 1)
                .is_some_and(|next| competes(&next.kind) && next.clause == item.clause);
        if item.is(concepts) && labels_next {
            return 0.5;
        }
        if item.is(concepts) {
            let steps = f32::from(steps);
            // "4 free per site": what it is divided by is not what it counts.
            let divided = place > at + 1
                && sheet.items[place - 1].is(&["per"])
                && sheet.items[place - 1].text != "a"
                && !item.concepts.iter().any(|own| own.starts_with("per_") || *own == "rack_power");
            if divided {
                return 2.0;
            }
            return match (crossed, numbers) {
                (0, 0) => (10.0 - steps * 1.3).max(4.0),
                (0, _) => 1.5,
                (1, 0) if opened => 4.5,
                (1, 0) => 2.5,
                _ => 0.5,
            };
        }
        if competes(&item.kind) {
            // "two 400 V / 63 A circuits": what a feed is rated for describes what is counted.
            // "two 42U racks", "16 80 GB GPUs": so does a measure right behind the count.
            let rated = own.quantity().is_some_and(|q| q.unit == Unit::None)
                && item.quantity().is_some_and(|q| {
                    matches!(q.unit, Unit::Volt | Unit::Amp)
                        || place == at + 1
                            && matches!(q.unit, Unit::Height | Unit::Gbyte | Unit::Kw | Unit::Kva)
                        // "8 x 15 kW racks".
                        || place == at + 2
                            && sheet.items[at + 1].text == "x"
                            && matches!(q.unit, Unit::Height | Unit::Kw | Unit::Kva)
                        // 八个42U机柜, "sekiz adet 42U kabin": past the counter.
                        || place == at + 2 && q.unit == Unit::Height
                });
            numbers += u16::from(!rated);
        } else if !matches!(item.kind, Kind::Sign(_)) {
            steps += 1;
        }
    }
    0.0
}

/// "Prompts run 6k tokens and answers about 500": whether a word behind an "and" is the label of the number behind it.
fn coordinated(sheet: &Sheet, at: usize, place: usize) -> bool {
    let joined =
        (at + 1..place).any(|one| sheet.items[one].is(&["and_word"]) || sheet.items[one].is_sign(','));
    let number = (place + 1..(place + 4).min(sheet.items.len())).find(|one| {
        let item = &sheet.items[*one];
        competes(&item.kind)
            || !item.is(&["about", "at_most", "at_least", "is_word", "of_word"])
                && !matches!(item.text.as_str(), "of" | "is" | "are" | "at" | "=" | ":" | "run" | "be")
    });
    joined
        && number.is_some_and(|one| {
            competes(&sheet.items[one].kind) && sheet.items[one].clause == sheet.items[place].clause
        })
}

/// Whether a word is what a number right before it counts or is measured by: "2 s to first token", "28 kW per rack".
fn taken(sheet: &Sheet, at: usize, number: usize) -> bool {
    let own = &sheet.items[at];
    // "Prompts of 8,000 tokens and answers of 1,000": the label of what follows it.
    if number == at + 2 && own.is(&["context", "generated"]) && joins_a_label(sheet, at + 1)
        || number == at + 1
            && own.is(&["context", "generated", "wide", "deep", "high", "read", "write"])
            && !sheet.items[at - usize::from(at > 0)].quantity().is_some_and(|q| !q.article)
    {
        return false;
    }
    let unit = |place: usize| sheet.items[place].quantity().map(|q| super::signature::Dim::of(q.unit));
    (at.saturating_sub(4)..at)
        .rev()
        .take_while(|place| {
            let item = &sheet.items[*place];
            // "1,500 tokens and outputs 250", "prompt 800 / answer 350": what follows is another number's.
            let parts = matches!(item.kind, Kind::Sign(':' | '=' | '|'))
                || number <= at + 2 && (item.is_sign('/') || item.is(&["and_word"]));
            item.clause == own.clause && !parts
        })
        .find(|place| competes(&sheet.items[*place].kind))
        .is_some_and(|place| unit(place).is_some() && unit(place) == unit(number))
}

/// How near it stands before the quantity.
pub(super) fn before(sheet: &Sheet, at: usize, concepts: &[&str]) -> f32 {
    let own = &sheet.items[at];
    let (mut steps, mut crossed, mut numbers, mut colon) = (0u16, 0u16, 0u16, false);
    let mut clause = own.clause;
    for place in (at.saturating_sub(REACH)..at).rev() {
        let item = &sheet.items[place];
        if item.sentence != own.sentence {
            return 0.0;
        }
        if item.clause != clause {
            clause = item.clause;
            if item.is_sign(':') {
                colon = true;
                steps = 0;
            } else {
                crossed += 1;
            }
        }
        // "Checkpoints (every 20 minutes, 1.2 TB)": what stands right before the brackets is what they are about.
        if item.is(concepts) && crossed > 1 && enclosed::open_bracket(sheet, at, REACH) == Some(place + 1) {
            return 5.0;
        }
        if item.is(concepts) {
            let steps = f32::from(steps);
            if !colon && taken(sheet, place, at) {
                return 1.0;
            }
            return match (crossed, numbers) {
                (0, 0) if colon => (LABEL + 0.8 - steps * 0.3).max(6.0),
                (0, 0) => (8.5 - steps * 0.9).max(4.0),
                (_, 0) if colon => 6.0,
                (_, _) if colon => 4.0,
                (0, _) => 2.5,
                (1, 0) => 4.0,
                (_, 0) => 3.0,
                (1, 1) => 2.0,
                _ => 1.2,
            };
        }
        if competes(&item.kind) {
            numbers += 1;
        } else if !matches!(item.kind, Kind::Sign(_)) {
            steps += 1;
        }
    }
    0.0
}

/// How near it stands as the name of the row, the column or the paragraph.
pub(super) fn titles(sheet: &Sheet, at: usize, concepts: &[&str]) -> f32 {
    let mut best: f32 = 0.0;
    if let Some(cell) = sheet.layout.cell_of[at].map(|cell| &sheet.layout.cells[cell]) {
        if sheet.has(cell.label.clone(), concepts) {
            best = LABEL;
        }
        if cell.header.clone().is_some_and(|range| sheet.has(range, concepts)) {
            best = best.max(4.0);
        }
    }
    let line = &sheet.layout.lines[sheet.layout.line_of[at]];
    if line.asked.clone().is_some_and(|range| sheet.has(range, concepts)) {
        best = best.max(6.0);
    }
    if line.heading.clone().is_some_and(|range| sheet.has(range, concepts)) {
        best = best.max(2.0);
    }
    best
}

/// The GPU named right behind a quantity, past a few words ("64 NVIDIA H200", "8 nos. H200"), as its place.
pub(super) fn name_behind(sheet: &Sheet, at: usize) -> Option<usize> {
    for place in at + 1..(at + 6).min(sheet.items.len()) {
        let item = &sheet.items[place];
        if item.clause != sheet.items[at].clause {
            return None;
        }
        match &item.kind {
            // "6 T4 boxes" counts boxes, "8xA100 box" cards.
            Kind::Gpu(_) | Kind::UnknownGpu(_)
                if !(sheet.items[place - 1].text == "x"
                    && sheet.items[place - 1].glued
                    && sheet.items.get(place + 1).is_some_and(|next| !next.text.ends_with('s')))
                    && sheet
                        .items
                        .get(place + 1)
                        .is_some_and(|next| next.clause == item.clause && next.is(&["node"])) =>
            {
                return None;
            }
            // "64 GPUs as HGX H200" counts GPUs, not the nodes they come in.
            Kind::Server(_) if sheet.has(at + 1..place, &["gpu"]) => {}
            Kind::Gpu(_) | Kind::UnknownGpu(_) | Kind::RackScale(_) | Kind::Server(_) => return Some(place),
            Kind::Number(_) | Kind::Lengths(_) | Kind::Model(_) => return None,
            _ if item.is(&["hgx", "dgx"]) && !sheet.has(at + 1..place, &["gpu"]) => return Some(place),
            _ if item.is(&["node", "rack", "user", "page", "site", "with_word", "leaf"])
                && item.text != "x" =>
            {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// Whether the quantity is said of one node: "12 nodes with four GPUs", "8 GPUs per server", "每台8卡".
pub(super) fn of_one_node(sheet: &Sheet, at: usize) -> bool {
    if near(sheet, at, &["per_node"]) >= 4.0 {
        return true;
    }
    // Nodes are not counted by the node.
    if sheet.items.get(at + 1).is_some_and(|next| next.is(&["node", "rack", "user", "site"])) {
        return false;
    }
    // "4-GPU" as the remark in the row of the servers.
    if sheet.layout.cell_of[at].map(|cell| &sheet.layout.cells[cell]).is_some_and(|cell| {
        sheet.has(cell.label.clone(), &["node"])
            && (cell.label.end..cell.items.start).any(|place| sheet.items[place].quantity().is_some())
            && sheet.has(cell.items.clone(), &["gpu"])
    }) {
        return true;
    }
    let own = &sheet.items[at];
    // "8-GPU H200 servers", "16台8卡H200服务器": a count of cards inside the name of a server.
    let hyphen = usize::from(sheet.is_sign(at + 1, '-'));
    let inside = sheet.items.get(at + 1 + hyphen).is_some_and(|next| next.is(&["gpu"]))
        && (at + 2 + hyphen..(at + 5 + hyphen).min(sheet.items.len()))
            .take_while(|place| {
                let between = &sheet.items[*place];
                let particle = between.text.chars().all(super::token::syllable);
                between.clause == own.clause
                    && !between.is(&["and_word"])
                    && (particle || !between.is(&["with_word"]))
            })
            .any(|place| sheet.items[place].is(&["node"]));
    if inside {
        return true;
    }
    if super::language::verb_last(sheet.language) && carried(sheet, at) {
        return true;
    }
    let mut link = false;
    let mut crossed = 0;
    let each_first = (at.saturating_sub(2)..at)
        .any(|place| sheet.items[place].is(&["each"]) || sheet.items[place].text.starts_with("each"));
    let mut clause = own.clause;
    let each = behind(sheet, at, &["each"]) >= 3.0;
    for place in (at.saturating_sub(14)..at).rev() {
        let item = &sheet.items[place];
        if item.sentence != own.sentence {
            break;
        }
        if item.clause != clause {
            clause = item.clause;
            crossed += 1;
        }
        // "GPU server, 8x B200".
        link |= sheet.items.get(at + 1).is_some_and(|next| next.text == "x")
            && own.quantity().is_some_and(|q| q.low <= 16.0)
            && crossed == 1;
        // "4 nodes 8x H200": the count right behind the nodes is each one's.
        link |= sheet.items.get(at + 1).is_some_and(|next| next.text == "x")
            && own.quantity().is_some_and(|q| q.low <= 16.0)
            && place + 1 == at
            && item.is(&["node"]);
        link |= item.is(&["with_word", "each", "per"]) || matches!(item.text.as_str(), "x" | "@" | "a");
        let server = matches!(item.kind, Kind::Server(_)) || item.is(&["node", "hgx", "dgx"]);
        if server {
            return link && crossed <= 1 || each && crossed <= 2 || each_first && crossed <= 3;
        }
        if item.is(&["rack", "gpu_pool", "cpu_word"]) || item.is_gpu_name() || item.text == "cluster" {
            return false;
        }
    }
    // A row of a table names the node in its label.
    each && titles(sheet, at, &["node"]) > 3.0
}

/// Cards of one node, at most.
const CARDS_OF_A_NODE: f64 = 16.0;

/// "8枚のA100を搭載したノード4台", "A100 8장을 장착한 노드", "8 A100 bulunan 4 düğüm": where verbs stand last, what a node
/// carries stands before it.
fn carried(sheet: &Sheet, at: usize) -> bool {
    let own = &sheet.items[at];
    let few = own.quantity().is_some_and(|q| q.low <= CARDS_OF_A_NODE);
    let reach = (at + 1..(at + 9).min(sheet.items.len()))
        .take_while(|place| sheet.items[*place].clause == own.clause);
    let carries = reach.clone().find(|place| sheet.items[*place].is(&["carries"]));
    few && carries.is_some_and(|verb| {
        (at.saturating_sub(1)..verb)
            .any(|place| place != at && (sheet.items[place].is_gpu_name() || sheet.items[place].is(&["gpu"])))
            && (verb + 1..(verb + 6).min(sheet.items.len()))
                .take_while(|place| sheet.items[*place].clause == own.clause)
                .any(|place| sheet.items[place].is(&["node"]))
    })
}
