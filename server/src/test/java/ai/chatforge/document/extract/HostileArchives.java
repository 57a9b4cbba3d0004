package ai.chatforge.document.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Office documents and books whose parts were written to do harm. */
final class HostileArchives {
    /** A kind of document: its honest parts, and which of them holds the text. */
    private record Kind(String extension, String part, String root, Map<String, String> parts) {
        String with(String documentType, String text) {
            return "<?xml version=\"1.0\"?>" + documentType + root.replace("%s", text);
        }
    }

    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private HostileArchives() {}

    private static List<Kind> kinds() {
        Map<String, String> word = new LinkedHashMap<>();
        word.put(
                "[Content_Types].xml",
                "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-"
                        + "officedocument.wordprocessingml.document.main+xml\"/></Types>");
        word.put("word/document.xml", "");
        return List.of(
                new Kind(
                        "docx",
                        "word/document.xml",
                        "<w:document xmlns:w=\"" + WORD
                                + "\"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>",
                        word),
                new Kind(
                        "pptx",
                        "ppt/slides/slide1.xml",
                        OfficeFiles.slide("", OfficeFiles.shape("", "%s")),
                        OfficeFiles.presentation(List.of(""))),
                new Kind(
                        "xlsx",
                        "xl/worksheets/sheet1.xml",
                        "<worksheet " + OfficeFiles.SHEET + "><sheetData>" + OfficeFiles.words(1, "%s", "b")
                                + "</sheetData></worksheet>",
                        OfficeFiles.workbook(Map.of("One", ""), "", "")),
                new Kind(
                        "epub",
                        "OEBPS/c.xhtml",
                        "<html><body><p>%s</p></body></html>",
                        OfficeFiles.book(Map.of("c.xhtml", ""), "")));
    }

    static void addTo(Map<String, byte[]> files, Path folder, String address, Path secret) throws IOException {
        for (Kind kind : kinds()) {
            documentTypes(files, folder, kind, address, secret);
            sizes(files, folder, kind);
            names(files, folder, kind, address);
        }
        sheets(files, folder, address);
    }

    private static void put(Map<String, byte[]> files, Path folder, Kind kind, String name, Map<String, String> changed)
            throws IOException {
        Map<String, String> parts = new LinkedHashMap<>(kind.parts());
        parts.put(kind.part(), kind.with("", "words"));
        parts.putAll(changed);
        files.put(name + "." + kind.extension(), HostileCorpus.zip(folder, parts));
    }

    private static void documentTypes(Map<String, byte[]> files, Path folder, Kind kind, String address, Path secret)
            throws IOException {
        List<String> types = List.of(
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"" + address + "\">]>",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"" + secret.toUri() + "\">]>",
                "<!DOCTYPE x [<!ENTITY % b SYSTEM \"" + address + "\">%b;]>",
                "<!DOCTYPE x SYSTEM \"" + address + "\">",
                "<!DOCTYPE x PUBLIC \"-//x\" \"" + address + "\">",
                "<?xml-stylesheet href=\"" + address + "\"?>");
        for (int i = 0; i < types.size(); i++) {
            put(files, folder, kind, "xxe-" + i, Map.of(kind.part(), kind.with(types.get(i), "before &a; after")));
        }
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        put(files, folder, kind, "laughs", Map.of(kind.part(), kind.with(laughs + "]>", "&l11;")));
        String long64k = "a".repeat(65_536);
        put(
                files,
                folder,
                kind,
                "quadratic",
                Map.of(kind.part(), kind.with("<!DOCTYPE x [<!ENTITY a \"" + long64k + "\">]>", "&a;".repeat(20_000))));
    }

    private static void sizes(Map<String, byte[]> files, Path folder, Kind kind) throws IOException {
        put(files, folder, kind, "bomb", Map.of(kind.part(), kind.with("", " ".repeat(40 << 20))));
        put(files, folder, kind, "deep", Map.of(kind.part(), "<a>".repeat(50_000)));
        put(
                files,
                folder,
                kind,
                "deep-closed",
                Map.of(kind.part(), kind.with("", "<a>".repeat(20_000) + "x" + "</a>".repeat(20_000))));
        put(
                files,
                folder,
                kind,
                "attribute",
                Map.of(kind.part(), kind.with("", "<a b=\"" + "x".repeat(2 << 20) + "\"/>")));
        put(files, folder, kind, "empty", Map.of(kind.part(), ""));
        put(files, folder, kind, "binary", Map.of(kind.part(), "\0\1\2\3\uFFFF"));
        put(files, folder, kind, "half", Map.of(kind.part(), kind.with("", "<a")));
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            many.put("more/part" + i + ".xml", "x");
        }
        put(files, folder, kind, "many-parts", many);
    }

    private static void names(Map<String, byte[]> files, Path folder, Kind kind, String address) throws IOException {
        put(files, folder, kind, "traversal", Map.of("../../../../etc/passwd", "x", "/etc/passwd", "x", "C:\\x", "x"));
        put(
                files,
                folder,
                kind,
                "encrypted",
                Map.of("META-INF/encryption.xml", "<e><CipherReference URI=\"OEBPS/c.xhtml\"/></e>"));
        for (String target : List.of(address, "file:///etc/passwd", "../../../../etc/passwd", "slide1.xml")) {
            String relations = "<Relationships><Relationship Id=\"r1\" Type=\"x/notesSlide\" TargetMode=\"External\""
                    + " Target=\"" + target + "\"/><Relationship Id=\"r2\" Type=\"x/notesSlide\" Target=\"" + target
                    + "\"/></Relationships>";
            String of = kind.part().replaceFirst("([^/]+)$", "_rels/$1.rels");
            put(files, folder, kind, "relation-" + files.size(), Map.of(of, relations));
        }
        put(
                files,
                folder,
                kind,
                "contained",
                Map.of(
                        "META-INF/container.xml",
                        "<container><rootfile full-path=\"../../../etc/passwd\"/></container>"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
        }
        files.put("nothing." + kind.extension(), bytes.toByteArray());
        byte[] lying =
                files.getOrDefault("traversal." + kind.extension(), new byte[0]).clone();
        // the end record: more entries and a larger directory than there are
        lying[lying.length - 12] = (byte) 0xFF;
        lying[lying.length - 11] = (byte) 0xFF;
        files.put("lying." + kind.extension(), lying);
    }

    private static void sheets(Map<String, byte[]> files, Path folder, String address) throws IOException {
        List<String> rows = List.of(
                "<row r=\"999999999\"><c r=\"XFD999999999\"><v>1</v></c></row>",
                "<row><c r=\"ZZZZZZZZ1\"><v>1e308</v></c><c r=\"\"><v>NaN</v></c><c r=\"!!\" t=\"s\"><v>-1</v></c></row>",
                "<row r=\"-1\"><c t=\"s\"><v>99999999999</v></c><c t=\"nonsense\"><v>x</v></c></row>",
                "<row r=\"1\">" + "<c r=\"XFD1\"><v>1</v></c>".repeat(20_000) + "</row>",
                "<row/>".repeat(200_000),
                "<row r=\"1\"><c t=\"str\"><f>WEBSERVICE(\"" + address + "\")</f><v>=cmd|'/C calc'!A0</v></c></row>",
                "<row r=\"1\"><c t=\"inlineStr\"><is>" + "<r><t>x</t></r>".repeat(100_000) + "</is></c></row>");
        for (int i = 0; i < rows.size(); i++) {
            sheet(files, folder, "rows-" + i, rows.get(i), "", "");
        }
        List<String> formats = List.of(
                "[".repeat(200),
                "#".repeat(250),
                "0".repeat(250),
                "yyyy".repeat(60),
                "\\\\".repeat(100),
                "[$-F800]dddd",
                "[>1][<2][=3]0;;;",
                "?/?????????",
                "0E+".repeat(60),
                "(((((((((a+)+)+",
                "@@@@;@;@;@",
                "\"",
                "");
        for (int i = 0; i < formats.size(); i++) {
            String code = formats.get(i).replace("\"", "&quot;").replace("<", "&lt;");
            StringBuilder cells = new StringBuilder("<row r=\"1\">");
            for (String value : List.of("0", "-1", "1e308", "-1e-300", "46112.5", "2958466", "NaN", "Infinity")) {
                cells.append("<c s=\"0\"><v>").append(value).append("</v></c>");
            }
            sheet(
                    files,
                    folder,
                    "format-" + i,
                    cells + "</row>",
                    "",
                    "<numFmt numFmtId=\"200\" formatCode=\"" + code + "\"/><cellXfs><xf numFmtId=\"200\"/></cellXfs>");
        }
        sheet(files, folder, "strings", OfficeFiles.words(1, "a", "b"), "<si><t/></si>".repeat(300_000), "");
        sheet(files, folder, "string", OfficeFiles.words(1, "a", "b"), "<si><t>" + "x".repeat(33 << 20), "");
        sheet(files, folder, "styles", OfficeFiles.words(1, "a"), "", "<cellXfs>" + "<xf/>".repeat(500_000));
    }

    private static void sheet(
            Map<String, byte[]> files, Path folder, String name, String rows, String strings, String styles)
            throws IOException {
        files.put(
                name + ".xlsx", HostileCorpus.zip(folder, OfficeFiles.workbook(Map.of("One", rows), strings, styles)));
    }
}
