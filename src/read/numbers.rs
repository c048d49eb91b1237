//! Quantities as statements: the chosen field, the value in its unit, the bound, and the words.

use super::{
    binding::{bound, head, label_start},
    evidence::near,
    item::{Kind, Sheet},
    naming::{explained, in_a_code, names_something},
    part::{article_counts, multiplies, partitive, taken_back},
    polarity::strength,
    quantity::Quantity,
    signature::{Dim, candidates, choose},
    status::{Standing, standing},
    unit::Unit,
};
use crate::design::{Bound, Field, Plain, Scope, Statement, Unread};

/// A statement and the items it rests on.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub statement: Statement,
    pub from: usize,
    pub to: usize,
}

/// What the numbers of a text say, and which of them nothing explains.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub claims: Vec<Claim>,
    pub unread: Vec<Unread>,
}

/// Fields of what is computed with: they may stand already. All others describe the room and the wish.
const MAY_STAND: &[Field] = &[
    Field::GpuCount,
    Field::GpuModels,
    Field::NodeCount,
    Field::GpusPerNode,
    Field::ServerModels,
    Field::FormFactor,
    Field::StorageCapacityTb,
    Field::StorageReadGbs,
    Field::StorageWriteGbs,
    Field::Fabric,
    Field::FabricExistingGbps,
    Field::ModelName,
    Field::Hypervisor,
];
/// Fields whose name says how they bind.
const BOUND_BY_NAME: &[Field] = &[
    Field::GpuMemGbMin,
    Field::InletCMax,
    Field::HeatToWaterMinPct,
    Field::UsersConcurrentPeak,
    Field::DocumentPagesMax,
    Field::RackU,
    Field::WarrantyYears,
];

/// The scope of a field in a passage; none where the passage says nothing of ours.
pub(super) fn scope(field: Field, standing: Standing) -> Option<Scope> {
    match standing {
        Standing::New => Some(Scope::New),
        Standing::Existing => Some(if MAY_STAND.contains(&field) { Scope::Existing } else { Scope::New }),
        Standing::Option => Some(Scope::Option),
        Standing::Later => Some(Scope::Later),
        Standing::Nothing(_) => None,
    }
}

/// A claim on items, with clause number and strength of its place.
pub(super) fn claim(
    sheet: &Sheet,
    field: Field,
    value: impl Into<Plain>,
    (from, at, to): (usize, usize, usize),
    scope: Scope,
) -> Claim {
    let mut statement = Statement::new(field, value, sheet.quote(from, to));
    let record = sheet.layout.cell_of[at].and_then(|cell| sheet.layout.cells[cell].record.clone());
    statement.scope = match (scope, record) {
        (Scope::New, Some((row, _))) => Scope::Pool(sheet.quote(row.start, row.end - 1).trim().to_string()),
        (scope, _) => scope,
    };
    statement.strength = strength(sheet, at);
    let line = &sheet.layout.lines[sheet.layout.line_of[at]];
    statement.clause = line.clause.clone().filter(|clause| !clause.is_empty());
    Claim { statement, from, to }
}

/// Reads every quantity of a text.
pub(super) fn read(sheet: &Sheet) -> Told {
    let mut told = Told::default();
    for at in 0..sheet.items.len() {
        match &sheet.items[at].kind {
            Kind::Number(quantity) => number(sheet, at, quantity, &mut told),
            Kind::Lengths(values) => lengths(sheet, at, values, &mut told),
            _ => {}
        }
    }
    told
}

fn number(sheet: &Sheet, at: usize, quantity: &Quantity, told: &mut Told) {
    let item = &sheet.items[at];
    if item.masked
        || names_something(sheet, at)
        || multiplies(sheet, at)
        || in_a_code(sheet, at)
        || partitive(sheet, at)
        || taken_back(sheet, at)
    {
        return;
    }
    let standing = standing(sheet, at);
    if matches!(standing, Standing::Nothing(_)) {
        return;
    }
    if let Some(field) = slip(sheet, at, quantity) {
        if let Some(scope) = scope(field, standing) {
            told.claims.push(claim(sheet, field, sheet.quote(at, at), (at, at, at), scope));
        }
        return;
    }
    let chosen = choose(sheet, at)
        .filter(|chosen| !quantity.article || article_counts(sheet, at, chosen.signature.field));
    let rate = matches!(quantity.unit, Unit::GbitEthernet | Unit::GigaSomething | Unit::GbitPerS);
    if chosen.is_none() && rate && quantity.low >= 1.0 && standing == Standing::Existing {
        told.claims.push(claim(
            sheet,
            Field::FabricExistingGbps,
            tidy(quantity.low),
            (at, at, at),
            Scope::Existing,
        ));
        return;
    }
    let Some(chosen) = chosen else {
        let prose = !quantity.digits && quantity.unit == Unit::None && quantity.low < 13.0;
        if !quantity.article && !prose && !explained(sheet, at, quantity) {
            left_over(sheet, at, quantity, standing, told);
        }
        return;
    };
    let mut field = chosen.signature.field;
    if field == Field::FabricGbpsPerGpu && standing == Standing::Existing {
        field = Field::FabricExistingGbps;
    }
    let growing = |twin: Field| candidates(sheet, at).iter().any(|other| other.signature.field == twin);
    field = match (field, standing) {
        (Field::GpuCount, Standing::Later) if growing(Field::GrowthGpuCount) => Field::GrowthGpuCount,
        (Field::NodeCount, Standing::Later) if growing(Field::GrowthNodeCount) => Field::GrowthNodeCount,
        (Field::GrowthGpuCount, now) if now != Standing::Later && growing(Field::GpuCount) => Field::GpuCount,
        (Field::GrowthNodeCount, now) if now != Standing::Later && growing(Field::NodeCount) => {
            Field::NodeCount
        }
        (Field::DeadlineDays, Standing::Later) if growing(Field::GrowthMonths) => Field::GrowthMonths,
        (field, _) => field,
    };
    // Seats are desktops where desktops are what is asked for.
    let seat = sheet.items.get(at + 1).is_some_and(|item| item.text.starts_with("seat"))
        || (at.saturating_sub(3)..at).any(|place| {
            sheet.items[place].text.starts_with("seat")
                && sheet.items[place].sentence == sheet.items[at].sentence
        });
    if field == Field::UsersTotal && seat && sheet.items.iter().any(|item| item.is(&["desktop", "work_vdi"]))
    {
        field = Field::VdiUsers;
    }
    if field == Field::TrainTokens && standing == Standing::Existing
        || field == Field::InletCMax && usual_beside_a_limit(sheet, at)
    {
        return;
    }
    let Some(scope) = scope(field, standing) else { return };
    let scope = match field {
        // "64 GPUs, but only if they fit 3 million": a condition on money is the budget.
        Field::BudgetAmount
            if scope == Scope::Option
                && sheet.has(sheet.sentence(at), &["if_word"])
                && !sheet.has(sheet.sentence(at), &["option"]) =>
        {
            Scope::New
        }
        Field::GrowthGpuCount | Field::GrowthNodeCount | Field::GrowthMonths => Scope::Later,
        _ => scope,
    };
    let (mut bound, first) = bound(sheet, at);
    let scale = if field == Field::GrowthMonths { 1.0 / 2_592_000.0 } else { chosen.signature.scale };
    let factor = scale * quantity.unit.seconds().unwrap_or(1.0);
    // Warranties and growth count calendar months.
    let factor = match (field, quantity.unit) {
        (Field::WarrantyYears, Unit::Month) => 1.0 / 12.0,
        (Field::GrowthMonths, Unit::Year) => 12.0,
        _ => factor,
    };
    let (mut low, mut high) = (tidy(quantity.low * factor), tidy(quantity.high * factor));
    if field == Field::TpotMs && matches!(chosen.signature.dim, Dim::Count | Dim::Rate) {
        // A rate of tokens is a time for each.
        (low, high) = (tidy(1000.0 / high.max(1e-9)), tidy(1000.0 / low.max(1e-9)));
        bound = match bound {
            Bound::AtLeast | Bound::Exactly => Bound::AtMost,
            Bound::AtMost => Bound::AtLeast,
            other => other,
        };
    }
    if BOUND_BY_NAME.contains(&field) {
        bound = Bound::Exactly;
    }
    let value = if low < high {
        bound = Bound::Between;
        Plain::List(vec![low.into(), high.into()])
    } else {
        low.into()
    };
    let to = head(sheet, at);
    let from = if to == at && first == at { label_start(sheet, at) } else { first };
    let mut made = claim(sheet, field, value, (from, at, to), scope);
    made.statement.bound = bound;
    if field == Field::BudgetAmount {
        money(sheet, at, quantity, &made, told);
    }
    told.claims.push(made);
}

/// "24 °C, never above 26": the usual value, where the sentence gives the limit of the same measure as well.
fn usual_beside_a_limit(sheet: &Sheet, at: usize) -> bool {
    let unit = |place: usize| sheet.items[place].quantity().map(|q| q.unit);
    let limit = |place: usize| bound(sheet, place).0 == Bound::AtMost;
    !limit(at) && sheet.sentence(at).any(|place| place != at && unit(place) == unit(at) && limit(place))
}

/// A figure whose unit is most likely a slip is kept as it was written: ports in GB/s, memory in Gb, racks in W or MW.
fn slip(sheet: &Sheet, at: usize, quantity: &Quantity) -> Option<Field> {
    let port = || near(sheet, at, &["per_gpu", "nic", "port", "nics"]);
    let stored = || near(sheet, at, &["read", "write", "storage", "nvlink", "memory", "gpu_memory"]) >= 2.0;
    let rack = || near(sheet, at, &["rack", "rack_power"]) >= 5.0;
    match quantity.unit {
        Unit::GbytePerS if port() >= 5.0 && !stored() => Some(Field::FabricRateStated),
        Unit::Gbyte
            if near(sheet, at, &["nic", "port"]) >= 6.0 && (100.0..=1600.0).contains(&quantity.low) =>
        {
            Some(Field::FabricRateStated)
        }
        Unit::Gbit
            if near(sheet, at, &["gpu_memory", "memory", "per_gpu"]) >= 4.0
                && port() < 8.0
                && near(sheet, at, &["network", "ethernet", "infiniband", "bandwidth"]) < 6.0 =>
        {
            Some(Field::GpuMemStated)
        }
        Unit::Kw if rack() && (quantity.high < 0.5 || quantity.low >= 5000.0) => Some(Field::RackPowerStated),
        _ => None,
    }
}

/// A number that no field takes: kept as `other` where its unit says what it measures, else not understood.
fn left_over(sheet: &Sheet, at: usize, quantity: &Quantity, standing: Standing, told: &mut Told) {
    let about = match Dim::of(quantity.unit) {
        Dim::Count => None,
        Dim::Kw | Dim::Kva => Some("power"),
        Dim::Volt | Dim::Amp => Some("electrical feed"),
        Dim::Bytes => Some("bytes"),
        Dim::ByteRate | Dim::BitRate => Some("data rate"),
        Dim::Percent => Some("share"),
        Dim::Kg | Dim::KgPerM2 => Some("weight"),
        Dim::Length | Dim::M2 | Dim::Height => Some("dimension"),
        Dim::Celsius => Some("temperature"),
        Dim::Bar => Some("pressure"),
        Dim::Money => Some("price"),
        Dim::Rate => Some("rate"),
        Dim::Time => Some("time"),
        Dim::Other => Some("performance"),
    };
    let clause = sheet.clause(at);
    let last = clause.end.saturating_sub(1).max(at).min(at + 8);
    let last =
        (at..=last).rev().find(|place| !matches!(sheet.items[*place].kind, Kind::Sign(_))).unwrap_or(at);
    let first = clause.start.max(at.saturating_sub(6));
    let Some(about) = about else {
        let reason = "nothing near this number says what it counts".to_string();
        told.unread.push(Unread { quote: sheet.quote(first, last).to_string(), reason });
        return;
    };
    let Some(scope) = scope(Field::Other, standing) else { return };
    let mut made = claim(sheet, Field::Other, quantity.low, (first, at, last), scope);
    made.statement.about = Some(about.into());
    told.claims.push(made);
}

/// Currency and tax of a budget.
fn money(sheet: &Sheet, at: usize, quantity: &Quantity, amount: &Claim, told: &mut Told) {
    let scope = amount.statement.scope.clone();
    let place = (amount.from, at, amount.to);
    if let Some(code) = quantity.currency() {
        told.claims.push(claim(sheet, Field::BudgetCurrency, code, place, scope.clone()));
    }
    let line = sheet.layout.line_of[at];
    let near = |steps: usize| {
        let from = at.saturating_sub(steps);
        (from..(at + steps).min(sheet.items.len())).filter(|place| sheet.layout.line_of[*place] == line)
    };
    for (concept, value) in [("tax_excluded", "excluded"), ("tax_included", "included")] {
        if let Some(found) = near(14).find(|place| sheet.items[*place].is(&[concept])) {
            told.claims.push(claim(sheet, Field::BudgetTax, value, (found, found, found), scope));
            return;
        }
    }
}

/// "600 x 2236 x 1068 mm": the inside of a lift, or width, height and depth of a rack.
fn lengths(sheet: &Sheet, at: usize, values: &[f64], told: &mut Told) {
    let Some(scope) = scope(Field::RackWidthMm, standing(sheet, at)) else { return };
    if near(sheet, at, &["lift"]) > 0.4 {
        let list = Plain::List(values.iter().map(|value| Plain::from(*value)).collect());
        told.claims.push(claim(sheet, Field::LiftMm, list, (at, at, at), scope));
        return;
    }
    let fields: &[Field] = match values.len() {
        2 => &[Field::RackWidthMm, Field::RackDepthMm],
        // The tallest of three is the height.
        3 if values[1] >= values[0] && values[1] >= values[2] => {
            &[Field::RackWidthMm, Field::RackHeightMm, Field::RackDepthMm]
        }
        3 if values[0] >= values[2] => &[Field::RackHeightMm, Field::RackWidthMm, Field::RackDepthMm],
        _ => &[Field::RackWidthMm, Field::RackDepthMm, Field::RackHeightMm],
    };
    for (field, value) in fields.iter().zip(values) {
        told.claims.push(claim(sheet, *field, *value, (at, at, at), scope.clone()));
    }
}

/// Removes the dust of a multiplication.
pub(super) fn tidy(value: f64) -> f64 {
    let digits = if value.abs() >= 1e6 { 0 } else { 6 };
    format!("{value:.digits$}").parse().unwrap_or(value)
}
