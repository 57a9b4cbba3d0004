package ai.chatforge;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads settings records from options, environment and files, and gathers every mistake instead of the first one. */
final class SettingsReader {
    private final Binder binder;
    private final List<String> mistakes;
    private final Validator validator = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    SettingsReader(ConfigurableEnvironment environment, List<String> mistakes) {
        this.binder = Binder.get(environment);
        this.mistakes = mistakes;
    }

    <T> Optional<T> read(Class<T> type) {
        String prefix = type.getAnnotation(ConfigurationProperties.class).value();
        try {
            T record = binder.bindOrCreate(prefix, Bindable.of(type), new Gathering());
            validator
                    .validate(record)
                    .forEach(fault -> mistakes.add(
                            prefix + "." + kebab(fault.getPropertyPath().toString()) + " " + fault.getMessage() + "."));
            return Optional.of(record);
        } catch (UnboundConfigurationPropertiesException e) {
            mistakes.add(prefix + ": " + e.getMessage() + ".");
        } catch (BindException e) {
            mistakes.add(notValid(e.getName(), e.getTarget()));
        }
        return Optional.empty();
    }

    /** Notes a value that cannot be read and goes on with the default, so that the next one is looked at too. */
    private final class Gathering implements BindHandler {
        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
            mistakes.add(notValid(name, target));
            return null;
        }
    }

    // The value may be a secret, so only the key and the type that was expected are told.
    private static String notValid(ConfigurationPropertyName name, Bindable<?> target) {
        return name + " is not valid: a value of type "
                + target.getType().resolve(Object.class).getSimpleName() + " is needed.";
    }

    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
