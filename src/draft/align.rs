//! Which entries of two lists belong together.

/// The longest common run of two lists, as pairs of places: equal ends first, a table for what lies between.
pub(super) fn common(left: &[String], right: &[String]) -> Vec<(usize, usize)> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let tail = left[head..].iter().rev().zip(right[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&left[head..left.len() - tail], &right[head..right.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|place| (place, place)).collect();
    // A file that shares nothing with the answer would need a table of millions; it is then compared as new text.
    if a.len().saturating_mul(b.len()) <= 4_000_000 {
        let width = b.len() + 1;
        let mut best = vec![0u32; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                best[i * width + j] = if a[i] == b[j] {
                    best[(i + 1) * width + j + 1] + 1
                } else {
                    best[(i + 1) * width + j].max(best[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if a[i] == b[j] {
                pairs.push((head + i, head + j));
                i += 1;
                j += 1;
            } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    pairs.extend((0..tail).rev().map(|place| (left.len() - 1 - place, right.len() - 1 - place)));
    pairs
}
