//! Words of rooms, racks and power.

use super::words;

words! {
    /// How a room takes heat from servers.
    Cooling: "cooling";
    /// Air alone.
    Air "air" "air" ["air cooled", "air cooling", "air only"],
    /// Liquid at the chips, air for the rest.
    Liquid "liquid" "liquid" [
        "liquid cooled", "liquid cooling", "direct liquid", "direct liquid cooling", "direct to chip", "dlc", "dlc only",
        "water", "water cooled", "water cooling"
    ],
}

words! {
    /// Redundancy of power feeds.
    Redundancy: "redundancy";
    /// Two feeds, each able to carry the load.
    TwoFeeds "A/B" "A/B" ["a+b", "a and b", "a/b feeds", "dual feed", "two feeds"],
    /// No spare unit.
    None "N" "N" ["no redundancy"],
    /// One spare unit.
    OneSpare "N+1" "N+1" [],
    /// Two spare units.
    TwoSpares "N+2" "N+2" [],
    /// Two whole systems.
    Double "2N" "2N" ["n+n"],
    /// Two whole systems and one spare unit.
    DoubleAndOne "2N+1" "2N+1" [],
    /// Two systems with a spare unit each.
    DoubleWithSpares "2(N+1)" "2(N+1)" [],
}

words! {
    /// What the figure of a rack's power means.
    PowerBasis: "power rating basis";
    /// What may be drawn all the time.
    Usable "usable" "usable" ["continuous", "usable continuously", "net", "derated"],
    /// What the breaker is rated for; less may be drawn all the time.
    Breaker "breaker" "breaker rating" ["breaker rated", "rated", "nameplate", "gross"],
}
