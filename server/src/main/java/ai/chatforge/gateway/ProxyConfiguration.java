package ai.chatforge.gateway;

import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.InsideHttp;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.ClientAddress;
import ai.chatforge.platform.web.GatewayHop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.filter.AfterFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Hands requests for services of other processes on to them. Absent while everything is hosted here. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnRemoteServices.class)
class ProxyConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyConfiguration.class);
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int CONNECTIONS = 20_000;
    /** Event streams send a heartbeat every ten seconds, so a minute of silence means that nobody is there. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    @Bean
    ProxyExchange proxyExchange(GatewayMvcProperties properties) {
        RestClient client = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(InsideHttp.client(CONNECTIONS, SILENCE)))
                .build();
        return new RestClientProxyExchange(client, properties);
    }

    @Bean
    RouterFunction<ServerResponse> remoteServices(HostedServices services, GatewayHop hop, ClientAddress clients) {
        RouterFunctions.Builder all = RouterFunctions.route();
        int number = 0;
        List<RequestPredicate> ownBefore = new ArrayList<>();
        for (RouteTable.Route route : RouteTable.ROUTES) {
            URI url = services.remote().get(route.owner());
            RequestPredicate path = RequestPredicates.path(route.pattern());
            if (url == null) {
                ownBefore.add(path);
            } else {
                RequestPredicate theirs = ownBefore.stream().reduce(path, (rest, mine) -> rest.and(mine.negate()));
                if (route.owner() == ServiceName.CHAT) {
                    theirs = theirs.and(request -> !SocketRelayController.isFor(request.servletRequest()));
                }
                all.add(proxy(route, theirs, url, number++, request -> handOn(request, route.owner(), hop, clients)));
            }
        }
        return all.build();
    }

    private static RouterFunction<ServerResponse> proxy(
            RouteTable.Route route,
            RequestPredicate path,
            URI url,
            int number,
            Function<ServerRequest, ServerRequest> handOn) {
        return GatewayRouterFunctions.route(route.owner().key() + "-" + number)
                .route(path, HandlerFunctions.http())
                .before(BeforeFilterFunctions.uri(url))
                .before(handOn)
                .after(AfterFilterFunctions.removeResponseHeader(REQUEST_ID))
                .onError(ResourceAccessException.class, (error, request) -> unavailable(route.owner(), error))
                .build();
    }

    private static ServerRequest handOn(
            ServerRequest request, ServiceName owner, GatewayHop hop, ClientAddress clients) {
        String id = Objects.requireNonNullElse(ProblemWriter.requestId(), "");
        return ServerRequest.from(request)
                .headers(headers -> {
                    headers.set(REQUEST_ID, id);
                    // Looked at here; to the other process, which has another address, it would be a foreign one.
                    headers.remove(HttpHeaders.ORIGIN);
                    hop.writeTo(headers, owner, clients.of(request.servletRequest()));
                })
                .build();
    }

    private static ServerResponse unavailable(ServiceName owner, Throwable error) {
        LOG.warn("The {} service does not answer: {}", owner.key(), error.getMessage());
        throw RemoteServices.unavailable(owner, error);
    }
}
