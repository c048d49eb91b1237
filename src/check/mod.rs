//! Rules that judge a design without calling the engine that made it.
