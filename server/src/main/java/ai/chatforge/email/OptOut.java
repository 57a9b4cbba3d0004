package ai.chatforge.email;

/**
 * Where an addressee stops e-mails of a category.
 *
 * @param base address under which users reach ChatForge
 */
record OptOut(String base, String token) {

    /** For mail programs: a POST without anything else does it (RFC 8058). */
    String oneClick() {
        return base + "/api/email/unsubscribe/" + token;
    }

    String page(String language) {
        return base + "/unsubscribe/" + token + "?language=" + language;
    }

    @Override
    public String toString() {
        return "OptOut[]";
    }
}
