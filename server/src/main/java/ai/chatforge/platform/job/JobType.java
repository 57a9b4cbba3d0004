package ai.chatforge.platform.job;

/** A kind of job with what it is given; stored under its name, which therefore never changes. */
public record JobType<T>(String name, Class<T> data) {}
