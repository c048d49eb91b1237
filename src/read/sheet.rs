//! The sheet of a text: its tokens as items, joined, divided into lines and clauses, and given their senses.

use super::{
    fold::Folded,
    item::{Item, Kind, Sheet},
    names::{Name, Names, cover},
    opaque,
    quantity::{Habits, Quantity, quantity_at},
    rows::Layout,
    token::{Kind as TokenKind, Token},
    words::Words,
};

impl<'t, 'w> Sheet<'t, 'w> {
    /// Reads the items of a text. `masked` holds byte ranges that are not to be read.
    pub fn new(
        original: &'t str,
        names: &Names,
        words: &'w Words,
        language: &'static str,
        masked: &[(usize, usize)],
    ) -> Self {
        let text = Folded::new(original);
        let comma =
            matches!(language, "de" | "es" | "fr" | "pt" | "it" | "nl" | "pl" | "sv" | "ru" | "tr" | "cs");
        let habits = Habits { language, decimal_comma: comma };
        let list = super::token::syllables(&text);
        let mut hidden = opaque::find(&text, &list, words, language).into_iter().peekable();
        let mut masks = masked.iter().copied().peekable();
        let mut items: Vec<Item<'w>> = Vec::with_capacity(list.len());
        let mut at = 0;
        while at < list.len() {
            while hidden.next_if(|(from, _)| *from < at).is_some() {}
            let dark = hidden.peek().filter(|(from, _)| *from == at).map(|(_, end)| end - at);
            let (kind, concepts, used) = item_at(&text, &list, at, names, words, habits, dark);
            let span = cover(&list, at, used);
            let byte = text.bytes[span.from].0;
            while masks.next_if(|(_, end)| *end <= byte).is_some() {}
            let tabbed = at > 0
                && (text.bytes[list[at - 1].span.to - 1].1..byte)
                    .any(|place| text.original.as_bytes()[place] == b'\t');
            items.push(Item {
                kind,
                concepts,
                span,
                text: text.text(span),
                glued: list[at].glued,
                line_start: list[at].line_start,
                tabbed,
                masked: masks.peek().is_some_and(|(from, _)| *from <= byte),
                sentence: 0,
                clause: 0,
            });
            at += used;
        }
        let mut sheet = Self { text, items, layout: Layout::default(), language };
        super::join::join(&mut sheet);
        super::layout::divide(&mut sheet);
        super::relate::relate(&mut sheet);
        sheet
    }
}

fn item_at<'w>(
    text: &Folded,
    list: &[Token],
    at: usize,
    names: &Names,
    words: &'w Words,
    habits: Habits,
    dark: Option<usize>,
) -> (Kind, Vec<&'w str>, usize) {
    // A number that begins a line is no part of the words before it: "Option" above "1;".
    let number_below = |used: usize| {
        list[at + 1..at + used].iter().any(|token| token.line_start && token.kind == TokenKind::Digits)
    };
    let lexical = words.at(list, at, habits.language).filter(|(_, used)| !number_below(*used));
    let longest = lexical.as_ref().map_or(0, |(_, used)| *used);
    let name = names
        .at(text, list, at)
        .filter(|(_, used)| dark.is_none_or(|longer| *used >= longer))
        .filter(|(name, used)| !article_and_number(name, list, at, *used));
    if let Some(used) = dark.filter(|_| name.is_none()) {
        return (Kind::Explained, Vec::new(), used);
    }
    if let Some((name, used)) = name.filter(|(_, used)| longest <= *used) {
        let kind = match name {
            Name::Gpu(name) => Kind::Gpu(name),
            Name::UnknownGpu(name) => Kind::UnknownGpu(name),
            Name::RackScale(name) => Kind::RackScale(name),
            Name::Server(name, _) => Kind::Server(name),
            Name::Pattern(name) => Kind::Pattern(name),
            Name::Model(model) => Kind::Model(model),
        };
        return (kind, Vec::new(), used);
    }
    if let Some((concepts, used)) = lexical.as_ref().filter(|(_, used)| *used > 1) {
        return (Kind::Word, concepts.clone(), *used);
    }
    if let Some(ratio) = opaque::ratio(list, at) {
        return (Kind::Ratio(ratio), Vec::new(), 3);
    }
    // "One" says no more than an article does.
    let quantity = quantity_at(text, list, at, habits).map(|(quantity, used)| {
        let article = quantity.article || !quantity.digits && quantity.low == 1.0;
        (Quantity { article, ..quantity }, used)
    });
    let concepts = lexical.map(|(concepts, _)| concepts).unwrap_or_default();
    // A word that counts in one language and means a thing in another (台, 一, "once") is the thing unless a number
    // word of this language.
    if let Some((quantity, used)) = quantity
        && (list[at].kind == TokenKind::Digits
            || concepts.is_empty()
            || !quantity.article && quantity.low >= 2.0)
    {
        return (Kind::Number(quantity), Vec::new(), used);
    }
    let kind = match list[at].kind {
        TokenKind::Sign => Kind::Sign(list[at].text.chars().next().unwrap_or(' ')),
        TokenKind::Digits => Kind::Explained,
        TokenKind::Word => Kind::Word,
    };
    (kind, concepts, 1)
}

/// "A 40", "à 30", "L 4": a letter that stands apart from its number is an article or a preposition, no product.
fn article_and_number(name: &Name, list: &[Token], at: usize, used: usize) -> bool {
    if !matches!(name, Name::Gpu(_) | Name::UnknownGpu(_)) {
        return false;
    }
    let first = &list[at];
    first.kind == TokenKind::Word
        && first.text.chars().count() == 1
        && used > 1
        && !list[at + 1].glued
        && !matches!(first.text.as_str(), "h" | "b")
}
