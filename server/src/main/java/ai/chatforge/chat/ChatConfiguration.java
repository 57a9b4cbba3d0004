package ai.chatforge.chat;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.CHAT)
class ChatConfiguration {}
