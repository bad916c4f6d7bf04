use anyhow::Result;

use crate::{Answer, Browser};

impl Browser {
    /// Opens a page of somebody else that has the element's script and this body.
    pub async fn open_host(&self, body: &str) -> Result<()> {
        let script = "<link rel=icon href=data:,><script type=module src=/article-figure.js></script>";
        let page = format!("<!doctype html><html lang=de><meta charset=utf-8><title>Host</title>{script}<body>{body}");
        self.site.answer("/host.html", Answer::html(page));
        self.open("/host.html").await
    }
}

/// An element for a view of the article, with further attributes.
pub fn element(view: &str, attributes: &str) -> String {
    format!("<article-figure src=/data/datapackage.json view={view} {attributes}></article-figure>")
}
