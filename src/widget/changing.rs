//! A value that changes in a library that draws lines, and stays as it is in the others, which need not pay for it.

#[cfg(feature = "lines")]
pub use std::cell::RefCell as Changing;

#[cfg(not(feature = "lines"))]
pub struct Changing<T>(T);

#[cfg(not(feature = "lines"))]
impl<T> Changing<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }

    pub fn borrow(&self) -> impl std::ops::Deref<Target = T> {
        &self.0
    }
}
