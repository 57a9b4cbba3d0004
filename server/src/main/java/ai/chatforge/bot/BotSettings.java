package ai.chatforge.bot;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Bots and their teams. */
@ConfigurationProperties("chatforge.bot")
record BotSettings(
        @Setting("Invitations that an account may send by e-mail within an hour; 0 switches the limit off.")
        @DefaultValue("30")
        @Min(0)
        int invitationsPerHour) {}
