//! Units as types, currencies, and numbers as people read them.
//!
//! A unit is a type without a value; `trace::Num` is the number in it. What may be added, multiplied or divided is
//! declared once, so that power and nodes do not add. JSON carries a number under a key with a suffix.

mod currency;
mod number;
mod unit;

pub use currency::{Currency, UnknownCurrency};
pub use number::{plain, rounded, three};
pub use unit::{
    BillionParameters, BytesPerParameter, Days, Gb, GbPerGpu, Gbps, GbpsPerGpu, GbytePerS, Gpus, GpusPerNode,
    Hours, Kva, Kw, KwPerNode, Kwh, Links, LinksPerNode, Minutes, Ms, Nodes, NodesPerRack, Over, Percent,
    Racks, Ratio, Seconds, Switches, Tb, Times, Tokens, TokensPerS, Unit,
};
