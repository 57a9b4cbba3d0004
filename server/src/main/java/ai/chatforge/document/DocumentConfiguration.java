package ai.chatforge.document;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.DOCUMENT)
class DocumentConfiguration {}
