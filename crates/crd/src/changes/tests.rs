//! The catalogue: for every rule a change that asks for it, and nothing else.
