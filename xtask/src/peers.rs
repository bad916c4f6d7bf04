//! Libraries that draw lines as well, to be measured beside ours: fetched by the benchmark, never shipped.

use std::path::PathBuf;

use anyhow::Result;

use crate::registry::Npm;

/// A library on npm, and the file of it that pages load.
pub struct Peer {
    /// As its authors write it.
    pub title: &'static str,
    package: Npm,
    script: &'static str,
    style: Option<&'static str>,
}

pub const PEERS: [Peer; 3] = [
    Peer {
        title: "uPlot",
        package: Npm {
            name: "uplot",
            version: "1.6.32",
            integrity: "KIMVnG68zvu5XXUbC4LQEPnhwOxBuLyW1AHtpm6IKTXImkbLgkMy+jabjLgSLMasNuGGzQm/ep3tOkyTxpiQIw==",
        },
        script: "dist/uPlot.iife.min.js",
        style: Some("dist/uPlot.min.css"),
    },
    Peer {
        title: "Chart.js",
        package: Npm {
            name: "chart.js",
            version: "4.6.1",
            integrity: "hJyniucsFmq//EvXYvJ6c6mahPoI3kaxdjVH8awTaJ/fDNWeSqqqArixMJWkWNN6fcYvPU3HneSANFNYtRi61g==",
        },
        script: "dist/chart.umd.js",
        style: None,
    },
    Peer {
        title: "ECharts",
        package: Npm {
            name: "echarts",
            version: "6.1.0",
            integrity: "q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        },
        script: "dist/echarts.min.js",
        style: None,
    },
];

impl Peer {
    pub fn version(&self) -> &'static str {
        self.package.version
    }

    /// Its script, fetched once.
    ///
    /// # Errors
    /// When npm cannot be reached.
    pub fn script(&self) -> Result<PathBuf> {
        Ok(self.package.install()?.join(self.script))
    }

    /// Its style sheet, if it has one.
    ///
    /// # Errors
    /// When npm cannot be reached.
    pub fn style(&self) -> Result<Option<PathBuf>> {
        let folder = self.package.install()?;
        Ok(self.style.map(|style| folder.join(style)))
    }
}
