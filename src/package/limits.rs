//! How much a package may hold. A file beyond its limit is an error of its own: reading it could take all of a browser's
//! memory.

/// The largest table or geometry, in bytes: a table of five million numbers has a tenth of them.
pub const BYTES: usize = 256 * 1024 * 1024;

/// The largest descriptor, in bytes: one that describes 100,000 columns has a half of them.
pub const DESCRIPTOR_BYTES: usize = 16 * 1024 * 1024;

/// Cells of a table, which take about 40 bytes each while it is read.
pub const CELLS: usize = 20_000_000;

/// Columns of a table. Statistics with a column for each series have thousands, Excel takes 16,384.
pub const COLUMNS: usize = 100_000;

/// Resources of a package.
pub const RESOURCES: usize = 50_000;

/// Files that one figure reads: its table, those that its keys lead to, what others say, a geometry.
pub const FILES: usize = 100;

/// Views of a package: the page of each has a tab for all of them.
pub const VIEWS: usize = 1_000;

/// Languages of a package, each with pages of its own.
pub const LANGUAGES: usize = 200;

/// Positions of a geometry. An arc of TopoJSON counts as often as it is used.
pub const POSITIONS: usize = 5_000_000;
