package ai.chatforge.document.extract;

import java.util.Arrays;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The texts that a workbook's cells name by number, in one piece: most are short, and there may be millions. */
final class SharedStrings {
    private static final int MAX_CHARACTERS = 32 << 20;
    private static final int MAX_STRINGS = 4 << 20;

    private final StringBuilder all = new StringBuilder();
    private int[] ends = new int[256];
    private int count;

    void read(XMLStreamReader xml) throws XMLStreamException, UnreadableException {
        boolean inText = false;
        int pronounced = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    pronounced += xml.getLocalName().equals("rPh") ? 1 : 0;
                    inText = pronounced == 0 && xml.getLocalName().equals("t");
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    inText = false;
                    pronounced -= xml.getLocalName().equals("rPh") ? 1 : 0;
                    if (xml.getLocalName().equals("si")) {
                        end();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (inText) {
                        all.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    }
                }
                default -> {}
            }
            if (all.length() > MAX_CHARACTERS) {
                throw tooLarge();
            }
        }
    }

    private void end() throws UnreadableException {
        if (count == MAX_STRINGS) {
            throw tooLarge();
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = all.length();
    }

    private static UnreadableException tooLarge() {
        return new UnreadableException(
                FailureCode.FILE_TOO_LARGE,
                "The workbook holds more text than can be read at once. Split it, or save its sheets as CSV.");
    }

    /** Empty for a number that no text has. */
    String get(String number) {
        int index = Digits.of(number, -1);
        if (index < 0 || index >= count) {
            return "";
        }
        return all.substring(index == 0 ? 0 : ends[index - 1], ends[index]);
    }
}
