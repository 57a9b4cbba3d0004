package ai.chatforge.gateway;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.GATEWAY)
class GatewayConfiguration {}
