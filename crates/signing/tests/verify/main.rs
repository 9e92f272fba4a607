//! Verification both ways: what is right is believed, what is wrong is refused with its reason. Names hold the numbers of
//! the contract's cases.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod certificates;
mod classic;
mod form;
mod logs;
mod mutation;
mod policies;
mod real;
#[path = "../world/mod.rs"]
mod world;

use serde_json::Value;
use signing::{Part, Policy, Proven, Refusal, TrustedRoot, verify};

use world::{NOW, World, subject};

/// Verifies a bundle against the world's root.
fn judge(world: &World, bundle: &Value, policy: &Policy) -> Result<Proven, Refusal> {
    judge_with(bundle, policy, &world.root())
}

fn judge_with(bundle: &Value, policy: &Policy, root: &TrustedRoot) -> Result<Proven, Refusal> {
    verify::bundle(bundle.to_string().as_bytes(), &subject(), policy, root, NOW)
}

/// The refusal is about a part, and its text holds a word.
#[track_caller]
fn refused(result: Result<Proven, Refusal>, part: &Part, word: &str) {
    let refusal = result.expect_err("this should be refused");
    assert!(refusal.part == *part, "{refusal:?} is not about {part}");
    assert!(refusal.to_string().contains(word), "{refusal} does not say {word:?}");
}

fn field(path: &str) -> Part {
    Part::Field(path.to_owned())
}

/// A value within JSON, by pointer.
fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    value.pointer_mut(pointer).unwrap()
}
