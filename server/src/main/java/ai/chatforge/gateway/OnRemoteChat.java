package ai.chatforge.gateway;

import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.util.Objects;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where chat is hosted by another process. */
final class OnRemoteChat implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Objects.requireNonNull(context.getBeanFactory())
                .getBean(HostedServices.class)
                .remote()
                .containsKey(ServiceName.CHAT);
    }
}
