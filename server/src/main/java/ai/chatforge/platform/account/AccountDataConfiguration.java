package ai.chatforge.platform.account;

import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.RemoteServices;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Data of accounts, of the services here and elsewhere. */
@Configuration(proxyBeanMethods = false)
public class AccountDataConfiguration {

    @Bean
    AccountDataController accountDataController(ObjectProvider<AccountData> hosted) {
        return new AccountDataController(hosted.stream().toList());
    }

    @Bean
    AllAccountData allAccountData(
            ObjectProvider<AccountData> hosted, HostedServices services, ObjectProvider<RemoteServices> remote) {
        return new AllAccountData(hosted.stream().toList(), services, remote);
    }
}
