package ai.chatforge.document.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The worker process: reads one file after another until its standard input ends. */
final class ExtractionWorker {
    private final DataOutputStream wire;
    private final @Nullable Tesseract ocr = Tesseract.ofThisProcess();

    private ExtractionWorker(DataOutputStream wire) {
        this.wire = wire;
    }

    static void main(String[] args) throws Exception {
        DataOutputStream wire =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 << 10));
        // whatever a library prints must not end up between the frames
        System.setOut(System.err);
        NoNetwork.apply();
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("requests").start(() -> listen(requests));
        ExtractionWorker worker = new ExtractionWorker(wire);
        Frame.write(new Frame.Ready(), wire);
        while (true) {
            worker.answer(requests.take());
        }
    }

    /** Ends the process with its input, in the middle of a file too: nobody is left to read the result. */
    private static void listen(BlockingQueue<Request> requests) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
            for (Request request = Request.read(in); request != null; request = Request.read(in)) {
                requests.add(request);
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("input: " + e);
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(0);
    }

    private void answer(Request request) throws IOException {
        Frame.write(read(request), wire);
    }

    private Frame read(Request request) throws WireException {
        try {
            WireOutput output = new WireOutput(wire);
            DocumentReader.Facts facts = DocumentReader.of(request.type(), ocr).read(request.file(), output);
            return new Frame.Done(output.withLanguage(facts));
        } catch (WireException e) {
            throw e;
        } catch (UnreadableException e) {
            return new Frame.Failed(e.code(), e.sentence());
        } catch (IOException | RuntimeException e) {
            System.err.println(request.type() + ": " + e);
            return new Frame.Failed(FailureCode.FILE_UNREADABLE, damaged(request.type()));
        } catch (StackOverflowError e) {
            return new Frame.Failed(
                    FailureCode.FILE_UNREADABLE, "The file is nested too deeply to be read. Export it again.");
        }
    }

    private static String damaged(DetectedType type) {
        return "The " + type + " file is damaged or incomplete and could not be read. "
                + "Open it, save or export it again and upload the new file.";
    }
}
