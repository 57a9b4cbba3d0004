package ai.chatforge.auth;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.AUTH)
class AuthConfiguration {}
