//! How a figure looks: what an ink is painted with, and how large things are.
//!
//! This is the one place that multiplies by the pixel ratio.

/// What a mark is painted as; which colour that is, the theme says when it is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What the article states.
    Series,
    /// The same where the title names other data, and the fuzzy ends of a time.
    SoftSeries,
    /// What was derived: hatched.
    Remainder,
    /// What others state: hollow.
    Comparison,
    /// The zero line, and what connects.
    Axis,
    /// Rules behind the marks, hardly visible.
    Grid,
    /// The ground of a map.
    Land,
    /// The part of it that a datum is about.
    Tint,
    /// Seas and lakes of a map.
    Water,
    /// Land around the regions of a map.
    Beyond,
    /// The status of a statement beside its value.
    Status,
    Text,
    SoftText,
    /// Text on a map, and softer text: both have a halo, because borders may lie behind them.
    MapText,
    SoftMapText,
    /// The name or number of a region, which stands for its datum.
    RegionText,
    /// Text on a mark of the series.
    OnSeries,
    /// Text on a softer mark.
    OnSoft,
    /// One of several lines, by its number; the first is that of the series, and after the fifth they begin anew.
    Line(u8),
    /// The name and the last value of such a line.
    LineText(u8),
    /// A point of a line, which is painted when it is chosen.
    Spot,
    /// What the figure stands on: behind text on a pattern.
    Ground,
    /// Never painted: widens what a pointer can hit.
    Reach,
}

impl Ink {
    /// The place of its colour in [`Theme::NAMES`].
    fn index(self) -> Option<usize> {
        Some(match self {
            Ink::Ground => 0,
            Ink::Text | Ink::MapText | Ink::RegionText => 1,
            Ink::Comparison | Ink::SoftText | Ink::SoftMapText => 2,
            Ink::Series | Ink::Status => 3,
            Ink::OnSeries => 4,
            Ink::Remainder => 5,
            Ink::Axis => 6,
            Ink::Grid => 7,
            Ink::Land => 8,
            Ink::Tint => 9,
            Ink::Water => 18,
            Ink::Beyond => 19,
            Ink::Line(line) if PAINTS_LINES => match line % LINES {
                0 => 3,
                line => usize::from(line) + 9,
            },
            Ink::SoftSeries => 14,
            Ink::OnSoft => 15,
            Ink::LineText(line) if PAINTS_LINES => match line % LINES {
                1 => 16,
                3 => 17,
                _ => return Ink::Line(line).index(),
            },
            Ink::Spot if PAINTS_LINES => 1,
            Ink::Reach | Ink::Line(_) | Ink::LineText(_) | Ink::Spot => return None,
        })
    }

    /// Whether its texts have a halo in the colour of the ground.
    pub fn has_halo(self) -> bool {
        matches!(self, Ink::MapText | Ink::SoftMapText | Ink::RegionText)
    }

    /// What style sheets call its colour; `None` for what is never painted.
    pub fn property(self) -> Option<&'static str> {
        self.index().map(|index| Theme::NAMES[index])
    }
}

/// Whether this library paints lines.
pub const PAINTS_LINES: bool = cfg!(feature = "lines");

/// How many lines have a colour of their own.
pub const LINES: u8 = 5;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The colours of one appearance. Contrasts are computed in a test: text 4.5:1, marks 3:1; 7:1 where a reader asks for
/// more contrast.
///
/// The host writes them into the style sheets; the browser reads there what is to be painted, because readers, pages and
/// systems have colours of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub ground: Colour,
    pub text: Colour,
    pub soft_text: Colour,
    pub series: Colour,
    pub on_series: Colour,
    pub remainder: Colour,
    pub axis: Colour,
    /// Rules between parts of the page.
    pub rule: Colour,
    /// What marks of a map stand on, with at least 3:1 to them but hardly any to the ground.
    pub land: Colour,
    pub tint: Colour,
    pub water: Colour,
    /// Between the ground and the land.
    pub beyond: Colour,
    /// Lines beside the first, which has the colour of the series: orange, plum, green and gold. In light and dark they are
    /// told apart by every eye; elsewhere their labels alone do that.
    pub lines: [Colour; 4],
    /// What the title does not name, where it names other data, and fuzzy ends: lighter than the series.
    pub soft_series: Colour,
    pub on_soft: Colour,
    /// The second and the fourth line as text, which needs 4.5:1.
    pub line_texts: [Colour; 2],
}

impl Theme {
    pub const LIGHT: Theme = Theme {
        ground: [0xff, 0xff, 0xff],
        text: [0x1a, 0x1e, 0x23],
        soft_text: [0x59, 0x62, 0x6c],
        series: [0x1f, 0x6a, 0x94],
        on_series: [0xff, 0xff, 0xff],
        remainder: [0x80, 0x88, 0x91],
        axis: [0x80, 0x88, 0x91],
        rule: [0xdf, 0xe3, 0xe7],
        land: [0xe9, 0xec, 0xef],
        tint: [0xdc, 0xee, 0xf9],
        water: [0xd6, 0xdf, 0xe6],
        beyond: [0xf5, 0xf7, 0xf9],
        lines: [[0xe0, 0x60, 0x2a], [0x74, 0x14, 0x54], [0x2a, 0xa1, 0x7d], [0x7e, 0x5a, 0x0c]],
        soft_series: [0x73, 0x98, 0xb1],
        on_soft: [0x1a, 0x1e, 0x23],
        line_texts: [[0xb8, 0x43, 0x1a], [0x1c, 0x7a, 0x5c]],
    };

    pub const DARK: Theme = Theme {
        ground: [0x14, 0x17, 0x1b],
        text: [0xe9, 0xeb, 0xee],
        soft_text: [0xa3, 0xac, 0xb6],
        series: [0x6d, 0xae, 0xd0],
        on_series: [0x14, 0x17, 0x1b],
        remainder: [0x7f, 0x89, 0x94],
        axis: [0x7f, 0x89, 0x94],
        rule: [0x2c, 0x32, 0x39],
        land: [0x25, 0x2a, 0x31],
        tint: [0x20, 0x33, 0x40],
        water: [0x10, 0x1e, 0x29],
        beyond: [0x19, 0x1c, 0x21],
        lines: [[0xea, 0x6f, 0x2c], [0xc2, 0x5b, 0xb0], [0x7c, 0xe8, 0xba], [0xec, 0xc3, 0x4c]],
        soft_series: [0x42, 0x6a, 0x81],
        on_soft: [0xe9, 0xeb, 0xee],
        line_texts: [[0xea, 0x6f, 0x2c], [0x7c, 0xe8, 0xba]],
    };

    pub const CONTRAST_LIGHT: Theme = Theme {
        ground: [0xff, 0xff, 0xff],
        text: [0x00, 0x00, 0x00],
        soft_text: [0x3a, 0x3f, 0x44],
        series: [0x0b, 0x42, 0x63],
        on_series: [0xff, 0xff, 0xff],
        remainder: [0x45, 0x4b, 0x52],
        axis: [0x45, 0x4b, 0x52],
        rule: [0x76, 0x7c, 0x83],
        land: [0xe9, 0xec, 0xef],
        tint: [0xd3, 0xe8, 0xf6],
        water: [0xd6, 0xdf, 0xe6],
        beyond: [0xf5, 0xf7, 0xf9],
        lines: [[0x00, 0x00, 0x00], [0x45, 0x4b, 0x52], [0x3a, 0x3f, 0x44], [0x0b, 0x42, 0x63]],
        soft_series: [0x56, 0x59, 0x57],
        on_soft: [0xff, 0xff, 0xff],
        line_texts: [[0x00, 0x00, 0x00], [0x3a, 0x3f, 0x44]],
    };

    pub const CONTRAST_DARK: Theme = Theme {
        ground: [0x00, 0x00, 0x00],
        text: [0xff, 0xff, 0xff],
        soft_text: [0xd5, 0xd9, 0xde],
        series: [0xa6, 0xd7, 0xf2],
        on_series: [0x00, 0x00, 0x00],
        remainder: [0xc2, 0xc9, 0xd1],
        axis: [0xc2, 0xc9, 0xd1],
        rule: [0x8a, 0x92, 0x9b],
        land: [0x20, 0x25, 0x2b],
        tint: [0x14, 0x38, 0x4d],
        water: [0x0a, 0x1a, 0x26],
        beyond: [0x12, 0x15, 0x18],
        lines: [[0xff, 0xff, 0xff], [0xc2, 0xc9, 0xd1], [0xd5, 0xd9, 0xde], [0xa6, 0xd7, 0xf2]],
        soft_series: [0x7a, 0x9b, 0xad],
        on_soft: [0x00, 0x00, 0x00],
        line_texts: [[0xff, 0xff, 0xff], [0xd5, 0xd9, 0xde]],
    };

    /// Black on white, for paper.
    pub const PRINT: Theme = Theme {
        ground: [0xff, 0xff, 0xff],
        text: [0x00, 0x00, 0x00],
        soft_text: [0x33, 0x33, 0x33],
        series: [0x22, 0x22, 0x22],
        on_series: [0xff, 0xff, 0xff],
        remainder: [0x55, 0x55, 0x55],
        axis: [0x55, 0x55, 0x55],
        rule: [0xbb, 0xbb, 0xbb],
        land: [0xec, 0xec, 0xec],
        tint: [0xd8, 0xd8, 0xd8],
        water: [0xe0, 0xe0, 0xe0],
        beyond: [0xf5, 0xf5, 0xf5],
        lines: [[0x55, 0x55, 0x55], [0x00, 0x00, 0x00], [0x33, 0x33, 0x33], [0x70, 0x70, 0x70]],
        soft_series: [0x8a, 0x8a, 0x8a],
        on_soft: [0x00, 0x00, 0x00],
        line_texts: [[0x55, 0x55, 0x55], [0x33, 0x33, 0x33]],
    };

    /// What a style sheet calls the colours, in the order of [`Theme::from`].
    pub const NAMES: [&str; COLOURS] = [
        "ground",
        "text",
        "soft-text",
        "series",
        "on-series",
        "remainder",
        "axis",
        "rule",
        "land",
        "tint",
        "line-2",
        "line-3",
        "line-4",
        "line-5",
        "soft-series",
        "on-soft",
        "line-2-text",
        "line-4-text",
        "water",
        "beyond",
    ];

    /// The colour of an ink; `None` for what is never painted.
    pub fn colour(&self, ink: Ink) -> Option<Colour> {
        ink.index().map(|index| self.colours()[index])
    }

    /// The colours in the order of [`Theme::NAMES`].
    pub fn colours(&self) -> [Colour; COLOURS] {
        let Theme { ground, text, soft_text, series, on_series, remainder, axis, rule, land, tint, .. } = *self;
        let Theme { lines: [second, third, fourth, fifth], soft_series, on_soft, line_texts: [two, four], .. } = *self;
        let Theme { water, beyond, .. } = *self;
        [
            ground,
            text,
            soft_text,
            series,
            on_series,
            remainder,
            axis,
            rule,
            land,
            tint,
            second,
            third,
            fourth,
            fifth,
            soft_series,
            on_soft,
            two,
            four,
            water,
            beyond,
        ]
    }
}

impl From<[Colour; COLOURS]> for Theme {
    fn from(colours: [Colour; COLOURS]) -> Self {
        let [ground, text, soft_text, series, on_series, remainder, axis, rule, land, tint, rest @ ..] = colours;
        let [second, third, fourth, fifth, soft_series, on_soft, two, four, water, beyond] = rest;
        let (lines, line_texts) = ([second, third, fourth, fifth], [two, four]);
        Theme {
            ground,
            text,
            soft_text,
            series,
            on_series,
            remainder,
            axis,
            rule,
            land,
            tint,
            lines,
            soft_series,
            on_soft,
            line_texts,
            water,
            beyond,
        }
    }
}

/// How many colours a theme has.
pub const COLOURS: usize = 20;

/// The family of all text on the canvas: the system's own.
pub const FONT_FAMILY: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/// A size of text in device px, and whether it is bold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Font {
    pub size: f64,
    pub bold: bool,
}

impl Font {
    /// From one baseline to the next, in device px.
    pub fn line_height(self) -> f64 {
        (self.size * 1.25).round()
    }
}

/// All sizes of a figure in device px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    pub label: Font,
    pub value: Font,
    /// A value of others, beside the article's.
    pub small: Font,
    /// A headline number, the change of a slope.
    pub key: Font,
    /// The number of a card.
    pub headline: Font,
    /// From one bar to the next.
    pub band: f64,
    /// A bar with its label beside it: two thirds of the band.
    pub bar: f64,
    /// A bar with its label above it.
    pub low_bar: f64,
    /// Two thin bars in a band: the article's, and below it the other's.
    pub thin_bar: f64,
    pub thinner_bar: f64,
    /// Between a text and what it names.
    pub gap: f64,
    /// What sets derived marks apart from stated ones.
    pub apart: f64,
    pub rule: f64,
    pub hatch: f64,
    pub hatch_line: f64,
    pub dot: f64,
    /// The glyph of a status beside a value.
    pub tick: f64,
    pub line: f64,
    pub ring: f64,
    /// Half of the 24 px that a finger needs.
    pub reach: f64,
    pub column: f64,
    pub slope_height: f64,
    /// From one entry of a timeline to the one below: as much as a finger needs.
    pub row: f64,
    /// The bar of a time that lasted, less than its glyph.
    pub span: f64,
    /// The most that a fuzzy end is long.
    pub fade: f64,
    /// How far an open end goes on beyond what is known.
    pub open: f64,
    /// The labels of a timeline at most, as a part of the width; longer ones are on more lines.
    pub labels: f64,
    /// Higher timelines have the names of their axis above as well.
    pub tall: f64,
    /// A figure of lines, with its axis.
    pub plot_height: f64,
    /// A map at most.
    pub map_width: f64,
    pub map_height: f64,
    /// What sets a text on a map apart from what is behind it, on each side.
    pub halo: f64,
    /// Narrower figures have a layout of their own.
    pub narrow: f64,
}

impl Sizes {
    /// The sizes at a ratio of device px to CSS px; the factors are CSS px.
    pub fn at(ratio: f64) -> Self {
        let px = |css: f64| (css * ratio).round();
        let font = |css: f64, bold| Font { size: css * ratio, bold };
        Self {
            label: font(14.0, false),
            value: font(14.0, false),
            small: font(12.0, false),
            key: font(17.0, true),
            headline: font(28.0, true),
            band: px(38.0),
            bar: px(25.0),
            low_bar: px(12.0),
            thin_bar: px(14.0),
            thinner_bar: px(8.0),
            gap: px(8.0),
            apart: px(14.0),
            rule: px(1.0).max(1.0),
            hatch: px(6.0),
            hatch_line: px(1.5).max(1.0),
            dot: px(6.0),
            tick: px(4.0),
            line: px(2.5).max(1.0),
            ring: px(2.0).max(1.0),
            reach: px(12.0),
            column: px(56.0),
            slope_height: px(288.0),
            row: px(28.0),
            span: px(8.0),
            fade: px(48.0),
            open: px(24.0),
            labels: 0.45,
            tall: px(500.0),
            plot_height: px(340.0),
            map_width: px(960.0),
            map_height: px(600.0),
            halo: px(1.5).max(1.0),
            narrow: px(480.0),
        }
    }
}
