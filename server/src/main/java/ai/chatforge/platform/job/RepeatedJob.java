package ai.chatforge.platform.job;

import java.time.Duration;

/** Work done again and again, by one process at a time. */
public record RepeatedJob(String name, Duration every, Runnable work) {}
