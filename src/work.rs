//! Work whose length a package decides, counted in steps: a cell, a lookup, a byte count. Long work is `async` and gives way
//! after each slice, so that a browser can answer its reader; tests compare the steps of packages of different sizes
//! without a clock.

use std::cell::Cell;
use std::cmp::Ordering;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Steps after which work gives way: a few milliseconds on a phone.
pub const SLICE: usize = 20_000;

/// Bytes of a text that take as long as a cell.
const BYTES: usize = 64;

thread_local! {
    /// The steps of this thread so far.
    static STEPS: Cell<usize> = const { Cell::new(0) };
    /// How many these were when work last gave way.
    static GAVE_WAY: Cell<usize> = const { Cell::new(0) };
}

/// The steps of this thread so far.
pub fn steps() -> usize {
    STEPS.get()
}

/// Counts steps of work that cannot give way; modules that read no package count nothing.
#[inline(always)]
pub fn step(count: usize) {
    if cfg!(any(debug_assertions, feature = "reader", not(target_arch = "wasm32"))) {
        STEPS.set(STEPS.get().wrapping_add(count));
    }
}

/// Counts steps, and gives way where they end a slice.
#[inline]
pub async fn spend(count: usize) {
    step(count);
    if steps().wrapping_sub(GAVE_WAY.get()) >= SLICE {
        give_way().await;
    }
}

/// Is pending once.
#[inline(never)]
async fn give_way() {
    let mut is_over = false;
    poll_fn(|_| if std::mem::replace(&mut is_over, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    GAVE_WAY.set(steps());
}

/// Steps of a text, of at least one.
pub fn weight(text: &[u8]) -> usize {
    1 + text.len() / BYTES
}

/// Steps of a row whose cells are only moved or compared, of at least one.
pub fn row_weight(cells: usize) -> usize {
    const CELLS: usize = 8;
    1 + cells / CELLS
}

/// Bytes that are read in one go: an eighth of a slice.
pub const CHUNK: usize = SLICE / 8 * BYTES;

/// Does all slices of some work, one after the other.
pub fn finish<T>(work: impl Future<Output = T>) -> T {
    let (mut work, mut context) = (pin!(work), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// The place of the first item that passes a test.
pub async fn position<I: IntoIterator>(items: I, mut test: impl FnMut(I::Item) -> bool) -> Option<usize> {
    for (place, item) in items.into_iter().enumerate() {
        spend(1).await;
        if test(item) {
            return Some(place);
        }
    }
    None
}

pub async fn any<I: IntoIterator>(items: I, test: impl FnMut(I::Item) -> bool) -> bool {
    position(items, test).await.is_some()
}

pub async fn all<I: IntoIterator>(items: I, mut test: impl FnMut(I::Item) -> bool) -> bool {
    !any(items, |item| !test(item)).await
}

/// How many items pass a test.
pub async fn count<I: IntoIterator>(items: I, mut test: impl FnMut(I::Item) -> bool) -> usize {
    let mut count = 0;
    for item in items {
        spend(1).await;
        count += usize::from(test(item));
    }
    count
}

/// The values that are kept of the items.
pub async fn kept<I: IntoIterator, T, C>(items: I, mut keep: impl FnMut(I::Item) -> Option<T>) -> C
where
    C: Default + Extend<T>,
{
    let mut all = C::default();
    for item in items {
        spend(1).await;
        all.extend(keep(item));
    }
    all
}

/// The items, each changed.
pub async fn mapped<I: IntoIterator, T, C>(items: I, mut change: impl FnMut(I::Item) -> T) -> C
where
    C: Default + Extend<T>,
{
    kept(items, |item| Some(change(item))).await
}

/// Sorts stably: short parts at once, then merged.
pub async fn sorted<T: Copy>(mut items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    const PART: usize = 1024;
    for part in items.chunks_mut(PART) {
        spend(part.len()).await;
        part.sort_by(&compare);
    }
    let mut width = PART;
    while width < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        for pair in items.chunks(2 * width) {
            let (mut one, mut other) = pair.split_at(pair.len().min(width));
            while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
                spend(1).await;
                if compare(first, second) == Ordering::Greater {
                    merged.push(*second);
                    other = others;
                } else {
                    merged.push(*first);
                    one = rest;
                }
            }
            merged.extend_from_slice(one);
            merged.extend_from_slice(other);
        }
        (items, width) = (merged, 2 * width);
    }
    items
}

/// Lets go of items one by one: a million texts take as long to be freed as to be made.
pub async fn release<T>(items: Vec<T>) {
    for item in items {
        spend(1).await;
        drop(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_way_after_each_slice() {
        let work = async {
            spend(SLICE).await;
            for _ in 0..10 {
                spend(SLICE / 2).await;
            }
        };
        let (mut work, mut context) = (pin!(work), Context::from_waker(Waker::noop()));
        let mut slices = 0;
        while work.as_mut().poll(&mut context).is_pending() {
            slices += 1;
        }
        assert_eq!(slices, 6);
    }

    #[test]
    fn sorts_stably() {
        let items: Vec<_> = (0..5000_usize).map(|at| (at * 7919 % 100, at)).collect();
        let mut expected = items.clone();
        expected.sort_by_key(|(key, _)| *key);
        assert_eq!(finish(sorted(items, |one, other| one.0.cmp(&other.0))), expected);
    }

    #[test]
    fn passes_over_items() {
        let items = [1, 2, 3];
        assert_eq!(finish(position(items, |item| item == 2)), Some(1));
        assert!(finish(all(items, |item| item > 0)) && !finish(all(items, |item| item > 1)));
        assert!(finish(any(items, |item| item > 2)) && !finish(any(items, |item| item > 3)));
        assert_eq!(finish(count(items, |item| item > 1)), 2);
        assert_eq!(finish(kept::<_, _, Vec<_>>(items, |item| (item > 1).then_some(item * 2))), [4, 6]);
    }
}
