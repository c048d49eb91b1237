//! A wiring with its links sorted by device, so that every rule runs in linear time.

use crate::design::wiring::{Device, End, Link, Wiring};

/// A wiring and, for each device, the links that end on it.
pub struct View<'a> {
    /// The wiring.
    pub wiring: &'a Wiring,
    starts: Vec<u32>,
    links: Vec<u32>,
}

impl<'a> View<'a> {
    /// Sorts the links by device.
    #[must_use]
    pub fn new(wiring: &'a Wiring) -> Self {
        let mut starts = vec![0_u32; wiring.devices.len() + 1];
        let known = |end: End| (end.device as usize) < wiring.devices.len();
        for link in &wiring.links {
            for end in [link.a, link.z] {
                if known(end) {
                    starts[end.device as usize + 1] += 1;
                }
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut links = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        for (at, link) in wiring.links.iter().enumerate() {
            for end in [link.a, link.z] {
                if known(end) {
                    let place = &mut next[end.device as usize];
                    links[*place as usize] = at as u32;
                    *place += 1;
                }
            }
        }
        Self { wiring, starts, links }
    }

    /// Links that end on a device. A link with both ends on it comes twice.
    pub fn of(&self, device: usize) -> impl Iterator<Item = &'a Link> + '_ {
        let range = self.starts[device] as usize..self.starts[device + 1] as usize;
        self.links[range].iter().map(|at| &self.wiring.links[*at as usize])
    }

    /// The other end of a link seen from a device.
    #[must_use]
    pub fn far(device: usize, link: &Link) -> End {
        if link.a.device as usize == device { link.z } else { link.a }
    }

    /// The end of a link on a device.
    #[must_use]
    pub fn near(device: usize, link: &Link) -> End {
        if link.a.device as usize == device { link.a } else { link.z }
    }

    /// A device by place.
    #[must_use]
    pub fn device(&self, at: u32) -> Option<&'a Device> {
        self.wiring.devices.get(at as usize)
    }

    /// "device port" of an end, for messages.
    #[must_use]
    pub fn words(&self, end: End) -> String {
        format!("{} {}", self.wiring.device_name(end), self.wiring.port_name(end))
    }
}
