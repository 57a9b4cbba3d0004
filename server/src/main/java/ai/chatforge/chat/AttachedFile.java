package ai.chatforge.chat;

/**
 * A file that goes along with a question.
 *
 * @param whole false: the file itself went on after its text
 * @param text as it is kept
 * @param read what of it a model is given
 */
record AttachedFile(Attachment about, boolean whole, String text, String read) {

    static AttachedFile of(Attachment about, boolean whole, String text) {
        return new AttachedFile(about.truncated(!whole), whole, text, text);
    }

    /** With so much of its beginning. */
    AttachedFile read(String beginning) {
        boolean cut = !whole || beginning.length() < text.length();
        return new AttachedFile(about.truncated(cut), whole, text, beginning);
    }
}
