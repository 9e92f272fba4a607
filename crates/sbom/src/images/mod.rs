//! The documents that an image has of its own.
