package ai.chatforge.document.extract;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;

/** How a workbook shows its numbers: as money, percent, dates. */
final class CellFormats {
    private static final int MAX_FORMATS = 70_000;

    /** What the program itself allows. */
    private static final int MAX_FORMAT_LENGTH = 255;

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private record Format(int id, String code) {}

    private final DataFormatter formatter = new DataFormatter(Locale.US);
    private final boolean since1904;
    private final Map<Integer, String> codes = new HashMap<>();
    private final List<Integer> styles = new ArrayList<>();

    CellFormats(boolean since1904) {
        this.since1904 = since1904;
    }

    void read(XMLStreamReader xml) throws XMLStreamException {
        boolean ofCells = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
                ofCells = false;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "numFmt" -> {
                        String code = DocxBody.attribute(xml, "formatCode");
                        if (codes.size() < MAX_FORMATS && code.length() <= MAX_FORMAT_LENGTH) {
                            codes.put(Digits.of(DocxBody.attribute(xml, "numFmtId"), 0), code);
                        }
                    }
                    case "cellXfs" -> ofCells = true;
                    case "xf" -> {
                        if (ofCells && styles.size() < MAX_FORMATS) {
                            styles.add(Digits.of(DocxBody.attribute(xml, "numFmtId"), 0));
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    /** The number as it looks in a cell of that style; dates without a form of their own as 2026-03-31. */
    String show(String raw, String style) {
        double value;
        try {
            value = Double.parseDouble(raw);
        } catch (NumberFormatException e) {
            return raw;
        }
        Format format = format(style);
        try {
            if (DateUtil.isADateFormat(format.id(), format.code()) && DateUtil.isValidExcelDate(value)) {
                return date(value, format);
            }
            return formatter.formatRawCellContents(value, format.id(), format.code(), since1904);
        } catch (RuntimeException e) {
            // a format that nobody understands: the number itself says enough
            return raw;
        }
    }

    private Format format(String style) {
        int number = Digits.of(style, 0);
        int id = number < styles.size() ? styles.get(number) : 0;
        String code = codes.get(id);
        if (code == null) {
            code = id < BuiltinFormats.getAll().length ? BuiltinFormats.getBuiltinFormat(id) : null;
        }
        return new Format(id, code == null ? "General" : code);
    }

    /** In which order day and month stand depends on who looks; this order means the same to everybody. */
    private String date(double value, Format format) {
        LocalDateTime date = DateUtil.getLocalDateTime(value, since1904);
        String code = format.code().toLowerCase(Locale.ROOT);
        boolean hasDay = code.contains("y") || code.contains("d");
        if (!hasDay || !code.contains("y")) {
            return formatter.formatRawCellContents(value, format.id(), format.code(), since1904);
        }
        if (!code.contains("d")) {
            return DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).format(date);
        }
        return date.toLocalTime().equals(LocalTime.MIDNIGHT) || !code.contains("h")
                ? date.toLocalDate().toString()
                : DAY_AND_TIME.format(date);
    }
}
