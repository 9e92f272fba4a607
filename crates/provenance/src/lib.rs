//! Helm's provenance files: OpenPGP-signed texts that name a chart archive and its digest.
//!
//! Sources: RFC 4880 and RFC 9580, Helm's `pkg/provenance`.
