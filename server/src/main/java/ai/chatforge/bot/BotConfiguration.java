package ai.chatforge.bot;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.BOT)
class BotConfiguration {}
