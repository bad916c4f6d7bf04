use anyhow::{Context, Result};
use http::Method;
use launcher::engine::Engine;
use serde::Deserialize;
use serde_json::json;
use thirtyfour::Key;

use crate::Browser;

/// Where something is in the viewport, in CSS px.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub fn centre(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

impl Browser {
    /// The place of the element that a JavaScript expression names, such as
    /// `document.querySelector("article-figure").shadowRoot.querySelector("canvas")`.
    pub async fn area(&self, element: &str) -> Result<Area> {
        let place = format!("(({element}).getBoundingClientRect().toJSON())");
        self.eval(&place).await.with_context(|| format!("where is {element}?"))
    }

    /// Moves the mouse there, in CSS px of the viewport; fractions count.
    pub async fn hover(&self, (x, y): (f64, f64)) -> Result<()> {
        if self.engine == Engine::Webkit {
            // Its driver is as slow as a hand that means to reach the tooltip, which stays for it then.
            self.mouse("mouseMoved", "none", (0.0, 0.0)).await?;
        }
        self.mouse("mouseMoved", "none", (x, y)).await
    }

    pub async fn click(&self, point: (f64, f64)) -> Result<()> {
        self.hover(point).await?;
        self.mouse("mousePressed", "left", point).await?;
        self.mouse("mouseReleased", "left", point).await
    }

    /// Scrolls the element that a JavaScript expression names into view and clicks its centre.
    pub async fn click_on(&self, element: &str) -> Result<()> {
        let scroll = format!("(({element}).scrollIntoView({{ block: 'nearest', behavior: 'instant' }}), true)");
        self.eval::<bool>(&scroll).await.with_context(|| format!("where is {element}?"))?;
        self.click(self.area(element).await?.centre()).await
    }

    /// A finger instead of a mouse.
    pub async fn tap(&self, (x, y): (f64, f64)) -> Result<()> {
        self.touch("touchStart", &[(x, y)]).await?;
        self.touch("touchEnd", &[]).await
    }

    /// One event of the fingers that are down: `touchStart`, `touchMove`, `touchEnd` or `touchCancel`.
    pub async fn touch(&self, kind: &str, fingers: &[(f64, f64)]) -> Result<()> {
        if self.engine != Engine::Chromium {
            return self.fingers(kind, fingers).await;
        }
        let points: Vec<_> = fingers.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        self.devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await?;
        Ok(())
    }

    /// Presses and releases keys, one after the other.
    pub async fn press(&self, keys: &[Key]) -> Result<()> {
        for key in keys {
            self.driver().action_chain().key_down(key.clone()).key_up(key.clone()).perform().await?;
        }
        Ok(())
    }

    /// The same in one call, for many keys; a sign such as `?` is a key, too.
    pub async fn type_keys(&self, keys: impl IntoIterator<Item = impl Into<char>>) -> Result<()> {
        let keys = keys.into_iter().map(Into::into);
        let chain = keys.fold(self.driver().action_chain(), |chain, key: char| chain.key_down(key).key_up(key));
        Ok(chain.perform().await?)
    }

    /// Presses a key while another is held, such as Shift and Tab.
    pub async fn press_with(&self, held: Key, key: Key) -> Result<()> {
        let keys = self.driver().action_chain().key_down(held.clone());
        Ok(keys.key_down(key.clone()).key_up(key).key_up(held).perform().await?)
    }

    /// WebKit's driver does not wait until its page has heard of an event: so many ms.
    fn delivery(&self) -> u32 {
        if self.engine == Engine::Webkit { 50 } else { 0 }
    }

    /// Presses at one point and releases at another, with some steps between.
    pub async fn drag(&self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        self.pull(from, to).await?;
        self.release(to).await
    }

    /// A drag that has not ended yet.
    pub async fn pull(&self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        self.hover(from).await?;
        self.mouse("mousePressed", "left", from).await?;
        for part in [0.2, 0.5, 0.8, 1.0] {
            let point = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            self.mouse("mouseMoved", "left", point).await?;
        }
        Ok(())
    }

    pub async fn release(&self, at: (f64, f64)) -> Result<()> {
        self.mouse("mouseReleased", "left", at).await
    }

    /// The same as actions of WebDriver: those that are left are the first ones.
    async fn fingers(&self, kind: &str, places: &[(f64, f64)]) -> Result<()> {
        let down = self.fingers.get();
        let mut sources = Vec::new();
        for finger in 0..down.max(places.len()) {
            let place =
                places.get(finger).map(|(x, y)| json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y }));
            let event = match (finger < down, finger < places.len()) {
                (false, true) => "pointerDown",
                (true, false) if kind == "touchCancel" => "pointerCancel",
                (true, false) => "pointerUp",
                _ => "",
            };
            let wait = json!({ "type": "pause", "duration": self.delivery() });
            let then = if event.is_empty() { None } else { Some(json!({ "type": event, "button": 0 })) };
            let actions: Vec<_> = place.into_iter().chain(then).chain([wait]).collect();
            sources.push(json!({
                "type": "pointer", "id": format!("finger{finger}"),
                "parameters": { "pointerType": "touch" }, "actions": actions,
            }));
        }
        self.fingers.set(places.len());
        self.send(Method::POST, "actions", json!({ "actions": sources })).await.map(drop)
    }

    async fn mouse(&self, kind: &str, button: &str, (x, y): (f64, f64)) -> Result<()> {
        if self.engine != Engine::Chromium {
            let action = match kind {
                "mousePressed" => json!({ "type": "pointerDown", "button": 0 }),
                "mouseReleased" => json!({ "type": "pointerUp", "button": 0 }),
                _ => json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y }),
            };
            let mouse = json!({
                "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
                "actions": [action, { "type": "pause", "duration": self.delivery() }],
            });
            let moved = self.send(Method::POST, "actions", json!({ "actions": [mouse] })).await;
            return match moved {
                // As Chromium has it: outside of the window there is nothing to point at.
                Err(error) if error.to_string().contains("out of bounds") => Ok(()),
                moved => moved.map(drop),
            };
        }
        let clicks = u8::from(button != "none");
        let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": clicks });
        self.devtools("Input.dispatchMouseEvent", event).await?;
        Ok(())
    }
}
