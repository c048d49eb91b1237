//! Units as types: what may be added, multiplied and divided is said here once, and nothing else compiles.

/// A unit of a number.
pub trait Unit: Copy + 'static {
    /// How people read it; empty for a plain number.
    const WORD: &'static str;
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

/// Declares units: `Name "word"`.
macro_rules! units {
    ($($(#[doc = $doc:expr])+ $name:ident $word:literal,)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl Unit for $name {
            const WORD: &'static str = $word;
        }

        impl Times<$name> for Ratio {
            type Out = $name;
        }

        impl Over<$name> for $name {
            type Out = Ratio;
        }
    )*};
}

/// A plain number: a ratio, a share, a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio;

impl Unit for Ratio {
    const WORD: &'static str = "";
}

impl Times<Self> for Ratio {
    type Out = Self;
}

impl Over<Self> for Ratio {
    type Out = Self;
}

units! {
    /// Servers of the cluster.
    Nodes "nodes",
    /// GPUs.
    Gpus "GPUs",
    /// GPUs of a node.
    GpusPerNode "GPUs per node",
    /// Nodes of a rack.
    NodesPerRack "nodes per rack",
    /// Racks.
    Racks "racks",
    /// Real power.
    Kw "kW",
    /// Real power of a node.
    KwPerNode "kW per node",
    /// Apparent power.
    Kva "kVA",
    /// Energy.
    Kwh "kWh",
    /// Hours.
    Hours "h",
    /// Links of a fabric.
    Links "links",
    /// Links of a node.
    LinksPerNode "links per node",
    /// Switches.
    Switches "switches",
    /// Decimal gigabytes.
    Gb "GB",
    /// Decimal gigabytes of a GPU.
    GbPerGpu "GB per GPU",
    /// Decimal terabytes.
    Tb "TB",
    /// Gigabits a second.
    Gbps "Gb/s",
    /// Gigabits a second of a GPU.
    GbpsPerGpu "Gb/s per GPU",
    /// Gigabytes a second.
    GbytePerS "GB/s",
    /// Seconds.
    Seconds "s",
    /// Milliseconds.
    Ms "ms",
    /// Minutes.
    Minutes "min",
    /// Days.
    Days "days",
    /// Tokens.
    Tokens "tokens",
    /// Tokens a second.
    TokensPerS "tokens/s",
    /// Percent.
    Percent "%",
    /// Parameters of a model, billions.
    BillionParameters "billion parameters",
    /// Bytes a parameter takes.
    BytesPerParameter "bytes",
}

/// Declares products, and the quotients that follow from each: `A * B = Out`.
macro_rules! products {
    ($($a:ident * $b:ident = $out:ident,)*) => {$(
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
    Nodes * GpusPerNode = Gpus,
    Nodes * KwPerNode = Kw,
    Nodes * LinksPerNode = Links,
    Racks * NodesPerRack = Nodes,
    Gpus * GbPerGpu = Gb,
    Gpus * GbpsPerGpu = Gbps,
    Kw * Hours = Kwh,
    GbytePerS * Seconds = Gb,
    TokensPerS * Seconds = Tokens,
    BillionParameters * BytesPerParameter = Gb,
}

/// Declares what a share or count leaves in its unit: `A * Ratio = A`, `A / Ratio = A`.
macro_rules! scaled {
    ($($name:ident)*) => {$(
        impl Times<Ratio> for $name {
            type Out = Self;
        }
        impl Over<Ratio> for $name {
            type Out = Self;
        }
    )*};
}

scaled!(Nodes Gpus GpusPerNode NodesPerRack Racks Kw KwPerNode Kva Kwh Hours Links LinksPerNode Switches Gb GbPerGpu Tb
    Gbps GbpsPerGpu GbytePerS Seconds Ms Minutes Days Tokens TokensPerS Percent BillionParameters
    BytesPerParameter);
