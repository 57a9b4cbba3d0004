package ai.chatforge.document.extract;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Letters, tables and pages that are only text, and still no pleasure. */
final class HostileTexts {
    private static final List<String> FORMULAS = List.of(
            "=cmd|' /C calc'!A0",
            "=HYPERLINK(\"%s\",\"click\")",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "+1+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "=IMPORTXML(\"%s\",\"//a\")",
            "=WEBSERVICE(\"%s\")",
            "\t=1+1",
            "=DDE(\"cmd\";\"/C calc\";\"x\")");

    /** Each of them, many times over, has made some expression or parser slow. */
    private static final List<String> REPEATED = List.of(
            "*", "_", "`", "[", "![", "](", "[a](", "<", "&", "|", "| |\n", "#", "> ", "- ", "\\", "~~~\n", "=\n",
            "---\n", " ", "\t|", "a*_`[", "<a ", "<!--", "&#x0;", "1. ", "**a ", "|-", ".... ", "a-\n", "-\n");

    private HostileTexts() {}

    static void addTo(Map<String, byte[]> files, String address) {
        for (int i = 0; i < FORMULAS.size(); i++) {
            String formula = FORMULAS.get(i).replace("%s", address);
            put(files, "formula-" + i + ".csv", "name,value\nx,\"" + formula.replace("\"", "\"\"") + "\"\n");
        }
        for (int i = 0; i < REPEATED.size(); i++) {
            String many = REPEATED.get(i).repeat(20_000);
            put(files, "repeated-" + i + ".md", "x" + many);
            put(files, "repeated-" + i + ".html", "<html><body><p>x" + many);
            if (i % 3 == 0) {
                put(files, "repeated-" + i + ".txt", "x" + many + "x");
                put(files, "repeated-" + i + ".csv", "a;b\n" + many);
            }
        }
        tables(files);
        pages(files, address);
        letters(files, address);
    }

    private static void put(Map<String, byte[]> files, String name, String text) {
        files.put(name, HostileCorpus.bytes(text));
    }

    private static void tables(Map<String, byte[]> files) {
        put(files, "open-quote.csv", "a,b\n\"" + "never closed, ".repeat(50_000));
        put(files, "columns.csv", "a,".repeat(300_000) + "\n1,2\n");
        put(files, "long-cell.csv", "a,b\n" + "x".repeat(500_000) + ",1\n");
        put(files, "quotes.csv", "a,b\n" + "\"".repeat(1_000_001));
        put(files, "rows.csv", "a,b\n" + ",\n".repeat(100_000));
        put(files, "zeros.csv", "a,b\n" + "\0".repeat(50_000));
    }

    private static void pages(Map<String, byte[]> files, String address) {
        List<String> outside = List.of(
                "<img src='%s'>",
                "<script src='%s'></script>",
                "<link rel=stylesheet href='%s'>",
                "<iframe src='%s'>",
                "<meta http-equiv=refresh content='0;url=%s'>",
                "<base href='%s'><a href=x>y",
                "<object data='%s'>",
                "<svg><image href='%s'/></svg>",
                "<style>@import '%s';</style>",
                "<form action='%s'><input>");
        for (int i = 0; i < outside.size(); i++) {
            put(
                    files,
                    "outside-" + i + ".html",
                    "<html><p>words</p>" + outside.get(i).replace("%s", address));
        }
        for (String tag : List.of("div", "table><tr><td", "ul><li", "b", "blockquote", "svg", "select", "h1")) {
            put(
                    files,
                    "deep-" + tag.replaceAll("\\W", "") + ".html",
                    "<html><body>" + ("<" + tag + ">").repeat(5_000) + "x");
        }
        put(
                files,
                "entity.html",
                "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM '" + address + "'>]><html><p>&x;</p></html>");
        put(files, "attributes.html", "<html><p " + "a%d=b ".repeat(50_000) + ">x</p>");
        put(files, "charset.html", "<html><meta charset='x-no-such'><p>\u00ff words</p>");
    }

    static String mail(String rest) {
        return "From: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n"
                + "MIME-Version: 1.0\r\n" + rest;
    }

    private static String multipart(String boundary, String... parts) {
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n"
                + String.join("\r\n--" + boundary + "\r\n", parts) + "\r\n--" + boundary + "--\r\n";
    }

    private static String attachment(String name, byte[] content) {
        return "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name
                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content);
    }

    private static void letters(Map<String, byte[]> files, String address) {
        for (int depth : new int[] {10, 49, 60, 2_000}) {
            String rest = "Content-Type: text/plain\r\n\r\nat the bottom";
            String letter = "Content-Type: text/plain\r\n\r\nat the bottom";
            for (int i = 0; i < depth && rest.length() < 2_000_000; i++) {
                rest = multipart("b" + i, rest);
            }
            for (int i = 0; i < Math.min(depth, 200); i++) {
                letter = "Content-Type: message/rfc822\r\n\r\n" + mail(letter);
            }
            put(files, "deep-" + depth + ".eml", mail(rest));
            put(files, "forwarded-" + depth + ".eml", mail(letter));
        }
        put(files, "no-boundary.eml", mail("Content-Type: multipart/mixed\r\n\r\nwords"));
        put(files, "wrong-boundary.eml", mail("Content-Type: multipart/mixed; boundary=a\r\n\r\n--b\r\n\r\nwords"));
        put(files, "long-header.eml", mail("X-Long: " + "x".repeat(3_000_000) + "\r\n\r\nwords"));
        put(files, "many-headers.eml", mail("X-More: y\r\n".repeat(100_000) + "\r\nwords"));
        put(files, "long-line.eml", mail("\r\n" + "x".repeat(5_000_000)));
        put(files, "no-body.eml", mail(""));
        put(files, "charset.eml", mail("Content-Type: text/plain; charset=no-such\r\n\r\nw\u00f6rds"));
        put(files, "encoding.eml", mail("Content-Transfer-Encoding: base64\r\n\r\n!!!! not base64 ????"));
        put(files, "subject.eml", mail("Cc: " + "=?utf-8?B?" + "4oKs".repeat(40_000) + "?=\r\n\r\nwords"));
        put(files, "words.eml", mail("Cc: " + "=?utf-8?Q?=41?= ".repeat(8_000) + "\r\n\r\nwords"));
        put(files, "parts.eml", mail(multipart("b", "\r\nx\r\n--b\r\n".repeat(5_000))));
        put(files, "text.eml", mail("\r\n" + "many words\r\n".repeat(900_000)));
        put(
                files,
                "html.eml",
                mail("Content-Type: text/html\r\n\r\n<img src='" + address + "'><p>x" + "<div>".repeat(20_000)));
        put(
                files,
                "external.eml",
                mail("Content-Type: message/external-body; access-type=URL; URL=\"" + address + "\"\r\n\r\nx"));
        for (String name :
                List.of("../../../../tmp/evil.csv", "C:\\\\evil.csv", "/etc/passwd.txt", "a\0b.csv", ".csv")) {
            put(
                    files,
                    "names-" + files.size() + ".eml",
                    mail(multipart("b", "\r\nwords", attachment(name, HostileCorpus.bytes("a,b\n1,2\n")))));
        }
        for (String hostile : List.of("bomb.docx", "bomb.xlsx", "xxe-0.pptx", "laughs.epub", "bomb-content.pdf")) {
            byte[] content = files.getOrDefault(hostile, new byte[0]);
            put(files, "with-" + hostile + ".eml", mail(multipart("b", "\r\nwords", attachment(hostile, content))));
        }
    }
}
