package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container or a filter refuses before any controller sees it becomes a problem too. */
@Hidden
@Controller
@Access(Access.Rule.PUBLIC)
class ErrorPageController implements ErrorController {
    private final ProblemWriter problems;

    ErrorPageController(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        problems.write(request, response, of(status instanceof Integer code ? code : 404));
    }

    static ApiException of(int status) {
        return switch (status) {
            case 404 -> new ApiException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 403 -> new ApiException(ErrorCode.FORBIDDEN, "This request is not allowed.");
            case 405 -> new ApiException(ErrorCode.METHOD_NOT_ALLOWED, "The method is not supported here.");
            case 413 -> new ApiException(ErrorCode.BODY_TOO_LARGE, "The body is too large.");
            case 503 ->
                new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "ChatForge is ending or overloaded. Try again.");
            default ->
                status >= 500
                        ? new ApiException(ErrorCode.INTERNAL, "Something went wrong on our side.")
                        : new ApiException(ErrorCode.INVALID_REQUEST, "The request is not valid HTTP for this server.");
        };
    }
}
