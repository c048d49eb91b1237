//! Power of what no maker publishes a figure for: an allowance by parts, shown as an assumption and counted as
//! estimated, so that a design has racks and feeds before the maker's configurator is asked.

use super::super::{stages::Sized, work::Work};
use crate::{
    catalog::{Gpu, System, SystemClass},
    plan::racks::Device,
    trace::{Traced, facts},
    units::{Gpus, Kw, Per, Ratio, Sockets, Watts},
};

/// Greatest power of a server CPU, W, where none is stated: Intel prints 350 W for the Xeon Platinum 8480C and 8570 of
/// DGX H100 and B200.
const CPU_W: f64 = 350.0;
/// Memory, drives and adapters of a GPU server, W: 32 memory modules of 10 W, eight drives of 25 W, ten adapters of
/// 25 W. Our allowance.
const HOST_W: f64 = 770.0;
/// What switches on the board, fans and conversion add to the parts. With it the allowance gives 10.3, 13.7 and 14.9 kW
/// for DGX H100, B200 and B300, whose maker prints 10.2, 14.3 and 14.5 kW.
const OVERHEAD: f64 = 1.45;
/// A two-socket management server: power, kW, rack units and weight, kg. Our allowance: two processors, memory, drives
/// and adapters with fans.
const SUPPORT_KW: f64 = 0.8;
const SUPPORT_U: f64 = 2.0;
const SUPPORT_KG: f64 = 30.0;

/// A storage appliance: two controllers of 0.8 kW and 24 drives of 25 W, kW, rack units and weight, kg. Our allowance.
const STORAGE_KW: f64 = 2.2;
const STORAGE_U: f64 = 2.0;
const STORAGE_KG: f64 = 45.0;

const REASON: &str = "no maker's figure is published; greatest power of GPUs and processors, an allowance for memory, drives and adapters, and a share for fans and conversion";

/// The estimated node of a server whose power is not published; none for a rack-scale system or an unknown TDP.
pub(super) fn node(sized: &Sized<'_>, system: &System, gpu: &Gpu) -> Option<Device> {
    if system.class == SystemClass::RackScale {
        return None;
    }
    let entry = format!("system/{}", system.id);
    let gpus = sized
        .gpus_per_node
        .clone()
        .or_else(|| facts::number(&entry, "gpu_count", "GPUs", system.gpu_count.as_ref()))?;
    let tdp = facts::number(&format!("gpu/{}", gpu.id), "tdp_w", "W", gpu.tdp_w.as_ref())?;
    let sockets = facts::number(&entry, "cpu_sockets", "sockets", system.cpu_sockets.as_ref())
        .unwrap_or_else(|| {
            Traced::assumed(2.0, "sockets", "node_power_kw", "two processors are the common form")
        });
    let cpu = Traced::assumed(CPU_W, "W", "node_power_kw", "greatest power of a current server processor");
    let host = Traced::assumed(HOST_W, "W", "node_power_kw", "memory, drives and adapters");
    let overhead =
        Traced::assumed(OVERHEAD, "", "node_power_kw", "fans, conversion and switches on the board");
    let kw = ((gpus.named::<Gpus>("gpus") * tdp.named::<Per<Watts, Gpus>>("tdp_w")
        + sockets.named::<Sockets>("sockets") * cpu.named::<Per<Watts, Sockets>>("cpu_w")
        + host.named::<Watts>("host_w"))
        * overhead.named::<Ratio>("overhead"))
    .divided::<Kw>(1000.0)
    .clean()
    .traced();
    Some(Device {
        part_id: system.id.to_string(),
        kw,
        units: facts::number(&entry, "rack_units", "U", system.rack_units.as_ref()),
        kg: facts::number(&entry, "weight_kg", "kg", system.weight_kg.as_ref()),
    })
}

/// Shows the estimate of a node.
pub(super) fn say_node(work: &mut Work<'_>, kw: f64) {
    work.assume(
        "node_power_kw",
        kw,
        REASON,
        "the maker's configurator may give more or less, and with it other nodes per rack and other feeds",
        true,
    );
}

/// A management server.
pub(super) fn support_server() -> Device {
    let reason = "no product is named; an allowance for two processors, memory, drives and adapters";
    let each = |value: f64, unit: &str| Traced::assumed(value, unit, "support_server_kw", reason);
    Device {
        part_id: crate::fabric::wiring::SUPPORT_PART.into(),
        kw: each(SUPPORT_KW, "kW"),
        units: Some(each(SUPPORT_U, "U")),
        kg: Some(each(SUPPORT_KG, "kg")),
    }
}

/// A storage appliance whose figures are not published: two controllers and 24 drives of 25 W.
pub(super) fn storage(part_id: &str) -> Device {
    let reason = "no figure is published; an allowance for two controllers and their drives";
    let each = |value: f64, unit: &str| Traced::assumed(value, unit, "storage_appliance_kw", reason);
    Device {
        part_id: part_id.into(),
        kw: each(STORAGE_KW, "kW"),
        units: Some(each(STORAGE_U, "U")),
        kg: Some(each(STORAGE_KG, "kg")),
    }
}

/// Shows the allowance for storage appliances.
pub(super) fn say_storage(work: &mut Work<'_>) {
    work.assume(
        "storage_appliance_kw",
        STORAGE_KW,
        "no figure is published; an allowance for two controllers and their drives",
        "another product changes the power and height of its rack",
        false,
    );
}

/// Shows the allowance for management servers.
pub(super) fn say_support(work: &mut Work<'_>) {
    work.assume(
        "support_server_kw",
        SUPPORT_KW,
        "the publications name no product; an allowance for two processors, memory, drives and adapters",
        "another server changes the power of its rack by a fraction of a kilowatt",
        false,
    );
}
