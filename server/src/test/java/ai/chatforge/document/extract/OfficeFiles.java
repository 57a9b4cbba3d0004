package ai.chatforge.document.extract;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes presentations, workbooks and e-books part by part, so that a test can put anything into any of them. */
public final class OfficeFiles {
    static final String SHEET = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static final String SLIDE = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
            + " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private OfficeFiles() {}

    public static Path zip(Path file, Map<String, String> parts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static String types(String part, String type) {
        return "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Override PartName=\"/" + part + "\" ContentType=\"" + OFFICE + type + ".main+xml\"/></Types>";
    }

    static String relations(String... typesAndTargets) {
        StringBuilder xml = new StringBuilder("<Relationships>");
        for (int i = 0; i < typesAndTargets.length; i += 2) {
            xml.append("<Relationship Id=\"r%d\" Type=\"%s/%s\" Target=\"%s\"/>"
                    .formatted(i / 2 + 1, RELATIONS, typesAndTargets[i], typesAndTargets[i + 1]));
        }
        return xml.append("</Relationships>").toString();
    }

    /** @param slides the shapes of each slide */
    public static Map<String, String> presentation(List<String> slides) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", types("ppt/presentation.xml", "presentationml.presentation"));
        StringBuilder list = new StringBuilder();
        String[] relations = new String[2 * slides.size()];
        for (int i = 0; i < slides.size(); i++) {
            list.append("<p:sldId id=\"%d\" r:id=\"r%d\"/>".formatted(256 + i, i + 1));
            relations[2 * i] = "slide";
            relations[2 * i + 1] = "slides/slide" + (i + 1) + ".xml";
            parts.put("ppt/slides/slide" + (i + 1) + ".xml", slides.get(i));
        }
        parts.put(
                "ppt/presentation.xml",
                "<p:presentation " + SLIDE + " xmlns:r=\"" + RELATIONS + "\"><p:sldIdLst>" + list
                        + "</p:sldIdLst></p:presentation>");
        parts.put("ppt/_rels/presentation.xml.rels", relations(relations));
        return parts;
    }

    static String slide(String attributes, String... shapes) {
        return "<p:sld " + SLIDE + " " + attributes + "><p:cSld><p:spTree>" + String.join("", shapes)
                + "</p:spTree></p:cSld></p:sld>";
    }

    static String shape(String place, String... paragraphs) {
        StringBuilder text = new StringBuilder();
        for (String paragraph : paragraphs) {
            text.append("<a:p><a:r><a:t>").append(paragraph).append("</a:t></a:r></a:p>");
        }
        String ph = place.isEmpty() ? "" : "<p:nvSpPr><p:nvPr><p:ph type=\"" + place + "\"/></p:nvPr></p:nvSpPr>";
        return "<p:sp>" + ph + "<p:txBody>" + text + "</p:txBody></p:sp>";
    }

    static String table(String[]... rows) {
        StringBuilder table = new StringBuilder("<p:graphicFrame><a:tbl>");
        for (String[] row : rows) {
            table.append("<a:tr>");
            for (String cell : row) {
                table.append("<a:tc><a:txBody><a:p><a:r><a:t>")
                        .append(cell)
                        .append("</a:t></a:r></a:p></a:txBody></a:tc>");
            }
            table.append("</a:tr>");
        }
        return table.append("</a:tbl></p:graphicFrame>").toString();
    }

    /** @param sheets their rows by their names; a name that begins with "hidden" hides it */
    public static Map<String, String> workbook(Map<String, String> sheets, String strings, String styles) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", types("xl/workbook.xml", "spreadsheetml.sheet"));
        StringBuilder list = new StringBuilder();
        String[] relations = new String[2 * sheets.size()];
        int i = 0;
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            String state = sheet.getKey().startsWith("hidden") ? " state=\"hidden\"" : "";
            list.append("<sheet name=\"%s\" sheetId=\"%d\" r:id=\"r%d\"%s/>"
                    .formatted(sheet.getKey(), i + 1, i + 1, state));
            relations[2 * i] = "worksheet";
            relations[2 * i + 1] = "/xl/worksheets/sheet" + ++i + ".xml";
            parts.put(
                    "xl/worksheets/sheet" + i + ".xml",
                    "<worksheet " + SHEET + "><sheetData>" + sheet.getValue() + "</sheetData></worksheet>");
        }
        parts.put(
                "xl/workbook.xml",
                "<workbook " + SHEET + " xmlns:r=\"" + RELATIONS + "\"><sheets>" + list + "</sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", relations(relations));
        parts.put("xl/sharedStrings.xml", "<sst " + SHEET + ">" + strings + "</sst>");
        parts.put("xl/styles.xml", "<styleSheet " + SHEET + ">" + styles + "</styleSheet>");
        return parts;
    }

    /** A row of texts that stand in the cells themselves. */
    static String words(int number, String... cells) {
        StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
        for (int i = 0; i < cells.length; i++) {
            row.append("<c r=\"%s%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                    .formatted((char) ('A' + i), number, cells[i]));
        }
        return row.append("</row>").toString();
    }

    /** @param chapters file names with their bodies */
    public static Map<String, String> book(Map<String, String> chapters, String navigation) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/epub+zip");
        parts.put(
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>");
        StringBuilder items = new StringBuilder(
                "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>");
        StringBuilder spine = new StringBuilder();
        chapters.forEach((name, body) -> {
            String id = "i" + spine.length();
            items.append("<item id=\"%s\" href=\"%s\" media-type=\"application/xhtml+xml\"/>"
                    .formatted(id, name.replace(" ", "%20")));
            spine.append("<itemref idref=\"%s\"/>".formatted(id));
            parts.put("OEBPS/" + name, "<html><head><title>x</title></head><body>" + body + "</body></html>");
        });
        parts.put(
                "OEBPS/book.opf",
                "<?xml version=\"1.0\"?><package xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata>"
                        + "<dc:title>The Sea</dc:title><dc:creator>Ada Writer</dc:creator>"
                        + "<dc:language>en-GB</dc:language></metadata><manifest>" + items + "</manifest><spine>" + spine
                        + "</spine></package>");
        parts.put("OEBPS/nav.xhtml", "<html><body><nav epub:type=\"toc\">" + navigation + "</nav></body></html>");
        return parts;
    }
}
