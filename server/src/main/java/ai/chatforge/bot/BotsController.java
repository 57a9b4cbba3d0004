package ai.chatforge.bot;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.platform.security.Access;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class BotsController implements Bots {
    private final BotService bots;

    BotsController(BotService bots) {
        this.bots = bots;
    }

    @Override
    public BotProfile bot(UUID id) {
        return bots.profile(id);
    }
}
