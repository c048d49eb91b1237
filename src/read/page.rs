//! The text as a row of nodes: quantities, concepts, names, words and signs, in sentences.

use super::{
    fold::{Folded, Span},
    lexicon::{self, C},
    names::{ModelName, Name, Names, cover},
    opaque,
    quantity::{Bound, Habits, Quantity, quantity_at},
    token::{Kind, Token, tokens},
};

/// What stands at a place of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Quantity(Quantity),
    Concept(C),
    Gpu(String),
    UnknownGpu(String),
    RackScale(String),
    /// A server by its catalog name, and its GPUs.
    Server(String, Option<u64>),
    Pattern(String),
    Model(ModelName),
    /// 1:1, 2:1.
    Ratio(String),
    Word,
    Sign(char),
    /// A date, phone, clause or part number: nothing to read.
    Opaque,
}

/// One node.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub what: What,
    pub span: Span,
    /// Folded words.
    pub text: String,
    pub sentence: usize,
    /// Part of the sentence between commas, colons, dashes and parentheses.
    pub clause: usize,
    /// Whether it follows the node before without a space.
    pub glued: bool,
    /// Whether it is not to be read: an order to tools, a pasted result, a correction's old value.
    pub masked: bool,
}

/// A text, read once.
#[derive(Debug)]
pub(super) struct Page<'t> {
    pub text: Folded<'t>,
    pub nodes: Vec<Node>,
    pub language: &'static str,
}

impl<'t> Page<'t> {
    /// Reads the nodes of a text. `masked` holds byte ranges that are not to be read.
    pub fn new(original: &'t str, names: &Names, language: &'static str, masked: &[(usize, usize)]) -> Self {
        let text = Folded::new(original);
        let comma =
            matches!(language, "de" | "es" | "fr" | "pt" | "it" | "nl" | "pl" | "sv" | "ru" | "tr" | "cs");
        let habits = Habits { language, decimal_comma: comma };
        let spaced = matches!(language, "fr" | "pl" | "ru" | "sv" | "cs" | "es" | "pt" | "it" | "de");
        let list = tokens(&text, spaced);
        let hidden = opaque::find(&text, &list, language);
        let mut page = Self { text, nodes: Vec::new(), language };
        let (mut at, mut sentence, mut clause) = (0, 0, 0);
        while at < list.len() {
            if list[at].line_start && list[at].is_sign('>') {
                at += 1;
                continue;
            }
            let starts_block = list[at].line_start && opaque::begins_line_item(&page.text, &list, at);
            if starts_block {
                sentence += 1;
                clause += 1;
            }
            let (what, used) = page.what_at(&list, at, names, habits, &hidden);
            let span = cover(&list, at, used);
            let bytes = page.text.bytes[span.from].0;
            page.nodes.push(Node {
                what,
                span,
                text: page.text.text(span),
                sentence,
                clause,
                glued: list[at].glued,
                masked: masked.iter().any(|range| (range.0..range.1).contains(&bytes)),
            });
            if let Some(end) = opaque::boundary(&page.text, &list, at + used - 1) {
                clause += 1;
                sentence += usize::from(end);
            }
            at += used;
        }
        page.mark_bounds();
        page
    }

    fn what_at(
        &self,
        list: &[Token],
        at: usize,
        names: &Names,
        habits: Habits,
        hidden: &[(usize, usize)],
    ) -> (What, usize) {
        let lexical = lexicon::match_at(list, at, self.language);
        let opaque = hidden.iter().find(|(from, _)| *from == at).map(|(_, end)| end - at);
        let name =
            names.at(&self.text, list, at).filter(|(_, used)| opaque.is_none_or(|longer| *used >= longer));
        if let Some(used) = opaque.filter(|_| name.is_none()) {
            return (What::Opaque, used);
        }
        if let Some((name, used)) = name
            && lexical.is_none_or(|(_, longer)| longer <= used)
        {
            let what = match name {
                Name::Gpu(name) => What::Gpu(name),
                Name::UnknownGpu(name) => What::UnknownGpu(name),
                Name::RackScale(name) => What::RackScale(name),
                Name::Server(name, gpus) => What::Server(name, gpus),
                Name::Pattern(name) => What::Pattern(name),
                Name::Model(model) => What::Model(model),
            };
            return (what, used);
        }
        // Phrases that begin with a number (2N, 99th percentile, 3 phase, 8 bit).
        if let Some((concept, used)) = lexical
            && used > 1
        {
            return (What::Concept(concept), used);
        }
        if let Some(ratio) = opaque::ratio(list, at) {
            return (What::Ratio(ratio), 3);
        }
        if let Some((concept, used)) = lexical.filter(|_| list[at].kind != Kind::Digits)
            && super::numeral::spelled(list, at, habits.language).is_none_or(|number| number.article)
        {
            return (What::Concept(concept), used);
        }
        if let Some((quantity, used)) = quantity_at(&self.text, list, at, habits) {
            return (What::Quantity(quantity), used);
        }
        let what = match list[at].kind {
            Kind::Sign => What::Sign(list[at].text.chars().next().unwrap_or(' ')),
            Kind::Digits => What::Opaque,
            Kind::Word => What::Word,
        };
        (what, 1)
    }

    /// "At least", "up to", "or more" around a quantity.
    fn mark_bounds(&mut self) {
        for at in 0..self.nodes.len() {
            if self.quantity(at).is_none() {
                continue;
            }
            let mut bound = Bound::Exact;
            for ahead in 1..=3 {
                let Some(before) = at.checked_sub(ahead) else { break };
                match self.nodes[before].what {
                    What::Concept(C::AtLeast) => bound = Bound::AtLeast,
                    What::Concept(C::AtMost | C::LongestDocument) => bound = Bound::AtMost,
                    What::Concept(C::About | C::Of) | What::Word | What::Sign('-') => continue,
                    _ => {}
                }
                break;
            }
            if bound == Bound::Exact && matches!(self.concept(at + 1), Some(C::AtLeastAfter)) {
                bound = Bound::AtLeast;
            }
            if let What::Quantity(quantity) = &mut self.nodes[at].what {
                quantity.bound = bound;
            }
        }
    }

    /// The quantity at a place, unless it is masked.
    pub fn quantity(&self, at: usize) -> Option<&Quantity> {
        match self.nodes.get(at) {
            Some(Node { what: What::Quantity(quantity), masked: false, .. }) => Some(quantity),
            _ => None,
        }
    }

    /// The concept at a place, unless it is masked.
    pub fn concept(&self, at: usize) -> Option<C> {
        match self.nodes.get(at) {
            Some(Node { what: What::Concept(concept), masked: false, .. }) => Some(*concept),
            _ => None,
        }
    }

    /// Whether this concept stands here.
    pub fn is(&self, at: usize, concept: C) -> bool {
        self.concept(at) == Some(concept)
    }

    /// Whether one of these concepts stands here.
    pub fn is_any(&self, at: usize, concepts: &[C]) -> bool {
        self.concept(at).is_some_and(|concept| concepts.contains(&concept))
    }

    /// Whether this sign stands here.
    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.nodes.get(at).is_some_and(|node| node.what == What::Sign(sign))
    }

    /// The places of the sentence around a place.
    pub fn sentence(&self, at: usize) -> std::ops::Range<usize> {
        self.stretch(at, |node| node.sentence)
    }

    /// The places of the clause around a place.
    pub fn clause(&self, at: usize) -> std::ops::Range<usize> {
        self.stretch(at, |node| node.clause)
    }

    fn stretch(&self, at: usize, key: impl Fn(&Node) -> usize) -> std::ops::Range<usize> {
        let Some(own) = self.nodes.get(at).map(&key) else { return at..at };
        let from = self.nodes[..at].iter().rposition(|node| key(node) != own).map_or(0, |before| before + 1);
        let to = self.nodes[at..]
            .iter()
            .position(|node| key(node) != own)
            .map_or(self.nodes.len(), |more| at + more);
        from..to
    }

    /// The first place in a range with one of these concepts.
    pub fn find(&self, mut range: std::ops::Range<usize>, concepts: &[C]) -> Option<usize> {
        range.find(|at| self.is_any(*at, concepts))
    }

    /// Whether a range has one of these concepts.
    pub fn has(&self, range: std::ops::Range<usize>, concepts: &[C]) -> bool {
        self.find(range, concepts).is_some()
    }

    /// Whether the sentence around a place has one of these concepts.
    pub fn sentence_has(&self, at: usize, concepts: &[C]) -> bool {
        self.has(self.sentence(at), concepts)
    }

    /// Whether the clause around a place has one of these concepts.
    pub fn clause_has(&self, at: usize, concepts: &[C]) -> bool {
        self.has(self.clause(at), concepts)
    }

    /// Distance in nodes to the nearest of these concepts in the same sentence.
    pub fn distance(&self, at: usize, concepts: &[C]) -> Option<usize> {
        self.sentence(at).filter(|other| self.is_any(*other, concepts)).map(|other| other.abs_diff(at)).min()
    }

    /// The first concept of these in the sentence before a place, at most so many nodes away.
    pub fn before(&self, at: usize, reach: usize, concepts: &[C]) -> Option<usize> {
        let from = self.sentence(at).start.max(at.saturating_sub(reach));
        (from..at).rev().find(|other| self.is_any(*other, concepts))
    }

    /// The first concept of these in the sentence behind a place, at most so many nodes away.
    pub fn after(&self, at: usize, reach: usize, concepts: &[C]) -> Option<usize> {
        let to = self.sentence(at).end.min(at + 1 + reach);
        (at + 1..to).find(|other| self.is_any(*other, concepts))
    }

    /// The words from one place to another, verbatim.
    pub fn quote(&self, from: usize, to: usize) -> &'t str {
        let (Some(first), Some(last)) = (self.nodes.get(from.min(to)), self.nodes.get(from.max(to))) else {
            return "";
        };
        self.text.quote(Span { from: first.span.from, to: last.span.to })
    }

    /// All quantities that may be read.
    pub fn quantities(&self) -> impl Iterator<Item = (usize, &Quantity)> {
        (0..self.nodes.len()).filter_map(|at| self.quantity(at).map(|quantity| (at, quantity)))
    }

    /// Whether something denies what stands here: a "no" or "without" shortly before in the clause.
    pub fn denied(&self, at: usize) -> bool {
        let from = self.clause(at).start.max(at.saturating_sub(4));
        if (from..at).any(|other| self.is_any(other, &[C::No, C::Forget])) {
            return true;
        }
        // Languages that put the denial behind (液冷不可, ラックなし).
        let end = self.clause(at).end.min(at + 3);
        matches!(self.language, "ja" | "ko" | "zh")
            && (at + 1..end).any(|place| self.is_any(place, &[C::No, C::Forbidden]))
    }
}
