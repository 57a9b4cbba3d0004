package ai.chatforge.platform.event;

import ai.chatforge.platform.persistence.Database;

/** A consumer of this process with its service's database. */
record HostedConsumer(Subscription subscription, EventConsumer handlers, Database database) {
    HostedConsumer {
        if (!handlers.forms().equals(subscription.forms())) {
            throw new IllegalArgumentException(subscription.consumer() + " must handle " + subscription.forms()
                    + ", but handles " + handlers.forms());
        }
    }

    String name() {
        return subscription.consumer();
    }
}
