//! The typeface of what is drawn at build time, where no browser measures or sets text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use resvg::usvg::fontdb::Database;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::WriteError;
use crate::scene::Measure;
use crate::text::has_no_width;
use crate::theme::Font;

/// Both weights, below `www/font`.
const REGULAR: &str = "Inter-Regular.ttf";
const BOLD: &str = "Inter-SemiBold.ttf";

/// A regular and a bold weight: how wide each sign is, and what draws it.
pub struct Typeface {
    regular: Advances,
    bold: Advances,
    database: Arc<Database>,
    /// Half of the height of a capital letter or a digit, in sizes of the font.
    baseline: f64,
}

/// How far each character moves the pen, in parts of the size.
struct Advances {
    /// Characters below [`COMMON`], by their number: each card measures them thousands of times.
    common: Vec<Option<f64>>,
    others: BTreeMap<char, f64>,
}

/// Latin, Greek and Cyrillic letters are below this.
const COMMON: u32 = 0x530;

impl Advances {
    fn get(&self, character: char) -> Option<f64> {
        if u32::from(character) < COMMON {
            return self.common.get(character as usize).copied().flatten();
        }
        self.others.get(&character).copied()
    }
}

impl Typeface {
    /// # Errors
    /// A file below `www/font` that is missing or no font.
    pub fn read(www: &Path) -> Result<Self, WriteError> {
        let mut database = Database::new();
        let mut weight = |name| {
            let path = www.join("font").join(name);
            let bytes = fs::read(&path).map_err(|source| WriteError::File { path: path.clone(), source })?;
            let no_font = || WriteError::Font { path: path.clone() };
            let baseline = half_a_capital(&bytes).ok_or_else(no_font)?;
            let advances = advances(&bytes).ok_or_else(no_font)?;
            database.load_font_data(bytes);
            Ok::<_, WriteError>((advances, baseline))
        };
        // Both weights have the same height of a capital letter.
        let ((regular, baseline), (bold, _)) = (weight(REGULAR)?, weight(BOLD)?);
        // What asks for the system's own sans serif is given this one: the system's fonts are other ones elsewhere.
        let family = database.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        database.set_sans_serif_family(family.unwrap_or_default());
        Ok(Self { regular, bold, database: Arc::new(database), baseline })
    }

    /// Whether both weights draw a sign.
    pub fn has(&self, sign: char) -> bool {
        has_no_width(sign) || (self.regular.get(sign).is_some() && self.bold.get(sign).is_some())
    }

    /// The distance of the baseline from the middle of capital letters and digits, in sizes of the font.
    pub fn baseline(&self) -> f64 {
        self.baseline
    }

    pub fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }
}

impl Measure for Typeface {
    /// Without kerning, which brings signs nearer: what is measured is at least as wide as what is drawn.
    fn width(&self, text: &str, font: Font) -> f64 {
        let advances = if font.bold { &self.bold } else { &self.regular };
        let unknown = advances.get(char::REPLACEMENT_CHARACTER).unwrap_or(1.0);
        let width = |sign| if has_no_width(sign) { 0.0 } else { advances.get(sign).unwrap_or(unknown) };
        font.size * text.chars().map(width).sum::<f64>()
    }
}

fn half_a_capital(bytes: &[u8]) -> Option<f64> {
    let metrics = FontRef::new(bytes).ok()?.metrics(Size::new(1.0), LocationRef::default());
    Some(f64::from(metrics.cap_height?) / 2.0)
}

fn advances(bytes: &[u8]) -> Option<Advances> {
    let font = FontRef::new(bytes).ok()?;
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let advance = |(sign, glyph)| Some((char::from_u32(sign)?, f64::from(metrics.advance_width(glyph)?)));
    let all: BTreeMap<char, f64> = font.charmap().mappings().filter_map(advance).collect();
    let common = (0..COMMON).map(|number| char::from_u32(number).and_then(|character| all.get(&character).copied()));
    Some(Advances { common: common.collect(), others: all })
}
