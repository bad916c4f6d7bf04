//! Plurals and alphabetical order by the ICU crates, for pages that are written at build time.

use std::rc::Rc;

use fixed_decimal::{Decimal, FloatPrecision, SignedRoundingMode, UnsignedRoundingMode};
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules};

use super::{Formats, Rules, cldr};

/// A language's rules as the Unicode CLDR knows them.
pub struct Icu {
    plurals: PluralRules,
    order: CollatorBorrowed<'static>,
}

impl Icu {
    /// `language`: a BCP 47 tag. `None` for what is no tag.
    pub fn new(language: &str) -> Option<Self> {
        let tag: Tag = language.parse().ok()?;
        Some(Self {
            plurals: PluralRules::try_new_cardinal((&tag).into()).ok()?,
            order: CollatorBorrowed::try_new(CollatorPreferences::from(&tag), CollatorOptions::default()).ok()?,
        })
    }
}

impl Formats {
    /// Those of a BCP 47 tag, by the patterns of English where CLDR does not cover the language. `None` for what is no tag.
    pub fn of(language: &str) -> Option<Self> {
        // No language has a longer tag, but folders of the site have, such as `check`.
        language.split(['-', '_']).next().filter(|own| matches!(own.len(), 2 | 3))?;
        let rules = Rc::new(Icu::new(language)?);
        Some(Self::new(cldr::patterns(language).or_else(|| cldr::patterns("en"))?, rules))
    }
}

impl Rules for Icu {
    fn plural(&self, value: f64, decimals: usize) -> String {
        let mut decimal = Decimal::try_from_f64(value, FloatPrecision::RoundTrip).unwrap_or_default();
        let last = -i16::try_from(decimals).unwrap_or(0);
        decimal.round_with_mode(last, SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand));
        decimal.absolute.pad_end(last);
        let category = match self.plurals.category_for(&decimal) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        category.to_owned()
    }

    fn ranks(&self, texts: &[String]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by(|one, other| self.order.compare(&texts[*one], &texts[*other]));
        let mut ranks = vec![0; texts.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = rank;
        }
        ranks
    }
}
