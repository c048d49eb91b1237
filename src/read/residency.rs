//! Where data must stay, from what a clause says of data, of staying or leaving, and of a place.

use super::{
    item::Sheet,
    numbers::{Claim, claim, scope},
    polarity::negated,
    status::standing,
};
use crate::design::Field;

/// Items between the verb and the place or the data, at most.
const REACH: usize = 12;
/// Items between an owner and the place that is owned: "the two halls we already own".
const OWNED: usize = 5;

/// "All data shall remain within Norway", "nothing may leave the hospital", "tout reste chez nous".
pub(super) fn read(sheet: &Sheet) -> Vec<Claim> {
    (0..sheet.items.len()).filter_map(|at| said(sheet, at)).collect()
}

fn said(sheet: &Sheet, at: usize) -> Option<Claim> {
    let item = &sheet.items[at];
    let leaves = item.is(&["leaving"]);
    if item.masked || !(leaves || item.is(&["staying"])) {
        return None;
    }
    let clause = sheet.clause(at);
    let near = clause.start.max(at.saturating_sub(REACH))..clause.end.min(at + REACH);
    let denied = near.clone().any(|place| sheet.items[place].is(&["no", "forbidden", "refused"]));
    // "Nothing may leave" speaks of data without naming them; what stays has to be data.
    let data = sheet.has(near.clone(), &["data_word"]);
    if leaves != denied && !negated(sheet, at) || !leaves && !data {
        return None;
    }
    let place = near.clone().find_map(|place| {
        let item = &sheet.items[place];
        let owned = || {
            sheet.has(place.saturating_sub(OWNED).max(near.start)..(place + OWNED).min(near.end), &["owned"])
        };
        let room = item.is(&["site", "room", "rack", "own_hall"]);
        if item.is(&["country"]) {
            Some((place, "in_country"))
        } else if place != at && (item.is(&["own_place", "own_hall"]) || room && (leaves || owned())) {
            Some((place, "on_premises"))
        } else {
            None
        }
    });
    let (place, value) = place?;
    let scope = scope(Field::Sovereignty, standing(sheet, at))?;
    Some(claim(sheet, Field::Sovereignty, value, (at.min(place), at, at.max(place)), scope))
}

#[cfg(test)]
mod tests {
    use crate::{
        catalog::Catalog,
        design::{Field, Plain},
        read::read,
    };

    fn kept(text: &str) -> Vec<Plain> {
        let reading = read(text, &Catalog::embedded());
        reading
            .statements
            .into_iter()
            .filter(|one| one.field == Field::Sovereignty)
            .map(|one| one.value)
            .collect()
    }

    #[test]
    fn data_that_stay_in_a_country_or_a_house() {
        for text in [
            "All data shall remain within the United Kingdom.",
            "Patient records must not leave Norway.",
            "Nothing customer-related may leave Switzerland.",
            "Die Daten dürfen Österreich nicht verlassen.",
            "I dati devono rimanere in Italia.",
        ] {
            assert_eq!(kept(text), ["in_country".into()], "{text}");
        }
        for text in [
            "No video shall leave municipal premises.",
            "Data never leaves the bunker.",
            "Everything has to live in the two halls we already own.",
            "Les données ne doivent pas quitter nos locaux.",
        ] {
            assert_eq!(kept(text), ["on_premises".into()], "{text}");
        }
    }

    #[test]
    fn what_stays_and_is_no_data_says_nothing_of_data() {
        for text in ["The old servers stay in the hall.", "Visitors leave the building by the north door."] {
            assert!(kept(text).is_empty(), "{text}");
        }
    }
}
