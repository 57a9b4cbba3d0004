package ai.chatforge;

import ai.chatforge.platform.service.ServiceName;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which settings there are, of whatever service: a mistyped one would else be passed over in silence. */
final class KnownSettings {
    private static final String OURS = "chatforge.";

    private KnownSettings() {}

    /** A sentence for each option that stands for no setting. */
    static Stream<String> mistakes(Stream<String> options) {
        return options.filter(option -> option.startsWith(OURS))
                .filter(option -> SettingsCatalogue.of(List.of(ServiceName.values())).stream()
                        .noneMatch(record -> has(
                                record,
                                record.getAnnotation(ConfigurationProperties.class)
                                        .value(),
                                option)))
                .map(option -> "There is no option --" + option.substring(OURS.length())
                        + ". See chatforge --help and docs/configuration.md.");
    }

    private static boolean has(Class<?> record, String prefix, String option) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + component.getName();
            String rest = remainder(option, name);
            if (rest != null && (rest.isEmpty() || isOpen(component, rest))) {
                return true;
            }
            if (component.getType().isRecord() && has(component.getType(), name, option)) {
                return true;
            }
        }
        return false;
    }

    /** Maps and lists have entries whose names the operator chooses. */
    private static boolean isOpen(RecordComponent component, String rest) {
        return (Map.class.isAssignableFrom(component.getType()) && rest.startsWith("."))
                || (Collection.class.isAssignableFrom(component.getType()) && rest.startsWith("["));
    }

    /** What follows the name in the option, or null; dashes and case do not count. */
    private static @Nullable String remainder(String option, String name) {
        String plain = plain(option);
        String wanted = plain(name);
        return plain.startsWith(wanted) ? plain.substring(wanted.length()) : null;
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
