package ai.chatforge.vector;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Lucene's present codec, with a byte for each number of a vector beside the exact ones, so that a search reads less. */
final class QuantisedVectors extends Lucene104Codec {
    private static final int CONNECTIONS = 16;
    private static final int CANDIDATES_WHILE_BUILDING = 100;

    private final KnnVectorsFormat vectors = new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.UNSIGNED_BYTE, CONNECTIONS, CANDIDATES_WHILE_BUILDING);

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }
}
