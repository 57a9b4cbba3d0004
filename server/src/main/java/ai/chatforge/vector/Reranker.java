package ai.chatforge.vector;

import java.io.IOException;
import java.util.List;

/** Reads question and passage together, which says more than vectors that were made apart. */
interface Reranker {
    /** How well each text answers, from 0 to 1, in the order of the texts. */
    List<Double> scores(String question, List<String> texts) throws IOException;
}
