//! A table as a Parquet file: one row group, plain encoding, no compression. Written here because a sweep is small and
//! the format's own library would bring more code than the rest of the program's front.
//! Source: github.com/apache/parquet-format, README.md, Encodings.md and src/main/thrift/parquet.thrift.

use super::{
    table::{Cell, Column, Form, Table},
    thrift::{Kind, Writer, varint},
};

const MAGIC: &[u8] = b"PAR1";
/// Type.BOOLEAN, INT64, DOUBLE, BYTE_ARRAY.
const BOOLEAN: i32 = 0;
const INT64: i32 = 2;
const DOUBLE: i32 = 5;
const BYTE_ARRAY: i32 = 6;
/// FieldRepetitionType.OPTIONAL: every cell may be empty.
const OPTIONAL: i32 = 1;
/// ConvertedType.UTF8.
const UTF8: i32 = 0;
/// Encoding.PLAIN and RLE.
const PLAIN: i32 = 0;
const RLE: i32 = 3;
/// CompressionCodec.UNCOMPRESSED.
const UNCOMPRESSED: i32 = 0;
/// PageType.DATA_PAGE.
const DATA_PAGE: i32 = 0;

/// Where a column's page stands in the file.
struct Chunk {
    offset: usize,
    size: usize,
}

/// The bytes of a file.
pub fn file(table: &Table) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let mut chunks = Vec::new();
    for column in table.columns() {
        let offset = bytes.len();
        bytes.extend(page(column));
        chunks.push(Chunk { offset, size: bytes.len() - offset });
    }
    let footer = footer(table, &chunks);
    bytes.extend_from_slice(&footer);
    bytes.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    bytes.extend_from_slice(MAGIC);
    bytes
}

fn physical(form: Form) -> i32 {
    match form {
        Form::Flag => BOOLEAN,
        Form::Whole => INT64,
        Form::Number => DOUBLE,
        Form::Text => BYTE_ARRAY,
    }
}

/// A column's one page: header, definition levels, values.
fn page(column: &Column) -> Vec<u8> {
    let levels = levels(&column.cells);
    let mut body = (levels.len() as u32).to_le_bytes().to_vec();
    body.extend(levels);
    body.extend(values(column));
    let mut header = Writer::default();
    header.open();
    header.i32(1, DATA_PAGE);
    header.i32(2, body.len() as i32);
    header.i32(3, body.len() as i32);
    header.structure(5);
    header.i32(1, column.cells.len() as i32);
    header.i32(2, PLAIN);
    header.i32(3, RLE);
    header.i32(4, RLE);
    header.close();
    header.close();
    let mut bytes = header.into_bytes();
    bytes.extend(body);
    bytes
}

/// Which cells hold a value, as runs of equal levels (RLE, one bit wide).
fn levels(cells: &[Cell]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = cells.iter().map(|cell| u8::from(*cell != Cell::Empty)).peekable();
    while let Some(level) = rest.next() {
        let mut run = 1_u64;
        while rest.next_if_eq(&level).is_some() {
            run += 1;
        }
        varint(&mut bytes, run << 1);
        bytes.push(level);
    }
    bytes
}

fn values(column: &Column) -> Vec<u8> {
    let mut bytes = Vec::new();
    let present = column.cells.iter().filter(|cell| **cell != Cell::Empty);
    match column.form() {
        Form::Flag => {
            for (at, cell) in present.enumerate() {
                if at % 8 == 0 {
                    bytes.push(0);
                }
                if let (Cell::Flag(true), Some(last)) = (cell, bytes.last_mut()) {
                    *last |= 1 << (at % 8);
                }
            }
        }
        Form::Whole => present.for_each(|cell| {
            if let Cell::Whole(whole) = cell {
                bytes.extend_from_slice(&whole.to_le_bytes());
            }
        }),
        Form::Number => {
            present.filter_map(Cell::number).for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()))
        }
        Form::Text => present.for_each(|cell| {
            let text = cell.words();
            bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }),
    }
    bytes
}

fn footer(table: &Table, chunks: &[Chunk]) -> Vec<u8> {
    let columns = table.columns();
    let mut meta = Writer::default();
    meta.open();
    meta.i32(1, 1);
    meta.list(2, Kind::Struct, columns.len() + 1);
    meta.open();
    meta.text(4, "sweep");
    meta.i32(5, columns.len() as i32);
    meta.close();
    for column in columns {
        meta.open();
        meta.i32(1, physical(column.form()));
        meta.i32(3, OPTIONAL);
        meta.text(4, &column.name);
        if column.form() == Form::Text {
            meta.i32(6, UTF8);
        }
        meta.close();
    }
    meta.i64(3, table.rows() as i64);
    meta.list(4, Kind::Struct, 1);
    meta.open();
    meta.list(1, Kind::Struct, columns.len());
    for (column, chunk) in columns.iter().zip(chunks) {
        meta.open();
        meta.i64(2, chunk.offset as i64);
        meta.structure(3);
        meta.i32(1, physical(column.form()));
        meta.list(2, Kind::I32, 2);
        meta.bare_i32(PLAIN);
        meta.bare_i32(RLE);
        meta.list(3, Kind::Binary, 1);
        meta.bare_text(&column.name);
        meta.i32(4, UNCOMPRESSED);
        meta.i64(5, column.cells.len() as i64);
        meta.i64(6, chunk.size as i64);
        meta.i64(7, chunk.size as i64);
        meta.i64(9, chunk.offset as i64);
        meta.close();
        meta.close();
    }
    meta.i64(2, chunks.iter().map(|chunk| chunk.size as i64).sum());
    meta.i64(3, table.rows() as i64);
    meta.close();
    meta.text(6, concat!("gcg version ", env!("CARGO_PKG_VERSION")));
    meta.close();
    meta.into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn levels_are_runs_and_flags_are_bits() {
        let cells = vec![Cell::Flag(true), Cell::Flag(false), Cell::Empty, Cell::Flag(true)];
        assert_eq!(levels(&cells), [4, 1, 2, 0, 2, 1]);
        assert_eq!(values(&Column { name: "f".into(), cells }), [0b101]);
    }

    #[test]
    fn a_file_has_its_marks_and_a_footer_of_the_stated_length() {
        let mut table = Table::default();
        table.push(vec![("a".into(), Cell::Whole(1)), ("b".into(), Cell::Text("x".into()))]);
        let bytes = file(&table);
        assert!(bytes.starts_with(MAGIC) && bytes.ends_with(MAGIC));
        let at = bytes.len() - 8;
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(bytes[at - length], 0x15, "the footer starts with the version, field 1 of kind i32");
    }
}
