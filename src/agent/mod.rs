//! One conversation with a model service.
