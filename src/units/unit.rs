//! Units as types: what may be added, multiplied and divided is said here once, and nothing else compiles.

use std::{borrow::Cow, marker::PhantomData};

/// A unit of a number.
pub trait Unit: Copy + 'static {
    /// How people read it; empty for a plain number.
    fn word() -> Cow<'static, str>;

    /// Whether a number written in this unit may be taken. A rate may be written without its denominator: the memory
    /// of a GPU is in "GB", and stands for GB per GPU.
    fn takes(written: &str) -> bool {
        written == Self::word()
    }
}

/// A unit of the table below; what is counted one by one can stand under a rate.
pub trait Simple: Unit {
    /// The word for one, as in "GPUs per node".
    const ONE: &'static str;
}

/// `Self * B` is a number in `Out`.
pub trait Times<B: Unit>: Unit {
    /// Unit of the product.
    type Out: Unit;
}

/// `Self / B` is a number in `Out`.
pub trait Over<B: Unit>: Unit {
    /// Unit of the quotient.
    type Out: Unit;
}

/// A rate: so many `A` for each `B`. `B * Per<A, B>` is `A`, and `A / Per<A, B>` is `B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Per<A, B>(PhantomData<(A, B)>);

impl<A: Unit, B: Simple> Unit for Per<A, B> {
    fn word() -> Cow<'static, str> {
        format!("{} per {}", A::word(), B::ONE).into()
    }

    fn takes(written: &str) -> bool {
        written == Self::word() || A::takes(written)
    }
}

impl<A: Unit, B: Simple> Times<Per<A, B>> for B {
    type Out = A;
}

impl<A: Unit, B: Simple> Times<B> for Per<A, B> {
    type Out = A;
}

impl<A: Unit, B: Simple> Over<Per<A, B>> for A {
    type Out = B;
}

impl<A: Unit, B: Simple> Times<Ratio> for Per<A, B> {
    type Out = Self;
}

impl<A: Unit, B: Simple> Over<Ratio> for Per<A, B> {
    type Out = Self;
}

impl<A: Unit, B: Simple> Over<Self> for Per<A, B> {
    type Out = Ratio;
}

/// A plain number: a ratio, a share, a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio;

impl Unit for Ratio {
    fn word() -> Cow<'static, str> {
        "".into()
    }
}

impl Times<Self> for Ratio {
    type Out = Self;
}

impl Over<Self> for Ratio {
    type Out = Self;
}

/// An amount of money; its currency is that of its inputs, and stands where the unit of others stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money;

impl Unit for Money {
    fn word() -> Cow<'static, str> {
        "".into()
    }

    fn takes(written: &str) -> bool {
        written.parse::<super::Currency>().is_ok()
    }
}

/// Declares what follows from a unit alone: a share of it is in it, and its ratio to itself is a plain number.
macro_rules! scales {
    ($($name:ident)*) => {$(
        impl Times<Ratio> for $name {
            type Out = Self;
        }
        impl Times<$name> for Ratio {
            type Out = $name;
        }
        impl Over<Ratio> for $name {
            type Out = Self;
        }
        impl Over<Self> for $name {
            type Out = Ratio;
        }
    )*};
}

/// Declares units: `Name "words" "word for one"`, and other words it is written in.
macro_rules! units {
    ($($(#[doc = $doc:expr])+ $name:ident $word:literal $one:literal $(| $other:literal)*,)*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl Unit for $name {
                fn word() -> Cow<'static, str> {
                    $word.into()
                }

                fn takes(written: &str) -> bool {
                    [$word $(, $other)*].contains(&written)
                }
            }

            impl Simple for $name {
                const ONE: &'static str = $one;
            }
        )*
        scales!($($name)*);
    };
}

impl Times<ConversionRate> for Money {
    type Out = Self;
}

impl Over<ConversionRate> for Money {
    type Out = Self;
}

/// What one of a currency costs in another; written in that other currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConversionRate;

impl Unit for ConversionRate {
    fn word() -> Cow<'static, str> {
        "".into()
    }

    fn takes(written: &str) -> bool {
        Money::takes(written)
    }
}

/// Things of any kind, counted: a line of the bill, the content of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pieces;

impl Unit for Pieces {
    fn word() -> Cow<'static, str> {
        "pieces".into()
    }

    fn takes(_: &str) -> bool {
        true
    }
}

impl Simple for Pieces {
    const ONE: &'static str = "piece";
}

scales!(Money Pieces);

units! {
    /// Servers of the cluster.
    Nodes "nodes" "node" | "trays",
    /// GPUs.
    Gpus "GPUs" "GPU",
    /// Processors of a node.
    Sockets "sockets" "socket",
    /// Racks.
    Racks "racks" "rack",
    /// Scalable units.
    ScalableUnits "scalable units" "scalable unit",
    /// Units of a product.
    Units "units" "unit",
    /// Lines of the bill.
    Lines "lines" "line",
    /// Sites.
    Sites "sites" "site",
    /// Real power.
    Kw "kW" "kW",
    /// Real power of a part.
    Watts "W" "W",
    /// Voltage.
    Volts "V" "V",
    /// Current.
    Amps "A" "A",
    /// Apparent power of a part.
    VoltAmps "VA" "VA",
    /// Real power by apparent power.
    PowerFactor "" "",
    /// Apparent power.
    Kva "kVA" "kVA",
    /// Energy.
    Kwh "kWh" "kWh",
    /// Heat flow.
    BtuPerH "BTU/h" "BTU/h",
    /// Heat of an energy.
    BtuPerKwh "BTU/kWh" "BTU/kWh",
    /// Height in a rack.
    RackUnits "U" "U",
    /// Mass.
    Kg "kg" "kg",
    /// Area of a drawing.
    SquareMm "mm2" "mm2",
    /// Area.
    SquareMetres "m2" "m2",
    /// Load on the floor.
    KgPerM2 "kg/m2" "kg/m2",
    /// Length.
    Mm "mm" "mm",
    /// Distance.
    Km "km" "km",
    /// Speed of a signal.
    KmPerMs "km/ms" "km/ms",
    /// Links of a fabric.
    Links "links" "link",
    /// Ports of switches.
    Ports "ports" "port",
    /// Planes of a fabric.
    Planes "planes" "plane",
    /// Addresses of a fabric.
    Identifiers "identifiers" "identifier",
    /// Switches.
    Switches "switches" "switch",
    /// Power feeds.
    Feeds "feeds" "feed",
    /// Power sources of a rack.
    PowerSources "sources" "source",
    /// Power supplies.
    Supplies "supplies" "supply",
    /// Storage appliances.
    Appliances "appliances" "appliance",
    /// Bytes.
    Bytes "bytes" "byte",
    /// Binary gigabytes.
    Gib "GiB" "GiB",
    /// Decimal gigabytes.
    Gb "GB" "GB",
    /// Decimal terabytes.
    Tb "TB" "TB",
    /// Gigabits a second.
    Gbps "Gb/s" "Gb/s",
    /// Gigabytes a second.
    GbytePerS "GB/s" "GB/s",
    /// Seconds.
    Seconds "s" "s",
    /// Milliseconds.
    Ms "ms" "ms",
    /// Minutes.
    Minutes "min" "min",
    /// Minutes in each year.
    MinutesAYear "minutes a year" "minute a year",
    /// Hours.
    Hours "h" "h",
    /// Days.
    Days "days" "day",
    /// Years.
    Years "years" "year",
    /// Tokens.
    Tokens "tokens" "token",
    /// Tokens a second.
    TokensPerS "tokens/s" "token/s",
    /// Pages of documents.
    Pages "pages" "page",
    /// Pieces of a page that are looked up.
    Chunks "chunks" "chunk",
    /// Vectors of an index.
    Vectors "vectors" "vector",
    /// Numbers of a vector.
    Dimensions "dimensions" "dimension",
    /// People who use the cluster.
    People "users" "user",
    /// Requests.
    Requests "requests" "request",
    /// Requests a second.
    RequestsPerS "requests/s" "request/s",
    /// Requests that are served at one time.
    RequestsAtATime "requests at a time" "request",
    /// Percent.
    Percent "%" "%",
    /// Floating-point operations.
    Flops "FLOPs" "FLOP",
    /// Floating-point operations a second, 10^12.
    Tflops "TFLOPS" "TFLOPS",
    /// Floating-point operations in a second.
    FlopsPerS "FLOP/s" "FLOP/s",
    /// Floating-point operations in a day.
    FlopsPerDay "FLOP/day" "FLOP/day",
    /// Layers of a model.
    Layers "layers" "layer",
    /// Heads of attention.
    Heads "heads" "head",
    /// Elements of a head.
    Elements "elements" "element",
    /// Parameters of a model.
    Parameters "parameters" "parameter",
    /// Parameters of a model, billions.
    BillionParameters "billion parameters" "billion parameters",
}

/// GPUs of a node.
pub type GpusPerNode = Per<Gpus, Nodes>;
/// Nodes of a rack.
pub type NodesPerRack = Per<Nodes, Racks>;
/// Real power of a node.
pub type KwPerNode = Per<Kw, Nodes>;
/// Memory of a GPU.
pub type GbPerGpu = Per<Gb, Gpus>;
/// Bytes a parameter takes.
pub type BytesPerParameter = Per<Bytes, Parameters>;
/// Time of a token.
pub type MsPerToken = Per<Ms, Tokens>;

impl Times<Self> for Mm {
    type Out = SquareMm;
}

/// Declares products, and the quotients that follow from each: `A * B = Out`.
macro_rules! products {
    ($($a:ty, $b:ty = $out:ty;)*) => {$(
        impl Times<$b> for $a {
            type Out = $out;
        }
        impl Times<$a> for $b {
            type Out = $out;
        }
        impl Over<$a> for $out {
            type Out = $b;
        }
        impl Over<$b> for $out {
            type Out = $a;
        }
    )*};
}

products! {
    Kw, Hours = Kwh;
    Kw, BtuPerKwh = BtuPerH;
    GbytePerS, Seconds = Gb;
    TokensPerS, Seconds = Tokens;
    RequestsPerS, Per<Tokens, Requests> = TokensPerS;
    FlopsPerDay, Days = Flops;
    Parameters, Tokens = Flops;
    KgPerM2, SquareMetres = Kg;
    KmPerMs, Ms = Km;
    Kva, PowerFactor = Kw;
    Volts, Amps = VoltAmps;
    BillionParameters, BytesPerParameter = Gb;
}
