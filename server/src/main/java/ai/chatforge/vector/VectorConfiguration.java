package ai.chatforge.vector;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.VECTOR)
class VectorConfiguration {}
