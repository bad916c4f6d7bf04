//! The built site is there and starts.

use browser::{Cases, Failures};

#[tokio::test]
async fn smoke() -> Result<(), Failures> {
    let mut cases = Cases::start().await?;
    cases
        .case("the index page opens without an error in the console", async |browser| {
            browser.open("/").await?;
            browser.settle().await?;
            let errors = browser.errors().await?;
            assert!(errors.is_empty(), "{errors:#?}");
            Ok(())
        })
        .await;
    cases.end().await
}
