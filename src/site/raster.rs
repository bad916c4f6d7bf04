//! SVG as PNG.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::typeface::Typeface;

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
/// them, so that a palette halves the file; where there are too many, those are joined that differ least.
fn indexed(pixmap: &Pixmap) -> (Vec<u8>, Vec<u8>) {
    let steps = [1, 2, 4, 8, 16, 32];
    steps.into_iter().find_map(|step| with_steps(pixmap, step)).unwrap_or_default()
}

/// The same with colours that are `step` apart; `None` where they are too many.
fn with_steps(pixmap: &Pixmap, step: u8) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut known: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let (mut palette, mut indexes) = (Vec::new(), Vec::with_capacity(pixmap.data().len() / BYTES));
    let (mut last, mut index) = ([].as_slice(), 0);
    for pixel in pixmap.data().chunks_exact(BYTES) {
        // Most are like their neighbour.
        if pixel != last {
            let colour = [pixel[0], pixel[1], pixel[2]].map(|part| nearest(part, step));
            let next = u8::try_from(known.len()).ok();
            index = known.get(&colour).copied().or(next)?;
            if known.insert(colour, index).is_none() {
                palette.extend(colour);
            }
            last = pixel;
        }
        indexes.push(index);
    }
    Some((palette, indexes))
}

/// The nearest multiple of a step; white stays white.
fn nearest(part: u8, step: u8) -> u8 {
    let (part, step) = (u16::from(part), u16::from(step));
    u8::try_from((part + step / 2) / step * step).unwrap_or(u8::MAX)
}
