//! The built site is there and starts.

use anyhow::Result;
use browser::{Browser, Suite};

pub fn add(suite: &mut Suite) {
    suite.case("the index page opens without an error in the console", opens).fresh();
}

async fn opens(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    browser.settle().await?;
    let errors = browser.errors().await?;
    assert!(errors.is_empty(), "{errors:#?}");
    Ok(())
}
