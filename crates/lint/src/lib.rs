//! `helm lint`: the same messages in the same order.
