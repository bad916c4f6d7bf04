//! The work on one figure, apart from that on the others.

use std::any::Any;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs work on one figure. Its error, or its panic, is returned as a message, so that the other figures are still written.
///
/// After a panic, do not use again anything that the work changed.
pub fn guarded<T, E: Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(cause) => Err(message(&*cause)),
    }
}

/// The message of a panic, which is a text unless a library has thrown something else.
fn message(cause: &(dyn Any + Send)) -> String {
    let fixed = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    fixed.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown fault".to_owned())
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn errors_and_panics_are_messages() {
        assert_eq!(guarded(|| Ok::<_, String>(1)), Ok(1));
        assert_eq!(guarded(|| Err::<(), _>("no number")), Err("no number".to_owned()));
        let none: Vec<u8> = Vec::new();
        let panicked = guarded(|| Ok::<_, String>(none[none.len()]));
        assert_eq!(panicked, Err("index out of bounds: the len is 0 but the index is 0".to_owned()));
    }
}
