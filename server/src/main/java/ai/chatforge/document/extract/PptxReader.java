package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;

/** Presentations: a segment for each slide that is shown, in the order of showing, with its notes. */
final class PptxReader implements DocumentReader {
    private static final int MAX_SLIDES = 20_000;

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (OfficePackage office = OfficePackage.open(file, DetectedType.PPTX)) {
            ZipParts parts = office.parts();
            SectionWriter sections = new SectionWriter(output);
            List<String> slides = slides(office);
            for (int i = 0; i < slides.size(); i++) {
                slide(parts, slides.get(i), i + 1, sections);
            }
            return CoreProperties.of(parts).facts(null);
        }
    }

    private static List<String> slides(OfficePackage office) throws IOException {
        List<String> ids = new ArrayList<>();
        boolean read = office.read(office.mainPart(), xml -> {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("sldId")) {
                    ids.add(OfficePackage.relation(xml));
                }
                if (ids.size() > MAX_SLIDES) {
                    throw new UnreadableException(
                            FailureCode.FILE_TOO_LARGE,
                            "The presentation has more than %,d slides. Split it.".formatted(MAX_SLIDES));
                }
            }
        });
        if (!read) {
            throw office.damaged();
        }
        Map<String, ZipParts.Relation> relations = office.parts().relations(office.mainPart());
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(relations.get(id)).stream())
                .map(ZipParts.Relation::target)
                .distinct()
                .toList();
    }

    private static void slide(ZipParts parts, String name, int number, SectionWriter sections) throws IOException {
        SlideText slide = new SlideText();
        parts.read(name, slide::read);
        if (slide.isHidden() || slide.isEmpty()) {
            return;
        }
        sections.restart();
        sections.heading(1, slide.title().isEmpty() ? "Slide " + number : "Slide " + number + ": " + slide.title());
        slide.write(sections);
        for (ZipParts.Relation relation : parts.relations(name).values()) {
            if (relation.type().equals("notesSlide")) {
                SlideText notes = SlideText.ofNotes();
                parts.read(relation.target(), notes::read);
                if (!notes.isEmpty()) {
                    sections.paragraph("Notes:");
                    notes.write(sections);
                }
            }
        }
        sections.finish();
    }
}
