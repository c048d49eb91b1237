//! What the lines and cells of a text are.

use std::ops::Range;

/// One line of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Number of the clause it begins with, in the buyer's numbering.
    pub clause: Option<String>,
    /// The heading it stands under.
    pub heading: Option<Range<usize>>,
    /// The quoted question that it answers.
    pub asked: Option<Range<usize>>,
    /// How deep it is quoted in a thread.
    pub depth: usize,
}

/// What the lines of a text are.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub lines: Vec<Line>,
    /// Line of each item.
    pub line_of: Vec<usize>,
    pub cells: Vec<Cell>,
    /// Cell of each item.
    pub cell_of: Vec<Option<usize>>,
}

/// A cell of a table with what names it.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub items: Range<usize>,
    /// The cell that names the row.
    pub label: Range<usize>,
    /// The cell that names the column.
    pub header: Option<Range<usize>>,
    /// How many value columns the table has.
    pub columns: usize,
    /// What names the row, and what names that column, where every row is a configuration of its own.
    pub record: Option<(Range<usize>, Range<usize>)>,
}
