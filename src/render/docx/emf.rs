//! A picture as an enhanced metafile: drawn by Word and LibreOffice as lines and letters, so it stays sharp in print
//! and needs no rasterizer. Records follow [MS-EMF].

use crate::render::svg::{Anchor, INK, Picture, Shape, arrow_head};

/// Logical units a pixel.
const SCALE: f64 = 20.0;

/// Widths of Arial's letters from space to tilde, thousandths of the size (Adobe's Helvetica metrics, which Arial
/// shares).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

struct Records {
    bytes: Vec<u8>,
    count: u32,
}

impl Records {
    /// A record: its number, and its fields as 32-bit words.
    fn add(&mut self, kind: u32, words: &[i32]) {
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend((8 + 4 * words.len() as u32).to_le_bytes());
        words.iter().for_each(|word| self.bytes.extend(word.to_le_bytes()));
        self.count += 1;
    }

    /// Makes an object, selects it, draws, and lets it go; object 1 is a pen or font, 2 a brush.
    fn pen(&mut self, colour: i32, width: f64, dashed: bool) {
        self.add(38, &[1, i32::from(dashed), unit(width), 0, colour]);
        self.add(37, &[1]);
    }

    fn brush(&mut self, colour: i32) {
        self.add(39, &[2, 0, colour, 0]);
        self.add(37, &[2]);
    }

    fn release(&mut self, object: i32) {
        // A stock object takes its place first: 0x80000008 is no pen, 0x80000005 no brush, 0x8000000d the system font.
        let stock = if object == 2 { 0x8000_0005u32 } else { 0x8000_0008 };
        self.add(37, &[stock as i32]);
        self.add(40, &[object]);
    }
}

/// The metafile of a picture.
#[must_use]
pub fn write(picture: &Picture) -> Vec<u8> {
    let (width, height) = (unit(picture.width), unit(picture.height));
    let mut records = Records { bytes: Vec::new(), count: 0 };
    records.add(17, &[8]); // MM_ANISOTROPIC
    records.add(10, &[0, 0]);
    records.add(9, &[width, height]);
    records.add(12, &[0, 0]);
    records.add(11, &[picture.width.ceil() as i32, picture.height.ceil() as i32]);
    records.add(18, &[1]); // transparent background of texts
    for shape in &picture.shapes {
        draw(&mut records, shape);
    }
    records.add(14, &[0, 16, 20]);
    let mut out = header(picture, &records);
    out.extend(records.bytes);
    out
}

fn header(picture: &Picture, records: &Records) -> Vec<u8> {
    // 96 px an inch, in hundredths of a millimetre for the frame.
    let frame = |px: f64| (px * 2540.0 / 96.0).round() as i32;
    let (right, bottom) = (picture.width.ceil() as i32, picture.height.ceil() as i32);
    let size = 88 + records.bytes.len() as u32;
    let words: [i32; 18] = [
        0,
        0,
        right,
        bottom,
        0,
        0,
        frame(picture.width),
        frame(picture.height),
        0x464d_4520,
        0x0001_0000,
        size as i32,
        records.count as i32 + 1,
        3, // objects, the empty one counted; no reserved bits
        0,
        0,
        0,
        1920,
        1080,
    ];
    let mut out = Vec::with_capacity(size as usize);
    out.extend(1u32.to_le_bytes());
    out.extend(88u32.to_le_bytes());
    words.iter().for_each(|word| out.extend(word.to_le_bytes()));
    out.extend(508i32.to_le_bytes()); // 1920 px at 96 px an inch, mm
    out.extend(286i32.to_le_bytes());
    out
}

fn draw(records: &mut Records, shape: &Shape) {
    match shape {
        Shape::Rect { x, y, w, h, hue, dashed } => {
            records.pen(colour(hue.line()), 1.0, *dashed);
            records.brush(colour(hue.fill()));
            records.add(43, &[unit(*x), unit(*y), unit(x + w), unit(y + h)]);
            records.release(1);
            records.release(2);
        }
        Shape::Line { from, to, colour: ink, width, arrow } => {
            records.pen(colour(ink), *width, false);
            records.add(27, &[unit(from.0), unit(from.1)]);
            records.add(54, &[unit(to.0), unit(to.1)]);
            if *arrow {
                records.brush(colour(ink));
                let [left, right] = arrow_head(*from, *to);
                let corners = [*to, left, right];
                let mut words = vec![0, 0, 0, 0, 3];
                corners.iter().for_each(|corner| words.extend([unit(corner.0), unit(corner.1)]));
                records.add(3, &words); // polygon of 32-bit points
                records.release(2);
            }
            records.release(1);
        }
        Shape::Dot { x, y, r, hue } => {
            records.pen(colour(hue.line()), 1.0, false);
            records.brush(colour(hue.line()));
            records.add(42, &[unit(x - r), unit(y - r), unit(x + r), unit(y + r)]);
            records.release(1);
            records.release(2);
        }
        Shape::Text { x, y, size, anchor, bold, colour: ink, text } => {
            text_record(records, (*x, *y), *size, *anchor, *bold, ink, text);
        }
    }
}

fn text_record(
    records: &mut Records,
    at: (f64, f64),
    size: f64,
    anchor: Anchor,
    bold: bool,
    ink: &str,
    text: &str,
) {
    // A font: LogFontPanose, 320 bytes.
    let mut font = vec![0u8; 320];
    font[0..4].copy_from_slice(&(-unit(size)).to_le_bytes());
    font[16..20].copy_from_slice(&(if bold { 700i32 } else { 400 }).to_le_bytes());
    for (index, letter) in "Arial".encode_utf16().enumerate() {
        font[28 + 2 * index..30 + 2 * index].copy_from_slice(&letter.to_le_bytes());
    }
    let mut words = vec![1];
    words.extend(font.chunks_exact(4).map(|word| i32::from_le_bytes([word[0], word[1], word[2], word[3]])));
    records.add(82, &words);
    records.add(37, &[1]);
    records.add(24, &[colour(ink)]);
    let letters: Vec<u16> = text.encode_utf16().collect();
    let wide = |letter: u16| {
        let known = usize::from(letter).checked_sub(32).and_then(|place| WIDTHS.get(place)).copied();
        f64::from(known.unwrap_or(if letter == 0x00a0 { 278 } else { 600 })) / 1000.0
    };
    let steps: Vec<i32> =
        letters.iter().map(|letter| unit(wide(*letter) * size * if bold { 1.06 } else { 1.0 })).collect();
    // The text is always held at its left end; where it is held otherwise, its width moves it.
    let total: i32 = steps.iter().sum();
    let left = unit(at.0)
        - match anchor {
            Anchor::Start => 0,
            Anchor::Middle => total / 2,
            Anchor::End => total,
        };
    records.add(22, &[24]); // held at the baseline
    let padded = letters.len().div_ceil(2) * 2;
    let mut words = vec![0, 0, -1, -1, 1, f32::to_bits(1.0) as i32, f32::to_bits(1.0) as i32];
    words.extend([left, unit(at.1), letters.len() as i32, 76, 0, 0, 0, -1, -1, 76 + 2 * padded as i32]);
    let pairs: Vec<u16> = letters.iter().copied().chain(std::iter::repeat(0)).take(padded).collect();
    words.extend(pairs.chunks_exact(2).map(|pair| i32::from(pair[0]) | (i32::from(pair[1]) << 16)));
    words.extend(steps);
    records.add(84, &words);
    records.add(37, &[0x8000_000du32 as i32]);
    records.add(40, &[1]);
}

fn unit(px: f64) -> i32 {
    (px * SCALE).round() as i32
}

/// `#rrggbb` as a COLORREF.
fn colour(text: &str) -> i32 {
    let hex = |text: &str| i32::from_str_radix(text.trim_start_matches('#'), 16).unwrap_or(0);
    let value = if text.len() == 7 { hex(text) } else { hex(INK) };
    (value & 0xff) << 16 | (value & 0xff00) | (value >> 16 & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::svg::{Hue, Style};

    #[test]
    fn records_add_up() {
        let mut picture = Picture::new("p", "P", 100.0);
        picture.height = 50.0;
        picture.rect((1.0, 1.0), (20.0, 10.0), Hue::Blue);
        picture.arrow((0.0, 0.0), (30.0, 0.0), INK);
        picture.text((5.0, 5.0), "odd", Style::plain(10.0), 90.0);
        let bytes = write(&picture);
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (mut at, mut count, mut last) = (0, 0, 0);
        while at < bytes.len() {
            last = word(at);
            at += word(at + 4) as usize;
            count += 1;
        }
        assert_eq!(
            (at, last, word(40), word(48), word(52)),
            (bytes.len(), 14, 0x464d_4520, bytes.len() as u32, count)
        );
    }
}
