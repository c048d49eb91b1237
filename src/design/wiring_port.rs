//! Ports of devices, packed into one number each.

/// A port of a device, packed: a cage or a part of one on a switch, an adapter port on a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(u32);

/// What a [`Port`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PortKind {
    /// A whole cage of a switch, counted from 1.
    Cage(u16),
    /// A part of a split cage: cage from 1, part from 0.
    Part(u16, u8),
    /// An east-west adapter port: rail and plane from 1.
    Adapter(u16, u8),
    /// A north-south port, from 1.
    Converged(u16),
    /// A management port, from 1.
    Management(u16),
}

impl Port {
    /// Packs a port.
    #[must_use]
    pub fn new(kind: PortKind) -> Self {
        let (tag, number, part) = match kind {
            PortKind::Cage(cage) => (0, cage, 0),
            PortKind::Part(cage, part) => (1, cage, part),
            PortKind::Adapter(rail, plane) => (2, rail, plane),
            PortKind::Converged(number) => (3, number, 0),
            PortKind::Management(number) => (4, number, 0),
        };
        Self(tag << 24 | u32::from(number) << 8 | u32::from(part))
    }

    /// Unpacks it.
    #[must_use]
    pub fn kind(self) -> PortKind {
        let [part, low, high, tag] = self.0.to_le_bytes();
        let number = u16::from_le_bytes([low, high]);
        match tag {
            0 => PortKind::Cage(number),
            1 => PortKind::Part(number, part),
            2 => PortKind::Adapter(number, part),
            3 => PortKind::Converged(number),
            _ => PortKind::Management(number),
        }
    }

    /// The packed number; ports of one device sort by it.
    #[must_use]
    pub fn code(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_pack_and_unpack() {
        for kind in [
            PortKind::Cage(64),
            PortKind::Part(1, 0),
            PortKind::Part(512, 7),
            PortKind::Adapter(8, 2),
            PortKind::Converged(2),
            PortKind::Management(12),
        ] {
            assert_eq!(Port::new(kind).kind(), kind);
        }
    }
}
