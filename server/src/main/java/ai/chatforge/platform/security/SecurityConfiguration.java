package ai.chatforge.platform.security;

import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import ai.chatforge.platform.web.PublicLinks;
import ai.chatforge.platform.web.WebSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** The filters in front of every route. Which caller a route takes is said at the route, by {@link Access}. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String CONTENT_POLICY = "default-src 'self'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    BrowserCookies browserCookies(ServerSettings settings) {
        return new BrowserCookies(settings);
    }

    @Bean
    CallerFilter callerFilter(TokenVerifier tokens, KeyVerifier keys, ServiceTokens services, ProblemWriter problems) {
        return new CallerFilter(tokens, keys, services, problems);
    }

    @Bean
    LiveCallers liveCallers(TokenVerifier tokens, KeyVerifier keys) {
        return new LiveCallers(tokens, keys);
    }

    // Requests are measured as a whole; measuring each filter of the chain took a tenth of a chat's time.
    @Bean
    SecurityObservationSettings filtersAreNotObserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** Before all that refuses requests, so that scripts of other sites are told why. */
    @Bean
    FilterRegistrationBean<CorsFilter> corsBeforeRefusals(WebSettings web, PublicLinks links) {
        FilterRegistrationBean<CorsFilter> registration =
                new FilterRegistrationBean<>(new CorsFilter(cors(web, links)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    // It belongs to the security chain; Boot would otherwise add it a second time.
    @Bean
    FilterRegistrationBean<CallerFilter> callerFilterOnlyInChain(CallerFilter filter) {
        FilterRegistrationBean<CallerFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    // There are no form logins here; this keeps Boot from making a user with a generated password.
    @Bean
    UserDetailsService noFormUsers() {
        return name -> {
            throw new UsernameNotFoundException("no form login");
        };
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            CallerFilter callers,
            ProblemWriter problems,
            ServerSettings server,
            HostedServices services) {
        return http.csrf(csrf -> csrf.csrfTokenRepository(csrfCookie(server, services))
                        .csrfTokenRequestHandler(plainCsrfToken())
                        .requireCsrfProtectionMatcher(SecurityConfiguration::isBrowserWrite))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                        .frameOptions(frame -> frame.deny())
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), microphone=(), geolocation=(), payment=()"))
                        .crossOriginOpenerPolicy(Customizer.withDefaults())
                        .crossOriginResourcePolicy(Customizer.withDefaults())
                        .cacheControl(cache -> cache.disable()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, e) -> problems.write(
                        request,
                        response,
                        new ApiException(
                                ErrorCode.CSRF_REJECTED,
                                "Send the value of the cookie " + BrowserCookies.CSRF + " in the header "
                                        + BrowserCookies.CSRF_HEADER + "."))))
                .addFilterBefore(callers, AuthorizationFilter.class)
                .authorizeHttpRequests(routes -> routes.anyRequest().permitAll())
                .build();
    }

    private static CsrfTokenRepository csrfCookie(ServerSettings server, HostedServices services) {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookieCustomizer(cookie -> {
            cookie.sameSite("Lax").path("/");
            if (server.https()) {
                cookie.secure(true);
            }
        });
        // Behind a gateway of another process that one sets the cookie; here it is only compared.
        return services.hosted().contains(ServiceName.GATEWAY) ? repository : new ReadOnlyCsrfTokens(repository);
    }

    private record ReadOnlyCsrfTokens(CsrfTokenRepository tokens) implements CsrfTokenRepository {
        @Override
        public CsrfToken generateToken(HttpServletRequest request) {
            return tokens.generateToken(request);
        }

        @Override
        public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {}

        @Override
        public @Nullable CsrfToken loadToken(HttpServletRequest request) {
            return tokens.loadToken(request);
        }
    }

    /**
     * The token goes in a header, never into a page, so there is nothing that compression could leak (BREACH). Asking for
     * it sets its cookie: not on files that shared caches keep, nor for programs, which have no use for it.
     */
    private static CsrfTokenRequestHandler plainCsrfToken() {
        CsrfTokenRequestAttributeHandler atOnce = new CsrfTokenRequestAttributeHandler();
        atOnce.setCsrfRequestAttributeName(null);
        CsrfTokenRequestAttributeHandler whenNeeded = new CsrfTokenRequestAttributeHandler();
        return (request, response, token) -> {
            boolean unused = request.getRequestURI().startsWith("/assets/")
                    || request.getRequestURI().startsWith("/api/docs/")
                    || CallerFilter.hasBearer(request);
            (unused ? whenNeeded : atOnce).handle(request, response, token);
        };
    }

    private static boolean isBrowserWrite(HttpServletRequest request) {
        boolean cookie = BrowserCookies.read(request, BrowserCookies.SESSION).isPresent()
                || BrowserCookies.read(request, BrowserCookies.REFRESH).isPresent();
        return cookie
                && !CallerFilter.hasBearer(request)
                // Its token says all; who is signed in has no part in it, and its page is no script.
                && !request.getRequestURI().startsWith("/unsubscribe/")
                && !SAFE_METHODS.contains(request.getMethod());
    }

    private static UrlBasedCorsConfigurationSource cors(WebSettings web, PublicLinks links) {
        CorsConfiguration allowed = new CorsConfiguration();
        // Its own pages are those of another site to a server that a proxy speaks to without TLS, or by another name.
        allowed.setAllowedOrigins(Stream.concat(web.corsOrigins().stream(), Stream.of(links.origin()))
                .toList());
        allowed.setAllowedMethods(List.of("GET", "POST", "PATCH", "PUT", "DELETE"));
        allowed.setAllowedHeaders(List.of(
                "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "X-Request-Id", "X-Visitor-Id"));
        allowed.setExposedHeaders(List.of(
                "X-Request-Id",
                "Idempotency-Replayed",
                "Retry-After",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset"));
        allowed.setMaxAge(3600L);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", allowed);
        // OpenAI's library sends more than a dozen headers of its own, and new ones with each version.
        CorsConfiguration compatible = new CorsConfiguration(allowed);
        compatible.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        source.registerCorsConfiguration("/v1/**", compatible);
        return source;
    }
}
