package ai.chatforge.platform.event;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.HostedServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Publishing in every process, delivery to the consumers of the services hosted here. */
@Configuration(proxyBeanMethods = false)
public class EventConfiguration {

    @Bean(destroyMethod = "")
    EventTransport eventTransport(
            EventSettings settings, MeterRegistry meters, Clock clock, JsonMapper json, Sealers sealers) {
        return new PostgresEventTransport(settings, new EventMetrics(meters, clock), lenient(json), sealers);
    }

    @Bean
    EventLog eventLog(EventCatalogue catalogue, EventTransport transport, JsonMapper json, Clock clock) {
        return new EventLog(catalogue, transport, json, clock);
    }

    @Bean
    SmartLifecycle eventDelivery(
            EventCatalogue catalogue,
            EventTransport transport,
            HostedServices services,
            Databases databases,
            ObjectProvider<EventConsumer> consumers) {
        return new EventDelivery(transport, hosted(catalogue, services, databases, consumers));
    }

    // Stored events may have fields that this version does not know yet.
    static JsonMapper lenient(JsonMapper json) {
        return json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static List<HostedConsumer> hosted(
            EventCatalogue catalogue,
            HostedServices services,
            Databases databases,
            ObjectProvider<EventConsumer> consumers) {
        Map<String, EventConsumer> byName =
                consumers.stream().collect(Collectors.toMap(EventConsumer::name, Function.identity()));
        List<HostedConsumer> hosted = new ArrayList<>();
        for (Subscription subscription : catalogue.all()) {
            if (services.hosts(subscription.service())) {
                EventConsumer handlers = byName.remove(subscription.consumer());
                if (handlers == null) {
                    throw new StartupFailure("The event consumer " + subscription.consumer() + " is not there");
                }
                hosted.add(new HostedConsumer(subscription, handlers, databases.of(subscription.service())));
            }
        }
        if (!byName.isEmpty()) {
            throw new StartupFailure("Event consumers without a subscription: " + byName.keySet());
        }
        return hosted;
    }

    /** Delivers between the start of the context and the beginning of its end. */
    private static final class EventDelivery implements SmartLifecycle {
        private final EventTransport transport;
        private final List<HostedConsumer> consumers;
        private volatile boolean running;

        EventDelivery(EventTransport transport, List<HostedConsumer> consumers) {
            this.transport = transport;
            this.consumers = consumers;
        }

        @Override
        public void start() {
            transport.start(consumers);
            running = true;
        }

        @Override
        public void stop() {
            transport.close();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
