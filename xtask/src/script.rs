//! JavaScript made small, by oxc.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Minifies a script in its place.
pub(crate) fn minify(script: &Path) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    let small = smaller(&text).with_context(|| format!("cannot minify {}", script.display()))?;
    fs::write(script, small).with_context(|| format!("cannot write {}", script.display()))
}

/// The same for a script that is written elsewhere.
pub(crate) fn minified(text: &str) -> Result<String, String> {
    smaller(text).map_err(|error| error.to_string())
}

/// The text itself: pages that are served to their author need no small scripts.
#[cfg(not(feature = "publish"))]
fn smaller(text: &str) -> Result<String> {
    Ok(text.to_owned())
}

/// All our scripts are modules, so that names at the top may be shortened too.
#[cfg(feature = "publish")]
fn smaller(text: &str) -> Result<String> {
    use oxc_allocator::Allocator;
    use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
    use oxc_mangler::MangleOptions;
    use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
    use oxc_parser::Parser;
    use oxc_semantic::SemanticBuilder;
    use oxc_span::SourceType;

    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::mjs()).parse();
    if let Some(problem) = parsed.diagnostics.first() {
        anyhow::bail!("{problem}");
    }
    let mut program = parsed.program;
    // Such as a name that two of the files have that become one script.
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(&program);
    if let Some(problem) = checked.diagnostics.first() {
        anyhow::bail!("{problem}");
    }
    let mangle = MangleOptions { top_level: Some(true), ..MangleOptions::default() };
    let compress = Some(CompressOptions::smallest());
    let options = MinifierOptions { mangle: Some(mangle), mangle_properties: None, compress };
    let scoping = Minifier::new(options).minify(&allocator, &mut program).scoping;
    let options = CodegenOptions { minify: true, comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    Ok(Codegen::new().with_options(options).with_scoping(scoping).build(&program).code)
}

#[cfg(all(test, feature = "publish"))]
mod tests {
    use super::smaller;

    #[test]
    fn names_and_comments_go_and_meaning_stays() {
        let text = "// why\nexport function twice(number) { const two = 2; return number * two; }";
        assert_eq!(smaller(text).ok().as_deref(), Some("export function twice(e){return e*2}"));
        for broken in ["const = 1", "const one = 1; function one() {}"] {
            assert!(smaller(broken).is_err(), "{broken}");
        }
    }
}
