//! `gcg`: the command line of the GPU cluster generator.

fn main() {}
