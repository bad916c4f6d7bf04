//! SVG as PNG.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::typeface::Typeface;
use crate::theme::Colour;

/// As many as an index of one byte tells apart.
const COLOURS: usize = 256;

/// Of a px: red, green, blue and how opaque it is.
const BYTES: usize = 4;

/// A document drawn on a picture of this size in px, one px of it on each; its colours are opaque. `None` for what is
/// no SVG.
pub fn png(svg: &str, width: u32, height: u32, typeface: &Typeface) -> Option<Vec<u8>> {
    let options = Options { fontdb: typeface.database(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let (palette, indexes) = indexed(&pixmap);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    // Indexes that lie beside each other are no more alike than others.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_palette(palette);
    encoder.write_header().ok()?.write_image_data(&indexes).ok()?;
    Some(bytes)
}

/// The colours of a picture, three bytes each, and the index of each px. A drawing has few colours and the steps between
/// them, so that a palette halves the file; where there are too many, the rarest are drawn as what is nearest to them.
fn indexed(pixmap: &Pixmap) -> (Vec<u8>, Vec<u8>) {
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    each_run(pixmap, |colour, length| *counts.entry(colour).or_default() += length);
    let mut palette: Vec<_> = counts.keys().copied().collect();
    palette.sort_by_key(|colour| Reverse(counts.get(colour)));
    palette.truncate(COLOURS);
    let nearest = |colour: &Colour| (0..=u8::MAX).zip(&palette).min_by_key(|(_, other)| distance(colour, other));
    let index = |colour| (colour, nearest(&colour).map_or(0, |(index, _)| index));
    let known: BTreeMap<Colour, u8> = counts.keys().copied().map(index).collect();
    let mut indexes = Vec::with_capacity(pixmap.data().len() / BYTES);
    each_run(pixmap, |colour, length| {
        indexes.resize(indexes.len() + length, known.get(&colour).copied().unwrap_or_default());
    });
    (palette.concat(), indexes)
}

/// Calls with each colour and how many px in a row have it: most are like their neighbour.
fn each_run(pixmap: &Pixmap, mut call: impl FnMut(Colour, usize)) {
    let mut rest = pixmap.data();
    while let Some(first) = rest.get(..BYTES) {
        let run = rest.chunks_exact(BYTES).take_while(|pixel| *pixel == first).count();
        call([first[0], first[1], first[2]], run);
        rest = &rest[run * BYTES..];
    }
}

fn distance(one: &Colour, other: &Colour) -> u32 {
    one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum()
}
