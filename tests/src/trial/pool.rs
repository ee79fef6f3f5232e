//! Trials beside one another: each on a thread with a runtime of its own, since nothing of one concerns another.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError, mpsc};

/// Does the work for each item, `jobs` of them at a time, and hands over what comes of them as it comes.
///
/// # Panics
///
/// When the work panics.
pub fn in_parallel<T: Send, R: Send>(
    items: Vec<T>,
    jobs: usize,
    work: impl AsyncFn(T) -> R + Sync,
    mut take: impl FnMut(R),
) {
    let queue = Mutex::new(VecDeque::from(items));
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    std::thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..jobs.max(1) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let runtime = runtime.expect("a runtime can be made");
                while let Some(item) = next() {
                    if sender.send(runtime.block_on(work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        results.iter().for_each(&mut take);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once() {
        let mut done = Vec::new();
        in_parallel((0..100).collect(), 4, async |number: u32| number * 2, |result| done.push(result));
        done.sort_unstable();
        assert_eq!(done, (0..100).map(|number| number * 2).collect::<Vec<_>>());
    }
}
