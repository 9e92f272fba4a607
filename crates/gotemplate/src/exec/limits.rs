//! What a template may use. Go has none of these limits; a hostile chart would take all memory or never end.

use super::Executor;
use crate::bytes::Str;
use crate::error::Error;
use crate::value::Value;

/// Upper bounds of one executor. Real charts stay below a tenth of the defaults.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Nodes, iterations and what functions do, a tenth of a microsecond each or less.
    pub steps: u64,
    /// Templates within templates.
    pub depth: u32,
    /// Templates, lists of nodes and pipelines within each other: each takes some of the stack.
    pub nested: u32,
    /// Bytes of strings, lists and output made, all together.
    pub bytes: usize,
    /// Bytes of those that are 1 MiB or longer each.
    pub large_bytes: usize,
    /// Bytes of the output of one template.
    pub output: usize,
}

/// What calling a function costs beside the work that it tells of.
const STEPS_PER_CALL: u64 = 3;

/// Bytes of text that a function reads in about the time of a step.
const BYTES_PER_STEP: usize = 64;

/// Results below so many bytes do not count.
const COUNTED: usize = 256;

/// From here on something counts as large.
const LARGE: usize = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 2_000_000,
            depth: 10_000,
            nested: 50_000,
            bytes: 256 << 20,
            large_bytes: 64 << 20,
            output: 48 << 20,
        }
    }
}

/// What has been used so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    steps: u64,
    pub(super) depth: u32,
    nested: u32,
    bytes: usize,
    large_bytes: usize,
}

impl Executor<'_> {
    /// Counts a node or an iteration.
    pub(super) fn step(&mut self) -> Result<(), Error> {
        self.spend_steps(1)
    }

    /// Counts work that takes as long as so many nodes.
    pub(super) fn spend_steps(&mut self, steps: u64) -> Result<(), Error> {
        self.spent.steps = self.spent.steps.saturating_add(steps);
        if self.spent.steps > self.limits.steps {
            return Err(Error::limit(format!(
                "the template takes more than {} steps; is there an endless loop?",
                self.limits.steps
            )));
        }
        Ok(())
    }

    /// Counts a call of a function by the texts that it is given: each may have to be read.
    pub(super) fn step_over(&mut self, values: &[Value]) -> Result<(), Error> {
        let bytes: usize = values.iter().map(|value| value.as_str().map_or(0, Str::len)).sum();
        self.spend_steps(STEPS_PER_CALL + (bytes / BYTES_PER_STEP) as u64)
    }

    /// Counts what a function made.
    pub(super) fn spend_result(&mut self, value: &Value) -> Result<(), Error> {
        match value {
            Value::String(text) | Value::Bytes(text) if text.len() >= COUNTED => self.spend_memory(text.len()),
            _ => Ok(()),
        }
    }

    /// Counts a template within a template; the caller takes it back.
    pub(super) fn descend(&mut self) -> Result<(), Error> {
        if self.spent.depth >= self.limits.depth {
            return Err(Error::limit("exceeded maximum template depth (100000)"));
        }
        self.spent.depth += 1;
        Ok(())
    }

    /// Goes into something that has its own part of the stack; the caller comes back by [`Self::leave`].
    pub(super) fn enter(&mut self) -> Result<(), Error> {
        if self.spent.nested >= self.limits.nested {
            return Err(Error::limit("templates, blocks and parentheses are nested too deeply"));
        }
        self.spent.nested += 1;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.spent.nested -= 1;
    }

    /// Counts something that needs memory.
    pub(super) fn spend_memory(&mut self, bytes: usize) -> Result<(), Error> {
        self.spent.bytes = self.spent.bytes.saturating_add(bytes);
        if bytes >= LARGE {
            self.spent.large_bytes = self.spent.large_bytes.saturating_add(bytes);
        }
        if self.spent.bytes > self.limits.bytes || self.spent.large_bytes > self.limits.large_bytes {
            return Err(Error::limit(format!(
                "the template makes more text and lists than it may ({} MiB in all, {} MiB in large pieces)",
                self.limits.bytes >> 20,
                self.limits.large_bytes >> 20
            )));
        }
        Ok(())
    }
}
