//! What the files of a wiring know of the products behind its devices: names, heights, power supplies, feeds.

/// A product that stands in a rack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Product {
    /// Catalog id, as [`super::wiring::Device::model`] names it.
    pub id: String,
    /// Maker.
    pub maker: String,
    /// Name as the maker prints it.
    pub name: String,
    /// Height, rack units; none when it is not published.
    pub height_u: Option<f64>,
    /// Power supplies fitted, and how many of them full load needs; none when it is not published.
    pub supplies: Option<(u64, u64)>,
    /// Greatest draw, W; none when it is not published.
    pub power_w: Option<f64>,
}

/// The feeds of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RackFeed {
    /// Voltage, V.
    pub volts: f64,
    /// Rating of the breaker, A.
    pub amps: f64,
    /// Phases.
    pub phases: u64,
    /// Feeds of one rack, all sources.
    pub per_rack: u64,
    /// Feeds of one source.
    pub per_side: u64,
    /// Share of the rating a load may take without end.
    pub continuous_ratio: f64,
}

/// What a cable is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    /// Copper with moulded ends, without electronics.
    Copper,
    /// Copper with moulded ends that amplify.
    ActiveCopper,
    /// Optical cable with moulded ends.
    ActiveOptical,
    /// Multi-mode fibre.
    MultiMode,
    /// Single-mode fibre.
    SingleMode,
}
