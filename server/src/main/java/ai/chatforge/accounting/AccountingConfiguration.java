package ai.chatforge.accounting;

import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;

@OnService(ServiceName.ACCOUNTING)
class AccountingConfiguration {}
