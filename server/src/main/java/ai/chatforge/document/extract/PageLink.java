package ai.chatforge.document.extract;

/** An address that a web page names, as it is written there. */
public record PageLink(Kind kind, String href) {
    /** What an address is for. */
    public enum Kind {
        /** What all others are relative to. */
        BASE,
        /** The page's own address, as it wants to be known. */
        CANONICAL,
        LINK,
        /** No address: the page asks not to be kept. */
        NO_INDEX
    }
}
