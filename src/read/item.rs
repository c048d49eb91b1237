//! The text as a row of items: quantities, names, concepts, words and signs, in sentences and clauses.

use std::ops::Range;

use super::{
    fold::{Folded, Span},
    names::ModelName,
    quantity::Quantity,
};

/// What stands at a place of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A number with its unit.
    Number(Quantity),
    /// Lengths written as a product (600 x 2236 x 1068 mm), in mm.
    Lengths(Vec<f64>),
    Gpu(String),
    UnknownGpu(String),
    RackScale(String),
    /// A server by its catalog name.
    Server(String),
    Pattern(String),
    Model(ModelName),
    /// 1:1, 2:1.
    Ratio(String),
    Word,
    Sign(char),
    /// A date, phone number, clause or part number.
    Explained,
}

impl Kind {
    /// Whether it names a product, a model or a pattern.
    pub fn is_name(&self) -> bool {
        matches!(
            self,
            Self::Gpu(_)
                | Self::UnknownGpu(_)
                | Self::RackScale(_)
                | Self::Server(_)
                | Self::Pattern(_)
                | Self::Model(_)
        )
    }
    /// Whether it is a number with or without a unit.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

/// A sentence is looked at no further than this to either side.
const RUN_ITEMS: usize = 300;

/// One item.
#[derive(Debug, Clone)]
pub(super) struct Item<'w> {
    pub kind: Kind,
    /// What its words stand for.
    pub concepts: Vec<&'w str>,
    pub span: Span,
    /// Folded words.
    pub text: String,
    /// Whether it follows the item before without a space.
    pub glued: bool,
    pub line_start: bool,
    /// Whether a tab stands before it.
    pub tabbed: bool,
    /// Whether it is not to be read: an order to tools, a pasted result.
    pub masked: bool,
    pub sentence: usize,
    pub clause: usize,
}

impl Item<'_> {
    /// Whether its words stand for one of the concepts.
    pub fn is(&self, concepts: &[&str]) -> bool {
        self.concepts.iter().any(|own| concepts.contains(own))
    }
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
    pub fn quantity(&self) -> Option<&Quantity> {
        match &self.kind {
            Kind::Number(quantity) => Some(quantity),
            _ => None,
        }
    }
    /// Whether it is a number in digits without a unit.
    pub fn is_bare(&self) -> bool {
        self.quantity().is_some_and(|q| q.unit == super::unit::Unit::None && q.digits)
    }
    /// Whether it names a GPU, known or not.
    pub fn is_gpu_name(&self) -> bool {
        matches!(self.kind, Kind::Gpu(_) | Kind::UnknownGpu(_))
    }
}

/// A text, read once.
#[derive(Debug)]
pub(super) struct Sheet<'t, 'w> {
    pub text: Folded<'t>,
    pub items: Vec<Item<'w>>,
    pub layout: super::rows::Layout,
    pub language: &'static str,
}

impl<'t, 'w> Sheet<'t, 'w> {
    /// The words of the text from the first to the last of these items, verbatim.
    pub fn quote(&self, from: usize, to: usize) -> &'t str {
        self.text.quote(Span { from: self.items[from].span.from, to: self.items[to.max(from)].span.to })
    }

    /// The items of the clause a place is in.
    pub fn clause(&self, at: usize) -> Range<usize> {
        self.run(at, |item| item.clause)
    }

    /// The items of the sentence a place is in.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.run(at, |item| item.sentence)
    }

    fn run(&self, at: usize, key: impl Fn(&Item) -> usize) -> Range<usize> {
        let own = key(&self.items[at]);
        let from = (at.saturating_sub(RUN_ITEMS)..at)
            .rev()
            .take_while(|place| key(&self.items[*place]) == own)
            .last()
            .unwrap_or(at);
        let to = (at..(at + RUN_ITEMS).min(self.items.len()))
            .take_while(|place| key(&self.items[*place]) == own)
            .last();
        from..to.unwrap_or(at) + 1
    }

    /// Whether the item at a place, if there is one, stands for one of the concepts.
    pub fn is(&self, at: usize, concepts: &[&str]) -> bool {
        self.items.get(at).is_some_and(|item| item.is(concepts))
    }

    /// Whether the item at a place, if there is one, is this sign.
    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.items.get(at).is_some_and(|item| item.is_sign(sign))
    }

    /// The first place of a range that stands for one of the concepts.
    pub fn find(&self, mut range: Range<usize>, concepts: &[&str]) -> Option<usize> {
        range.find(|at| self.is(*at, concepts))
    }

    /// The first place behind another in its sentence, at most so many items away, that stands for one of the concepts.
    pub fn after(&self, at: usize, reach: usize, concepts: &[&str]) -> Option<usize> {
        self.find(at + 1..self.sentence(at).end.min(at + 1 + reach), concepts)
    }

    /// Quantities that are read, with their places.
    pub fn quantities(&self) -> impl Iterator<Item = (usize, &Quantity)> {
        let open = self.items.iter().enumerate().filter(|(_, item)| !item.masked);
        open.filter_map(|(at, item)| Some((at, item.quantity()?)))
    }

    /// Whether a range holds a concept.
    pub fn has(&self, range: Range<usize>, concepts: &[&str]) -> bool {
        self.find(range, concepts).is_some()
    }

    /// Whether one of the items of a range holds one of these words.
    pub fn says(&self, range: Range<usize>, words: &[&str]) -> bool {
        let mut items = self.items.get(range).unwrap_or_default().iter();
        items.any(|item| item.text.split(' ').any(|word| words.contains(&word)))
    }
}
