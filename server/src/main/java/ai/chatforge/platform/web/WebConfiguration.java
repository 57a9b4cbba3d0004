package ai.chatforge.platform.web;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.security.AccessInterceptor;
import ai.chatforge.platform.security.CallerArgumentResolver;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceTokens;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.websocket.server.WsContextListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side that all services share. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration implements WebMvcConfigurer {
    private static final Logger LOG = LoggerFactory.getLogger(WebConfiguration.class);

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    ErrorPageController errorPageController(ProblemWriter problems) {
        return new ErrorPageController(problems);
    }

    @Bean
    ProblemAdvice problemAdvice(ProblemWriter problems) {
        return new ProblemAdvice(problems);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer() {
        return factory -> factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> leanConnections() {
        return factory -> {
            factory.setProtocol(LeanHttpProtocol.class.getName());
            try {
                factory.addEngineValves(LeanRequests.make());
            } catch (ReflectiveOperationException e) {
                LOG.info("Connections take 16 kB more each, as this version of Tomcat keeps its buffers otherwise.", e);
            }
        };
    }

    @Bean
    RequestIdFilter requestIdFilter() {
        return new RequestIdFilter();
    }

    @Bean
    BodyLimitFilter bodyLimitFilter(WebSettings settings, ProblemWriter problems) {
        return new BodyLimitFilter(settings, problems);
    }

    @Bean
    GatewayHop gatewayHop(ServiceTokens tokens) {
        return new GatewayHop(tokens);
    }

    @Bean
    ClientAddress clientAddress(WebSettings settings, GatewayHop gateway) {
        return new ClientAddress(settings, gateway);
    }

    @Bean
    PublicLinks publicLinks(ServerSettings server, HostedServices services, @Value("${server.port}") int port) {
        return new PublicLinks(server, services, port);
    }

    @Bean
    Closing closing() {
        return new Closing();
    }

    /** @param patience after which Tomcat also gives up a request that does not come */
    @Bean
    OpenSockets openSockets(Closing closing, @Value("${server.tomcat.connection-timeout}") Duration patience) {
        return new OpenSockets(closing, patience);
    }

    /** @param patience after which Tomcat also gives up the reader of an event stream who takes nothing */
    @Bean
    SocketUpgrade socketUpgrade(
            OpenSockets sockets,
            Closing closing,
            GatewayHop gateway,
            PublicLinks links,
            WebSettings settings,
            @Value("${server.tomcat.connection-timeout}") Duration patience) {
        return new SocketUpgrade(sockets, closing, gateway, links, settings, patience);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
        return factory -> factory.addContextCustomizers(
                context -> context.addApplicationListener(WsContextListener.class.getName()));
    }

    @Bean
    RateLimits rateLimits() {
        return new RateLimits();
    }

    // Tomcat wants a folder to serve files from, though there are none: left to itself it makes a new one in /tmp.
    @Bean
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> emptyDocumentRoot(DataFolder folder) {
        return server ->
                server.setDocumentRoot(folder.folder("tmp/document-root").toFile());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AccessInterceptor());
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgumentResolver());
    }
}
