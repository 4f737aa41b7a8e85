//! The figures as an SVG: a bar for each way, on one logarithmic scale.

use std::fmt::Write as _;

use crate::case::Kind;
use crate::page::{Measured, capital, time};

const LEFT: f64 = 230.0;
const DECADE: f64 = 75.0;
const BAR: f64 = 15.0;
/// From 1 ns to 1 ms.
const DECADES: i32 = 6;

/// The groups that have something to be compared with.
pub(crate) fn svg(measured: &[Measured]) -> String {
    let mut body = String::new();
    let mut top = 30.0;
    for Measured { group, figures } in measured {
        if group.ways.iter().all(|way| way.kind == Kind::Ours) {
            continue;
        }
        top += 18.0;
        let title = escaped(&capital(&group.name));
        writeln!(body, r#"<text x="8" y="{top}" class="title">{title}</text>"#).unwrap();
        top += 6.0;
        for (way, own) in group.ways.iter().zip(figures) {
            let class = match way.kind {
                Kind::Floor => "floor",
                Kind::Ours => "ours",
                Kind::Peer => "peer",
            };
            let width = own.nanoseconds.max(1.0).log10() * DECADE;
            let (end, base) = (LEFT + width + 4.0, top + 11.0);
            let name = escaped(way.name);
            writeln!(
                body,
                r#"<text x="{x}" y="{base}" text-anchor="end">{name}</text><rect x="{LEFT}" y="{y}" width="{width:.1}" height="11" class="{class}"/><text x="{end:.1}" y="{base}">{time}</text>"#,
                x = LEFT - 6.0,
                y = top + 2.0,
                time = time(own.nanoseconds),
            )
            .unwrap();
            top += BAR;
        }
    }
    let (width, height) = (LEFT + DECADE * f64::from(DECADES) + 70.0, top + 12.0);
    let mut text = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">
<style>.title{{font-weight:bold;font-size:12px}}.floor{{fill:#9aa5b1}}.ours{{fill:#2f7ed8}}.peer{{fill:#e0a030}}line{{stroke:#ddd}}</style>
<rect width="{width}" height="{height}" fill="white"/>
"#
    );
    for decade in 0..=DECADES {
        let x = LEFT + DECADE * f64::from(decade);
        let label = ["1 ns", "10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms"]
            [usize::try_from(decade).expect("it is not negative")];
        writeln!(
            text,
            r#"<line x1="{x}" y1="32" x2="{x}" y2="{height}"/><text x="{x}" y="26" text-anchor="middle">{label}</text>"#
        )
        .unwrap();
    }
    for (x, class, name) in
        [(8, "floor", "floor"), (64, "ours", "tagwright"), (142, "peer", "peer")]
    {
        writeln!(
            text,
            r#"<rect x="{x}" y="17" width="11" height="11" class="{class}"/><text x="{}" y="26">{name}</text>"#,
            x + 15
        )
        .unwrap();
    }
    text + &body + "</svg>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
