//! The part of the Thrift compact protocol that Parquet's metadata is written in.
//! Source: thrift.apache.org, doc/specs/thrift-compact-protocol.md.

/// Kinds of fields, by their number in the protocol.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// 32-bit number.
    I32 = 5,
    /// 64-bit number.
    I64 = 6,
    /// Bytes or text.
    Binary = 8,
    /// List.
    List = 9,
    /// Structure.
    Struct = 12,
}

/// Writes one structure after the other.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    /// Number of the last field written, per open structure.
    last: Vec<i16>,
}

impl Writer {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Opens a structure whose header is written already, or the outermost one.
    pub fn open(&mut self) {
        self.last.push(0);
    }

    /// Closes the structure.
    pub fn close(&mut self) {
        self.last.pop();
        self.bytes.push(0);
    }

    fn header(&mut self, field: i16, kind: Kind) {
        let last = self.last.last().copied().unwrap_or_default();
        let step = field - last;
        if (1..=15).contains(&step) {
            self.bytes.push((step as u8) << 4 | kind as u8);
        } else {
            self.bytes.push(kind as u8);
            self.varint(zigzag(i64::from(field)));
        }
        if let Some(last) = self.last.last_mut() {
            *last = field;
        }
    }

    /// A 32-bit field.
    pub fn i32(&mut self, field: i16, value: i32) {
        self.header(field, Kind::I32);
        self.varint(zigzag(i64::from(value)));
    }

    /// A 64-bit field.
    pub fn i64(&mut self, field: i16, value: i64) {
        self.header(field, Kind::I64);
        self.varint(zigzag(value));
    }

    /// A text field.
    pub fn text(&mut self, field: i16, value: &str) {
        self.header(field, Kind::Binary);
        self.bare_text(value);
    }

    /// A field that is a structure; close it after its fields.
    pub fn structure(&mut self, field: i16) {
        self.header(field, Kind::Struct);
        self.open();
    }

    /// A field that is a list; its elements follow, without headers.
    pub fn list(&mut self, field: i16, kind: Kind, length: usize) {
        self.header(field, Kind::List);
        match u8::try_from(length) {
            Ok(short) if short < 15 => self.bytes.push(short << 4 | kind as u8),
            _ => {
                self.bytes.push(0xf0 | kind as u8);
                self.varint(length as u64);
            }
        }
    }

    /// A 32-bit element.
    pub fn bare_i32(&mut self, value: i32) {
        self.varint(zigzag(i64::from(value)));
    }

    /// A text element.
    pub fn bare_text(&mut self, value: &str) {
        self.varint(value.len() as u64);
        self.bytes.extend_from_slice(value.as_bytes());
    }

    fn varint(&mut self, value: u64) {
        varint(&mut self.bytes, value);
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// A number in groups of seven bits, the lowest first (ULEB128).
pub fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_headers_are_written_as_the_protocol_says() {
        let mut writer = Writer::default();
        writer.open();
        writer.i32(1, -1);
        writer.i64(3, 300);
        writer.text(20, "ab");
        writer.list(21, Kind::I32, 15);
        writer.close();
        assert_eq!(
            writer.into_bytes(),
            [0x15, 1, 0x26, 0xd8, 0x04, 0x08, 40, 2, b'a', b'b', 0x19, 0xf5, 15, 0]
        );
    }
}
