//! The tests that need no browser, as one program: a module a subject.

mod common;

mod aloud;
mod any;
mod cases;
mod coverage;
mod doors;
mod emphasis;
mod exports;
mod figures;
mod geometry;
mod hostile;
mod keys;
mod languages;
mod layers;
mod lines;
mod links;
mod look;
mod map;
mod messy;
mod outlines;
mod package;
mod pages;
mod published;
mod rendered;
mod scenes;
mod security;
mod slices;
mod sums;
mod table;
mod tidy;
mod timeline;
mod twins;
mod wording;
mod words;
mod work;
