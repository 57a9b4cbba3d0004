package ai.chatforge.user;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.USER)
class UserConfiguration {}
