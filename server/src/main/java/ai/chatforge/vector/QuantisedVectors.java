package ai.chatforge.vector;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Lucene's present codec, with a byte for each number of a vector beside the exact ones, so that a search reads less. */
final class QuantisedVectors extends Lucene104Codec {
    /** Lucene's own limit of 1,024 is a default; models of other makers have up to 4,096. */
    static final int LONGEST = 4096;

    private static final int CONNECTIONS = 16;
    private static final int CANDIDATES_WHILE_BUILDING = 100;

    private final KnnVectorsFormat vectors = new LongVectors(new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.UNSIGNED_BYTE, CONNECTIONS, CANDIDATES_WHILE_BUILDING));

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }

    /** Bears the name of the format that it writes in, by which Lucene finds that when it reads. */
    private static final class LongVectors extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        private LongVectors(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return LONGEST;
        }
    }
}
