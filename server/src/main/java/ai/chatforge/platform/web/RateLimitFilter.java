package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/** The general limit of the API, for each client address. Stricter ones of single routes are kept by their services. */
public final class RateLimitFilter extends OncePerRequestFilter {
    private final RateLimits limits;
    private final ClientAddress addresses;
    private final ProblemWriter problems;
    private final RateLimits.Limit limit;

    public RateLimitFilter(RateLimits limits, ClientAddress addresses, ProblemWriter problems, WebSettings settings) {
        this.limits = limits;
        this.addresses = addresses;
        this.problems = problems;
        this.limit = new RateLimits.Limit("api", settings.requestsPerMinute(), Duration.ofMinutes(1));
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return limit.requests() == 0 || !(path.startsWith("/api/") || path.startsWith("/v1/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RateLimits.Outcome outcome = limits.take(limit, addresses.of(request));
        outcome.writeTo(response);
        if (outcome.allowed()) {
            chain.doFilter(request, response);
        } else {
            problems.write(
                    request,
                    response,
                    ApiException.retryLater(
                            ErrorCode.RATE_LIMITED,
                            "More than " + limit.requests() + " requests a minute. Wait "
                                    + outcome.reset().toSeconds() + " s, then go on more slowly.",
                            outcome.reset()));
        }
    }
}
