package ai.chatforge.accounting.api;

import java.util.Map;

/** Looks whether what must always be true of credits is: for {@code chatforge doctor}. */
public interface Reconciler {

    /** How many rows contradict each of the rules, by its name; 0 where it holds. */
    Map<String, Integer> faults();
}
