//! Comparing an edited document with the answer.
