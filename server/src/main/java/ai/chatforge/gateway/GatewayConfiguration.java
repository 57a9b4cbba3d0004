package ai.chatforge.gateway;

import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.ClientAddress;
import ai.chatforge.platform.web.RateLimitFilter;
import ai.chatforge.platform.web.RateLimits;
import ai.chatforge.platform.web.WebSettings;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.GATEWAY)
class GatewayConfiguration {

    @Bean
    RateLimitFilter rateLimitFilter(
            RateLimits limits, ClientAddress addresses, ProblemWriter problems, WebSettings settings) {
        return new RateLimitFilter(limits, addresses, problems, settings);
    }
}
