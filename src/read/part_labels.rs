//! Lines and headings that name a pool or a site: what stands in them is said of that part.

use std::ops::Range;

use super::{
    item::{Kind, Sheet},
    numbers::Claim,
};
use crate::design::{Field, Scope};

/// Lines of a list that are looked up for the name of their part, at most.
const LIST_LINES: usize = 12;
/// Items of a label, at most.
const LABEL_ITEMS: usize = 6;
/// What makes a labelled line one of a part: how large it is.
const SIZES: &[Field] = &[
    Field::GpuCount,
    Field::NodeCount,
    Field::RacksAvailable,
    Field::RacksRequested,
    Field::PowerTotalKw,
    Field::UsersConcurrent,
    Field::UsersTotal,
];

/// What a pool in a sentence has of its own: how many of which product.
const OF_A_POOL: &[Field] = &[Field::GpuCount, Field::GpuModels, Field::GpusPerNode, Field::FormFactor];

/// Gives the claims of labelled lines the scope of their part, where at least two parts are named and sized.
pub(super) fn scope(sheet: &Sheet, claims: &mut [Claim]) {
    let labels: Vec<Option<Scope>> =
        claims.iter().map(|claim| of_line(sheet, sheet.layout.line_of[claim.from], 0)).collect();
    let mut sized: Vec<&Scope> = Vec::new();
    for (claim, label) in claims.iter().zip(&labels) {
        if let Some(label) = label.as_ref().filter(|label| !sized.contains(label))
            && SIZES.contains(&claim.statement.field)
            && claim.statement.scope == Scope::New
        {
            sized.push(label);
        }
    }
    if sized.len() < 2 {
        return;
    }
    for (claim, label) in claims.iter_mut().zip(&labels) {
        if let Some(label) = label.as_ref().filter(|_| claim.statement.scope == Scope::New) {
            claim.statement.scope = label.clone();
        }
    }
}

/// "128 H100 for training and 32 L40S for inference": counts of one sentence with a product and a purpose each are pools.
pub(super) fn by_purpose(sheet: &Sheet, claims: &mut [Claim]) {
    // Nodes of two purposes have fields of their own.
    let counted: Vec<usize> = (0..claims.len())
        .filter(|at| {
            claims[*at].statement.field == Field::GpuCount && claims[*at].statement.scope == Scope::New
        })
        .collect();
    for pair in counted.windows(2) {
        let [first, second] = [pair[0], pair[1]].map(|at| claims[at].from);
        if sheet.items[first].sentence != sheet.items[second].sentence {
            continue;
        }
        let end = sheet.sentence(second).end;
        let parts = [first..second, second..end];
        let purposes = parts.clone().map(|part| purpose(sheet, part));
        let names = parts.clone().map(|part| {
            part.into_iter().find(|at| sheet.items[*at].is_gpu_name()).map(|at| sheet.items[at].kind.clone())
        });
        let [Some(one), Some(two)] = purposes else { continue };
        if one == two || names[0].is_none() || names[1].is_none() || names[0] == names[1] {
            continue;
        }
        for (part, name) in parts.into_iter().zip([one, two]) {
            let own = claims.iter_mut().filter(|claim| part.contains(&claim.from));
            for claim in own.filter(|claim| {
                claim.statement.scope == Scope::New && OF_A_POOL.contains(&claim.statement.field)
            }) {
                claim.statement.scope = Scope::Pool(name.clone());
            }
        }
    }
}

/// What a part of a sentence is for, in its words: "for training", "for serving".
fn purpose(sheet: &Sheet, part: Range<usize>) -> Option<String> {
    let work = |at: &usize| {
        sheet.items[*at]
            .concepts
            .iter()
            .any(|concept| concept.starts_with("work_") || *concept == "train_words")
    };
    part.into_iter().find(work).map(|at| sheet.quote(at, at).trim().to_string())
}

/// The part that a line is about: by its own label, else by its heading.
fn of_line(sheet: &Sheet, line: usize, depth: usize) -> Option<Scope> {
    let Range { start: from, end: to } = lines(sheet, line);
    let colon = (from..to.min(from + LABEL_ITEMS + 4)).find(|at| sheet.is_sign(*at, ':'));
    let headed = |range: Range<usize>| {
        let mut end = range.clone().skip(1);
        let end = end.find(|at| matches!(sheet.items[*at].kind, Kind::Sign(':' | '-' | '–' | '(')));
        part(sheet, range.start..end.unwrap_or(range.end))
    };
    let own = colon.and_then(|colon| part(sheet, from..colon)).or_else(|| headed(from..to));
    let above = || sheet.layout.lines[line].heading.clone().and_then(headed);
    // A bare bullet ("- InfiniBand") continues the list above it.
    let bullet = sheet.items.get(from).is_some_and(|item| matches!(item.kind, Kind::Sign('-' | '*' | '•')));
    let before = line.checked_sub(1).filter(|_| bullet && depth < LIST_LINES);
    own.or_else(above).or_else(|| before.and_then(|before| of_line(sheet, before, depth + 1)))
}

/// The items of a line.
fn lines(sheet: &Sheet, line: usize) -> Range<usize> {
    let from = sheet.layout.line_of.partition_point(|own| *own < line);
    from..sheet.layout.line_of.partition_point(|own| *own <= line)
}

/// `Pool "Train"`, "Inference pool", "Site A", "Hall 2": a word for a part with its name and nothing else.
fn part(sheet: &Sheet, label: Range<usize>) -> Option<Scope> {
    let words: Vec<usize> = label.filter(|at| !matches!(sheet.items[*at].kind, Kind::Sign(_))).collect();
    if !(2..=LABEL_ITEMS).contains(&words.len()) {
        return None;
    }
    let pool = words.iter().position(|at| sheet.is(*at, &["part_word"]));
    let site = words.iter().position(|at| sheet.is(*at, &["site", "room"]));
    let head = pool.or(site)?;
    let name: Vec<usize> =
        words.iter().enumerate().filter(|(at, _)| *at != head).map(|(_, at)| *at).collect();
    let quoted = name
        .first()
        .is_some_and(|first| *first > 0 && matches!(sheet.items[first - 1].kind, Kind::Sign('"')));
    let named = quoted
        || name.iter().all(|at| {
            let item = &sheet.items[*at];
            let work =
                item.concepts.iter().any(|concept| concept.starts_with("work_") || *concept == "train_words");
            item.concepts.is_empty() || work || item.text.chars().count() == 1 || item.quantity().is_some()
        });
    if !named || name.is_empty() || name.len() > 3 {
        return None;
    }
    let (first, last) =
        if quoted { (name[0], name[name.len() - 1]) } else { (words[0], words[words.len() - 1]) };
    let text = sheet.quote(first, last).trim().to_string();
    Some(if pool.is_some() { Scope::Pool(text) } else { Scope::Site(text) })
}

#[cfg(test)]
mod tests {
    use crate::{
        catalog::Catalog,
        design::{Field, Scope},
        read::read,
    };

    fn scopes(text: &str, field: Field) -> Vec<Scope> {
        let reading = read(text, &Catalog::embedded());
        reading.statements.into_iter().filter(|one| one.field == field).map(|one| one.scope).collect()
    }

    fn pool(name: &str) -> Scope {
        Scope::Pool(name.into())
    }

    #[test]
    fn what_a_labelled_line_says_is_said_of_its_part() {
        let text = "Pool \"Research\": 12 nodes with 8 H200 each, InfiniBand.\nPool \"Office\": 4 nodes with 8 L40S each, Ethernet.\n\nTotal power 300 kW.";
        assert_eq!(scopes(text, Field::NodeCount), [pool("Research"), pool("Office")]);
        assert_eq!(scopes(text, Field::Fabric), [pool("Research"), pool("Office")]);
        assert_eq!(scopes(text, Field::PowerTotalKw), [Scope::New]);
        let text = "Site Oslo: 8 nodes, 20 kW per rack\nSite Bergen: 4 nodes, 15 kW per rack";
        let sites = ["Site Oslo", "Site Bergen"].map(|name| Scope::Site(name.into()));
        assert_eq!(scopes(text, Field::NodeCount), sites);
    }

    #[test]
    fn headings_name_the_part_of_the_list_below() {
        let text = "Pool A - training\n- 16 nodes, 8 x B200 each\n- InfiniBand\n\nPool B - notebooks\n- 4 nodes, 8 x L40S each\n- Ethernet";
        assert_eq!(scopes(text, Field::NodeCount), [pool("Pool A"), pool("Pool B")]);
        assert_eq!(scopes(text, Field::Fabric), [pool("Pool A"), pool("Pool B")]);
    }

    #[test]
    fn labels_of_one_site_are_no_parts() {
        let text = "Site power: 500 kW\nSite racks: 10\nNumber of GPUs: 64 H200";
        assert_eq!(scopes(text, Field::PowerTotalKw), [Scope::New]);
        assert_eq!(scopes(text, Field::GpuCount), [Scope::New]);
    }
}
