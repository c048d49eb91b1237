# Daily commands. `just` without a name lists them.

default:
    @just --list

# What CI runs.
ci:
    .ci/run

# Format, then check without building.
check:
    cargo fmt
    cargo check --all-targets

# Tests whose names contain a word, or all of them.
test word="":
    cargo test {{word}}

# Write the golden files anew; look at the diff before you commit it.
bless:
    GCG_BLESS=1 cargo test --test it -- readme design_cases
    git diff --stat tests/cases README.md

# Documentation of every item, warnings denied.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# The catalog with its own lint, warnings included.
catalog:
    cargo run -- catalog check --strict

# The binary that is shipped.
dist:
    cargo build --locked --profile dist
