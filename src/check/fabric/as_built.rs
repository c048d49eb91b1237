//! Reads what was really cabled: a cable list (CSV), an Air topology (JSON) or an `ibnetdiscover` scan.

use std::collections::BTreeSet;

use crate::design::wiring_names::Naming;

/// An end as a file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BuiltEnd {
    /// Device.
    pub device: String,
    /// Port.
    pub port: String,
}

/// A link as a file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BuiltLink {
    /// One end.
    pub a: BuiltEnd,
    /// The other end.
    pub z: BuiltEnd,
    /// Fabric, where the file says.
    pub network: Option<String>,
    /// Speed, Gb/s, where the file says.
    pub gbps: Option<u32>,
    /// What it joins, where the file says.
    pub role: Option<String>,
    /// Rail, from 1, where the file says.
    pub rail: Option<u16>,
    /// Plane, from 1, where the file says.
    pub plane: Option<u16>,
}

impl BuiltLink {
    /// A link of which only the ends are known.
    #[must_use]
    pub fn bare(a: BuiltEnd, z: BuiltEnd) -> Self {
        Self { a, z, network: None, gbps: None, role: None, rail: None, plane: None }
    }
}

/// What was cabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsBuilt {
    /// Whose names the file uses.
    pub naming: Naming,
    /// Devices that the file says are switches; empty where it does not say.
    pub switches: BTreeSet<String>,
    /// Links.
    pub links: Vec<BuiltLink>,
}

/// A file that cannot be read: what was found, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {found}. Expected {expected}")]
pub struct ImportError {
    /// Line, counted from 1.
    pub line: usize,
    /// What was found.
    pub found: String,
    /// What would do.
    pub expected: String,
}

fn error(line: usize, found: impl Into<String>, expected: impl Into<String>) -> ImportError {
    ImportError { line, found: found.into(), expected: expected.into() }
}

/// Reads a file of any of the three forms; the form is seen from its first lines.
///
/// # Errors
/// When it is none of them, a line cannot be read, or it holds no link.
pub fn read_as_built(text: &str) -> Result<AsBuilt, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let built = match text.trim_start().chars().next() {
        Some('{') => air(text)?,
        _ if text.lines().any(|line| {
            line.starts_with("Switch\t") || line.starts_with("Switch ") || line.starts_with("Ca\t")
        }) =>
        {
            infiniband(text)?
        }
        Some(_) => csv(text)?,
        None => {
            return Err(error(1, "an empty file", "a cable list, an Air topology or an ibnetdiscover scan"));
        }
    };
    if built.links.is_empty() {
        return Err(error(1, "no link", "at least one link"));
    }
    Ok(built)
}

/// Fields of a CSV line (RFC 4180).
fn fields(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(last) = out.last_mut() else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                last.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => last.push(letter),
        }
    }
    out
}

fn csv(text: &str) -> Result<AsBuilt, ImportError> {
    let mut lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let expected = "a header with a_device, a_port, z_device (or b_device) and z_port (or b_port)";
    let (at, header) = lines.next().ok_or_else(|| error(1, "no header", expected))?;
    let names: Vec<String> = fields(header).iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let column = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    let ends = [
        column(&["a_device", "system", "a-node name", "side_a_device"]),
        column(&["a_port", "nic_or_port", "a-port", "side_a_name"]),
        column(&["z_device", "b_device", "switch", "z-node name", "side_b_device"]),
        column(&["z_port", "b_port", "switch_port", "z-port", "side_b_name"]),
    ];
    let [Some(a), Some(a_port), Some(z), Some(z_port)] = ends else {
        return Err(error(at + 1, format!("the columns {}", names.join(", ")), expected));
    };
    let (network, speed) = (column(&["network"]), column(&["speed_gbps", "speed", "port_speed"]));
    let [role, rail, plane] = [column(&["role"]), column(&["rail"]), column(&["plane"])];
    let types = [column(&["a-type"]), column(&["z-type"])];
    let mut switches = BTreeSet::new();
    let mut links = Vec::new();
    for (at, line) in lines {
        let row = fields(line);
        let field = |column: usize| row.get(column).map(|field| field.trim().to_string()).unwrap_or_default();
        let end = |device: usize, port: usize| BuiltEnd { device: field(device), port: field(port) };
        let (a, z) = (end(a, a_port), end(z, z_port));
        if a.device.is_empty() || a.port.is_empty() {
            return Err(error(at + 1, format!("`{line}`"), "a device and a port at the A end"));
        }
        if z.device.is_empty() || z.port.is_empty() {
            continue; // a port that is listed and not cabled
        }
        for (end, kind) in [(&a, types[0]), (&z, types[1])] {
            if kind.map(field).is_some_and(|kind| kind.eq_ignore_ascii_case("switch")) {
                switches.insert(end.device.clone());
            }
        }
        let number = |column: Option<usize>| column.map(field).and_then(|text| text.parse().ok());
        links.push(BuiltLink {
            a,
            z,
            network: network.map(field).filter(|name| !name.is_empty()),
            gbps: speed.map(field).and_then(|speed| speed.trim_end_matches(['G', 'g']).parse().ok()),
            role: role.map(field).filter(|role| !role.is_empty()),
            rail: number(rail),
            plane: number(plane),
        });
    }
    once(&mut links);
    let infiniband =
        links.iter().any(|link| link.a.device.contains(" mlx5_") || link.z.device.contains(" mlx5_"));
    let naming = if infiniband { Naming::Infiniband } else { Naming::Schedule };
    Ok(AsBuilt { naming, switches, links })
}

/// Drops the second row of links that a schedule lists from both ends.
fn once(links: &mut Vec<BuiltLink>) {
    let mut seen: BTreeSet<(BuiltEnd, BuiltEnd)> = BTreeSet::new();
    links.retain(|link| {
        let turned = seen.contains(&(link.z.clone(), link.a.clone()));
        seen.insert((link.a.clone(), link.z.clone()));
        !turned
    });
}

fn air(text: &str) -> Result<AsBuilt, ImportError> {
    let json: serde_json::Value = serde_json::from_str(text)
        .map_err(|fault| error(fault.line(), format!("no JSON: {fault}"), "an Air topology in JSON"))?;
    let inner = json.get("content").and_then(|content| content.as_str()).map(serde_json::from_str);
    let inner: Option<serde_json::Value> = inner.and_then(Result::ok);
    let content = inner.as_ref().or_else(|| json.get("content")).unwrap_or(&json);
    let expected = "`content` with `nodes` and `links`";
    let listed = content.get("links").and_then(|links| links.as_array());
    let listed = listed.ok_or_else(|| error(1, "no list of links", expected))?;
    let mut switches = BTreeSet::new();
    if content.get("nodes").is_some_and(serde_json::Value::is_array) {
        let found = "a list of nodes, as in the Launch Kit's own form, which holds no links between switches";
        return Err(error(1, found, expected));
    }
    if let Some(nodes) = content.get("nodes").and_then(|nodes| nodes.as_object()) {
        for (name, node) in nodes {
            let os = node.get("os").and_then(|os| os.as_str()).unwrap_or_default();
            if os.contains("cumulus") || os.contains("sonic") {
                switches.insert(name.clone());
            }
        }
    }
    let mut links = Vec::new();
    for (at, link) in listed.iter().enumerate() {
        let ends: Vec<BuiltEnd> = link
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|end| {
                let text = |key: &str| Some(end.get(key)?.as_str()?.to_string());
                Some(BuiltEnd { device: text("node")?, port: text("interface")? })
            })
            .collect();
        let open = link.as_array().is_some_and(|ends| ends.iter().any(serde_json::Value::is_string));
        match ends.as_slice() {
            [a, z] => links.push(BuiltLink::bare(a.clone(), z.clone())),
            [_] if open => {} // one end outside the simulation
            _ => {
                return Err(error(
                    1,
                    format!("link {} has no two ends", at + 1),
                    "two ends with `node` and `interface`",
                ));
            }
        }
    }
    Ok(AsBuilt { naming: Naming::Air, switches, links })
}

fn infiniband(text: &str) -> Result<AsBuilt, ImportError> {
    let mut switches = BTreeSet::new();
    let mut links = BTreeSet::new();
    let mut current: Option<String> = None;
    for (at, line) in text.lines().enumerate() {
        let name =
            || line.split("# \"").nth(1).and_then(|rest| rest.split('"').next()).map(ToString::to_string);
        if line.starts_with("Switch") || line.starts_with("Ca") {
            let name =
                name().ok_or_else(|| error(at + 1, format!("`{line}`"), "a name in quotes behind #"))?;
            if line.starts_with("Switch") {
                switches.insert(name.clone());
            }
            current = Some(name);
        } else if let Some(rest) = line.strip_prefix('[') {
            let device = current
                .clone()
                .ok_or_else(|| error(at + 1, "a port before any device", "a Switch or Ca line"))?;
            let expected = "`[port] \"peer\"[port] # \"name\"`";
            let port = rest.split(']').next().unwrap_or_default().to_string();
            let peer_port = line
                .split('"')
                .nth(2)
                .and_then(|rest| rest.strip_prefix('['))
                .and_then(|rest| rest.split(']').next())
                .ok_or_else(|| error(at + 1, format!("`{line}`"), expected))?;
            let peer = name().or_else(|| {
                // ibnetdiscover itself writes "lid N lmc N" before the name of a switch's adapter.
                line.rsplit('"').nth(1).map(ToString::to_string)
            });
            let peer = peer.ok_or_else(|| error(at + 1, format!("`{line}`"), expected))?;
            let ends = [BuiltEnd { device, port }, BuiltEnd { device: peer, port: peer_port.to_string() }];
            // Each link is listed from both its ends; one of them is enough.
            let [low, high] = if ends[0] <= ends[1] {
                ends
            } else {
                let [a, z] = ends;
                [z, a]
            };
            links.insert(BuiltLink::bare(low, high));
        }
    }
    Ok(AsBuilt { naming: Naming::Infiniband, switches, links: links.into_iter().collect() })
}
