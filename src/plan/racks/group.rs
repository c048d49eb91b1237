//! A filled rack as a row of the design, its numbers traced: power, heat, height, weight, and what stands where.

use super::{BTU_PER_KWH, Filled};
use crate::{
    design::{Position, RackGroup},
    trace::{
        Traced,
        record::{Record, formula_name, product, sum},
    },
    units::{BtuPerKwh, Kg, Kw, Per, Pieces, RackUnits, SquareMetres},
};

/// A row of the design with the numbers that others compute with.
#[derive(Debug)]
pub struct Group {
    /// The row.
    pub row: RackGroup,
    /// Power of one rack, kW.
    pub kw: Traced,
    /// Load on the floor, kg per square metre; none where a weight or the footprint is not known.
    pub floor_kg_per_m2: Option<Traced>,
}

/// Writes the row. `footprint` is the area of one rack, square metres, where it is known.
pub fn group(record: &mut Record<'_>, rack: &Filled, footprint: Option<&Traced>) -> Group {
    let parts = |unit: &str, of: &dyn Fn(&super::Device) -> Option<Traced>| {
        let mut terms = Vec::new();
        for (device, count) in &rack.stack {
            let each = of(device)?;
            let name = formula_name(&device.part_id);
            terms.push((name, product(unit, ("count", count), ("each", &each))));
        }
        sum(unit, &terms)
    };
    let power = parts("kW", &|device| Some(device.kw.clone()));
    let power = power.unwrap_or_else(|| Traced::constant(0.0, "kW", "an empty rack", "rack filling"));
    let heat = heat(&power);
    let weight = parts("kg", &|device| device.kg.clone());
    let used = parts("U", &|device| device.units.clone());
    let floor = weight.as_ref().zip(footprint).map(|(weight, area)| {
        (weight.named::<Kg>("weight_kg") / area.named::<SquareMetres>("footprint_m2")).traced()
    });
    let positions = if used.is_some() { positions(record, rack) } else { Vec::new() };
    let row = RackGroup {
        name: rack.name.clone(),
        count: record.count("count", &rack.count),
        node_count: record.count("node_count", &rack.nodes),
        power_kw: record.number("power_kw", &power),
        heat_btu_per_h: record.number("heat_btu_per_h", &heat),
        used_u: record.maybe("used_u", used.as_ref()),
        weight_kg: record.maybe("weight_kg", weight.as_ref()),
        floor_load_kg_per_m2: record.maybe("floor_load_kg_per_m2", floor.as_ref()),
        positions,
    };
    Group { row, kw: power, floor_kg_per_m2: floor }
}

/// Heat of a power, BTU/h.
#[must_use]
pub fn heat(power: &Traced) -> Traced {
    let factor = Traced::constant(
        BTU_PER_KWH,
        "BTU/kWh",
        "heat of one kilowatt-hour",
        "ISO 80000-5, international table BTU",
    );
    (power.named::<Kw>("power_kw") * factor.named::<BtuPerKwh>("btu_per_kwh")).traced()
}

fn positions(record: &mut Record<'_>, rack: &Filled) -> Vec<Position> {
    let mut rows = Vec::new();
    let mut top =
        Traced::constant(0.0, "U", "positions count from the floor of the rack", "EIA-310 numbering");
    for (index, (device, count)) in rack.stack.iter().enumerate() {
        let Some(units) = &device.units else { continue };
        let from = (top.named::<RackUnits>("below_u") + 1.0).traced();
        let to = (top.named::<RackUnits>("below_u")
            + count.named::<Pieces>("count") * units.named::<Per<RackUnits, Pieces>>("device_u"))
        .clean()
        .traced();
        let mut row = record.below(format!("positions/{index}"));
        rows.push(Position {
            part_id: device.part_id.clone(),
            count: row.count("count", count),
            from_u: row.number("from_u", &from),
            to_u: row.number("to_u", &to),
        });
        top = to;
    }
    rows
}
