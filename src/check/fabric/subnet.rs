//! The size of an InfiniBand subnet.

use crate::design::{
    fabric::{Network, Technology},
    wiring::{DeviceKind, LinkRole},
};

use super::{Faults, Limits, View, WiringRule};

/// Unicast local identifiers of one InfiniBand subnet: 0x0001 to 0xBFFF (InfiniBand Architecture Specification,
/// volume 1, chapter 4: addressing).
pub const UNICAST_LIDS: u64 = 49_151;

/// A subnet has an identifier for each adapter port and switch.
pub const SUBNET_SIZE: WiringRule = WiringRule {
    name: "infiniband_subnet_size",
    checks: "adapter ports and switches of one InfiniBand plane have unicast identifiers (49,151) enough",
    why: "a subnet manager stops when it runs out of identifiers",
    judge: subnet_size,
};

fn subnet_size(view: &View, _: &Limits, faults: &mut Faults) {
    for plane in 1..=view.wiring.planes.max(1) {
        let switches = view
            .wiring
            .devices
            .iter()
            .filter(|device| {
                device.kind.is_switch()
                    && device.kind != DeviceKind::Edge
                    && device.network == Network::Compute
                    && device.technology == Technology::Infiniband
                    && device.plane.max(1) == plane
            })
            .count() as u64;
        if switches == 0 {
            continue;
        }
        let endpoints = view
            .wiring
            .links
            .iter()
            .filter(|link| {
                link.network == Network::Compute && link.role == LinkRole::Node && link.plane.max(1) == plane
            })
            .count() as u64;
        let identifiers = endpoints + switches;
        if identifiers > UNICAST_LIDS {
            faults.bound(
                SUBNET_SIZE.name,
                format!("{endpoints} adapter ports and {switches} switches need {identifiers} identifiers in one subnet"),
                identifiers,
                UNICAST_LIDS,
                "Split the fabric into several subnets joined by routers, or use Ethernet",
            );
        }
    }
}
