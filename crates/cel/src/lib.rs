//! CEL as Kubernetes' API server has it.
//!
//! An expression of a CustomResourceDefinition (`x-kubernetes-validations`) goes through these steps:
//!
//! 1. [`parse`](parse::parse): text → [`ast::Ast`], macros written out; [`issue::Issues`] have cel-go's texts.
//! 2. [`check`](check::check): names and overloads are resolved, every node gets a [`types::Type`]; errors have cel-go's texts.
//! 3. estimate: what it costs at worst, from the bounds that [`declared::Declared`] gives ([`estimate`]).
//! 4. [`evaluate`]: a [`value::Value`] or a [`function::Fault`], within a budget of cost.
//!
//! What an expression may use depends on the version of Kubernetes: [`environment::Environment`].
//!
//! The crate is pure: no files, clock, environment or network.

pub mod ast;
pub mod check;
pub mod checked;
pub mod cost;
pub mod declared;
pub mod environment;
pub mod estimate;
pub mod evaluate;
pub mod function;
pub mod issue;
pub mod library;
pub mod parse;
pub mod types;
pub mod value;
