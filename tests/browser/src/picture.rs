use anyhow::Result;
use serde_json::json;

use crate::Browser;

/// Red, green, blue, opacity.
pub type Pixel = [u8; 4];

/// Pixels that were read back from the browser.
#[derive(PartialEq)]
pub struct Picture {
    pub width: i64,
    pub height: i64,
    pixels: Vec<Pixel>,
}

impl Picture {
    /// The pixel whose top left corner is there; nothing outside of the picture.
    pub fn at(&self, x: i64, y: i64) -> Option<Pixel> {
        let inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let index = usize::try_from(y * self.width + x).ok()?;
        if inside { self.pixels.get(index).copied() } else { None }
    }

    pub fn is_empty(&self) -> bool {
        self.pixels.iter().all(|pixel| *pixel == Pixel::default())
    }
}

/// The pixels of `context` as (count, pixel) runs, which are far fewer.
const RUNS: &str = "
    const { canvas } = context;
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const runs = [];
    for (let at = 0; at < pixels.length; ) {
        let end = at + 1;
        while (pixels[end] === pixels[at]) end++;
        runs.push(end - at, pixels[at]);
        at = end;
    }
    return [canvas.width, canvas.height, runs];";

impl Browser {
    /// The pixels of the canvas that a JavaScript expression names.
    pub async fn picture(&self, canvas: &str) -> Result<Picture> {
        let body = format!("const context = ({canvas}).getContext('2d'); {RUNS}");
        Ok(unrolled(self.run(&body, &[]).await?))
    }

    /// A part of the viewport as it is on the screen, all in device px; ends where the viewport does.
    pub async fn screen(&self, (left, top): (f64, f64), (width, height): (f64, f64)) -> Result<Picture> {
        let png = self.png(false).await?;
        let body = format!(
            "return (async () => {{
                const [source, left, top, width, height] = arguments;
                const image = new Image();
                image.src = 'data:image/png;base64,' + source;
                await image.decode();
                const context = document.createElement('canvas').getContext('2d');
                Object.assign(context.canvas, {{ width, height: Math.min(height, image.height - top) }});
                context.drawImage(image, -left, -top);
                {RUNS}
            }})()",
        );
        let arguments = [png, json!(left), json!(top), json!(width), json!(height)];
        Ok(unrolled(self.run(&body, &arguments).await?))
    }
}

fn unrolled((width, height, runs): (i64, i64, Vec<u32>)) -> Picture {
    let run = |run: &[u32]| std::iter::repeat_n(run[1].to_le_bytes(), run[0] as usize);
    Picture { width, height, pixels: runs.chunks_exact(2).flat_map(run).collect() }
}
