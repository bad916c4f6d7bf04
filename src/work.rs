//! Counts steps of loops whose length a package decides, so that tests can compare packages of different sizes without a
//! clock. Release builds count nothing.

#[cfg(debug_assertions)]
thread_local! {
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Adds to the steps of this thread.
#[inline(always)]
pub fn step(count: usize) {
    #[cfg(debug_assertions)]
    STEPS.with(|steps| steps.set(steps.get() + count));
    let _ = count;
}

/// The steps of this thread so far.
#[cfg(debug_assertions)]
pub fn steps() -> usize {
    STEPS.with(std::cell::Cell::get)
}
