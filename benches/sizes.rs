//! From a thousand points to a million: a table is read, its lines are laid out, a pointer finds the nearest of them.
//! `cargo bench --package article-figures`; the results are in `BENCHMARKS.md`.

#[path = "../tests/host/common/mod.rs"]
mod common;

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use article_figures::figure::Figure;
use article_figures::hit;
use article_figures::package::{Descriptor, Package, moment};
use article_figures::scene::{Frame, Point, layout};
use article_figures::state::State;
use common::{Ruler, locale};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// A walk at random, a point a minute.
fn table(size: usize) -> Vec<u8> {
    let (mut seed, mut value) = (7_u64, 100.0);
    let mut text = String::from("time,value\n");
    for minute in 0..size {
        // Knuth, TAOCP 2, 3.3.4: a linear congruential generator modulo 2^64.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        value += (seed >> 40) as f64 / f64::from(1 << 23) - 1.0;
        writeln!(text, "{},{value:.2}", moment(18_262.0 + minute as f64 / 1440.0)).expect("room");
    }
    text.into_bytes()
}

fn package(bytes: Vec<u8>) -> Package {
    let mut package = Package::new(Descriptor::of_files(&["lines.csv".to_owned()], "en"));
    package.add("lines", Ok(bytes));
    package.guess_views();
    package
}

fn sizes(criterion: &mut Criterion) {
    let (locale, state) = (locale("en"), State::default());
    for size in SIZES {
        let bytes = table(size);
        let mut group = criterion.benchmark_group("lines");
        group.sample_size(10).measurement_time(Duration::from_secs(4)).throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("read", size), &bytes, |bencher, bytes| {
            bencher.iter(|| {
                let package = package(bytes.clone());
                Figure::new(&package, "lines", &locale).expect("a figure")
            });
        });
        let package = package(bytes);
        let mut figure = Figure::new(&package, "lines", &locale).expect("a figure");
        group.bench_with_input(BenchmarkId::new("window", size), &size, |bencher, _| {
            bencher.iter(|| figure.show_window(black_box(&state), &locale));
        });
        figure.show_window(&state, &locale);
        group.bench_with_input(BenchmarkId::new("layout", size), &figure, |bencher, figure| {
            bencher.iter(|| layout(figure, &state, &Frame::new(720.0, 1.0, &Ruler)));
        });
        let scene = layout(&figure, &state, &Frame::new(720.0, 1.0, &Ruler));
        group.bench_with_input(BenchmarkId::new("hit", size), &scene, |bencher, scene| {
            bencher.iter(|| hit::at(black_box(scene), Point { x: 333.3, y: 111.1 }, 24.0));
        });
        group.finish();
    }
}

criterion_group!(benches, sizes);
criterion_main!(benches);
