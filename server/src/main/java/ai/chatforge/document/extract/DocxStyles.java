package ai.chatforge.document.extract;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The paragraph styles of a Word document: which are headings, directly or through the style they are based on. */
final class DocxStyles {
    private static final int MAX_STYLES = 20_000;
    private static final int MAX_BASES = 20;

    /** Word keeps these names in English whatever its language. */
    private static final Pattern HEADING = Pattern.compile("(?i)heading ([1-9])");

    private static final class Style {
        private String name = "";
        private String basedOn = "";
        private @Nullable Integer outline;
        private boolean list;
    }

    private final Map<String, Style> styles = new HashMap<>();

    void read(XMLStreamReader xml) throws XMLStreamException {
        Style style = new Style();
        while (xml.hasNext() && styles.size() < MAX_STYLES) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "style" -> {
                        style = new Style();
                        styles.put(DocxBody.attribute(xml, "styleId"), style);
                    }
                    case "name" -> style.name = DocxBody.attribute(xml, "val");
                    case "basedOn" -> style.basedOn = DocxBody.attribute(xml, "val");
                    case "outlineLvl" -> style.outline = DocxBody.number(xml);
                    case "numPr" -> style.list = true;
                    default -> {}
                }
            }
        }
    }

    /** 1 to 9, or null for a style of body text. */
    @Nullable
    Integer headingLevel(String id) {
        Style style = styles.get(id);
        for (int i = 0; style != null && i < MAX_BASES; i++) {
            if (style.outline != null) {
                return style.outline < 9 ? style.outline + 1 : null;
            }
            Matcher heading = HEADING.matcher(style.name);
            if (heading.matches()) {
                return Integer.valueOf(heading.group(1));
            }
            style = styles.get(style.basedOn);
        }
        return null;
    }

    boolean isTitle(String id) {
        return name(id).equals("title");
    }

    /** An entry of the table of contents: a copy of headings, with page numbers. */
    boolean isContents(String id) {
        return name(id).startsWith("toc ");
    }

    boolean isList(String id) {
        Style style = styles.get(id);
        return style != null && (style.list || name(id).startsWith("list "));
    }

    private String name(String id) {
        Style style = styles.get(id);
        return style == null ? "" : style.name.toLowerCase(Locale.ROOT);
    }
}
