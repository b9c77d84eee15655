//! Any file gives a text or a reason; a file is built around the bytes, so that what pages show is reached as well.

use ducha::import::pdf::extract;

use super::spans;

/// `%` begins a file as it is; otherwise the byte 255 parts what a page shows, the map of its font, and the font.
pub fn run(bytes: &[u8]) {
    let outcome = match bytes.first() {
        Some(b'%') => extract(bytes),
        _ => extract(&file(bytes)),
    };
    if let Ok(extracted) = outcome {
        spans::extracted(&extracted);
    }
}

fn file(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(3, |byte| *byte == 255);
    let mut part = || parts.next().unwrap_or_default();
    let (shown, map, font) = (part(), part(), part());
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 8 0 R>>/XObject<</X 9 0 R>>>>>>".to_vec(),
        stream("", shown),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>".to_vec(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 10 0 R>>".to_vec(),
        stream("", map),
        b"<</Type/Font/Subtype/TrueType/BaseFont/B/FirstChar 32/LastChar 34/Widths[500 500 500]/Encoding/WinAnsiEncoding>>".to_vec(),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X 9 0 R>>>>", shown),
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 11 0 R>>".to_vec(),
    ];
    objects.push(stream("", font));
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (idx, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", idx + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").into_bytes(),
    );
    file
}

fn stream(more: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = format!("<<{more}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    stream.extend(bytes);
    stream.extend(b"\nendstream");
    stream
}
