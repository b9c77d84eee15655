//! scratch
use std::io::Read;
fn main() {
    for path in std::env::args().skip(1) {
        let mut bytes = Vec::new();
        if path == "-" {
            std::io::stdin().read_to_end(&mut bytes).expect("in");
        } else {
            bytes = std::fs::read(&path).expect("file");
        }
        let text = match std::str::from_utf8(&bytes) {
            Ok(t) => t.to_owned(),
            Err(_) => ducha::import::html::declared_encoding(&bytes)
                .unwrap_or(encoding_rs::GB18030)
                .decode(&bytes)
                .0
                .into_owned(),
        };
        let t = std::time::Instant::now();
        let result = ducha::import::html::extract(&text);
        let ms = t.elapsed().as_secs_f64() * 1000.0;
        match result {
            Ok(e) => {
                let marks: Vec<_> = e
                    .marks
                    .iter()
                    .map(|m| {
                        (
                            format!("{:?}", m.kind),
                            e.text[m.span.range()].chars().take(40).collect::<String>(),
                        )
                    })
                    .collect();
                println!(
                    "{}",
                    serde_json::json!({"path": path, "ms": ms, "text": e.text, "marks": marks, "title": e.page.title, "source": e.page.source, "published": e.page.published.map(|d| d.to_string()), "remarks": format!("{:?}", e.remarks)})
                );
            }
            Err(error) => println!(
                "{}",
                serde_json::json!({"path": path, "ms": ms, "error": format!("{error:?}")})
            ),
        }
    }
}
