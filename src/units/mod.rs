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
    Amps, Appliances, BillionParameters, BtuPerH, BtuPerKwh, Bytes, BytesPerParameter, Chunks,
    ConversionRate, Days, Dimensions, Elements, Feeds, Flops, FlopsPerDay, FlopsPerS, Gb, GbPerGpu, Gbps,
    GbytePerS, Gib, Gpus, GpusPerNode, Heads, Hours, Identifiers, Kg, KgPerM2, Km, KmPerMs, Kva, Kw,
    KwPerNode, Kwh, Layers, Lines, Links, Minutes, MinutesAYear, Mm, Money, Ms, MsPerToken, Nodes,
    NodesPerRack, Over, Pages, Parameters, People, Per, Percent, Pieces, Planes, Ports, PowerFactor,
    PowerSources, RackUnits, Racks, Ratio, Requests, RequestsAtATime, RequestsPerS, ScalableUnits, Seconds,
    Simple, Sites, Sockets, SquareMetres, SquareMm, Supplies, Switches, Tb, Tflops, Times, Tokens,
    TokensPerS, Unit, Units, Vectors, VoltAmps, Volts, Watts, Years,
};
