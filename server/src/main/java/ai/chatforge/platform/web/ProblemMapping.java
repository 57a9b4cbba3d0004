package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What each exception of the framework and the libraries means to a client. */
public final class ProblemMapping {
    private static final Duration SOON = Duration.ofSeconds(5);

    private ProblemMapping() {}

    public static ApiException of(Throwable thrown) {
        return switch (thrown) {
            case ApiException e -> e;
            case HttpMessageNotReadableException e -> unreadable(e.getCause(), e);
            case MethodArgumentNotValidException e -> invalid(e);
            case HandlerMethodValidationException e -> invalid(e);
            case MethodArgumentTypeMismatchException e -> mismatch(e);
            case TypeMismatchException e -> ApiException.invalid(String.valueOf(e.getPropertyName()), "is not valid");
            case MaxUploadSizeExceededException e ->
                new ApiException(ErrorCode.FILE_TOO_LARGE, "The file is larger than uploads may be.", e);
            case MissingServletRequestPartException e ->
                ApiException.invalid(e.getRequestPartName(), "is missing: send it as a part of the form");
            case MultipartException e -> multipart(e);
            case ServletRequestBindingException e ->
                new ApiException(
                        ErrorCode.INVALID_REQUEST, String.valueOf(e.getBody().getDetail()), e);
            case InvalidParameterException e ->
                new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "A parameter of the address cannot be read: it is not UTF-8, or not well encoded.",
                        e);
            case NoResourceFoundException e -> nothingHere(e);
            case NoHandlerFoundException e -> nothingHere(e);
            case HttpRequestMethodNotSupportedException e ->
                new ApiException(
                        ErrorCode.METHOD_NOT_ALLOWED, "The method " + e.getMethod() + " is not supported here.", e);
            case HttpMediaTypeNotSupportedException e ->
                new ApiException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send one of: " + e.getSupportedMediaTypes() + ".", e);
            case HttpMediaTypeNotAcceptableException e ->
                new ApiException(ErrorCode.NOT_ACCEPTABLE, "Accept one of: " + e.getSupportedMediaTypes() + ".", e);
            case TransactionException e -> databaseGone(e);
            case DataAccessResourceFailureException e -> databaseGone(e);
            case NonTransientDataAccessResourceException e -> databaseGone(e);
            case TransientDataAccessException e -> databaseGone(e);
            case DataIntegrityViolationException e ->
                new ApiException(ErrorCode.CONFLICT, "The request conflicts with data that is already there.", e);
            default -> unexpected(thrown);
        };
    }

    private static ApiException nothingHere(Throwable e) {
        return new ApiException(ErrorCode.NOT_FOUND, "There is nothing at this address.", e);
    }

    private static ApiException databaseGone(Throwable e) {
        if (isDiskFull(e)) {
            return diskFull(e);
        }
        return new ApiException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "The database does not answer at the moment. Nothing was changed; try again in a little while.",
                List.of(),
                SOON,
                e);
    }

    private static ApiException diskFull(Throwable e) {
        return new ApiException(
                ErrorCode.STORAGE_FULL,
                "The disk of this ChatForge is full, so nothing was stored. Its operator has to make room.",
                List.of(),
                Duration.ofMinutes(1),
                e);
    }

    private static ApiException unexpected(Throwable thrown) {
        return isDiskFull(thrown)
                ? diskFull(thrown)
                : new ApiException(
                        ErrorCode.INTERNAL,
                        "Something went wrong on our side. Tell the operator the request id, and we will find it.",
                        thrown);
    }

    private static boolean isDiskFull(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            boolean full =
                    t instanceof IOException && String.valueOf(t.getMessage()).contains("No space left");
            // 53100: disk_full
            if (full || (t instanceof SQLException sql && "53100".equals(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static ApiException multipart(MultipartException e) {
        return isDiskFull(e)
                ? diskFull(e)
                : new ApiException(
                        ErrorCode.MALFORMED_BODY, "The upload could not be read; send multipart/form-data.", e);
    }

    /** Of JSON that a client sent otherwise than as the body of a request. */
    public static ApiException unreadable(JacksonException e) {
        return unreadable(e, e);
    }

    private static ApiException unreadable(@Nullable Throwable cause, RuntimeException e) {
        return switch (cause) {
            case ApiException limit -> limit;
            case UnrecognizedPropertyException unknown ->
                new ApiException(
                        ErrorCode.UNKNOWN_FIELD,
                        "The field '" + path(unknown) + "' is not known here.",
                        List.of(new FieldError(path(unknown), "is not known here")),
                        null,
                        e);
            case StreamReadException broken ->
                new ApiException(
                        ErrorCode.MALFORMED_BODY,
                        "The body is not valid JSON (line "
                                + broken.getLocation().getLineNr() + ", column "
                                + broken.getLocation().getColumnNr() + ").",
                        e);
            case DatabindException wrong -> wrongValue(wrong, e);
            case null, default -> isClientFault(e);
        };
    }

    private static ApiException isClientFault(RuntimeException e) {
        return new ApiException(ErrorCode.MALFORMED_BODY, "A JSON body is needed here, and it could not be read.", e);
    }

    private static ApiException wrongValue(DatabindException wrong, Throwable cause) {
        for (Throwable t = wrong; t != null; t = t.getCause()) {
            if (t instanceof ApiException limit) {
                return limit;
            }
        }
        String field = path(wrong);
        String name = field.isEmpty() ? "body" : field;
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "The value of '" + name + "' has the wrong type or form.",
                List.of(new FieldError(name, "has the wrong type or form")),
                null,
                cause);
    }

    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : r.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static ApiException invalid(MethodArgumentNotValidException e) {
        return invalid(e.getBindingResult().getFieldErrors().stream()
                .map(f -> new FieldError(f.getField(), orElse(f.getDefaultMessage())))
                .toList());
    }

    private static ApiException invalid(HandlerMethodValidationException e) {
        return invalid(e.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error ->
                                new FieldError(name(result.getMethodParameter()), orElse(error.getDefaultMessage()))))
                .toList());
    }

    public static ApiException invalid(List<FieldError> faults) {
        String detail = faults.stream()
                .map(fault -> fault.field() + " " + fault.message())
                .collect(Collectors.joining("; "));
        return new ApiException(
                ErrorCode.INVALID_REQUEST, detail.isEmpty() ? "The request is not valid." : detail, faults, null, null);
    }

    private static String name(MethodParameter parameter) {
        return orElse(parameter.getParameterName());
    }

    private static String orElse(@Nullable String text) {
        return text == null ? "is not valid" : text;
    }

    // An id that cannot be one names nothing: the answer is that of any other id that does not exist.
    private static ApiException mismatch(MethodArgumentTypeMismatchException e) {
        return e.getParameter().hasParameterAnnotation(PathVariable.class)
                ? new ApiException(ErrorCode.NOT_FOUND, "There is nothing with this id.", e)
                : ApiException.invalid(e.getName(), "is not valid");
    }
}
