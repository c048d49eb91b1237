//! The brackets a place stands in.

use super::item::Sheet;

/// The bracket that is open at a place, in its sentence and at most so many items away.
pub(super) fn open_bracket(sheet: &Sheet, at: usize, reach: usize) -> Option<usize> {
    let own = sheet.items[at].sentence;
    let mut closed = 0;
    for place in (at.saturating_sub(reach)..at).rev() {
        let item = &sheet.items[place];
        if item.sentence != own {
            return None;
        }
        if item.is_sign(')') {
            closed += 1;
        } else if item.is_sign('(') {
            if closed == 0 {
                return Some(place);
            }
            closed -= 1;
        }
    }
    None
}
