//! Cost, from a price book only. Every total says how much of it rests on indicative prices.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cost in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Currency, ISO 4217; no other currency is added to it.
    pub currency: String,
    /// Priced lines of the bill of materials.
    pub lines: Vec<CostLine>,
    /// Purchase at the low prices; null while a line of the compute group has no price, or while fewer lines have one
    /// than the price book asks for: a total without them would mislead.
    pub purchase_low: Option<f64>,
    /// The same at the high prices.
    pub purchase_high: Option<f64>,
    /// Why no purchase is given; null where one is.
    #[serde(default)]
    pub withheld: Option<String>,
    /// Sum of the priced lines alone at the low prices. No purchase price.
    pub priced_low: f64,
    /// The same at the high prices.
    pub priced_high: f64,
    /// Lines of the bill that have a price, percent.
    pub covered_line_percent: f64,
    /// Share of the priced sum that rests on the partner's own prices and not on indicative ones, percent.
    pub own_value_percent: f64,
    /// Rates of exchange that were used.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
    /// Share of the high sum that rests on indicative prices or estimated quantities, percent.
    pub estimated_percent: f64,
    /// Lines without a price, by id; they are to be quoted and are in no total.
    pub to_be_quoted: Vec<String>,
    /// Energy; null without a price of electricity or a power figure.
    pub energy: Option<Energy>,
    /// Years of the total cost of ownership.
    pub years: u64,
    /// Purchase and energy over the years at the low prices, without support, staff and space; null while a line of
    /// the compute group has no price, because a total without the servers would mislead.
    pub ownership_low: Option<f64>,
    /// The same at the high prices.
    pub ownership_high: Option<f64>,
    /// Total cost of ownership per GPU and hour at the high prices, when every hour is used.
    pub per_gpu_hour: Option<f64>,
    /// Total cost of ownership per million output tokens at the high prices, when the stated load runs at every hour;
    /// null without a serving estimate.
    #[serde(default)]
    pub per_million_tokens: Option<f64>,
    /// Rented GPUs in comparison; null without a rental price for this GPU or a price for its servers.
    pub rent: Option<Rent>,
    /// The budget; null when none was stated in this currency.
    pub budget: Option<BudgetCheck>,
}

/// A rate of exchange of the price book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// Line of the price book, by id.
    pub price_id: String,
    /// Currency one unit of which is bought.
    pub from: String,
    /// Currency it is paid in.
    pub to: String,
    /// What one unit costs.
    pub rate: f64,
    /// Date of the rate.
    pub date: String,
}

/// One priced line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostLine {
    /// Line of the bill of materials, by id.
    pub line: String,
    /// Price of the price book, by id.
    pub price_id: String,
    /// Date of the price.
    pub price_date: String,
    /// Whether the price is for orientation only.
    pub indicative: bool,
    /// Price of one, low.
    pub unit_low: f64,
    /// Price of one, high.
    pub unit_high: f64,
    /// Quantity times the low price.
    pub low: f64,
    /// Quantity times the high price.
    pub high: f64,
}

/// Energy of a year at greatest power.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Energy {
    /// Price of the price book, by id.
    pub price_id: String,
    /// Price of a kilowatt-hour.
    pub per_kwh: f64,
    /// Power usage effectiveness of the site.
    pub pue_ratio: f64,
    /// Energy of a year, kWh, site included; at greatest power, so an upper bound.
    pub year_kwh: f64,
    /// Cost of a year.
    pub year_cost: f64,
}

/// Renting in place of buying.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rent {
    /// Price of the price book, by id: the lowest for this GPU.
    pub price_id: String,
    /// Price of a GPU for an hour.
    pub per_gpu_hour: f64,
    /// Hours of full use after which buying costs less than renting; null when it never does.
    pub break_even_hours: Option<f64>,
}

/// The budget held against the purchase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetCheck {
    /// The budget.
    pub amount: f64,
    /// Whether the customer calls it a limit (hard) or a wish (soft).
    pub hard: bool,
    /// Whether the purchase fits at the low prices: false when the priced lines alone exceed the budget, null while
    /// lines without a price are open.
    pub fits: Option<bool>,
    /// Budget less the purchase at the low prices, or less the priced lines where they alone exceed it; null while no
    /// purchase is given.
    pub left: Option<f64>,
    /// Budget less the purchase at the high prices; null while no purchase is given.
    #[serde(default)]
    pub left_at_high: Option<f64>,
}
