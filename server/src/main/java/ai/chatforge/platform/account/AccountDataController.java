package ai.chatforge.platform.account;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.springframework.web.bind.annotation.RestController;

/** Answers other processes for the services hosted here. */
@RestController
@Access(Access.Rule.SERVICE)
public class AccountDataController implements AccountDataApi {
    private final List<AccountData> hosted;

    AccountDataController(List<AccountData> hosted) {
        this.hosted = hosted;
    }

    @Override
    public ExportPage export(String owner, ExportRequest request) {
        return of(owner).export(request.subject(), request.cursor());
    }

    @Override
    public Amounts erase(String owner, DataSubject subject) {
        return new Amounts(of(owner).erase(subject));
    }

    @Override
    public Amounts left(String owner, DataSubject subject) {
        return new Amounts(of(owner).left(subject));
    }

    private AccountData of(String owner) {
        return ServiceName.byKey(owner)
                .flatMap(service -> hosted.stream()
                        .filter(data -> data.service() == service)
                        .findFirst())
                .orElseThrow(() -> ApiException.notFound("account data"));
    }
}
