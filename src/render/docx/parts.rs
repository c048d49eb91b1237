//! The fixed parts of a Word file: types, relations, styles, numbering, footer.

use crate::render::{document::Document, svg::escaped};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn content_types() -> String {
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"emf\" ContentType=\"image/x-emf\"/><Override PartName=\"/word/document.xml\" ContentType=\"{WORD}.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"{WORD}.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"{WORD}.numbering+xml\"/><Override PartName=\"/word/settings.xml\" ContentType=\"{WORD}.settings+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"{WORD}.header+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"{WORD}.footer+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    )
}

pub(super) fn relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"document\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"properties\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    )
}

pub(super) fn properties(document: &Document) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:description>{}</dc:description><dc:language>{}</dc:language></cp:coreProperties>",
        escaped(&document.title),
        escaped(&document.look.company),
        escaped(&format!("{} · {}", document.identity.answer, document.identity.catalog_digest)),
        escaped(&document.language),
    )
}

pub(super) fn document_relations(links: &[String], pictures: usize) -> String {
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"styles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/><Relationship Id=\"numbering\" Type=\"{OFFICE}/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"settings\" Type=\"{OFFICE}/settings\" Target=\"settings.xml\"/><Relationship Id=\"header1\" Type=\"{OFFICE}/header\" Target=\"header1.xml\"/><Relationship Id=\"footer1\" Type=\"{OFFICE}/footer\" Target=\"footer1.xml\"/>"
    );
    for place in 1..=pictures {
        out.push_str(&format!(
            "<Relationship Id=\"image{place}\" Type=\"{OFFICE}/image\" Target=\"media/image{place}.emf\"/>"
        ));
    }
    for (index, url) in links.iter().enumerate() {
        out.push_str(&format!(
            "<Relationship Id=\"link{}\" Type=\"{OFFICE}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            index + 1,
            escaped(url)
        ));
    }
    out + "</Relationships>"
}

pub(super) fn document(body: &str, paper: (usize, usize)) -> String {
    let (width, height) = paper;
    format!(
        "{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/><w:footerReference w:type=\"default\" r:id=\"footer1\"/><w:footerReference w:type=\"first\" r:id=\"footer1\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>"
    )
}

/// What Word must know to treat the file as one of its own, without a compatibility mode.
pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{MAIN}\"><w:defaultTabStop w:val=\"709\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The running head: title at the left, company at the right.
pub(super) fn header(title: &str, company: &str, width: usize) -> String {
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:hdr>",
        escaped(title),
        escaped(company),
    )
}

pub(super) fn footer(line: &str, width: usize) -> String {
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>{}<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        escaped(line),
        super::field("PAGE", "1"),
        super::field("NUMPAGES", "1"),
    )
}

/// Numbers of chapters, letters of annexes, and bullets.
pub(super) fn numbering(annex: &str) -> String {
    let headings = |id: u8, format: &str, text: &str, style: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:pStyle w:val=\"{style}\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"0\" w:firstLine=\"0\"/></w:pPr></w:lvl></w:abstractNum>"
        )
    };
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"360\" w:hanging=\"240\"/></w:pPr></w:lvl></w:abstractNum>{}{}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>",
        headings(1, "decimal", "%1", "Heading1"),
        headings(2, "upperLetter", &format!("{} %1:", escaped(annex)), "AnnexHeading"),
    )
}

pub(super) fn styles(accent: &str, language: &str) -> String {
    let language = if language == "de" { "de-DE" } else { "en-GB" };
    let accent = accent.trim_start_matches('#').to_uppercase();
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let big =
        |half_points: u32| format!("<w:b/><w:color w:val=\"{accent}\"/><w:sz w:val=\"{half_points}\"/>");
    let paragraphs = [
        style("Title", "Title", "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"140\"/>", "<w:b/><w:sz w:val=\"38\"/>"),
        style("Masthead", "Masthead", "<w:spacing w:after=\"20\"/>", "<w:color w:val=\"505861\"/><w:sz w:val=\"17\"/>"),
        style("BigFigure", "Big Figure", "<w:spacing w:before=\"60\" w:after=\"0\"/>", &big(30)),
        style("BigLabel", "Big Label", "<w:spacing w:after=\"0\"/>", "<w:b/><w:sz w:val=\"18\"/>"),
        style("BigNote", "Big Note", "<w:spacing w:after=\"60\"/>", "<w:color w:val=\"505861\"/><w:sz w:val=\"16\"/>"),
        style("AnnexHeading", "Annex Heading", "<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>", &big(28)),
        style("TOC1", "toc 1", "<w:spacing w:after=\"40\"/>", ""),
        style("Header", "header", "", "<w:color w:val=\"505861\"/><w:sz w:val=\"15\"/>"),
        style("Heading1", "heading 1", "<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr><w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"6\" w:color=\"AAAAAA\"/></w:pBdr><w:spacing w:before=\"420\" w:after=\"140\"/><w:outlineLvl w:val=\"0\"/>", &big(30)),
        style("Heading2", "heading 2", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>", "<w:b/><w:sz w:val=\"24\"/>"),
        style("BodyText", "Body Text", "<w:spacing w:after=\"140\"/>", ""),
        style("Note", "Note", "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"8A929B\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F5F7\"/><w:spacing w:before=\"80\" w:after=\"140\"/><w:ind w:left=\"180\"/>", ""),
        style("ListBullet", "List Bullet", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"60\"/>", ""),
        style("Caption", "caption", "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/>", "<w:b/><w:sz w:val=\"19\"/>"),
        style("FigureCaption", "Figure Caption", "<w:spacing w:after=\"200\"/>", "<w:color w:val=\"505861\"/><w:sz w:val=\"18\"/>"),
        style("Figure", "Figure", "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"40\"/>", ""),
        style("TableText", "Table Text", "<w:spacing w:before=\"30\" w:after=\"30\"/>", "<w:sz w:val=\"17\"/>"),
        style("AfterTable", "After Table", "<w:spacing w:after=\"60\" w:line=\"120\" w:lineRule=\"exact\"/>", "<w:sz w:val=\"8\"/>"),
        style("Contents", "Contents", "<w:keepNext/><w:pageBreakBefore/><w:spacing w:before=\"320\" w:after=\"80\"/>", "<w:b/><w:sz w:val=\"24\"/>"),
        style("Footer", "footer", "", "<w:color w:val=\"505861\"/><w:sz w:val=\"15\"/>"),
    ]
    .concat();
    format!(
        "{HEAD}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:color w:val=\"1B1F24\"/><w:sz w:val=\"21\"/><w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"character\" w:styleId=\"Code\"><w:name w:val=\"Code\"/><w:rPr><w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"{accent}\"/></w:rPr></w:style><w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"6\" w:color=\"8A929B\"/><w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"8A929B\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"CFD5DB\"/></w:tblBorders><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>{paragraphs}</w:styles>"
    )
}
