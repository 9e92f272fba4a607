//! Kubernetes' own kinds: their schemas for every version, and objects judged against them.
