//! Shared by the integration tests; each test file is a crate of its own and uses another part of it.
//!
//! - [`Workspace`]: a folder with one small chart that passes every check, and the program run in it with a scrubbed
//!   environment: `Workspace::new().portolan(&["plan"]).expect_code(0)`.
//! - [`Registry`]: a registry in this process, on loopback, that records every request and breaks those it is told to.
//! - [`in_parallel`] and [`now`]: threads for many short runs, and answers of stores that never wait.
#![allow(dead_code, unused_imports, reason = "every test file uses another part of it")]

mod registry;
mod repository;
mod workspace;

pub use self::registry::{Act, Asked, Exchange, HTPASSWD, PASSWORD, Registry, Setup, USER};
pub use self::repository::{COMMITTED, GitClone, Repository};
pub use self::workspace::{CHART, EPOCH, Ran, VERSION, Workspace, run, scrub};

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

/// More than there are processors: most runs wait for a pause or for the disk.
const THREADS: usize = 6;

/// Calls `work` for every item, a few at a time.
pub fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(item);
                }
            });
        }
    });
}

/// The result of a future that is ready at once, as those of stores in memory and in layouts are.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("this store waits"),
    }
}
