//! The same work for many things, on all cores; and one thing beside another.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Stack of a worker: documents and schemas may be nested deeply.
const STACK: usize = 16 << 20;

/// Does the work for every item, the next one as soon as a core is free; results in the order of the items.
pub fn side_by_side<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let worker = || {
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            let result = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|threads| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(threads, worker);
        let spawned: Vec<_> = (0..workers).map(spawn).collect();
        // without a single thread of its own the work is done here
        if spawned.iter().all(Result::is_err) {
            worker();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does `aside` on a thread of its own while `here` runs; after it where there is no thread to be had.
pub fn beside<T: Send, U>(aside: impl Fn() -> T + Sync, here: impl FnOnce() -> U) -> (T, U) {
    thread::scope(|threads| {
        let spawned = thread::Builder::new().spawn_scoped(threads, &aside);
        let here = here();
        let aside = match spawned {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => aside(),
        };
        (aside, here)
    })
}
