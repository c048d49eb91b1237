//! What the names of an imported file tell: which device is a host, which fabric a switch belongs to, which rail and
//! plane an adapter port is on.

use crate::design::{
    fabric::Network,
    wiring::{Port, PortKind},
};

use super::as_built::{BuiltEnd, BuiltLink};

/// Words of host names.
const HOSTS: [&str; 12] =
    ["node", "host", "dgx", "hgx", "gpu", "server", "tray", "compute", "support", "storage", "bcm", "k8s"];
/// Words of switch names.
const SWITCHES: [&str; 11] =
    ["leaf", "spine", "core", "switch", "oob", "gsl", "gss", "gcs", "csl", "css", "edge"];

/// Whether a device is a host by its name; `None` when the name does not tell.
#[must_use]
pub fn is_host(name: &str) -> Option<bool> {
    if name.contains(" mlx5_") {
        return Some(true);
    }
    let name = name.to_ascii_lowercase();
    // "storage-leaf-01" is a switch: the word further back is the noun.
    let last = |words: &[&str]| words.iter().filter_map(|word| name.rfind(word)).max();
    match (last(&HOSTS), last(&SWITCHES)) {
        (None, None) => None,
        (host, switch) => Some(host > switch),
    }
}

/// The host in front of the blank of "node0001 mlx5_3".
#[must_use]
pub fn host_name(device: &str) -> &str {
    device.split_once(" mlx5_").map_or(device, |(host, _)| host)
}

/// A name without its digits: what devices of one kind have in common.
#[must_use]
pub fn stem(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

/// The fabric of a link: as the file says, else by the switch it ends on. Compute where nothing tells.
#[must_use]
pub fn network(link: &BuiltLink) -> Network {
    let all = [Network::Compute, Network::Converged, Network::Storage, Network::InBand, Network::OutOfBand];
    if let Some(word) = &link.network {
        return all.into_iter().find(|network| network.word() == word).unwrap_or(Network::Compute);
    }
    let tokens = |name: &str| -> Vec<String> {
        name.to_ascii_lowercase()
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .map(|token| token.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_string())
            .collect()
    };
    // An out-of-band switch makes its uplink one of that network, whatever it ends on.
    let mut found = Network::Compute;
    for end in [&link.a, &link.z] {
        if is_host(&end.device) == Some(true) {
            continue;
        }
        for token in tokens(&end.device) {
            match token.as_str() {
                "oob" | "mgmt" | "ipmi" | "bmc" => return Network::OutOfBand,
                "csl" | "css" | "ns" | "inband" | "cust" | "border" => found = Network::Converged,
                "storage" | "stor" | "ssl" | "sss" => found = Network::Storage,
                _ => {}
            }
        }
    }
    found
}

/// Rail as a name counts it (from 0 or 1) and plane from 1; `None` when the name tells no rail. Only words that
/// mean a rail count: a slot number does not.
#[must_use]
pub fn rail_and_plane(end: &BuiltEnd) -> Option<(u16, Option<u16>)> {
    if let Some((_, number)) = end.device.split_once(" mlx5_") {
        return Some((leading(number)?, None));
    }
    let port = end.port.to_ascii_lowercase();
    for word in ["rail", "mlx5_", "nic", "hca"] {
        if let Some((_, rest)) = port.split_once(word) {
            let rest = rest.trim_start_matches([' ', '-', '_']);
            let rail = leading(rest)?;
            let plane = rest.rsplit_once('p').and_then(|(_, number)| leading(number));
            return Some((rail, plane));
        }
    }
    None
}

/// The number a text begins with.
fn leading(text: &str) -> Option<u16> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// The name of an adapter port without its plane, as tables of port names hold it.
#[must_use]
pub fn adapter_name(end: &BuiltEnd, plane: u16) -> String {
    match end.device.split_once(" mlx5_") {
        Some((_, number)) => format!("mlx5_{number}"),
        // The name of the first plane's port; the others' are made from it.
        None => match end.port.strip_suffix(&format!(" P{plane}")) {
            Some(stem) => format!("{stem} P1"),
            None => end.port.clone(),
        },
    }
}

/// `swp4s0`, `4/1`, `17`: cage and part; `None` for a name without numbers.
#[must_use]
pub fn numbered(port: &str) -> Option<Port> {
    let numbers: Vec<u16> = port
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match numbers.as_slice() {
        [cage] => Some(Port::new(PortKind::Cage(*cage))),
        [cage, part] => {
            let part = if port.contains('/') { part.checked_sub(1)? } else { *part };
            Some(Port::new(PortKind::Part(*cage, u8::try_from(part).ok()?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn names_tell_hosts_from_switches() {
        for (name, host) in [
            ("su-01-node-04", Some(true)),
            ("node0001 mlx5_3", Some(true)),
            ("DGX-017", Some(true)),
            ("storage-leaf-02", Some(false)),
            ("compute-spine-1", Some(false)),
            ("oob-switch-01", Some(false)),
            ("gsl-p1-03", Some(false)),
            ("storage-01", Some(true)),
            ("xr7", None),
        ] {
            assert_eq!(is_host(name), host, "{name}");
        }
    }

    #[test]
    fn ports_tell_rail_and_plane() {
        let end = |device: &str, port: &str| BuiltEnd { device: device.into(), port: port.into() };
        assert_eq!(rail_and_plane(&end("n", "rail3p2")), Some((3, Some(2))));
        assert_eq!(rail_and_plane(&end("n", "NIC7 P1")), Some((7, Some(1))));
        assert_eq!(rail_and_plane(&end("n mlx5_0", "1")), Some((0, None)));
        assert_eq!(rail_and_plane(&end("n", "mlx5_11")), Some((11, None)));
        assert_eq!(rail_and_plane(&end("n", "B3140 SL32 P1")), None);
        assert_eq!(rail_and_plane(&end("n", "eth3")), None);
    }

    #[test]
    fn switches_tell_the_fabric() {
        let link = |a: &str, z: &str| {
            BuiltLink::bare(
                BuiltEnd { device: a.into(), port: "1".into() },
                BuiltEnd { device: z.into(), port: "1".into() },
            )
        };
        assert_eq!(network(&link("su-01-node-01", "gsl-01")), Network::Compute);
        assert_eq!(network(&link("storage-01", "csl-01")), Network::Converged);
        assert_eq!(network(&link("node1", "storage-leaf-1")), Network::Storage);
        assert_eq!(network(&link("oob-switch-01", "csl-02")), Network::OutOfBand);
        assert_eq!(
            network(&BuiltLink { network: Some("in_band".into()), ..link("a", "b") }),
            Network::InBand
        );
    }
}
