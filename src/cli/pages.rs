//! On which page of a printed document each of its places stands, and the contents with these numbers.

use std::collections::BTreeMap;

/// Most levels of a tree of pages.
const DEPTH: usize = 16;

/// Pages, counted from one, of the places a PDF names; empty where its objects are not plain text.
pub fn of(pdf: &[u8]) -> BTreeMap<String, usize> {
    let text = String::from_utf8_lossy(pdf);
    let catalog = text.find("/Type /Catalog").and_then(|at| text.get(at..)).unwrap_or_default();
    let named = |key: &str| object(&text, reference(catalog, key)?);
    let (Some(root), Some(places)) = (named("/Pages "), named("/Dests ")) else { return BTreeMap::new() };
    let mut pages = Vec::new();
    leaves(&text, root, 0, &mut pages);
    // "/name [12 0 R /XYZ 54 700 0]"
    places
        .split('/')
        .filter_map(|piece| {
            let (name, place) = piece.split_once(" [")?;
            let page: usize = place.split(' ').next()?.parse().ok()?;
            Some((name.to_string(), pages.iter().position(|one| *one == page)? + 1))
        })
        .collect()
}

/// The number of the object that a key refers to.
fn reference(text: &str, key: &str) -> Option<usize> {
    let (_, after) = text.split_once(key)?;
    after.split(' ').next()?.parse().ok()
}

/// The text of an object.
fn object(text: &str, number: usize) -> Option<&str> {
    let (_, after) = text.split_once(&format!("\n{number} 0 obj\n"))?;
    after.split_once("endobj").map(|(body, _)| body)
}

/// The pages below a node of the tree, in order.
fn leaves(text: &str, node: &str, depth: usize, pages: &mut Vec<usize>) {
    let Some((_, kids)) = node.split_once("/Kids [") else { return };
    let kids = kids.split(']').next().unwrap_or_default();
    for kid in kids.split(" 0 R").filter_map(|kid| kid.trim().parse::<usize>().ok()) {
        match object(text, kid) {
            Some(body) if body.contains("/Kids [") && depth < DEPTH => leaves(text, body, depth + 1, pages),
            _ => pages.push(kid),
        }
    }
}

/// A page whose contents say on which page each entry begins.
pub fn told(html: &[u8], pages: &BTreeMap<String, usize>) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(html).into_owned();
    for (place, page) in pages {
        let entry = format!("<li><a href=\"#{place}\">");
        let Some(at) = text.find(&entry) else { continue };
        if let Some(end) = text[at..].find("</a></li>") {
            text.insert_str(at + end + "</a>".len(), &format!("<span>{page}</span>"));
        }
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_say_where_chapters_begin() {
        let pdf = "%PDF\n1 0 obj\n<</Type /Page>>\nendobj\n2 0 obj\n<</Type /Page>>\nendobj\n3 0 obj\n<</Type /Pages\n\
                   /Kids [1 0 R 4 0 R]>>\nendobj\n4 0 obj\n<</Type /Pages\n/Kids [2 0 R]>>\nendobj\n5 0 obj\n\
                   <</asked [1 0 R /XYZ 1 2 0]\n/design [2 0 R /XYZ 1 2 0]>>\nendobj\n6 0 obj\n<</Type /Catalog\n\
                   /Pages 3 0 R\n/Dests 5 0 R>>\nendobj\n";
        let found = of(pdf.as_bytes());
        assert_eq!((found["asked"], found["design"]), (1, 2));
        let html = told(b"<li><a href=\"#design\">2 The design</a></li>", &found);
        assert_eq!(html, b"<li><a href=\"#design\">2 The design</a><span>2</span></li>");
        assert!(of(b"%PDF compressed").is_empty());
    }
}
