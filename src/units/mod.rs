//! Quantities that know their unit: adding gigabits to gigabytes does not compile.
//!
//! Each quantity holds one number in its base unit, privately; named constructors bring a value in, named
//! getters take it out. Text for people carries value and unit; JSON carries a number under a key with a suffix.

mod data;
mod money;
mod number;
mod physical;
mod rate;

pub use data::{Bandwidth, Capacity, LinkRate};
pub use money::{Currency, Money};
pub use number::{plain, rounded, three};
pub use physical::{ApparentPower, Energy, Length, Mass, Power};
pub use rate::{FlopRate, Flops, Span};

/// Declares a quantity: a private `f64` in the base unit, sums and differences of its own kind, scaling by a
/// plain number, and a ratio of two of a kind.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl std::ops::Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl std::ops::Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }
        /// The plain ratio of two quantities of the same kind.
        impl std::ops::Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self(0.0), |total, item| total + item)
            }
        }
    };
}
pub(crate) use quantity;
