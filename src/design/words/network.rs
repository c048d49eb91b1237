//! Words of networks.

use super::words;

words! {
    /// Link technology of a fabric.
    Technology: "fabric technology";
    /// Ethernet (Spectrum-X east-west).
    Ethernet "ethernet" "Ethernet" [
        "eth", "spectrum-x", "roce", "rocev2", "spectrum-4", "spectrum-5", "ethernet rdma", "rdma over converged ethernet"
    ],
    /// InfiniBand (Quantum-2, Quantum-X800).
    Infiniband "infiniband" "InfiniBand" [
        "ib", "quantum", "quantum-2", "quantum-x800", "infiniband hdr", "infiniband ndr", "infiniband xdr", "ndr", "xdr",
        "ndr infiniband", "xdr infiniband"
    ],
}
