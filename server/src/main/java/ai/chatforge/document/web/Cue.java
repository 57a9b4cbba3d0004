package ai.chatforge.document.web;

/** Words of a recording, and when they begin. */
public record Cue(int second, String text) {}
