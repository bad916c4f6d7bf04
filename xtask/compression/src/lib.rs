//! Compresses bytes as web servers send them.
//!
//! A crate of its own because the generic code of brotli is compiled where it is used: optimized here, it compresses a
//! site in half the time, and xtask need not be optimized.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The best levels would take minutes for more bytes than this, and save a tenth of them.
const LARGE: usize = 1 << 20;

/// Compresses at quality 11, and what is larger than 1 MiB at quality 5.
///
/// # Errors
/// Those of the encoder.
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let quality = if bytes.len() < LARGE { 11 } else { 5 };
    brotli::CompressorReader::new(bytes, 1 << 16, quality, 22).read_to_end(&mut compressed)?;
    Ok(compressed)
}

/// Reads what [`brotli`] has written.
///
/// # Errors
/// Bytes that are not compressed in this way.
pub fn unbrotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    brotli::Decompressor::new(bytes, 1 << 12).read_to_end(&mut read)?;
    Ok(read)
}

/// Compresses at level 9, and what is larger than 1 MiB at level 6.
///
/// # Errors
/// Those of the encoder.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let level = if bytes.len() < LARGE { Compression::best() } else { Compression::default() };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
}
