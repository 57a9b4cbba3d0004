package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.service.InsideHttp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Every exception of a handler ends here and becomes a problem. */
@RestControllerAdvice
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter problems;

    ProblemAdvice(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Throwable.class)
    void handle(HttpServletRequest request, HttpServletResponse response, Throwable thrown) throws IOException {
        if (thrown instanceof AsyncRequestNotUsableException || isClientGone(thrown)) {
            LOG.debug("The client went away: {}", thrown.toString());
            return;
        }
        if (response.isCommitted() && InsideHttp.isCutOff(thrown)) {
            // In the middle of what is relayed from another process.
            LOG.warn("Cut off: {} {}: {}", request.getMethod(), request.getRequestURI(), thrown.toString());
            return;
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException method && method.getSupportedMethods() != null) {
            response.setHeader("Allow", String.join(", ", method.getSupportedMethods()));
        }
        ApiException problem = ProblemMapping.of(thrown);
        switch (problem.code().category()) {
            case BUG -> LOG.error("Request failed: {} {}", request.getMethod(), request.getRequestURI(), thrown);
            case UNAVAILABLE, UPSTREAM -> LOG.warn("{}: {}", problem.code().key(), thrown.toString());
            default -> LOG.debug("{}: {}", problem.code().key(), problem.detail(), thrown);
        }
        problems.write(request, response, problem);
    }

    private static boolean isClientGone(Throwable thrown) {
        return thrown.getClass().getSimpleName().equals("ClientAbortException");
    }
}
