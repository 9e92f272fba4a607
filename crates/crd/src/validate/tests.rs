//! Values against schemas: kind, field and text of every error.
