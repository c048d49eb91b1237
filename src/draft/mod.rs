//! The proposal: sections, prose with references, document.
