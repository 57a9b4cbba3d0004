package ai.chatforge;

/** The one program: picks the command and hands over. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
