package ai.chatforge.document.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;

/** PDFs written object by object, each with one thing in it that no program would write. */
final class HostilePdfs {
    private static final String PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    private static final String PAGE =
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>";
    private static final String FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    private static final String TEXT = "BT /F 12 Tf 50 700 Td (words of the page) Tj ET";

    private HostilePdfs() {}

    static void addTo(Map<String, byte[]> files, String address) throws IOException {
        trees(files);
        contents(files);
        fonts(files);
        actions(files, address);
        structures(files);
    }

    private static byte[] stream(String dictionary, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("<<" + dictionary + "/Length " + content.length + ">>stream\n").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(content);
        out.writeBytes("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] deflated(String pattern, int bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = latin(pattern.repeat(Math.max(1, 60_000 / pattern.length())));
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            for (int i = 0; i < bytes; i += block.length) {
                out.write(block);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] pdf(String catalogue, String pages, String page, byte[] content, byte[]... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin("%PDF-1.7\n"));
        byte[][] first = {latin("<</Type/Catalog/Pages 2 0 R" + catalogue + ">>"), latin(pages), latin(page), content};
        int number = 1;
        for (byte[][] objects : List.of(first, more)) {
            for (byte[] object : objects) {
                out.writeBytes(latin(number++ + " 0 obj\n"));
                out.writeBytes(object);
                out.writeBytes(latin("\nendobj\n"));
            }
        }
        out.writeBytes(latin("trailer<</Root 1 0 R/Size " + number + ">>\n%%EOF\n"));
        return out.toByteArray();
    }

    private static byte[] pdf(String catalogue, String pages, String page) {
        return pdf(catalogue, pages, page, stream("", latin(TEXT)), latin(FONT));
    }

    private static void trees(Map<String, byte[]> files) {
        List<String> trees = List.of(
                "<</Type/Pages/Kids[2 0 R]/Count 1>>",
                "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
                "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>",
                "<</Type/Pages/Kids[3 0 R]/Count -5>>",
                "<</Type/Pages/Kids[99 0 R]/Count 1>>",
                "<</Type/Pages/Kids 7/Count (x)>>",
                "<</Type/Pages/Kids[" + "3 0 R ".repeat(300) + "]/Count 300>>",
                "<</Type/Pages/Kids[" + "3 0 R ".repeat(50_000) + "]/Count 50000>>",
                "null");
        for (int i = 0; i < trees.size(); i++) {
            files.put("tree-" + i + ".pdf", pdf("", trees.get(i), PAGE));
        }
        for (String box : List.of("0 0 1e9 1e9", "0 0 -1 -1", "0 0 0 0", "1e38 1e38 -1e38 0", "(a) (b) (c) (d)", "")) {
            files.put("box-" + files.size() + ".pdf", pdf("", PAGES, PAGE.replace("0 0 600 800", box)));
        }
    }

    private static void contents(Map<String, byte[]> files) throws IOException {
        byte[] font = latin(FONT);
        List<String> contents = List.of(
                "q ".repeat(30_000),
                "Q ".repeat(30_000),
                "BT ".repeat(30_000),
                "[".repeat(100_000),
                "<<".repeat(50_000),
                "(".repeat(200_000),
                "/F 1e38 Tf (x) Tj",
                "BT /F 12 Tf " + "(x) Tj ".repeat(20_000),
                "BT /F 12 Tf 1e30 0 0 1e30 1e38 1e38 Tm (far away) Tj ET",
                "BI /W 100000 /H 100000 ID x EI",
                "BT /Missing 12 Tf (x) Tj ET",
                "1 0 0 1 NaN NaN cm BT /F 0 Tf (x) Tj ET",
                "\0\1\2\3",
                "");
        for (int i = 0; i < contents.size(); i++) {
            files.put("content-" + i + ".pdf", pdf("", PAGES, PAGE, stream("", latin(contents.get(i))), font));
        }
        files.put(
                "bomb-content.pdf", pdf("", PAGES, PAGE, stream("/Filter/FlateDecode", deflated(" ", 20 << 20)), font));
        files.put(
                "filters.pdf",
                pdf(
                        "",
                        PAGES,
                        PAGE,
                        stream("/Filter[" + "/FlateDecode".repeat(300) + "]", deflated("x", 1_000)),
                        font));
        for (String filter : List.of(
                "LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode", "JBIG2Decode", "Crypt", "No")) {
            files.put(
                    "filter-" + filter + ".pdf", pdf("", PAGES, PAGE, stream("/Filter/" + filter, latin(TEXT)), font));
        }
        files.put(
                "predictor.pdf",
                pdf(
                        "",
                        PAGES,
                        PAGE,
                        stream(
                                "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000>>",
                                deflated("x", 1_000)),
                        font));
        String form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R/Y 6 0 R>>>>";
        String forms = PAGE.replace("/Font<<", "/XObject<</X 6 0 R>>/Font<<");
        files.put(
                "form-in-itself.pdf",
                pdf("", PAGES, forms, stream("", latin("/X Do")), font, stream(form, latin("/X Do"))));
        for (String size :
                List.of("/Width 100000/Height 100000", "/Width -1/Height 5", "/Width 9000/Height 9000", "")) {
            byte[] image = stream(
                    "/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode" + size,
                    deflated("\0", 10_000));
            files.put("image-" + files.size() + ".pdf", pdf("", PAGES, forms, stream("", latin("/X Do")), font, image));
        }
    }

    private static void fonts(Map<String, byte[]> files) throws IOException {
        Random random = new Random(11);
        for (String kind : List.of("FontFile", "FontFile2", "FontFile3")) {
            for (int i = 0; i < 4; i++) {
                byte[] noise = new byte[2_000];
                random.nextBytes(noise);
                System.arraycopy(new byte[] {0, 1, 0, 0, 0, 12}, 0, noise, 0, i == 0 ? 0 : 6);
                byte[] font = latin(
                        "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/FontDescriptor 6 0 R>>");
                byte[] descriptor = latin("<</Type/FontDescriptor/FontName/X/Flags 4/" + kind + " 7 0 R>>");
                byte[] file = stream(kind.equals("FontFile3") ? "/Subtype/Type1C" : "/Length1 2000", noise);
                files.put(
                        "font-" + kind + i + ".pdf",
                        pdf("", PAGES, PAGE, stream("", latin(TEXT)), font, descriptor, file));
            }
        }
        List<String> maps = List.of(
                "1 beginbfrange <0000> <FFFF> <0000> endbfrange",
                "1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 begincidrange <00000000> <7FFFFFFF> 0 endcidrange",
                "[".repeat(20_000));
        for (int i = 0; i < maps.size(); i++) {
            byte[] font = latin(
                    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>");
            byte[] child = latin("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[0 2000000000 5]>>");
            files.put(
                    "map-" + i + ".pdf",
                    pdf("", PAGES, PAGE, stream("", latin(TEXT)), font, stream("", latin(maps.get(i))), child));
        }
        byte[] type3 =
                latin("<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 255"
                        + "/Encoding<</Differences[119/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>");
        files.put(
                "font-in-itself.pdf",
                pdf("", PAGES, PAGE, stream("", latin(TEXT)), type3, stream("", latin("BT /F 1 Tf (www) Tj ET"))));
        files.put(
                "font-descendant.pdf",
                pdf(
                        "",
                        PAGES,
                        PAGE,
                        stream("", latin(TEXT)),
                        latin("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]>>")));
    }

    private static void actions(Map<String, byte[]> files, String address) {
        List<String> catalogues = List.of(
                "/OpenAction<</S/URI/URI(" + address + ")>>",
                "/OpenAction<</S/Launch/F(/bin/sh)>>",
                "/OpenAction<</S/JavaScript/JS(app.launchURL('" + address + "'))>>",
                "/OpenAction<</S/GoToR/F<</FS/URL/F(" + address + ")>>>>",
                "/AcroForm<</XFA(<x xmlns='" + address + "'/>)/Fields[1 0 R]>>",
                "/URI<</Base(" + address + ")>>",
                "/Outlines 1 0 R",
                "/Outlines<</First 2 0 R/Last 2 0 R>>",
                "/Lang(" + "x".repeat(100_000) + ")",
                "/Names<</EmbeddedFiles<</Kids[1 0 R]>>>>",
                "/Metadata 1 0 R/StructTreeRoot 1 0 R");
        for (int i = 0; i < catalogues.size(); i++) {
            files.put("action-" + i + ".pdf", pdf(catalogues.get(i), PAGES, PAGE));
        }
        byte[] outside = latin("<</Length 0/F<</FS/URL/F(" + address + ")>>/FFilter/FlateDecode>>stream\n\nendstream");
        files.put("outside.pdf", pdf("", PAGES, PAGE, outside, latin(FONT)));
        byte[] loop = latin("<</Title(a)/Next 6 0 R/First 6 0 R/Parent 6 0 R/Dest[3 0 R/Fit]>>");
        files.put(
                "outline-circle.pdf",
                pdf("/Outlines<</First 6 0 R/Last 6 0 R>>", PAGES, PAGE, stream("", latin(TEXT)), latin(FONT), loop));
    }

    private static void structures(Map<String, byte[]> files) throws IOException {
        byte[] honest = pdf("", PAGES, PAGE);
        String text = new String(honest, StandardCharsets.ISO_8859_1);
        files.put("length-of-itself.pdf", latin(text.replaceFirst("/Length \\d+", "/Length 4 0 R")));
        files.put("length-lie.pdf", latin(text.replaceFirst("/Length \\d+", "/Length 2000000000")));
        files.put(
                "xref-circle.pdf",
                latin(text + "xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev " + text.length()
                        + ">>\nstartxref\n" + text.length() + "\n%%EOF"));
        files.put(
                "xref-huge.pdf",
                latin(text + "xref\n0 2000000000\ntrailer<</Root 1 0 R/Size 2000000000>>\nstartxref\n" + text.length()
                        + "\n%%EOF"));
        files.put("deep.pdf", latin(text.replace("/Type/Catalog", "/Type/Catalog/X " + "[".repeat(100_000))));
        files.put("deep-names.pdf", latin(text.replace("/Type/Catalog", "/Type/Catalog/X " + "<</A".repeat(60_000))));
        files.put(
                "encrypted.pdf",
                latin(text.replace("trailer<<", "trailer<</Encrypt<</Filter/Standard/V 5/R 6/O(x)/U(y)>>")));
        files.put("encrypted-no.pdf", latin(text.replace("trailer<<", "trailer<</Encrypt 1 0 R")));
        files.put("no-root.pdf", latin(text.replace("/Root 1 0 R", "")));
        files.put("root-in-root.pdf", latin(text.replace("/Pages 2 0 R", "/Pages 1 0 R")));
        files.put("head.pdf", latin("%PDF-"));
        files.put("zeros.pdf", Arrays.copyOf(latin("%PDF-1.4\n"), 1 << 20));
        files.put("comments.pdf", latin("%PDF-1.4\n" + "%\n".repeat(300_000)));
        byte[] objects =
                stream("/Type/ObjStm/N 1000000000/First 2000000000/Filter/FlateDecode", deflated("1 0 ", 5 << 20));
        files.put("objects.pdf", pdf("", "6 0 R", PAGE, stream("", latin(TEXT)), latin(FONT), objects));
    }
}
