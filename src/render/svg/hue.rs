//! Colours of pictures: pairs of a light fill and a dark line of one hue, and the letters a page's style knows them by.

use super::INK;

/// A colour pair: a light fill and a dark line of the same hue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    /// Compute fabric; met.
    Blue,
    /// Converged fabric; not met.
    Orange,
    /// Storage; met with assumption.
    Green,
    /// Nodes.
    Violet,
    /// Partly.
    Yellow,
    /// Management; open.
    Grey,
    /// Empty space.
    White,
}

impl Hue {
    /// Light fill.
    #[must_use]
    pub fn fill(self) -> &'static str {
        match self {
            Self::Blue => "#d6e8f4",
            Self::Orange => "#fbe3d0",
            Self::Green => "#d3efe4",
            Self::Violet => "#e6e2f5",
            Self::Yellow => "#fcf3c2",
            Self::Grey => "#e9ebee",
            Self::White => "#ffffff",
        }
    }

    /// Dark line and text; at least 4.5:1 on white and on the fill.
    #[must_use]
    pub fn line(self) -> &'static str {
        match self {
            Self::Blue => "#00507d",
            Self::Orange => "#8a3c00",
            Self::Green => "#005a43",
            Self::Violet => "#43368a",
            Self::Yellow => "#655500",
            Self::Grey => "#4a5058",
            Self::White => "#4a5058",
        }
    }
}

impl Hue {
    /// Every hue.
    pub const ALL: [Self; 7] =
        [Self::Blue, Self::Orange, Self::Green, Self::Violet, Self::Yellow, Self::Grey, Self::White];

    /// The letter that class names of a page's style end in.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Blue => 'b',
            Self::Orange => 'o',
            Self::Green => 'g',
            Self::Violet => 'v',
            Self::Yellow => 'y',
            Self::Grey => 'e',
            Self::White => 'w',
        }
    }
}

/// The letter of a colour's class: that of its hue, `k` for ink, `r` for rules.
pub(super) fn class_of(colour: &str) -> char {
    if colour == INK {
        return 'k';
    }
    Hue::ALL.into_iter().find(|hue| hue.line() == colour).map_or('r', Hue::letter)
}
