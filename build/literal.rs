//! Writes a serializable value as a Rust constant expression: text and lists borrowed, structs and enums by name.

use std::fmt::{self, Display, Write};

use serde::ser::{self, Serialize};

/// The Rust expression of a value.
pub fn of<T: Serialize>(value: &T) -> Result<String, Error> {
    let mut writer = Writer { out: String::new() };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// What cannot be written as a constant.
#[derive(Debug)]
pub struct Error(String);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Error {}
impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
impl From<fmt::Error> for Error {
    fn from(error: fmt::Error) -> Self {
        Self(error.to_string())
    }
}

struct Writer {
    out: String,
}

fn unsupported<T>(what: &str) -> Result<T, Error> {
    Err(Error(format!("{what} cannot be written as a catalog constant")))
}

macro_rules! plain {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            Ok(write!(self.out, "{value:?}")?)
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = ser::Impossible<(), Error>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    plain! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        Ok(write!(self.out, "Cow::Borrowed({value:?})")?)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unsupported("a byte string")
    }
    fn serialize_none(self) -> Result<(), Error> {
        Ok(self.out.write_str("None")?)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.out.write_str("Some(")?;
        value.serialize(&mut *self)?;
        Ok(self.out.write_str(")")?)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        Ok(self.out.write_str("()")?)
    }
    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Error> {
        Ok(self.out.write_str(name)?)
    }
    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        Ok(write!(self.out, "{name}::{variant}")?)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        write!(self.out, "{name}(")?;
        value.serialize(&mut *self)?;
        Ok(self.out.write_str(")")?)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        write!(self.out, "{name}::{variant}(")?;
        value.serialize(&mut *self)?;
        Ok(self.out.write_str(")")?)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Error> {
        self.out.write_str("Cow::Borrowed(&[")?;
        Ok(Parts { writer: self, close: "])" })
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Error> {
        self.out.write_str("(")?;
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Error> {
        write!(self.out, "{name}(")?;
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Error> {
        write!(self.out, "{name}::{variant}(")?;
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        unsupported("a map")
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Error> {
        write!(self.out, "{name} {{ ")?;
        Ok(Parts { writer: self, close: " }" })
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Error> {
        write!(self.out, "{name}::{variant} {{ ")?;
        Ok(Parts { writer: self, close: " }" })
    }
}

/// The parts of a list, tuple or struct, and how it closes.
struct Parts<'a> {
    writer: &'a mut Writer,
    close: &'static str,
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.writer)?;
        Ok(self.writer.out.write_str(", ")?)
    }
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        write!(self.writer.out, "{key}: ")?;
        self.part(value)
    }
    fn close(self) -> Result<(), Error> {
        Ok(self.writer.out.write_str(self.close)?)
    }
}

macro_rules! parts {
    ($($trait:ident $method:ident),*) => {$(
        impl ser::$trait for Parts<'_> {
            type Ok = ();
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.part(value)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}
parts!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Parts<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
                self.field(key, value)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}
fields!(SerializeStruct, SerializeStructVariant);
